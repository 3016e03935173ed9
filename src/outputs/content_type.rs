//! What a file is, as a server says it.

/// The media type of a file, with its character set if it is text, for the header `Content-Type`.
///
/// Of an extension that is not known nothing is claimed: browsers download such a file.
pub fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    // A feed's name says more than its extension, which many formats share.
    match name {
        "atom.xml" => return "application/atom+xml; charset=utf-8",
        "rss.xml" => return "application/rss+xml; charset=utf-8",
        "feed.json" => return "application/feed+json; charset=utf-8",
        "manifest.json" => return "application/manifest+json; charset=utf-8",
        "_headers" | "_redirects" | "CNAME" => return "text/plain; charset=utf-8",
        _ => {}
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let known = TYPES.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known));
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

/// The media types of files by their extensions, for servers that are told of them.
pub fn known_types() -> impl Iterator<Item = (&'static str, &'static str)> {
    TYPES.iter().copied()
}

const TYPES: [(&str, &str); 36] = [
    ("html", "text/html; charset=utf-8"),
    ("htm", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json; charset=utf-8"),
    ("map", "application/json; charset=utf-8"),
    ("xml", "application/xml; charset=utf-8"),
    ("xsl", "application/xslt+xml; charset=utf-8"),
    ("atom", "application/atom+xml; charset=utf-8"),
    ("rss", "application/rss+xml; charset=utf-8"),
    ("webmanifest", "application/manifest+json; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/vnd.microsoft.icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("mp3", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("pdf", "application/pdf"),
    ("wasm", "application/wasm"),
    ("zip", "application/zip"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_says() {
        let check = |path: &str, expected: &str| assert_eq!(content_type(path), expected, "{path}");
        check("fr/index.html", "text/html; charset=utf-8");
        check("fr/atom.xml", "application/atom+xml; charset=utf-8");
        check("sitemap.xml", "application/xml; charset=utf-8");
        check("fr/feed.json", "application/feed+json; charset=utf-8");
        check("search.json", "application/json; charset=utf-8");
        check("site.webmanifest", "application/manifest+json; charset=utf-8");
        check("a/gazette.0123.css", "text/css; charset=utf-8");
        check("gazette.js", "text/javascript; charset=utf-8");
        check("llms.txt", "text/plain; charset=utf-8");
        check("fr/x/index.md", "text/markdown; charset=utf-8");
        check("favicon.svg", "image/svg+xml; charset=utf-8");
        check("photo.JPG", "image/jpeg");
        check("photo.avif", "image/avif");
        check("favicon.ico", "image/vnd.microsoft.icon");
        check("text.woff2", "font/woff2");
        check("_headers", "text/plain; charset=utf-8");
        check(".nojekyll", "application/octet-stream");
        check("html", "application/octet-stream");
    }
}
