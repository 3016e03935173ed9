//! Problems that were there when a site began to be checked, and are not told again: `problems.lock`.
//!
//! One line for each, sorted by file, so that two who mend some rarely touch the same lines:
//!
//! ```text
//! version 1
//! 5d41402abc4b2a76 missing-alt content/2025/deepseek-r2.fr.md
//! ```
//!
//! A problem is known by its code, its file and the text of its lines: not by their numbers, which move, nor
//! by its words, which another version may choose better.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Severity, Texts};

/// The name of the file, at the site's root.
pub const BASELINE: &str = "problems.lock";

/// What the file begins with.
const HEADER: &str = "\
# Problems that are known, and not told again. Commit this file; `depeche check --baseline` writes it.
version 1
";

/// How many letters of a problem's fingerprint are written: two of one code and file hardly ever share them.
const LETTERS: usize = 16;

/// Problems that are known, and how often each is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Entry, usize>);

/// A problem as it is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    file: String,
    code: String,
    identity: String,
}

/// Why a list cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Git could not merge it, from that line on.
    Conflict(usize),
    /// It is of another version.
    Version(String),
    /// That line is no problem.
    Line(usize),
}

impl Baseline {
    /// The warnings of a list: an error is never let pass, since a site that has one is wrong.
    pub fn of(problems: &[Diagnostic], texts: &Texts<'_>) -> Self {
        let mut known = BTreeMap::new();
        for entry in problems.iter().filter_map(|problem| Entry::of(problem, texts)) {
            *known.entry(entry).or_default() += 1;
        }
        Self(known)
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Says which line cannot be read, and why.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let mut known = BTreeMap::new();
        for (number, line) in entries(text)? {
            let entry = Entry::parse(line).ok_or(Unreadable::Line(number))?;
            *known.entry(entry).or_default() += 1;
        }
        Ok(Self(known))
    }

    /// Writes the file. Equal lists give equal bytes.
    pub fn write(&self) -> String {
        let line = |(Entry { file, code, identity }, count): (&Entry, &usize)| {
            let line = format!("{identity} {code} {file}");
            format!("{}\n", line.trim_end()).repeat(*count)
        };
        std::iter::once(HEADER.to_owned()).chain(self.0.iter().map(line)).collect()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many problems are known.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// Takes the problems that are known from a list. What is left of `self` is there no more.
    ///
    /// Where a problem is there more often than it is known, the first ones are those that are.
    pub fn take_from(mut self, problems: &mut Vec<Diagnostic>, texts: &Texts<'_>) -> Self {
        problems.retain(|problem| {
            let entry = Entry::of(problem, texts);
            let count = entry.and_then(|entry| self.0.get_mut(&entry));
            match count.filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    false
                }
                None => true,
            }
        });
        self.0.retain(|_, count| *count > 0);
        self
    }
}

/// The lines of such a list after the one with its version, each with its number.
///
/// # Errors
/// The list is of another version, or git could not merge it.
pub fn entries(text: &str) -> Result<Vec<(usize, &str)>, Unreadable> {
    let lines = (1..).zip(text.lines());
    let mut lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    match lines.next() {
        None => return Ok(Vec::new()),
        Some((_, "version 1")) => {}
        Some((number, line)) if is_conflict(line) => return Err(Unreadable::Conflict(number)),
        Some((_, line)) => return Err(Unreadable::Version(line.to_owned())),
    }
    let right = |(number, line)| match is_conflict(line) {
        true => Err(Unreadable::Conflict(number)),
        false => Ok((number, line)),
    };
    lines.map(right).collect()
}

fn is_conflict(line: &str) -> bool {
    line.starts_with("<<<<<<< ")
}

impl Entry {
    fn of(problem: &Diagnostic, texts: &Texts<'_>) -> Option<Self> {
        (problem.severity() == Severity::Warning).then(|| Self {
            file: problem.span.iter().map(|span| span.file.to_string()).collect(),
            code: problem.code.to_string(),
            identity: problem.identity(texts).hex()[..LETTERS].to_owned(),
        })
    }

    /// Reads a line: the name of a file may have spaces, and there may be none.
    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ');
        let (identity, code, file) = (parts.next()?, parts.next()?, parts.next().unwrap_or(""));
        let hexadecimal = |letter: u8| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter);
        let right = identity.len() == LETTERS && identity.bytes().all(hexadecimal);
        let [file, code, identity] = [file, code, identity].map(str::to_owned);
        right.then_some(Self { file, code, identity })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Span};
    use crate::world::VPath;

    fn texts() -> Texts<'static> {
        Texts::from_iter([(VPath::new("content/a b.fr.md"), "one\ntwo\none\n")])
    }

    fn at(code: Code, range: std::ops::Range<usize>) -> Diagnostic {
        Diagnostic::new(code, "x").at(Span::new(&VPath::new("content/a b.fr.md"), range))
    }

    #[test]
    fn what_is_written_is_read() {
        let twice = [at(Code::MissingAlt, 0..3), at(Code::MissingAlt, 8..11)];
        let nowhere = Diagnostic::new(Code::UnusedMessage, "x");
        let known = Baseline::of(&[&twice[..], &[nowhere]].concat(), &texts());
        assert_eq!(known.len(), 3);
        let text = known.write();
        assert_eq!(text.lines().count(), 5, "{text}");
        assert_eq!(Baseline::parse(&text), Ok(known.clone()));
        assert_eq!(Baseline::parse(&text.replace('\n', "\r\n")), Ok(known));
        assert_eq!(Baseline::parse(""), Ok(Baseline::default()));
    }

    #[test]
    fn what_cannot_be_read_has_a_line() {
        let check = |text: &str, expected: Unreadable| {
            assert_eq!(Baseline::parse(text), Err(expected), "{text}");
        };
        check("version 2\n", Unreadable::Version("version 2".into()));
        check("version 1\n\nx\n", Unreadable::Line(3));
        check("version 1\n0123456789abcdeg missing-alt x\n", Unreadable::Line(2));
        check("version 1\n0123456789abcde missing-alt x\n", Unreadable::Line(2));
        check("version 1\n<<<<<<< HEAD\n", Unreadable::Conflict(2));
    }

    #[test]
    fn what_is_known_is_taken_as_often_as_it_is() {
        let known = Baseline::of(&[at(Code::MissingAlt, 0..3)], &texts());
        let mut problems = vec![
            at(Code::MissingAlt, 8..11),
            at(Code::MissingAlt, 0..3),
            at(Code::MissingAlt, 4..7),
            at(Code::DoubleSpace, 0..3),
        ];
        let rest = known.take_from(&mut problems, &texts());
        assert!(rest.is_empty());
        assert_eq!(
            problems,
            [at(Code::MissingAlt, 0..3), at(Code::MissingAlt, 4..7), at(Code::DoubleSpace, 0..3)]
        );
        let known = Baseline::of(&problems, &texts());
        assert_eq!(known.take_from(&mut Vec::new(), &texts()).len(), 3);
    }

    #[test]
    fn an_error_is_never_known() {
        let mut problems = vec![at(Code::BrokenLink, 0..3)];
        let known = Baseline::of(&problems, &texts());
        assert!(known.is_empty());
        assert!(known.take_from(&mut problems, &texts()).is_empty());
        assert_eq!(problems.len(), 1);
    }
}
