//! Stories that are told anew, where nothing else of an archive follows from what changed in them.
//!
//! Whoever writes a better title changes one story. Which stories there are, in which order and lists, and where, stays
//! as it was, and so do the links of all others. To find that out again for 10,000 stories takes longer than all that
//! is left to do.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::cross_links::{Links, Resolved, links_of, take_links};
use super::find::{ByName, FindStory};
use super::stories;
use super::vocabulary::Vocabulary;
use super::{Archive, Held, Selection, Story, Telling, covers, freshness, published, uncited};
use crate::collect::{Kind, StoryKey};
use crate::diag::{Code, Diagnostic, Span};
use crate::hashed::Fingerprint;
use crate::model::Route;
use crate::parse::Parsed;
use crate::parse::article::Article;
use crate::parse::config::{Config, Untranslated};

/// How many articles are few: more are told anew with all others.
const FEW: usize = 64;

/// An archive with stories that are told anew.
pub struct Revised {
    /// The archive.
    pub archive: Archive,
    /// The places of the stories.
    pub anew: Vec<usize>,
    /// What is wrong with them.
    pub problems: Vec<Diagnostic>,
}

/// Whether a problem follows from the articles of one story alone, so that it stays as it is while others change.
pub fn is_of_one_story(problem: &Diagnostic) -> bool {
    matches!(
        problem.code,
        Code::UntranslatedStory
            | Code::TranslationsDisagree
            | Code::MissingCorrection
            | Code::UncitedSource
    )
}

/// The problems of a site after stories were told anew: `now` in the place of those of the articles `told`, and all others
/// as they were `before`. Nothing, if another names one of these articles.
pub fn replace_problems(
    before: &[Diagnostic],
    told: &[Arc<Article>],
    now: Vec<Diagnostic>,
) -> Option<Vec<Diagnostic>> {
    let is_told = |span: &Span| told.iter().any(|article| article.file == span.file);
    let of_them = |problem: &&Diagnostic| problem.span.as_ref().is_some_and(is_told);
    let others = || before.iter().filter(|problem| !of_them(problem));
    let names_them = |problem: &Diagnostic| problem.related.iter().any(|(span, _)| is_told(span));
    let apart = !others().any(names_them);
    apart.then(|| others().cloned().chain(now).collect())
}

/// What must be known of an archive to tell some of its stories anew.
pub struct Before<'a> {
    /// The archive.
    pub archive: &'a Archive,
    /// Its stories by their names; those that are told anew may be among them.
    pub named: &'a dyn FindStory,
    /// The place of a story among those of the archive.
    pub place: &'a dyn Fn(&Story) -> Option<usize>,
    /// How the story at a place stood.
    pub stood: &'a dyn Fn(usize) -> Stood,
    /// Whether a link leads into a text, to a heading or a block of it.
    pub led_into: &'a dyn Fn(&Telling) -> bool,
}

/// Tells some stories of an archive anew: those of articles that are not what they were, `before`, with the problems of
/// all stories. Nothing, if more may follow from that.
pub fn revise(
    parsed: &Parsed,
    selection: Selection,
    vocabulary: &Vocabulary<'_>,
    (archive, before): (&Archive, &[Arc<Article>]),
    problems: &[Diagnostic],
) -> Option<Revised> {
    let told = articles_of_edited(before, &parsed.articles)?;
    if !freshness::has_clear_ledger(parsed) {
        return None;
    }
    let named: ByName<'_> = archive.told().map(|story| (story.key.as_str(), story)).collect();
    let before = Before {
        archive,
        named: &named,
        place: &|story| place_of(archive, story),
        stood: &|place| Stood::of(&archive.stories[place]),
        led_into: &|telling| is_led_into(led_into(archive.told()), &parsed.config, telling),
    };
    let revised = tell_anew(parsed, selection, (vocabulary, &told), &before)?;
    Some(Revised { problems: replace_problems(problems, &told, revised.problems)?, ..revised })
}

