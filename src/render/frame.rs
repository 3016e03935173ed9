//! Pages as frames around texts.
//!
//! A template says where the text of an article stands. What it makes is a frame, which no word of the
//! text changes; the text is put into it last, and it is known where. So a text that was edited can take
//! the place of the old one without anything around it being made anew: see [`super::amend`].

use std::ops::Range;

use memchr::memmem;

use super::metadata::replace;

/// What stands in a frame for the text. No text that a template escapes can be mistaken for it.
pub const PLACEHOLDER: &str = "<depeche-text>";

/// Puts a text into its frame, and tells where it is then.
pub fn fill(page: &mut Vec<u8>, text: &[u8]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = memmem::find(&page[from..], PLACEHOLDER.as_bytes()) {
        let start = from + at;
        replace(page, start..start + PLACEHOLDER.len(), text);
        from = start + text.len();
        places.push(start..from);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_put_wherever_the_frame_has_a_place_for_it() {
        let check = |frame: &str, text: &str, expected: &str, starts: &[usize]| {
            let mut page = frame.replace('@', PLACEHOLDER).into_bytes();
            let places = starts.iter().map(|start| *start..start + text.len());
            assert_eq!(fill(&mut page, text.as_bytes()), places.collect::<Vec<_>>());
            assert_eq!(String::from_utf8(page).unwrap(), expected);
        };
        check("<p>", "a", "<p>", &[]);
        check("<p>@</p>", "abc", "<p>abc</p>", &[3]);
        check("@ @", "a", "a a", &[0, 2]);
        // A text that looks like the placeholder is a text.
        check("@.", PLACEHOLDER, &format!("{PLACEHOLDER}."), &[0]);
    }
}
