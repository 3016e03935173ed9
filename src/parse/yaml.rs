//! YAML, read with every mistake reported at its place.
//!
//! A document is first parsed into a tree, fast and without positions; then [`Fields`] takes its
//! keys one by one, checks their types, and at the end reports the keys that nobody took. Only when
//! there is something to report is the text scanned again, for the place of that one node: nearly
//! all documents are right, and positions for all their nodes would double the cost of reading them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use serde_yaml::Value;

use crate::diag::{Code, Diagnostic, Span};
use crate::limits;
use crate::model::{Date, Id};
use crate::world::VPath;

mod places;
mod written;

pub use places::{Part, Places, Style};
use places::{duplicate, locate};
pub use written::Written;

/// A piece of YAML within a file, and what was wrong with it so far.
pub struct Document<'a> {
    file: &'a VPath,
    text: &'a str,
    /// Where `text` begins in its file, in bytes.
    start: usize,
    problems: RefCell<Vec<Diagnostic>>,
}

impl<'a> Document<'a> {
    /// A document in `file`, beginning at byte `start`.
    pub fn new(file: &'a VPath, text: &'a str, start: usize) -> Self {
        Self { file, text, start, problems: RefCell::default() }
    }

    /// Parses the text, which must be a mapping, and gives its tree; an empty text is an empty one.
    ///
    /// # Problems
    /// - [`Code::DuplicateKey`], at the second of the two.
    /// - [`Code::MalformedYaml`], where the parser stopped.
    /// - [`Code::WrongType`], if the document is something else than a mapping.
    pub fn parse(&self) -> Option<Value> {
        if let Some(at) = too_deep(self.text) {
            let depth = limits::YAML_DEPTH;
            let message = format!("this YAML is nested deeper than {depth} levels");
            let problem = Diagnostic::new(Code::MalformedYaml, message);
            self.report(problem.at(self.span_of(at..at + 1)).help("close the brackets before it"));
            return None;
        }
        match serde_yaml::from_str(self.text) {
            Ok(Value::Null) => Some(Value::Mapping(serde_yaml::Mapping::new())),
            Ok(value @ Value::Mapping(_)) => Some(value),
            Ok(_) => {
                let problem =
                    Diagnostic::new(Code::WrongType, "this must be a mapping of keys to values");
                self.report(
                    problem.at(self.span_of(0..self.text.len())).help("write `key: value` lines"),
                );
                None
            }
            Err(error) => {
                self.report(self.malformed(&error));
                None
            }
        }
    }

    /// The keys of a tree that [`parse`](Self::parse) gave.
    pub fn fields<'v>(&'v self, value: &'v Value) -> Option<Fields<'v, 'a>> {
        Node { document: self, value, path: String::new() }.fields()
    }

    /// Keeps a problem.
    pub fn report(&self, problem: Diagnostic) {
        self.problems.borrow_mut().push(problem);
    }

    /// Everything that was wrong.
    pub fn into_problems(self) -> Vec<Diagnostic> {
        self.problems.into_inner()
    }

    fn span_of(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.start + range.start..self.start + range.end)
    }

    fn span(&self, path: &str, part: Part) -> Span {
        self.span_of(locate(self.text, path, part).unwrap_or(0..0))
    }

    fn malformed(&self, error: &serde_yaml::Error) -> Diagnostic {
        if let Some((key, first, second)) = duplicate(self.text) {
            return Diagnostic::new(Code::DuplicateKey, format!("`{key}` is written twice"))
                .at(self.span_of(second))
                .and(self.span_of(first), "first written here")
                .help("keep one of the two");
        }
        let full = error.to_string();
        let message = full.split(" at line ").next().unwrap_or(&full).to_owned();
        let at = error.location().map_or(0, |place| place.index().min(self.text.len()));
        let at = floor_char_boundary(self.text, at);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length);
        Diagnostic::new(Code::MalformedYaml, format!("this YAML cannot be read: {message}"))
            .at(self.span_of(at..end.max(at)))
            .help("put text that holds `: ` or `#`, or begins with a sign, between quotes")
    }
}

