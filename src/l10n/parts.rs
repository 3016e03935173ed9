//! Where each part of a formatted text stands: the day of a date.

use std::fmt;
use std::ops::Range;

use writeable::{Part, PartsWrite};

/// A text that remembers the parts that were written to it.
#[derive(Default)]
pub(super) struct Recorder {
    pub(super) text: String,
    parts: Vec<(Part, Range<usize>)>,
}

impl Recorder {
    /// The first place of a part.
    pub(super) fn range(&self, part: Part) -> Option<Range<usize>> {
        let found = self.parts.iter().find(|(known, _)| *known == part);
        found.map(|(_, range)| range.clone())
    }
}

impl fmt::Write for Recorder {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        Ok(())
    }
}

impl PartsWrite for Recorder {
    type SubPartsWrite = Self;

    fn with_part(
        &mut self,
        part: Part,
        mut write: impl FnMut(&mut Self) -> fmt::Result,
    ) -> fmt::Result {
        let start = self.text.len();
        write(self)?;
        self.parts.push((part, start..self.text.len()));
        Ok(())
    }
}
