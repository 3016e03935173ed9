//! Where a byte of a text stands, as editors say it.

use std::ops::Range;

/// A place in a text as editors show it: both count from 1, columns in Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// How many bytes lie between two places whose number of characters is kept.
const STEP: usize = 4096;

/// How much of a line tells what is in it, on either side of a range: lines may be of any length.
const AROUND: usize = 400;

/// A text, and where its lines begin: found once, so that many positions in one file are cheap, and in
/// one long line, too.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    pub(super) text: &'a str,
    starts: Vec<usize>,
    /// How many characters begin before each multiple of [`STEP`].
    chars: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of a text. They end with a line feed, whatever stands before it.
    pub fn new(text: &'a str) -> Self {
        let after = text.match_indices('\n').map(|(end, _)| end + 1);
        let chars = text
            .as_bytes()
            .chunks(STEP)
            .scan(0, |before, chunk| Some(std::mem::replace(before, *before + begun(chunk))));
        Self { text, starts: std::iter::once(0).chain(after).collect(), chars: chars.collect() }
    }

    /// Where a byte stands. What is inside a character means its beginning; what is past the end, the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.boundary(offset);
        let line = self.line_of(offset);
        let start = self.starts[line];
        // A byte order mark is no character to an editor.
        let marks = usize::from(self.text[start..offset].starts_with('\u{feff}') && line == 0);
        Position {
            line: line + 1,
            column: self.chars_to(offset) - self.chars_to(start) + 1 - marks,
        }
    }

    /// How many characters stand before a byte.
    fn chars_to(&self, offset: usize) -> usize {
        let step = (offset / STEP).min(self.chars.len().saturating_sub(1));
        let kept = self.chars.get(step).copied().unwrap_or(0);
        kept + begun(&self.text.as_bytes()[step * STEP..offset])
    }

    /// The index of the line that a byte stands in.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// A line's range, without its end.
    pub(super) fn line(&self, index: usize) -> Range<usize> {
        let start = self.starts[index];
        let next = self.starts.get(index + 1).copied();
        let text = &self.text[start..next.unwrap_or(self.text.len())];
        let text = text.strip_suffix('\n').unwrap_or(text);
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// The lines of a range that is not empty, as far as they are near it.
    pub(super) fn around(&self, range: &Range<usize>) -> Option<&'a str> {
        self.text.get(range.clone()).filter(|within| !within.is_empty())?;
        let near = self.boundary(range.start.saturating_sub(AROUND));
        let start = near.max(self.starts[self.line_of(range.start)]);
        let after = &self.text[range.end..self.boundary(range.end + AROUND)];
        let end = range.end + after.find('\n').unwrap_or(after.len());
        Some(&self.text[start..end])
    }

    /// The nearest place at or before `offset` that is not inside a character.
    pub(super) fn boundary(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let starts_char = |&at: &usize| self.text.is_char_boundary(at);
        (0..=offset).rev().find(starts_char).unwrap_or(0)
    }

    /// The range with both its ends inside the text and between characters.
    pub(super) fn clamp(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.boundary(range.start);
        start..self.boundary(range.end).max(start)
    }
}

/// How many characters begin in some bytes of a text.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_has_a_line_and_a_column() {
        let check = |text: &str, offset: usize, line: usize, column: usize| {
            let position = Lines::new(text).position(offset);
            assert_eq!(position, Position { line, column }, "{text:?} {offset}");
        };
        check("", 0, 1, 1);
        check("abc", 2, 1, 3);
        check("abc", 99, 1, 4);
        check("été!", 5, 1, 4);
        check("été!", 1, 1, 1);
        check("a\nb", 1, 1, 2);
        check("a\nb", 2, 2, 1);
        check("a\r\nb\r\n", 3, 2, 1);
        check("a\r\nb\r\n", 6, 3, 1);
        check("\tb", 1, 1, 2);
        check("\u{feff}ab", 4, 1, 2);
        let long = "é".repeat(STEP);
        check(&long, 2 * STEP, 1, STEP + 1);
        check(&long, STEP, 1, STEP / 2 + 1);
        check(&format!("a{long}\nb{long}"), 2 * STEP + 2 + STEP, 2, STEP / 2 + 1);
    }

    #[test]
    fn what_stands_around_a_range_ends_with_its_lines() {
        let lines = Lines::new("ab\ncd\nef");
        assert_eq!(lines.around(&(4..5)), Some("cd"));
        assert_eq!(lines.around(&(1..4)), Some("ab\ncd"));
        assert_eq!(lines.around(&(4..4)), None);
        let long = format!("{}x{}", "é".repeat(AROUND), "é".repeat(AROUND));
        let near = Lines::new(&long).around(&(2 * AROUND..2 * AROUND + 1)).map(str::len);
        assert_eq!(near, Some(2 * AROUND + 1));
    }

    #[test]
    fn a_line_is_without_its_end() {
        let lines = Lines::new("ab\r\nc\n\nd");
        let all: Vec<_> = (0..4).map(|index| lines.line(index)).collect();
        assert_eq!(all, [0..2, 4..5, 6..6, 7..8]);
    }
}
