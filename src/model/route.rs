//! Routes, permalinks and output paths: where a page is, seen from the site, the world and the disk.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::slug::is_reserved;

/// The characters that cannot stand as they are in the path of a URL (RFC 3986, section 3.3).
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'\\');

/// A page's place in the site, whatever the site's address: `/fr/2025/03/x/` or `/fr/atom.xml`.
///
/// It begins with `/`; it ends with `/` when it names a folder, whose `index.html` is then served.
/// Segments are plain text, not percent-encoded, and none is `.` or `..`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

impl Route {
    /// The site's root, `/`.
    pub fn root() -> Self {
        Self("/".into())
    }

    /// A folder's route, of segments: `["fr", "2025"]` gives `/fr/2025/`.
    ///
    /// A segment may itself hold several, as `2025/03` does. Empty segments are left out.
    pub fn folder<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Self {
        let mut route = String::from("/");
        for segment in segments {
            push_folders(&mut route, segment.as_ref());
        }
        Self(route.into())
    }

    /// The route of a file inside this folder.
    #[must_use]
    pub fn file(&self, name: &str) -> Self {
        debug_assert!(self.is_folder(), "{self} is a file");
        Self(format!("{}{name}", self.0).into())
    }

    /// The route of a folder inside this folder.
    #[must_use]
    pub fn join(&self, segment: &str) -> Self {
        let mut route = String::with_capacity(self.0.len() + segment.len() + 1);
        route.push('/');
        push_folders(&mut route, &self.0);
        push_folders(&mut route, segment);
        Self(route.into())
    }

    /// The folder that holds this one; the root holds itself.
    #[must_use]
    pub fn parent(&self) -> Self {
        let inside = self.0.trim_end_matches('/');
        let end = inside.rfind('/').map_or(0, |slash| slash + 1);
        Self(if end == 0 { "/".into() } else { inside[..end].into() })
    }

    /// Reads a path as an author writes one: absolute, without `..`, query or fragment.
    ///
    /// `None` if it is not such a path, or if a segment could not be a file's name on some system.
    pub fn parse(path: &str) -> Option<Self> {
        let inside = path.strip_prefix('/')?;
        let safe = |segment: &str| {
            !segment.is_empty()
                && segment != "."
                && segment != ".."
                && segment.len() <= crate::limits::SEGMENT_BYTES
                && !segment.ends_with(['.', ' '])
                && !segment.contains(['\\', ':', '*', '?', '"', '<', '>', '|', '#', '%'])
                && !segment.chars().any(char::is_control)
                && !is_reserved(segment)
        };
        let trimmed = inside.strip_suffix('/').unwrap_or(inside);
        let fine = trimmed.is_empty() && inside.is_empty() || trimmed.split('/').all(safe);
        fine.then(|| Self(path.into()))
    }

    /// Whether the route names a folder, served by its `index.html`.
    pub fn is_folder(&self) -> bool {
        self.0.ends_with('/')
    }

    /// The route as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that holds the page.
    pub fn output_path(&self) -> OutputPath {
        let path = self.0.trim_start_matches('/');
        OutputPath(if self.is_folder() {
            [path, "index.html"].concat().into()
        } else {
            path.into()
        })
    }
}

