//! The index as files: lines in the order of their forms, cut so that a browser loads few bytes.
//!
//! A line is of one of these kinds:
//!
//! - `puce a3c7`: a word, and the articles that have one of its forms. Letters are the gap to the
//!   article before, counted from 0 in base 52 (`a` to `z`, `A` to `Z`) without a letter for 0; a digit
//!   ends the article, and is what the word counts in it;
//! - `puces=puce`: a form of the word whose line that is;
//! - `#chips a0c0`: what is filed under a topic.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::limits;

/// A file is cut once it holds as many bytes, where a form says so.
const ENOUGH: usize = 10 * 1024;

/// A file is cut before it holds more bytes than these, wherever that is, unless one line does.
const MOST: usize = 32 * 1024;

/// A file is cut before one form of so many: an edit moves the cuts beside it, and no others.
const CUTS: u64 = 32;

/// A part of the index.
pub struct Shard {
    /// Its first form.
    pub first: String,
    /// Its lines.
    pub text: String,
}

/// A line of the index.
pub(super) struct Line {
    /// What it is sorted by.
    pub form: String,
    rest: String,
}

impl Line {
    /// The line of a word: of very many articles those in which it counts most, and the newest.
    pub fn of_word(form: &str, mut places: Vec<(u32, u8)>) -> Self {
        if places.len() > limits::SEARCH_ARTICLES {
            places.sort_unstable_by_key(|(number, level)| (u8::MAX - level, u32::MAX - number));
            places.truncate(limits::SEARCH_ARTICLES);
            places.sort_unstable();
        }
        Self { form: form.to_owned(), rest: format!(" {}\n", encode(&places)) }
    }

    /// The line of a form of a word that has another line.
    pub fn of_form(form: &str, word: &str) -> Self {
        Self { form: form.to_owned(), rest: format!("={word}\n") }
    }

    /// The line of a topic.
    pub fn of_list(id: &str, places: &[(u32, u8)]) -> Self {
        Self { form: format!("#{id}"), rest: format!(" {}\n", encode(places)) }
    }

    fn len(&self) -> usize {
        self.form.len() + self.rest.len()
    }

    /// Whether a file may begin with it. The form alone decides, so that most files of two builds are
    /// the same though some of their lines are not.
    fn may_begin(&self) -> bool {
        let mut hasher = FxHasher::default();
        hasher.write(self.form.as_bytes());
        hasher.finish().is_multiple_of(CUTS)
    }
}

fn encode(places: &[(u32, u8)]) -> String {
    const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut text = String::with_capacity(places.len() * 2);
    let mut next = 0;
    for (number, level) in places {
        let mut gap = number - next;
        next = number + 1;
        while gap > 0 {
            gap -= 1;
            text.push(char::from(LETTERS[(gap % 52) as usize]));
            gap /= 52;
        }
        text.push(char::from(b'0' + level));
    }
    text
}

/// Cuts the index into files.
pub(super) fn cut(lines: Vec<Line>) -> Vec<Shard> {
    let mut shards: Vec<Shard> = Vec::new();
    for line in lines {
        let full = shards.last().is_none_or(|shard| {
            let length = shard.text.len();
            length > ENOUGH && line.may_begin() || length + line.len() > MOST
        });
        if full {
            shards.push(Shard { first: line.form.clone(), text: String::new() });
        }
        if let Some(shard) = shards.last_mut() {
            shard.text.push_str(&line.form);
            shard.text.push_str(&line.rest);
        }
    }
    shards
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_told_by_the_gaps_between_them() {
        let check = |numbers: &[u32], expected: &str| {
            let places: Vec<_> = numbers.iter().map(|number| (*number, 1)).collect();
            assert_eq!(encode(&places), expected);
        };
        check(&[], "");
        check(&[0, 1, 2], "111");
        check(&[1, 3, 53], "a1a1W1");
        check(&[52, 53], "Z11");
        check(&[53, 53 + 1 + 105], "aa1ab1");
    }

    #[test]
    fn a_word_of_too_many_articles_keeps_the_best_and_the_newest() {
        let most = u32::try_from(limits::SEARCH_ARTICLES).expect("a small number");
        let places = (0..most + 2).map(|number| (number, u8::from(number == 0))).collect();
        let line = Line::of_word("x", places);
        assert_eq!(line.rest, format!(" 1b0{}\n", "0".repeat(limits::SEARCH_ARTICLES - 2)));
    }

    #[test]
    fn files_are_small_and_an_edit_changes_few() {
        let form = |number: usize| format!("{:04}", number * 3 % 10_000);
        let lines = |length: usize| {
            let mut lines: Vec<Line> = (0..5000)
                .map(|number| Line { form: form(number), rest: format!("{}\n", "x".repeat(50)) })
                .collect();
            lines[7].rest = format!("{}\n", "x".repeat(length));
            lines.sort_by(|a, b| a.form.cmp(&b.form));
            cut(lines)
        };
        let (before, after) = (lines(50), lines(60));
        assert!(before.len() > 8);
        assert!(before.iter().all(|shard| shard.text.len() <= MOST));
        let same = |shard: &&Shard| before.iter().any(|old| old.text == shard.text);
        assert!(after.iter().filter(same).count() >= after.len() - 2);
    }
}
