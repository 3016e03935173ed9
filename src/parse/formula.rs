//! Formulas in LaTeX, as MathML.
//!
//! What cannot be read is a problem with a place: pulldown-latex would write it into the page as an
//! error. Inline styles, which a strict content security policy refuses, are left out.

use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};

use pulldown_latex::config::DisplayMode;
use pulldown_latex::event::StateChange;
use pulldown_latex::{Event, Parser, ParserError, RenderConfig, Storage, push_mathml};

use crate::limits;
use crate::parse::markdown::escape::push_text;

/// How a formula stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// In a line: `$…$`.
    Inline,
    /// By itself: `$$…$$`.
    Display,
}

/// What is wrong with a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, in bytes of the formula.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: &'static str,
}

const READ: &str =
    "write what LaTeX understands in mathematics, or `\\$` for a dollar that is none";

/// Makes MathML of a formula. Its source is in it, as an annotation for those who copy or read it.
///
/// # Errors
/// Says what cannot be read, and where.
pub fn mathml(latex: &str, placement: Placement) -> Result<String, Fault> {
    check(latex)?;
    // Whoever reads LaTeX may stumble: that must not cost the site.
    let made = panic::catch_unwind(AssertUnwindSafe(|| render(latex, placement)));
    let unread = || Fault {
        at: 0..latex.len(),
        message: "this formula cannot be read".to_owned(),
        help: READ,
    };
    let html = made.unwrap_or_else(|_| Err(unread()))?;
    match html.len() > limits::FORMULA_BYTES * limits::BODY_EXPANSION {
        true => Err(Fault { message: "this formula grows too long".to_owned(), ..unread() }),
        false => Ok(html),
    }
}

/// Refuses what would take long, before it is read.
fn check(latex: &str) -> Result<(), Fault> {
    let most = limits::FORMULA_BYTES;
    if latex.len() > most {
        let message = format!("this formula is longer than {most} bytes");
        return Err(Fault { at: 0..latex.len(), message, help: "split it" });
    }
    let mut depth = 0_usize;
    for (at, byte) in latex.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits::FORMULA_DEPTH {
            let message = format!("this is nested more than {} deep", limits::FORMULA_DEPTH);
            return Err(Fault { at: at..at + 1, message, help: "write it more simply" });
        }
    }
    // A macro may grow without end.
    let defines = [
        "\\def",
        "\\edef",
        "\\gdef",
        "\\let",
        "\\newcommand",
        "\\renewcommand",
        "\\providecommand",
    ];
    let own =
        |word: &&str, rest: &str| !rest[word.len()..].starts_with(|c: char| c.is_alphabetic());
    for (at, _) in latex.match_indices('\\') {
        let rest = &latex[at..];
        if let Some(word) = defines.iter().find(|word| rest.starts_with(**word) && own(word, rest))
        {
            let message = format!("`{word}` has no place in a formula");
            let help = "write out what the macro stands for";
            return Err(Fault { at: at..at + word.len(), message, help });
        }
    }
    Ok(())
}

fn render(latex: &str, placement: Placement) -> Result<String, Fault> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(latex, &storage) {
        match event {
            Ok(Event::StateChange(StateChange::Color(_))) => return Err(coloured(latex)),
            Ok(event) => events.push(event),
            Err(error) => return Err(unreadable(latex, &error)),
        }
    }
    let config = RenderConfig {
        display_mode: match placement {
            Placement::Inline => DisplayMode::Inline,
            Placement::Display => DisplayMode::Block,
        },
        ..RenderConfig::default()
    };
    let mut html = String::new();
    let events = events.into_iter().map(Ok::<_, ParserError>);
    let written = push_mathml(&mut html, events, config);
    debug_assert!(written.is_ok(), "a string takes whatever is written");
    Ok(annotated(&html, latex.trim()))
}

/// The same as a `semantics` element, whose annotation is the source.
fn annotated(html: &str, latex: &str) -> String {
    let open = html.find('>').map_or(0, |at| at + 1);
    let inside = html[open..].strip_suffix("</math>").unwrap_or(&html[open..]);
    let mut out = format!("{}<semantics><mrow>", &html[..open]);
    push_clean(inside, &mut out);
    out.push_str("</mrow>");
    out.push_str(ANNOTATION);
    push_text(latex, &mut out);
    out.push_str("</annotation></semantics></math>");
    out
}

/// How the annotation begins that holds the source.
const ANNOTATION: &str = "<annotation encoding=\"application/x-tex\">";

fn coloured(latex: &str) -> Fault {
    let at = ["color", "colorbox"].iter().filter_map(|word| latex.find(word)).min();
    let at = at.map_or(0, |at| latex[..at].rfind('\\').unwrap_or(at));
    let end =
        latex[at + 1..].find(|c: char| !c.is_alphabetic()).map_or(latex.len(), |n| at + 1 + n);
    Fault {
        at: at..end,
        message: "a formula has no colours of its own".to_owned(),
        help: "leave them out: it has those of the text around it",
    }
}

