//! The page that shows what a site has, and where: for readers who look around rather than search.
//!
//! It leads to every list and to no story, so that a new story leaves it as it is, as long as it comes to
//! lists that are there.

use std::sync::Arc;

use crate::model::Id;
use crate::outputs::OutputKind;
use crate::part::Part;
use crate::plan::head::Draft;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{Link, MapEntry, SiteMapPage};
use crate::plan::{Origin, Page, Planner, View, feed, made, standing};

/// How many editions it shows: the newest. Their own page has all.
const EDITIONS: usize = 12;

/// The map of a locale, if the theme has its layout.
pub fn page(planner: &Planner, locality: &Locality) -> Option<Page> {
    let draft = Draft::of(planner, locality, Subject::SiteMap)?;
    let draft = Draft { kind: "site-map", ..draft };
    let map = Map { planner, locality };
    let view = View::SiteMap(SiteMapPage {
        page: draft.view(planner, feed::of_list(planner, locality, &Subject::Home)),
        sections: map.sections(),
        others: map.others(),
    });
    let source = Origin::Made(format!("the page `{}`", draft.route));
    Some(made(&draft, OutputKind::Index, source, None, view))
}

struct Map<'a> {
    planner: &'a Planner,
    locality: &'a Locality,
}

impl Map<'_> {
    /// The lists with what they lead to.
    fn sections(&self) -> Vec<MapEntry> {
        let sections = [
            (Subject::Topics, self.topics(None)),
            (Subject::Dossiers, self.dossiers()),
            (Subject::Archives, self.years()),
            (Subject::Editions, self.editions()),
            (Subject::Authors, self.authors()),
            (Subject::Feeds, self.feeds()),
        ];
        let sections = sections.into_iter().filter_map(|(subject, below)| {
            let link = self.link(&subject)?;
            (!below.is_empty()).then_some(MapEntry { link, below })
        });
        sections.collect()
    }

    /// Pages that lead to nothing of their own kind, then the standing pages.
    fn others(&self) -> Vec<Part<Link>> {
        let single = [
            Subject::Home,
            Subject::Search,
            Subject::Glossary,
            Subject::Sources,
            Subject::Corrections,
        ];
        let single = single.iter().filter_map(|subject| self.link(subject));
        single.chain(standing::standing_links(self.planner, self.locality)).collect()
    }

    fn topics(&self, above: Option<&Id>) -> Vec<MapEntry> {
        let below = self.planner.site.config.topics_below(above);
        let entry = |id: &Id| {
            let link = self.link(&Subject::Topic(id.clone()))?;
            Some(MapEntry { link, below: self.topics(Some(id)) })
        };
        self.sorted(below.filter_map(|topic| entry(&topic.id)).collect())
    }

    fn dossiers(&self) -> Vec<MapEntry> {
        let ids = self.locality.index.dossiers.keys();
        self.sorted(ids.filter_map(|id| self.entry(&Subject::Dossier(id.clone()))).collect())
    }

    fn authors(&self) -> Vec<MapEntry> {
        let ids = self.locality.index.authors.keys();
        self.sorted(ids.filter_map(|id| self.entry(&Subject::Author(id.clone()))).collect())
    }

    /// The years with their months, newest first; the months alone, if the site has no pages of years.
    fn years(&self) -> Vec<MapEntry> {
        let year = |year: &i16| {
            let below = self.months(*year);
            match self.link(&Subject::Year(*year)) {
                Some(link) => vec![MapEntry { link, below }],
                None => below,
            }
        };
        self.locality.index.years.keys().rev().flat_map(year).collect()
    }

    fn months(&self, of: i16) -> Vec<MapEntry> {
        let months = self.locality.index.months.range((of, 1)..=(of, 12)).rev();
        months.filter_map(|((year, month), _)| self.entry(&Subject::Month(*year, *month))).collect()
    }

    fn editions(&self) -> Vec<MapEntry> {
        let newest = self.locality.index.editions.keys().rev().take(EDITIONS);
        newest.filter_map(|place| self.entry(&Subject::Edition(*place))).collect()
    }

    /// The feeds of the locale, of its editions and of its corrections, in each format.
    fn feeds(&self) -> Vec<MapEntry> {
        let lists = [Subject::Home, Subject::Editions, Subject::Corrections];
        let links = lists.iter().flat_map(|list| feed::own(self.planner, self.locality, list));
        let entry = |feed: &Part<crate::plan::view::FeedLink>| {
            let text = Arc::from(format!("{} ({})", feed.title, feed.format));
            let link = Part::new(Link { text, href: feed.href.clone() });
            MapEntry { link, below: Vec::new() }
        };
        links.map(entry).collect()
    }

    fn link(&self, subject: &Subject) -> Option<Part<Link>> {
        self.locality.link(&self.planner.site, subject)
    }

    fn entry(&self, subject: &Subject) -> Option<MapEntry> {
        Some(MapEntry { link: self.link(subject)?, below: Vec::new() })
    }

    fn sorted(&self, mut entries: Vec<MapEntry>) -> Vec<MapEntry> {
        let formats = self.locality.speech.formats();
        entries.sort_by(|a, b| {
            let names = formats.compare(&a.link.text, &b.link.text);
            names.then_with(|| a.link.href.cmp(&b.link.href))
        });
        entries
    }
}
