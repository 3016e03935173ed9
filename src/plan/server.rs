//! What tells a server of one's own how to serve the site: a file for nginx, or for Caddy.
//!
//! It says all that `_headers` and `_redirects` say to hosts: types, how long files may be kept, who may frame
//! pages, where old addresses lead; and which page is shown where there is none.

mod caddy;
mod nginx;

use std::collections::BTreeMap;

use crate::encode::Encoding;
use crate::outputs::content_type;
use crate::plan::{Content, Plan};

/// A program that serves files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// nginx.
    Nginx,
    /// Caddy.
    Caddy,
}

/// What a server is told, besides what follows from the site.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The folder that the site's path begins in.
    pub root: String,
    /// Whether it leads from `/` to the reader's language itself.
    pub negotiate: bool,
    /// In which other forms there are files.
    pub encodings: Vec<Encoding>,
}

/// Writes the file.
pub fn write(plan: &Plan, server: Server, setup: &Setup) -> String {
    let facts = Facts::of(plan);
    match server {
        Server::Nginx => nginx::write(&facts, setup),
        Server::Caddy => caddy::write(&facts, setup),
    }
}

/// What a server must know of a site.
struct Facts<'a> {
    /// `https://example.org`.
    origin: &'a str,
    /// The path that every address begins with: `/digest`, or nothing.
    base: &'a str,
    /// Each language's tag and home page, the default one first.
    homes: Vec<(&'a str, String)>,
    /// The pages not found: the path that each is for, and its own. The longest come first.
    lost: Vec<(String, String)>,
    /// Old addresses, as a server sees them, and where each leads.
    redirects: BTreeMap<String, String>,
}

impl<'a> Facts<'a> {
    fn of(plan: &'a Plan) -> Self {
        let url = &plan.planner.site.config.base_url;
        let base = url.path();
        let homes = plan.planner.localities.iter();
        let homes = plan
            .locales
            .iter()
            .zip(homes)
            .map(|(tag, place)| (tag.as_str(), url.href(&place.home)));
        let lost = plan.pages.iter().filter_map(|page| {
            let folder = page.route.as_str().strip_suffix("404.html")?;
            Some((format!("{base}{folder}"), format!("{base}{}", page.route)))
        });
        let mut lost: Vec<_> = lost.collect();
        lost.sort_by_key(|(folder, _)| (std::cmp::Reverse(folder.len()), folder.clone()));
        let redirects = plan.pages.iter().filter_map(|page| match &page.content {
            Content::Redirect { to, .. } => Some((format!("{base}{}", page.route), to.clone())),
            _ => None,
        });
        Self {
            origin: url.origin(),
            base,
            homes: homes.collect(),
            lost,
            redirects: redirects.collect(),
        }
    }

    /// The name of the host, with its port if it has one.
    fn host(&self) -> &str {
        self.origin.split_once("://").map_or(self.origin, |(_, host)| host)
    }

    /// The languages' tags but for the region, each once, with their home pages.
    fn languages(&self) -> Vec<(&str, &str)> {
        let mut languages: Vec<(&str, &str)> = Vec::new();
        for (tag, home) in &self.homes {
            let language = tag.split('-').next().unwrap_or(tag);
            if !languages.iter().any(|(known, _)| *known == language) {
                languages.push((language, home));
            }
        }
        languages
    }
}

/// Files whose type their whole name tells: the name, and the type.
fn named_types() -> impl Iterator<Item = (&'static str, &'static str)> {
    ["atom.xml", "feed.json", "rss.xml"].into_iter().map(|name| (name, content_type(name)))
}

/// What files are named after their bytes, as a regular expression of paths below the base.
const HASHED: &str = r"/(assets|media)/(.*[./])?[0-9a-f]{10}([.-]|$)";

/// Files that are nobody's business: those of depeche, and what tells hosts how to serve.
const HIDDEN: &str = r"/(\.(?!well-known/)|_headers$|_redirects$)";
