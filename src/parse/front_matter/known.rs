//! The words that have a meaning of their own in front matter. A head holds them as they stand here.

use serde::{Deserialize, Deserializer};

/// One of them.
pub type Word = &'static str;

/// What a source is.
pub const SOURCES: [&str; 3] = ["primary", "press", "paper"];
/// What a change after publication is.
pub const UPDATES: [&str; 3] = ["correction", "clarification", "update"];
/// How a text was written.
pub const TEXTS: [&str; 3] = ["human", "ai-assisted", "ai-generated"];
/// How a text was translated.
pub const TRANSLATIONS: [&str; 3] = ["human", "machine", "machine-reviewed"];

/// Reads one of these words back.
pub fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
    find(<&str>::deserialize(deserializer)?)
}

/// Reads one of these words back, or that there is none.
pub fn some_word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Word>, D::Error> {
    Option::<&str>::deserialize(deserializer)?.map(find).transpose()
}

fn find<E: serde::de::Error>(text: &str) -> Result<Word, E> {
    let all = [SOURCES, UPDATES, TEXTS, TRANSLATIONS].into_iter().flatten();
    let mut same = all.filter(|word| *word == text);
    same.next().ok_or_else(|| E::custom("an unknown word"))
}
