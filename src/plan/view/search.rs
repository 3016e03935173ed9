//! What the page of the search shows.

use std::sync::Arc;

use serde::Serialize;

use crate::model::Locale;
use crate::part::Part;
use crate::plan::view::{PageView, TopicLink};

/// `search.html`: the search of a language.
#[derive(Debug, Hash, Serialize)]
pub struct SearchPage {
    /// Of every page.
    pub page: PageView,
    /// Where the script finds what there is in this language: a file that names the others.
    pub index: String,
    /// The topics of articles in this language, sorted as words are.
    pub topics: Vec<Part<TopicLink>>,
    /// The years of articles in this language, the latest first.
    pub years: Vec<i16>,
    /// The other languages that can be searched, in declared order.
    pub others: Vec<SearchOther>,
}

/// Another language that can be searched.
#[derive(Debug, Hash, Serialize)]
pub struct SearchOther {
    /// The BCP 47 tag.
    pub tag: Locale,
    /// The language's name in itself.
    pub name: Arc<str>,
    /// Where the script finds what there is in that language.
    pub index: String,
}
