//! The short way of a build after which only texts are others: see [`crate::amend`].

use std::fs;

use anyhow::Result;

use super::{Before, Build, Small};
use crate::cli::{RIGHT, verdict};
use crate::collect::Sources;
use crate::parse::edited;
use crate::publish::{self, Moving};
use crate::world::{VPath, World as _};

impl Build<'_> {
    /// Puts edited texts in the place of the old ones, if nothing else was edited. Returns the code to exit
    /// with; nothing, if the whole site has to be looked at.
    pub(super) fn amend(&self, small: &Small<'_>, before: &mut Before) -> Result<Option<u8>> {
        let Small { sources, files, summary } = small;
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
        let new: Vec<_> =
            amended.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect();
        let put = publish::amend(new, self.target, &self.guard, &mut before.left);
        let news = self.news(&before.last.problems);
        let Some(report) = put.map_err(|error| self.unwritten_of(&news, &error))? else {
            return Ok(None);
        };
        let holds = amended.iter().map(|file| (&*file.path, file.bytes.fingerprint()));
        before.last.amend(*summary, holds, &before.left);
        before.texts.take(&edited, amended);
        let Before { last, left, texts, later } = before;
        let later = std::mem::take(later).with(last, left, texts, self.world.news());
        self.keep(|record| record.keep_later(&later));
        self.reporter.problems(&news);
        let count = before.left.len();
        self.reporter.built(count, &report, self.target, self.started.elapsed());
        Ok(Some(RIGHT))
    }

    /// The articles that were edited, if nothing else was, and if all is as right as it was.
    pub(super) fn edited<'s>(
        &self,
        sources: &'s Sources,
        before: &Before,
    ) -> Option<Vec<&'s VPath>> {
        let last = &before.last;
        let is_whole = last.summary.is_some()
            && last.is_in_time(self.world.now())
            && last.has_left(&before.left);
        let is_right = verdict(&self.news(&last.problems), self.strict) == RIGHT;
        if !is_whole || !is_right || self.moving == Moving::AtOnce {
            return None;
        }
        before.texts.edited(sources, self.options.base_url.as_ref(), self.options.selection)
    }
}
