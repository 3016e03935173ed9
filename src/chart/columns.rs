//! Bars that stand side by side, above the names of their rows.

use super::NARROW;
use super::lines::{Frame, HEIGHT, TOP};
use super::scale::Scale;
use super::shown::Shown;
use super::svg::{Anchor, Svg};
use super::width;
use crate::parse::chart::Kind;

/// How many lines an axis has, or a few more.
const STEPS: u32 = 4;

/// How much of the width that a row has is left between it and the next.
const BETWEEN: f64 = 0.24;

/// Whether bars can stand: dates go from left to right, other rows need names that fit below them.
pub fn fit(shown: &Shown<'_>) -> bool {
    let rows = shown.rows.short.len() as f64;
    let room = NARROW * 0.85 / rows;
    let widest = shown.rows.short.iter().map(|name| width::of(name)).fold(0.0, f64::max);
    match shown.rows.places {
        Some(_) => room >= 4.0 * shown.names.len() as f64,
        None => widest + 6.0 <= room,
    }
}

/// Draws a group of bars, or a stack, for each row.
pub fn draw(shown: &Shown<'_>, svg: &mut Svg) {
    let rows = shown.rows.short.len();
    let ends: Vec<f64> = match shown.kind {
        Kind::Stacked => (0..rows).filter_map(|row| shown.total(row)).collect(),
        _ => shown.figures().collect(),
    };
    let low = ends.iter().copied().fold(0.0, f64::min);
    let high = ends.iter().copied().fold(0.0, f64::max);
    let scale = Scale::nice(low, high, STEPS);
    let frame = Frame::new(shown, scale);
    frame.draw(shown, svg);
    let each = (100.0 - frame.left) / rows as f64;
    for row in 0..rows {
        let left = frame.left + each * (row as f64 + BETWEEN / 2.0);
        let across = (left, each * (1.0 - BETWEEN));
        match shown.kind {
            Kind::Stacked => stack(shown, row, across, &frame, svg),
            _ => group(shown, row, across, &frame, svg),
        }
    }
    let zero = frame.down(0.0);
    svg.line("axis", (0.0, zero), (100.0, zero));
    names(shown, frame.left, each, svg);
    svg.height = TOP + HEIGHT + 24.0;
}

fn group(shown: &Shown<'_>, row: usize, (left, width): (f64, f64), frame: &Frame, svg: &mut Svg) {
    let each = width / shown.values.len() as f64;
    for (series, values) in shown.values.iter().enumerate() {
        let Some(value) = values[row] else { continue };
        let left = left + each * series as f64;
        let down = (frame.down(0.0), frame.down(value));
        svg.bar(shown, series, (left, left + each), down);
        let text = shown.figure(value);
        if width::of_bold(&text) + 2.0 <= each * NARROW / 100.0 {
            let y = if value < 0.0 { down.1 + 13.0 } else { down.1 - 4.0 };
            svg.text("value", (left + each / 2.0, y), 0.0, Anchor::Middle, &text);
        }
    }
}

fn stack(shown: &Shown<'_>, row: usize, (left, width): (f64, f64), frame: &Frame, svg: &mut Svg) {
    let mut sum = 0.0;
    for (series, values) in shown.values.iter().enumerate() {
        let Some(value) = values[row] else { continue };
        let down = (frame.down(sum), frame.down(sum + value));
        svg.bar(shown, series, (left, left + width), down);
        sum += value;
    }
}

/// Writes the names below the rows: all, or as many as fit.
fn names(shown: &Shown<'_>, left: f64, each: f64, svg: &mut Svg) {
    let widest = shown.rows.short.iter().map(|name| width::of(name)).fold(0.0, f64::max);
    let step = ((widest + 8.0) / (each * NARROW / 100.0)).ceil().max(1.0) as usize;
    for (row, name) in shown.rows.short.iter().enumerate().step_by(step) {
        let x = left + each * (row as f64 + 0.5);
        svg.text("tick", (x, TOP + HEIGHT + 17.0), 0.0, Anchor::Middle, name);
    }
}
