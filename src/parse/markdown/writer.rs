//! Markdown's events written as drafts of HTML.

mod blocks;
mod charts;
mod escaped;
mod gathered;
mod html;
mod inline;
mod links;
mod notes;
mod passages;
mod terms;

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use self::blocks::Table;
pub(super) use self::blocks::language;
use self::gathered::Gathered;
use self::html::RawContext;
use self::links::Image;
use self::notes::{NoteNames, Undefined};
use self::passages::Passages;
use super::assemble::{Draft, Drafts, Mark};
use super::{Form, HoleKind, Manner, RawHtml, Word, escape};
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::limits;
use crate::parse::formula::Placement;
use crate::syntax::Syntax;
use crate::typeset::Language;
use crate::world::VPath;

/// What we read beyond CommonMark.
///
/// Listed one by one: `Options::all()` less the old footnotes would be less all footnotes.
/// Smart punctuation is not among them, since titles and summaries need it too: see `typeset`.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Writes the body `text`, which begins at byte `start` of `file`.
pub(super) fn write(
    file: &VPath,
    text: &str,
    start: usize,
    manner: Manner,
    form: &Form,
) -> Checked<Drafts> {
    let mut undefined: Vec<Undefined> = Vec::new();
    let mut on_broken = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        if link.link_type == LinkType::Reference {
            undefined.push(Undefined::link(&link.reference, link.span));
        }
        None
    };
    let options = super::options(manner.math);
    let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut on_broken));
    let mut events = parser.into_offset_iter();
    let mut writer = Writer::new(file, text, start, manner, form);
    // By reference, since the definitions are asked for afterwards.
    for (event, range) in events.by_ref() {
        writer.event(event, range);
    }
    let defined = events.reference_definitions().iter();
    let defined: Vec<String> = defined.map(|(name, _)| name.to_owned()).collect();
    drop(events);
    writer.finish_text();
    writer.report_undefined(undefined, &defined);
    Checked { value: writer.drafts, diagnostics: writer.diagnostics }
}

/// What is known while a body is written.
struct Writer<'a> {
    file: &'a VPath,
    source: &'a str,
    /// Where the source begins in its file.
    start: usize,
    language: Language,
    html: RawHtml,
    form: &'a Form,
    drafts: Drafts,
    diagnostics: Vec<Diagnostic>,
    /// The footnotes that are being written, innermost last, with the draft of each.
    open_notes: Vec<(usize, Draft)>,
    note_names: NoteNames,
    undefined_notes: Vec<Undefined>,
    /// How many tags are open, and how many of them are left out.
    depth: usize,
    skipped: usize,
    /// Whether a limit was passed: nothing more is opened, and what is open is closed.
    full: bool,
    /// How many bytes of HTML are in drafts that are done.
    finished: usize,
    /// How many headings the body has so far, and how many other blocks since the last of them.
    section: u32,
    blocks: u32,
    /// A paragraph that is not written yet, since it may hold but a picture.
    paragraph: Option<Range<usize>>,
    in_figure: bool,
    in_code_block: bool,
    /// The language of that block, if it is known, and the byte of the draft where its code begins.
    code: Option<(Syntax, usize)>,
    in_heading: bool,
    in_word: bool,
    /// Whether the author wants the words of this block, or the next, as they are.
    silent: bool,
    table: Option<Table>,
    tables: u32,
    code_blocks: u32,
    image: Option<Image>,
    /// The links that are open: the target of each, and whether it shows its own address.
    links: Vec<(usize, bool)>,
    /// How many of them do.
    verbatim: usize,
    /// Text before this byte of the source was dealt with.
    done: usize,
    html_block: Option<Gathered>,
    /// The chart that is being read, and where its block stands.
    chart: Option<(Gathered, Range<usize>)>,
    charts: u32,
    raw: RawContext,
    passages: Passages,
}

impl<'a> Writer<'a> {
    fn new(file: &'a VPath, source: &'a str, start: usize, manner: Manner, form: &'a Form) -> Self {
        let Manner { language, html, .. } = manner;
        Self {
            file,
            source,
            start,
            language,
            html,
            form,
            drafts: Drafts::default(),
            diagnostics: Vec::new(),
            open_notes: Vec::new(),
            note_names: NoteNames::new(),
            undefined_notes: Vec::new(),
            depth: 0,
            skipped: 0,
            full: false,
            finished: 0,
            section: 0,
            blocks: 0,
            paragraph: None,
            in_figure: false,
            in_code_block: false,
            code: None,
            in_heading: false,
            in_word: false,
            silent: false,
            table: None,
            tables: 0,
            code_blocks: 0,
            image: None,
            links: Vec::new(),
            verbatim: 0,
            done: 0,
            html_block: None,
            chart: None,
            charts: 0,
            raw: RawContext::default(),
            passages: Passages::new(language),
        }
    }

