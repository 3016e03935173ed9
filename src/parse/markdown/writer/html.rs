//! Raw HTML: passed on, but for its URLs; its ids and languages are noted.

use std::ops::Range;

use super::Writer;
use super::gathered::Gathered;
use crate::html::{self, Attribute, Tag};
use crate::limits;
use crate::model::Locale;
use crate::parse::markdown::assemble::Mark;
use crate::parse::markdown::{HoleKind, RawHtml, TargetKind, escape};
use crate::parse::remarks::{self, Remark, Topic};
use crate::typeset::{self, Language};

/// Elements whose text is never typeset.
const PROTECTED: &[&str] =
    &["code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "var"];

/// Elements that stand within a line of text (HTML, section 3.2.5.2.5); any other ends it.
const PHRASING: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
    "var", "wbr",
];

/// The raw elements that are open around a text.
#[derive(Default)]
pub(super) struct RawContext {
    open: Vec<(String, Option<Lang>)>,
    /// How many of them blocks of HTML opened. The others end with the block that they stand in, whether
    /// their authors closed them or not.
    lasting: usize,
}

/// Elements in which a term is not explained: what a reader can press or follow has no other such thing in
/// it, a heading stands in lists of headings, and who writes `dfn` or `abbr` explains it there.
const UNEXPLAINED: &[&str] = &[
    "a", "abbr", "button", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "option",
    "select", "summary",
];

/// What a `lang` says: none, if it is no tag of a language.
type Lang = Option<Locale>;

impl RawContext {
    /// Whether the text is code of some kind.
    pub(super) fn is_protected(&self) -> bool {
        self.open.iter().any(|(name, _)| PROTECTED.contains(&name.as_str()))
    }

    /// Whether a term may be explained here.
    pub(super) fn is_explained(&self) -> bool {
        !self.open.iter().any(|(name, _)| UNEXPLAINED.contains(&name.as_str()))
    }

    /// Whether the text is above the line already.
    pub(super) fn is_raised(&self) -> bool {
        self.open.iter().any(|(name, _)| name == "sup")
    }

    /// What the innermost `lang` says of the text's language.
    fn lang(&self) -> Option<&Lang> {
        self.open.iter().rev().find_map(|(_, lang)| lang.as_ref())
    }

    /// Follows a tag. Past the limit elements are not followed, as no real body needs them.
    fn follow(&mut self, tag: &Tag) {
        if tag.closing {
            if let Some(open) = self.open.iter().rposition(|(name, _)| *name == tag.name) {
                self.open.truncate(open);
                self.lasting = self.lasting.min(open);
            }
        } else if !tag.is_void() && self.open.len() < limits::BLOCK_DEPTH {
            let lang = tag.attribute("lang").map(|a| Locale::new(&a.value));
            self.open.push((tag.name.clone(), lang));
        }
    }

    /// Opens an element of Markdown that says its language, until the block ends.
    pub(super) fn open_with_lang(&mut self, lang: &str) {
        self.open.push((String::new(), Some(Locale::new(lang))));
    }

    /// Closes what was opened in a block.
    pub(super) fn close_block(&mut self) {
        self.open.truncate(self.lasting);
    }
}

