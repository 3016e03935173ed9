//! A diagnostic drawn for people, as one line, or as JSON.
//!
//! Sources come from anywhere: what reaches a terminal has its control characters replaced, or an
//! article could move the cursor, and hide the very line that a problem is about.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::position::{Lines, Position};
use super::{Diagnostic, Severity, Span, Texts};
use crate::world::VPath;

/// The widest excerpt of one line, in characters: what stands before a range, in it, and after it.
const BEFORE: usize = 60;
const WITHIN: usize = 100;
const AFTER: usize = 60;

/// How many lines an excerpt may have; of a longer range, only the first is shown.
const LINES: usize = 5;

/// Wider than any excerpt: they are cut to size here, so that a line of a megabyte costs nothing.
const WIDTH: usize = 4 * (BEFORE + WITHIN + AFTER);

/// Draws a problem for people: what, where, an excerpt with the place marked, and the help.
///
/// Of a file without a text, and for a problem of a file as a whole, only the name is said.
pub fn human(diagnostic: &Diagnostic, texts: &Texts<'_>, color: bool) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(one_line(&diagnostic.message)).id(diagnostic.code.as_str());
    let place = diagnostic.span.iter().flat_map(|span| draw(span, texts));
    let notes = diagnostic.related.iter().map(|(span, label)| {
        let place = Place::of(span, texts);
        Level::NOTE.message(one_line(&format!("{label}: {}", place.short())))
    });
    let help = diagnostic.help.iter().map(|help| Level::HELP.message(clean(help)));
    let group = Group::with_title(title).elements(place).elements(notes).elements(help);
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    without_second_arrow(&renderer.term_width(WIDTH).render(&[group]))
}

/// The problem on one line, with its help on a second.
pub fn line(diagnostic: &Diagnostic, texts: &Texts<'_>) -> String {
    let Diagnostic { code, message, .. } = diagnostic;
    let mut line = format!("{}[{code}]", diagnostic.severity());
    if let Some(span) = &diagnostic.span {
        let place = Place::of(span, texts);
        line.push_str(&format!(" {}", place.short()));
    }
    line.push_str(&format!(" {message}"));
    let mut lines = one_line(&line);
    if let Some(help) = &diagnostic.help {
        lines.push_str(&format!("\n  help: {}", one_line(help)));
    }
    lines
}

/// The problem as a JSON object on one line.
///
/// Its keys are `code`, `severity`, `file`, `line`, `column`, `end_line`, `end_column`, `message`,
/// `help` and `related`; what is not known is `null`. The end is exclusive.
pub fn json(diagnostic: &Diagnostic, texts: &Texts<'_>) -> String {
    let place = diagnostic.span.as_ref().map(|span| Place::of(span, texts));
    let start = place.as_ref().and_then(|place| place.start);
    let end = place.as_ref().and_then(|place| place.end);
    let related = diagnostic.related.iter().map(|(span, label)| {
        let place = Place::of(span, texts);
        json!({
            "file": place.file.as_str(),
            "line": line_of(place.start),
            "column": column_of(place.start),
            "message": label,
        })
    });
    json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity().to_string(),
        "file": place.as_ref().map(|place| place.file.as_str()),
        "line": line_of(start),
        "column": column_of(start),
        "end_line": line_of(end),
        "end_column": column_of(end),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "related": related.collect::<Vec<Value>>(),
    })
    .to_string()
}

fn line_of(position: Option<Position>) -> Option<usize> {
    position.map(|position| position.line)
}

fn column_of(position: Option<Position>) -> Option<usize> {
    position.map(|position| position.column)
}

/// A span in lines and columns, as far as they are known.
pub(super) struct Place<'a> {
    file: &'a VPath,
    pub(super) start: Option<Position>,
    pub(super) end: Option<Position>,
}

impl<'a> Place<'a> {
    pub(super) fn of(span: &'a Span, texts: &Texts<'_>) -> Self {
        let lines = excerpted(span, texts);
        let position = |offset| lines.map(|lines| lines.position(offset));
        Self {
            file: &span.file,
            start: position(span.range.start),
            end: position(span.range.end.max(span.range.start)),
        }
    }

    /// `file:line:column`, or the file alone.
    pub(super) fn short(&self) -> String {
        match self.start {
            Some(Position { line, column }) => format!("{}:{line}:{column}", self.file),
            None => self.file.to_string(),
        }
    }
}

/// The lines to show a span in: none if the span means the file as a whole.
fn excerpted<'t, 's>(span: &Span, texts: &'t Texts<'s>) -> Option<&'t Lines<'s>> {
    texts.lines(&span.file).filter(|_| span.range != (0..0))
}

/// The arrow that names a place, and the lines that it is in.
fn draw(span: &Span, texts: &Texts<'_>) -> Vec<Element<'static>> {
    let origin = Origin::path(one_line(span.file.as_str()));
    let Some(lines) = excerpted(span, texts) else {
        return vec![origin.into()];
    };
    let range = lines.clamp(&span.range);
    let Position { line, column } = lines.position(range.start);
    let excerpt = Excerpt::of(lines, range);
    let snippet = Snippet::source(excerpt.text)
        .line_start(line)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(excerpt.marked));
    vec![origin.line(line).char_column(column).into(), snippet.into()]
}

