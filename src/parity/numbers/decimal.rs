//! Decimal numbers, exactly.

use std::fmt;

/// A number that is not negative: digits, and a power of ten. One value has one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Decimal {
    digits: u128,
    power: i16,
}

impl Decimal {
    /// The number of some digits before and after the decimal sign; `None` past 30 of them.
    pub fn parse(whole: &str, fraction: &str) -> Option<Self> {
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || digits.len() > 30 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let power = -i16::try_from(fraction.len()).ok()?;
        Some(Self { digits: digits.parse().ok()?, power }.reduced())
    }

    /// The number times a power of ten.
    #[must_use]
    pub fn shifted(self, power: i16) -> Self {
        if self.digits == 0 {
            self
        } else {
            Self { power: self.power.saturating_add(power), ..self }
        }
    }

    /// The number so many times.
    #[must_use]
    pub fn times(self, many: u64) -> Self {
        let digits = self.digits.saturating_mul(u128::from(many));
        Self { digits, ..self }.reduced()
    }

    /// The number and a half.
    #[must_use]
    pub fn and_half(self) -> Self {
        match self.integer() {
            Some(whole) => Self { digits: u128::from(whole) * 10 + 5, power: -1 }.reduced(),
            None => self,
        }
    }

    /// Whether it has three digits before the decimal sign at most.
    pub fn is_below_a_thousand(self) -> bool {
        self.digits.checked_ilog10().is_none_or(|log| i64::from(log) + i64::from(self.power) < 3)
    }

    /// The number, if it is whole and not too large.
    pub fn integer(self) -> Option<u64> {
        let factor = 10_u128.checked_pow(u32::try_from(self.power).ok()?)?;
        u64::try_from(self.digits.checked_mul(factor)?).ok()
    }

    fn reduced(mut self) -> Self {
        if self.digits == 0 {
            return Self::default();
        }
        while self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.power += 1;
        }
        self
    }
}

impl From<u64> for Decimal {
    fn from(whole: u64) -> Self {
        Self { digits: u128::from(whole), power: 0 }.reduced()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits.to_string();
        let point = i32::try_from(digits.len()).unwrap_or(i32::MAX) + i32::from(self.power);
        match usize::try_from(point) {
            Ok(point) if point >= digits.len() => write!(f, "{digits:0<point$}"),
            Ok(point) if point > 0 => write!(f, "{}.{}", &digits[..point], &digits[point..]),
            _ => write!(f, "0.{digits:0>width$}", width = usize::from(self.power.unsigned_abs())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_form() {
        let check = |whole: &str, fraction: &str, expected: &str| {
            let number = Decimal::parse(whole, fraction).expect("a number");
            assert_eq!(number.to_string(), expected);
        };
        check("1000", "", "1000");
        check("1", "50", "1.5");
        check("0", "010", "0.01");
        check("00", "0", "0");
        check("14", "8", "14.8");
        assert_eq!(
            Decimal::parse("14", "8").map(|n| n.shifted(12)),
            Decimal::parse("14800000000000", "")
        );
        assert_eq!(Decimal::from(1).and_half(), Decimal::parse("1", "5").expect("a number"));
        assert_eq!(Decimal::from(2).times(7), Decimal::from(14));
        assert_eq!(Decimal::parse(&"9".repeat(31), ""), None);
    }
}
