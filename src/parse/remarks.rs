//! What authors say to depeche and not to readers: that something is as it is on purpose, and why.
//!
//! In a body that is the comment `<!-- parity: off, REASON -->`, in a head `# parity: off, REASON`, in the
//! line above a key or an item of a list.

use std::ops::Range;

use crate::html;

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark<'a> {
    /// Its bytes, with the line break after a comment.
    pub range: Range<usize>,
    /// What it is about.
    pub topic: Topic,
    /// What it says, trimmed.
    pub said: &'a str,
}

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// `parity`: that a translation differs from its original.
    Parity,
    /// `terms`: that a text does not use the glossary's word.
    Terms,
}

impl Topic {
    const ALL: [Self; 2] = [Self::Parity, Self::Terms];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parity => "parity",
            Self::Terms => "terms",
        }
    }

    /// A reason that somebody may have.
    pub fn example(self) -> &'static str {
        match self {
            Self::Parity => "the English text rounds",
            Self::Terms => "the name of a product",
        }
    }
}

impl Remark<'_> {
    /// Whether it says "off", and why.
    pub fn is_clear(&self) -> bool {
        let rest = self.said.strip_prefix("off");
        let reason = rest.and_then(|rest| rest.trim_start().strip_prefix(','));
        reason.is_some_and(|reason| !reason.trim().is_empty())
    }
}

/// The remarks in a text's comments.
pub fn in_comments(html: &str) -> impl Iterator<Item = Remark<'_>> {
    html::comments(html).filter_map(|range| {
        let text = html[range.clone()].strip_prefix("<!--")?.strip_suffix("-->")?;
        let (topic, said) = about(text.trim())?;
        let line = usize::from(html[range.end..].starts_with('\n'));
        Some(Remark { range: range.start..range.end + line, topic, said })
    })
}

/// The remarks in the lines above a place of a head, the nearest first.
pub fn above(source: &str, place: usize) -> impl Iterator<Item = Remark<'_>> {
    let mut end = source.get(..place).and_then(|before| before.rfind('\n'));
    let comments = std::iter::from_fn(move || {
        let line = end?;
        let start = source[..line].rfind('\n').map_or(0, |before| before + 1);
        end = start.checked_sub(1);
        let text = source[start..line].trim();
        let from = line - source[start..line].trim_start().len();
        Some((from..from + text.len(), text.strip_prefix('#')?.trim()))
    });
    comments.filter_map(|(range, text)| {
        let (topic, said) = about(text)?;
        Some(Remark { range, topic, said })
    })
}

fn about(text: &str) -> Option<(Topic, &str)> {
    let (topic, said) = text.split_once(':')?;
    let known = Topic::ALL.into_iter().find(|known| known.as_str() == topic)?;
    Some((known, said.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_found_and_other_comments_are_not() {
        let check = |html: &str, expected: &[&str]| {
            let said: Vec<&str> = in_comments(html).map(|remark| remark.said).collect();
            assert_eq!(said, expected, "{html}");
        };
        check("<!-- parity: off, x --> <!--terms:y-->", &["off, x", "y"]);
        check("<!-- a remark --> <!-- note: x --> <!-- parity: off", &[]);
        check("<!-- <!-- parity: off -->", &[]);
        let found = in_comments("a<!-- parity: x -->\nb").next();
        assert_eq!(found.map(|remark| remark.range), Some(1..20));
    }

    #[test]
    fn remarks_stand_in_the_lines_above() {
        let check = |source: &str, expected: &[&str]| {
            let place = source.find("title").unwrap();
            let found: Vec<&str> = above(source, place).map(|one| &source[one.range]).collect();
            assert_eq!(found, expected, "{source}");
        };
        check("---\n  # terms: off, x\r\ntitle: y", &["# terms: off, x"]);
        check("# parity: off, y\n# x\n# terms: z\ntitle: y", &["# terms: z", "# parity: off, y"]);
        check("---\n# terms: off, x\n\ntitle: y", &[]);
        check("title: y", &[]);
    }

    #[test]
    fn a_clear_remark_has_a_reason() {
        let check = |said: &str, expected: bool| {
            let remark = Remark { range: 0..0, topic: Topic::Terms, said };
            assert_eq!(remark.is_clear(), expected, "{said}");
        };
        check("off, a name", true);
        check("off , a name", true);
        check("off", false);
        check("off,", false);
        check("on, x", false);
    }
}
