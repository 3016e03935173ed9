//! Small edits of a site, after which not all of it has to be looked at.

use anyhow::Result;

use super::{Before, Build};
use crate::cli::{RIGHT, verdict};
use crate::collect::Sources;
use crate::diag::Diagnostic;
use crate::hashed::Fingerprint;
use crate::link::ContentsLater;
use crate::publish::{self, Moving, Replacement};
use crate::world::{VPath, World as _};

/// An edit of a few articles, and of nothing else.
pub struct SmallEdit<'a> {
    /// All files of the site.
    pub sources: &'a Sources,
    /// Those of the articles.
    pub files: Vec<&'a VPath>,
    /// Of the whole site, as it is now.
    pub summary: Fingerprint,
}

impl Build<'_> {
    /// The shorter ways after a small edit, the shortest first. Returns the code to exit with; nothing, if the whole site
    /// has to be looked at.
    pub(super) fn try_short_ways(
        &self,
        sources: &Sources,
        summary: Fingerprint,
        before: &mut Before,
    ) -> Result<Option<u8>> {
        let Some(files) = self.edited(sources, before) else { return Ok(None) };
        let small = SmallEdit { sources, files, summary };
        match self.amend(&small, before)? {
            None => self.retell(&small, before),
            code => Ok(code),
        }
    }

    /// The articles that were edited, if nothing else was, and if all was right.
    fn edited<'s>(&self, sources: &'s Sources, before: &Before) -> Option<Vec<&'s VPath>> {
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

    /// Puts a few files in the place of the old ones, and keeps what `take` makes known of them. Nothing, if the target is
    /// not as it was left.
    pub(super) fn put_few(
        &self,
        files: Vec<Replacement>,
        news: &[Diagnostic],
        before: &mut Before,
        take: impl FnOnce(&mut Before) -> ContentsLater,
    ) -> Result<Option<u8>> {
        let put = publish::amend(files, self.target, &self.guard, &mut before.left);
        if put.is_err() {
            // As after a build of the whole site, which tells it before it publishes.
            self.reporter.problems(news);
        }
        let Some(report) = put.map_err(|error| self.unwritten(&error))? else { return Ok(None) };
        let changed = take(before);
        let Before { last, left, texts, later } = before;
        let later = std::mem::take(later).with(last, left, texts, self.world.news());
        let later = later.with_shape(changed);
        self.keep(|record| record.keep_later(&later));
        self.reporter.problems(news);
        let count = before.left.len();
        self.reporter.built(count, &report, self.target, self.started.elapsed());
        Ok(Some(RIGHT))
    }
}
