//! How long what readers have of a file may be used again, and who may do what with it: one table for all
//! hosts and for buckets.

use crate::hashed::Fingerprint;

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

/// How long a file that holds these bytes may be used again.
pub fn cache_control(path: &str, bytes: Fingerprint) -> &'static str {
    if is_named_after(path, bytes) { IMMUTABLE } else { REVALIDATED }
}

/// Whether a file has the name that its bytes give it: what the author put beside such files under
/// another name may change.
pub fn is_named_after(path: &str, bytes: Fingerprint) -> bool {
    let folder = path.split('/').next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let hash = &bytes.hex()[..10];
    HASHED.contains(&folder) && path != name && name.split('.').any(|part| part == hash)
}

/// Whether a file has a name that might be given to it by what it held, whatever it holds.
pub fn is_hashed_name(path: &str) -> bool {
    let hash = |part: &str| part.len() == 10 && part.bytes().all(|c| c.is_ascii_hexdigit());
    let (folder, rest) = path.split_once('/').unwrap_or((path, ""));
    let name = rest.rsplit('/').next().unwrap_or_default();
    HASHED.contains(&folder) && name.split('.').any(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_after_its_bytes_never_changes() {
        let bytes = Fingerprint::of_bytes(b"x");
        let hash = &bytes.hex()[..10];
        let check = |path: &str, expected: &str| {
            assert_eq!(cache_control(&path.replace("HASH", hash), bytes), expected, "{path}");
        };
        check("assets/a.HASH.css", IMMUTABLE);
        check("assets/fonts/a.b.HASH.woff2", IMMUTABLE);
        check("assets/licence.HASH", IMMUTABLE);
        check("media/été.HASH.png", IMMUTABLE);
        check("assets/a.css", REVALIDATED);
        check("assets/search/fr/HASH.json", IMMUTABLE);
        check("assets/a.0123456789.css", REVALIDATED);
        check("fr/a.HASH.html", REVALIDATED);
        check("media", REVALIDATED);
        check("fr/index.html", REVALIDATED);
    }
}
