//! Variables: those that a text needs, those that a call passes, those that translations share.

use std::collections::{BTreeMap, BTreeSet};

use super::missing::at_all;
use super::{Use, dotted, lookup};
use crate::diag::{Code, Diagnostic, Span};
use crate::l10n::LocaleMessages;
use crate::l10n::entry::{Content, EntryKind, Target};
use crate::model::Locale;

/// A text that is asked for.
type Key<'u> = (&'u str, Option<&'u str>);

/// The variables that a text shows or selects on, and where each stands first.
type Variables = BTreeMap<String, Span>;

/// How many texts are read for the variables of one: a chain of many thousands would take as many squared.
const FOLLOWED: usize = 20;

pub(super) fn find(locales: &[LocaleMessages], uses: &[Use]) -> Vec<Diagnostic> {
    let mut calls: BTreeMap<Key<'_>, Vec<&Use>> = BTreeMap::new();
    for one in uses {
        let key = (one.key.as_str(), one.attribute.as_deref());
        calls.entry(key).or_default().push(one);
    }
    for key in locales.iter().flat_map(keys) {
        calls.entry(key).or_default();
    }
    calls.iter().flat_map(|(key, calls)| of_text(locales, *key, calls)).collect()
}

/// Every value and attribute of a locale's messages.
fn keys(one: &LocaleMessages) -> Vec<Key<'_>> {
    let mut keys = Vec::new();
    let entries = one.messages.entries().map(|(_, entry)| entry);
    for entry in entries.filter(|entry| entry.kind == EntryKind::Message) {
        keys.extend(entry.value.as_ref().map(|_| (entry.id.as_str(), None)));
        let names = entry.attributes.iter().map(|attribute| attribute.name.as_str());
        keys.extend(names.map(|name| (entry.id.as_str(), Some(name))));
    }
    keys
}

/// The problems of one text in all its locales: with its calls first, then between translations.
fn of_text(locales: &[LocaleMessages], key: Key<'_>, calls: &[&Use]) -> Vec<Diagnostic> {
    let texts: Vec<(&Locale, Span, Variables)> = locales
        .iter()
        .filter_map(|one| {
            let (span, _) = lookup(one, key.0, key.1)?;
            Some((&one.locale, span, variables(one, key)))
        })
        .collect();
    let all: BTreeSet<&String> =
        texts.iter().flat_map(|(_, _, variables)| variables.keys()).collect();
    let not_passed = |variable| not_passed(key, variable, &texts, calls);
    let found: Vec<Diagnostic> = all.iter().filter_map(|variable| not_passed(variable)).collect();
    // A variable misspelt in one translation is missing there by its right name: one mistake.
    if !found.is_empty() {
        return found;
    }
    let not_shared = |variable| not_shared(key, variable, &texts);
    all.iter().filter_map(|variable| not_shared(variable)).collect()
}

/// A variable that a text needs and a call does not pass.
fn not_passed(
    key: Key<'_>,
    variable: &str,
    texts: &[(&Locale, Span, Variables)],
    calls: &[&Use],
) -> Option<Diagnostic> {
    let passes = |call: &&&Use| {
        call.arguments.as_ref().is_some_and(|names| names.iter().any(|n| n == variable))
    };
    let lacking: Vec<&&Use> =
        calls.iter().filter(|call| call.arguments.is_some() && !passes(call)).collect();
    let first = lacking.first()?;
    let name = dotted(key.0, key.1);
    let places: Vec<&Span> = texts.iter().filter_map(|(_, _, known)| known.get(variable)).collect();
    let asked: Vec<&Span> = lacking.iter().filter_map(|call| call.span.as_ref()).collect();
    // If every translation wants it, the call forgot it; if some do, they are in error.
    if places.len() == texts.len() && !asked.is_empty() {
        let problem = Diagnostic::new(
            Code::MismatchedArguments,
            format!("`{name}` needs the argument `${variable}`, which is not passed"),
        );
        let problem = at_all(problem, &asked, "nor here");
        let problem = places.iter().fold(problem, |p, span| p.and((*span).clone(), "needed here"));
        return Some(problem.help(format!("write `{variable}=…` in the call")));
    }
    let passed = first.arguments.iter().flatten();
    let names: Vec<String> = passed.map(|name| format!("${name}")).collect();
    let otherwise = match names.as_slice() {
        [] => format!("remove `${variable}`: no argument is passed"),
        names => format!("the arguments are `{}`", names.join("`, `")),
    };
    let problem = Diagnostic::new(
        Code::MismatchedArguments,
        format!("`{name}` uses `${variable}`, which is not passed to it"),
    );
    let problem = at_all(problem, &places, "and here");
    let problem = asked.iter().fold(problem, |p, span| p.and((*span).clone(), "asked for here"));
    Some(problem.suggest(&format!("${variable}"), names.iter().map(String::as_str), otherwise))
}

/// A variable that some translations of a text use and others do not.
fn not_shared(
    key: Key<'_>,
    variable: &str,
    texts: &[(&Locale, Span, Variables)],
) -> Option<Diagnostic> {
    let (with, without): (Vec<_>, Vec<_>) =
        texts.iter().partition(|(_, _, known)| known.contains_key(variable));
    let ((has, _, known), (lacks, span, _)) = (with.first()?, without.first()?);
    let name = dotted(key.0, key.1);
    let problem = Diagnostic::new(
        Code::MismatchedArguments,
        format!("`{name}` has no `${variable}` in `{lacks}`, but in `{has}`"),
    );
    let problem = problem.at(span.clone()).and(known.get(variable)?.clone(), "used here");
    let others = without.iter().skip(1);
    let problem = others.fold(problem, |p, (_, span, _)| p.and(span.clone(), "missing here, too"));
    Some(problem.help(format!("use `${variable}` in both, or in neither")))
}

/// The variables of a text, with those of the messages that it refers to.
///
/// Terms take none from outside: what they need they are given where they stand.
fn variables(one: &LocaleMessages, key: Key<'_>) -> Variables {
    let mut found = Variables::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<(String, Option<String>)> =
        vec![(key.0.to_owned(), key.1.map(str::to_owned))];
    while let Some((id, attribute)) = open.pop().filter(|_| seen.len() < FOLLOWED) {
        if !seen.insert((id.clone(), attribute.clone())) {
            continue;
        }
        let Some((span, content)) = lookup(one, &id, attribute.as_deref()) else {
            continue;
        };
        for variable in &content.variables {
            let place = || Span::new(&span.file, variable.range.clone());
            found.entry(variable.name.clone()).or_insert_with(place);
        }
        open.extend(messages_in(content));
    }
    found
}

fn messages_in(content: &Content) -> impl Iterator<Item = (String, Option<String>)> {
    content.references.iter().filter_map(|reference| match &reference.target {
        Target::Message(id, attribute) => Some((id.clone(), attribute.clone())),
        _ => None,
    })
}
