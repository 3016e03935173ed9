//! The elements that charts are drawn with. Places across are per cents of the width.

use std::fmt::{self, Write};

use super::series;
use super::shown::Shown;
use super::{Phrase, Say, count};
use crate::parse::chart::Kind;
use crate::parse::markdown::escape::push_text;

/// How high a line of text is.
pub const LINE: f64 = 17.0;

/// A drawing: what it holds, and how high it is.
#[derive(Default)]
pub struct Svg {
    pub content: String,
    pub height: f64,
}

/// A number without more digits than anybody sees.
pub struct Short(pub f64);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.0 + 0.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

/// Where a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    /// A text whose baseline is at `y`, moved by some pixels across.
    pub fn text(&mut self, class: &str, (x, y): (f64, f64), dx: f64, anchor: Anchor, text: &str) {
        let (x, y) = (Short(x), Short(y));
        let _ = write!(self.content, "<text class=\"chart-{class}\" x=\"{x}%\" y=\"{y}\"");
        if dx != 0.0 {
            let _ = write!(self.content, " dx=\"{}\"", Short(dx));
        }
        self.content.push_str(match anchor {
            Anchor::Start => ">",
            Anchor::Middle => " text-anchor=\"middle\">",
            Anchor::End => " text-anchor=\"end\">",
        });
        push_text(text, &mut self.content);
        self.content.push_str("</text>\n");
    }

    /// A line of the frame.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let _ = writeln!(
            self.content,
            "<line class=\"chart-{class}\" stroke=\"currentColor\" x1=\"{}%\" y1=\"{}\" x2=\"{}%\" \
             y2=\"{}\"/>",
            Short(from.0),
            Short(from.1),
            Short(to.0),
            Short(to.1)
        );
    }

    /// A bar of a series.
    pub fn bar(&mut self, shown: &Shown<'_>, series: usize, x: (f64, f64), y: (f64, f64)) {
        let (left, width) = (Short(x.0.min(x.1)), Short((x.1 - x.0).abs()));
        let (top, height) = (Short(y.0.min(y.1)), Short((y.1 - y.0).abs()));
        let _ = write!(
            self.content,
            "<rect x=\"{left}%\" y=\"{top}\" width=\"{width}%\" height=\"{height}\""
        );
        series::write_fill(shown.number, series, &mut self.content);
        self.content.push_str("/>\n");
    }

    /// Writes the drawing, with what it says to those who do not see it.
    pub fn write(&self, shown: &Shown<'_>, say: Say<'_>, out: &mut String) {
        let (number, height) = (shown.number, Short(self.height.ceil()));
        let _ = write!(
            out,
            "<svg width=\"100%\" height=\"{height}\" font-size=\"13\" fill=\"currentColor\" \
             role=\"img\" aria-labelledby=\"chart{number}.title chart{number}.desc\">\n\
             <title id=\"chart{number}.title\">"
        );
        push_text(&shown.title, out);
        let _ = write!(out, "</title>\n<desc id=\"chart{number}.desc\">");
        match &shown.description {
            Some(description) => push_text(description, out),
            None => describe(shown, say, out),
        }
        out.push_str("</desc>\n");
        series::write_patterns(shown, out);
        out.push_str(&self.content);
        out.push_str("</svg>\n");
    }
}

fn describe(shown: &Shown<'_>, say: Say<'_>, out: &mut String) {
    let rows = shown.rows.names.len();
    let (phrase, number) = match shown.kind {
        Kind::Bar => (Phrase::Bars, shown.figures().count()),
        Kind::Stacked => (Phrase::Stacks, rows),
        Kind::Line => (Phrase::Lines, shown.names.len()),
    };
    say(phrase, count(number), out);
}
