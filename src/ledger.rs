//! The ledger: which text each translation was made from.
//!
//! It is a file at the site's root, `translations.lock`, which is committed like `Cargo.lock`. For
//! each translation it keeps the passages of the original as they were when somebody said that the
//! translation is right. What differs from that today is what is left to translate. The words are
//! kept beside the fingerprints, or nobody could say which of them changed without a git history.

mod bag;
mod compare;
mod format;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::collect::StoryKey;
use crate::hashed::Fingerprint;
use crate::model::Locale;

pub use compare::{Change, Extent, changes};
pub use format::{parse, write};
pub use words::{Piece, Side, diff};

/// What is known of every translation, by story, then by locale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The records.
    pub records: BTreeMap<(StoryKey, Locale), Arc<Record>>,
}

/// What a translation was made from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Record {
    /// The language it was translated from.
    pub from: Locale,
    /// The fingerprint of the original's whole file: while that is the same, nothing changed.
    pub file: Fingerprint,
    /// When somebody said that the translation is right, to the second.
    pub accepted: Timestamp,
    /// The original's passages then, in reading order.
    pub passages: Vec<Passage>,
}

/// A piece of an original: one of its head's words, or a block of its body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Passage {
    /// What it is: `title`, `paragraph`, `heading-2`.
    pub kind: String,
    /// Changes when what a translator must know of changes.
    pub fingerprint: Fingerprint,
    /// Its words.
    pub text: String,
}
