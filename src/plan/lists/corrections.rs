//! Corrections: all that the articles of a language say was changed in them.

use super::Lists;
use crate::link::Telling;
use crate::plan::Planner;
use crate::plan::index;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{CorrectionEntry, CorrectionsPage, PageView, Pager, UpdateView};
use crate::typeset;

/// A change of an article.
pub struct Change {
    /// The story's place.
    pub story: usize,
    /// What it says.
    pub update: UpdateView,
    /// How many before it in the author's list have its date and its kind.
    pub nth: usize,
}

/// What some changes say, in their order.
pub fn changes<'a>(
    planner: &'a Planner,
    locality: &'a Locality,
    some: impl Iterator<Item = &'a index::Change> + 'a,
) -> impl Iterator<Item = Change> + 'a {
    some.filter_map(|change| {
        let telling = planner.site.archive.stories[change.story].telling(locality.place)?;
        let mut before: Vec<UpdateView> = updates(planner, telling).take(change.nth + 1).collect();
        let update = before.pop()?;
        let same = |one: &&UpdateView| (one.date, one.kind) == (update.date, update.kind);
        let nth = before.iter().filter(same).count();
        Some(Change { story: change.story, update, nth })
    })
}

/// What was changed in an article, in its author's order.
pub fn updates(planner: &Planner, telling: &Telling) -> impl Iterator<Item = UpdateView> {
    let (zone, language) = (&planner.site.config.time_zone, telling.article.language);
    telling.updates().map(move |update| UpdateView {
        date: update.date.in_zone(zone),
        kind: update.kind,
        note: typeset::plain(&update.note, language).into_owned(),
    })
}

impl Lists<'_> {
    /// A page of the corrections. It stands among the others by the dates of the changes, not of the stories.
    pub(super) fn corrections(&self, at: usize, page: PageView) -> Option<CorrectionsPage> {
        let range = self.cuts(self.locality, &Subject::Corrections).range(at)?;
        let some = &self.locality.index.changes[range];
        let entry = |change: Change| {
            let story = self.planner.teaser(self.locality.place, change.story)?;
            Some(CorrectionEntry { update: change.update, story })
        };
        let corrections: Vec<CorrectionEntry> =
            changes(self.planner, self.locality, some.iter()).filter_map(entry).collect();
        let date = |entry: Option<&CorrectionEntry>| entry.map(|entry| entry.update.date);
        let pager = Pager {
            to: date(corrections.first()),
            from: date(corrections.last()),
            ..self.pager(&Subject::Corrections, at)?
        };
        Some(CorrectionsPage { page, corrections, pager })
    }
}
