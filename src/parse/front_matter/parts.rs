//! Where the head of an article's file ends and its text begins.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diag::{Code, Diagnostic, Span};
use crate::limits;
use crate::world::VPath;

/// Where head and body of an article stand in its file, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Parts {
    /// The YAML, without the lines around it.
    pub front: Range<usize>,
    /// The Markdown.
    pub body: Range<usize>,
}

/// Cuts an article's file in two. Without front matter, all of it is body.
///
/// The head begins on the first line with `---`, and ends with a line that is `---` alone.
///
/// # Problems
/// - [`Code::MissingFrontMatter`], [`Code::UnclosedFrontMatter`], [`Code::FileTooLarge`].
pub fn split(file: &VPath, source: &str, problems: &mut Vec<Diagnostic>) -> Parts {
    // A byte order mark is no character of the text (Unicode, section 23.8).
    let mark = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let all = Parts { front: mark..mark, body: mark..source.len() };
    let mut lines = Lines { source, at: mark };
    let is_fence = |range: &Range<usize>| source[range.clone()].trim_end() == "---";
    let Some(open) = lines.next().filter(is_fence) else {
        let help = "begin the file with `---`, `title: …`, `date: …` and `---`, each on its line";
        let problem = Diagnostic::new(Code::MissingFrontMatter, "this article has no front matter");
        problems.push(problem.at(Span::new(file, mark..first_line(source, mark))).help(help));
        return all;
    };
    let start = lines.at;
    while let Some(line) = lines.next() {
        if is_fence(&line) {
            if line.start - start > limits::FRONT_MATTER_BYTES {
                break;
            }
            return Parts { front: start..line.start, body: lines.at..source.len() };
        }
    }
    let (code, message) = if source.len() - start > limits::FRONT_MATTER_BYTES {
        let kib = limits::FRONT_MATTER_BYTES / 1024;
        (Code::FileTooLarge, format!("this front matter is longer than {kib} KiB"))
    } else {
        (Code::UnclosedFrontMatter, "this front matter has no end".to_owned())
    };
    let help = "close it with a line that is `---` alone";
    problems.push(Diagnostic::new(code, message).at(Span::new(file, open)).help(help));
    // What follows may all be YAML: as a body it would only give senseless problems.
    Parts { front: start..start, body: source.len()..source.len() }
}

fn first_line(source: &str, start: usize) -> usize {
    source[start..].find('\n').map_or(source.len(), |length| start + length)
}

/// The lines of a text from a place on, each without its line feed.
struct Lines<'a> {
    source: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.source.len() {
            return None;
        }
        let start = self.at;
        let end = first_line(self.source, start);
        self.at = (end + 1).min(self.source.len());
        Some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_body_are_cut_apart() {
        let check = |text: &str, front: &str, body: &str| {
            let parts = split(&VPath::new("x"), text, &mut Vec::new());
            assert_eq!((&text[parts.front], &text[parts.body]), (front, body), "{text:?}");
        };
        check("---\na: b\n---\nText", "a: b\n", "Text");
        check("---\r\na: b\r\n---\r\nText", "a: b\r\n", "Text");
        check("\u{feff}---\na: b\n---\n", "a: b\n", "");
        check("---\n---", "", "");
        check("Text", "", "Text");
        check("---\na: b", "", "");
        check("", "", "");
        check("----\na\n---\n", "", "----\na\n---\n");
    }
}