/// Drops the ` ::: ` that stands for the file of an excerpt without one.
///
/// An excerpt with a file would count its columns in what is left of a long line, so the file, line
/// and column are given before it; the renderer then takes the excerpt for one of another file.
fn without_second_arrow(drawn: &str) -> String {
    let is_second_arrow = |(index, line): &(usize, &str)| *index == 3 && line.contains(":::");
    let lines = drawn.split('\n').enumerate().filter(|line| !is_second_arrow(line));
    lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

/// A few lines of a source, fit for a terminal, and the part of them that is meant.
struct Excerpt {
    text: String,
    marked: Range<usize>,
}

impl Excerpt {
    fn of(lines: &Lines<'_>, range: Range<usize>) -> Self {
        // The end of a line is not worth a line of its own.
        let end = lines.text[range.clone()].trim_end_matches(['\r', '\n']).len() + range.start;
        let (first, last) = (lines.line_of(range.start), lines.line_of(end));
        let line = lines.line(first);
        let short = |index: usize| lines.line(index).len() <= WITHIN;
        if first < last && last - first < LINES && (first..=last).all(short) {
            let all = line.start..lines.line(last).end;
            return Self::cut(lines.text, &all, range.start..end, WITHIN * LINES);
        }
        // A range may begin behind the line's text: at its end, or between `\r` and `\n` even.
        let start = range.start.min(line.end);
        Self::cut(lines.text, &line, start..end.clamp(start, line.end), WITHIN)
    }

    /// Takes `range` and what stands around it in `lines`; of `range` itself at most `width` characters.
    fn cut(text: &str, lines: &Range<usize>, range: Range<usize>, width: usize) -> Self {
        let before = clean(&last_chars(&text[lines.start..range.start], BEFORE));
        let marked = clean(&first_chars(&text[range.clone()], width));
        let after = match marked.ends_with('…') {
            true => String::new(),
            false => clean(&first_chars(&text[range.end..lines.end], AFTER)),
        };
        Self {
            marked: before.len()..before.len() + marked.len(),
            text: format!("{before}{marked}{after}"),
        }
    }
}

/// The beginning of a text, with an ellipsis if that is not all of it.
fn first_chars(text: &str, count: usize) -> String {
    match text.char_indices().nth(count) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The end of a text, after an ellipsis if that is not all of it.
fn last_chars(text: &str, count: usize) -> String {
    match text.char_indices().rev().nth(count) {
        Some((last_left_out, c)) => format!("…{}", &text[last_left_out + c.len_utf8()..]),
        None => text.to_owned(),
    }
}

/// The text without what a terminal would obey. Line feeds stay; tabs become blanks.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{feff}' => {}
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => clean.push('\n'),
            '\t' => clean.push_str("    "),
            '\0'..='\x1f' => clean.extend(char::from_u32(0x2400 + u32::from(c))),
            c if c.is_control() || is_invisible(c) => clean.push('\u{fffd}'),
            c => clean.push(c),
        }
    }
    clean
}

/// The text on one line.
fn one_line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

