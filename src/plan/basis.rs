//! What pages draw on, in fingerprints. Where two sites differ in a few stories alone, it tells which
//! pages show what they showed before, without making what they show.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::hashed::Fingerprint;
use crate::link::{Archive, Selection, Site, Story, Telling};
use crate::plan::index::{thread, window};
use crate::plan::{Content, Planner, Shown};

/// What the pages of a site draw on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// What all pages share: the configuration, the words, what decides which lists and sizes there are, and what the
    /// archive shares. How a template shows it is not among it.
    frame: Option<Fingerprint>,
    archive: Arc<Archived>,
}

/// What pages draw on of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Archived {
    /// What all pages share of it: the standing pages, what is said of editions, and which stories and terms there
    /// are, in which lists and editions.
    shared: Option<Fingerprint>,
    /// What each story tells, in the order of the site.
    stories: Vec<Told>,
    /// What each term of the glossary means, by its name.
    glossary: Vec<(String, Fingerprint)>,
}

/// What is other about a basis, some stories being told anew.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct BasisLater(BTreeMap<usize, Told>);

impl BasisLater {
    /// Adds what changed still later.
    pub fn extend(&mut self, later: Self) {
        self.0.extend(later.0);
    }
}

/// What a story tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// Where it is, and when it was changed.
    placed: Fingerprint,
    /// All that pages show of it but its texts.
    shown: Fingerprint,
}

impl Basis {
    /// That of a site. The site of the basis `before` has the same archive, but for the stories that are told `anew`.
    pub fn of(site: &Site, selection: Selection, before: Option<(&Self, &[usize])>) -> Self {
        let known = before.map(|(before, anew)| match anew {
            [] => Arc::clone(&before.archive),
            anew => Arc::new(before.archive.with(&site.archive, anew)),
        });
        let archive = known.unwrap_or_else(|| Arc::new(Archived::of(&site.archive)));
        let theme = (site.theme.layouts(), &site.theme.picture_sizes);
        let frame = (&site.config, &site.words, theme, selection, archive.shared);
        Self { frame: Some(Fingerprint::of(&frame)), archive }
    }

    /// What the stories at some places tell.
    pub fn later(&self, places: &[usize]) -> BasisLater {
        let told = |place: &usize| Some((*place, *self.archive.stories.get(*place)?));
        BasisLater(places.iter().filter_map(told).collect())
    }

    /// Takes what was told later.
    pub fn take(&mut self, later: &BasisLater) {
        if later.0.is_empty() {
            return;
        }
        let stories = &mut Arc::make_mut(&mut self.archive).stories;
        for (place, told) in &later.0 {
            if let Some(known) = stories.get_mut(*place) {
                *known = *told;
            }
        }
    }

    /// The pages that may show something else than on another basis; `None` if all may.
    pub fn touched(&self, before: &Self, planner: &Planner) -> Option<Touched> {
        if self.frame.is_none() || self.frame != before.frame {
            return None;
        }
        let (now, before) = (&*self.archive, &*before.archive);
        let both = || now.stories.iter().zip(&before.stories);
        let differ = both().enumerate().filter(|(_, (now, before))| now != before);
        let mut stories: Vec<usize> = differ.map(|(place, _)| place).collect();
        let means = now.glossary.iter().zip(&before.glossary);
        let changed = means.filter(|(now, before)| now != before);
        let terms: FxHashSet<&str> = changed.map(|((name, _), _)| name.as_str()).collect();
        if !terms.is_empty() {
            // Editions are pages, feeds and newsletters, and few of them have an editorial.
            if mentioning(planner.site.archive.editorials.iter(), &terms).next().is_some() {
                return None;
            }
            let all = planner.site.archive.stories.iter().map(|story| &**story);
            stories.extend(mentioning(all, &terms));
            stories.sort_unstable();
            stories.dedup();
        }
        Some(Touched {
            near: stories.iter().flat_map(|story| near(planner, *story)).collect(),
            moved: both().any(|(now, before)| now.placed != before.placed),
            stories,
        })
    }
}

impl Archived {
    fn of(archive: &Archive) -> Self {
        let each = archive.stories.par_iter().with_min_len(64);
        let (listed, stories): (Vec<_>, Vec<_>) =
            each.map(|one| (listed(one), Told::of(one))).unzip();
        let pages = archive.pages.iter().chain(&archive.editorials);
        let pages: Vec<_> = pages.map(|page| (listed_page(page), shown(page))).collect();
        let terms: Vec<_> = archive.glossary.iter().map(|term| listed_page(term)).collect();
        let means = |term: &Arc<Story>| (term.key.as_str().to_owned(), shown(term));
        Self {
            shared: Some(Fingerprint::of(&(listed, pages, &archive.editions, terms))),
            glossary: archive.glossary.iter().map(means).collect(),
            stories,
        }
    }

    /// The same, with some stories of an archive that stand in the same lists.
    fn with(&self, archive: &Archive, anew: &[usize]) -> Self {
        let mut stories = self.stories.clone();
        for place in anew {
            stories[*place] = Told::of(&archive.stories[*place]);
        }
        Self { shared: self.shared, stories, glossary: self.glossary.clone() }
    }
}

