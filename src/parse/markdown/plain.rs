//! A body as Markdown for others than its author: its links lead somewhere, and what says nothing to a
//! reader is left out.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::{Target, writer};

/// Writes a body that begins at byte `start` of its file. `fill` writes what stands for a target, and
/// says whether it did.
///
/// Left out are comments, footnotes that nobody refers to, and definitions of links that none has: a
/// page shows none of them, and some authors take notes there. Where a destination is not found as it
/// is written, since it holds escapes, it stays.
pub fn write(
    body: &str,
    start: usize,
    targets: &[Target],
    mut fill: impl FnMut(usize, &mut String) -> bool,
    out: &mut String,
) {
    let mut edits: Vec<(Range<usize>, Option<usize>)> =
        unseen(body).into_iter().map(|range| (range, None)).collect();
    for (index, target) in targets.iter().enumerate() {
        let range = target.span.start.saturating_sub(start)..target.span.end.saturating_sub(start);
        if body.get(range.clone()) == Some(&*target.destination) {
            edits.push((range, Some(index)));
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
        written = match target.is_none_or(|index| fill(index, out)) {
            true => range.end,
            false => range.start,
        };
    }
    out.push_str(&body[written..]);
}

/// What a page shows nothing of.
fn unseen(body: &str) -> Vec<Range<usize>> {
    let (mut unseen, mut notes) = (Vec::new(), Vec::new());
    let (mut links, mut cited) = (BTreeSet::new(), BTreeSet::new());
    let mut events = Parser::new_ext(body, writer::OPTIONS).into_offset_iter();
    for (event, range) in events.by_ref() {
        match event {
            Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                unseen.extend(comments(body, range));
            }
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
    unseen.extend(unused.map(|(_, definition)| line(body, definition.span.clone())));
    let unused = notes.into_iter().filter(|(name, _)| !cited.contains(&**name));
    unseen.extend(unused.map(|(_, range)| range));
    unseen
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
        let fill = |index: usize, out: &mut String| {
            let inside = !parsed.value.targets[index].destination.starts_with("http");
            if inside {
                out.push_str(&format!("T{index}"));
            }
            inside
        };
        write(body, 4, &parsed.value.targets, fill, &mut out);
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

    proptest! {
        #[test]
        fn no_text_panics(body in "[\\[\\]()!<>\\-#:^`a-c\\n /é]{0,60}") {
            let _ = written(&body);
        }
    }
}
