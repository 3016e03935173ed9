//! Numbers as texts have them, exactly: decimal ones, and parts such as a third.

use std::fmt;

/// A number that is not negative: digits, a power of ten, and what both are divided by.
///
/// One value has one form: the divisor has no factor of ten, nor one that it shares with the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rational {
    digits: u128,
    power: i16,
    divisor: u64,
}

impl Rational {
    /// The number of some digits before and after the decimal sign; `None` past 30 of them.
    pub fn parse(whole: &str, fraction: &str) -> Option<Self> {
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || digits.len() > 30 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let power = -i16::try_from(fraction.len()).ok()?;
        Some(Self { digits: digits.parse().ok()?, power, divisor: 1 }.reduced())
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

    /// One of so many equal parts of the number, which is itself if that is none.
    #[must_use]
    pub fn divided(self, parts: u64) -> Self {
        let divisor = self.divisor.checked_mul(parts).filter(|divisor| *divisor > 0);
        divisor.map_or(self, |divisor| Self { divisor, ..self }.reduced())
    }

    /// The sum of two numbers; `None` if it has too many digits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let divisor = self.divisor.checked_mul(other.divisor)?;
        let power = self.power.min(other.power);
        let part = |number: Self, by: u64| {
            let shift = u32::try_from(i32::from(number.power) - i32::from(power)).ok()?;
            number.digits.checked_mul(10_u128.checked_pow(shift)?)?.checked_mul(u128::from(by))
        };
        let digits = part(self, other.divisor)?.checked_add(part(other, self.divisor)?)?;
        Some(Self { digits, power, divisor }.reduced())
    }

    /// Whether it has three digits before the decimal sign at most.
    pub fn is_below_a_thousand(self) -> bool {
        let digits = self.digits / u128::from(self.divisor);
        digits.checked_ilog10().is_none_or(|log| i64::from(log) + i64::from(self.power) < 3)
    }

    /// The number, if it is whole and not too large.
    pub fn integer(self) -> Option<u64> {
        let factor = 10_u128.checked_pow(u32::try_from(self.power).ok()?)?;
        let whole = self.digits.checked_mul(factor)?;
        u64::try_from(whole).ok().filter(|_| self.divisor == 1)
    }

    /// Whether another number is this one rounded to the digits that the other has: a third is 33.3%.
    pub fn rounds_to(self, other: Self) -> bool {
        let unit = Self { digits: 1, power: other.power.min(0), divisor: 2 }.reduced();
        let near = |less: Self, more: Self| less.plus(unit).is_some_and(|sum| !sum.is_below(more));
        other.divisor == 1 && near(self, other) && near(other, self)
    }

    fn is_below(self, other: Self) -> bool {
        let power = self.power.min(other.power);
        let part = |number: Self, by: u64| {
            let shift = u32::try_from(i32::from(number.power) - i32::from(power)).ok()?;
            number.digits.checked_mul(10_u128.checked_pow(shift)?)?.checked_mul(u128::from(by))
        };
        match (part(self, other.divisor), part(other, self.divisor)) {
            (Some(one), Some(other)) => one < other,
            _ => self.power < other.power,
        }
    }

    fn reduced(mut self) -> Self {
        if self.digits == 0 {
            return Self::default();
        }
        for (factor, other) in [(2, 5_u8), (5, 2)] {
            // A half is five tenths.
            while self.divisor.is_multiple_of(factor)
                && let Some(digits) = self.digits.checked_mul(u128::from(other))
            {
                (self.digits, self.divisor) = (digits, self.divisor / factor);
                self.power = self.power.saturating_sub(1);
            }
        }
        let common = common_divisor(self.digits, self.divisor);
        (self.digits, self.divisor) = (self.digits / u128::from(common), self.divisor / common);
        while self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.power = self.power.saturating_add(1);
        }
        self
    }
}

/// The greatest number that divides both.
fn common_divisor(digits: u128, divisor: u64) -> u64 {
    let (mut a, mut b) = (divisor, u64::try_from(digits % u128::from(divisor)).unwrap_or(0));
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Default for Rational {
    fn default() -> Self {
        Self { digits: 0, power: 0, divisor: 1 }
    }
}

impl From<u64> for Rational {
    fn from(whole: u64) -> Self {
        Self { digits: u128::from(whole), power: 0, divisor: 1 }.reduced()
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits.to_string();
        let point = i32::try_from(digits.len()).unwrap_or(i32::MAX) + i32::from(self.power);
        match usize::try_from(point) {
            Ok(point) if point >= digits.len() => write!(f, "{digits:0<point$}"),
            Ok(point) if point > 0 => write!(f, "{}.{}", &digits[..point], &digits[point..]),
            _ => write!(f, "0.{digits:0>width$}", width = usize::from(self.power.unsigned_abs())),
        }?;
        if self.divisor > 1 { write!(f, "/{}", self.divisor) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_value_has_one_form() {
        let check = |whole: &str, fraction: &str, expected: &str| {
            let number = Rational::parse(whole, fraction).expect("a number");
            assert_eq!(number.to_string(), expected);
        };
        check("1000", "", "1000");
        check("1", "50", "1.5");
        check("0", "010", "0.01");
        check("00", "0", "0");
        check("14", "8", "14.8");
        assert_eq!(
            Rational::parse("14", "8").map(|n| n.shifted(12)),
            Rational::parse("14800000000000", "")
        );
        assert_eq!(Rational::from(2).times(7), Rational::from(14));
        assert_eq!(Rational::parse(&"9".repeat(31), ""), None);
    }

    #[test]
    fn parts_are_exact() {
        let part = |of: u64, parts: u64| Rational::from(of).divided(parts);
        assert_eq!(part(3, 4), Rational::parse("0", "75").expect("a number"));
        assert_eq!(part(2, 6), part(1, 3));
        assert_eq!(part(1, 3).times(3), Rational::from(1));
        assert_eq!(part(1, 3).plus(part(1, 6)), Some(part(1, 2)));
        assert_eq!(part(1, 3).to_string(), "1/3");
        assert_eq!(part(5, 0), Rational::from(5));
        let rounds = |of, parts, to: (&str, &str)| {
            part(of, parts).rounds_to(Rational::parse(to.0, to.1).expect("a number"))
        };
        assert!(rounds(100, 3, ("33", "")) && rounds(100, 3, ("33", "3")));
        assert!(rounds(200, 3, ("67", "")) && rounds(100, 2, ("50", "")));
        assert!(!rounds(100, 3, ("34", "")) && !rounds(100, 3, ("33", "4")));
        assert!(!rounds(100, 3, ("30", "")));
    }

    proptest! {
        #[test]
        fn a_fraction_has_one_form(of in 0_u64..1_000, parts in 1_u64..1_000, by in 1_u64..1_000) {
            let number = Rational::from(of).divided(parts);
            prop_assert_eq!(Rational::from(of * by).divided(parts * by), number);
            prop_assert_eq!(number.plus(number), Some(number.times(2)));
            prop_assert_eq!(number.times(parts).integer(), Some(of));
        }
    }
}