/// What the parser says of an error: a sentence, then an excerpt of the formula around it.
fn unreadable(latex: &str, error: &ParserError) -> Fault {
    let said = error.to_string();
    let first = said.lines().next().unwrap_or_default();
    let message = first.strip_prefix("parsing error: ").unwrap_or(first);
    let excerpt = said.lines().filter_map(|line| line.strip_prefix('│'));
    let mut excerpt = excerpt.map(|line| line.trim_start_matches('…').trim());
    let plain = |line: &&str| !line.is_empty() && line.chars().any(|c| c != '^');
    let found = excerpt.rfind(plain).and_then(|line| Some((latex.find(line)?, line)));
    let at = found.map_or(0..latex.len(), |(at, line)| at..at + line.len());
    Fault { at, message: format!("this formula cannot be read: {message}"), help: READ }
}

/// Writes MathML without `style` attributes: a space below zero, the height of a row. pulldown-latex writes
/// operators as they are: `<` among them.
fn push_clean(html: &str, out: &mut String) {
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        push_operators(text, out);
        if !after.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) {
            out.push_str("&lt;");
            rest = after;
            continue;
        }
        let (tag, behind) = after.split_once('>').unwrap_or((after, ""));
        out.push('<');
        match tag.split_once(" style=\"").and_then(|(a, b)| Some((a, b.split_once('"')?.1))) {
            Some((before, behind)) => {
                out.push_str(before);
                out.push_str(behind);
            }
            None => out.push_str(tag),
        }
        out.push('>');
        rest = behind;
    }
    push_operators(rest, out);
}

/// Writes text that is escaped but for ampersands that stand alone.
fn push_operators(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = ["amp;", "lt;", "gt;", "#"].iter().any(|name| after.starts_with(name));
        out.push_str(if known { "&" } else { "&amp;" });
        rest = after;
    }
    out.push_str(rest);
}

/// HTML in which each formula is what its author typed: for readers that know no MathML.
pub fn as_typed(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((text, after)) = rest.split_once("<math")
        && let Some((formula, behind)) = after.split_once("</math>")
    {
        let source = formula.split_once(ANNOTATION).and_then(|(_, source)| source.split_once("</"));
        out.push_str(text);
        out.push_str("<code>");
        out.push_str(source.map_or("", |(source, _)| source));
        out.push_str("</code>");
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_is_mathml_with_its_source() {
        let html = mathml("x^2 < y", Placement::Inline).expect("a formula");
        assert!(html.starts_with("<math display=\"inline\""), "{html}");
        assert!(html.contains("<msup>") && html.contains("&lt;"), "{html}");
        assert!(html.contains("encoding=\"application/x-tex\">x^2 &lt; y</annotation>"), "{html}");
        let html = mathml("\\sum_{i} \\! g_i", Placement::Display).expect("a formula");
        assert!(html.starts_with("<math display=\"block\""), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn what_cannot_be_read_has_a_place() {
        let check = |latex: &str, at: &str| {
            let fault = mathml(latex, Placement::Inline).expect_err(latex);
            assert_eq!(&latex[fault.at.clone()], at, "{fault:?}");
        };
        check("x \\def\\a{b} y", "\\def");
        check("a \\textcolor{red}{b}", "\\textcolor");
        check("\\unknown", "\\unknown");
        let deep = "{".repeat(limits::FORMULA_DEPTH + 1);
        check(&deep, "{");
        let long = "x".repeat(limits::FORMULA_BYTES + 1);
        check(&long, &long);
        assert!(mathml(&"x".repeat(limits::FORMULA_BYTES), Placement::Inline).is_ok());
        assert!(mathml("\\left( x", Placement::Inline).is_err());
    }

    #[test]
    fn letters_have_what_was_typed() {
        let html = format!("<p>a {} b</p>", mathml("x<y", Placement::Inline).expect("a formula"));
        assert_eq!(as_typed(&html), "<p>a <code>x&lt;y</code> b</p>");
        assert_eq!(as_typed("<p>a</p>"), "<p>a</p>");
    }

    proptest! {
        #[test]
        fn no_formula_panics(latex in "(\\\\(frac|sqrt|left|right|begin|end|text|sum|hline|color|[a-z{}&\\\\])|[{}()&^_ a-c0-9é$%#\"<>|])\\{0,1}{0,24}") {
            let html = mathml(&latex, Placement::Display);
            if let Ok(html) = html {
                let mut reader = quick_xml::Reader::from_str(&html);
                while !matches!(reader.read_event(), Ok(quick_xml::events::Event::Eof)) {
                    prop_assert!(reader.error_position() == 0, "{html}");
                }
                prop_assert!(!html.contains("<merror"), "{html}");
                prop_assert!(!html.contains(" style=\"") || latex.contains("style"), "{html}");
            }
        }
    }
}
