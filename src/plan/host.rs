//! What tells a host how to serve the site: `_headers` and `_redirects`.
//!
//! Old addresses are pages that lead on, whatever the host; where it can answer with a redirect
//! itself, it is told to.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::collect::CONFIG;
use crate::hashed::Hashed;
use crate::link::Site;
use crate::model::Route;
use crate::outputs::OutputKind;
use crate::outputs::headers::{EVERYWHERE, HASHED, IMMUTABLE};
use crate::parse::Parsed;
use crate::parse::config::Host;
use crate::plan::{Content, Origin, Page};

/// What a host allows, at the most.
struct Limits {
    redirects: usize,
    line: usize,
}

/// Cloudflare's, by its documentation of Pages: "2,000 static redirects", "1,000-character limit". Netlify
/// states none; a file of ten thousand lines is still read.
const CLOUDFLARE: Limits = Limits { redirects: 2000, line: 1000 };
const NETLIFY: Limits = Limits { redirects: 10_000, line: usize::MAX };

/// Kinds of files whose media type hosts do not know: the name, and the type.
const TYPES: [(&str, &str); 3] = [
    ("atom.xml", "application/atom+xml; charset=utf-8"),
    ("feed.json", "application/feed+json; charset=utf-8"),
    ("index.md", "text/markdown; charset=utf-8"),
];

/// The files for the host that the configuration names, but for those that the site has in `static/`.
pub fn plan(site: &Site, parsed: &Parsed, pages: &[Arc<Page>]) -> Vec<Page> {
    let Some(host) = site.config.host else { return Vec::new() };
    let files = [
        ("_headers", headers(site, parsed, host, pages)),
        ("_redirects", redirects(site, host, pages)),
    ];
    let wanted = files
        .into_iter()
        .filter(|(name, text)| !text.is_empty() && !parsed.statics.contains_key(*name));
    let page = |(name, text): (&str, String)| {
        let source = Origin::Made(format!("`{name}`, by `host` in `{CONFIG}`"));
        let content = Content::Bytes(Hashed::from_bytes(text.into_bytes()));
        Page::new(Route::root().file(name), OutputKind::Feed, source, content)
    };
    wanted.map(page).collect()
}

fn headers(site: &Site, parsed: &Parsed, host: Host, pages: &[Arc<Page>]) -> String {
    let base = site.config.base_url.path();
    let mut out = String::new();
    let mut rule = |path: &str, headers: &[(&str, &str)]| {
        let _ = writeln!(out, "{base}{path}");
        for (name, value) in headers {
            let _ = writeln!(out, "  {name}: {value}");
        }
    };
    rule("/*", &EVERYWHERE);
    for folder in HASHED {
        let inside = format!("{folder}/");
        // What the author puts there may change under its name.
        if !parsed.statics.keys().any(|name| name.starts_with(&inside)) {
            rule(&format!("/{folder}/*"), &[("Cache-Control", IMMUTABLE)]);
        }
    }
    for (name, media_type) in TYPES {
        let named = |page: &&Arc<Page>| page.route.as_str().rsplit('/').next() == Some(name);
        let of_type = [("Content-Type", media_type)];
        match host {
            // An asterisk stands for folders, too.
            Host::Cloudflare if pages.iter().any(|page| named(&page)) => {
                rule(&format!("/*/{name}"), &of_type)
            }
            Host::Cloudflare => {}
            // An asterisk is read at the end of a path only.
            Host::Netlify => {
                let routes: BTreeSet<_> =
                    pages.iter().filter(named).map(|page| page.route.as_str()).collect();
                routes.iter().for_each(|route| rule(route, &of_type));
            }
        }
    }
    out
}

fn redirects(site: &Site, host: Host, pages: &[Arc<Page>]) -> String {
    let (limits, status) = match host {
        Host::Cloudflare => (CLOUDFLARE, "301"),
        // Else the page that leads on would be served itself.
        Host::Netlify => (NETLIFY, "301!"),
    };
    let own = site.config.base_url.origin();
    let line = |page: &Arc<Page>| match &page.content {
        Content::Redirect { to, .. } => {
            let to = to.strip_prefix(own).filter(|rest| rest.starts_with('/')).unwrap_or(to);
            Some(format!("{} {to} {status}\n", site.config.base_url.href(&page.route)))
        }
        _ => None,
    };
    let mut lines: Vec<_> =
        pages.iter().filter_map(line).filter(|line| line.len() <= limits.line).collect();
    lines.sort_unstable();
    lines.truncate(limits.redirects);
    lines.concat()
}
