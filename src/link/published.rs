//! Which articles are published, and when that changes by itself.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::stories::Grouped;
use super::{Change, Facts, Held, Selection, Story, Telling, Turn};
use crate::collect::{Kind, StoryKey};
use crate::diag::{Checked, Code, Diagnostic};
use crate::model::{Date, Route};
use crate::parse::Parsed;
use crate::parse::article::Article;

/// Why an article is not published, if it is not, and when that will change by itself.
pub fn held(
    article: &Article,
    first: &Article,
    facts: &Facts,
    parsed: &Parsed,
) -> (Option<Held>, Vec<Change>) {
    let zone = &parsed.config.time_zone;
    let at = |date: Option<Date>| date.map(|date| date.instant(zone));
    let draft = article.head.draft.or(first.head.draft);
    let from = at(article.head.publish_at.or(first.head.publish_at));
    let until = at(article.head.expires_at.or(first.head.expires_at));
    let begins: Option<Timestamp> = match article.kind {
        Kind::Article => from.or(Some(facts.instant)),
        Kind::Page | Kind::Edition | Kind::Term => from,
    };
    let later = |at: &Timestamp| *at > parsed.now;
    // What has expired by the time that it is to appear never does.
    let in_vain = begins.zip(until).is_some_and(|(begins, until)| until <= begins);
    let held = if draft == Some(true) {
        return (Some(Held::Draft), Vec::new());
    } else if in_vain {
        return (Some(Held::Expired), Vec::new());
    } else if begins.as_ref().is_some_and(later) {
        Some(Held::Future)
    } else if until.is_some_and(|until| !later(&until)) {
        Some(Held::Expired)
    } else {
        None
    };
    let begins = begins.filter(later).map(|at| Change { at, to: Turn::Appears });
    let ends = until.filter(later).map(|at| Change { at, to: Turn::Expires });
    (held, begins.into_iter().chain(ends).collect())
}

/// When the first article appears, or expires, of those that will.
pub fn next_change(grouped: &Grouped) -> Option<Timestamp> {
    let all = grouped.told();
    all.flat_map(|story| story.tellings.iter().flatten())
        .flat_map(|telling| &telling.changes)
        .map(|change| change.at)
        .min()
}

/// Leaves out what is not published, and tells apart articles that claim one route.
///
/// # Problems
/// - [`Code::DuplicateSlug`].
pub fn select(selection: Selection, mut grouped: Grouped) -> Checked<Grouped> {
    let Grouped { stories, pages, editorials, glossary, held } = &mut grouped;
    for stories in [stories, pages, editorials, glossary] {
        for story in stories.iter_mut() {
            keep_published(story, selection, held);
        }
        stories.retain(|story| story.locales().next().is_some());
    }
    let diagnostics = duplicate_slugs(&grouped);
    Checked { value: grouped, diagnostics }
}

fn keep_published(story: &mut Story, selection: Selection, held: &mut BTreeMap<StoryKey, Held>) {
    let wanted = |reason: Held| match reason {
        Held::Draft => selection.drafts,
        Held::Future | Held::Expired => selection.future,
        Held::Mistaken => false,
    };
    for telling in &mut story.tellings {
        let reason = telling.as_ref().and_then(|telling| telling.held);
        if let Some(reason) = reason.filter(|reason| !wanted(*reason)) {
            if held.get(&story.key) != Some(&Held::Mistaken) {
                held.insert(story.key.clone(), reason);
            }
            *telling = None;
        }
    }
    let first = story.locales().next();
    if story.telling(story.original).is_none()
        && let Some(first) = first
    {
        story.original = first;
    }
}

fn duplicate_slugs(grouped: &Grouped) -> Vec<Diagnostic> {
    let mut seen: FxHashMap<&Route, &Telling> = FxHashMap::default();
    let mut problems = Vec::new();
    // The terms of a glossary stand on one page.
    let apart = grouped.stories.iter().chain(&grouped.pages).chain(&grouped.editorials);
    for telling in apart.flat_map(|story| story.tellings.iter().flatten()) {
        if let Some(first) = seen.insert(&telling.route, telling) {
            let place = |telling: &Telling| {
                let span = telling.article.span("slug");
                if span.range.is_empty() { telling.article.span("title") } else { span }
            };
            let message = format!("two articles claim `{}`", telling.route);
            let problem = Diagnostic::new(Code::DuplicateSlug, message)
                .at(place(telling))
                .and(place(first), "the other one")
                .help("give one of them another `slug`");
            problems.push(problem);
        }
    }
    problems
}
