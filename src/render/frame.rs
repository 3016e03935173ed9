//! Pages as frames with gaps.
//!
//! A template says where in a page something stands that others write: what the page says of itself to programs,
//! the policy that follows from all of it, the text of an article. What it makes is a frame, whose gaps are filled
//! last. No word of a text changes the frame around it, and it is known where it is. So a text that was edited can
//! take the place of the old one without anything around it being made anew: see [`super::amend`].

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What a gap is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// A text, as HTML.
    Text,
    /// What search engines read.
    JsonLd,
    /// What those read who show links.
    OpenGraph,
    /// The content security policy.
    Policy,
}

/// What all placeholders have in them.
static COMMON: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("depeche-"));

impl Gap {
    const ALL: [Self; 4] = [Self::Text, Self::JsonLd, Self::OpenGraph, Self::Policy];

    /// What stands in a frame for it. No text that a template escapes can be mistaken for an element; the policy
    /// stands in an attribute.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Text => "<depeche-text>",
            Self::JsonLd => "<depeche-json-ld>",
            Self::OpenGraph => "<depeche-open-graph>",
            Self::Policy => "depeche-content-security-policy",
        }
    }

    /// The gap that begins before what all have in common.
    fn around(self, frame: &[u8], common: usize) -> Option<Range<usize>> {
        let placeholder = self.placeholder().as_bytes();
        let start = common.checked_sub(usize::from(placeholder[0] == b'<'))?;
        frame[start..].starts_with(placeholder).then(|| start..start + placeholder.len())
    }
}

/// The gaps of a frame, in their order.
pub fn gaps(frame: &[u8]) -> Vec<(Gap, Range<usize>)> {
    let around = |at| {
        let mut gaps = Gap::ALL.into_iter();
        gaps.find_map(|gap| Some((gap, gap.around(frame, at)?)))
    };
    COMMON.find_iter(frame).filter_map(around).collect()
}

/// A frame with its gaps filled, and where the texts are in it.
pub fn fill<'a>(
    frame: &[u8],
    gaps: &[(Gap, Range<usize>)],
    with: impl Fn(Gap) -> &'a [u8],
) -> (Vec<u8>, Vec<Range<usize>>) {
    let more: usize = gaps.iter().map(|(gap, _)| with(*gap).len()).sum();
    let less: usize = gaps.iter().map(|(_, at)| at.len()).sum();
    let mut page = Vec::with_capacity(frame.len() - less + more);
    let mut texts = Vec::new();
    let mut done = 0;
    for (gap, at) in gaps {
        page.extend_from_slice(&frame[done..at.start]);
        let start = page.len();
        page.extend_from_slice(with(*gap));
        if *gap == Gap::Text {
            texts.push(start..page.len());
        }
        done = at.end;
    }
    page.extend_from_slice(&frame[done..]);
    (page, texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_gap_is_filled_wherever_it_is() {
        let check = |frame: &str, text: &str, expected: &str, starts: &[usize]| {
            let frame = frame.replace('@', Gap::Text.placeholder());
            let frame = frame.replace('#', Gap::Policy.placeholder());
            let frame = frame.replace('~', Gap::JsonLd.placeholder());
            let with = |gap| match gap {
                Gap::Text => text.as_bytes(),
                Gap::Policy => b"'none'",
                Gap::JsonLd => b"{}",
                Gap::OpenGraph => b"",
            };
            let (page, places) = fill(frame.as_bytes(), &gaps(frame.as_bytes()), with);
            let expected_places = starts.iter().map(|start| *start..start + text.len());
            assert_eq!(places, expected_places.collect::<Vec<_>>());
            assert_eq!(String::from_utf8(page).expect("text"), expected);
        };
        check("<p>", "a", "<p>", &[]);
        check("<p>@</p>", "abc", "<p>abc</p>", &[3]);
        check("@ @", "a", "a a", &[0, 2]);
        check("<meta content=\"#\">~@", "a", "<meta content=\"'none'\">{}a", &[25]);
        // A text that looks like a placeholder is a text.
        let text = Gap::Text.placeholder();
        check("@.", text, &format!("{text}."), &[0]);
        // So is what begins like one.
        check("depeche-", "a", "depeche-", &[]);
        check("&lt;depeche-text>", "a", "&lt;depeche-text>", &[]);
    }
}