/// Adds folders to a route that ends with one.
fn push_folders(route: &mut String, segment: &str) {
    for part in segment.split('/').filter(|part| !part.is_empty()) {
        debug_assert!(part != "." && part != "..", "a route goes down, never up");
        route.push_str(part);
        route.push('/');
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of the output, relative to its root: `fr/2025/03/x/index.html`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// The path as text, with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part of the file's name after its last dot, or nothing.
    pub fn extension(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The site's address: `https://example.org/`, or with a path, `https://me.github.io/digest/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    origin: Arc<str>,
    /// Begins with `/`, and does not end with one unless it is all there is; `""` at the root.
    path: Arc<str>,
}

impl BaseUrl {
    /// Reads an address; `None` unless it is `http` or `https` with a host, and without query or
    /// fragment. A missing last `/` is added.
    pub fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return None;
        }
        let (host, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        let host_is_plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        let path_is_plain = |c: char| c.is_ascii_alphanumeric() || "/._~-".contains(c);
        let climbs = path.split('/').any(|segment| segment == "..");
        let starts_well = host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
        if !starts_well
            || climbs
            || path.contains("//")
            || !host.chars().all(host_is_plain)
            || !path.chars().all(path_is_plain)
        {
            return None;
        }
        Some(Self {
            origin: format!("{scheme}://{}", host.to_ascii_lowercase()).into(),
            path: path.trim_end_matches('/').into(),
        })
    }

    /// The address without its path: `https://me.github.io`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The path that every URL of the site begins with: `/digest`, or nothing.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// A page's URL for links inside the site: `/digest/fr/`, percent-encoded.
    pub fn href(&self, route: &Route) -> String {
        self.address("", route)
    }

    /// A page's permalink: `https://me.github.io/digest/fr/`, percent-encoded.
    pub fn permalink(&self, route: &Route) -> String {
        self.address(&self.origin, route)
    }

    fn address(&self, origin: &str, route: &Route) -> String {
        let route = route.as_str();
        let mut address = String::with_capacity(origin.len() + self.path.len() + route.len());
        address.push_str(origin);
        address.push_str(&self.path);
        // Every page has a dozen addresses, and hardly one has something to encode.
        match route.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._".contains(&byte)) {
            true => address.push_str(route),
            false => address.extend(utf8_percent_encode(route, PATH)),
        }
        address
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}/", self.origin, self.path)
    }
}

impl Serialize for Route {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Route {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Arc::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_route_is_made_of_segments() {
        let route = Route::folder(["fr", "2025/03", "x"]);
        assert_eq!(route.as_str(), "/fr/2025/03/x/");
        assert_eq!(route.parent().as_str(), "/fr/2025/03/");
        assert_eq!(Route::root().parent(), Route::root());
        assert_eq!(route.output_path().as_str(), "fr/2025/03/x/index.html");
        assert_eq!(route.file("atom.xml").output_path().as_str(), "fr/2025/03/x/atom.xml");
        assert_eq!(Route::root().output_path().as_str(), "index.html");
    }

    #[test]
    fn a_written_path_is_checked() {
        for good in ["/", "/a/", "/a/b.html", "/été/"] {
            assert!(Route::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "a",
            "//",
            "/a//b",
            "/../a",
            "/a/..",
            "/./a",
            "/a?b",
            "/c:/",
            "/a\\b",
            "/a./",
            "/nul.txt",
            "/a/CON/",
            "https://x/",
        ] {
            assert!(Route::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_address_is_checked_and_joined() {
        let check = |url: &str, expected: Option<&str>| {
            let link = BaseUrl::parse(url).map(|base| base.permalink(&Route::folder(["fr"])));
            assert_eq!(link.as_deref(), expected, "{url}");
        };
        check("https://exemple.org", Some("https://exemple.org/fr/"));
        check("https://exemple.org/", Some("https://exemple.org/fr/"));
        check("https://me.github.io/digest", Some("https://me.github.io/digest/fr/"));
        check("http://127.0.0.1:8000/", Some("http://127.0.0.1:8000/fr/"));
        check("exemple.org", None);
        check("ftp://exemple.org/", None);
        check("https:///", None);
        check("https://exemple.org/?a", None);
        check("https://exemple.org/a b/", None);
        check("https://exemple.org/../", None);
    }

    #[test]
    fn links_are_percent_encoded() {
        let base = BaseUrl::parse("https://exemple.org/").expect("an address");
        assert_eq!(base.href(&Route::folder(["a b", "é"])), "/a%20b/%C3%A9/");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = Route::parse(&text).map(|route| route.output_path());
            let _ = BaseUrl::parse(&text);
        }
    }
}