/// Whether a character changes the order or the lines of the text around it, and shows nothing itself.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200e}' | '\u{200f}' | '\u{61c}'
        | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use proptest::prelude::*;

    fn problem(range: Range<usize>) -> Diagnostic {
        Diagnostic::new(Code::UntranslatedStory, "this story has no English version")
            .at(Span::new(&VPath::new("content/x.fr.md"), range))
    }

    fn texts(source: &str) -> Texts<'_> {
        Texts::from_iter([(VPath::new("content/x.fr.md"), source)])
    }

    /// Compares what is drawn, but for the title and blanks at the ends of lines.
    fn check(source: &str, range: Range<usize>, expected: &[&str]) {
        let drawn = human(&problem(range.clone()), &texts(source), false);
        let drawn: Vec<&str> = drawn.lines().skip(1).map(str::trim_end).collect();
        assert_eq!(drawn, expected, "{source:?} {range:?}");
    }

    #[test]
    fn a_problem_is_drawn_for_people() {
        let source = "---\ntitle: Les poids ouverts\n---\n";
        let problem = problem(11..28)
            .and(Span::new(&VPath::new("content/x.fr.md"), 29..32), "it ends here")
            .and(Span::new(&VPath::new("content/y.fr.md"), 7..9), "like this one")
            .help("add `x.en.md` beside it");
        let expected = "\
warning[untranslated-story]: this story has no English version
 --> content/x.fr.md:2:8
  |
2 | title: Les poids ouverts
  |        ^^^^^^^^^^^^^^^^^
  |
  = note: it ends here: content/x.fr.md:3:1
  = note: like this one: content/y.fr.md
  = help: add `x.en.md` beside it";
        assert_eq!(human(&problem, &texts(source), false), expected);
        assert!(human(&problem, &texts(source), true).contains("\u{1b}["));
    }

    #[test]
    fn a_range_is_marked_where_it_stands() {
        let x = "content/x.fr.md";
        check("abc", 0..0, &[&format!("--> {x}")]);
        check("abc", 1..1, &[&format!(" --> {x}:1:2"), "  |", "1 | abc", "  |  ^"]);
        check("abc", 3..3, &[&format!(" --> {x}:1:4"), "  |", "1 | abc", "  |    ^"]);
        check("abc", 2..99, &[&format!(" --> {x}:1:3"), "  |", "1 | abc", "  |   ^"]);
        // The end of a line belongs to it, however it is written.
        check("ab\r\ncd", 1..4, &[&format!(" --> {x}:1:2"), "  |", "1 | ab", "  |  ^"]);
        // A tab is four columns wide when drawn, and one when counted.
        check("\tab", 1..2, &[&format!(" --> {x}:1:2"), "  |", "1 |     ab", "  |     ^"]);
        check("été", 3..5, &[&format!(" --> {x}:1:3"), "  |", "1 | été", "  |   ^"]);
    }

    #[test]
    fn a_range_of_several_lines_is_shown_whole_or_by_its_first() {
        let arrow = " --> content/x.fr.md:1:2";
        let rows = ["1 |   ab", "  |  __^", "2 | | cd", "  | |_^"];
        check("ab\ncd\nef", 1..4, &[&[arrow, "  |"][..], &rows].concat());
        let many = "ab\n".repeat(9);
        check(&many, 1..20, &[arrow, "  |", "1 | ab", "  |  ^"]);
    }

    #[test]
    fn a_long_line_is_cut_around_its_range() {
        let source = "é".repeat(500_000);
        for range in [0..2, 400_000..400_008, 400_000..900_000, 999_998..1_000_000] {
            let drawn = human(&problem(range.clone()), &texts(&source), false);
            assert!(drawn.len() < 2_000, "{range:?}: {} bytes", drawn.len());
            assert!(drawn.contains('^'), "{range:?}");
            assert!(drawn.contains(&format!("x.fr.md:1:{}", range.start / 2 + 1)), "{drawn}");
        }
    }

    #[test]
    fn a_source_gives_no_orders_to_the_terminal() {
        let source = "a\u{1b}[2Jb\u{9b}31mc\u{202e}d\r\u{7f}";
        let mut problem = problem(1..9).help(source);
        problem.message = source.to_owned();
        problem.span = Some(Span::new(&VPath::new("a\u{1b}[1m.md"), 1..9));
        for shown in [human(&problem, &texts(source), false), line(&problem, &texts(source))] {
            let bad = |c: char| c != '\n' && c.is_control() || is_invisible(c);
            assert!(!shown.contains(bad), "{shown:?}");
        }
    }

    #[test]
    fn a_problem_fits_on_a_line() {
        let check = |problem: Diagnostic, source: Option<&str>, expected: &str| {
            let texts = source.map(texts).unwrap_or_default();
            assert_eq!(line(&problem, &texts), expected);
        };
        let code = "warning[untranslated-story]";
        let place = "content/x.fr.md";
        let says = "this story has no English version";
        check(problem(4..5), Some("ab\ncd"), &format!("{code} {place}:2:2 {says}"));
        check(problem(0..0), Some("ab"), &format!("{code} {place} {says}"));
        check(problem(4..5), None, &format!("{code} {place} {says}"));
        let helped =
            Diagnostic::new(Code::MissingConfig, "there is no `depeche.yaml`").help("write\none");
        let expected = "error[missing-config] there is no `depeche.yaml`\n  help: write one";
        check(helped, None, expected);
    }

    #[test]
    fn a_problem_is_an_object_on_a_line() {
        let check = |problem: Diagnostic, expected: Value| {
            let drawn = json(&problem, &texts("ab\ncdé\n"));
            assert!(!drawn.contains('\n'));
            assert_eq!(drawn.parse::<Value>().unwrap(), expected);
        };
        let other = Span::new(&VPath::new("y.md"), 1..2);
        let mut expected = json!({
            "code": "untranslated-story", "severity": "warning", "file": "content/x.fr.md",
            "line": 2, "column": 3, "end_line": 2, "end_column": 4,
            "message": "this story has no English version", "help": null,
            "related": [{"file": "y.md", "line": null, "column": null, "message": "\u{1b}"}],
        });
        check(problem(5..7).and(other, "\u{1b}"), expected.clone());
        for key in ["line", "column", "end_line", "end_column"] {
            expected[key] = Value::Null;
        }
        expected["related"] = json!([]);
        check(problem(0..0), expected);
    }

    proptest! {
        #[test]
        fn no_range_in_no_text_panics(text in "[ab\u{e9}\u{1f600}\r\n\t\u{1b}\u{feff}]{0,40}", start in 0usize..90, length in 0usize..90) {
            let problem = problem(start..start + length);
            human(&problem, &texts(&text), true);
            line(&problem, &texts(&text));
            json(&problem, &texts(&text));
        }
    }
}
