//! Titles before names, and Roman numbers after them.

use super::setter::{Setter, is_word};

/// Who writes numbers as no one else does: the `IIe` of Apple is no ordinal.
const NO_ORDINALS: &[&str] = &["Apple"];

impl Setter<'_> {
    /// Deals with a word that begins with a capital: a title, a Roman number, or any other.
    pub fn capital(&mut self, at: usize) -> usize {
        let end = self.word_end(at);
        // No title is as long, and no Roman number: that of most words ends the matter.
        if end - at > 8 || !self.begins_name(at) {
            return end;
        }
        let word = &self.text[at..end];
        if self.rules.titles.contains(&word) {
            return self.title(word, end);
        }
        let numeral = word.bytes().take_while(|byte| b"IVXL".contains(byte)).count();
        let value = roman(&word[..numeral]);
        if value > 0 {
            self.roman_number(at, at + numeral, end, value);
        }
        end
    }

    fn begins_name(&self, at: usize) -> bool {
        let mut before = self.text[..at].chars().rev();
        match before.next() {
            Some('.') => !before.next().is_some_and(is_word),
            Some(c) => !is_word(c) && !"_@/\\#".contains(c),
            None => true,
        }
    }

    /// Keeps a title to its name. A single `M` is one only with its full stop.
    fn title(&mut self, word: &str, end: usize) -> usize {
        let stop = end + usize::from(self.text[end..].starts_with('.'));
        let next = self.blanks_after(stop);
        let complete = stop > end || !matches!(word, "M" | "MM");
        if complete && self.after(next).is_some_and(char::is_uppercase) {
            self.bind(stop..next);
        }
        end
    }

    fn roman_number(&mut self, at: usize, digits: usize, end: usize, value: u8) {
        let start = self.blanks_before(at);
        let name = self.word_before(start);
        let ending = &self.text[digits..end];
        let reigns = start < at && self.rules.sovereigns.binary_search(&name).is_ok();
        if reigns && matches!(ending, "" | "er" | "re") {
            self.bind(start..at);
        }
        let right = match ending {
            "er" | "ers" => value == 1,
            "re" | "res" => value == 1 && self.counts(end),
            "e" | "es" => value > 1 && (digits - at > 1 || self.counts(end)),
            _ => false,
        };
        if right
            && self.rules.numbers.ordinals
            && !NO_ORDINALS.contains(&name)
            && self.may_raise(end)
        {
            self.raise(digits, end);
        } else {
            self.judge_ordinal(at, digits..end, value == 1);
        }
    }

    /// Whether what is counted follows: `Xe` may be a name, `Xe siècle` is not.
    fn counts(&self, end: usize) -> bool {
        let next = self.blanks_after(end);
        let word = &self.text[next..self.word_end(next)];
        next > end && self.rules.numbers.counted.contains(&word)
    }
}

/// The value of a Roman number from 1 to 89, or else 0.
fn roman(numeral: &str) -> u8 {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    const TENS: [&str; 9] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"];
    let tens = (0..9_u8).rev().find(|&tens| numeral.starts_with(TENS[usize::from(tens)]));
    let tens = tens.unwrap_or_default();
    let rest = &numeral[TENS[usize::from(tens)].len()..];
    let ones = (0..10_u8).find(|&ones| ONES[usize::from(ones)] == rest);
    ones.map_or(0, |ones| tens * 10 + ones)
}
