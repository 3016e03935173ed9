//! Stories that are told anew, where nothing else of an archive follows from what changed in them.
//!
//! Whoever writes a better title changes one story. Which stories there are, in which order and lists, and where, stays
//! as it was, and so do the links of all others. To find that out again for 10,000 stories takes longer than all that
//! is left to do.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::cross_links::{Links, Resolved, links_of, take_links};
use super::stories;
use super::vocabulary::Vocabulary;
use super::{Archive, Selection, Story, Telling, covers, freshness, published, uncited};
use crate::collect::{Kind, StoryKey};
use crate::parse::Parsed;
use crate::parse::article::Article;
use crate::parse::config::{Config, Untranslated};

/// How many articles are few: more are told anew with all others.
const FEW: usize = 64;

/// An archive, and the places of the stories that are told anew in it.
pub type Revised = (Archive, Vec<usize>);

/// Tells some stories of an archive anew: those of articles that are not what they were, `before`. Nothing, if that is
/// not enough: where more may follow from it, or where something is wrong.
pub fn revise(
    parsed: &Parsed,
    selection: Selection,
    vocabulary: &Vocabulary<'_>,
    (archive, before): (&Archive, &[Arc<Article>]),
) -> Option<Revised> {
    let told = told_anew(before, &parsed.articles)?;
    let mut stories = group(parsed, selection, vocabulary, &told)?;
    let keys: FxHashSet<&StoryKey> = told.iter().map(|article| &article.story).collect();
    if stories.len() < keys.len() {
        // One cannot be placed any more, as was said when it was read.
        return None;
    }
    resolve(parsed, &mut stories, archive)?;
    let mut revised = archive.clone();
    let mut places = Vec::with_capacity(stories.len());
    for story in stories {
        let place = archive.stories.iter().position(|other| other.key == story.key)?;
        if !stands_as(&story, &archive.stories[place], (archive, &parsed.config)) {
            return None;
        }
        revised.stories[place] = Arc::new(story);
        places.push(place);
    }
    places.sort_unstable();
    Some((revised, places))
}

/// The articles of all stories of which one is another; nothing, if there are many, or if one came or went.
fn told_anew(before: &[Arc<Article>], now: &[Arc<Article>]) -> Option<Vec<Arc<Article>>> {
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

/// Groups some articles into stories; nothing, if something is wrong, or if one is not published.
fn group(
    parsed: &Parsed,
    selection: Selection,
    vocabulary: &Vocabulary<'_>,
    told: &[Arc<Article>],
) -> Option<Vec<Story>> {
    if told.iter().any(|article| article.kind != Kind::Article) {
        return None;
    }
    let mut grouped = stories::group(parsed, told, vocabulary).right()?;
    if !freshness::compare_some(parsed, &mut grouped) {
        return None;
    }
    if !stories::untranslated(parsed, &grouped).is_empty() {
        return None;
    }
    let chosen = published::select(selection, grouped).right()?;
    let right = chosen.held.is_empty() && uncited::check(&chosen.stories).is_empty();
    right.then_some(chosen.stories)
}

/// Resolves the links of stories that are told anew, among all others; nothing, if something is wrong with one.
fn resolve(parsed: &Parsed, stories: &mut [Story], archive: &Archive) -> Option<()> {
    // They may lead to one another, and into themselves.
    let all = archive.told().chain(stories.iter()).map(|story| (story.key.as_str(), story));
    let all = all.collect();
    let links = |story: &Story| links_of(parsed, (&all, &archive.held), story);
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

/// Whether a story is in the same lists and at the same places as it was, and names the same files.
fn stands_as(now: &Story, before: &Story, among: (&Archive, &Config)) -> bool {
    let (facts, was) = (&now.facts, &before.facts);
    let mut tellings = now.tellings.iter().zip(&before.tellings);
    now.original == before.original
        && (facts.date, facts.instant) == (was.date, was.instant)
        && (&facts.topics, &facts.dossier) == (&was.topics, &was.dossier)
        && (&facts.authors, &facts.sources) == (&was.authors, &was.sources)
        && facts.cover == was.cover
        && tellings.all(|both| match both {
            (Some(now), Some(before)) => is_told_as(now, before) && leads_alike(now, before, among),
            (None, None) => true,
            _ => false,
        })
}

fn is_told_as(now: &Telling, before: &Telling) -> bool {
    let changes = |telling: &Telling| {
        telling.updates().map(|update| (update.date, update.kind)).collect::<Vec<_>>()
    };
    now.route == before.route
        && now.updated == before.updated
        && now.article.head.updated == before.article.head.updated
        && (now.held, &now.changes) == (before.held, &before.changes)
        && changes(now) == changes(before)
        && now.article.head.aliases == before.article.head.aliases
        && beyond_articles(now).eq(beyond_articles(before))
}

/// The links of an article that concern more than articles: files are made for some, and others are right only if the
/// site has such a page.
fn beyond_articles(telling: &Telling) -> impl Iterator<Item = &Resolved> {
    let links = telling.targets.iter();
    links.filter(|link| !matches!(link, Resolved::AsWritten(_) | Resolved::Article { .. }))
}

/// Whether links of others into an article, to a heading or a block of it, lead where they led.
fn leads_alike(now: &Telling, before: &Telling, (archive, config): (&Archive, &Config)) -> bool {
    let (one, other) = (&now.article, &before.article);
    // In another language it may stand on a page of its own there.
    let anywhere = config.untranslated == Untranslated::Page;
    let into = |link: &Resolved| match link {
        Resolved::Article { route, suffix, .. } => {
            (anywhere || *route == now.route) && suffix.contains('#')
        }
        _ => false,
    };
    let all = || archive.told().flat_map(|story| story.tellings.iter().flatten());
    (one.anchors == other.anchors && one.blocks == other.blocks)
        || !all().any(|telling| telling.targets.iter().any(into))
}
