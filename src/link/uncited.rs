//! Sources that may be cited, and are not.

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic};
use crate::link::{Story, Telling};

/// Finds the sources with an `id` that no text of their story cites, where it cites others: who cites
/// none lists sources as a bibliography does.
///
/// # Problems
/// - [`Code::UncitedSource`], at the id.
pub fn check(stories: &[Story]) -> Vec<Diagnostic> {
    stories.par_iter().with_min_len(64).flat_map_iter(of_story).collect()
}

fn of_story(story: &Story) -> Vec<Diagnostic> {
    let cites = |telling: &Telling, id: &str| telling.article.citations.iter().any(|one| one == id);
    let is_cited = |id: &str| story.tellings.iter().flatten().any(|telling| cites(telling, id));
    let ids = || {
        let sources = story.facts.sources.iter().enumerate();
        sources.filter_map(|(place, source)| Some((place, source.id.as_deref()?)))
    };
    // Where the original is not published, its sources have no place here.
    let stated = |telling: &&Telling| telling.article.head.sources.is_some();
    let Some(original) = story.telling(story.original).filter(stated) else { return Vec::new() };
    if !ids().any(|(_, id)| is_cited(id)) {
        return Vec::new();
    }
    let uncited = ids().filter(|(_, id)| !is_cited(id));
    uncited.map(|(place, id)| uncited_source(original, place, id)).collect()
}

fn uncited_source(original: &Telling, place: usize, id: &str) -> Diagnostic {
    Diagnostic::new(Code::UncitedSource, format!("nothing cites the source `{id}`"))
        .at(original.article.span(&format!("sources[{place}].id")))
        .help(format!("write `[^src:{id}]` where the text draws on it, or leave its `id` out"))
}
