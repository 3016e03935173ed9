//! `diff`: what changed in an original since its translation was accepted.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use anyhow::{Result, bail};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{Opened, is_human, out};
use crate::cli::arguments::{Common, DiffArguments};
use crate::cli::scaffold;
use crate::desk;
use crate::diag::Lines;
use crate::ledger::{Change, Extent, Piece, Side, diff};
use crate::link::{Standing, Story};
use crate::model::Locale;

/// What stands between paragraphs that were one, or are one now.
const BREAK: &str = " ¶ ";

/// Shows the changed blocks of a story's original, for each of its translations.
pub fn run(common: &Common, arguments: &DiffArguments) -> Result<u8> {
    let opened = Opened::open(common, None)?;
    let locales = opened.locales(&arguments.locale)?;
    let code = opened.report(common);
    let key = scaffold::story(&opened.parsed, &arguments.story)?;
    let mut all = opened.site.archive.told();
    let Some(story) = all.find(|story| story.key == key) else {
        bail!("`{key}` cannot be read\nhelp: `depeche check` says why");
    };
    let human = is_human(common);
    let paint = Paint::new();
    let mut seen = 0;
    for place in story.locales().filter(|place| *place != story.original) {
        let locale = &opened.site.config.locales[place].tag;
        if !locales.contains(locale) {
            continue;
        }
        seen += 1;
        let view = Translation::new(&opened, story, place);
        match (human, view) {
            (true, Some(view)) => view.say(&paint),
            (false, Some(view)) => out(format_args!("{}", view.json())),
            (true, None) => {
                out(format_args!("{key} ({locale}): not in the ledger"));
                out(format_args!(
                    "help: once it is right, run `depeche accept {key} --locale {locale}`"
                ));
            }
            (false, None) => {
                out(format_args!("{}", json!({ "story": key.as_str(), "locale": locale })))
            }
        }
    }
    if seen == 0 {
        bail!(
            "`{key}` has no translation to compare\nhelp: `depeche translate {key} --to …` begins one"
        );
    }
    Ok(code)
}

/// A translation, and what became of its original.
struct Translation<'a> {
    story: &'a Story,
    locale: &'a Locale,
    standing: &'a Standing,
    zone: &'a TimeZone,
    /// For each passage as it is now, the line where it begins and that where it ends.
    lines: BTreeMap<usize, (usize, usize)>,
}

impl<'a> Translation<'a> {
    fn new(opened: &'a Opened, story: &'a Story, place: usize) -> Option<Self> {
        let telling = story.telling(place)?;
        let standing = telling.standing.as_ref()?;
        let source = story.telling(story.source(&opened.site.config, place)?)?;
        let text = Lines::new(source.article.source_text());
        let lines = standing.now.iter().enumerate().map(|(index, placed)| {
            let line = |at: usize| text.position(at).line;
            (index, (line(placed.span.range.start), line(placed.span.range.end)))
        });
        let lines = lines.collect();
        let zone = &opened.site.config.time_zone;
        Some(Self { story, locale: &telling.article.locale, standing, zone, lines })
    }

    fn say(&self, paint: &Paint) {
        let Standing { record, changes, .. } = self.standing;
        let day = desk::day(record.accepted, self.zone);
        let (key, locale) = (&self.story.key, self.locale);
        let Extent { changed, passages, .. } = self.standing.extent;
        let what = match changed {
            0 => "nothing has changed".to_owned(),
            _ => format!("{changed} of {passages} blocks have changed"),
        };
        out(format_args!("{key} ({locale}): since {day}, {what} in `{}`", record.from));
        for change in changes {
            out(format_args!("\n{}", paint.dim(&self.heading(change))));
            out(format_args!("    {}", self.words(change, paint).replace('\n', "\n    ")));
        }
        if !changes.is_empty() {
            out(format_args!(
                "\nonce the translation is right: `depeche accept {key} --locale {locale}`"
            ));
        }
    }