/// Where a text opens one bracket, or one list within a list, too many.
///
/// Parsers take time that grows with the square of the depth: 250,000 brackets would keep one busy
/// for minutes. Brackets between quotes count, too: no text has so many of them left open.
fn too_deep(text: &str) -> Option<usize> {
    let (mut brackets, mut dashes) = (0_usize, 0_usize);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => brackets += 1,
            b']' | b'}' => brackets = brackets.saturating_sub(1),
            b'-' | b'?' if text[at + 1..].starts_with(' ') => dashes += 1,
            b' ' => {}
            _ => dashes = 0,
        }
        if brackets > limits::YAML_DEPTH || dashes > limits::YAML_DEPTH {
            return Some(at);
        }
    }
    None
}

/// The byte offset at or before `at` where a character begins.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// One value of a document, with the path that leads to it: `sources[1].date`.
pub struct Node<'v, 'a> {
    document: &'v Document<'a>,
    value: &'v Value,
    path: String,
}

impl<'v, 'a> Node<'v, 'a> {
    /// The value's place in its file.
    pub fn span(&self) -> Span {
        self.document.span(&self.path, Part::Value)
    }

    /// Reports a problem at this value.
    pub fn report(&self, problem: Diagnostic) {
        self.document.report(problem.at(self.span()));
    }

    /// The value as it is.
    pub fn value(&self) -> &'v Value {
        self.value
    }

    /// A mapping's keys.
    pub fn fields(self) -> Option<Fields<'v, 'a>> {
        match self.value {
            Value::Mapping(mapping) => Some(Fields {
                document: self.document,
                mapping,
                path: self.path,
                taken: Vec::new(),
            }),
            _ => self.wrong("a mapping of keys to values"),
        }
    }

    /// A mapping's entries, whatever their keys. A key that is neither text nor a number is reported.
    pub fn entries(self) -> Option<Vec<(String, Node<'v, 'a>)>> {
        let Value::Mapping(mapping) = self.value else {
            return self.wrong("a mapping of keys to values");
        };
        let entry = |(key, value): (&Value, &'v Value)| {
            let key = match key {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => return self.wrong("a mapping of names to values"),
            };
            let path = format!("{}.{key}", self.path);
            Some((key, Node { document: self.document, value, path }))
        };
        Some(mapping.iter().filter_map(entry).collect())
    }

    /// Text: one line or several. Numbers and truth values are not text, since YAML would change
    /// them (`1.10` is 1.1).
    pub fn text(&self) -> Option<String> {
        match self.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => self.wrong("text: put it between quotes"),
            _ => self.wrong("text"),
        }
    }

    /// `true` or `false`.
    pub fn truth(&self) -> Option<bool> {
        match self.value {
            Value::Bool(truth) => Some(*truth),
            _ => self.wrong("`true` or `false`"),
        }
    }

    /// A whole number within a range.
    pub fn number(&self, range: std::ops::RangeInclusive<u64>) -> Option<usize> {
        let Some(number) = self.value.as_u64() else {
            return self.wrong("a whole number");
        };
        if !range.contains(&number) {
            let message = format!("{number} is out of range");
            let help = format!("write a number from {} to {}", range.start(), range.end());
            self.report(Diagnostic::new(Code::BadValue, message).help(help));
            return None;
        }
        usize::try_from(number).ok()
    }

    /// A date, with the precision it is written in.
    pub fn date(&self) -> Option<Date> {
        let text = match self.value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return self.wrong("a date"),
        };
        match Date::parse(text.trim()) {
            Ok(date) => Some(date),
            Err(error) => {
                let problem = Diagnostic::new(Code::BadDate, error.to_string());
                self.report(problem.help("write `2025-02`, `2025-02-26` or `2025-02-26T09:30`"));
                None
            }
        }
    }

    /// An id of the site's vocabulary.
    pub fn id(&self) -> Option<Id> {
        let text = self.text()?;
        let id = Id::new(&text);
        if id.is_none() {
            let message = format!("`{text}` is not an id");
            let help = "an id has lower-case letters, digits and single hyphens: `export-controls`";
            self.report(Diagnostic::new(Code::BadValue, message).help(help));
        }
        id
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let message = format!("`{text}` is not one of the values allowed here");
            let all = format!("write {}", alternatives(&known));
            self.report(Diagnostic::new(Code::BadValue, message).suggest(&text, known, all));
        }
        found.map(|(_, value)| *value)
    }

    /// The items of a list.
    pub fn list(&self) -> Option<Vec<Node<'v, 'a>>> {
        match self.value {
            Value::Sequence(items) => Some(self.items(items)),
            _ => self.wrong("a list: write `[a, b]`, or one `- item` on each line"),
        }
    }

    /// A list of texts. What is not text in it is reported and left out.
    pub fn texts(&self) -> Option<Vec<String>> {
        Some(self.list()?.iter().filter_map(Node::text).collect())
    }

    fn items(&self, items: &'v [Value]) -> Vec<Node<'v, 'a>> {
        let node = |(index, value)| Node {
            document: self.document,
            value,
            path: format!("{}[{index}]", self.path),
        };
        items.iter().enumerate().map(node).collect()
    }

    fn wrong<T>(&self, wanted: &str) -> Option<T> {
        let found = match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a truth value",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
            Value::Tagged(_) => "a tagged value",
        };
        let key = self.path.rsplit('.').next().unwrap_or_default();
        let (wanted, help) = match wanted.split_once(": ") {
            Some((wanted, help)) => (wanted, Some(help)),
            None => (wanted, None),
        };
        let problem =
            Diagnostic::new(Code::WrongType, format!("`{key}` must be {wanted}, not {found}"));
        self.report(match help {
            Some(help) => problem.help(help),
            None => problem,
        });
        None
    }
}

