//! The ledger as text: one line for each passage, so that two who accept translations at the same
//! time rarely touch the same lines.
//!
//! ```text
//! version 1
//!
//! translation en 2025/deepseek-r2
//! original fr 5d2a…
//! accepted 2025-03-01T10:20:30Z
//! 3f2a… title Cinq dépôts en cinq jours
//! 77c0… paragraph Cinq jours de code, puis une page de comptes.
//! ```

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Ledger, Passage, Record};
use crate::collect::{LEDGER, StoryKey};
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::hashed::Fingerprint;
use crate::model::Locale;
use crate::world::VPath;

/// What the file begins with.
const HEADER: &str = "\
# What each translation was made from. Commit this file; `depeche accept` writes it.
version 1
";

/// Writes a ledger: stories by name, the locales of one by tag. Equal ledgers give equal bytes.
pub fn write(ledger: &Ledger) -> String {
    let mut out = String::from(HEADER);
    for ((story, locale), record) in &ledger.records {
        let Record { from, file, accepted, passages } = record.as_ref();
        let _ = write!(
            out,
            "\ntranslation {locale} {}\noriginal {from} {}\naccepted {accepted:.0}\n",
            escape(story.as_str()),
            file.hex(),
        );
        for passage in passages {
            let _ = write!(out, "{} {}", passage.fingerprint.hex(), passage.kind);
            if !passage.text.is_empty() {
                let _ = write!(out, " {}", escape(&passage.text));
            }
            out.push('\n');
        }
    }
    out
}

