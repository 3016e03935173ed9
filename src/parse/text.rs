//! The texts of articles, each parsed when it is first asked for.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::markdown::{self, Text};
use crate::hashed::Fingerprint;
use crate::typeset::Language;
use crate::world::{FileBytes, VPath};

/// The texts of articles, by the path of their file.
pub type Texts = FxHashMap<VPath, Arc<ArticleText>>;

/// The text of an article, as HTML with holes.
///
/// An article that an earlier process has understood is not parsed again unless a page shows its text.
pub struct ArticleText {
    fingerprint: Fingerprint,
    text: OnceLock<Text>,
    file: VPath,
    source: FileBytes,
    body: Range<usize>,
    language: Language,
}

impl ArticleText {
    /// The text of a file, whose `body` is Markdown; the text itself, if it is known. The fingerprint
    /// is that of all that it follows from.
    pub fn new(
        fingerprint: Fingerprint,
        (file, source): (&VPath, FileBytes),
        body: Range<usize>,
        language: Language,
        known: Option<Text>,
    ) -> Self {
        let text = known.map_or_else(OnceLock::new, OnceLock::from);
        Self { fingerprint, text, file: file.clone(), source, body, language }
    }

    /// Tells this text from others, without looking at it.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The text.
    pub fn get(&self) -> &Text {
        self.text.get_or_init(|| {
            let bytes = self.source.get();
            let source = std::str::from_utf8(&bytes).unwrap_or_default();
            markdown::parse(&self.file, source, self.body.clone(), self.language).value.text
        })
    }
}

impl fmt::Debug for ArticleText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleText({})", self.file)
    }
}
