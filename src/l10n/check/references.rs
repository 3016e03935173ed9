//! Mentions of what is not there, and mentions that lead back to where they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::missing::at_all;
use super::{dotted, part};
use crate::diag::{Code, Diagnostic, Span};
use crate::l10n::entry::{EntryKind, Reference, Target};
use crate::l10n::functions::FUNCTIONS;
use crate::l10n::{LocaleMessages, Messages};

/// How many unknown names are compared with every known one: a broken file may have any number of both.
const SUGGESTIONS: usize = 20;

/// Reports references to nothing: one problem for each thing that is not there.
///
/// Where a language that is fallen back to has the thing, it is a missing message, and no error: texts
/// that name it are shown in that language, whole.
pub(super) fn unknown(locales: &[LocaleMessages]) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(Code, &Target), (&LocaleMessages, Vec<Span>)> = BTreeMap::new();
    for one in locales {
        for (file, entry) in one.messages.entries() {
            let references = entry.contents().flat_map(|content| &content.references);
            for reference in
                references.filter(|reference| !exists(&one.messages, &reference.target))
            {
                let span = Span::new(file.path(), reference.range.clone());
                let others = locales.iter().filter(|other| is_fallback(other, one, locales));
                let mut others = others.map(|other| &other.messages);
                let code = match others.any(|other| exists(other, &reference.target)) {
                    true => Code::MissingMessage,
                    false => Code::UnknownReference,
                };
                found.entry((code, &reference.target)).or_insert((one, Vec::new())).1.push(span);
            }
        }
    }
    let mut problems = Vec::new();
    for (index, ((code, target), (one, spans))) in found.into_iter().enumerate() {
        let mut problem = Diagnostic { code, ..nothing(one, target, index < SUGGESTIONS) };
        problem = at_all(problem, &spans.iter().collect::<Vec<_>>(), "and here");
        problems.push(problem);
    }
    problems
}

/// Whether one locale shows the words of another where it lacks its own.
fn is_fallback(other: &LocaleMessages, of: &LocaleMessages, all: &[LocaleMessages]) -> bool {
    let first = all.first().is_some_and(|first| first.locale == other.locale);
    other.locale != of.locale && (first || other.locale.is_above(&of.locale))
}

fn exists(messages: &Messages, target: &Target) -> bool {
    let (kind, id, attribute) = match target {
        Target::Function(name) => return FUNCTIONS.contains(&name.as_str()),
        Target::Message(id, attribute) => (EntryKind::Message, id, attribute),
        Target::Term(id, attribute) => (EntryKind::Term, id, attribute),
    };
    let entry = messages.entry(kind, id);
    entry.is_some_and(|(_, entry)| part(entry, attribute.as_deref()).is_some())
}

fn nothing(one: &LocaleMessages, target: &Target, suggest: bool) -> Diagnostic {
    let problem = |text: String| Diagnostic::new(Code::UnknownReference, text);
    let (kind, id, attribute) = match target {
        Target::Function(name) => {
            let all = FUNCTIONS.join("`, `");
            return problem(format!("there is no function `{name}`")).suggest(
                name,
                FUNCTIONS.iter().copied(),
                format!("the functions are `{all}`"),
            );
        }
        Target::Message(id, attribute) => (EntryKind::Message, id, attribute),
        Target::Term(id, attribute) => (EntryKind::Term, id, attribute),
    };
    let locale = &one.locale;
    let Some((_, entry)) = one.messages.entry(kind, id) else {
        let known = one.messages.entries().filter(|(_, entry)| suggest && entry.kind == kind);
        let known: Vec<String> = known.map(|(_, entry)| entry.display_name()).collect();
        let (what, name) = match kind {
            EntryKind::Message => ("message", id.clone()),
            EntryKind::Term => ("term", format!("-{id}")),
        };
        return problem(format!("`{locale}` has no {what} `{name}`")).suggest(
            &name,
            known.iter().map(String::as_str),
            format!("add `{name} = …`"),
        );
    };
    let name = entry.display_name();
    match attribute {
        None => problem(format!("`{name}` has attributes only, no text of its own"))
            .help(format!("write its text after `{name} =`")),
        Some(attribute) => {
            problem(format!("`{name}` has no attribute `{attribute}` in `{locale}`")).suggest(
                attribute,
                entry.attributes.iter().map(|known| known.name.as_str()),
                format!("add `.{attribute} = …` below it"),
            )
        }
    }
}