impl Writer<'_> {
    /// Gathers a line of a block: a tag may go on in the next.
    pub(super) fn html_line(&mut self, html: &str, range: Range<usize>) {
        if let Some(block) = &mut self.html_block {
            block.push(html, range.start);
        }
    }

    pub(super) fn start_html_block(&mut self) {
        self.finish_text();
        self.html_block = Some(Gathered::default());
    }

    pub(super) fn end_html_block(&mut self) {
        if let Some(block) = &mut self.html_block {
            let block = std::mem::take(block);
            if self.html == RawHtml::Escape {
                self.html_block = None;
                return self.escaped_block(&block);
            }
            self.raw_html(&block.text, |range| block.in_body(range));
            self.finish_text();
            self.html_block = None;
            self.raw.lasting = self.raw.open.len();
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if self.html == RawHtml::Escape {
            return self.escaped_inline(html, range);
        }
        if self.image.is_some() {
            return;
        }
        let as_typed = self.source.get(range.clone()) == Some(html);
        self.raw_html(html, |inner| match as_typed {
            true => range.start + inner.start..range.start + inner.end,
            false => range.clone(),
        });
    }

    /// Writes raw HTML; `in_body` says where a range of it stands in the body.
    fn raw_html(&mut self, html: &str, in_body: impl Fn(Range<usize>) -> Range<usize>) {
        let mut written = 0;
        for tag in html::tags(html) {
            self.raw_text(&html[written..tag.range.start], |at| {
                in_body(written + at..tag.range.end).start
            });
            written = tag.range.start;
            for attribute in &tag.attributes {
                let Some(kind) = url_kind(&tag, &attribute.name) else {
                    continue;
                };
                escape::push_raw(&html[written..attribute.outside.start], &mut self.out().html);
                self.url(kind, attribute, in_body(attribute.inside.clone()));
                written = attribute.outside.end;
            }
            // What is noted of a tag stands at its end, or before the rest of it.
            self.note_tag(&tag, &in_body);
            escape::push_raw(&html[written..tag.range.end], &mut self.out().html);
            written = tag.range.end;
        }
        self.raw_text(&html[written..], |at| in_body(written + at..html.len()).start);
    }

    /// Writes what stands between two tags: text, unless there is a comment in it.
    fn raw_text(&mut self, text: &str, in_body: impl Fn(usize) -> usize) {
        if text.contains('<') || self.html_block.is_none() || self.raw.is_protected() {
            self.without_remarks(text);
            return;
        }
        let mut at = 0;
        for part in text.split_inclusive(['\n', ';']).flat_map(split_reference) {
            match part.starts_with('&') {
                true => {
                    escape::push_raw(part, &mut self.out().html);
                    self.passages.stand_in(typeset::KEPT);
                }
                false => self.gather_raw(part, in_body(at)),
            }
            at += part.len();
        }
    }

    /// Writes raw HTML that holds nothing to fill, without what authors remark to depeche.
    fn without_remarks(&mut self, html: &str) {
        let mut written = 0;
        for remark in remarks::in_comments(html) {
            self.heed(&remark);
            escape::push_raw(&html[written..remark.range.start], &mut self.out().html);
            written = remark.range.end;
        }
        escape::push_raw(&html[written..], &mut self.out().html);
    }

    /// Does what an author remarks to depeche.
    pub(super) fn heed(&mut self, remark: &Remark<'_>) {
        self.silent |= remark.topic == Topic::Terms && remark.is_clear();
    }

    /// Writes a URL's hole, always in double quotes so that whoever fills it need not ask.
    fn url(&mut self, kind: TargetKind, attribute: &Attribute, span: Range<usize>) {
        let target = self.target(kind, attribute.value.clone(), span);
        self.push("\"");
        self.hole(HoleKind::Url(target));
        self.push("\"");
    }

    fn note_tag(&mut self, tag: &Tag, in_body: impl Fn(Range<usize>) -> Range<usize>) {
        if !tag.closing {
            if let Some(id) = tag.attribute("id").filter(|id| !id.value.is_empty()) {
                self.out().mark(Mark::Anchor(id.value.clone()));
            }
            if tag.name == "img" && tag.attribute("alt").is_none() {
                self.report_missing_alt(in_body(tag.range.clone()));
            }
        }
        self.raw.follow(tag);
        if self.html_block.is_some() && !PHRASING.contains(&tag.name.as_str()) {
            self.finish_text();
        }
        self.passages.enter(self.language(), self.raw.open.len());
        match tag.name.as_str() {
            "br" => self.passages.stand_in(typeset::BREAK),
            "img" | "input" | "svg" => self.passages.stand_in(typeset::OBJECT),
            _ => {}
        }
    }

    /// The language of the text that follows.
    pub(super) fn language(&self) -> Language {
        match self.raw.lang() {
            Some(Some(lang)) => self.language.within(lang),
            Some(None) => Language::default(),
            None => self.language,
        }
    }
}

/// A text that may end with a character reference, and the reference by itself.
fn split_reference(text: &str) -> impl Iterator<Item = &str> {
    let reference = text.rfind('&').filter(|_| text.ends_with(';')).unwrap_or(text.len());
    let (before, reference) = text.split_at(reference);
    [before, reference].into_iter().filter(|part| !part.is_empty())
}

/// Whether an attribute holds a URL that a page must know.
fn url_kind(tag: &Tag, attribute: &str) -> Option<TargetKind> {
    match (tag.closing, tag.name.as_str(), attribute) {
        (false, "a" | "area", "href") => Some(TargetKind::Link),
        (false, "img" | "source" | "video" | "audio", "src") => Some(TargetKind::Image),
        _ => None,
    }
}
