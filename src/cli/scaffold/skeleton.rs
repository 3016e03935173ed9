//! A translation as it begins: the original's structure, code and figures, with every piece of
//! prose marked as still to be written.

use pulldown_cmark::{Event, Parser, Tag};

use super::quoted;
use crate::model::Locale;
use crate::parse::article::Article;
use crate::parse::front_matter::{Cover, Update};
use crate::parse::markdown;

/// The file of a new translation.
pub fn of(original: &Article, to: &Locale) -> String {
    let head = &original.head;
    let mark = |text: &String| quoted(&format!("[{to}] {text}"));
    let mut out = String::from("---\n");
    let mut line = |key: &str, value: String| {
        out.push_str(&format!("{key}:{}{value}\n", if value.starts_with('\n') { "" } else { " " }))
    };
    line("title", head.title.as_ref().map_or_else(|| quoted(&format!("[{to}]")), mark));
    for (key, text) in [("kicker", &head.kicker), ("summary", &head.summary)] {
        if let Some(text) = text {
            line(key, mark(text));
        }
    }
    if let Some(points) = &head.key_points {
        let points: Vec<String> =
            points.iter().map(|point| format!("\n  - {}", mark(point))).collect();
        line("key_points", points.concat());
    }
    if let Some(updates) = &head.updates {
        let update = |update: &Update| {
            let Update { date, kind, note } = update;
            format!("\n  - {{ date: {date}, kind: {kind}, note: {} }}", mark(note))
        };
        line("updates", updates.iter().map(update).collect());
    }
    if let Some(Cover { src, alt, credit }) = &head.cover {
        let words = [("alt", alt), ("credit", credit)];
        let words = words.map(|(key, text)| text.as_ref().map(|text| (key, mark(text))));
        let words = words.into_iter().flatten().map(|(key, text)| format!(", {key}: {text}"));
        line("cover", format!("{{ src: {}{} }}", quoted(src), words.collect::<String>()));
    }
    if original.has_math() {
        line("math", "true".to_owned());
    }
    line("translated_from", original.locale.to_string());
    line("draft", "true".to_owned());
    out.push_str("---\n");
    out.push_str(&marked(original.body_text(), original.has_math(), to));
    out
}

/// A body in which every heading, paragraph and item begins with the locale in brackets. Code,
/// tables and raw HTML are as they were.
fn marked(body: &str, math: bool, to: &Locale) -> String {
    let mut at = Vec::new();
    let mut fresh = false;
    let mut kept = 0_usize;
    for (event, range) in Parser::new_ext(body, markdown::options(math)).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(_) | Tag::CodeBlock(_) | Tag::HtmlBlock) => kept += 1,
            Event::End(end) if is_kept(&end) => kept = kept.saturating_sub(1),
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition,
            ) => fresh = true,
            Event::Start(Tag::Image { .. }) => {
                if fresh && kept == 0 {
                    at.push(range.start + 2);
                }
                fresh = false;
            }
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_) => {
                if fresh && kept == 0 {
                    at.push(range.start);
                }
                fresh = false;
            }
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. }) => {
                if fresh && kept == 0 {
                    at.push(range.start);
                }
                fresh = false;
            }
            _ => {}
        }
    }
    let mut out = String::with_capacity(body.len() + at.len() * 8);
    let mut written = 0;
    for place in at {
        out.push_str(&body[written..place]);
        out.push_str(&format!("[{to}] "));
        written = place;
    }
    out.push_str(&body[written..]);
    out
}

fn is_kept(end: &pulldown_cmark::TagEnd) -> bool {
    use pulldown_cmark::TagEnd;
    matches!(end, TagEnd::Table | TagEnd::CodeBlock | TagEnd::HtmlBlock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_marked_and_the_rest_kept() {
        let check = |body: &str, expected: &str| {
            assert_eq!(marked(body, false, &Locale::new("en").expect("a tag")), expected);
        };
        check(
            "## A\n\nB *c*\n\n- d\n- **e**\n",
            "## [en] A\n\n[en] B *c*\n\n- [en] d\n- [en] **e**\n",
        );
        check("```\nx\n```\n\n| a |\n|---|\n| b |\n", "```\nx\n```\n\n| a |\n|---|\n| b |\n");
        check("![é](x.png)\n", "![[en] é](x.png)\n");
        check("> a\n\n*b*\n", "> [en] a\n\n[en] *b*\n");
    }
}
