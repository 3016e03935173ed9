//! The index as files: lines in the order of their forms, cut so that a browser loads few bytes.
//!
//! A line is of one of these kinds:
//!
//! - `puce a3c7`: a word, and the articles that have one of its forms. Letters are the gap to the
//!   article before, counted from 0 in base 52 (`a` to `z`, `A` to `Z`) without a letter for 0; a digit
//!   ends the article, and is what the word counts in it;
//! - `puces=puce`: a form of the word whose line that is;
//! - `#chips a0c0`: what is filed under a topic.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;

use super::places::Place;
use crate::limits;

/// A file is cut once it holds as many bytes, where a form says so.
const ENOUGH: usize = 8 * 1024;

/// A file is cut before it holds more bytes than these, wherever that is, unless one line does.
const MOST: usize = 32 * 1024;

/// Then a cut comes once in so many bytes: an edit moves the cuts beside it, and no others.
const SPREAD: u64 = 2 * 1024;

/// The line of a word: of very many articles those in which it counts most, and the newest.
pub(super) fn line_of_word(form: &str, mut places: Vec<Place>) -> String {
    if places.len() > limits::SEARCH_ARTICLES {
        places.sort_unstable_by_key(|(number, level)| (u8::MAX - level, u32::MAX - number));
        places.truncate(limits::SEARCH_ARTICLES);
        places.sort_unstable();
    }
    line(form, &places)
}

/// The line of a form of a word that has another line.
pub(super) fn line_of_form(form: &str, word: &str) -> String {
    format!("{form}={word}\n")
}

fn line(form: &str, places: &[Place]) -> String {
    let mut line = String::with_capacity(form.len() + 2 + places.len() * 2);
    line.push_str(form);
    line.push(' ');
    encode(places, &mut line);
    line.push('\n');
    line
}

/// A file of what is filed under topics, which comes before those of words.
pub struct Listed {
    /// Its first form.
    pub first: String,
    /// Its lines.
    pub text: String,
}

/// The articles of each topic, by its id, in files.
pub fn lists<'a>(filed: impl IntoIterator<Item = (u32, &'a str)>) -> Vec<Listed> {
    let mut all: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for (number, id) in filed {
        all.entry(id).or_default().push((number, 0));
    }
    let all = all.into_iter().map(|(id, places)| (format!("#{id}"), places));
    let lines: Vec<_> = all.map(|(form, places)| (line(&form, &places), form)).collect();
    let ranges = cut(lines.iter().map(|(line, form)| (form.as_str(), line.len())));
    let listed = |range: Range<usize>| Listed {
        first: lines[range.start].1.clone(),
        text: lines[range].iter().map(|(line, _)| line.as_str()).collect(),
    };
    ranges.into_iter().map(listed).collect()
}

/// Whether a file may begin with a form, the more likely the longer its line is. The other lines do not count, so
/// that most files of two builds are the same though some of their lines are not.
fn may_begin(form: &str, length: usize) -> bool {
    let mut hasher = FxHasher::default();
    hasher.write(form.as_bytes());
    hasher.finish() % SPREAD < length as u64
}

fn encode(places: &[Place], text: &mut String) {
    const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
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
}

/// Cuts lines into files, by their forms and how many bytes each has.
pub(super) fn cut<'a>(lines: impl Iterator<Item = (&'a str, usize)>) -> Vec<Range<usize>> {
    let mut files: Vec<Range<usize>> = Vec::new();
    let mut size = 0;
    for (number, (form, length)) in lines.enumerate() {
        match files.last_mut() {
            Some(file) if size + length <= MOST && !(size > ENOUGH && may_begin(form, length)) => {
                file.end += 1;
                size += length;
            }
            _ => {
                files.push(number..number + 1);
                size = length;
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_told_by_the_gaps_between_them() {
        let check = |numbers: &[u32], expected: &str| {
            let places: Vec<_> = numbers.iter().map(|number| (*number, 1)).collect();
            assert_eq!(line("x", &places), format!("x {expected}\n"));
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
        let line = line_of_word("x", places);
        assert_eq!(line, format!("x 1b0{}\n", "0".repeat(limits::SEARCH_ARTICLES - 2)));
    }

    #[test]
    fn topics_are_filed_in_their_order() {
        let listed = lists([(0, "x"), (0, "b"), (2, "x")]);
        let all: Vec<_> = listed.iter().map(|one| (&*one.first, &*one.text)).collect();
        assert_eq!(all, [("#b", "#b 0\n#x 0a0\n")]);
        assert!(lists([]).is_empty());
    }

    #[test]
    fn files_are_small_and_an_edit_moves_few_cuts() {
        let forms: Vec<String> = (0..5000).map(|number| format!("{number:04}")).collect();
        let files = |length: usize| {
            let lengths = (0..).map(|number| if number == 2100 { length } else { 56 });
            cut(forms.iter().map(String::as_str).zip(lengths))
        };
        let (before, after) = (files(56), files(66));
        assert!(before.len() > 8);
        assert!(before.iter().all(|file| file.len() * 56 <= MOST));
        assert_eq!(before.iter().map(Range::len).sum::<usize>(), 5000);
        let same = after.iter().filter(|file| before.contains(file));
        assert!(same.count() >= after.len() - 2);
    }
}
