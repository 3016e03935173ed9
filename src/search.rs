//! What the search of a site finds its articles by: which words, in which files, in what order.
//!
//! The index of a language is static, and a browser loads the small part of it that a question needs:
//!
//! 1. [`Found`]: the words of one article, each with its weight. It follows from that article alone,
//!    and is remembered with it;
//! 2. [`Gathered`]: the words of all articles. It is kept, too, and an edit replaces those of one article;
//! 3. [`index`]: words that have one stem, or are one when folded, brought together;
//! 4. [`Shard`]: the index in alphabetical order, cut into files.
//!
//! The browser needs no stemmer: each form of a word that stands in some article is in the index, and
//! leads to the articles of all its forms. `assets/search.js` of gazette has the same rules of words.

mod found;
mod gathered;
mod index;
mod shards;
mod stems;
mod words;

pub use found::{Fields, Found};
pub use gathered::Gathered;
pub use index::{Document, index};
pub use shards::Shard;
pub use words::left_out;
