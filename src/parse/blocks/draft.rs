//! A block while it is read: its words, and what its fingerprint is made of.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::html;
use super::{Block, BlockKind};
use crate::hashed::Fingerprint;

/// What stands around a name that is no word, in what a fingerprint is made of: no author types it.
const MARK: char = '\u{1}';

/// A block that is being read.
pub(super) struct Draft {
    kind: BlockKind,
    pub(super) range: Range<usize>,
    /// Whether a tag of Markdown opened it, which will close it.
    pub(super) whole: bool,
    text: String,
    essence: Essence,
    html: String,
    cells: usize,
    pictures: usize,
    formulas: usize,
    open_pictures: usize,
    /// Whether there is anything beside pictures and formulas.
    more: bool,
}

impl Draft {
    pub(super) fn new(kind: BlockKind, range: Range<usize>, whole: bool) -> Self {
        Self {
            kind,
            range,
            whole,
            text: String::new(),
            essence: Essence::default(),
            html: String::new(),
            cells: 0,
            pictures: 0,
            formulas: 0,
            open_pictures: 0,
            more: false,
        }
    }

    pub(super) fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Link { dest_url, title, .. } => self.mark(&["link", &dest_url, &title]),
            Tag::Image { dest_url, title, .. } => {
                self.pictures += 1;
                self.open_pictures += 1;
                self.mark(&["image", &dest_url, &title]);
            }
            Tag::Strikethrough => self.mark(&["deleted"]),
            _ => {}
        }
    }

    /// Whether the end belongs to something inside the block.
    pub(super) fn end(&mut self, tag: TagEnd) -> bool {
        match tag {
            TagEnd::Image => self.open_pictures = self.open_pictures.saturating_sub(1),
            TagEnd::Link | TagEnd::Strikethrough => self.mark(&[]),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::TableCell => {}
            TagEnd::Superscript | TagEnd::Subscript => {}
            _ => return false,
        }
        true
    }

    /// Begins a row's next cell.
    pub(super) fn cell(&mut self) {
        if self.cells > 0 {
            self.text.push_str(" | ");
            self.mark(&["cell"]);
        }
        self.cells += 1;
    }

    pub(super) fn event(&mut self, event: Event<'_>) {
        let formula = matches!(event, Event::InlineMath(_) | Event::DisplayMath(_));
        if self.open_pictures == 0 && !formula {
            self.more = true;
        }
        match event {
            Event::Text(text) if self.is_verbatim() => {
                self.text.push_str(&text);
                self.essence.exactly(&text);
            }
            Event::Text(text) => {
                self.text.push_str(&text);
                self.essence.words(&text);
            }
            Event::InlineMath(latex) | Event::DisplayMath(latex) => {
                self.formulas += 1;
                self.text.push_str(&latex);
                self.mark(&["math", &latex]);
            }
            Event::Code(code) => {
                self.text.push_str(&code);
                self.mark(&["code", &code]);
            }
            Event::SoftBreak | Event::HardBreak => {
                self.text.push(' ');
                self.essence.words(" ");
            }
            Event::FootnoteReference(name) => self.mark(&["note", &name]),
            Event::TaskListMarker(done) => self.mark(&[if done { "done" } else { "to do" }]),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) if !html.starts_with("<!--") => self.mark(&["html", &html]),
            _ => {}
        }
    }

    fn is_verbatim(&self) -> bool {
        matches!(self.kind, BlockKind::Code | BlockKind::Chart)
    }

    fn mark(&mut self, parts: &[&str]) {
        self.essence.exactly(&format!("{MARK}{}{MARK}", parts.join(" ")));
    }

    /// The block, unless it has no words and shows nothing.
    pub(super) fn finish(mut self, source: &str) -> Option<Block> {
        if self.kind == BlockKind::Html {
            let shown = html::shown(&self.html);
            self.essence.words(&self.html);
            self.text = shown.text;
            self.kind = if shown.picture { BlockKind::Figure } else { BlockKind::Html };
        } else if self.kind == BlockKind::Paragraph && !self.more {
            self.kind = match (self.pictures, self.formulas) {
                (1.., 0) => BlockKind::Figure,
                (0, 1..) => BlockKind::Formula,
                _ => BlockKind::Paragraph,
            };
        }
        let text = match self.kind {
            BlockKind::Code | BlockKind::Chart => self.text.trim_end().to_owned(),
            _ => without_references(&self.text).trim().to_owned(),
        };
        let empty = text.chars().all(|c| c == '|' || c.is_whitespace());
        if empty && self.pictures == 0 && self.kind != BlockKind::Figure {
            return None;
        }
        let fingerprint = self.essence.fingerprint(self.kind.name());
        let inside = source.get(self.range.clone()).unwrap_or_default();
        let end = self.range.start + inside.trim_end().len();
        Some(Block { kind: self.kind, range: self.range.start..end, text, fingerprint })
    }
}

/// Whether a tag stands inside a block.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Takes out what names a source or a footnote that is not defined here: `[^src:ID]`.
fn without_references(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[^") {
        kept.push_str(before);
        let end = after.find(|c: char| c == '[' || c == ']' || c.is_whitespace());
        match end.filter(|end| *end > 0 && after[*end..].starts_with(']')) {
            Some(end) => rest = &after[end + 1..],
            None => {
                kept.push_str("[^");
                rest = after;
            }
        }
    }
    kept + rest
}

/// What a block says, without what typesetting decides: one kind of space, quotation mark and
/// apostrophe, and no space that stands there for the punctuation's sake.
#[derive(Default)]
struct Essence {
    done: String,
    /// Whether a quotation was just opened, so that no space counts.
    opened: bool,
}

/// The fingerprint of mere words.
pub(super) fn fingerprint(kind: &str, words: &str) -> Fingerprint {
    let mut essence = Essence::default();
    essence.words(words);
    essence.fingerprint(kind)
}

impl Essence {
    fn fingerprint(&self, kind: &str) -> Fingerprint {
        Fingerprint::of_bytes(format!("{kind}\n{}", self.done.trim()).as_bytes())
    }

    fn exactly(&mut self, text: &str) {
        self.done.push_str(text);
        self.opened = false;
    }

    fn words(&mut self, text: &str) {
        for c in text.chars() {
            self.word(c);
        }
    }

    fn word(&mut self, c: char) {
        let opened = std::mem::take(&mut self.opened);
        match c {
            c if c.is_whitespace() => {
                if !opened && !self.done.ends_with(' ') {
                    self.done.push(' ');
                }
                self.opened = opened;
            }
            '«' => {
                self.done.push('"');
                self.opened = true;
            }
            '»' | ';' | ':' | '!' | '?' | '%' => {
                if self.done.ends_with(' ') {
                    self.done.pop();
                }
                self.done.push(if c == '»' { '"' } else { c });
            }
            '“' | '”' | '„' => self.done.push('"'),
            '’' | '‘' | 'ʼ' => self.done.push('\''),
            '…' => self.done.push_str("..."),
            c => self.done.push(c),
        }
    }
}
