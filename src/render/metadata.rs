//! What a page says of itself to programs: Open Graph, for links that are shared, and JSON-LD, for
//! search engines.
//!
//! Templates only say where. What is said follows from the page's view and from what the locale's
//! pages share, which are the page's key as it is.

mod json_ld;
mod node;
mod open_graph;

use super::frame::Gap;
use crate::plan::View;
use crate::plan::view::SiteView;

/// The functions that say where.
pub const FUNCTIONS: [(&str, Gap); 2] = [("json_ld", Gap::JsonLd), ("open_graph", Gap::OpenGraph)];

/// A page, and what stands around it.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// What it shows.
    pub view: &'a View,
    /// What all pages of its language share.
    pub site: &'a SiteView,
    /// The site's address without its path.
    pub origin: &'a str,
}

/// What stands in a gap of the page. One that search engines may not list says nothing.
pub fn said(gap: Gap, shown: Shown<'_>) -> Vec<u8> {
    match gap {
        _ if !shown.view.page().indexed => Vec::new(),
        Gap::OpenGraph => open_graph::write(shown),
        Gap::JsonLd => json_ld::write(shown),
        Gap::Text | Gap::Policy => Vec::new(),
    }
}
