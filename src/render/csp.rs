//! The content security policy of a page, with the hash of each inline script and style.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use memchr::memchr;
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// The elements that a policy names. What is looked for on every page is prepared once.
static ELEMENTS: LazyLock<[Element; 2]> = LazyLock::new(|| {
    let element = |open, close| Element { open: Finder::new(open), close: Finder::new(close) };
    [element("<script", "</script"), element("<style", "</style")]
});
static SOURCE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" src="));
/// JSON-LD is data, not script: it needs no hash (HTML, section 4.12.1).
static DATA: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| ["application/json", "application/ld+json"].map(Finder::new));

/// How an element begins and ends.
struct Element {
    open: Finder<'static>,
    close: Finder<'static>,
}

/// Whether a text may have something that a policy names.
pub fn concerns(text: &[u8]) -> bool {
    ELEMENTS.iter().any(|element| element.open.find(text).is_some())
}

/// The policy of a page that consists of these parts. A script's hash is that of the exact bytes between its tags.
pub fn policy(parts: [&[u8]; 2]) -> String {
    let [scripts, styles] = ELEMENTS.each_ref().map(|element| hashes(parts, element));
    format!(
        "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; \
         img-src 'self' data:; media-src 'self'; font-src 'self'; manifest-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'self'"
    )
}

/// ` 'sha256-…'` for each inline element, each once, in a stable order.
fn hashes(parts: [&[u8]; 2], element: &Element) -> String {
    let mut found = BTreeSet::new();
    parts.into_iter().for_each(|html| find_hashes(html, element, &mut found));
    found.iter().map(|hash| &**hash).collect()
}

fn find_hashes(html: &[u8], element: &Element, found: &mut BTreeSet<Rc<str>>) {
    let mut rest = html;
    while let Some(start) = element.open.find(rest) {
        rest = &rest[start + element.open.needle().len()..];
        let Some(end) = memchr(b'>', rest) else { break };
        let (attributes, inside) = (&rest[..end], &rest[end + 1..]);
        let Some(length) = element.close.find(inside) else { break };
        if attributes.first().is_none_or(u8::is_ascii_whitespace) {
            let linked = SOURCE.find(attributes).is_some();
            let data = DATA.iter().any(|kind| kind.find(attributes).is_some());
            if !linked && !data {
                found.insert(hash(&inside[..length]));
            }
        }
        rest = &inside[length..];
    }
}

/// How many scripts are remembered: most sites have the same few on every page.
const SCRIPTS: usize = 64;

thread_local! {
    /// The hashes of scripts that were met before, one for each thread.
    static KNOWN: RefCell<FxHashMap<Box<[u8]>, Rc<str>>> = RefCell::default();
}

/// ` 'sha256-…'` of a script.
fn hash(script: &[u8]) -> Rc<str> {
    KNOWN.with_borrow_mut(|known| {
        if let Some(hash) = known.get(script) {
            return Rc::clone(hash);
        }
        let hash: Rc<str> = format!(" 'sha256-{}'", base64(&Sha256::digest(script))).into();
        if known.len() < SCRIPTS {
            known.insert(script.into(), Rc::clone(&hash));
        }
        hash
    })
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .enumerate()
            .fold(0, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        for sextet in 0..4 {
            match sextet <= chunk.len() {
                true => out.push(char::from(LETTERS[(bits >> (18 - 6 * sextet)) as usize & 63])),
                false => out.push('='),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_has_its_padding() {
        // The test vectors of RFC 4648, section 10.
        for (text, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn each_inline_script_has_its_hash() {
        // `printf 'a()' | openssl dgst -sha256 -binary | base64`
        let hash = "'sha256-".to_owned() + &base64(&Sha256::digest("a()")) + "'";
        let html = b"<script>a()</script><script src=\"x\"></script>\
            <script type=\"application/ld+json\">{}</script><scripted></scripted><script>a()</script>";
        let policy = policy([html, b"<script>a()</script>"]);
        assert_eq!(policy.matches("'sha256-").count(), 1);
        assert!(policy.contains(&format!("script-src 'self' {hash};")));
    }
}
