//! What authors say to this comparison: that a text differs on purpose, and why.
//!
//! In a body that is the comment `<!-- parity: off, REASON -->`, in the block or before it; in a head,
//! `# parity: off, REASON` in the line above a key or an item of a list.

use std::ops::Range;

use super::text;
use crate::diag::{Code, Diagnostic, Span};
use crate::parse::article::Article;
use crate::parse::blocks::{self, Block, BlockKind};
use crate::parse::markdown;

/// The places of the blocks that are silenced: the block that a remark stands in, or the next.
pub(super) fn silenced(text: &str, blocks: &[Block]) -> Vec<usize> {
    let remarks = remarks(text, blocks).filter(|(_, said)| is_clear(said));
    let place = |range: Range<usize>| {
        let inside = |block: &Block| block.range.contains(&range.start);
        let after = blocks.iter().enumerate().filter(|(_, block)| block.range.start >= range.start);
        let next = after.min_by_key(|(_, block)| block.range.start).map(|(place, _)| place);
        blocks.iter().position(inside).or(next)
    };
    remarks.filter_map(|(range, _)| place(range)).collect()
}

/// Whether words of a head are silenced.
pub(super) fn is_silent(article: &Article, key: &str) -> bool {
    above(article, key).is_some_and(|(_, said)| is_clear(said))
}

/// The remarks of an article that silence nothing.
///
/// # Problems
/// - [`Code::UnclearRemark`], once per remark that is not understood or gives no reason.
pub(super) fn problems(article: &Article) -> Vec<Diagnostic> {
    let (text, start) = (article.body_text(), article.body_start());
    let head = text::head(article).into_iter().filter_map(|(key, _)| above(article, &key));
    let mut found: Vec<_> = head.map(|(range, said)| (range, said, "#", "")).collect();
    if markdown::remarks(text).next().is_some() {
        found.extend(remarks(text, &blocks::blocks(text)).map(|(range, said)| {
            let length = text[range.clone()].trim_end().len();
            (start + range.start..start + range.start + length, said, "<!--", " -->")
        }));
    }
    let unclear = found.into_iter().filter(|(_, said, ..)| !is_clear(said));
    let problem = |(range, said, open, close): (_, &str, &str, &str)| {
        let message = match said.starts_with("off") {
            true => "this remark gives no reason",
            false => "this remark is not understood",
        };
        Diagnostic::new(Code::UnclearRemark, message).at(Span::new(&article.file, range)).help(
            format!("write `{open} parity: off, the English text rounds{close}`, with your reason"),
        )
    };
    unclear.map(problem).collect()
}

/// The remarks of a body that are none of its code.
fn remarks<'a, 'b>(
    text: &'a str,
    blocks: &'b [Block],
) -> impl Iterator<Item = (Range<usize>, &'a str)> + use<'a, 'b> {
    markdown::remarks(text).filter(|(range, _)| {
        let code =
            |block: &Block| block.kind == BlockKind::Code && block.range.contains(&range.start);
        !text[..range.start].ends_with('`') && !blocks.iter().any(code)
    })
}

/// The remark in the line above a head's words, with its bytes in the file.
fn above<'a>(article: &'a Article, key: &str) -> Option<(Range<usize>, &'a str)> {
    // A value of several lines begins below its key.
    let spans = [article.key_span(key), article.span(key)];
    spans.into_iter().find_map(|span| {
        let text = article.source_text();
        let line = text.get(..span.range.start)?.rfind('\n')?;
        let start = text[..line].rfind('\n')? + 1;
        let said = text[start..line].trim().strip_prefix('#')?.trim().strip_prefix("parity:")?;
        let indent = text[start..line].len() - text[start..line].trim_start().len();
        Some((start + indent..line, said.trim()))
    })
}

/// Whether a remark says "off", and why.
fn is_clear(said: &str) -> bool {
    let reason = said.strip_prefix("off").and_then(|rest| rest.trim_start().strip_prefix(','));
    reason.is_some_and(|reason| !reason.trim().is_empty())
}
