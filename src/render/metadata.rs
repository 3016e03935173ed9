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
            html.splice(place, said);
        }
    }
}

type Write = fn(Shown<'_>) -> Vec<u8>;

fn find(html: &[u8], placeholder: &str) -> Option<Range<usize>> {
    let start = memmem::find(html, placeholder.as_bytes())?;
    Some(start..start + placeholder.len())
}
