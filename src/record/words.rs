//! What the search has found of words, a file for each locale: an edit in one language leaves that of another.
#![expect(clippy::disallowed_methods, reason = "this module keeps files of its own on the disk")]

use std::fs;
use std::io;

use rayon::prelude::*;

use super::{Found, Record};
use crate::plan::{NewSearchWords, SearchWords};

/// How the names of files begin, before the locale's tag.
const WORDS: &str = "words-";

impl Record {
    /// The words of all articles, for the search.
    pub fn words(&self) -> Found<SearchWords> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let tag = |name: String| Some(name.strip_prefix(WORDS)?.to_owned());
        // What a build that was killed has left half written has a point in its name.
        let tags: Vec<String> = names.filter_map(tag).filter(|tag| !tag.contains('.')).collect();
        let words = |tag: String| Ok((tag.clone(), self.decode(&format!("{WORDS}{tag}"))?));
        tags.into_par_iter().map(words).collect()
    }

    /// Keeps the words of locales in which they are others than before.
    pub fn keep_words(&self, words: &NewSearchWords) -> io::Result<()> {
        words.par_iter().try_for_each(|(tag, words)| {
            let name = format!("{WORDS}{tag}");
            match words {
                Some(words) => self.encode(&name, words).map(drop),
                None => self.remove(&name),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_locale_has_a_file_and_one_that_is_not_searched_any_more_has_none() {
        let root = tempfile::TempDir::new().unwrap();
        let record = Record::of(root.path());
        let keep = |words: [(&str, bool); 2]| {
            let words = words
                .map(|(tag, is_searched)| (tag.to_owned(), is_searched.then(Default::default)));
            record.keep_words(&words.into()).unwrap();
            let words = record.words().expect("what was kept");
            words.into_keys().collect::<Vec<_>>()
        };
        assert_eq!(record.words().expect("nothing").len(), 0);
        assert_eq!(keep([("fr", true), ("en-GB", true)]), ["en-GB", "fr"]);
        fs::write(root.path().join(".depeche/words-fr.1.new"), "half").unwrap();
        assert_eq!(keep([("fr", false), ("de", false)]), ["en-GB"]);
        fs::write(root.path().join(".depeche/words-en-GB"), super::super::head("words-en-GB"))
            .unwrap();
        assert!(record.words().is_err());
    }
}
