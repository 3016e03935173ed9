//! A body as Markdown for others than its author: its links lead somewhere, and what says nothing to a
//! reader is left out.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{Body, HoleKind, Manner, RawHtml, is_chart, options};
use crate::html;
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
/// is written, since it holds escapes, it stays. Raw HTML that the page shows as text is text here, too.
pub fn write(
    body: &str,
    start: usize,
    (parsed, manner): (&Body, Manner),
    mut fill: impl FnMut(Gap<'_>, &mut String) -> bool,
    out: &mut String,
) {
    let Found { unseen, escaped, breaks, charts } = Found::new(body, manner);
    let mut edits: Vec<(Range<usize>, Edit<'_>)> =
        unseen.into_iter().map(|range| (range, Edit::LeaveOut)).collect();
    edits.extend(escaped.into_iter().map(|range| (range, Edit::Escape)));
    edits.extend(breaks.into_iter().map(|range| (range, Edit::Break)));
    for hole in &parsed.text.holes {
        if let HoleKind::Chart(chart) = &hole.kind
            && let Some(range) = charts.get(chart.number as usize - 1)
            && stands_alone(body, range)
        {
            edits.push((range.clone(), Edit::Fill(Gap::Chart(chart))));
        }
    }
    for (index, target) in parsed.targets.iter().enumerate() {
        let range = target.span.start.saturating_sub(start)..target.span.end.saturating_sub(start);
        if body.get(range.clone()) == Some(&*target.destination) {
            edits.push((range, Edit::Fill(Gap::Target(index))));
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, !range.is_empty(), Reverse(range.end)));
    let mut written = 0;
    for (range, edit) in edits {
        // What stands in something that is left out goes with it; a definition is used many times.
        if range.start < written {
            continue;
        }
        out.push_str(&body[written..range.start]);
        written = range.end;
        match edit {
            Edit::LeaveOut => {}
            Edit::Escape => escape(&body[range], out),
            Edit::Break => out.push('\n'),
            Edit::Fill(gap) if fill(gap, out) => {}
            Edit::Fill(_) => written = range.start,
        }
    }
    out.push_str(&body[written..]);
}

/// What is done to a piece of a body.
enum Edit<'b> {
    LeaveOut,
    Escape,
    Break,
    Fill(Gap<'b>),
}

/// Writes markup so that it is text, whatever stands before it. What its lines begin with may be of the quotation
/// that they stand in.
fn escape(html: &str, out: &mut String) {
    for (number, line) in html.split_inclusive('\n').enumerate() {
        let text = line.trim_start_matches(|c: char| number > 0 && " \t>".contains(c));
        out.push_str(&line[..line.len() - text.len()]);
        for c in text.chars() {
            if c.is_ascii_punctuation() {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

/// Whether a block begins a line, so that it stands in no other.
fn stands_alone(body: &str, range: &Range<usize>) -> bool {
    range.start == 0 || body[..range.start].ends_with('\n')
}

/// What is found in a body.
#[derive(Default)]
struct Found {
    /// What a page shows nothing of.
    unseen: Vec<Range<usize>>,
    /// Raw HTML that a page shows as text.
    escaped: Vec<Range<usize>>,
    /// Where a blank line is put in: beside blocks of it.
    breaks: Vec<Range<usize>>,
    charts: Vec<Range<usize>>,
}

impl Found {
    fn new(body: &str, manner: Manner) -> Self {
        let (mut found, mut notes) = (Self::default(), Vec::new());
        let (mut links, mut cited, mut in_code) = (BTreeSet::new(), BTreeSet::new(), false);
        let mut events = Parser::new_ext(body, options(manner.math)).into_offset_iter();
        for (event, range) in events.by_ref() {
            match event {
                Event::Start(Tag::HtmlBlock) => {
                    found.set_apart(body, &range, manner.html);
                    found.html(body, range, manner.html);
                }
                Event::InlineHtml(_) => {
                    found.keep_apart(body, &range);
                    found.html(body, range, manner.html);
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    in_code = true;
                    found.charts.extend(is_chart(&kind).then_some(range));
                }
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Text(_) if !in_code => found.text(body, range, manner.html),
                Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => {
                    links.insert(label(&id));
                }
                Event::Start(Tag::FootnoteDefinition(name)) => notes.push((name, range)),
                Event::FootnoteReference(name) => drop(cited.insert(name.to_string())),
                _ => {}
            }
        }
        let definitions = events.reference_definitions().iter();
        let unused = definitions.filter(|(name, _)| !links.contains(&label(name)));
        found.unseen.extend(unused.map(|(_, definition)| line(body, definition.span.clone())));
        let unused = notes.into_iter().filter(|(name, _)| !cited.contains(&**name));
        found.unseen.extend(unused.map(|(_, range)| match stands_alone(body, &range) {
            true => range,
            false => line(body, range),
        }));
        found
    }

    /// Keeps a block that is a paragraph here from becoming a part of what stands above it, and what stands below
    /// from becoming a part of the block.
    fn set_apart(&mut self, body: &str, block: &Range<usize>, kind: RawHtml) {
        if kind == RawHtml::Trusted {
            return;
        }
        let start = body[..block.start].rfind('\n').map_or(0, |end| end + 1);
        let above = body[..start].lines().next_back().unwrap_or_default();
        let below = body[block.end..].lines().next().unwrap_or_default();
        for (at, beside) in [(start, above), (block.end, below)] {
            self.breaks.extend((!beside.trim().is_empty()).then_some(at..at));
        }
    }

    /// Keeps what stands on both sides of a comment from becoming a link without it.
    fn keep_apart(&mut self, body: &str, comment: &Range<usize>) {
        let after = body[comment.end..].chars().next();
        let link = body[..comment.start].ends_with(']') && after.is_some_and(|c| "([:".contains(c));
        self.escaped.extend(link.then_some(comment.end..comment.end + 1));
    }

    /// Notes what would begin a tag, if a comment were not in it.
    fn text(&mut self, body: &str, text: Range<usize>, kind: RawHtml) {
        let opens = body[text.clone()].match_indices('<').map(|(at, _)| text.start + at);
        // A text begins with what a backslash before it keeps from being markup.
        let opens = opens.filter(|at| *at > text.start || !body[..*at].ends_with('\\'));
        self.escaped.extend(opens.filter(|_| kind == RawHtml::Escape).map(|at| at..at + 1));
    }

    /// Notes a piece of HTML. A comment without an end goes on to the end of the piece, where it is markup.
    fn html(&mut self, body: &str, html: Range<usize>, kind: RawHtml) {
        let mut seen = html.start;
        for comment in html::comments(&body[html.clone()]) {
            let comment = html.start + comment.start..html.start + comment.end;
            self.markup(seen..comment.start, kind);
            seen = comment.end;
            self.unseen.push(comment);
        }
        self.markup(seen..html.end, kind);
        let open = body[seen..html.end].find("<!--").map(|start| seen + start);
        self.unseen.extend(open.filter(|_| kind == RawHtml::Trusted).map(|start| start..html.end));
    }

    fn markup(&mut self, range: Range<usize>, kind: RawHtml) {
        if kind == RawHtml::Escape && !range.is_empty() {
            self.escaped.push(range);
        }
    }
}

/// A link's label as labels are compared (CommonMark, "matches").
fn label(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A range with the line break after it; without it, if something stands before it in its line, such as the mark of
/// a quotation, or the next line would come to stand there.
fn line(body: &str, range: Range<usize>) -> Range<usize> {
    let text = body[range.clone()].trim_end_matches('\n').len();
    let end = range.start + text;
    match stands_alone(body, &range) {
        true => range.start..range.end + usize::from(body[range.end..].starts_with('\n')),
        false => range.start..end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown;
    use crate::typeset::Language;
    use crate::world::VPath;
    use proptest::prelude::*;

    fn written(body: &str) -> String {
        written_with(RawHtml::Trusted, body)
    }

    fn written_with(html: RawHtml, body: &str) -> String {
        let language = Language::of(&crate::model::Locale::new("fr").expect("a tag"));
        let source = format!("---\n{body}");
        let parsed = markdown::parse(
            &VPath::new("a.fr.md"),
            &source,
            4..source.len(),
            Manner { html, ..language.into() },
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
        let manner = Manner { html, ..Manner::default() };
        write(body, 4, (&parsed.value, manner), fill, &mut out);
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
        check("[a]<!-- b -->(c) [a]<!-- b -->[c] (a)<!-- b -->(c)", "[a]\\(c) [a]\\[c] (a)(c)");
        check("```html\n<!-- shown -->\n```\n", "```html\n<!-- shown -->\n```\n");
        check("`<!-- shown -->`", "`<!-- shown -->`");
        check("<div>\n<!-- hidden", "<div>\n");
    }

    #[test]
    fn markup_that_is_shown_as_text_is_text() {
        let check = |body: &str, expected: &str| {
            assert_eq!(written_with(RawHtml::Escape, body), expected);
        };
        check("a <b t=\"[x](y)\">*b*</b>\n", "a \\<b t\\=\\\"\\[x\\]\\(y\\)\\\"\\>*b*\\<\\/b\\>\n");
        check("a<!-- b -->c <!-- <b> -->\n", "ac \n");
        check("> a <b\n> c>\n", "> a \\<b\n> c\\>\n");
        check("> <p>\n> *a*\n", "> \\<p\\>\n> \\*a\\*\n");
        // What stands after the block is code, and stays that.
        check("<pre></pre>\n    [a](b)\n", "\\<pre\\>\\<\\/pre\\>\n\n    [a](b)\n");
        check("<div>\n<!-- hidden", "\\<div\\>\n\\<\\!\\-\\- hidden");
        check("`<b>` <https://example.org/>\n", "`<b>` <https://example.org/>\n");
        check("<scr<!-- a -->ipt> \\<scr<!---->ipt>", "\\<script> \\<script>");
        check("1 < 2\n\n    a < b\n", "1 \\< 2\n\n    a < b\n");
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

        /// Whoever reads what is written finds no markup, and no link that the page does not have.
        #[test]
        fn no_markup_comes_of_what_is_shown_as_text(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..14),
        ) {
            let body = pieces.concat();
            let text = written_with(RawHtml::Escape, &body);
            let links = |text: &str| -> BTreeSet<String> {
                let links = Parser::new_ext(text, options(false)).filter_map(|event| match event {
                    Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
                    _ => None,
                });
                links.filter(|link| !link.starts_with('T')).collect()
            };
            let html = |event| matches!(event, Event::Html(_) | Event::InlineHtml(_));
            prop_assert!(!Parser::new_ext(&text, options(false)).any(html), "{body:?}\n{text}");
            prop_assert!(links(&text).is_subset(&links(&body)), "{body:?}\n{text}");
        }
    }

    const PIECES: &[&str] = &[
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<script>",
        "</script>",
        "<b\n",
        "<a t=\"",
        "\">",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<![CDATA[",
        "]]>",
        "[a](javascript:b)",
        "![a](javascript:c)",
        "[a]: javascript:d",
        "[a]",
        "<https://x.y/>",
        "`",
        "<scr",
        "ipt>",
        "(javascript:e)",
        "```\n",
        "    ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "---\n",
        "|a|b|\n|-|-|\n",
        "*",
        "a",
        "\\",
        "&lt;",
    ];
}
