//! Corrections: all that the articles of a language say was changed in them.

use std::cmp::Reverse;

use super::Lists;
use crate::link::Telling;
use crate::model::Date;
use crate::plan::Planner;
use crate::plan::subject::Locality;
use crate::plan::view::{CorrectionEntry, CorrectionsPage, PageView, UpdateView};
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

/// What the articles of some stories say was changed in them, newest first; of one day, in the order
/// of the stories and of their authors.
pub fn changes(planner: &Planner, locality: &Locality, stories: &[usize]) -> Vec<Change> {
    let zone = &planner.site.config.time_zone;
    let told =
        |story: &usize| Some((*story, planner.site.stories[*story].telling(locality.place)?));
    let all = stories.iter().filter_map(told);
    let mut changes: Vec<Change> =
        all.flat_map(|(story, telling)| of_story(planner, story, telling)).collect();
    changes.sort_by_key(|change| Reverse(change.update.date.instant(zone)));
    changes
}

fn of_story(planner: &Planner, story: usize, telling: &Telling) -> Vec<Change> {
    let mut seen: Vec<(Date, &str)> = Vec::new();
    let change = |update: UpdateView| {
        let nth = seen.iter().filter(|one| **one == (update.date, update.kind)).count();
        seen.push((update.date, update.kind));
        Change { story, update, nth }
    };
    updates(planner, telling).map(change).collect()
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
    /// The page of all corrections.
    pub(super) fn corrections(&self, page: PageView) -> CorrectionsPage {
        let corrected = &self.locality.index.corrected;
        let entry = |change: Change| {
            let story = self.planner.teaser(self.locality.place, change.story)?;
            Some(CorrectionEntry { update: change.update, story })
        };
        let changes = changes(self.planner, self.locality, corrected);
        CorrectionsPage { page, corrections: changes.into_iter().filter_map(entry).collect() }
    }
}
