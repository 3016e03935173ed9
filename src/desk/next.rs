//! What is to be done next.

use std::cmp::Reverse;

use super::{Desk, State};
use crate::model::Locale;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The story's name.
    pub story: String,
    /// The language.
    pub locale: Locale,
    /// What is wrong, in a word or a few.
    pub why: String,
    /// The command to begin with.
    pub command: String,
}

/// What is to be done, the most urgent first: translations that mislead their readers, the one that
/// has done so longest first; then those that are missing, the newest story first; then drafts that
/// are to be finished, and those that the ledger does not know. What no reader waits for is left out.
pub fn next(desk: &Desk<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (row, cell) in desk.translations().filter(|(row, _)| row.is_published()) {
        let (story, locale) = (&row.story.key, &cell.locale);
        let begun = cell.held().is_some_and(|held| held == crate::link::Held::Draft);
        let (rank, command) = match cell.state {
            State::Stale { .. } => {
                ((0, cell.since, None), format!("diff {story} --locale {locale}"))
            }
            State::Missing => {
                ((1, None, cell.since.map(Reverse)), format!("translate {story} --to {locale}"))
            }
            State::Fresh if begun => ((2, None, None), String::new()),
            State::Unrecorded => ((3, None, None), format!("accept {story} --locale {locale}")),
            _ => continue,
        };
        let why = match (begun, cell.state) {
            (true, State::Fresh) => "a draft to finish".to_owned(),
            (true, state) => format!("draft, {}", state.words()),
            (false, state) => state.words(),
        };
        let step = Step { story: story.to_string(), locale: locale.clone(), why, command };
        steps.push((rank, step));
    }
    steps.sort_by_key(|(rank, _)| *rank);
    steps.into_iter().map(|(_, step)| step).collect()
}
