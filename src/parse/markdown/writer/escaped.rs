//! Raw HTML that is shown as text, where a site does not let those who write for it put markup into its pages.
//!
//! What is a tag no more says nothing of ids, languages or links either. A comment is for those who read the source:
//! it is heeded if it is a remark, and shown to nobody.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, TagEnd};

use super::Writer;
use super::gathered::Gathered;
use crate::diag::Code;
use crate::html;
use crate::parse::remarks;
use crate::typeset;

impl Writer<'_> {
    /// Shows a block of HTML as a block of code, so that its lines stay as they were typed.
    pub(super) fn escaped_block(&mut self, block: &Gathered) {
        let text = self.without_comments(&block.text);
        let text = text.trim_matches('\n');
        if text.trim().is_empty() {
            return;
        }
        let written = block.text.trim_end().len();
        self.report_escaped(block.in_body(0..written));
        // The end of the block was reached: it stands where its beginning stood.
        self.depth += 1;
        self.start_code_block(&CodeBlockKind::Fenced("html".into()));
        self.depth -= 1;
        // It is no code to its author, and has no colours.
        self.code = None;
        self.text(text, self.done..self.done);
        self.end_block(TagEnd::CodeBlock);
    }

    /// Shows a tag, or what is written like one, among other text.
    pub(super) fn escaped_inline(&mut self, html: &str, range: Range<usize>) {
        if html.starts_with("<!--") {
            self.without_comments(html);
            return;
        }
        if !html.starts_with("</") {
            self.report_escaped(range);
        }
        match &mut self.image {
            Some(image) => image.alt.push_str(html),
            None => {
                self.heading_text(html);
                self.push_kept(html, typeset::OBJECT);
            }
        }
    }

    /// Takes the comments out of raw HTML, each with its line if nothing else stands in that, and heeds them.
    fn without_comments(&mut self, html: &str) -> String {
        remarks::in_comments(html).for_each(|remark| self.heed(&remark));
        let mut kept = String::with_capacity(html.len());
        let mut written = 0;
        for comment in html::comments(html) {
            kept.push_str(&html[written..comment.start]);
            let begins_a_line = kept.is_empty() || kept.ends_with('\n');
            let ends_a_line = html[comment.end..].starts_with('\n');
            written = comment.end + usize::from(begins_a_line && ends_a_line);
        }
        kept.push_str(&html[written..]);
        kept
    }

    fn report_escaped(&mut self, range: Range<usize>) {
        let help = "write it in Markdown; or say `html: trusted` in `depeche.yaml`, if all who write may put scripts into \
                    pages";
        self.report(Code::EscapedHtml, "this HTML is shown as text".to_owned(), range, help);
    }
}
