//! How long what readers have of a file may be used again, and who may do what with it: one table for all
//! hosts and for buckets.

/// Of files that are named after their bytes: what has such a name never changes.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Of all others: they may be kept, and are asked for anew each time.
pub const REVALIDATED: &str = "public, max-age=0, must-revalidate";

/// Folders of files that are named after their bytes.
pub const HASHED: [&str; 2] = ["assets", "media"];

/// For every file. A page's own policy for scripts and styles is in the page; who may frame it, only a
/// header can say (Content Security Policy Level 3, section 3.3).
pub const EVERYWHERE: [(&str, &str); 4] = [
    ("Content-Security-Policy", "frame-ancestors 'none'"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
];

/// How long a file may be used again.
pub fn cache_control(path: &str) -> &'static str {
    if is_hashed(path) { IMMUTABLE } else { REVALIDATED }
}

/// Whether a file's name follows from what it holds: a part of it is the beginning of a hash.
pub fn is_hashed(path: &str) -> bool {
    let hash = |part: &str| part.len() == 10 && part.bytes().all(|c| c.is_ascii_hexdigit());
    let (folder, rest) = path.split_once('/').unwrap_or((path, ""));
    let name = rest.rsplit('/').next().unwrap_or_default();
    HASHED.contains(&folder) && name.split('.').filter_map(|part| part.split('-').next()).any(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_after_what_it_holds_never_changes() {
        let check =
            |path: &str, expected: &str| assert_eq!(cache_control(path), expected, "{path}");
        check("assets/a.0123456789.css", IMMUTABLE);
        check("assets/fonts/a.b.abcdef0123.woff2", IMMUTABLE);
        check("assets/licence.0123456789", IMMUTABLE);
        check("assets/search/fr/0123456789.json", IMMUTABLE);
        check("media/été.0123456789.png", IMMUTABLE);
        check("media/photo.0123456789-800.webp", IMMUTABLE);
        check("assets/plan-0123456789.css", REVALIDATED);
        check("assets/a.css", REVALIDATED);
        check("assets/a.01234567.css", REVALIDATED);
        check("fr/a.0123456789.html", REVALIDATED);
        check("media", REVALIDATED);
        check("fr/index.html", REVALIDATED);
    }
}
