//! The head of a chart: YAML, above a line `---` and the rows.

use std::ops::Range;

use serde_yaml::Value;

use super::{Chart, Choice, Fault, Figures, Kind, rows};
use crate::diag::{Code, Diagnostic, Span};
use crate::l10n::NumberOptions;
use crate::limits;
use crate::parse::yaml::{Document, Fields, Node};
use crate::world::VPath;

/// A chart that was read; its places are bytes of the block's text.
#[derive(Debug)]
pub struct Read {
    /// The chart. Where its figures are in a file, `File` has no index yet.
    pub chart: Chart,
    /// The file of the figures, and where that is said.
    pub file: Option<(String, Range<usize>)>,
}

/// Reads a block's text. `None`, if there is no chart to be drawn, as the problems say.
///
/// # Problems
/// - Those of YAML and its keys.
/// - `BadChartData` and `ChartTooLarge`, for the rows.
pub fn read(file: &VPath, text: &str, number: u32) -> (Option<Read>, Vec<Diagnostic>) {
    let (head, rows) = parts(text);
    let document = Document::new(file, &text[head.clone()], head.start);
    let described = document.parse().and_then(|tree| {
        let mut fields = document.fields(&tree)?;
        let described = describe(&mut fields, number);
        fields.finish();
        described
    });
    let mut problems = document.into_problems();
    let Some(mut read) = described.filter(|_| problems.is_empty()) else {
        return (None, problems);
    };
    match (&read.file, rows) {
        (Some((name, at)), Some(rows)) if !text[rows.clone()].trim().is_empty() => {
            let message = format!("the figures stand below and in `{name}`");
            let span = Span::new(file, at.clone());
            let problem = Diagnostic::new(Code::BadChartData, message).at(span);
            problems.push(problem.help("take out the rows, or `from`"));
        }
        (Some(_), _) => {}
        (None, None) => problems.push(no_rows(file, &text[head])),
        (None, Some(rows)) => {
            match rows::read(&text[rows.clone()], &read.chart.choice, read.chart.kind) {
                Ok(data) => read.chart.figures = Figures::Here(data),
                Err(faults) => {
                    let one = |fault| place(file, text, &head, rows.start, fault);
                    problems.extend(faults.iter().map(one));
                }
            }
        }
    }
    (problems.is_empty().then_some(read), problems)
}

/// The problem of a chart that is all head, at its last line.
fn no_rows(file: &VPath, head: &str) -> Diagnostic {
    let end = head.trim_end().len();
    let start = head[..end].rfind('\n').map_or(0, |at| at + 1);
    Diagnostic::new(Code::BadChartData, "this chart has no figures")
        .at(Span::new(file, start..end))
        .help("write a line `---` below it and then rows, or say which file has them: `from: figures.csv`")
}

/// The head and, if there is a line `---`, the rows.
pub(super) fn parts(text: &str) -> (Range<usize>, Option<Range<usize>>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.trim_end() == "---" {
            return (0..at, Some(end..text.len()));
        }
        at = end;
    }
    (0..text.len(), None)
}

/// The problem that a fault of the rows is. That of a column which is not there is where it is named.
fn place(file: &VPath, text: &str, head: &Range<usize>, rows: usize, fault: &Fault) -> Diagnostic {
    let at = match (&fault.at, &fault.column) {
        (Some(at), _) => rows + at.start..rows + at.end,
        (None, Some(column)) => {
            let found = text[head.clone()].rfind(column.as_str());
            found.map_or(head.clone(), |at| at..at + column.len())
        }
        (None, None) => head.clone(),
    };
    fault.problem().at(Span::new(file, at))
}

fn describe(fields: &mut Fields<'_, '_>, number: u32) -> Option<Read> {
    const KINDS: [(&str, Kind); 3] =
        [("bar", Kind::Bar), ("stacked", Kind::Stacked), ("line", Kind::Line)];
    let kind = fields.take("kind").map_or(Some(Kind::Bar), |node| node.one_of(&KINDS));
    let title = fields.need("title").and_then(|node| words(&node));
    let description = fields.take("description").and_then(|node| words(&node));
    let unit = fields.take("unit").and_then(|node| words(&node));
    let source = fields.take("source").and_then(|node| words(&node));
    let choice = Choice {
        x: fields.take("x").and_then(|node| name(&node)),
        y: fields.take("y").map(|node| names(&node)).unwrap_or_default(),
        labels: fields.take("labels").map(labels).unwrap_or_default(),
    };
    let number_options = fields.take("number").map(options).unwrap_or_default();
    let file = fields.take("from").and_then(|node| Some((node.text()?, node.span().range)));
    let figures = Figures::File(0);
    let (kind, title) = (kind?, title?);
    let chart =
        Chart { number, kind, title, description, source, unit, choice, number_options, figures };
    Some(Read { chart, file })
}

