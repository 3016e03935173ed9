//! What a body leaves open until a page is rendered.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::parse::chart::Chart;
use crate::syntax::Syntax;

/// A place in a body's HTML where something is missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hole {
    /// The byte of the HTML before which it is to be written.
    pub at: usize,
    /// What is missing.
    pub kind: HoleKind,
}

/// What is missing in a body because another file, or the page, decides it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HoleKind {
    /// Attributes of an opening `<a`, for a target: ` href="…"`, and ` hreflang` if it applies.
    Link(usize),
    /// Just before the `</a>` of a target's link: a hint such as ` (en)` may stand here.
    LinkEnd(usize),
    /// The beginning of an `<img`, with what stands before it and all attributes but its texts.
    Image {
        /// What it shows.
        target: usize,
        /// Whether no word of the body stands before it.
        first: bool,
    },
    /// What stands after that `<img>`.
    ImageEnd(usize),
    /// The URL of a target within the double quotes of a raw HTML attribute.
    Url(usize),
    /// Elements with further ids, within the heading of that index: what it is called in other
    /// languages, and the id of the section's block, which is the same in all: `b2.0`.
    Ids {
        /// Which of the body's headings.
        heading: usize,
        /// Its number among those that stand in the body itself, from 1.
        section: u32,
    },
    /// The address of the page itself, before a `#fragment` within double quotes: nothing, where the
    /// body stands on that page.
    Here,
    /// A localized word, about the thing of that number. It may stand in an attribute.
    Word(Word, u32),
    /// A reference to the source of that id, written `[^src:ID]`.
    Citation(String),
    /// Just before the first mention of a term, by its place among the body's mentions.
    Term(usize),
    /// Just after that mention.
    TermEnd(usize),
    /// The picture of a chart, and its table.
    Chart(Box<Chart>),
    /// Just after a block of code whose language is known: what its words are.
    Code {
        /// The language.
        syntax: Syntax,
        /// How many bytes of HTML the code has. They stand just before, and hold no hole.
        bytes: usize,
    },
}

/// A localized word that a body needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Word {
    /// The label of the list of footnotes; the number is how many there are.
    Footnotes,
    /// The label of a reference to a footnote.
    FootnoteRef,
    /// The label of the link from a footnote back to its reference.
    FootnoteBack,
    /// The label of the region that a table scrolls in.
    Table,
    /// The label of the region that a block of code scrolls in.
    Code,
    /// The title of an alert: by the way.
    AlertNote,
    /// The title of an alert: this may help.
    AlertTip,
    /// The title of an alert: do not miss this.
    AlertImportant,
    /// The title of an alert: take care.
    AlertWarning,
    /// The title of an alert: this may do harm.
    AlertCaution,
    /// The label of a ticked box.
    TaskDone,
    /// The label of an empty box.
    TaskOpen,
}

impl Word {
    /// Every word.
    pub const ALL: &[Self] = &[
        Self::Footnotes,
        Self::FootnoteRef,
        Self::FootnoteBack,
        Self::Table,
        Self::Code,
        Self::AlertNote,
        Self::AlertTip,
        Self::AlertImportant,
        Self::AlertWarning,
        Self::AlertCaution,
        Self::TaskDone,
        Self::TaskOpen,
    ];

    /// The Fluent message that says it. The number is its argument `$number`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Footnotes => "footnotes-title",
            Self::FootnoteRef => "footnote-ref",
            Self::FootnoteBack => "footnote-back",
            Self::Table => "table-label",
            Self::Code => "code-label",
            Self::AlertNote => "alert-note",
            Self::AlertTip => "alert-tip",
            Self::AlertImportant => "alert-important",
            Self::AlertWarning => "alert-warning",
            Self::AlertCaution => "alert-caution",
            Self::TaskDone => "task-done",
            Self::TaskOpen => "task-open",
        }
    }
}

/// Something that a body links to or shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// Whether it is linked to or shown.
    pub kind: TargetKind,
    /// Where it is, as the author wrote it: neither percent-decoded nor judged.
    ///
    /// It may be anything, `javascript:` included; only Markdown's and HTML's escapes are undone.
    pub destination: String,
    /// Where the destination stands, in bytes of the whole file. For `[text][name]`, that is in
    /// the definition of `name`. Where the text is not found as such, the span is the whole link.
    pub span: Range<usize>,
}

/// How a body uses a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TargetKind {
    /// A page or file that a link leads to.
    Link,
    /// A picture, or another file that the page shows or plays.
    Image,
    /// A file of figures that a chart draws.
    Data,
}