    /// Where a change is, and what it is: `content/a.fr.md:12 paragraph changed`.
    fn heading(&self, change: &Change) -> String {
        let place = self.place(change).map(|(file, line, _)| format!("{file}:{line} "));
        let (was, is) = (self.kind_before(change), self.kind_now(change));
        let kind = match (was, is) {
            (Some(was), Some(is)) if was != is => format!("{was}, now {is},"),
            (was, is) => is.or(was).unwrap_or_default().to_owned(),
        };
        format!("{}{kind} {}", place.unwrap_or_default(), change.name())
    }

    fn words(&self, change: &Change, paint: &Paint) -> String {
        if matches!(change, Change::Moved { .. }) {
            return self.new_text(change);
        }
        let pieces = self.pieces(change);
        let same = pieces.iter().all(|piece| piece.side == Side::Both);
        let text: String = pieces.iter().map(|piece| paint.piece(piece)).collect();
        match same && self.kind_before(change) == self.kind_now(change) {
            true => format!(
                "{text}\n{}",
                paint.dim("(the same words: a link, a reference or markup changed)")
            ),
            false => text,
        }
    }

    fn pieces(&self, change: &Change) -> Vec<Piece> {
        diff(&self.old_text(change), &self.new_text(change))
    }

    fn old_text(&self, change: &Change) -> String {
        let old = &self.standing.record.passages[change.before()];
        old.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join(BREAK)
    }

    fn new_text(&self, change: &Change) -> String {
        let new = &self.standing.now[change.after()];
        new.iter().map(|placed| placed.passage.text.as_str()).collect::<Vec<_>>().join(BREAK)
    }

    fn kind_before(&self, change: &Change) -> Option<&str> {
        self.standing.record.passages[change.before()].first().map(|passage| passage.kind.as_str())
    }

    fn kind_now(&self, change: &Change) -> Option<&str> {
        self.standing.now[change.after()].first().map(|placed| placed.passage.kind.as_str())
    }

    /// The file, and the first and the last line, of what a passage is now.
    fn place(&self, change: &Change) -> Option<(&str, usize, usize)> {
        let range = change.after();
        let first = self.standing.now.get(range.clone())?.first()?;
        let (start, _) = self.lines.get(&range.start)?;
        let (_, end) = self.lines.get(&(range.end - 1))?;
        Some((first.span.file.as_str(), *start, *end))
    }

    fn json(&self) -> Value {
        let record = &self.standing.record;
        let Extent { changed, passages, .. } = self.standing.extent;
        let changes: Vec<Value> =
            self.standing.changes.iter().map(|change| self.change(change)).collect();
        json!({
            "story": self.story.key.as_str(),
            "locale": self.locale,
            "from": record.from,
            "accepted": record.accepted.to_string(),
            "since": self.standing.since.map(|date| date.to_string()),
            "changed": changed,
            "blocks": passages,
            "changes": changes,
        })
    }

    fn change(&self, change: &Change) -> Value {
        let place = self.place(change);
        let side = |piece: &Piece| match piece.side {
            Side::Both => "both",
            Side::Old => "old",
            Side::New => "new",
        };
        let words = self.pieces(change);
        let words: Vec<Value> =
            words.iter().map(|piece| json!({ "side": side(piece), "text": piece.text })).collect();
        json!({
            "change": change.name(),
            "kind": self.kind_now(change).or(self.kind_before(change)),
            "kind_before": self.kind_before(change),
            "file": place.map(|(file, ..)| file),
            "line": place.map(|(_, line, _)| line),
            "end_line": place.map(|(.., line)| line),
            "words": words,
        })
    }
}

/// How changed words are marked: with colours in a terminal, else with brackets, as git does.
struct Paint {
    color: bool,
}

impl Paint {
    fn new() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { color: wanted && std::io::stdout().is_terminal() }
    }

    fn piece(&self, piece: &Piece) -> String {
        let text = &piece.text;
        match (piece.side, self.color) {
            (Side::Both, _) => text.clone(),
            (Side::Old, true) => format!("\x1b[9;31m{text}\x1b[0m"),
            (Side::New, true) => format!("\x1b[1;32m{text}\x1b[0m"),
            (Side::Old, false) => format!("[-{text}-]"),
            (Side::New, false) => format!("{{+{text}+}}"),
        }
    }

    fn dim(&self, text: &str) -> String {
        if self.color { format!("\x1b[2m{text}\x1b[0m") } else { text.to_owned() }
    }
}
