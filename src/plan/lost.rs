//! Addresses that readers know, and where nothing is any more.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::collect::{StoryKey, URLS};
use crate::diag::{Code, Diagnostic, Span};
use crate::link::{Held, Site, Telling};
use crate::model::{Locale, Route};
use crate::plan::{Content, Page, Shown};
use crate::urls::{Known, Urls};
use crate::world::VPath;

/// The addresses of a site that are worth keeping: articles, standing pages, topics, dossiers, editions,
/// authors, and feeds. Archives and the pages that a list is cut into follow from these.
pub fn addresses(site: &Site, pages: &[Arc<Page>]) -> Urls {
    let articles = articles(site);
    let known = |page: &Arc<Page>| {
        let kept = match &page.content {
            Content::Feed(_) => true,
            Content::Html(_, _, Shown::List(list)) => list.is_lasting() && page.listed.is_some(),
            Content::Html(..) => page.listed.is_some(),
            _ => false,
        };
        let article =
            articles.get(&page.route).map(|(locale, story, _)| (locale.clone(), story.clone()));
        kept.then(|| (page.route.clone(), Known { article, range: 0..0 }))
    };
    Urls(pages.iter().filter_map(known).collect())
}

/// Each article by its address.
fn articles(site: &Site) -> BTreeMap<Route, (Locale, StoryKey, &Telling)> {
    let told = site.archive.stories.iter().map(|story| &**story).chain(&site.archive.pages);
    let each = told.flat_map(|story| {
        let named = |telling: &Telling| telling.article.locale.clone();
        let all = story.tellings.iter().flatten();
        all.map(move |telling| {
            (telling.route.clone(), (named(telling), story.key.clone(), telling))
        })
    });
    each.collect()
}

/// Reports the addresses that nothing is at.
///
/// An article that has expired, or whose time comes later, is where its author wants it.
///
/// # Problems
/// - [`Code::LostUrl`], at its line of `urls.lock`.
pub fn check(site: &Site, known: &Urls, pages: &[Arc<Page>], problems: &mut Vec<Diagnostic>) {
    if known.0.is_empty() {
        return;
    }
    let there: FxHashSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let lost = known.0.iter().filter(|(route, _)| !there.contains(route.output_path().as_str()));
    let mut articles = None;
    for (route, known) in lost {
        let held = known.article.as_ref().and_then(|(_, story)| site.archive.held.get(story));
        if matches!(held, Some(Held::Future | Held::Expired)) {
            continue;
        }
        let problem = Diagnostic::new(
            Code::LostUrl,
            format!("readers know `{route}`, and nothing is there now"),
        )
        .at(Span::new(&VPath::new(URLS), known.range.clone()));
        let now = known.article.as_ref().and_then(|(locale, story)| {
            let articles = articles.get_or_insert_with(|| self::articles(site));
            articles.values().find(|(of, told, _)| of == locale && told == story)
        });
        let problem = match now {
            Some((_, _, telling)) => {
                let file = &telling.article.file;
                let help = format!(
                    "add `aliases: [{route}]` to `{file}`, so that it leads to the new address"
                );
                problem
                    .and(Span::file(file), format!("its article is at `{}` now", telling.route))
                    .help(help)
            }
            None => problem.help(gone(route, held)),
        };
        problems.push(problem);
    }
}

fn gone(route: &Route, held: Option<&Held>) -> String {
    let why = match held {
        Some(Held::Draft) => "its article is a draft: publish it, or ",
        _ => "",
    };
    format!(
        "{why}add `{route}` to the `aliases` of what takes its place, or to `redirects` in `depeche.yaml`; \
         if it is gone for good, run `depeche urls --forget {route}`"
    )
}
