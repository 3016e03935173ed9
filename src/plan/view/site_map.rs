//! What the map of the site shows.

use serde::Serialize;

use crate::part::Part;
use crate::plan::view::{Link, PageView};

/// `site-map.html`: every list of a language.
#[derive(Debug, Hash, Serialize)]
pub struct SiteMapPage {
    /// Of every page.
    pub page: PageView,
    /// Topics, dossiers, archives, the newest editions, authors and feeds: those that the site has, each
    /// with what it leads to.
    pub sections: Vec<MapEntry>,
    /// The home page, the search, the glossary, sources and corrections, as far as the site has them; then the
    /// standing pages, by the order of their titles.
    pub others: Vec<Part<Link>>,
}

/// A page, and what stands below it.
#[derive(Debug, Hash, Serialize)]
pub struct MapEntry {
    /// The page.
    pub link: Part<Link>,
    /// Topics below a topic, months of a year; often nothing.
    pub below: Vec<MapEntry>,
}