/// Reads a ledger. A record that cannot be read whole is left out.
///
/// # Problems
/// - [`Code::MergeConflict`], at each place that git could not merge.
/// - [`Code::MalformedLedger`], at the first line that is no ledger's.
pub fn parse(text: &str) -> Checked<Ledger> {
    let mut reader = Reader::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        reader.line(line, Span::new(&VPath::new(LEDGER), start..start + line.len()));
        if reader.foreign {
            break;
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    ledger: Ledger,
    problems: Vec<Diagnostic>,
    open: Option<Open>,
    /// Whether a line has said which version this is.
    versioned: bool,
    /// Whether another depeche wrote it, in a form that is not known here.
    foreign: bool,
    /// Where a conflict began that has not ended, and the records that were met in it.
    conflict: Option<(Span, Vec<String>)>,
    /// Whether a line was reported: the rest of a file that is no ledger says nothing new.
    reported: bool,
}

/// A record that is being read.
#[derive(Default)]
struct Open {
    name: String,
    key: Option<(StoryKey, Locale)>,
    original: Option<(Locale, Fingerprint)>,
    accepted: Option<Timestamp>,
    passages: Vec<Passage>,
    /// Whether a line of it could not be read.
    broken: bool,
}

impl Reader {
    fn line(&mut self, line: &str, span: Span) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "<<<<<<<" => self.begin_conflict(span),
            ">>>>>>>" => self.end_conflict(span),
            "=======" | "|||||||" if self.conflict.is_some() => {}
            "translation" => self.begin(rest),
            "" => {}
            _ if self.conflict.is_some() => self.spoil(),
            _ if line.starts_with('#') => {}
            "version" => {
                self.versioned = true;
                self.foreign = rest != "1";
                if self.foreign {
                    self.report(span, "this ledger is of a version that is not known here");
                }
            }
            _ if !self.versioned || !self.field(word, rest) => {
                self.spoil();
                self.report(span, "this line is none of a ledger");
            }
            _ => {}
        }
    }

    fn begin(&mut self, rest: &str) {
        self.close();
        let (tag, story) = rest.split_once(' ').unwrap_or((rest, ""));
        let key = Locale::new(tag).map(|locale| (StoryKey::new(&unescape(story)), locale));
        let broken = self.conflict.is_some();
        let name = format!("`{}` in `{tag}`", unescape(story));
        self.open = Some(Open { name, key, broken, ..Open::default() });
        if broken {
            self.spoil();
        }
    }

    /// Reads a line of a record, if it is one.
    fn field(&mut self, word: &str, rest: &str) -> bool {
        let Some(open) = self.open.as_mut() else { return false };
        let (second, third) = rest.split_once(' ').unwrap_or((rest, ""));
        match word {
            "original" => {
                open.original = Locale::new(second).zip(Fingerprint::from_hex(third));
                open.original.is_some()
            }
            "accepted" => {
                open.accepted = rest.parse().ok();
                open.accepted.is_some()
            }
            word => {
                let Some(fingerprint) = Fingerprint::from_hex(word) else { return false };
                let (kind, text) = (second.to_owned(), unescape(third));
                open.passages.push(Passage { kind, fingerprint, text });
                !second.is_empty()
            }
        }
    }

    /// Leaves the open record out, and says in which conflict it is.
    fn spoil(&mut self) {
        if let Some(open) = self.open.as_mut() {
            open.broken = true;
            if let Some((_, names)) = self.conflict.as_mut()
                && !names.contains(&open.name)
            {
                names.push(open.name.clone());
            }
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take().filter(|open| !open.broken) else { return };
        let Open { key, original, accepted, passages, .. } = open;
        if let (Some(key), Some((from, file)), Some(accepted)) = (key, original, accepted) {
            let record = Record { from, file, accepted, passages };
            self.ledger.records.insert(key, Arc::new(record));
        }
    }

    fn begin_conflict(&mut self, span: Span) {
        // One that is in another belongs to it.
        self.conflict.get_or_insert((span, Vec::new()));
    }

    fn end_conflict(&mut self, end: Span) {
        let Some((span, names)) = self.conflict.take() else { return };
        let message = match names.as_slice() {
            [] => "git could not merge this place".to_owned(),
            names => format!("git could not merge this place, of {}", names.join(", ")),
        };
        self.problems.push(
            Diagnostic::new(Code::MergeConflict, message)
                .at(span)
                .and(end, "it ends here")
                .help(
                    "keep both sides, without the lines `<<<<<<<`, `=======` and `>>>>>>>`; of a \
                     translation that is on both, keep one side, and run `depeche diff` on its story",
                ),
        );
    }

    fn report(&mut self, span: Span, message: &str) {
        if std::mem::replace(&mut self.reported, true) {
            return;
        }
        let help = match self.foreign {
            true => "use the depeche that wrote it",
            false => {
                "take the file from your last commit, or delete it, and run `depeche accept --all` \
                 once the translations are right"
            }
        };
        let problem = Diagnostic::new(Code::MalformedLedger, message);
        self.problems.push(problem.at(span).help(help));
    }

    fn finish(mut self) -> Checked<Ledger> {
        if let Some((span, _)) = self.conflict.clone() {
            self.spoil();
            self.end_conflict(span);
        }
        self.close();
        Checked { value: self.ledger, diagnostics: self.problems }
    }
}

