//! What feeds of all formats have in common: entries, each made once for all feeds that hold it.
//!
//! A story stands in the feed of all stories and in those of its topics, whole text and all. So feeds are made
//! together that hold the same entries.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::hashed::{Fingerprint, Hashed};
use crate::l10n::foreign::{has_marks, without_marks};
use crate::limits;
use crate::outputs::Inlay;
use crate::parse::config::FeedFormat;
use crate::plan::{Content, Entry, Page};

/// The feeds that a feed is made together with: those of its language in its format.
pub fn group(page: &Page) -> Option<(usize, FeedFormat)> {
    match &page.content {
        Content::Feed(feed) => Some((feed.locality, feed.format)),
        _ => None,
    }
}

/// An entry as a feed has it.
pub struct Made {
    /// As it is written.
    pub text: Box<str>,
    /// Where in that the article's text is, as far as it is known.
    pub inlay: Option<Inlay>,
    /// Whether it has names in another language, with marks around them.
    is_marked: bool,
}

impl Made {
    /// An entry as it is written, and where its text is in that.
    pub fn new(text: String, inlay: Option<Inlay>) -> Self {
        Self { is_marked: has_marks(&text), text: text.into(), inlay }
    }
}

/// The entries that were made so far, for feeds of one language in one format.
#[derive(Default)]
pub struct Entries {
    made: Mutex<FxHashMap<Fingerprint, Arc<Made>>>,
    /// How long all of them are, and those that were too much to be held.
    bytes: AtomicUsize,
}

impl Entries {
    /// What another feed has made of an entry, or else what `make` does.
    pub fn get(&self, entry: &Hashed<Entry>, make: impl FnOnce(&Entry) -> Made) -> Arc<Made> {
        if Arc::strong_count(entry.arc()) == 1 {
            // No other feed will ask.
            return Arc::new(make(entry));
        }
        let known = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known().get(&entry.fingerprint()).map(Arc::clone);
        found.unwrap_or_else(|| {
            // Two threads may both make it: it is the same.
            let made = Arc::new(make(entry));
            let before = self.bytes.fetch_add(made.text.len(), Ordering::Relaxed);
            if before < limits::FEED_ENTRIES_HELD_BYTES {
                known().insert(entry.fingerprint(), Arc::clone(&made));
            }
            made
        })
    }
}

/// Puts a feed together from its beginning, its entries with something between them, and its end. Tells
/// where texts are in it.
pub fn join(
    mut feed: String,
    entries: &[Arc<Made>],
    (between, end): (&str, &str),
) -> (Vec<u8>, Vec<Inlay>) {
    let is_marked = has_marks(&feed) || entries.iter().any(|made| made.is_marked);
    let length: usize = entries.iter().map(|made| made.text.len() + between.len()).sum();
    feed.reserve_exact(length + end.len());
    let mut inlays = Vec::with_capacity(entries.len());
    for (index, made) in entries.iter().enumerate() {
        feed.push_str(if index == 0 { "" } else { between });
        inlays.extend(made.inlay.clone().map(|inlay| moved(inlay, feed.len())));
        feed.push_str(&made.text);
    }
    feed.push_str(end);
    debug_assert_eq!(is_marked, has_marks(&feed), "what is written between entries has no marks");
    // Names in another language cannot say so here: a feed's language is that of all its texts.
    match is_marked {
        true => (without_marks(&feed).into_owned().into_bytes(), Vec::new()),
        false => (feed.into_bytes(), inlays),
    }
}

/// A text in an entry, as one in the feed that has the entry at a place.
fn moved(mut inlay: Inlay, by: usize) -> Inlay {
    for place in &mut inlay.places {
        *place = place.start + by..place.end + by;
    }
    inlay
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::l10n::foreign::{CLOSE, MIDDLE, OPEN};
    use crate::outputs::Manner;
    use crate::world::VPath;

    fn entry(id: &str) -> Hashed<Entry> {
        let (url, published, updated) = Default::default();
        let (authors, summary, topics, body, contents) = Default::default();
        let (id, title) = (id.to_owned(), "a".into());
        let entry =
            Entry { id, title, url, published, updated, authors, summary, topics, body, contents };
        Hashed::new(entry)
    }

    fn made(entry: &Entry) -> Made {
        let (file, manner, place) = (VPath::new(&entry.id), Manner::Atom(String::new()), 1..2);
        let inlay = Inlay { file, manner, places: vec![place] };
        Made::new(format!("<{}>", entry.id), Some(inlay))
    }

    #[test]
    fn an_entry_is_made_once_and_let_go_of_after_the_last_feed() {
        let (entries, count) = (Entries::default(), Cell::new(0));
        let make = |entry: &Entry| {
            count.set(count.get() + 1);
            made(entry)
        };
        let one = [entry("a"), entry("b")];
        let other = one.clone();
        let [a, b] = one.each_ref().map(|entry| entries.get(entry, make));
        let [same_a, same_b] = other.each_ref().map(|entry| entries.get(entry, make));
        assert!(Arc::ptr_eq(&a, &same_a) && Arc::ptr_eq(&b, &same_b));
        assert_eq!((count.get(), &*a.text, &*b.text), (2, "<a>", "<b>"));
        let left = Arc::downgrade(&a);
        drop((a, same_a));
        assert!(left.upgrade().is_some());
        drop(entries);
        assert!(left.upgrade().is_none());
    }

    #[test]
    fn an_entry_that_no_other_feed_can_have_is_not_held() {
        let entries = Entries::default();
        let left = Arc::downgrade(&entries.get(&entry("a"), made));
        assert!(left.upgrade().is_none());
    }

    #[test]
    fn what_is_too_much_is_not_held() {
        let entries = Entries::default();
        let half = "x".repeat(limits::FEED_ENTRIES_HELD_BYTES / 2);
        let one = ["a", "b", "c", "d"].map(entry);
        let _other = one.clone();
        let is_held = |entry: &Hashed<Entry>| {
            let make = |_: &Entry| Made::new(half.clone(), None);
            let left = Arc::downgrade(&entries.get(entry, make));
            left.upgrade().is_some()
        };
        assert_eq!(one.each_ref().map(is_held), [true, true, false, false]);
    }

    #[test]
    fn texts_are_found_in_a_feed() {
        let entries = ["a", "b"].map(|id| Arc::new(made(&entry(id))));
        let (feed, inlays) = join("head ".to_owned(), &entries, (", ", " tail"));
        assert_eq!(feed, b"head <a>, <b> tail");
        let found =
            inlays.iter().map(|inlay| (inlay.file.as_str(), &feed[inlay.places[0].clone()]));
        assert_eq!(found.collect::<Vec<_>>(), [("a", &b"a"[..]), ("b", b"b")]);
        assert_eq!(join("[".to_owned(), &[], (",", "]")), (b"[]".to_vec(), Vec::new()));
    }

    #[test]
    fn names_in_another_language_are_without_marks_and_no_text_is_found_beside_them() {
        let marked = format!("{OPEN}fr{MIDDLE}été{CLOSE}");
        let check = |head: &str, id: &str| {
            let (feed, inlays) = join(head.to_owned(), &[Arc::new(made(&entry(id)))], ("", "."));
            assert_eq!(String::from_utf8(feed).expect("text"), "été <été>.");
            inlays.len()
        };
        let found = [("été ", "été"), (&format!("{marked} "), "été"), ("été ", &*marked)];
        assert_eq!(found.map(|(head, id)| check(head, id)), [1, 0, 0]);
    }
}
