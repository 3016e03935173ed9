//! Assets: each named after its bytes, and stylesheets rewritten to those names.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::hashed::{Fingerprint, Hashed};
use crate::model::{BaseUrl, Route};
use crate::outputs::OutputKind;
use crate::parse::theme::{Asset, Theme};
use crate::plan::{Content, Origin, Page};
use crate::world::VPath;

/// Where each asset is: its path below `assets/`, and its address inside the site.
#[derive(Debug, Default, Hash)]
pub struct AssetUrls(BTreeMap<String, String>);

impl AssetUrls {
    /// The address of an asset.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// The addresses of all assets.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// The names of all assets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The assets of a theme, in their places.
pub struct Assets {
    /// The files.
    pub pages: Vec<Page>,
    /// Where they are.
    pub urls: AssetUrls,
}

/// Gives each asset its place.
///
/// Stylesheets come after what they name, since their bytes hold those names.
///
/// # Problems
/// - [`Code::MissingAsset`], for a `url(…)` that leads to nothing, and for stylesheets that import
///   one another in a circle.
pub fn plan(theme: &Theme, base: &BaseUrl) -> Checked<Assets> {
    let mut maker =
        Maker { theme, base, pages: Vec::new(), urls: BTreeMap::new(), problems: Vec::new() };
    let mut open = BTreeSet::new();
    for name in theme.assets.keys() {
        maker.place(name, &mut open);
    }
    let assets = Assets { pages: maker.pages, urls: AssetUrls(maker.urls) };
    Checked { value: assets, diagnostics: maker.problems }
}

struct Maker<'a> {
    theme: &'a Theme,
    base: &'a BaseUrl,
    pages: Vec<Page>,
    urls: BTreeMap<String, String>,
    problems: Vec<Diagnostic>,
}

impl<'a> Maker<'a> {
    /// Places an asset, after those that it names, and returns its address. `open` holds the
    /// stylesheets that wait for this one; there are no more of them than the theme has files.
    fn place(&mut self, name: &'a str, open: &mut BTreeSet<&'a str>) -> Option<String> {
        if let Some(url) = self.urls.get(name) {
            return Some(url.clone());
        }
        let (name, asset) = self.theme.assets.get_key_value(name)?;
        if !open.insert(name) {
            return None;
        }
        let bytes = match name.ends_with(".css") {
            true => self.rewrite(name, asset, open),
            false => asset.bytes.clone(),
        };
        open.remove(name.as_str());
        let route = Route::folder(["assets"]).file(&hashed_name(name, bytes.fingerprint()));
        let url = self.base.href(&route);
        self.urls.insert(name.clone(), url.clone());
        let source = Origin::File(Span::file(&asset.file));
        self.pages.push(Page::new(route, OutputKind::Asset, source, Content::Bytes(bytes)));
        Some(url)
    }

    /// A stylesheet whose addresses are those of the site.
    fn rewrite(
        &mut self,
        name: &str,
        asset: &Asset,
        open: &mut BTreeSet<&'a str>,
    ) -> Hashed<Vec<u8>> {
        let Ok(text) = std::str::from_utf8(&asset.bytes) else { return asset.bytes.clone() };
        let mut out = String::with_capacity(text.len());
        let mut written = 0;
        for range in addresses(text) {
            let address = &text[range.clone()];
            let (path, suffix) =
                address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
            if path.is_empty() || path.starts_with('/') || path.contains(':') {
                continue;
            }
            let wanted = VPath::new(name).join(path);
            let known =
                wanted.as_ref().and_then(|wanted| self.theme.assets.get_key_value(wanted.as_str()));
            match known.and_then(|(known, _)| self.place(known, open)) {
                Some(url) => {
                    out.push_str(&text[written..range.start]);
                    out.push_str(&url);
                    out.push_str(suffix);
                    written = range.end;
                }
                None => self.problems.push(missing(asset, &range, path, self.theme)),
            }
        }
        out.push_str(&text[written..]);
        Hashed::from_bytes(out.into_bytes())
    }
}

fn missing(asset: &Asset, range: &Range<usize>, path: &str, theme: &Theme) -> Diagnostic {
    Diagnostic::new(Code::MissingAsset, format!("there is no asset `{path}`"))
        .at(Span::new(&asset.file, range.clone()))
        .suggest(
            path,
            theme.assets.keys().map(String::as_str),
            "write its path from this stylesheet, below `assets/`",
        )
}

/// `fonts/a.woff2` becomes `fonts/a.0123456789.woff2`.
fn hashed_name(name: &str, fingerprint: Fingerprint) -> String {
    let hash = &fingerprint.hex()[..10];
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty() && !stem.ends_with('/')) {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

/// The addresses of a stylesheet: what stands in `url(…)`, and in the string after `@import`.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['u', '@', '/']) {
        let start = at + next;
        let rest = &text[start..];
        at = start + 1;
        if rest.starts_with("/*") {
            at = rest.find("*/").map_or(text.len(), |end| start + end + 2);
        } else if let Some(inside) = rest.strip_prefix("url(") {
            found.extend(argument(text, text.len() - inside.len(), ")"));
        } else if let Some(inside) = rest.strip_prefix("@import") {
            let value = inside.trim_start();
            if value.starts_with(['"', '\'']) {
                found.extend(argument(text, text.len() - value.len(), ";"));
            }
        }
    }
    found
}

/// An address with or without quotes; without, it ends at `end`.
fn argument(text: &str, start: usize, end: &str) -> Option<Range<usize>> {
    let trimmed = text[start..].trim_start();
    let start = text.len() - trimmed.len();
    let quote = trimmed.chars().next().filter(|c| "\"'".contains(*c));
    let (start, close) = match quote {
        Some(quote) => (start + 1, text[start + 1..].find(quote)?),
        None => (start, text[start..].find(end)?),
    };
    let value = text[start..start + close].trim_end();
    Some(start..start + value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_a_stylesheet_are_found() {
        let check = |css: &str, expected: &[&str]| {
            let found: Vec<&str> = addresses(css).into_iter().map(|range| &css[range]).collect();
            assert_eq!(found, expected, "{css}");
        };
        check("a{b:url(x.svg)}", &["x.svg"]);
        check("a{b:url( 'x y.svg' )}", &["x y.svg"]);
        check("@import \"b.css\";@import url(c.css);", &["b.css", "c.css"]);
        check("/* url(x) */ a{}", &[]);
        check("a{b:url(", &[]);
        check("é{b:url(\"é.svg\")", &["é.svg"]);
    }

    #[test]
    fn an_asset_is_named_after_its_bytes() {
        let fingerprint = Fingerprint::of_bytes(b"x");
        let hash = &fingerprint.hex()[..10];
        assert_eq!(hashed_name("a/b.css", fingerprint), format!("a/b.{hash}.css"));
        assert_eq!(hashed_name("a", fingerprint), format!("a.{hash}"));
    }
}
