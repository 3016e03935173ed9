//! Problems: what an author got wrong, where, and what to write instead.
//!
//! Every mistake that a user can make is a [`Diagnostic`]. A stage never stops at one: it returns a
//! [`Checked`] value, which is the best that could be made and all that was wrong with its input.

pub mod annotations;
mod code;
mod position;
pub mod show;
mod texts;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use code::{Code, Severity};
pub use position::{Lines, Position};
pub use texts::Texts;

use crate::hashed::Fingerprint;
use crate::world::VPath;

/// A file, and a range of its bytes. An empty range at zero means the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file, relative to the site's root.
    pub file: VPath,
    /// The bytes that are meant.
    pub range: Range<usize>,
}

impl Span {
    /// A range of bytes in a file.
    pub fn new(file: &VPath, range: Range<usize>) -> Self {
        Self { file: file.clone(), range }
    }

    /// A file as a whole.
    pub fn file(file: &VPath) -> Self {
        Self::new(file, 0..0)
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The problem's stable name.
    pub code: Code,
    /// What is wrong, in one clause: lower case, no full stop.
    pub message: String,
    /// Where. A problem of the whole site has no place.
    pub span: Option<Span>,
    /// Other places that belong to the problem, each with a short label.
    pub related: Vec<(Span, String)>,
    /// What to write instead.
    pub help: Option<String>,
    /// What may take the place of the span. In a box, since few problems have one.
    pub fix: Option<Box<Fix>>,
}

/// The very text that mends a problem, so sure that nobody has to read it again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fix(pub String);

impl Diagnostic {
    /// A problem without a place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span: None,
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Says where the problem is.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Names another place that belongs to the problem.
    #[must_use]
    pub fn and(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what may take the place of the span, without anybody reading it again.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(Box::new(Fix(fix.into())));
        self
    }

    /// Says "did you mean …" when one of `candidates` is near `word`, or else what `otherwise` says.
    #[must_use]
    pub fn suggest<'a>(
        self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
        otherwise: impl Into<String>,
    ) -> Self {
        match nearest(word, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self.help(otherwise),
        }
    }

    /// How grave the problem is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The files that it names.
    pub fn files(&self) -> impl Iterator<Item = &VPath> {
        let related = self.related.iter().map(|(span, _)| span);
        self.span.iter().chain(related).map(|span| &span.file)
    }

    /// What the problem is known by while lines move around it, and other versions word it otherwise: its
    /// code, its file, and the lines that it is in; only if there are none, what it says.
    pub fn identity(&self, texts: &Texts<'_>) -> Fingerprint {
        let within = |span: &Span| texts.lines(&span.file)?.around(&span.range).map(str::trim);
        let text = self.span.as_ref().and_then(within);
        let file = self.span.as_ref().map(|span| span.file.as_str());
        Fingerprint::lasting(&(self.code.as_str(), file, text.unwrap_or(&self.message)))
    }
}

/// A value, and what was wrong with what it was made from.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The best that could be made.
    pub value: T,
    /// Every problem that was found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Moves the problems to a list, and returns the value.
    pub fn report_to(self, diagnostics: &mut Vec<Diagnostic>) -> T {
        diagnostics.extend(self.diagnostics);
        self.value
    }

    /// The value, if nothing is wrong.
    pub fn right(self) -> Option<T> {
        self.diagnostics.is_empty().then_some(self.value)
    }
}

/// Sorts problems by place, then code, and drops those said twice.
///
/// A file's problems stand together, in the order of its lines; those without a place come last.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_cached_key(|d| {
        let place = d.span.as_ref().map(|s| (s.file.clone(), s.range.start));
        (place.is_none(), place, d.code, d.message.clone())
    });
    diagnostics.dedup();
}

/// The candidate that `word` was most likely meant to be, if any is near enough.
///
/// Near means: at most one slip for every three characters, as counted by [`slips`].
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    let budget = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (slips(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= budget)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters were added, dropped, changed or swapped with their neighbour between two words
/// (the restricted Damerau–Levenshtein distance).
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 4 {
        return usize::MAX;
    }
    let mut rows: [Vec<usize>; 3] = [vec![], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2] = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[1][j - 1] + change).min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = best;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_and_a_far_one_is_not() {
        let known = ["robotics", "chips", "export-controls"];
        assert_eq!(nearest("robotcs", known), Some("robotics"));
        assert_eq!(nearest("chisp", known), Some("chips"));
        assert_eq!(nearest("exports-control", known), Some("export-controls"));
        assert_eq!(nearest("europe", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn a_problem_is_known_wherever_its_line_is_and_however_it_is_worded() {
        let identity = |message: &str, range: Range<usize>, text: &'static str| {
            let problem = Diagnostic::new(Code::DoubleSpace, message);
            let problem = problem.at(Span::new(&VPath::new("a.md"), range));
            problem.identity(&Texts::from_iter([(VPath::new("a.md"), text)]))
        };
        assert_eq!(identity("x", 0..2, "ab c"), identity("y", 1..3, "\nab c\r\n"));
        assert_ne!(identity("x", 0..2, "ab c"), identity("x", 0..2, "ab d"));
        assert_ne!(identity("x", 0..0, "ab c"), identity("y", 0..0, "ab c"));
        assert_eq!(identity("x", 1..9, "é"), identity("x", 0..0, "é"));
        // Baselines hold it.
        assert_eq!(identity("x", 0..2, "ab c").hex(), "4541818eb6cea360782f771277f6beb1");
    }

    #[test]
    fn problems_are_sorted_by_place_and_said_once() {
        let file = |name: &str| Span::file(&VPath::new(name));
        let at = |name: &str| Diagnostic::new(Code::UnknownTopic, "x").at(file(name));
        let mut all = vec![Diagnostic::new(Code::RouteCollision, "x"), at("b"), at("a"), at("b")];
        sort(&mut all);
        let files: Vec<_> =
            all.iter().map(|d| d.span.as_ref().map(|s| s.file.as_str().to_owned())).collect();
        assert_eq!(files, [Some("a".into()), Some("b".into()), None]);
    }
}
