//! The glossary as a whole: each word of it means one term.

use std::collections::BTreeMap;

use crate::collect::StoryKey;
use crate::diag::{Code, Diagnostic, Span};
use crate::link::{Story, Telling};
use crate::model::Locale;
use crate::parse::terms::folded;

/// The id of a term on the page of the glossary, the same in every language.
pub fn anchor(term: &StoryKey) -> String {
    format!("term-{}", term.name())
}

/// Checks the glossary.
///
/// # Problems
/// - [`Code::DuplicateSlug`], if files in two folders have one name.
/// - [`Code::AmbiguousTerm`], if two terms of a language claim one word, or one claims what it advises
///   against.
pub fn check(glossary: &[Story]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut names: BTreeMap<&str, &Story> = BTreeMap::new();
    let mut words: BTreeMap<(&Locale, String), Span> = BTreeMap::new();
    for term in glossary {
        if let Some(first) = names.insert(term.key.name(), term) {
            problems.extend(same_name(first, term));
        }
        for telling in term.tellings.iter().flatten() {
            for (path, word) in claims(telling) {
                let key = (&telling.article.locale, folded(&word));
                let span = telling.article.span(&path);
                match words.get(&key) {
                    Some(first) => problems.push(ambiguous(&word, span, first)),
                    None => drop(words.insert(key, span)),
                }
            }
        }
    }
    problems
}

/// The words that mean a term, or are to give way to it, with their places; each once.
fn claims(telling: &Telling) -> Vec<(String, String)> {
    let avoided = telling.article.head.avoid.iter().flatten().enumerate();
    let avoided = avoided.map(|(place, word)| (format!("avoid[{place}]"), word.clone()));
    let forms = telling.article.forms().map(|(path, form)| (path, form.to_owned()));
    forms.chain(avoided).collect()
}

fn same_name(first: &Story, second: &Story) -> Option<Diagnostic> {
    let file = |story: &Story| Some(Span::file(&story.telling(story.original)?.article.file));
    let message = format!("two terms are named `{}`", second.key.name());
    let problem = Diagnostic::new(Code::DuplicateSlug, message).at(file(second)?);
    let help = "they stand on one page, whatever their folders: rename the files of one";
    Some(problem.and(file(first)?, "the other one").help(help))
}

fn ambiguous(word: &str, span: Span, first: &Span) -> Diagnostic {
    Diagnostic::new(Code::AmbiguousTerm, format!("the glossary has `{word}` twice"))
        .at(span)
        .and(first.clone(), "the other one")
        .help("a word means one term: leave it out here or there")
}
