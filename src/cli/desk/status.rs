//! `status`: which translations are fresh, stale or missing.

use std::fs;

use anyhow::{Context, Result};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Opened, WRONG, is_human, out, some};
use crate::Memos;
use crate::cli::arguments::{Common, StatusArguments};
use crate::desk::{self, Cell, Desk, Row, State};
use crate::link::{Held, Selection};
use crate::model::Locale;
use crate::world::World;

/// Says how each translation is, and fails if more are late than is allowed.
pub fn run(common: &Common, arguments: &StatusArguments) -> Result<u8> {
    let grace = arguments.grace.as_deref().map_or(Ok(SignedDuration::ZERO), grace)?;
    let opened = Opened::open(common, arguments.now.as_deref())?;
    let locales = opened.locales(&arguments.locale)?;
    let code = opened.report(common);
    let desk = Desk::new(&opened.site, opened.world.now());
    let shown: Vec<_> =
        desk.translations().filter(|(_, cell)| locales.contains(&cell.locale)).collect();
    let late = Late::count(&shown, &desk, grace);
    let failures = late.failures(arguments);
    match is_human(common) {
        true => say(&desk, &shown, &locales, &failures),
        false => {
            shown.iter().for_each(|(row, cell)| out(format_args!("{}", json(row, cell))));
            out(format_args!("{}", sums(&shown, &failures)));
        }
    }
    if let Some(file) = &arguments.html {
        let all = Selection { drafts: true, future: true };
        let options = crate::Options { selection: all, ..crate::Options::default() };
        let problems = crate::build(&opened.world, &options, &Memos::forgetful()).diagnostics;
        fs::write(file, opened.page(problems))
            .with_context(|| format!("`{}` cannot be written", file.display()))?;
    }
    Ok(if failures.is_empty() { code } else { WRONG })
}

type Shown<'a> = (&'a Row<'a>, &'a Cell<'a>);

/// How many translations readers wait for, for longer than is allowed.
struct Late {
    stale: usize,
    missing: usize,
    unrecorded: usize,
}

impl Late {
    fn count(shown: &[Shown<'_>], desk: &Desk<'_>, grace: SignedDuration) -> Self {
        let mut late = Self { stale: 0, missing: 0, unrecorded: 0 };
        let awaited = shown.iter().filter(|(row, _)| row.is_published());
        for (_, cell) in awaited.filter(|(_, cell)| cell.is_overdue(desk.now, grace)) {
            match (cell.held(), cell.state) {
                // A draft is no translation yet; one that comes later is awaited by nobody.
                (Some(Held::Draft), _) | (None, State::Missing) => late.missing += 1,
                (None, State::Stale { .. }) => late.stale += 1,
                (None, State::Unrecorded) => late.unrecorded += 1,
                _ => {}
            }
        }
        late
    }

    /// What is said of each limit that was passed.
    fn failures(&self, arguments: &StatusArguments) -> Vec<String> {
        let passed = |count: usize, limit: Option<usize>, what: &str| {
            let limit = limit.filter(|limit| count > *limit)?;
            let verb = if count == 1 { "is" } else { "are" };
            Some(format!("{} {verb} {what}, and {limit} allowed", some(count, "translation")))
        };
        let all = [
            passed(self.stale, arguments.max_stale, "stale"),
            passed(self.missing, arguments.max_missing, "missing"),
            passed(self.unrecorded, arguments.max_unrecorded, "not in the ledger"),
        ];
        all.into_iter().flatten().collect()
    }
}

fn say(desk: &Desk<'_>, shown: &[Shown<'_>], locales: &[Locale], failures: &[String]) {
    let tag = locales.iter().map(|locale| locale.as_str().len()).max().unwrap_or(0);
    let words: Vec<String> = shown.iter().map(|(_, cell)| words(desk, cell)).collect();
    let width = words.iter().map(String::len).max().unwrap_or(0);
    for ((row, cell), words) in shown.iter().zip(&words) {
        out(format_args!("{:tag$}  {words:width$}  {}", cell.locale.as_str(), row.story.key));
    }
    let counts = counts(shown).map(|(name, count)| format!("{count} {name}"));
    out(format_args!("{}: {}", some(shown.len(), "translation"), counts.join(", ")));
    for failure in failures {
        say!("error: {failure}");
    }
}

/// A cell's state, and why it is not published, if it is not.
fn words(desk: &Desk<'_>, cell: &Cell<'_>) -> String {
    let state = match (cell.state, cell.since) {
        (State::Stale { .. }, Some(since)) => {
            format!("{}, since {}", cell.state.words(), desk::day(since, desk.zone))
        }
        (state, _) => state.words(),
    };
    match cell.held() {
        Some(held) => format!("{}, {state}", held.as_str()),
        None => state,
    }
}

fn counts(shown: &[Shown<'_>]) -> [(&'static str, usize); 4] {
    ["fresh", "stale", "unrecorded", "missing"].map(|name| {
        let of = shown.iter().filter(|(_, cell)| cell.state.name() == name);
        (name, of.count())
    })
}

/// A translation as a JSON object.
pub fn json(row: &Row<'_>, cell: &Cell<'_>) -> Value {
    let (changed, passages) = match cell.state {
        State::Stale { changed, passages } => (Some(changed), Some(passages)),
        _ => (None, None),
    };
    json!({
        "story": row.story.key.as_str(),
        "locale": cell.locale,
        "state": cell.state.name(),
        "held": cell.held().map(Held::as_str),
        "changed": changed,
        "blocks": passages,
        "since": cell.since.map(|since| since.to_string()),
        "file": cell.telling.map(|telling| telling.article.file.as_str()),
    })
}

fn sums(shown: &[Shown<'_>], failures: &[String]) -> Value {
    let counts = counts(shown).into_iter().map(|(name, count)| (name.to_owned(), count.into()));
    json!({ "summary": counts.collect::<serde_json::Map<_, Value>>(), "failures": failures })
}

/// Reads a length of time: a number, then `m`, `h`, `d` or `w`.
fn grace(text: &str) -> Result<SignedDuration> {
    let hours = |count: i64, hours: i64| {
        count
            .checked_mul(hours)
            .and_then(|hours| hours.checked_mul(3600))
            .map(SignedDuration::from_secs)
    };
    let unit = text.chars().last().unwrap_or(' ');
    let number = text.strip_suffix(unit).and_then(|number| number.parse::<u32>().ok());
    let read = number.map(i64::from).and_then(|number| match unit {
        'm' => Some(SignedDuration::from_mins(number)),
        'h' => hours(number, 1),
        'd' => hours(number, 24),
        'w' => hours(number, 24 * 7),
        _ => None,
    });
    read.with_context(|| format!("`{text}` is no length of time\nhelp: write `48h`, `3d` or `1w`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_has_a_unit() {
        let check = |text: &str, hours: Option<i64>| {
            assert_eq!(grace(text).ok().map(|time| time.as_hours()), hours, "{text}");
        };
        check("48h", Some(48));
        check("120m", Some(2));
        check("3d", Some(72));
        check("1w", Some(168));
        for wrong in ["", "h", "48", "-1h", "1.5h", "4 h", "9999999999h"] {
            check(wrong, None);
        }
    }
}