/// "`a`, `b` or `c`".
fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}

/// The keys of a mapping, to be taken one by one.
pub struct Fields<'v, 'a> {
    document: &'v Document<'a>,
    mapping: &'v serde_yaml::Mapping,
    path: String,
    taken: Vec<&'static str>,
}

impl<'v, 'a> Fields<'v, 'a> {
    /// Takes a key that may be there. A key without a value counts as absent.
    pub fn take(&mut self, key: &'static str) -> Option<Node<'v, 'a>> {
        self.taken.push(key);
        let value = self.mapping.get(key).filter(|value| !value.is_null())?;
        Some(Node { document: self.document, value, path: self.path_of(key) })
    }

    /// Takes a key that must be there.
    ///
    /// # Problems
    /// - [`Code::MissingKey`].
    pub fn need(&mut self, key: &'static str) -> Option<Node<'v, 'a>> {
        let node = self.take(key);
        if node.is_none() {
            let problem = Diagnostic::new(Code::MissingKey, format!("`{key}` is missing"));
            let written = self.mapping.contains_key(key);
            let span = match (written, self.path.is_empty()) {
                (true, _) => self.document.span(&self.path_of(key), Part::Key),
                (false, true) => self.document.span_of(0..0),
                (false, false) => self.document.span(&self.path, Part::Value),
            };
            self.document.report(problem.at(span).help(format!("add `{key}: …`")));
        }
        node
    }

