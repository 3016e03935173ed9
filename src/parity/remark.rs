//! What authors say to this comparison: that a text differs on purpose, and why. A remark in a body is
//! of the block that it stands in, or of the next.

use std::ops::Range;

use super::text;
use crate::diag::{Code, Diagnostic, Span};
use crate::parse::article::Article;
use crate::parse::blocks::{self, Block, BlockKind};
use crate::parse::remarks::{self, Remark, Topic};

/// The places of the blocks that are silenced: the block that a remark stands in, or the next.
pub(super) fn silenced(text: &str, blocks: &[Block]) -> Vec<usize> {
    let remarks = remarks(text, blocks).filter(is_ours);
    let place = |range: Range<usize>| {
        let inside = |block: &Block| block.range.contains(&range.start);
        let after = blocks.iter().enumerate().filter(|(_, block)| block.range.start >= range.start);
        let next = after.min_by_key(|(_, block)| block.range.start).map(|(place, _)| place);
        blocks.iter().position(inside).or(next)
    };
    remarks.filter_map(|remark| place(remark.range)).collect()
}

/// Whether words of a head are silenced.
pub(super) fn is_silent(article: &Article, key: &str) -> bool {
    above(article, key).iter().any(is_ours)
}

fn is_ours(remark: &Remark<'_>) -> bool {
    remark.topic == Topic::Parity && remark.is_clear()
}

/// The remarks of an article that silence nothing.
///
/// # Problems
/// - [`Code::UnclearRemark`], once per remark that is not understood or gives no reason.
pub(super) fn problems(article: &Article) -> Vec<Diagnostic> {
    let (text, start) = (article.body_text(), article.body_start());
    let head = text::head(article).into_iter().flat_map(|(key, _)| above(article, &key));
    let mut found: Vec<_> = head.map(|remark| (remark, "#", "")).collect();
    if remarks::in_comments(text).next().is_some() {
        found.extend(remarks(text, &blocks::blocks(text, article.has_math())).map(|remark| {
            let length = text[remark.range.clone()].trim_end().len();
            let at = start + remark.range.start;
            (Remark { range: at..at + length, ..remark }, "<!--", " -->")
        }));
    }
    let unclear = found.into_iter().filter(|(remark, ..)| !remark.is_clear());
    let problem = |(remark, open, close): (Remark<'_>, &str, &str)| {
        let message = match remark.said.starts_with("off") {
            true => "this remark gives no reason",
            false => "this remark is not understood",
        };
        let (topic, example) = (remark.topic.as_str(), remark.topic.example());
        let help = format!("write `{open} {topic}: off, {example}{close}`, with your reason");
        let span = Span::new(&article.file, remark.range);
        Diagnostic::new(Code::UnclearRemark, message).at(span).help(help)
    };
    unclear.map(problem).collect()
}

/// The remarks of a body that are none of its code.
fn remarks<'a, 'b>(
    text: &'a str,
    blocks: &'b [Block],
) -> impl Iterator<Item = Remark<'a>> + use<'a, 'b> {
    remarks::in_comments(text).filter(|remark| {
        let start = remark.range.start;
        let verbatim = |block: &Block| matches!(block.kind, BlockKind::Code | BlockKind::Chart);
        let code = |block: &Block| verbatim(block) && block.range.contains(&start);
        !text[..start].ends_with('`') && !blocks.iter().any(code)
    })
}

/// The remarks in the lines above a head's words.
fn above<'a>(article: &'a Article, key: &str) -> Vec<Remark<'a>> {
    // A value of several lines begins below its key.
    let spans = [article.key_span(key), article.span(key)];
    let found = spans.map(|span| remarks::above(article.source_text(), span.range.start).collect());
    let [first, second]: [Vec<_>; 2] = found;
    if first.is_empty() { second } else { first }
}
