//! The lines of a block that is understood as a whole.

use std::ops::Range;

/// The text of a block, and where its lines come from: `(in the text, in the body)`. A body may have
/// `> ` before each line.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) text: String,
    lines: Vec<(usize, usize)>,
}

impl Gathered {
    /// Adds a line, or a part of one, that begins at a byte of the body.
    pub(super) fn push(&mut self, text: &str, in_body: usize) {
        self.lines.push((self.text.len(), in_body));
        self.text.push_str(text);
    }

    /// Where a range of the text stands in the body.
    pub(super) fn in_body(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let after = self.lines.partition_point(|(start, _)| *start <= at);
            let line = self.lines.get(after.saturating_sub(1));
            line.map_or(0, |(start, in_body)| in_body + at - start)
        };
        place(range.start)..place(range.end)
    }
}
