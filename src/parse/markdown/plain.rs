//! A body as Markdown for others than its author: its links lead somewhere, and what says nothing to a
//! reader is left out.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::{Body, HoleKind, is_chart, options};
use crate::parse::chart::Chart;

/// What others than the author write of a body.
#[derive(Debug, Clone, Copy)]
pub enum Gap<'b> {
    /// Where a link or picture leads.
    Target(usize),
    /// A chart, whose block stands by itself.
    Chart(&'b Chart),
}

/// Writes a body that begins at byte `start` of its file. `fill` writes what stands in a gap, and says
/// whether it did.
///
/// Left out are comments, footnotes that nobody refers to, and definitions of links that none has: a
/// page shows none of them, and some authors take notes there. Where a destination is not found as it
/// is written, since it holds escapes, it stays.
pub fn write(
    body: &str,
    start: usize,
    (parsed, math): (&Body, bool),
    mut fill: impl FnMut(Gap<'_>, &mut String) -> bool,
    out: &mut String,
) {
    let (unseen, charts) = unseen(body, math);
    let mut edits: Vec<(Range<usize>, Option<Gap<'_>>)> =
        unseen.into_iter().map(|range| (range, None)).collect();
    for hole in &parsed.text.holes {
        if let HoleKind::Chart(chart) = &hole.kind
            && let Some(range) = charts.get(chart.number as usize - 1)
            && stands_alone(body, range)
        {
            edits.push((range.clone(), Some(Gap::Chart(chart))));
        }
    }
    for (index, target) in parsed.targets.iter().enumerate() {
        let range = target.span.start.saturating_sub(start)..target.span.end.saturating_sub(start);
        if body.get(range.clone()) == Some(&*target.destination) {
            edits.push((range, Some(Gap::Target(index))));
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut written = 0;
    for (range, target) in edits {
        // What stands in something that is left out goes with it; a definition is used many times.
        if range.start < written {
            continue;
        }
        out.push_str(&body[written..range.start]);
        written = match target.is_none_or(|gap| fill(gap, out)) {
            true => range.end,
            false => range.start,
        };
    }
    out.push_str(&body[written..]);
}

/// Whether a block begins a line, so that it stands in no other.
fn stands_alone(body: &str, range: &Range<usize>) -> bool {
    range.start == 0 || body[..range.start].ends_with('\n')
}

/// What a page shows nothing of, and where charts are.
fn unseen(body: &str, math: bool) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut unseen, mut notes, mut charts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut links, mut cited) = (BTreeSet::new(), BTreeSet::new());
    let mut events = Parser::new_ext(body, options(math)).into_offset_iter();
    for (event, range) in events.by_ref() {
        match event {
            Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                unseen.extend(comments(body, range));
            }
            Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => {
                links.insert(label(&id));
            }
            Event::Start(Tag::FootnoteDefinition(name)) => notes.push((name, range)),
            Event::Start(Tag::CodeBlock(kind)) if is_chart(&kind) => charts.push(range),
            Event::FootnoteReference(name) => drop(cited.insert(name.to_string())),
            _ => {}
        }
    }
    let definitions = events.reference_definitions().iter();
    let unused = definitions.filter(|(name, _)| !links.contains(&label(name)));
    unseen.extend(unused.map(|(_, definition)| line(body, definition.span.clone())));
    let unused = notes.into_iter().filter(|(name, _)| !cited.contains(&**name));
    unseen.extend(unused.map(|(_, range)| range));
    (unseen, charts)
}

/// A link's label as labels are compared (CommonMark, "matches").
fn label(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The comments in a piece of HTML; one without an end goes on to the end of the piece.
fn comments(body: &str, html: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = html.start;
    while let Some(start) = body[at..html.end].find("<!--").map(|start| at + start) {
        let end = body[start..html.end].find("-->");
        at = end.map_or(html.end, |end| start + end + "-->".len());
        found.push(start..at);
    }
    found
}

/// The same, with the line break after it.
fn line(body: &str, range: Range<usize>) -> Range<usize> {
    let more = usize::from(body[range.end..].starts_with('\n'));
    range.start..range.end + more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown;
    use crate::typeset::Language;
    use crate::world::VPath;
    use proptest::prelude::*;

    fn written(body: &str) -> String {
        let language = Language::of(&crate::model::Locale::new("fr").expect("a tag"));
        let source = format!("---\n{body}");
        let parsed = markdown::parse(
            &VPath::new("a.fr.md"),
            &source,
            4..source.len(),
            language,
            &markdown::Form::default(),
        );
        let mut out = String::new();
        let fill = |gap: Gap<'_>, out: &mut String| {
            let index = match gap {
                Gap::Target(index) => index,
                Gap::Chart(chart) => {
                    out.push_str(&format!("C{}", chart.number));
                    return true;
                }
            };
            let inside = !parsed.value.targets[index].destination.starts_with("http");
            if inside {
                out.push_str(&format!("T{index}"));
            }
            inside
        };
        write(body, 4, (&parsed.value, false), fill, &mut out);
        out
    }

    #[track_caller]
    fn check(body: &str, expected: &str) {
        assert_eq!(written(body), expected);
    }

    #[test]
    fn links_lead_somewhere() {
        check("[a](a.md) ![b](<b.png> \"c\")\n", "[a](T0) ![b](<T1> \"c\")\n");
        check(
            "[a](https://example.com/) <https://example.com/>",
            "[a](https://example.com/) <https://example.com/>",
        );
        check("[a][x] [b][X]\n\n[x]: a.md 'T'\n", "[a][x] [b][X]\n\n[x]: T0 'T'\n");
        check("<a href=\"a.md\">a</a>", "<a href=\"T0\">a</a>");
        check("`[a](a.md)`", "`[a](a.md)`");
    }

    #[test]
    fn what_no_page_shows_is_left_out() {
        check("a <!-- note --> b\n", "a  b\n");
        check("<!-- parity: ok\nhidden -->\n\nText.\n", "\n\nText.\n");
        check("[//]: # (hidden)\n\nText.\n", "\nText.\n");
        check("a[^1]\n\n[^1]: seen\n\n[^2]: hidden\n", "a[^1]\n\n[^1]: seen\n\n");
        check("```html\n<!-- shown -->\n```\n", "```html\n<!-- shown -->\n```\n");
        check("`<!-- shown -->`", "`<!-- shown -->`");
        check("<div>\n<!-- hidden", "<div>\n");
    }

    #[test]
    fn a_chart_is_what_others_write_of_it() {
        let chart = "```chart\ntitle: t\n---\na,b\nx,1\n```";
        check(&format!("Text.\n\n{chart}\n\nText."), "Text.\n\nC1\n\nText.");
        let quoted = chart.replace('\n', "\n> ");
        check(&format!("> {quoted}\n\n{chart}"), &format!("> {quoted}\n\nC2"));
    }

    proptest! {
        #[test]
        fn no_text_panics(body in "[\\[\\]()!<>\\-#:^`a-c\\n /é]{0,60}") {
            let _ = written(&body);
        }
    }
}
