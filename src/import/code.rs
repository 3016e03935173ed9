//! Code in a text, which stays as it was typed, byte for byte.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::parse::markdown;

/// A text whose code stands as Markdown has it.
pub(super) struct Fenced {
    pub(super) text: String,
    /// For each line of it, the one that it was, counted from 1.
    pub(super) numbers: Vec<usize>,
}

impl Fenced {
    /// Puts code that a tag of a template begins between fences, and leaves out marks that say nothing to readers.
    pub(super) fn new(text: &str) -> Self {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mut fenced = Self { text: String::with_capacity(text.len()), numbers: Vec::new() };
        let mut at = 0;
        while at < lines.len() {
            let end = if let Some(language) = begin_of_code(lines[at].trim()) {
                let end = next(&lines, at, is_end_of_code);
                fenced.tagged(language, &lines[at + 1..end], at);
                end
            } else if let Some((mark, count)) = fence(lines[at].trim()) {
                let closes = |line: &str| line.len() >= count && line.chars().all(|c| c == mark);
                let end = next(&lines, at, closes);
                (at..lines.len().min(end + 1)).for_each(|at| fenced.push(lines[at], at));
                end
            } else {
                if !is_mark(lines[at]) {
                    fenced.push(lines[at], at);
                }
                at
            };
            at = end + 1;
        }
        fenced
    }

    fn push(&mut self, line: &str, at: usize) {
        self.text.push_str(line);
        self.numbers.push(at + 1);
    }

    /// Adds code whose tag stands in the line `at`.
    fn tagged(&mut self, language: &str, code: &[&str], at: usize) {
        let run = |line: &&str| line.trim().chars().take_while(|letter| *letter == '`').count();
        let longest = code.iter().map(run).max().unwrap_or_default();
        let fence = "`".repeat(3.max(longest + 1));
        self.push(&format!("{fence}{language}\n"), at);
        for (index, line) in code.iter().enumerate() {
            self.push(line, at + 1 + index);
        }
        let broken = code.last().is_some_and(|line| !line.ends_with('\n'));
        let end = if broken { format!("\n{fence}\n") } else { format!("{fence}\n") };
        self.push(&end, at + 1 + code.len());
    }
}

/// The first line after that one for which something holds; past the last, if there is none.
fn next(lines: &[&str], at: usize, holds: impl Fn(&str) -> bool) -> usize {
    let found = lines[at + 1..].iter().position(|line| holds(line.trim()));
    found.map_or(lines.len(), |found| at + 1 + found)
}

/// Whether a line is a mark for the other generator; in indented code it is shown to readers.
fn is_mark(line: &str) -> bool {
    let is_indented = line.starts_with("    ") || line.starts_with('\t');
    let marks = ["<!--more-->", "<!-- more -->", "{% raw %}", "{% endraw %}"];
    !is_indented && marks.contains(&line.trim())
}

/// Where code stands in a Markdown text, blocks and spans, in that order.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, markdown::options(false)).into_offset_iter();
    let is_code =
        |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

/// What begins fenced code: the mark, and how many there are.
fn fence(line: &str) -> Option<(char, usize)> {
    let mark = line.chars().next().filter(|mark| ['`', '~'].contains(mark))?;
    let count = line.chars().take_while(|letter| *letter == mark).count();
    // A span of code may begin a line, and ends in it.
    let is_span = mark == '`' && line[count..].contains('`');
    (count >= 3 && !is_span).then_some((mark, count))
}

/// The language of code that a tag begins.
fn begin_of_code(line: &str) -> Option<&str> {
    let inside = line
        .strip_prefix("{% highlight ")
        .and_then(|rest| rest.strip_suffix("%}"))
        .or_else(|| line.strip_prefix("{{< highlight ")?.strip_suffix(">}}"))?;
    Some(inside.split_whitespace().next().unwrap_or_default().trim_matches('"'))
}

fn is_end_of_code(line: &str) -> bool {
    matches!(
        line,
        "{% endhighlight %}" | "{{< /highlight >}}" | "{{</highlight>}}" | "{{< / highlight >}}"
    )
}
