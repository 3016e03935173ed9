//! Which file answers a request: a pure function of the site and the path.

use percent_encoding::percent_decode_str;

use crate::limits;
use crate::outputs::content_type;

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// The file at a path.
    File(String),
    /// No file, and the path of the page that says so, if the site has one.
    Missing(Option<String>),
    /// Another path, for good.
    Moved(String),
    /// Another path, for now.
    Elsewhere(String),
}

/// Answers a path, as it stands in a request, with a file of a site that is served below `base`:
/// `/digest`, or nothing.
///
/// A folder is served by its `index.html`, as hosts do; without its last `/`, it leads to itself with
/// one, so that relative links work. Paths are looked up among the files that there are: `..` is a
/// name that none has.
pub fn answer(has: &dyn Fn(&str) -> bool, base: &str, path: &str) -> Answer {
    if path == "/" && !base.is_empty() {
        return Answer::Elsewhere(format!("{base}/"));
    }
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else { return missing(has, "") };
    if decoded == base && !base.is_empty() {
        return Answer::Moved(format!("{base}/"));
    }
    let Some(inside) = decoded.strip_prefix(base).and_then(|inside| inside.strip_prefix('/'))
    else {
        return missing(has, "");
    };
    let index = |folder: &str| Some(format!("{folder}index.html")).filter(|page| has(page));
    if inside.is_empty() || inside.ends_with('/') {
        return index(inside).map_or_else(|| missing(has, inside), Answer::File);
    }
    match has(inside) {
        true => Answer::File(inside.to_owned()),
        false if index(&format!("{inside}/")).is_some() => Answer::Moved(format!("{path}/")),
        false => missing(has, inside),
    }
}

/// The nearest `404.html` at or above a path's folder.
fn missing(has: &dyn Fn(&str) -> bool, path: &str) -> Answer {
    // No page is deeper, and of a path of thousands of folders each would be looked up.
    let deepest = path.match_indices('/').nth(limits::FOLDER_DEPTH).map(|(end, _)| &path[..end]);
    let mut folder = deepest.unwrap_or(path);
    while let Some((above, _)) = folder.rsplit_once('/') {
        let page = format!("{above}/404.html");
        if has(&page) {
            return Answer::Missing(Some(page));
        }
        folder = above;
    }
    Answer::Missing(Some("404.html".to_owned()).filter(|page| has(page)))
}

/// Whether a file is a page, which a browser is to reload when it changes.
pub fn is_page(path: &str) -> bool {
    content_type(path).starts_with("text/html")
}

/// The page with `tag` before the end of its body; at its end, if that is not marked.
pub fn with_tag(page: &[u8], tag: &str) -> Vec<u8> {
    const END: &[u8] = b"</body";
    let end = page.windows(END.len()).rposition(|window| window.eq_ignore_ascii_case(END));
    let (before, after) = page.split_at(end.unwrap_or(page.len()));
    [before, tag.as_bytes(), after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    fn has(path: &str) -> bool {
        let files = ["index.html", "404.html", "fr/index.html", "fr/404.html", "fr/été/index.html"];
        files.contains(&path) || ["fr/atom.xml", "x.css"].contains(&path)
    }

    fn shown(base: &str, path: &str) -> String {
        match answer(&has, base, path) {
            Answer::File(path) => format!("200 {path}"),
            Answer::Missing(Some(page)) => format!("404 {page}"),
            Answer::Missing(None) => "404".to_owned(),
            Answer::Moved(path) => format!("301 {path}"),
            Answer::Elsewhere(path) => format!("302 {path}"),
        }
    }

    #[test]
    fn a_path_of_thousands_of_folders_is_answered_soon() {
        let asked = std::cell::Cell::new(0);
        let has = |path: &str| {
            asked.set(asked.get() + 1);
            path == "404.html"
        };
        let found = answer(&has, "", &format!("/{}", "a/".repeat(10_000)));
        assert_eq!(found, Answer::Missing(Some("404.html".to_owned())));
        assert!(asked.get() < 2 * limits::FOLDER_DEPTH, "{} paths were looked up", asked.get());
    }

    #[test]
    fn a_path_leads_to_a_file() {
        let check = |path: &str, expected: &str| assert_eq!(shown("", path), expected, "{path}");
        check("/", "200 index.html");
        check("/index.html", "200 index.html");
        check("/fr/", "200 fr/index.html");
        check("/fr", "301 /fr/");
        check("/fr/%C3%A9t%C3%A9/", "200 fr/été/index.html");
        check("/fr/%C3%A9t%C3%A9", "301 /fr/%C3%A9t%C3%A9/");
        check("/%66r/atom.xml", "200 fr/atom.xml");
        check("/fr/atom.xml/", "404 fr/404.html");
        check("/fr/a/b/c", "404 fr/404.html");
        check("/fr/a/b/", "404 fr/404.html");
        check("/en/a", "404 404.html");
        check("/FR/", "404 404.html");
    }

    #[test]
    fn a_path_cannot_leave_the_site() {
        let check = |path: &str, expected: &str| assert_eq!(shown("", path), expected, "{path}");
        check("/../x.css", "404 404.html");
        check("/fr/../x.css", "404 fr/404.html");
        check("/fr/%2e%2e/x.css", "404 fr/404.html");
        check("/..%2fx.css", "404 404.html");
        check("//fr", "404 404.html");
        check("//exemple.org/", "404 404.html");
        check("/\\fr", "404 404.html");
        check("/%ff", "404 404.html");
        check("/x.css%00", "404 404.html");
        check("*", "404 404.html");
        check("", "404 404.html");
    }

    #[test]
    fn a_site_may_be_below_a_path() {
        let check = |path: &str, expected: &str| {
            assert_eq!(shown("/digest", path), expected, "{path}");
        };
        check("/", "302 /digest/");
        check("/digest", "301 /digest/");
        check("/digest/", "200 index.html");
        check("/digest/fr", "301 /digest/fr/");
        check("/digest/fr/x", "404 fr/404.html");
        check("/fr/", "404 404.html");
        check("/digestif/", "404 404.html");
    }

    #[test]
    fn a_site_without_pages_has_nothing_to_say() {
        assert_eq!(answer(&|_| false, "", "/x"), Answer::Missing(None));
    }

    #[test]
    fn a_tag_is_added_where_the_body_ends() {
        let check = |page: &str, expected: &str| {
            assert_eq!(with_tag(page.as_bytes(), "!"), expected.as_bytes(), "{page}");
        };
        check("<body>a</body></html>", "<body>a!</body></html>");
        check("<BODY>a</BODY >", "<BODY>a!</BODY >");
        check("<pre></body></pre></body>", "<pre></body></pre>!</body>");
        check("a", "a!");
        check("", "!");
    }
}
