//! What the search of a site finds its articles by: which words, in which files, in what order.
//!
//! The index of a language is static, and a browser loads the small part of it that a question needs:
//!
//! 1. [`Found`]: the words of one article, each with its weight. It follows from that article alone,
//!    and is remembered with it;
//! 2. [`index`]: the words of all articles, folded, and gathered by their stems;
//! 3. [`Shard`]: the index in alphabetical order, cut into files.
//!
//! The browser needs no stemmer: each form of a word that stands in some article is in the index, and
//! leads to the articles of all its forms. `assets/search.js` of gazette has the same rules of words.

mod found;
mod index;
mod shards;
mod stems;
mod words;

pub use found::{Fields, Found};
pub use index::{Document, index};
pub use shards::Shard;
pub use words::left_out;