/// Text on one line.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str) -> Arc<Record> {
        let passage = Passage {
            kind: "paragraph".to_owned(),
            fingerprint: Fingerprint::of_bytes(text.as_bytes()),
            text: text.to_owned(),
        };
        Arc::new(Record {
            from: Locale::new("fr").unwrap(),
            file: Fingerprint::of_bytes(b"file"),
            accepted: "2025-03-01T10:20:30Z".parse().unwrap(),
            passages: vec![passage.clone(), Passage { text: String::new(), ..passage }],
        })
    }

    fn ledger(stories: &[(&str, &str, &str)]) -> Ledger {
        let entry = |(story, locale, text): &(&str, &str, &str)| {
            ((StoryKey::new(story), Locale::new(locale).unwrap()), record(text))
        };
        Ledger { records: stories.iter().map(entry).collect() }
    }

    /// What is said of a text, and the stories whose records it still gives.
    fn check(text: &str, problems: &[&str], stories: &[&str]) {
        let read = parse(text);
        let said: Vec<String> = read
            .diagnostics
            .iter()
            .map(|p| {
                let start = p.span.as_ref().map_or(0, |span| span.range.start);
                format!("{} {}: {}", p.code, text[..start].lines().count() + 1, p.message)
            })
            .collect();
        assert_eq!(said, problems, "{text}");
        let kept: Vec<_> = read.value.records.keys().map(|(s, l)| format!("{s} {l}")).collect();
        assert_eq!(kept, stories, "{text}");
    }

    #[test]
    fn what_is_written_is_read() {
        let texts = ["un deux", "fn a() {\n\tb\\n\r\n}", "# <<<<<<< ", " 7 ", "é\u{2028}"];
        for text in texts {
            let ledger = ledger(&[("a b/c", "en", text), ("a", "pt-BR", text), ("a", "en", "x")]);
            let read = parse(&write(&ledger));
            assert_eq!(read.diagnostics, []);
            assert_eq!(read.value, ledger, "{text}");
        }
        assert_eq!(parse("").value, Ledger::default());
        assert_eq!(parse(&write(&Ledger::default())).value, Ledger::default());
    }

    #[test]
    fn a_new_record_adds_lines_and_moves_none() {
        let before = write(&ledger(&[("a", "en", "x"), ("c", "en", "z")]));
        let after = write(&ledger(&[("c", "en", "z"), ("a", "en", "x"), ("b", "en", "y")]));
        let kept: Vec<&str> = after.lines().filter(|line| before.contains(line)).collect();
        assert!(after.lines().count() == before.lines().count() + 6, "{after}");
        let blank = |line: &&str| !line.is_empty();
        let before: Vec<&str> = before.lines().filter(blank).collect();
        let mut rest = kept.into_iter();
        assert!(before.iter().all(|line| rest.any(|kept| kept == *line)), "the order is the same");
    }

    #[test]
    fn a_ledger_of_windows_is_read() {
        let text = write(&ledger(&[("a", "en", "x")])).replace('\n', "\r\n");
        check(&text, &[], &["a en"]);
        assert_eq!(parse(&text).value, ledger(&[("a", "en", "x")]));
    }

    #[test]
    fn a_conflict_is_told_and_the_rest_is_read() {
        let text = write(&ledger(&[("a", "en", "x"), ("b", "en", "y"), ("c", "en", "z")]));
        let accepted = "accepted 2025-03-01T10:20:30Z\n";
        let (before, after) = text.split_once("translation en b\n").unwrap();
        let (original, after) = after.split_once(accepted).unwrap();
        let inside = format!(
            "{before}translation en b\n{original}<<<<<<< HEAD\n{accepted}=======\n{accepted}>>>>>>> x\n{after}"
        );
        let of_b = "merge-conflict 12: git could not merge this place, of `b` in `en`";
        check(&inside, &[of_b], &["a en", "c en"]);
        let (before, after) = text.split_once("translation en b\n").unwrap();
        let around = format!("{before}<<<<<<< HEAD\ntranslation en b\n=======\n>>>>>>> x\n{after}");
        let of_b = "merge-conflict 10: git could not merge this place, of `b` in `en`";
        check(&around, &[of_b], &["a en", "c en"]);
        let open = format!("{before}<<<<<<< HEAD\ntranslation en b\n");
        check(&open, &[of_b], &["a en"]);
    }

    #[test]
    fn what_is_no_ledger_is_told_once() {
        let line = "malformed-ledger 1: this line is none of a ledger";
        check("rien\nrien\n", &[line], &[]);
        check(
            "translation en a\naccepted 2025\n",
            &["malformed-ledger 2: this line is none of a ledger"],
            &[],
        );
        let version = "malformed-ledger 1: this ledger is of a version that is not known here";
        check("version 2\ntranslation en a\n", &[version], &[]);
        let text = write(&ledger(&[("a", "en", "x"), ("b", "en", "y")]));
        let broken = text.replacen("original fr", "original french!", 1);
        check(&broken, &["malformed-ledger 5: this line is none of a ledger"], &["b en"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "(translation en a\n|version 1\n|<<<<<<< \n|>>>>>>>\n|é|\\\\|\n| ){0,12}") {
            parse(&text);
        }
    }
}
