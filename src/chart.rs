//! Charts, drawn as SVG with their figures in a table.
//!
//! What is drawn has no width of its own: places across are shares of the whole, and places down are
//! pixels, so that words keep their size on a narrow screen, and nothing needs a script. Which labels
//! fit is judged by the narrowest screen, `NARROW`. Colours are classes, which the theme's stylesheet
//! fills; series differ in their patterns, too.
//!
//! 1. `shown` sets words and figures as the locale does;
//! 2. `scale` chooses the figures of an axis;
//! 3. `bars`, `columns` and `lines` draw;
//! 4. `table` writes the figures.

mod bars;
mod columns;
mod lines;
mod scale;
mod series;
mod shown;
mod svg;
mod table;
mod width;

use crate::l10n::Formats;
use crate::parse::chart::{Chart, Data, Kind};
use shown::Shown;
use svg::Svg;

/// The width that everything must fit, in pixels: a screen of 320, less what pages leave at its sides.
const NARROW: f64 = 280.0;

/// What a page says of a chart, with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase {
    /// What is drawn, to those who do not see it: so many bars.
    Bars,
    /// So many bars with parts.
    Stacks,
    /// So many lines.
    Lines,
    /// What opens the table; the number is how many rows it has.
    Figures,
}

impl Phrase {
    /// Every phrase.
    pub const ALL: &[Self] = &[Self::Bars, Self::Stacks, Self::Lines, Self::Figures];

    /// The Fluent message that says it. The number is its argument `$number`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Bars => "chart-bars",
            Self::Stacks => "chart-stacks",
            Self::Lines => "chart-lines",
            Self::Figures => "chart-figures",
        }
    }
}

/// Writes a phrase, ready for HTML.
pub type Say<'s> = &'s mut dyn FnMut(Phrase, u32, &mut String);

/// Writes the picture of a chart, and its table to be opened.
pub fn write(chart: &Chart, data: &Data, formats: &Formats, say: Say<'_>, out: &mut String) {
    let shown = Shown::new(chart, data, formats);
    shown.write_unit(out);
    series::write_legend(&shown, out);
    let mut svg = Svg::default();
    match shown.kind {
        Kind::Line => lines::draw(&shown, &mut svg),
        _ if columns::fit(&shown) => columns::draw(&shown, &mut svg),
        _ => bars::draw(&shown, &mut svg),
    }
    svg.write(&shown, say, out);
    out.push_str("<details><summary>");
    say(Phrase::Figures, count(data.rows.len()), out);
    out.push_str("</summary>\n<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
    say(Phrase::Figures, count(data.rows.len()), out);
    out.push_str("\">");
    table::write(&shown, out);
    out.push_str("</div>\n</details>\n");
}

/// Writes the table alone, for readers that draw no charts.
pub fn write_table(chart: &Chart, data: &Data, formats: &Formats, out: &mut String) {
    table::write(&Shown::new(chart, data, formats), out);
    out.push('\n');
}

/// Writes the title, the table and the source as Markdown.
pub fn write_markdown(chart: &Chart, data: &Data, formats: &Formats, out: &mut String) {
    table::write_markdown(&Shown::new(chart, data, formats), out);
    if let Some(source) = &chart.source {
        out.push_str("\n\n");
        out.push_str(source);
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
