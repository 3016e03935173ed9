//! Dossiers: their index, and each with its stories.

use super::{Lists, count_on};
use crate::model::Id;
use crate::plan::index::Cut;
use crate::plan::subject::Subject;
use crate::plan::view::{DossierEntry, DossierPage, DossiersPage, PageView, Pager};

impl Lists<'_> {
    /// All dossiers: open ones first, and of those the one with the newest story.
    pub(super) fn dossiers(&self, page: PageView) -> DossiersPage {
        let site = &self.planner.site;
        let mut all: Vec<_> = self.locality.index.dossiers.iter().collect();
        // No story is in two dossiers, so that no two have the same newest one.
        all.sort_by_key(|(id, stories)| (site.is_closed(id), stories[0]));
        let dossiers = all.into_iter().map(|(id, _)| self.dossier_entry(id)).collect();
        DossiersPage { page, dossiers }
    }

    /// The stories of a dossier.
    pub(super) fn dossier(
        &self,
        id: &Id,
        page: PageView,
        one: &Cut<'_>,
        pager: Pager,
    ) -> DossierPage {
        let entry = self.dossier_entry(id);
        let whole = one.number.is_none();
        let dossier = DossierEntry {
            count: count_on(entry.count, one),
            first: entry.first.filter(|_| whole),
            latest: entry.latest.filter(|_| whole),
            ..entry
        };
        DossierPage { page, dossier, stories: self.teasers(one.stories), pager }
    }

    fn dossier_entry(&self, id: &Id) -> DossierEntry {
        let (site, subject) = (&self.planner.site, Subject::Dossier(id.clone()));
        let stories = &self.locality.index.dossiers[id];
        let date =
            |story: Option<&usize>| story.map(|story| site.archive.stories[*story].facts.date);
        DossierEntry {
            id: id.clone(),
            name: self.locality.title(site, &subject),
            description: self.locality.speech.describe(&format!("dossier-{id}")),
            href: self.href(&subject).unwrap_or_default(),
            closed: site.is_closed(id),
            count: stories.len(),
            first: date(stories.last()),
            latest: date(stories.first()),
        }
    }
}