/// Text on one line, which says something.
fn words(node: &Node<'_, '_>) -> Option<String> {
    let text = node.text()?;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        let problem = Diagnostic::new(Code::MissingKey, "this text is empty");
        node.report(problem.help("write a text, or leave the key out"));
        return None;
    }
    Some(words.join(" "))
}

/// The name of a column: years are numbers to YAML.
fn name(node: &Node<'_, '_>) -> Option<String> {
    match node.value() {
        Value::Number(number) => Some(number.to_string()),
        _ => words(node),
    }
}

/// One name, or a list of them.
fn names(node: &Node<'_, '_>) -> Vec<String> {
    match node.value() {
        Value::Sequence(_) => node.list().into_iter().flatten().filter_map(|n| name(&n)).collect(),
        _ => name(node).into_iter().collect(),
    }
}

/// What stands in the place of names, by name. What is no text is reported.
fn labels(node: Node<'_, '_>) -> std::collections::BTreeMap<String, String> {
    let each = node.entries().into_iter().flatten();
    each.filter_map(|(key, node)| Some((key, name(&node)?))).collect()
}

/// The options of `NUMBER`, each checked.
fn options(node: Node<'_, '_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (key, node) in node.entries().into_iter().flatten() {
        let value = match node.value() {
            Value::Bool(truth) => truth.to_string(),
            Value::Number(number) => number.to_string(),
            _ => match node.text() {
                Some(text) => text,
                None => continue,
            },
        };
        let known = value.len() <= limits::SEGMENT_BYTES
            && NumberOptions::default().set(&key, &value)
            && key != "type";
        match known {
            true => all.push((key, value)),
            false => {
                let message = format!("figures cannot be written with `{key}: {value}`");
                let help = "write an option of `NUMBER`, such as `currency: USD`, \
                            `style: percent`, `notation: compact` or `maximumFractionDigits: 1`";
                node.report(Diagnostic::new(Code::BadValue, message).help(help));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let (read, problems) = read(&VPath::new("a.md"), text, 1);
        let one = |problem: &Diagnostic| {
            let at = problem.span.as_ref().map_or(0..0, |span| span.range.clone());
            format!("{} `{}`: {}", problem.code, &text[at], problem.message)
        };
        let said: Vec<String> = problems.iter().map(one).collect();
        assert_eq!(said, expected, "{text}");
        assert_eq!(read.is_some(), expected.is_empty());
    }

    #[test]
    fn a_right_chart_has_no_problem() {
        check("title: t\n---\na, b\nx, 1\n", &[]);
        check("title: t\r\nkind: line\r\n---\r\na,b\r\n2024,1\r\n", &[]);
        check("title: t\nfrom: a.csv\nx: year\ny: [2024, b]\nlabels: { b: B, 2024: x }\n", &[]);
        check("title: t\nunit: \"%\"\nnumber: { maximumFractionDigits: 1 }\n---\na,b\nx,1", &[]);
    }

    #[test]
    fn every_mistake_is_reported_at_its_place() {
        check("kind: bar\n---\na,b\nx,1", &["missing-key ``: `title` is missing"]);
        check(
            "title: t\nkind: pie\n---\na,b\nx,1",
            &["bad-value `pie`: `pie` is not one of the values allowed here"],
        );
        check("title: t\ntitel: u\n---\na,b\nx,1", &["unknown-key `titel`: unknown key `titel`"]);
        check("title: t\n", &["bad-chart-data `title: t`: this chart has no figures"]);
        check("title: t\n---\n", &["bad-chart-data ``: there are no figures here"]);
        check(
            "title: t\nfrom: a.csv\n---\na,b\nx,1",
            &["bad-chart-data `a.csv`: the figures stand below and in `a.csv`"],
        );
        check("title: t\ny: c\n---\na,b\nx,1", &["bad-value `c`: the figures have no column `c`"]);
        check(
            "title: t\nnumber: { digits: 1 }\n---\na,b\nx,1",
            &["bad-value `1`: figures cannot be written with `digits: 1`"],
        );
        check(
            "title: t\n---\na,b\nx,é",
            &["bad-chart-data `é`: `é` is not a number that can be drawn"],
        );
        check(
            "title: a: b\n---\na,b\nx,1",
            &[
                "malformed-yaml `: b`: this YAML cannot be read: mapping values are not allowed in this context",
            ],
        );
    }
}
