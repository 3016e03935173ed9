//! Paragraphs, headings, lists, tables, blocks of code, alerts.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Tag, TagEnd};

use super::Writer;
use crate::parse::markdown::assemble::{DraftHeading, Mark};
use crate::parse::markdown::{BlockId, Form, HoleKind, Word};
use crate::syntax::Syntax;

/// The table that is being written. There is but one, for cells hold no blocks.
pub(super) struct Table {
    alignments: Vec<Alignment>,
    in_head: bool,
    has_rows: bool,
    column: usize,
}

impl Writer<'_> {
    pub(super) fn start_block(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.finish_text();
        match tag {
            Tag::Paragraph => self.paragraph = Some(range),
            Tag::Heading { level, id, classes, attrs } => {
                self.start_heading(level as u8, id, &classes, &attrs)
            }
            Tag::BlockQuote(None) => self.open("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind),
            Tag::CodeBlock(kind) if self.is_chart(&kind, &range) => self.start_chart(range),
            Tag::CodeBlock(kind) => self.start_code_block(&kind),
            Tag::List(None) => self.open("<ul>\n"),
            Tag::List(Some(1)) => self.open("<ol>\n"),
            Tag::List(Some(first)) => self.open(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.block("<li>"),
            Tag::DefinitionList => self.open("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.block("<thead>\n<tr>"),
            Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(),
            _ => {}
        }
    }

    pub(super) fn end_block(&mut self, tag: TagEnd) {
        self.finish_text();
        match tag {
            TagEnd::Paragraph if std::mem::take(&mut self.in_figure) => self.push("</figure>\n"),
            TagEnd::Paragraph => self.push("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(None) => self.block("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.block("</aside>\n"),
            TagEnd::CodeBlock if self.chart.is_some() => self.end_chart(),
            TagEnd::CodeBlock => self.end_code_block(),
            TagEnd::List(true) => self.block("</ol>\n"),
            TagEnd::List(false) => self.block("</ul>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::DefinitionList => self.block("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_head(),
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            _ => {}
        }
    }

    /// Opens a block.
    ///
    /// One that stands in the body itself has an id, of the section and its place there: `b2.3` is
    /// the third after the second heading. It says nothing of the words, so that it is the same in
    /// every translation that has the same blocks. No heading's id has a dot.
    pub(super) fn open(&mut self, tag: &str) {
        if self.depth != 1 || matches!(self.form, Form::Definition) {
            return self.block(tag);
        }
        self.blocks += 1;
        let id = BlockId { section: self.section, number: self.blocks };
        let name = tag.find([' ', '>']).unwrap_or(tag.len());
        self.block(&tag[..name]);
        if self.image.is_none() {
            let _ = write!(self.out().html, " id=\"{id}\"");
        }
        self.out().mark(Mark::Block(id));
        self.push(&tag[name..]);
    }

    /// Writes HTML that begins a line.
    pub(super) fn block(&mut self, html: &str) {
        let out = &mut self.out().html;
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(html);
    }

    pub(super) fn rule(&mut self) {
        self.finish_text();
        self.block("<hr>\n");
    }

    /// Opens the paragraph that waits, if one does. One that is all `image` becomes a figure.
    pub(super) fn begin_paragraph(&mut self, image: Option<&Range<usize>>) {
        let Some(paragraph) = self.paragraph.take() else {
            return;
        };
        let text = self.source.get(paragraph.clone()).unwrap_or_default();
        let length = text.trim_end().len();
        let whole = paragraph.start..paragraph.start + length;
        self.in_figure = image == Some(&whole);
        self.open(if self.in_figure { "<figure>" } else { "<p>" });
    }

    fn start_heading(
        &mut self,
        level: u8,
        id: Option<CowStr<'_>>,
        classes: &[CowStr<'_>],
        attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
    ) {
        let index = self.drafts.headings.len();
        self.drafts.headings.push(DraftHeading {
            level,
            id: id.map(|id| id.to_string()),
            text: String::new(),
        });
        self.in_heading = true;
        self.block("<h");
        self.out().mark(Mark::Level(index));
        self.push(" id=\"");
        self.out().mark(Mark::HeadingId(index));
        self.push("\"");
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        for (name, value) in attributes.iter().filter(|(name, _)| is_harmless(name)) {
            self.attribute(name, value.as_deref().unwrap_or_default());
        }
        let lang = attributes.iter().find(|(name, _)| &**name == "lang");
        if let Some((_, value)) = lang {
            self.raw.open_with_lang(value.as_deref().unwrap_or_default());
            self.passages.begin(self.language());
        }
        self.push(">");
        if self.depth == 1 {
            (self.section, self.blocks) = (self.section + 1, 0);
            let id = BlockId { section: self.section, number: 0 };
            self.out().mark(Mark::Block(id));
            self.hole(HoleKind::Ids { heading: index, section: self.section });
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        self.push_attribute(value);
        self.push("\"");
    }

    fn end_heading(&mut self) {
        self.in_heading = false;
        self.push("</h");
        let index = self.drafts.headings.len() - 1;
        self.out().mark(Mark::Level(index));
        self.push(">\n");
    }

    fn start_alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", Word::AlertNote),
            BlockQuoteKind::Tip => ("tip", Word::AlertTip),
            BlockQuoteKind::Important => ("important", Word::AlertImportant),
            BlockQuoteKind::Warning => ("warning", Word::AlertWarning),
            BlockQuoteKind::Caution => ("caution", Word::AlertCaution),
        };
        self.open(&format!("<aside class=\"alert alert-{class}\">\n"));
        self.push("<p class=\"alert-title\">");
        self.word(title, 1);
        self.push("</p>\n");
    }

    /// A block of code scrolls by itself, so the keyboard must reach it and a name must say what it
    /// is (WCAG 2.1.1 and 1.4.10).
    pub(super) fn start_code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.in_code_block = true;
        self.code_blocks += 1;
        self.open("<pre tabindex=\"0\" role=\"region\" aria-label=\"");
        self.word(Word::Code, self.code_blocks);
        self.push("\"><code");
        if let Some(language) = language(kind) {
            self.push(" class=\"language-");
            self.push_attribute(language);
            self.push("\"");
        }
        self.push(">");
        let syntax = language(kind).and_then(Syntax::named);
        self.code = syntax.map(|syntax| (syntax, self.out().html.len()));
    }

    fn end_code_block(&mut self) {
        self.in_code_block = false;
        if let Some((syntax, start)) = self.code.take() {
            let bytes = self.out().html.len() - start;
            self.hole(HoleKind::Code { syntax, bytes });
        }
        self.push("</code></pre>\n");
    }

    pub(super) fn task(&mut self, done: bool) {
        let (checked, label) = match done {
            true => (" checked", Word::TaskDone),
            false => ("", Word::TaskOpen),
        };
        self.push(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\""));
        self.word(label, 1);
        self.push("\"> ");
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.tables += 1;
        self.table = Some(Table { alignments, in_head: true, has_rows: false, column: 0 });
        self.open("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        self.word(Word::Table, self.tables);
        self.push("\"><table>\n");
    }

    fn end_head(&mut self) {
        if let Some(table) = &mut self.table {
            table.in_head = false;
        }
        self.push("</tr>\n</thead>\n");
    }

    fn start_row(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.column = 0;
        if !std::mem::replace(&mut table.has_rows, true) {
            self.push("<tbody>\n");
        }
        self.push("<tr>");
    }

    fn start_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let tag = if table.in_head { "<th scope=\"col\"" } else { "<td" };
        // A class, for a `style` would be refused by a strict content security policy.
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        table.column += 1;
        self.push(tag);
        self.push(class);
        self.push(">");
    }

    fn end_cell(&mut self) {
        let in_head = self.table.as_ref().is_some_and(|table| table.in_head);
        self.push(if in_head { "</th>" } else { "</td>" });
    }

    fn end_table(&mut self) {
        let has_rows = self.table.take().is_some_and(|table| table.has_rows);
        self.push(if has_rows { "</tbody>\n</table></div>\n" } else { "</table></div>\n" });
    }
}

/// The language of a block of code: the first word after its fence.
pub(in crate::parse::markdown) fn language<'k>(kind: &'k CodeBlockKind<'_>) -> Option<&'k str> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    info.split([' ', ',', '\t']).next().filter(|language| !language.is_empty())
}

/// Whether an attribute may be written on a heading: no scripts, no styles, no second id.
fn is_harmless(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    matches!(name, "lang" | "dir" | "translate" | "hidden" | "title")
        || name.starts_with("data-") && name.bytes().all(plain)
}
