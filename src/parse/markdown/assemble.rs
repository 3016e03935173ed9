//! Drafts joined into a body, once all of it is known: numbers, ids, and the list of footnotes.

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::ids::{self, Ids};
use crate::parse::chart::FromFile;

use super::{BlockId, Body, Heading, Hole, HoleKind, Target, Text, Word};

/// HTML with marks in it, in order of place.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub html: String,
    pub marks: Vec<(usize, Mark)>,
}

/// Something in a draft that only the whole body decides, or that a page does.
#[derive(Debug)]
pub(super) enum Mark {
    /// A hole of the body.
    Hole(HoleKind),
    /// The digit of a heading's tag.
    Level(usize),
    /// The id of a heading.
    HeadingId(usize),
    /// A reference to a footnote.
    NoteRef(usize),
    /// An id that is written here, in raw HTML.
    Anchor(String),
    /// The id of a block that is written here.
    Block(BlockId),
    /// A mention of the term of that name.
    Term(Arc<str>),
    /// The end of the last mention.
    TermEnd,
}

impl Draft {
    pub(super) fn mark(&mut self, mark: Mark) {
        self.marks.push((self.html.len(), mark));
    }
}

/// All that the writer made of a body.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub body: Draft,
    pub notes: Vec<Note>,
    pub headings: Vec<DraftHeading>,
    pub targets: Vec<Target>,
    pub figures: Vec<FromFile>,
    pub has_charts: bool,
    pub words: u32,
    pub characters: u32,
}

/// A footnote; without a draft, if it was cut off.
#[derive(Debug)]
pub(super) struct Note {
    pub name: String,
    pub draft: Option<Draft>,
}

/// A heading whose level and id are open.
#[derive(Debug)]
pub(super) struct DraftHeading {
    pub level: u8,
    /// The id that its author gave it.
    pub id: Option<String>,
    pub text: String,
}

/// Joins the drafts of a body.
pub(super) fn assemble(mut drafts: Drafts) -> Body {
    shift(&mut drafts.headings);
    let mut ids = Ids::of_a_page();
    let heading_ids = name_headings(&drafts, &mut ids);
    let order = number(&drafts);
    let links = name_notes(&order, &drafts.notes, &mut ids);
    let (body, headings) = (Body::default(), &*drafts.headings);
    let (named, mention) = Default::default();
    let mut assembly = Assembly { body, headings, heading_ids, links, named, mention };
    assembly.body.text.html.reserve(drafts.body.html.len() * 9 / 8);
    assembly.draft(&drafts.body);
    assembly.footnotes(&order, &drafts.notes);
    // It is held until its page is rendered, and so are those of all articles. An allocator that is
    // told that a block shrinks may leave it as large as it was, so that each is copied.
    let body = assembly.body;
    let text = Text { html: body.text.html.as_str().to_owned(), holes: body.text.holes.clone() };
    let Drafts { targets, figures, has_charts, words, characters, .. } = drafts;
    Body { text, targets, figures, has_charts, words, characters, ..body }
}

/// Moves all headings down by one if there is one of level 1: the page has an `h1` already.
fn shift(headings: &mut [DraftHeading]) {
    if headings.iter().any(|heading| heading.level == 1) {
        for heading in headings {
            heading.level = (heading.level + 1).min(6);
        }
    }
}

/// The footnotes that are referred to, from the body or from one another, in order of appearance,
/// and how often each is.
fn number(drafts: &Drafts) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = Vec::new();
    let mut references = vec![0; drafts.notes.len()];
    let mut gather = |draft: &Draft, order: &mut Vec<usize>| {
        for (_, mark) in &draft.marks {
            if let Mark::NoteRef(note) = mark
                && drafts.notes[*note].draft.is_some()
            {
                references[*note] += 1;
                if references[*note] == 1 {
                    order.push(*note);
                }
            }
        }
    };
    gather(&drafts.body, &mut order);
    let mut next = 0;
    while let Some(draft) = order.get(next).map(|note| &drafts.notes[*note].draft) {
        draft.iter().for_each(|draft| gather(draft, &mut order));
        next += 1;
    }
    let counted = order.into_iter().map(|note| (note, references[note]));
    counted.collect()
}

/// The ids of footnotes and of the references to them.
fn name_notes(
    order: &[(usize, usize)],
    notes: &[Note],
    ids: &mut Ids,
) -> HashMap<usize, NoteLinks> {
    let mut links = HashMap::new();
    for (number, &(note, references)) in (1..).zip(order) {
        let name = ids::of_words(&notes[note].name, "note");
        let reference = format!("fnref-{name}");
        let named = NoteLinks {
            number,
            id: ids.take(&format!("fn-{name}")),
            references: (0..references).map(|_| ids.take(&reference)).collect(),
            written: 0,
        };
        links.insert(note, named);
    }
    links
}

/// The ids of all headings. Those that an author wrote come first, so that a link to them holds
/// whatever the other headings say.
fn name_headings(drafts: &Drafts, ids: &mut Ids) -> Vec<String> {
    let notes = drafts.notes.iter().filter_map(|note| note.draft.as_ref());
    for draft in notes.chain([&drafts.body]) {
        for (_, mark) in &draft.marks {
            match mark {
                Mark::Anchor(id) => ids.reserve(id),
                Mark::Block(id) => ids.reserve(&id.to_string()),
                _ => {}
            }
        }
    }
    let mut written = Vec::new();
    for heading in &drafts.headings {
        let id = heading.id.as_deref();
        written.push(id.map(|id| ids.take(&ids::of_written(id, "section"))));
    }
    let mut take = |heading: &DraftHeading| ids.take(&ids::of_words(&heading.text, "section"));
    let all = written.into_iter().zip(&drafts.headings);
    all.map(|(id, heading)| id.unwrap_or_else(|| take(heading))).collect()
}

