//! The texts of articles, each parsed when it is first asked for.

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::markdown::plain::Gap;
use super::markdown::{self, Body, Form, Manner, Text};
use crate::hashed::Fingerprint;
use crate::limits;
use crate::search::Found;
use crate::shelf::Aside;
use crate::world::{FileBytes, VPath};

/// The texts of articles, by the path of their file.
pub type Texts = FxHashMap<VPath, Arc<ArticleText>>;

/// Keeps texts until pages show them: the first in memory, and, where there is such a place, those past
/// [`limits::TEXTS_HELD_BYTES`] aside. All that waits for the whole site to be known is texts, mostly.
#[derive(Default)]
pub struct Keeper {
    held: AtomicUsize,
    aside: Option<Box<dyn Aside>>,
}

/// A text that is kept.
enum Kept {
    Here(Arc<Text>),
    Aside(Range<u64>),
}

impl Keeper {
    /// Puts aside what is too much.
    pub fn with(aside: Box<dyn Aside>) -> Self {
        Self { held: AtomicUsize::new(0), aside: Some(aside) }
    }

    fn keep(&self, text: Text) -> Kept {
        let held = self.held.fetch_add(text.html.len(), Ordering::Relaxed);
        let aside = self.aside.as_ref().filter(|_| held > limits::TEXTS_HELD_BYTES);
        let put = aside.and_then(|aside| aside.put(&as_bytes(&text)?));
        put.map_or_else(|| Kept::Here(Arc::new(text)), Kept::Aside)
    }

    fn find(&self, kept: &Kept) -> Option<Arc<Text>> {
        match kept {
            Kept::Here(text) => Some(Arc::clone(text)),
            Kept::Aside(place) => of_bytes(&self.aside.as_ref()?.get(place)?).map(Arc::new),
        }
    }
}

/// A text for [`of_bytes`]: how long its HTML is, that, and its holes.
fn as_bytes(text: &Text) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.html.len() + 256);
    bytes.extend_from_slice(&u32::try_from(text.html.len()).ok()?.to_le_bytes());
    bytes.extend_from_slice(text.html.as_bytes());
    postcard::to_extend(&text.holes, bytes).ok()
}

/// The text that [`as_bytes`] wrote.
fn of_bytes(bytes: &[u8]) -> Option<Text> {
    let (length, rest) = bytes.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (html, holes) = rest.split_at_checked(length)?;
    // To look whether this is text would otherwise take longer than all else that is done here.
    let html = simdutf8::basic::from_utf8(html).ok()?.to_owned();
    Some(Text { html, holes: postcard::from_bytes(holes).ok()? })
}

/// The text of an article, as HTML with holes.
///
/// An article that an earlier process has understood is not parsed again unless a page shows its text.
pub struct ArticleText {
    fingerprint: Fingerprint,
    kept: OnceLock<Kept>,
    keeper: Arc<Keeper>,
    file: VPath,
    source: FileBytes,
    body: Range<usize>,
    manner: Manner,
    form: Form,
    found: Option<Arc<Found>>,
}

impl ArticleText {
    /// The text of a file, whose `body` is Markdown, read in a language and as something; the text itself,
    /// if it is known. The fingerprint is that of all that it follows from.
    pub fn new(
        fingerprint: Fingerprint,
        (file, source): (&VPath, FileBytes),
        body: Range<usize>,
        (manner, form): (Manner, Form),
        known: Option<Text>,
        keeper: &Arc<Keeper>,
    ) -> Self {
        let kept = known.map(|text| keeper.keep(text));
        let kept = kept.map_or_else(OnceLock::new, OnceLock::from);
        let keeper = Arc::clone(keeper);
        let (file, found) = (file.clone(), None);
        Self { fingerprint, kept, keeper, file, source, body, manner, form, found }
    }

    /// The same, with what the search finds it by.
    #[must_use]
    pub fn with_found(self, found: Option<Arc<Found>>) -> Self {
        Self { found, ..self }
    }

    /// What the search finds the article by, if it does.
    pub fn found(&self) -> Option<&Arc<Found>> {
        self.found.as_ref()
    }

    /// Tells this text from others, without looking at it.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The text.
    pub fn get(&self) -> Arc<Text> {
        let kept = self.kept.get_or_init(|| self.keeper.keep(self.parse()));
        self.keeper.find(kept).unwrap_or_else(|| Arc::new(self.parse()))
    }

    fn parse(&self) -> Text {
        let bytes = self.source.get();
        let source = std::str::from_utf8(&bytes).unwrap_or_default();
        self.read(source).text
    }

    /// Writes the text as Markdown, with what `fill` writes in its gaps: see
    /// [`markdown::plain`]. It is read again, since hardly any page wants that.
    pub fn write_markdown(&self, out: &mut String, fill: impl FnMut(Gap<'_>, &mut String) -> bool) {
        let bytes = self.source.get();
        let source = std::str::from_utf8(&bytes).unwrap_or_default();
        let body = source.get(self.body.clone()).unwrap_or_default();
        markdown::plain::write(body, self.body.start, (&self.read(source), self.manner), fill, out);
    }

    fn read(&self, source: &str) -> Body {
        markdown::parse(&self.file, source, self.body.clone(), self.manner, &self.form).value
    }
}

impl fmt::Debug for ArticleText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleText({})", self.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// A place that is full after so many texts, and forgets some.
    struct Small {
        room: usize,
        put: Mutex<Vec<Vec<u8>>>,
        forgets: bool,
    }

    impl Aside for Small {
        fn put(&self, bytes: &[u8]) -> Option<Range<u64>> {
            let mut put = self.put.lock().unwrap();
            put.push(bytes.to_vec());
            let at = put.len() as u64;
            (put.len() <= self.room).then(|| at - 1..at)
        }

        fn get(&self, place: &Range<u64>) -> Option<Vec<u8>> {
            let put = self.put.lock().unwrap();
            (!self.forgets).then(|| put[place.start as usize].clone())
        }
    }

    fn text(number: usize) -> Text {
        Text { html: format!("{number}").repeat(limits::TEXTS_HELD_BYTES / 3), holes: Vec::new() }
    }

    #[test]
    fn what_is_too_much_is_put_aside_while_there_is_room() {
        let small = Small { room: 2, put: Mutex::default(), forgets: false };
        let keeper = Keeper::with(Box::new(small));
        let kept: Vec<Kept> = (1..9).map(|number| keeper.keep(text(number))).collect();
        let aside = kept.iter().map(|kept| matches!(kept, Kept::Aside(_)));
        let expected = [false, false, false, false, true, true, false, false];
        assert_eq!(aside.collect::<Vec<_>>(), expected);
        for (number, kept) in (1..9).zip(&kept) {
            assert_eq!(keeper.find(kept).as_deref(), Some(&text(number)), "{number}");
        }
    }

    #[test]
    fn a_text_that_was_lost_is_parsed_again() {
        let small = Small { room: 1, put: Mutex::default(), forgets: true };
        let keeper =
            Keeper { held: AtomicUsize::new(usize::MAX / 2), aside: Some(Box::new(small)) };
        let bytes = FileBytes::held(crate::hashed::Hashed::from_bytes(*b"*a*"));
        let file = (&VPath::new("content/a.en.md"), bytes);
        let read_as = Default::default();
        let of = Fingerprint::of("a");
        let lost = ArticleText::new(of, file, 0..3, read_as, Some(text(1)), &Arc::new(keeper));
        assert!(lost.get().html.contains("<em>a</em>"));
    }
}
