//! Markdown bodies as HTML.
//!
//! A body is parsed alone: it knows no other file, no configuration but its language, and no
//! messages. What depends on those is left as [`Hole`]s in the HTML, which are filled when a page
//! is rendered. So a body is parsed again only when its own file changes.
//!
//! 1. pulldown-cmark reads the text as a stream of events;
//! 2. `writer` turns the events into drafts, one for the body and one for each footnote;
//! 3. `assemble` numbers what is numbered by order of appearance, gives out ids, and joins the drafts.
//!
//! **Block ids.** Each block that stands in the body itself has an id which says nothing of its words:
//! `b0.2` is the second block of the text, `b2.0` the second heading, `b2.3` the third block below it.
//! So it is the same in all translations with the same blocks, and a reader who changes the language
//! stays at the same paragraph.

mod assemble;
pub mod escape;
mod hole;
mod ids;
pub mod plain;
mod words;
mod writer;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use hole::{Hole, HoleKind, Target, TargetKind, Word};

use crate::diag::Checked;
use crate::parse::chart::{self, FromFile};
use crate::parse::terms::Terms;
use crate::typeset::Language;
use crate::world::VPath;

/// A Markdown body: its text, and what other pages may see of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The text.
    #[serde(skip)]
    pub text: Text,
    /// Every link and picture; holes name them by index. One whose footnote is dropped has no hole.
    pub targets: Vec<Target>,
    /// The headings, in the order of the HTML. Pages show them as [`Shown`](super::shown::Shown) has them.
    #[serde(skip)]
    pub headings: Vec<Heading>,
    /// Every id in the HTML, those of raw HTML included, in its order.
    pub anchors: Vec<String>,
    /// The blocks that stand in the body itself, in its order: see the head of this module.
    pub blocks: Vec<BlockId>,
    /// The ids of sources that the text cites, each once, in the order of the HTML.
    pub citations: Vec<String>,
    /// The names of the terms that the text mentions, each once, in the order of the HTML.
    pub mentions: Vec<Arc<str>>,
    /// The charts whose figures are in files.
    pub figures: Vec<FromFile>,
    /// Whether there are charts.
    pub has_charts: bool,
    /// How many words of running text there are, between spaces: no code blocks, no footnotes.
    pub words: u32,
    /// How many characters of running text there are in scripts that set no spaces between words.
    pub characters: u32,
}

/// A body's HTML, with holes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// The HTML, without what goes into the holes.
    pub html: String,
    /// What is missing, in the order of the HTML.
    pub holes: Vec<Hole>,
}

/// The id of a block that stands in the body itself: see the head of this module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BlockId {
    /// How many headings stand before it, itself among them if it is one.
    pub section: u32,
    /// Which block below that heading it is, from 1; 0 for the heading itself.
    pub number: u32,
}

impl fmt::Display for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Each block of each text has one, and digits alone are written several times as fast.
        let (mut section, mut number) = (itoa::Buffer::new(), itoa::Buffer::new());
        f.write_str("b")?;
        f.write_str(section.format(self.section))?;
        f.write_str(".")?;
        f.write_str(number.format(self.number))
    }
}

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, after shifting; 1 never occurs, since the page's `h1` is the article's title.
    pub level: u8,
    /// The heading's id: ASCII, and the only one of that name in the body.
    pub id: String,
    /// The heading's text as typed: neither markup nor microtypography.
    pub text: String,
}

impl Text {
    /// Writes the HTML, with each hole filled by `fill`.
    ///
    /// What `fill` writes stands in the HTML as it is: escaping it is up to the caller.
    pub fn write(&self, out: &mut String, mut fill: impl FnMut(&HoleKind, &mut String)) {
        let mut written = 0;
        for hole in &self.holes {
            out.push_str(&self.html[written..hole.at]);
            fill(&hole.kind, out);
            written = hole.at;
        }
        out.push_str(&self.html[written..]);
    }
}

/// How a body is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Manner {
    /// Its language.
    pub language: Language,
    /// Whether dollars stand around formulas. In a text without any, they are amounts of money.
    pub math: bool,
    /// What becomes of raw HTML in it.
    pub html: RawHtml,
}

impl From<Language> for Manner {
    fn from(language: Language) -> Self {
        Self { language, ..Self::default() }
    }
}

/// What becomes of raw HTML in a body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// It passes: whoever writes may put anything into a page.
    #[default]
    Trusted,
    /// It is shown as text, but for comments, which are left out.
    Escape,
}

/// What Markdown is understood, for those who read a body without rendering it.
pub fn options(math: bool) -> pulldown_cmark::Options {
    match math {
        true => writer::OPTIONS | pulldown_cmark::Options::ENABLE_MATH,
        false => writer::OPTIONS,
    }
}

/// Whether dollars in a body that has formulas stand around none, since a digit follows: `$5-$10`.
pub fn is_amount(body: &str, formula: &Range<usize>) -> bool {
    let after = body.get(formula.end..).unwrap_or_default();
    body.get(formula.clone()).is_some_and(|text| !text.starts_with("$$"))
        && after.starts_with(|c: char| c.is_ascii_digit())
}

/// What a body is read as.
#[derive(Debug, Clone)]
pub enum Form {
    /// A text, which mentions these terms.
    Text(Arc<Terms>),
    /// What a term means: a few sentences, which stand on one page with others. So its blocks have no ids,
    /// and it has neither headings nor footnotes.
    Definition,
}

impl Default for Form {
    fn default() -> Self {
        Self::Text(Arc::default())
    }
}

/// Whether a block of code is a chart.
pub fn is_chart(kind: &pulldown_cmark::CodeBlockKind<'_>) -> bool {
    writer::language(kind) == Some(chart::LANGUAGE)
}

/// Parses the body that stands at `body` in `source`, the text of the whole `file`.
///
/// - If the body has a heading of level 1, all its headings move down by one, to 6 at most.
/// - Footnotes are numbered by first reference; a definition that nobody refers to is dropped, as
///   GitHub does.
/// - Raw HTML passes as it is, but for the `href` and `src` of links, pictures, sounds and videos, and
///   for remarks, which are left out; or it is shown as text: see [`RawHtml`].
/// - Text is typeset for its language, which is the locale's unless raw HTML says `lang`.
///
/// # Problems
/// - `MissingAlt`, once per picture without alternative text.
/// - `UndefinedReference`, once per `[text][name]` or `[^name]` that nothing defines. `[name]`
///   alone is text, since authors write `[sic]`; `[^src:ID]` is a citation, for others to judge.
/// - What only an author can mend in a text: see `typeset::Fault`.
/// - `ForeignTerm`, where the glossary has a word of this language for what is said.
/// - `BadDefinition`, for headings and footnotes in one.
/// - `BodyTooLarge`, if the body is nested too deep or grows too long: it is then cut short there.
/// - `MalformedFormula`, once per formula that cannot be read.
/// - `EscapedHtml`, once per block or opening tag of raw HTML that is shown as text.
pub fn parse(
    file: &VPath,
    source: &str,
    body: Range<usize>,
    manner: impl Into<Manner>,
    form: &Form,
) -> Checked<Body> {
    let text = source.get(body.clone()).unwrap_or_default();
    let written = writer::write(file, text, body.start, manner.into(), form);
    Checked { value: assemble::assemble(written.value), diagnostics: written.diagnostics }
}

#[cfg(test)]
mod tests;
