//! What the search of a site finds its articles by: which words, in which files, in what order.
//!
//! The index of a language is static, and a browser loads the small part of it that a question needs:
//!
//! 1. [`Found`]: the words of one article, each with its weight. It follows from that article alone,
//!    and is remembered with it;
//! 2. `Gathered`: the words of all articles;
//! 3. `Groups`: words that have one stem, or are one when folded, brought together;
//! 4. [`Index`]: a line for each word, in alphabetical order, cut into files.
//!
//! The last three are kept as well. An edit replaces the words of one article, and makes those lines and files again that
//! this changes: the file of a line is known by the fingerprint of its text, which need not be made to have it.
//!
//! The browser needs no stemmer: each form of a word that stands in some article is in the index, and
//! leads to the articles of all its forms. `assets/search.js` of gazette has the same rules of words.

mod bytes;
mod found;
mod gathered;
mod groups;
mod index;
mod places;
mod results;
mod shards;
mod stems;
mod words;

pub use found::{Fields, Found};
pub use index::{Document, Index};
pub use results::Results;
pub use shards::{Listed, lists};
pub use words::left_out;
