//! Messages and terms that nothing leads to.

use std::collections::{BTreeMap, BTreeSet};

use super::missing::at_all;
use super::{Prefix, Use};
use crate::diag::{Code, Diagnostic, Span};
use crate::l10n::LocaleMessages;
use crate::l10n::entry::{EntryKind, Target};

type Name<'m> = (EntryKind, &'m str);

pub(super) fn find(
    locales: &[LocaleMessages],
    uses: &[Use],
    optional: &[Prefix],
) -> Vec<Diagnostic> {
    let reached = reached(locales, uses, optional);
    let mut unused: BTreeMap<Name<'_>, Vec<Span>> = BTreeMap::new();
    for (file, entry) in locales.iter().flat_map(|one| one.messages.entries()) {
        let name = (entry.kind, entry.id.as_str());
        if !reached.contains(&name) {
            let span = Span::new(file.path(), entry.name.clone());
            unused.entry(name).or_default().push(span);
        }
    }
    let problem = |((kind, id), spans): (Name<'_>, Vec<Span>)| {
        let text = match kind {
            EntryKind::Message => format!("nothing uses the message `{id}`"),
            EntryKind::Term => format!("nothing uses the term `-{id}`"),
        };
        let problem = Diagnostic::new(Code::UnusedMessage, text);
        let spans: Vec<&Span> = spans.iter().collect();
        at_all(problem.help("remove it"), &spans, "and here")
    };
    unused.into_iter().map(problem).collect()
}

/// What is asked for, and all that it leads to in any locale.
fn reached<'m>(
    locales: &'m [LocaleMessages],
    uses: &'m [Use],
    optional: &[Prefix],
) -> BTreeSet<Name<'m>> {
    let by_data = |id: &str| optional.iter().any(|prefix| id.starts_with(&prefix.0));
    let entries = locales.iter().flat_map(|one| one.messages.entries());
    let entries = entries.map(|(_, entry)| (entry.kind, entry.id.as_str()));
    let data = entries.filter(|(kind, id)| *kind == EntryKind::Message && by_data(id));
    let asked = uses.iter().map(|one| (EntryKind::Message, one.key.as_str()));
    let mut open: Vec<Name<'m>> = asked.chain(data).collect();
    let mut reached = BTreeSet::new();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(locales.iter().flat_map(|one| mentioned(one, name)));
        }
    }
    reached
}

/// What an entry refers to in one locale.
fn mentioned<'m>(
    one: &'m LocaleMessages,
    (kind, id): Name<'_>,
) -> impl Iterator<Item = Name<'m>> + use<'m> {
    let entry = one.messages.entry(kind, id).map(|(_, entry)| entry);
    let contents = entry.into_iter().flat_map(|entry| entry.contents());
    contents.flat_map(|content| &content.references).filter_map(|reference| {
        match &reference.target {
            Target::Message(id, _) => Some((EntryKind::Message, id.as_str())),
            Target::Term(id, _) => Some((EntryKind::Term, id.as_str())),
            Target::Function(_) => None,
        }
    })
}