/// How a footnote and its references find one another.
struct NoteLinks {
    number: u32,
    id: String,
    /// The ids of its references, in the order of the HTML.
    references: Vec<String>,
    /// How many of them are written.
    written: usize,
}

struct Assembly<'a> {
    body: Body,
    headings: &'a [DraftHeading],
    heading_ids: Vec<String>,
    links: HashMap<usize, NoteLinks>,
    /// The terms that were mentioned.
    named: FxHashSet<Arc<str>>,
    /// The first mention of a term that is being written.
    mention: Option<usize>,
}

impl Assembly<'_> {
    fn draft(&mut self, draft: &Draft) {
        let mut written = 0;
        for (at, mark) in &draft.marks {
            self.body.text.html.push_str(&draft.html[written..*at]);
            written = *at;
            self.mark(mark);
        }
        self.body.text.html.push_str(&draft.html[written..]);
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Hole(kind) => self.hole(kind.clone()),
            Mark::Level(heading) => {
                self.body.text.html.push(char::from(b'0' + self.headings[*heading].level));
            }
            Mark::HeadingId(heading) => self.heading(*heading),
            Mark::NoteRef(note) => self.reference(*note),
            Mark::Anchor(id) => self.body.anchors.push(id.clone()),
            Mark::Block(id) => self.body.blocks.push(*id),
            Mark::Term(name) => self.mention(name),
            Mark::TermEnd => {
                if let Some(mention) = self.mention.take() {
                    self.hole(HoleKind::TermEnd(mention));
                }
            }
        }
    }

    fn hole(&mut self, kind: HoleKind) {
        let at = self.body.text.html.len();
        if let HoleKind::Citation(id) = &kind
            && !self.body.citations.contains(id)
        {
            self.body.citations.push(id.clone());
        }
        self.body.text.holes.push(Hole { at, kind });
    }

    /// A term is explained where it is mentioned first.
    fn mention(&mut self, name: &Arc<str>) {
        if self.named.insert(Arc::clone(name)) {
            let index = self.body.mentions.len();
            self.body.mentions.push(Arc::clone(name));
            self.hole(HoleKind::Term(index));
            self.mention = Some(index);
        }
    }

    fn heading(&mut self, index: usize) {
        let (heading, id) = (&self.headings[index], &self.heading_ids[index]);
        self.body.text.html.push_str(id);
        self.body.anchors.push(id.clone());
        self.body.headings.push(Heading {
            level: heading.level,
            id: id.clone(),
            text: heading.text.trim().to_owned(),
        });
    }

    fn reference(&mut self, note: usize) {
        let Some(links) = self.links.get_mut(&note) else {
            return;
        };
        let (number, target) = (links.number, links.id.clone());
        let id = links.references[links.written].clone();
        // Where a note stands beside the text, it stands beside its first reference.
        let first = match links.written {
            0 => format!(" note-{number}"),
            _ => String::new(),
        };
        links.written += 1;
        self.push(format_args!("<sup class=\"footnote-ref{first}\"><a href=\""));
        self.hole(HoleKind::Here);
        self.push(format_args!("#{target}\" id=\"{id}\" role=\"doc-noteref\" aria-label=\""));
        self.hole(HoleKind::Word(Word::FootnoteRef, number));
        self.push(format_args!("\">{number}</a></sup>"));
        self.body.anchors.push(id);
    }

    fn footnotes(&mut self, order: &[(usize, usize)], notes: &[Note]) {
        if order.is_empty() {
            return;
        }
        let count = u32::try_from(order.len()).unwrap_or(u32::MAX);
        self.push(format_args!("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\""));
        self.hole(HoleKind::Word(Word::Footnotes, count));
        self.push(format_args!("\">\n<ol>\n"));
        for (note, _) in order {
            if let Some(draft) = &notes[*note].draft {
                self.footnote(*note, draft);
            }
        }
        self.push(format_args!("</ol>\n</section>\n"));
    }

    /// Writes one footnote. The links back stand in its last paragraph, if it ends with one.
    fn footnote(&mut self, note: usize, draft: &Draft) {
        let id = self.links[&note].id.clone();
        self.push(format_args!("<li id=\"{id}\">\n"));
        self.body.anchors.push(id);
        self.draft(draft);
        let in_paragraph = self.body.text.html.ends_with("</p>\n");
        if in_paragraph {
            self.body.text.html.truncate(self.body.text.html.len() - "</p>\n".len());
        } else {
            self.push(format_args!("<p>"));
        }
        self.back_links(note, in_paragraph);
        self.push(format_args!("</p>\n</li>\n"));
    }

    fn back_links(&mut self, note: usize, after_text: bool) {
        let links = &self.links[&note];
        let (number, references) = (links.number, links.references.clone());
        for (count, reference) in (1..).zip(references) {
            let space = if after_text || count > 1 { " " } else { "" };
            self.push(format_args!("{space}<a class=\"footnote-back\" href=\""));
            self.hole(HoleKind::Here);
            self.push(format_args!("#{reference}\" role=\"doc-backlink\" aria-label=\""));
            self.hole(HoleKind::Word(Word::FootnoteBack, number));
            // U+FE0E keeps the arrow from being drawn as an emoji.
            self.push(format_args!("\">↩\u{fe0e}"));
            if count > 1 {
                self.push(format_args!("<sup>{count}</sup>"));
            }
            self.push(format_args!("</a>"));
        }
    }

    fn push(&mut self, text: fmt::Arguments<'_>) {
        let written = self.body.text.html.write_fmt(text);
        debug_assert!(written.is_ok(), "a string takes whatever is written");
    }
}
