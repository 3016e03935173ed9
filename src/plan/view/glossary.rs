//! What the page of the glossary shows.

use std::sync::Arc;

use serde::Serialize;

use crate::model::Locale;
use crate::part::Part;
use crate::plan::view::PageView;

/// `glossary.html`: every term of a language.
#[derive(Debug, Hash, Serialize)]
pub struct GlossaryPage {
    /// Of every page.
    pub page: PageView,
    /// The terms by their first letters, in the order of the page's language.
    pub letters: Vec<LetterEntry>,
}

/// The terms that begin with a letter.
#[derive(Debug, Hash, Serialize)]
pub struct LetterEntry {
    /// The letter, without an accent that does not count for order; `#` for terms that begin with none.
    pub letter: String,
    /// In the order of the page's language.
    pub terms: Vec<Part<TermView>>,
}

/// A term of the glossary.
#[derive(Debug, Hash, Serialize)]
pub struct TermView {
    /// Its id on the page, the same in every language: `term-moe`.
    pub anchor: String,
    /// The term.
    pub name: Arc<str>,
    /// Its other forms: the plural, an abbreviation.
    pub forms: Vec<String>,
    /// What it means, as HTML that needs no escaping.
    pub definition: String,
    /// The same as plain text.
    pub text: String,
    /// Its place on the page of the glossary, if the theme has that.
    pub href: Option<String>,
    /// The same term in the site's other languages that have it.
    pub others: Vec<TermLink>,
}

/// A term in another language.
#[derive(Debug, Hash, Serialize)]
pub struct TermLink {
    /// The language.
    pub locale: Locale,
    /// The language's own name.
    pub language: Arc<str>,
    /// The term in it.
    pub name: Arc<str>,
    /// Its place on the page of that language's glossary, if the theme has that.
    pub href: Option<String>,
}