    /// Reports every key that was not taken.
    ///
    /// # Problems
    /// - [`Code::UnknownKey`], with the nearest key that is known.
    pub fn finish(self) {
        for key in self.mapping.keys() {
            let name = match key {
                Value::String(name) => Cow::Borrowed(name.as_str()),
                other => serde_yaml::to_string(other).unwrap_or_default().trim().to_owned().into(),
            };
            if self.taken.contains(&&*name) {
                continue;
            }
            let mut known = self.taken.clone();
            known.sort_unstable();
            let all = format!(
                "the keys known here are {}",
                alternatives(&known).replace(" or ", " and ")
            );
            let problem = Diagnostic::new(Code::UnknownKey, format!("unknown key `{name}`"))
                .at(self.document.span(&self.path_of(&name), Part::Key))
                .suggest(&name, self.taken.iter().copied(), all);
            self.document.report(problem);
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// The place of a node in a piece of YAML that stands in a file: for problems found later.
///
/// A text that is asked for many places is better scanned once, as [`Places`].
pub fn span(file: &VPath, source: &str, front: &Range<usize>, path: &str, part: Part) -> Span {
    let text = source.get(front.clone()).unwrap_or_default();
    let range = locate(text, path, part).unwrap_or(0..0);
    Span::new(file, front.start + range.start..front.start + range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a document whose keys are `title` (needed), `date`, `topics` and `cover.src`, and says
    /// what was wrong, each problem with the text that it points at.
    fn check(text: &str, expected: &[&str]) {
        let file = VPath::new("a.yaml");
        let document = Document::new(&file, text, 0);
        if let Some(tree) = document.parse()
            && let Some(mut fields) = document.fields(&tree)
        {
            fields.need("title").and_then(|node| node.text());
            fields.take("date").and_then(|node| node.date());
            fields.take("topics").and_then(|node| node.texts());
            if let Some(mut cover) = fields.take("cover").and_then(Node::fields) {
                cover.need("src").and_then(|node| node.text());
                cover.finish();
            }
            fields.finish();
        }
        let said: Vec<String> = document
            .into_problems()
            .iter()
            .map(|problem| {
                let range = problem.span.as_ref().map_or(0..0, |span| span.range.clone());
                format!("{} `{}`: {}", problem.code, &text[range], problem.message)
            })
            .collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn a_right_document_has_no_problem() {
        check("title: Été\ndate: 2025-02\ntopics: [a, b]\ncover: { src: a.jpg }\n", &[]);
        check("title: x\ndate:\n", &[]);
    }

    #[test]
    fn every_mistake_is_reported_at_its_place() {
        check(
            "date: 2025-13",
            &["missing-key ``: `title` is missing", "bad-date `2025-13`: there is no month 13"],
        );
        check(
            "title: é\ntopics: [é, 3]\n",
            &["wrong-type `3`: `topics[1]` must be text, not a number"],
        );
        check("title: x\ntopics: a\n", &["wrong-type `a`: `topics` must be a list, not text"]);
        check(
            "title: x\ncover:\n  scr: a\n",
            &["missing-key `cover`: `src` is missing", "unknown-key `scr`: unknown key `scr`"],
        );
        check(
            "title: x\ntopics:\n  a: b\n",
            &["wrong-type `topics`: `topics` must be a list, not a mapping"],
        );
        check("- a", &["wrong-type `- a`: this must be a mapping of keys to values"]);
    }

    #[test]
    fn brackets_that_never_end_are_refused_at_once() {
        let problem = "malformed-yaml `[`: this YAML is nested deeper than 100 levels";
        check(&"[".repeat(200_000), &[problem]);
        check(
            &format!("extra: {}", "{".repeat(limits::YAML_DEPTH + 1)),
            &[&problem.replace('[', "{")],
        );
        check(&format!("- {}a", "- ".repeat(100_000)), &[&problem.replace('[', "-")]);
        let deep = format!(
            "title: x\ntopics: {}{}",
            "[".repeat(limits::YAML_DEPTH),
            "]".repeat(limits::YAML_DEPTH)
        );
        let too_deep = Document::new(&VPath::new("a.yaml"), &deep, 0).parse();
        assert!(too_deep.is_some(), "the limit itself is allowed");
        check(&format!("title: x # {}", "-".repeat(500)), &[]);
    }

    #[test]
    fn a_key_written_twice_is_reported_at_the_second() {
        check(
            "title: x\ndate: 2025-01\ntitle: y\n",
            &["duplicate-key `title`: `title` is written twice"],
        );
        check(
            "title: x\ncover: {src: a, src: b}\n",
            &["duplicate-key `src`: `src` is written twice"],
        );
    }

    #[test]
    fn yaml_that_cannot_be_read_is_reported_where_it_breaks() {
        check(
            "title: a: b\n",
            &[
                "malformed-yaml `: b`: this YAML cannot be read: mapping values are not allowed in this context",
            ],
        );
    }
}
