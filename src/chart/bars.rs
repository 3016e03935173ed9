//! Bars that lie below the names of their rows, which may be long.

use super::NARROW;
use super::shown::Shown;
use super::svg::{Anchor, LINE, Svg};
use super::width;
use crate::parse::chart::Kind;

/// How high a bar is, and what is left between two of a row, and below a row.
const BAR: f64 = 15.0;
const GAP: f64 = 3.0;
const BELOW: f64 = 9.0;

/// What stands between a bar and its figure.
const BESIDE: f64 = 5.0;

/// The most of the width that figures may take on one side.
const SIDE: f64 = 45.0;

/// Where bars are, across.
struct Across {
    low: f64,
    high: f64,
    left: f64,
    right: f64,
}

impl Across {
    fn of(shown: &Shown<'_>) -> Self {
        let ends: Vec<f64> = match shown.kind {
            Kind::Stacked => (0..shown.rows.names.len()).filter_map(|r| shown.total(r)).collect(),
            _ => shown.figures().collect(),
        };
        let widest = |below: bool| {
            let own = ends.iter().filter(|end| (**end < 0.0) == below);
            let widest =
                own.map(|end| width::of_bold(&shown.figure(*end)) + BESIDE).fold(0.0, f64::max);
            (widest / NARROW * 100.0).min(SIDE)
        };
        let low = ends.iter().copied().fold(0.0, f64::min);
        let high = ends.iter().copied().fold(0.0, f64::max);
        let high = if low == high { 1.0 } else { high };
        Self { low, high, left: widest(true), right: 100.0 - widest(false) }
    }

    fn at(&self, figure: f64) -> f64 {
        let share = (figure - self.low) / (self.high - self.low);
        self.left + share * (self.right - self.left)
    }
}

/// Draws bars row by row.
pub fn draw(shown: &Shown<'_>, svg: &mut Svg) {
    let across = Across::of(shown);
    for (row, name) in shown.rows.names.iter().enumerate() {
        for line in width::wrap(name, NARROW) {
            svg.text("label", (0.0, svg.height + 13.0), 0.0, Anchor::Start, &line);
            svg.height += LINE;
        }
        match shown.kind {
            Kind::Stacked => stack(shown, row, &across, svg),
            _ => group(shown, row, &across, svg),
        }
        svg.height += BELOW;
    }
    let zero = across.at(0.0);
    svg.line("axis", (zero, 0.0), (zero, svg.height));
}

/// The bars of a row, one below the other.
fn group(shown: &Shown<'_>, row: usize, across: &Across, svg: &mut Svg) {
    for (series, values) in shown.values.iter().enumerate() {
        let (top, value) = (svg.height, values[row]);
        if let Some(value) = value {
            svg.bar(shown, series, (across.at(0.0), across.at(value)), (top, top + BAR));
        }
        figure(shown, value, across, svg);
        svg.height += BAR + GAP;
    }
}

/// The bars of a row, one after the other, and their sum.
fn stack(shown: &Shown<'_>, row: usize, across: &Across, svg: &mut Svg) {
    let (top, mut sum) = (svg.height, 0.0);
    for (series, values) in shown.values.iter().enumerate() {
        if let Some(value) = values[row] {
            let ends = (across.at(sum), across.at(sum + value));
            svg.bar(shown, series, ends, (top, top + BAR + GAP));
            sum += value;
        }
    }
    figure(shown, shown.total(row), across, svg);
    svg.height += BAR + GAP;
}

/// The figure at the end of a bar.
fn figure(shown: &Shown<'_>, value: Option<f64>, across: &Across, svg: &mut Svg) {
    let at = (across.at(value.unwrap_or(0.0)), svg.height + 12.0);
    match value {
        Some(value) if value < 0.0 => {
            svg.text("value", at, -BESIDE, Anchor::End, &shown.figure(value));
        }
        Some(value) => svg.text("value", at, BESIDE, Anchor::Start, &shown.figure(value)),
        None => svg.text("value", at, BESIDE, Anchor::Start, "–"),
    }
}
