//! A body as a list of blocks: what stands under one another, each with its words.
//!
//! This is for those who compare texts, such as a translation with its original. A build makes pages
//! without it, so that it costs nothing until somebody asks.

mod draft;
mod html;

use std::fmt;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};
use rustc_hash::FxHashMap;

use self::draft::Draft;
use crate::hashed::Fingerprint;
use crate::parse::markdown;

/// A paragraph, a heading, an item: a piece of text that holds no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands, in bytes of the body, without the blank lines around it.
    pub range: Range<usize>,
    /// Its words: no markup, no references to footnotes or sources. A line break is a space, but for
    /// code and charts. The cells of a row are joined by ` | `; a picture's words are its alternative text.
    pub text: String,
    /// Changes when what a translator must know of changes: the words, where links lead, what is
    /// cited, what is struck out. Emphasis, line breaks and microtypography do not count.
    pub fingerprint: Fingerprint,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// A paragraph, also the second of a list's item.
    Paragraph,
    /// A heading, with the level that the author wrote.
    Heading(u8),
    /// The first paragraph of a list's item, or all of its text if the list is tight.
    Item,
    /// A row of a table; the first is its head.
    Row,
    /// A paragraph of a quotation or an alert.
    Quotation,
    /// A block of code.
    Code,
    /// A chart: its text is its source.
    Chart,
    /// A formula that stands by itself: its text is its source.
    Formula,
    /// A picture that stands by itself, or raw HTML that shows one, a film or a sound.
    Figure,
    /// A term that is defined.
    Term,
    /// A paragraph of a definition.
    Definition,
    /// A paragraph of a footnote.
    Footnote,
    /// Raw HTML that has words.
    Html,
}

impl BlockKind {
    /// The kind's name, as files and programs know it: `heading-2`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading(1) => "heading-1",
            Self::Heading(2) => "heading-2",
            Self::Heading(3) => "heading-3",
            Self::Heading(4) => "heading-4",
            Self::Heading(5) => "heading-5",
            Self::Heading(_) => "heading-6",
            Self::Item => "item",
            Self::Row => "row",
            Self::Quotation => "quotation",
            Self::Code => "code",
            Self::Chart => "chart",
            Self::Formula => "formula",
            Self::Figure => "figure",
            Self::Term => "term",
            Self::Definition => "definition",
            Self::Footnote => "footnote",
            Self::Html => "html",
        }
    }
}

impl fmt::Display for BlockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The blocks of a Markdown body, in the order in which a reader meets them.
///
/// Footnotes come last, by first reference, wherever they are defined; those that nobody refers to
/// come after them. With `math`, dollars stand around formulas. What has no words and shows nothing is no block: a rule, a comment, a bare tag.
pub fn blocks(text: &str, math: bool) -> Vec<Block> {
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(text, markdown::options(math)).into_offset_iter() {
        match event {
            Event::InlineMath(_) if markdown::is_amount(text, &range) => {
                let amount = CowStr::Borrowed(&text[range.clone()]);
                reader.event(Event::Text(amount), range);
            }
            event => reader.event(event, range),
        }
    }
    reader.finish(text)
}

/// The fingerprint of words that are no block, such as a title: as for a block, microtypography does
/// not count.
pub fn fingerprint(kind: &str, words: &str) -> Fingerprint {
    draft::fingerprint(kind, words)
}

/// Whether two texts have the same blocks in the same order, whatever their words.
pub fn parallel(one: &[Block], other: &[Block]) -> bool {
    divergence(one, other).is_none()
}

/// The first place where two texts differ in their blocks; the end of the shorter, if it is how the
/// other begins.
pub fn divergence(one: &[Block], other: &[Block]) -> Option<usize> {
    let differ = |place: &usize| one[*place].kind != other[*place].kind;
    let shorter = one.len().min(other.len());
    (0..shorter).find(differ).or_else(|| (one.len() != other.len()).then_some(shorter))
}

