//! The short way of a build after which only texts are others: see [`crate::amend`].

use std::fs;

use anyhow::Result;

use super::small::SmallEdit;
use super::{Before, Build};
use crate::amend::Amended;
use crate::link::ContentsLater;
use crate::parse::edited;

impl Build<'_> {
    /// Puts edited texts in the place of the old ones, if nothing else was edited. Returns the code to exit
    /// with; nothing, if more has to be looked at.
    pub(super) fn amend(&self, small: &SmallEdit<'_>, before: &mut Before) -> Result<Option<u8>> {
        let SmallEdit { sources, files, summary } = small;
        let Some(edited) = edited::edited(sources, files, self.options.base_url.as_ref()) else {
            return Ok(None);
        };
        // What needs other forms, or is searched, is made of whole texts.
        if edited.config.search || !edited.config.precompress.is_empty() {
            return Ok(None);
        }
        let read = |path: &str| fs::read_to_string(self.target.join(path)).ok();
        let Some(amended) = before.texts.amend(&edited, &before.last.problems, read) else {
            return Ok(None);
        };
        if self.world.changed() {
            return Ok(None);
        }
        let new = amended.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect();
        let news = self.news(&before.last.problems);
        self.put_few(new, &news, before, |before| {
            let holds = |Amended { path, bytes, .. }: &Amended| (path.clone(), bytes.sum());
            before.last.amend(*summary, amended.iter().map(holds), &before.left);
            before.texts.take(&edited, amended);
            ContentsLater::default()
        })
    }
}