    /// Writes one event, unless a limit was passed: then only what is open is closed.
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        self.check_limits(&event, &range);
        match event {
            Event::Start(_) if self.full => self.skipped += 1,
            Event::End(_) if self.skipped > 0 => self.skipped -= 1,
            Event::End(tag) => {
                self.begin_paragraph(None);
                self.depth -= 1;
                self.end(tag);
            }
            _ if self.full => {}
            event => {
                let image = matches!(event, Event::Start(Tag::Image { .. }));
                self.begin_paragraph(image.then_some(&range));
                self.content(event, range);
            }
        }
    }

    fn content(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                self.start(tag, range);
            }
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => self.code(&code),
            Event::Html(html) => self.html_line(&html, range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(name) => self.note_reference(&name),
            Event::SoftBreak => self.soft_break(range),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.rule(),
            Event::TaskListMarker(done) => self.task(done),
            Event::InlineMath(latex) => self.formula(&latex, Placement::Inline, range),
            Event::DisplayMath(latex) => self.formula(&latex, Placement::Display, range),
            Event::End(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.judge_definition(&tag, &range);
        match tag {
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Superscript => self.push("<sup>"),
            Tag::Subscript => self.push("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(link_type, &dest_url, &title, range)
            }
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, range),
            Tag::FootnoteDefinition(name) => self.start_note(&name),
            Tag::HtmlBlock => self.start_html_block(),
            Tag::MetadataBlock(_) => {}
            tag => self.start_block(tag, range),
        }
    }

    /// Reports what a definition cannot have: see [`Form::Definition`].
    fn judge_definition(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let what = match tag {
            Tag::Heading { .. } => "headings",
            Tag::FootnoteDefinition(_) => "footnotes",
            _ => return,
        };
        if let Form::Definition = self.form {
            let message = format!("a definition has no {what}");
            let help = "say in a few sentences what the term means; for more, link to an article";
            self.report(Code::BadDefinition, message, range.clone(), help);
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Superscript => self.push("</sup>"),
            TagEnd::Subscript => self.push("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::MetadataBlock(_) => {}
            tag => self.end_block(tag),
        }
    }

    /// Passes from a body that is whole to one that is cut short, once, when a limit is reached.
    fn check_limits(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if self.full || self.image.is_some() && !matches!(event, Event::Start(_)) {
            return;
        }
        let longest = (self.source.len().saturating_mul(limits::BODY_EXPANSION))
            .max(limits::BODY_FLOOR_BYTES);
        let depth = limits::BLOCK_DEPTH;
        let message = if matches!(event, Event::Start(_)) && self.depth >= depth {
            format!("this is nested more than {depth} deep")
        } else if self.length() > longest {
            format!("the HTML of this body grows past {longest} bytes here")
        } else {
            return;
        };
        self.full = true;
        let help = "split the article, or write this part more simply";
        self.report(Code::BodyTooLarge, message, range.clone(), help);
    }

    /// How many bytes of HTML there are, with the text that waits for the end of its block.
    fn length(&mut self) -> usize {
        self.finished + self.passages.len() + self.out().html.len()
    }

    /// The draft that is being written.
    fn out(&mut self) -> &mut Draft {
        match self.open_notes.last_mut() {
            Some((_, draft)) => draft,
            None => &mut self.drafts.body,
        }
    }

    /// Writes HTML; within a picture's alternative text there is none.
    fn push(&mut self, html: &str) {
        if self.image.is_none() {
            self.out().html.push_str(html);
        }
    }

    fn push_attribute(&mut self, value: &str) {
        escape::push_attribute(value, &mut self.out().html);
    }

    fn hole(&mut self, kind: HoleKind) {
        self.out().mark(Mark::Hole(kind));
    }

    fn word(&mut self, word: Word, number: u32) {
        self.hole(HoleKind::Word(word, number));
    }

    /// Where a range of the body stands in the file.
    fn in_file(&self, range: Range<usize>) -> Range<usize> {
        range.start + self.start..range.end + self.start
    }

    fn report(&mut self, code: Code, message: String, range: Range<usize>, help: &str) {
        let span = Span::new(self.file, self.in_file(range));
        let problem = Diagnostic::new(code, message).at(span).help(help);
        self.diagnostics.push(problem);
    }
}
