//! Messages that are asked for, and locales that lack them.

use std::collections::BTreeMap;

use super::{Use, dotted, lookup};
use crate::diag::{Code, Diagnostic, Span};
use crate::embedded::THEMES;
use crate::l10n::LocaleMessages;
use crate::l10n::entry::EntryKind;
use crate::model::Locale;
use crate::world::VPath;

pub(super) fn find(locales: &[LocaleMessages], uses: &[Use]) -> Vec<Diagnostic> {
    let mut wanted: BTreeMap<(&str, Option<&str>), Vec<&Span>> = BTreeMap::new();
    for one in uses {
        let spans = wanted.entry((&one.key, one.attribute.as_deref())).or_default();
        spans.extend(&one.span);
    }
    let mut found = Vec::new();
    for ((key, attribute), spans) in wanted {
        let definition =
            locales.iter().find_map(|one| lookup(one, key, attribute).map(|(span, _)| (one, span)));
        match definition {
            Some((has, span)) => found.extend(
                locales
                    .iter()
                    .filter(|one| !is_told(locales, one, key, attribute))
                    .map(|lacks| untranslated(key, attribute, (has, &span), lacks)),
            ),
            None => found.push(nowhere(locales, key, attribute, &spans)),
        }
    }
    found
}

/// Whether a locale has a text, or one above it: `fr-CA` need not repeat what `fr` says.
fn is_told(
    locales: &[LocaleMessages],
    one: &LocaleMessages,
    key: &str,
    attribute: Option<&str>,
) -> bool {
    let same =
        |other: &&LocaleMessages| other.locale == one.locale || other.locale.is_above(&one.locale);
    locales.iter().filter(same).any(|other| lookup(other, key, attribute).is_some())
}

/// One locale lacks what another has.
fn untranslated(
    key: &str,
    attribute: Option<&str>,
    (has, span): (&LocaleMessages, &Span),
    lacks: &LocaleMessages,
) -> Diagnostic {
    let name = dotted(key, attribute);
    let locale = &lacks.locale;
    let file = counterpart(&span.file, &has.locale, locale);
    Diagnostic::new(Code::MissingMessage, format!("`{name}` has no text in `{locale}`"))
        .at(span.clone())
        .help(format!("add {} to `{file}`", line(lacks, key, attribute)))
}

/// No locale has what is asked for.
fn nowhere(
    locales: &[LocaleMessages],
    key: &str,
    attribute: Option<&str>,
    spans: &[&Span],
) -> Diagnostic {
    let name = dotted(key, attribute);
    let problem =
        Diagnostic::new(Code::MissingMessage, format!("no locale has a message `{name}`"));
    let known: Vec<String> = locales.iter().flat_map(|one| names(one, key, attribute)).collect();
    let otherwise = match locales.first() {
        Some(one) => format!("add {} to the messages of each locale", line(one, key, attribute)),
        None => "declare a locale".to_owned(),
    };
    let problem = problem.suggest(&name, known.iter().map(String::as_str), otherwise);
    at_all(problem, spans, "asked for here, too")
}

/// What could have been meant: the message's attributes if it is there, or else every message.
fn names(one: &LocaleMessages, key: &str, attribute: Option<&str>) -> Vec<String> {
    if let (Some((_, entry)), Some(_)) = (one.messages.message(key), attribute) {
        let attributes = entry.attributes.iter();
        return attributes.map(|known| dotted(key, Some(&known.name))).collect();
    }
    let messages = one.messages.entries().filter(|(_, entry)| entry.kind == EntryKind::Message);
    // One that has attributes alone says nothing by itself.
    let messages = messages.filter(|(_, entry)| attribute.is_some() || entry.value.is_some());
    messages.map(|(_, entry)| dotted(&entry.id, attribute)).collect()
}

/// The line to write: an attribute goes below its message if that is there.
fn line(one: &LocaleMessages, key: &str, attribute: Option<&str>) -> String {
    match attribute {
        None if one.messages.message(key).is_some() => format!("a text behind `{key} =`"),
        None => format!("`{key} = …`"),
        Some(name) if one.messages.message(key).is_some() => {
            format!("`    .{name} = …` below `{key}`")
        }
        Some(name) => format!("`{key} =` and below it `    .{name} = …`"),
    }
}

/// The file of another locale that answers to this one: `i18n/fr/ui.ftl` to `i18n/en/ui.ftl`.
///
/// To a file of a theme that depeche carries, one of the site: a folder of that theme's name in the site
/// would take the place of all of it.
fn counterpart(path: &VPath, from: &Locale, to: &Locale) -> String {
    if THEMES.iter().any(|(carried, _)| *carried == path.as_str()) {
        return format!("i18n/{to}/theme.ftl");
    }
    let named = format!("{from}.ftl");
    let part = |part: &str| match part {
        part if part == from.as_str() => to.to_string(),
        part if part == named => format!("{to}.ftl"),
        part => part.to_owned(),
    };
    let parts: Vec<String> = path.as_str().split('/').map(part).collect();
    match parts.join("/") {
        same if same == path.as_str() => format!("i18n/{to}/messages.ftl"),
        other => other,
    }
}

/// Puts a problem at the first of its places, and names the others.
pub(super) fn at_all(problem: Diagnostic, spans: &[&Span], label: &str) -> Diagnostic {
    let Some((first, others)) = spans.split_first() else {
        return problem;
    };
    let problem = problem.at((*first).clone());
    others.iter().fold(problem, |problem, span| problem.and((*span).clone(), label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_has_a_counterpart_that_a_site_may_have() {
        let check = |path: &str, expected: &str| {
            let (french, german) = (Locale::new("fr"), Locale::new("de"));
            let found =
                french.zip(german).map(|(from, to)| counterpart(&VPath::new(path), &from, &to));
            assert_eq!(found.as_deref(), Some(expected));
        };
        check("i18n/fr/topics.ftl", "i18n/de/topics.ftl");
        check("themes/mine/i18n/fr.ftl", "themes/mine/i18n/de.ftl");
        check("themes/gazette/i18n/fr.ftl", "i18n/de/theme.ftl");
        check("words.ftl", "i18n/de/messages.ftl");
    }
}