/// What holds blocks.
enum Container {
    /// A list's item, and whether its first text is still to come.
    Item(bool),
    Quotation,
    Definition,
    /// A footnote, by name.
    Note(String),
    /// What says nothing of the blocks in it.
    Other,
}

#[derive(Default)]
struct Reader {
    containers: Vec<Container>,
    /// The block that is being read.
    open: Option<Draft>,
    /// The blocks that are done, with the footnote that they stand in.
    done: Vec<(Option<String>, Draft)>,
    /// The footnotes by name, in lower case, with their places by first reference.
    referred: FxHashMap<String, usize>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Rule => self.close(),
            event => {
                if let Event::FootnoteReference(name) = &event {
                    self.refer(name);
                }
                self.inline(range).event(event);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if draft::is_inline(&tag) {
            return self.inline(range).start(tag);
        }
        if matches!(tag, Tag::TableCell) {
            return self.inline(range).cell();
        }
        self.close();
        let kind = match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { level, .. } => BlockKind::Heading(level as u8),
            Tag::CodeBlock(kind) if markdown::is_chart(&kind) => BlockKind::Chart,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::HtmlBlock => BlockKind::Html,
            Tag::TableHead | Tag::TableRow => BlockKind::Row,
            Tag::DefinitionListTitle => BlockKind::Term,
            container => return self.containers.push(Container::of(&container)),
        };
        self.open = Some(Draft::new(kind, range, true));
    }

    fn end(&mut self, tag: TagEnd) {
        if let Some(open) = self.open.as_mut()
            && open.end(tag)
        {
            return;
        }
        // A block that no tag opened is closed by what it stands in.
        let own = self.open.as_ref().is_some_and(|open| open.whole);
        self.close();
        if !own {
            self.containers.pop();
        }
    }

    /// The block that inline content belongs to: in a tight list it begins with its content.
    fn inline(&mut self, range: Range<usize>) -> &mut Draft {
        if self.open.is_none() {
            let kind = self.paragraph();
            self.open = Some(Draft::new(kind, range.clone(), false));
        }
        let open = self.open.as_mut().expect("it was opened if it was not open");
        open.range.end = open.range.end.max(range.end);
        open
    }

    /// What a paragraph is, where it stands.
    fn paragraph(&mut self) -> BlockKind {
        let telling = |container: &&mut Container| !matches!(container, Container::Other);
        match self.containers.iter_mut().rev().find(telling) {
            Some(Container::Item(first)) => match std::mem::take(first) {
                true => BlockKind::Item,
                false => BlockKind::Paragraph,
            },
            Some(Container::Quotation) => BlockKind::Quotation,
            Some(Container::Definition) => BlockKind::Definition,
            Some(Container::Note(_)) => BlockKind::Footnote,
            _ => BlockKind::Paragraph,
        }
    }

    fn refer(&mut self, name: &str) {
        let next = self.referred.len();
        self.referred.entry(name.to_lowercase()).or_insert(next);
    }

    fn close(&mut self) {
        if let Some(draft) = self.open.take() {
            let note = self.containers.iter().find_map(|container| match container {
                Container::Note(name) => Some(name.clone()),
                _ => None,
            });
            self.done.push((note, draft));
        }
    }

    fn finish(mut self, text: &str) -> Vec<Block> {
        self.close();
        let referred = &self.referred;
        let place = |note: &Option<String>| {
            let name = note.as_ref()?;
            Some(referred.get(name).copied().unwrap_or(usize::MAX))
        };
        // The sort is stable: a footnote's blocks keep their order.
        self.done.sort_by_key(|(note, _)| place(note));
        self.done.into_iter().filter_map(|(_, draft)| draft.finish(text)).collect()
    }
}

impl Container {
    fn of(tag: &Tag<'_>) -> Self {
        match tag {
            Tag::Item => Self::Item(true),
            Tag::BlockQuote(_) => Self::Quotation,
            Tag::DefinitionListDefinition => Self::Definition,
            Tag::FootnoteDefinition(name) => Self::Note(name.to_lowercase()),
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests;