/// Tells the stories of some articles anew, if nothing else follows from that.
pub fn tell_anew(
    parsed: &Parsed,
    selection: Selection,
    (vocabulary, told): (&Vocabulary<'_>, &[Arc<Article>]),
    before: &Before<'_>,
) -> Option<Revised> {
    let archive = before.archive;
    let (mut stories, problems) = group(parsed, selection, vocabulary, told)?;
    let keys: FxHashSet<&StoryKey> = told.iter().map(|article| &article.story).collect();
    if keys.iter().any(|key| archive.held.contains_key(*key)) {
        // One was not published, or had a mistake: links to it may be others now.
        return None;
    }
    resolve(parsed, &mut stories, (before.named, &archive.held))?;
    let mut revised = archive.clone();
    let mut places = Vec::with_capacity(stories.len());
    for story in stories {
        let place = (before.place)(&story)?;
        if !stands_as(&story, (before.stood)(place), before.led_into) {
            return None;
        }
        revised.stories[place] = Arc::new(story).into();
        places.push(place);
    }
    places.sort_unstable();
    Some(Revised { archive: revised, anew: places, problems })
}

/// The place of a story, if it is of the moment that it was of.
fn place_of(archive: &Archive, story: &Story) -> Option<usize> {
    let order = |story: &Story| (Reverse(story.facts.instant), story.key.clone());
    let wanted = order(story);
    archive.stories.binary_search_by(|other| order(other).cmp(&wanted)).ok()
}

/// The articles of all stories of which one is another; nothing, if there are many, or if one came or went.
fn articles_of_edited(before: &[Arc<Article>], now: &[Arc<Article>]) -> Option<Vec<Arc<Article>>> {
    if before.len() != now.len() {
        return None;
    }
    let both = before.iter().zip(now);
    let changed: Vec<_> = both.filter(|(before, now)| !Arc::ptr_eq(before, now)).collect();
    let is_edited = |(before, now): &(&Arc<Article>, &Arc<Article>)| {
        before.file == now.file && before.locale == now.locale
    };
    if changed.len() > FEW || !changed.iter().all(is_edited) {
        return None;
    }
    let keys: FxHashSet<&StoryKey> = changed.iter().map(|(_, now)| &now.story).collect();
    Some(now.iter().filter(|article| keys.contains(&article.story)).cloned().collect())
}

/// Groups some articles into stories, with what is wrong with these; nothing, if one is not published, or if more
/// stories are concerned.
fn group(
    parsed: &Parsed,
    selection: Selection,
    vocabulary: &Vocabulary<'_>,
    told: &[Arc<Article>],
) -> Option<(Vec<Story>, Vec<Diagnostic>)> {
    if told.iter().any(|article| article.kind != Kind::Article) {
        return None;
    }
    let mut problems = Vec::new();
    let mut grouped = stories::group(parsed, told, vocabulary).report_to(&mut problems);
    freshness::compare_some(parsed, &mut grouped);
    problems.extend(stories::untranslated(parsed, &grouped));
    let chosen = published::select(selection, grouped).report_to(&mut problems);
    problems.extend(uncited::check(&chosen.stories));
    let alone = chosen.held.is_empty() && problems.iter().all(is_of_one_story);
    alone.then_some((chosen.stories, problems))
}

/// Resolves the links of stories that are told anew, among all others; nothing, if something is wrong with one.
fn resolve(
    parsed: &Parsed,
    stories: &mut [Story],
    (named, held): (&dyn FindStory, &BTreeMap<StoryKey, Held>),
) -> Option<()> {
    // They may lead to one another, and into themselves.
    let among = Among { anew: stories, others: named };
    let links = |story: &Story| links_of(parsed, (&among, held), story);
    let resolved: Vec<Links> = stories.iter().map(links).collect();
    for (story, (targets, mut problems, mut files)) in stories.iter_mut().zip(resolved) {
        take_links(story, targets, problems.is_empty());
        covers::place(parsed, story, &mut files, &mut problems);
        problems.extend(files.take_problems());
        if !problems.is_empty() {
            return None;
        }
    }
    Some(())
}

/// Stories that are told anew, among all others.
struct Among<'a> {
    anew: &'a [Story],
    others: &'a dyn FindStory,
}

impl FindStory for Among<'_> {
    fn find(&self, name: &str) -> Option<&Story> {
        let anew = self.anew.iter().find(|story| story.key.as_str() == name);
        anew.or_else(|| self.others.find(name))
    }

    fn names(&self) -> Vec<&str> {
        self.others.names()
    }
}

/// How a story stands among all others: in which lists and at which places, and which files it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    among: Fingerprint,
    /// Headings and blocks of its texts.
    within: Fingerprint,
}

impl Stood {
    /// That of a story.
    pub fn of(story: &Story) -> Self {
        let facts = &story.facts;
        let lists = (&facts.topics, &facts.dossier, &facts.authors, &facts.sources);
        let tellings = || story.tellings.iter().map(Option::as_ref);
        let told: Vec<_> = tellings().map(|telling| telling.map(told_as)).collect();
        let within: Vec<_> = tellings()
            .map(|telling| telling.map(|it| (&it.article.anchors, &it.article.blocks)))
            .collect();
        let among = (story.original, facts.date, facts.instant, lists, &facts.cover, told);
        Self { among: Fingerprint::of(&among), within: Fingerprint::of(&within) }
    }
}

/// Whether a story stands as it did, and whether links of others into it lead where they led.
fn stands_as(now: &Story, before: Stood, led_into: &dyn Fn(&Telling) -> bool) -> bool {
    let stood = Stood::of(now);
    let mut tellings = now.tellings.iter().flatten();
    stood.among == before.among && (stood.within == before.within || !tellings.any(led_into))
}

fn told_as(telling: &Telling) -> Fingerprint {
    let head = &telling.article.head;
    let changes: Vec<_> = telling.updates().map(|update| (update.date, &update.kind)).collect();
    let dates = (telling.updated, head.updated, telling.held, &telling.changes, changes);
    let beyond: Vec<_> = beyond_articles(telling).collect();
    // Whether words of charts are wanted is for all articles to say.
    let charts = telling.article.has_charts;
    Fingerprint::of(&(&telling.route, dates, &head.aliases, beyond, charts))
}

/// The links of an article that concern more than articles: files are made for some, and others are right only if the
/// site has such a page.
fn beyond_articles(telling: &Telling) -> impl Iterator<Item = &Resolved> {
    let links = telling.targets.iter();
    links.filter(|link| !matches!(link, Resolved::AsWritten(_) | Resolved::Article { .. }))
}

/// Whether one of the links that lead into articles leads into this text.
pub fn is_led_into<'r>(
    mut links: impl Iterator<Item = &'r Route>,
    config: &Config,
    into: &Telling,
) -> bool {
    // A link from another language may lead to a page around this text in that language.
    let anywhere = config.untranslated == Untranslated::Page;
    links.any(|route| anywhere || *route == into.route)
}

/// The articles that links of some stories lead into, to a heading or a block.
pub fn led_into<'s>(stories: impl Iterator<Item = &'s Story>) -> impl Iterator<Item = &'s Route> {
    let links = stories.flat_map(|story| story.tellings.iter().flatten());
    links.flat_map(|telling| telling.targets.iter()).filter_map(|link| match link {
        Resolved::Article { route, suffix, .. } => suffix.contains('#').then_some(route),
        _ => None,
    })
}
