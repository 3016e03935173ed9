//! What may stand between a function's brackets: `NUMBER($n, style: "percent")`.

use super::dates::DateStyle;
use super::entry::CallOption;
use super::money::Currency;
use crate::diag::{Code, Diagnostic, Span};
use crate::world::VPath;

/// What an option may be.
enum Allowed {
    /// A count of digits.
    Digits,
    /// One of some texts.
    Texts(&'static [&'static str]),
    /// Yes or no: Fluent has no truth values.
    YesNo,
    /// A code of ISO 4217.
    Currency,
    /// A unit that is known.
    Unit,
    /// A unit of time that is known.
    TimeUnit,
    /// A skeleton that [`DateStyle`] knows.
    Skeleton,
}

/// The options of a function, with what each may be.
fn options(function: &str) -> &'static [(&'static str, Allowed)] {
    match function {
        "NUMBER" => &[
            ("minimumFractionDigits", Allowed::Digits),
            ("maximumFractionDigits", Allowed::Digits),
            ("useGrouping", Allowed::YesNo),
            ("style", Allowed::Texts(&["decimal", "percent", "currency", "unit"])),
            ("currency", Allowed::Currency),
            ("currencyDisplay", Allowed::Texts(&["symbol", "narrowSymbol", "code", "name"])),
            ("unit", Allowed::Unit),
            ("unitDisplay", Allowed::Texts(&["short", "long", "narrow"])),
            ("notation", Allowed::Texts(&["standard", "compact"])),
            ("compactDisplay", Allowed::Texts(&["long", "short"])),
            ("type", Allowed::Texts(&["cardinal", "ordinal"])),
        ],
        "RELATIVE" => &[
            ("unit", Allowed::TimeUnit),
            ("numeric", Allowed::Texts(&["auto", "always"])),
            ("style", Allowed::Texts(&["long", "short", "narrow"])),
        ],
        "DATERANGE" => &[
            ("dateStyle", Allowed::Texts(&["full", "long", "medium", "short"])),
            ("skeleton", Allowed::Skeleton),
        ],
        "DATETIME" => &[
            ("dateStyle", Allowed::Texts(&["full", "long", "medium", "short"])),
            ("timeStyle", Allowed::Texts(&["short"])),
            ("skeleton", Allowed::Skeleton),
        ],
        _ => &[],
    }
}

/// Says what is wrong with an option; a function that does not exist is another's to report.
pub(super) fn problem(path: &VPath, option: &CallOption) -> Option<Diagnostic> {
    let CallOption { function, name, value, .. } = option;
    if !super::functions::FUNCTIONS.contains(&function.as_str()) {
        return None;
    }
    let known = options(function);
    let Some((_, allowed)) = known.iter().find(|(known, _)| known == name) else {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let otherwise = match names.as_slice() {
            [] => format!("`{function}` has no options"),
            names => format!("its options are `{}`", names.join("`, `")),
        };
        return Some(
            Diagnostic::new(Code::UnknownKey, format!("`{function}` has no option `{name}`"))
                .at(Span::new(path, option.name_range.clone()))
                .suggest(name, names.iter().copied(), otherwise),
        );
    };
    if allows(allowed, value) {
        return None;
    }
    let text = format!("`{name}` can't be `{value}`");
    let problem =
        Diagnostic::new(Code::BadValue, text).at(Span::new(path, option.value_range.clone()));
    Some(match choices(allowed) {
        Some(choices) => {
            let otherwise = format!("write one of `{}`", choices.join("`, `"));
            problem.suggest(value, choices.iter().copied(), otherwise)
        }
        None if matches!(allowed, Allowed::Currency) => {
            problem.help("write the three letters of a currency: `EUR`")
        }
        None => problem.help("write a number from 0 to 20"),
    })
}

fn allows(allowed: &Allowed, value: &str) -> bool {
    match choices(allowed) {
        Some(choices) => choices.contains(&value),
        None if matches!(allowed, Allowed::Currency) => Currency::parse(value).is_some(),
        None => value.parse::<u8>().is_ok_and(|digits| digits <= 20),
    }
}

/// The texts that are allowed; `None` for a count or a currency.
fn choices(allowed: &Allowed) -> Option<Vec<&'static str>> {
    match allowed {
        Allowed::Digits | Allowed::Currency => None,
        Allowed::Texts(texts) => Some(texts.to_vec()),
        Allowed::YesNo => Some(vec!["true", "false", "0", "1"]),
        Allowed::Unit => Some(super::units::names().collect()),
        Allowed::TimeUnit => Some(super::TimeUnit::NAMES.to_vec()),
        Allowed::Skeleton => Some(DateStyle::skeletons().collect()),
    }
}