/// A value, or an attribute, of an entry.
type Node<'m> = (EntryKind, &'m str, Option<&'m str>);

/// A text on the way from the first one asked, and how many of its references were followed.
struct Step<'m> {
    node: Node<'m>,
    references: &'m [Reference],
    followed: usize,
}

impl<'m> Step<'m> {
    fn to(messages: &'m Messages, node: Node<'m>) -> Self {
        let (kind, id, attribute) = node;
        let entry = messages.entry(kind, id);
        let content = entry.and_then(|(_, entry)| part(entry, attribute));
        let references = content.map_or(&[][..], |(_, content)| &content.references);
        Self { node, references, followed: 0 }
    }
}

/// Reports messages that refer to one another in a circle, once for each circle.
///
/// Fluent stops at the second visit, so that such a message shows its own name in braces.
pub(super) fn circles(messages: &Messages) -> Vec<Diagnostic> {
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for start in nodes(messages) {
        if !done.contains(&start) {
            found.extend(circles_from(messages, start, &mut done));
        }
    }
    found
}

/// Follows all that a text leads to, and adds it to `done`.
fn circles_from<'m>(
    messages: &'m Messages,
    start: Node<'m>,
    done: &mut BTreeSet<Node<'m>>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut path = vec![Step::to(messages, start)];
    let mut places = BTreeMap::from([(start, 0)]);
    // A loop, not a recursion: a chain may be as long as the files allow.
    while let Some(step) = path.last_mut() {
        let reference = step.references.get(step.followed);
        step.followed += 1;
        let Some(reference) = reference else {
            let node = step.node;
            path.pop();
            places.remove(&node);
            done.insert(node);
            continue;
        };
        let Some(next) = node(&reference.target).filter(|next| !done.contains(next)) else {
            continue;
        };
        match places.get(&next) {
            Some(first) => found.extend(circle(messages, &path[*first..])),
            None => {
                places.insert(next, path.len());
                path.push(Step::to(messages, next));
            }
        }
    }
    found
}

/// Every value and attribute there is.
fn nodes(messages: &Messages) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    for (_, entry) in messages.entries() {
        nodes.push((entry.kind, entry.id.as_str(), None));
        let names = entry.attributes.iter().map(|attribute| attribute.name.as_str());
        nodes.extend(names.map(|name| (entry.kind, entry.id.as_str(), Some(name))));
    }
    nodes
}

fn node(target: &Target) -> Option<Node<'_>> {
    match target {
        Target::Message(id, attribute) => Some((EntryKind::Message, id, attribute.as_deref())),
        Target::Term(id, attribute) => Some((EntryKind::Term, id, attribute.as_deref())),
        Target::Function(_) => None,
    }
}

/// Spells a circle out, at the reference that closes it.
fn circle(messages: &Messages, path: &[Step<'_>]) -> Option<Diagnostic> {
    let last = path.last()?;
    let (file, _) = messages.entry(last.node.0, last.node.1)?;
    let reference = last.references.get(last.followed - 1)?;
    let name = |step: &Step<'_>| {
        let (kind, id, attribute) = step.node;
        let hyphen = if kind == EntryKind::Term { "-" } else { "" };
        format!("`{hyphen}{}`", dotted(id, attribute))
    };
    let names: Vec<String> = path.iter().chain(path.first()).map(name).collect();
    Some(
        Diagnostic::new(Code::CyclicMessage, format!("{} is a circle", names.join(" → ")))
            .at(Span::new(file.path(), reference.range.clone()))
            .help("replace one of these references by its text"),
    )
}
