//! The short way of a build after which a few stories are told otherwise: see [`crate::retell`].

use anyhow::Result;

use super::small::SmallEdit;
use super::{Before, Build, leave};
use crate::cli::{RIGHT, overdue, verdict};
use crate::record::{Made, Record};
use crate::render::RenderMemo;
use crate::retell::{self, Edit, Remade, Retold};

impl Build<'_> {
    /// Tells the stories of edited articles anew, if nothing else follows from the edit. Returns the code to exit with;
    /// nothing, if the whole site has to be looked at.
    pub(super) fn retell(&self, small: &SmallEdit<'_>, before: &mut Before) -> Result<Option<u8>> {
        let Some(retold) = self.retold(small, before) else { return Ok(None) };
        let Retold { files, articles, problems, basis, changed, grounds } = retold;
        leave(grounds);
        let news = self.news(&problems);
        let is_right = verdict(&news, self.strict) == RIGHT;
        if !is_right || self.world.changed() || !before.texts.can_take(&articles) {
            return Ok(None);
        }
        let new = files.iter().map(|file| (file.path.to_string(), file.bytes.clone())).collect();
        self.put_few(new, &news, before, |before| {
            let made = |Remade { path, bytes, key, .. }: &Remade| {
                (path.to_string(), Made { key: *key, bytes: bytes.sum() })
            };
            let made = files.iter().map(made).collect();
            before.last.retell(small.summary, (basis, problems), made, &before.left);
            let inlaid = |file: Remade| (file.path.to_string(), file.bytes.sum(), file.texts);
            before.texts.take_told(&articles, files.into_iter().map(inlaid));
            changed
        })
    }

    fn retold(&self, small: &SmallEdit<'_>, before: &Before) -> Option<Retold> {
        before.last.shape?;
        let shape = || self.found(|record| record.shape(&before.last, &before.later));
        let (shape, shelf) = rayon::join(shape, || self.found(Record::articles));
        let memo = RenderMemo::forgetful();
        overdue::watch(memo.running());
        let edited = Edit {
            sources: small.sources,
            files: &small.files,
            problems: &before.last.problems,
            base_url: self.options.base_url.as_ref(),
            selection: self.options.selection,
            shelf,
            basis: &before.last.basis,
            made: &|path| Some(before.last.made(path)?.key),
            memo: &memo,
        };
        retell::retell(shape?, edited)
    }
}
