//! Ids that are ASCII and unique within a body.

use std::collections::{HashMap, HashSet};

use crate::model::Slug;

/// How many characters of its words make an id.
const LONGEST: usize = 100;

/// Ids of the page around a body, which its headings must leave alone. Sources, which the page lists
/// as `source-1` and so on, are the other ones.
const OF_THE_PAGE: &[&str] =
    &["main", "article-updates", "article-contents", "footer-topics", "footer-site"];

/// The ids that are taken.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: HashSet<String>,
    /// The last number that was tried after each id, so that a thousand equal headings cost a
    /// thousand steps and not half a million.
    last: HashMap<String, u32>,
}

impl Ids {
    /// The ids that are taken before the body begins.
    pub(super) fn of_a_page() -> Self {
        let mut ids = Self::default();
        OF_THE_PAGE.iter().for_each(|id| ids.reserve(id));
        ids
    }

    /// Takes an id that cannot be changed, free or not.
    pub(super) fn reserve(&mut self, id: &str) {
        self.taken.insert(id.to_owned());
    }

    /// Takes `id`, or the first of `id-2`, `id-3`… that is free.
    pub(super) fn take(&mut self, id: &str) -> String {
        let source = id.strip_prefix("source-").is_some_and(|number| number.parse::<u32>().is_ok());
        if !source && self.taken.insert(id.to_owned()) {
            return id.to_owned();
        }
        let last = self.last.entry(id.to_owned()).or_insert(1);
        loop {
            *last += 1;
            let numbered = format!("{id}-{last}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// An ASCII id made of words, the first of them if there are many, or else `otherwise`.
pub(super) fn of_words(words: &str, otherwise: &str) -> String {
    let first: String = words.chars().take(LONGEST).collect();
    Slug::from_words(&first).map_or_else(|_| otherwise.to_owned(), |slug| slug.to_string())
}

/// An id as its author wrote it, made ASCII if it is not.
pub(super) fn of_written(id: &str, otherwise: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    if !id.is_empty() && id.bytes().all(plain) {
        return id.to_owned();
    }
    of_words(id, otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_taken_once() {
        let mut ids = Ids::default();
        ids.reserve("a-3");
        let taken: Vec<String> = (0..4).map(|_| ids.take("a")).collect();
        assert_eq!(taken, ["a", "a-2", "a-4", "a-5"]);
        assert_eq!(ids.take("a-2"), "a-2-2");
    }

    #[test]
    fn ids_of_the_page_are_left_alone() {
        let mut ids = Ids::of_a_page();
        assert_eq!(ids.take("main"), "main-2");
        assert_eq!(ids.take("source-1"), "source-1-2");
        assert_eq!(ids.take("source"), "source");
    }

    #[test]
    fn an_id_is_ascii() {
        assert_eq!(of_words("L’été : bilan", "section"), "l-ete-bilan");
        assert_eq!(of_words("…", "section"), "section");
        assert_eq!(of_written("Fig_1.a", "section"), "Fig_1.a");
        assert_eq!(of_written("été", "section"), "ete");
    }
}
