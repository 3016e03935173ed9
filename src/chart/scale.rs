//! The figures of an axis.

/// An axis of figures: from where to where it goes, and where its lines are.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The least.
    pub low: f64,
    /// The most: never the least.
    pub high: f64,
    /// The figures that are written beside it.
    pub ticks: Vec<f64>,
    /// How many digits these have after the decimal sign.
    pub decimals: usize,
}

impl Scale {
    /// An axis that goes a little beyond some figures, with so many lines, or a few more. The steps between
    /// them are 1, 2 or 5 of a power of ten: people read no others.
    pub fn nice(low: f64, high: f64, steps: u32) -> Self {
        let (low, high) = if low < high { (low, high) } else { widened(low) };
        let (step, power) = step((high - low) / f64::from(steps.max(1)));
        let at = |count: f64| match power < 0 {
            // A tenth has no exact form, but its power of ten has.
            true => count * step / 10_f64.powi(-power),
            false => count * step * 10_f64.powi(power),
        };
        let unit = at(1.0);
        // A figure on a line must not fall beside it by a hair.
        let first = (low / unit + 1e-9).floor();
        let last = (high / unit - 1e-9).ceil();
        let count = (last - first).max(1.0) as u32;
        let ticks = (0..=count).map(|place| at(first + f64::from(place))).collect();
        let decimals = usize::try_from(-power).unwrap_or(0);
        Self { low: at(first), high: at(first + f64::from(count)), ticks, decimals }
    }

    /// Where a figure is, from 0 at the least to 1 at the most.
    pub fn share(&self, figure: f64) -> f64 {
        ((figure - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// Where an axis goes if there is but one figure.
fn widened(figure: f64) -> (f64, f64) {
    match figure {
        0.0 => (0.0, 1.0),
        figure => (figure.min(0.0), figure.max(0.0)),
    }
}

/// The least of 1, 2 or 5 times a power of ten that is no smaller, and that power.
fn step(least: f64) -> (f64, i32) {
    let power = least.log10().floor();
    let times = least / 10_f64.powf(power);
    let (step, more) = match times {
        times if times <= 1.0 + 1e-9 => (1.0, 0),
        times if times <= 2.0 + 1e-9 => (2.0, 0),
        times if times <= 5.0 + 1e-9 => (5.0, 0),
        _ => (1.0, 1),
    };
    (step, power as i32 + more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(low: f64, high: f64, expected: &[f64]) {
        assert_eq!(Scale::nice(low, high, 4).ticks, expected);
    }

    #[test]
    fn steps_are_one_two_or_five() {
        check(0.0, 109.1, &[0.0, 50.0, 100.0, 150.0]);
        check(0.0, 1.0, &[0.0, 0.5, 1.0]);
        check(0.0, 0.3, &[0.0, 0.1, 0.2, 0.3]);
        check(-3.0, 7.0, &[-5.0, 0.0, 5.0, 10.0]);
        check(95.0, 99.0, &[95.0, 96.0, 97.0, 98.0, 99.0]);
        check(0.0, 0.0, &[0.0, 0.5, 1.0]);
        check(-2.0, -2.0, &[-2.0, -1.5, -1.0, -0.5, 0.0]);
    }

    proptest! {
        #[test]
        fn an_axis_holds_its_figures(a in -1e15..1e15_f64, b in -1e15..1e15_f64, small in -15..0_i32) {
            let (a, b) = (a * 10_f64.powi(small), b * 10_f64.powi(small));
            let scale = Scale::nice(a.min(b), a.max(b), 4);
            let room = (scale.high - scale.low) * 1e-6;
            prop_assert!(scale.low <= a.min(b) + room && a.max(b) - room <= scale.high, "{scale:?}");
            prop_assert!((2..=8).contains(&scale.ticks.len()), "{scale:?}");
        }
    }
}
