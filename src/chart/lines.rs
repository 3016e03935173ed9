//! Lines, and the frame that columns have, too.

use std::fmt::Write;

use super::NARROW;
use super::scale::Scale;
use super::series;
use super::shown::Shown;
use super::svg::{Anchor, Short, Svg};
use super::width;

/// How high the field is that figures are drawn in, and what is above it.
pub const HEIGHT: f64 = 200.0;
pub const TOP: f64 = 20.0;

/// How many lines an axis has, or a few more.
const STEPS: u32 = 4;

/// Past so many points a line has none.
const POINTS: usize = 24;

/// The per cent of the width that is left between two names.
const BETWEEN: f64 = 3.0;

/// The most of the width that the figures of the axis may take.
const SIDE: f64 = 40.0;

/// An axis of figures, and where what it measures begins.
pub struct Frame {
    scale: Scale,
    /// The per cent of the width that its figures take.
    pub left: f64,
}

impl Frame {
    pub fn new(shown: &Shown<'_>, scale: Scale) -> Self {
        let written = scale.ticks.iter().map(|tick| shown.tick(*tick, scale.decimals));
        let widest = written.map(|text| width::of(&text)).fold(0.0, f64::max);
        Self { scale, left: ((widest + 6.0) / NARROW * 100.0).min(SIDE) }
    }

    /// Where a figure is, from the top.
    pub fn down(&self, figure: f64) -> f64 {
        TOP + HEIGHT * (1.0 - self.scale.share(figure))
    }

    /// Draws a line across for each figure of the axis, which stands above it.
    pub fn draw(&self, shown: &Shown<'_>, svg: &mut Svg) {
        for tick in &self.scale.ticks {
            let y = self.down(*tick);
            svg.line("grid", (0.0, y), (100.0, y));
            let text = shown.tick(*tick, self.scale.decimals);
            svg.text("tick", (0.0, y - 4.0), 0.0, Anchor::Start, &text);
        }
    }
}

/// Draws a line for each series.
pub fn draw(shown: &Shown<'_>, svg: &mut Svg) {
    let (low, high) = ends(shown);
    let frame = Frame::new(shown, Scale::nice(low, high, STEPS));
    frame.draw(shown, svg);
    let across = across(shown, &frame);
    let _ = writeln!(
        svg.content,
        "<svg width=\"100%\" height=\"{height}\" viewBox=\"0 0 1000 {height}\" \
         preserveAspectRatio=\"none\">",
        height = TOP + HEIGHT
    );
    for (place, values) in shown.values.iter().enumerate() {
        path(place, values, &across, &frame, &mut svg.content);
    }
    svg.content.push_str("</svg>\n");
    for (place, values) in shown.values.iter().enumerate() {
        points(place, values, &across, &frame, &mut svg.content);
    }
    if let [values] = shown.values.as_slice() {
        last(shown, values, &across, &frame, svg);
    }
    names(shown, &across, svg);
    svg.height = TOP + HEIGHT + 24.0;
}

/// From where to where the axis goes. It begins at zero, unless all would be one flat line then.
fn ends(shown: &Shown<'_>) -> (f64, f64) {
    let low = shown.figures().fold(f64::INFINITY, f64::min);
    let high = shown.figures().fold(f64::NEG_INFINITY, f64::max);
    match (low, high) {
        (low, high) if low >= 0.0 && low <= high / 2.0 => (0.0, high),
        (low, high) if high <= 0.0 && high >= low / 2.0 => (low, 0.0),
        both => both,
    }
}

/// Where each row is: as far from the others as its date or number is, or else one step.
fn across(shown: &Shown<'_>, frame: &Frame) -> Vec<f64> {
    let steps = || (0..shown.rows.names.len()).map(|row| row as f64).collect();
    let places = shown.rows.places.clone().unwrap_or_else(steps);
    let first = places.iter().copied().fold(f64::INFINITY, f64::min);
    let last = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (left, right) = (frame.left + 2.0, 97.0);
    let share = |place: f64| if first < last { (place - first) / (last - first) } else { 0.5 };
    places.into_iter().map(|place| left + share(place) * (right - left)).collect()
}

/// A line through the figures that are known: it is broken where one is not.
fn path(place: usize, values: &[Option<f64>], across: &[f64], frame: &Frame, out: &mut String) {
    let mut path = String::new();
    let mut pen = 'M';
    for (value, x) in values.iter().zip(across) {
        pen = match value {
            Some(value) => {
                let y = frame.down(*value);
                let _ = write!(path, "{pen}{} {}", Short(x * 10.0), Short(y));
                'L'
            }
            None => 'M',
        };
    }
    let _ = write!(out, "<path d=\"{path}\" vector-effect=\"non-scaling-stroke\"");
    series::write_stroke(place, out);
    out.push_str("/>\n");
}

fn points(place: usize, values: &[Option<f64>], across: &[f64], frame: &Frame, out: &mut String) {
    let known = || values.iter().zip(across).filter_map(|(value, x)| Some(((*value)?, *x)));
    // One that stands alone would not be seen without.
    let alone = |row: usize| {
        let near = [row.wrapping_sub(1), row + 1];
        near.iter().all(|near| values.get(*near).is_none_or(Option::is_none))
    };
    let many = known().count() > POINTS;
    for (row, (value, x)) in values.iter().zip(across).enumerate() {
        if let Some(value) = value.filter(|_| !many || alone(row)) {
            let y = (frame.down(value) * 100.0).round() / 100.0;
            series::write_point(place, &format!("{}%", Short(*x)), y, out);
            out.push('\n');
        }
    }
}

/// The last figure of the only line.
fn last(shown: &Shown<'_>, values: &[Option<f64>], across: &[f64], frame: &Frame, svg: &mut Svg) {
    let known = values.iter().zip(across).filter_map(|(value, x)| Some(((*value)?, *x)));
    let Some((value, x)) = known.max_by(|a, b| a.1.total_cmp(&b.1)) else { return };
    let y = (frame.down(value) - 9.0).max(12.0);
    svg.text("value", (x + 3.0, y), 0.0, Anchor::End, &shown.figure(value));
}

/// Writes the names of rows below them, as many as do not meet: the first and the last before others.
fn names(shown: &Shown<'_>, across: &[f64], svg: &mut Svg) {
    let mut order: Vec<usize> = (0..across.len()).collect();
    order.sort_by(|a, b| across[*a].total_cmp(&across[*b]));
    if let Some(last) = order.pop() {
        order.insert(order.len().min(1), last);
    }
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for row in order {
        let (x, name) = (across[row], shown.rows.short[row].as_str());
        let half = width::of(name) / NARROW * 50.0;
        let (at, anchor, left) = match x + half > 100.0 {
            true => (100.0, Anchor::End, 100.0 - half * 2.0),
            false => (x, Anchor::Middle, x - half),
        };
        let right = left + half * 2.0 + BETWEEN;
        if taken.iter().all(|(from, to)| right <= *from || *to <= left) {
            svg.text("tick", (at, TOP + HEIGHT + 17.0), 0.0, anchor, name);
            taken.push((left, right));
        }
    }
}
