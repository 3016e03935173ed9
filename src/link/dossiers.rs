//! What the messages say of dossiers: whether one is closed.

use crate::diag::{Code, Diagnostic, Span};
use crate::l10n::{Attribute, Entry, EntryKind, LocaleMessages, MessageFile, Words};
use crate::model::{Id, Locale};
use crate::parse::Parsed;

/// What `status` may be. A dossier that says nothing is open.
const STATUSES: [&str; 2] = ["open", "closed"];

/// Whether the message of a dossier says in any language that it is closed: that is no word for
/// readers, and it is enough to say it once.
pub fn is_closed(words: &Words, id: &Id) -> bool {
    let key = format!("dossier-{id}");
    words.locales().any(|locale| status(words, locale, &key).as_deref() == Some("closed"))
}

fn status(words: &Words, locale: &Locale, key: &str) -> Option<String> {
    words.attribute(locale, key, "status", &[]).map(|text| text.value)
}

/// Checks the attribute `status` of every dossier.
///
/// # Problems
/// - [`Code::BadValue`], for another word than `open` and `closed`.
pub fn check(parsed: &Parsed, words: &Words) -> Vec<Diagnostic> {
    let in_locale = |one: &LocaleMessages| {
        let entries = one.messages.entries();
        let stated = entries.filter_map(|(file, entry)| Some((file, entry, stated(entry)?)));
        stated.filter_map(|at| unknown(words, &one.locale, at)).collect::<Vec<_>>()
    };
    parsed.messages.iter().flat_map(in_locale).collect()
}

fn stated(entry: &Entry) -> Option<&Attribute> {
    let dossier = entry.kind == EntryKind::Message && entry.id.starts_with("dossier-");
    entry.attributes.iter().find(|attribute| dossier && attribute.name == "status")
}

fn unknown(
    words: &Words,
    locale: &Locale,
    (file, entry, attribute): (&MessageFile, &Entry, &Attribute),
) -> Option<Diagnostic> {
    let word = status(words, locale, &entry.id).filter(|word| !STATUSES.contains(&&**word))?;
    let message = format!("a dossier cannot be `{word}`");
    let problem = Diagnostic::new(Code::BadValue, message);
    let help = "write `.status = closed`, or leave it out: the dossier is open";
    let span = Span::new(file.path(), attribute.range.clone());
    Some(problem.at(span).suggest(&word, STATUSES, help))
}