impl Told {
    fn of(story: &Story) -> Self {
        Self { placed: placed(story), shown: shown(story) }
    }
}

/// What decides in which lists a story stands, that of corrections and that of sources among them.
fn listed(story: &Story) -> Fingerprint {
    let facts = &story.facts;
    let lists = (&facts.topics, &facts.dossier, &facts.authors);
    let dated = |telling: &Telling| {
        telling.updates().map(|update| (update.date, update.kind)).collect::<Vec<_>>()
    };
    let updates: Vec<_> = story.tellings.iter().map(|told| told.as_ref().map(dated)).collect();
    let told = (updates, &facts.sources);
    Fingerprint::of(&(listed_page(story), facts.date, facts.instant, lists, told))
}

/// The same, of a standing page.
fn listed_page(story: &Story) -> Fingerprint {
    let told: Vec<_> =
        story.tellings.iter().map(|telling| telling.as_ref().map(|telling| telling.held)).collect();
    Fingerprint::of(&(&story.key, told, story.original))
}

fn placed(story: &Story) -> Fingerprint {
    let each = story.tellings.iter().flatten();
    let each: Vec<_> = each.map(|telling| (&telling.route, telling.updated)).collect();
    Fingerprint::of(&each)
}

fn shown(story: &Story) -> Fingerprint {
    let telling = |telling: &Telling| {
        let standing = telling.standing.as_ref();
        let standing = standing.map(|s| (s.record.accepted, s.extent, s.since));
        let article = &telling.article;
        Fingerprint::of(&(
            (&article.file, article.outline(), &telling.translated_from),
            (&telling.route, telling.updated, standing),
            (&telling.cover, &telling.targets),
        ))
    };
    let tellings: Vec<_> = story.tellings.iter().map(|told| told.as_ref().map(telling)).collect();
    let facts = &story.facts;
    Fingerprint::of(&(&facts.provenance, &facts.cover, tellings))
}

/// The stories whose texts mention one of some terms.
fn mentioning<'s>(
    stories: impl Iterator<Item = &'s Arc<Story>>,
    terms: &FxHashSet<&str>,
) -> impl Iterator<Item = usize> {
    let mentions = |telling: &Telling| {
        let mut names = telling.article.mentions.iter();
        names.any(|name| terms.contains(&**name))
    };
    let stories = stories.enumerate();
    stories.filter_map(move |(place, story)| {
        story.tellings.iter().flatten().any(mentions).then_some(place)
    })
}

/// The articles to which a story may be related, or that name it as one of their dossier, with their
/// locale's place.
fn near(planner: &Planner, story: usize) -> Vec<(usize, usize)> {
    let dossier = planner.site.archive.stories[story].facts.dossier.as_ref();
    let topics = &planner.site.archive.stories[story].facts.topics;
    let config = &planner.site.config;
    let above = topics.iter().flat_map(|topic| config.ancestors(topic));
    let topics: Vec<_> = topics.iter().chain(above).collect();
    let each = planner.localities.iter().flat_map(|locality| {
        let lists = topics.iter().filter_map(|topic| locality.index.topics.get(*topic));
        let dossier = dossier.and_then(|id| locality.index.dossiers.get(id));
        let (newer, older) = thread(dossier.map(Vec::as_slice).unwrap_or_default(), story);
        let beside = newer.iter().chain(older).copied();
        let near = lists.flat_map(|list| window(list, story)).chain(beside);
        near.map(|near| (locality.place, near))
    });
    each.collect()
}

/// Pages that may show something else than before.
pub struct Touched {
    /// The stories that tell something else.
    stories: Vec<usize>,
    /// Articles to which those may be related, or of one dossier, with their locale's place.
    near: FxHashSet<(usize, usize)>,
    /// Whether one is elsewhere, or was changed at another time.
    pub moved: bool,
}

impl Touched {
    /// The same, with the pages of some stories, even if only their texts are others.
    #[must_use]
    pub fn with(mut self, stories: &[usize]) -> Self {
        self.stories.extend(stories);
        self.stories.sort_unstable();
        self.stories.dedup();
        self
    }

    /// Whether a page that holds this is among them. What costs next to nothing to make always is.
    pub fn has(&self, content: &Content, planner: &Planner) -> bool {
        let changed = |story: usize| self.stories.binary_search(&story).is_ok();
        match content {
            Content::Html(_, _, Shown::Article(article)) => {
                article.beside().into_iter().flatten().any(changed)
                    || self.near.contains(&article.at())
            }
            Content::Html(_, _, Shown::List(list)) => list.shows(planner, &changed),
            Content::Feed(feed) => feed.stories(planner).into_iter().any(changed),
            Content::Markdown(twin) => changed(twin.place),
            Content::Card(card) => changed(card.place),
            Content::Sitemap(_) => self.moved,
            Content::Html(_, _, Shown::Made(_))
            | Content::News(_)
            | Content::SitemapIndex(_)
            | Content::Redirect { .. }
            | Content::Picture(_)
            | Content::Search(_)
            | Content::Bytes(_) => true,
        }
    }
}
