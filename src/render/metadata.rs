//! What a page says of itself to programs: Open Graph, for links that are shared, and JSON-LD, for
//! search engines.
//!
//! Templates only say where. What is said follows from the page's view and from what the locale's
//! pages share, which are the page's key as it is.

mod json_ld;
mod node;
mod open_graph;

use std::ops::Range;

use memchr::memmem;

use crate::plan::View;
use crate::plan::view::SiteView;

/// The functions that say where, and what they write until the page is whole. No text that a template
/// escapes can be mistaken for it.
pub const FUNCTIONS: [(&str, &str); 2] = [("json_ld", JSON_LD), ("open_graph", OPEN_GRAPH)];

const JSON_LD: &str = "<depeche-json-ld>";
const OPEN_GRAPH: &str = "<depeche-open-graph>";

/// A page, and what stands around it.
#[derive(Clone, Copy)]
struct Shown<'a> {
    view: &'a View,
    site: &'a SiteView,
    /// The site's address without its path.
    origin: &'a str,
}

/// Puts what the page says of itself where its template wants it. A page that search engines may not
/// list says nothing.
pub fn fill(html: &mut Vec<u8>, view: &View, site: &SiteView, origin: &str) {
    let shown = Shown { view, site, origin };
    for (placeholder, write) in
        [(OPEN_GRAPH, open_graph::write as Write), (JSON_LD, json_ld::write)]
    {
        if let Some(place) = find(html, placeholder) {
            let said = if view.page().indexed { write(shown) } else { Vec::new() };
            replace(html, place, &said);
        }
    }
}

/// Puts bytes in the place of others, all at once: `Vec::splice` takes one after the other.
pub fn replace(bytes: &mut Vec<u8>, place: Range<usize>, with: &[u8]) {
    let old = bytes.len();
    let new = old - place.len() + with.len();
    bytes.resize(old.max(new), 0);
    bytes.copy_within(place.end..old, place.start + with.len());
    bytes[place.start..place.start + with.len()].copy_from_slice(with);
    bytes.truncate(new);
}

type Write = fn(Shown<'_>) -> Vec<u8>;

fn find(html: &[u8], placeholder: &str) -> Option<Range<usize>> {
    let start = memmem::find(html, placeholder.as_bytes())?;
    Some(start..start + placeholder.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_take_the_place_of_others() {
        let check = |place: Range<usize>, with: &str, expected: &str| {
            let mut bytes = b"abcd".to_vec();
            replace(&mut bytes, place, with.as_bytes());
            assert_eq!(bytes, expected.as_bytes());
        };
        check(1..3, "xyz", "axyzd");
        check(1..3, "x", "axd");
        check(1..3, "", "ad");
        check(0..4, "xyzuv", "xyzuv");
        check(4..4, "x", "abcdx");
    }
}
