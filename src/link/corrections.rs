//! Corrections that one language has, and the other lacks.

use crate::diag::{Code, Diagnostic, Span};
use crate::model::Date;
use crate::parse::article::Article;

/// What readers of every language must learn. Whether an `update` concerns them all is for authors
/// to say.
const OWED: [&str; 2] = ["correction", "clarification"];

/// Compares the corrections of a translation with those of its original, by kind and date. Where both
/// have one of a kind that the other lacks, their dates disagree, and none is missing.
///
/// # Problems
/// - [`Code::MissingCorrection`], for each that one of the two lacks.
pub fn compare(original: &Article, translation: &Article) -> Vec<Diagnostic> {
    // A translation that is not ready yet owes nobody anything.
    if translation.head.draft.or(original.head.draft) == Some(true) {
        return Vec::new();
    }
    OWED.iter().flat_map(|kind| of_kind(kind, original, translation)).collect()
}

fn of_kind(kind: &str, original: &Article, translation: &Article) -> Vec<Diagnostic> {
    let (there, here) = (dated(original, kind), dated(translation, kind));
    let lacks = |all: &[(usize, Date)], date: &Date| all.iter().all(|(_, other)| other != date);
    let only = |all: &[(usize, Date)], others: &[(usize, Date)]| {
        all.iter().copied().filter(|(_, date)| lacks(others, date)).collect::<Vec<_>>()
    };
    match (only(&there, &here), only(&here, &there)) {
        (missing, none) if none.is_empty() => {
            missing.into_iter().map(|one| lacking(translation, original, kind, one)).collect()
        }
        (none, missing) if none.is_empty() => {
            missing.into_iter().map(|one| lacking(original, translation, kind, one)).collect()
        }
        _ => Vec::new(),
    }
}

/// The places and dates of an article's updates of one kind.
fn dated(article: &Article, kind: &str) -> Vec<(usize, Date)> {
    let all = article.head.updates.iter().flatten().enumerate();
    all.filter(|(_, update)| update.kind == kind).map(|(at, update)| (at, update.date)).collect()
}

fn lacking(lacks: &Article, has: &Article, kind: &str, (place, date): (usize, Date)) -> Diagnostic {
    let message = format!("the {kind} of {date} is in `{}` alone", has.locale);
    let help = format!("add `- {{ date: {date}, kind: {kind}, note: … }}` to the `updates` here");
    Diagnostic::new(Code::MissingCorrection, message)
        .at(where_it_belongs(lacks))
        .and(has.span(&format!("updates[{place}].kind")), "it is here")
        .help(help)
}

fn where_it_belongs(article: &Article) -> Span {
    let updates = article.key_span("updates");
    if updates.range.is_empty() { article.span("title") } else { updates }
}
