//! The content security policy of a page, with the hash of each inline script and style.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use memchr::memchr;
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// The elements that a policy names: scripts, then styles.
const ELEMENTS: [&[u8]; 2] = [b"script", b"style"];
/// JSON-LD is data, not script: it needs no hash (HTML, section 4.12.1).
const DATA: [&[u8]; 2] = [b"application/json", b"application/ld+json"];
/// What begins a closing tag. What is looked for on every page is prepared once.
static CLOSE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("</"));
/// What begins the tag of either element.
static OPEN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<s"));
static OPEN_CAPITAL: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<S"));

/// Whether a text may have something that a policy names.
pub fn concerns(text: &[u8]) -> bool {
    openings(text).any(|at| ELEMENTS.iter().any(|name| is_named(&text[at + 1..], name)))
}

/// The policy of a page that consists of these parts. A script's hash is that of the exact bytes between its tags.
pub fn policy(parts: [&[u8]; 2]) -> String {
    let mut found = [BTreeSet::new(), BTreeSet::new()];
    parts.into_iter().for_each(|html| find_hashes(html, &mut found));
    // Each once, in a stable order.
    let [scripts, styles] =
        found.map(|hashes| hashes.iter().map(|hash| &**hash).collect::<String>());
    format!(
        "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; \
         img-src 'self' data:; media-src 'self'; font-src 'self'; manifest-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'self'"
    )
}

/// Finds ` 'sha256-…'` for each inline script and style.
fn find_hashes(html: &[u8], found: &mut [BTreeSet<Rc<str>>; 2]) {
    // Up to where each kind of element has been found.
    let mut seen = [0, 0];
    for at in openings(html) {
        for (kind, name) in ELEMENTS.into_iter().enumerate() {
            if at < seen[kind] || !is_named(&html[at + 1..], name) {
                continue;
            }
            let rest = &html[at + 1 + name.len()..];
            let Some((attributes, inside)) = element(rest, name) else {
                seen[kind] = html.len();
                continue;
            };
            if is_inline(attributes) {
                found[kind].insert(hash(inside));
            }
            seen[kind] = at + 1 + name.len() + attributes.len() + 1 + inside.len();
        }
    }
}

/// Where tags begin whose names may be those of [`ELEMENTS`]. Names are the same in capitals (HTML, section 13.1.2).
///
/// A page has a thousand tags, and a handful of these: none is stopped at for its `<` alone.
fn openings(html: &[u8]) -> impl Iterator<Item = usize> {
    let mut places: Vec<usize> = OPEN.find_iter(html).collect();
    // Hardly any page has one.
    if OPEN_CAPITAL.find(html).is_some() {
        places.extend(OPEN_CAPITAL.find_iter(html));
        places.sort_unstable();
    }
    let third = |at: &usize| html.get(at + 2).is_some_and(|byte| b"ctCT".contains(byte));
    places.into_iter().filter(third)
}

/// Whether a tag that goes on like this has that name.
fn is_named(tag: &[u8], name: &[u8]) -> bool {
    let Some((found, rest)) = tag.split_at_checked(name.len()) else { return false };
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/>".contains(byte);
    found.eq_ignore_ascii_case(name) && rest.first().is_some_and(ends)
}

/// The attributes and the content of an element, of what follows the name in its tag; nothing, if it has no end.
fn element<'a>(rest: &'a [u8], name: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let (attributes, inside) = rest.split_at(memchr(b'>', rest)?);
    let inside = &inside[1..];
    let length = CLOSE.find_iter(inside).find(|at| is_named(&inside[at + 2..], name))?;
    Some((attributes, &inside[..length]))
}

/// Whether an element with these attributes has code of its own.
fn is_inline(attributes: &[u8]) -> bool {
    let has =
        |text: &[u8]| attributes.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text));
    !has(b" src=") && !DATA.iter().any(|kind| has(kind))
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

    #[track_caller]
    fn check(html: &str, scripts: &[&str], styles: &[&str]) {
        let sources = |texts: &[&str]| {
            let texts: BTreeSet<_> = texts.iter().map(|text| hash(text.as_bytes())).collect();
            texts.iter().map(|hash| &**hash).collect::<String>()
        };
        let policy = policy([b"", html.as_bytes()]);
        let (scripts, styles) = (sources(scripts), sources(styles));
        let expected = format!("script-src 'self'{scripts}; style-src 'self'{styles};");
        assert!(policy.contains(&expected), "{html}: {policy}");
        let named = html.to_ascii_lowercase();
        let named = named.contains("<script>") || named.contains("<style>");
        assert_eq!(concerns(html.as_bytes()), named, "{html}");
    }

    #[test]
    fn names_are_the_same_in_capitals() {
        check("<SCRIPT>a()</SCRIPT>", &["a()"], &[]);
        check("<STYLE>b{}</STYLE>", &[], &["b{}"]);
        check("<ScRiPt>a('</')</sCrIpT ><sTyLe>b{}</stYLE\n>", &["a('</')"], &["b{}"]);
        check("<Script>a('</scripts>')</Script>", &["a('</scripts>')"], &[]);
        check("<SCRIPTED>a()</SCRIPTED><strong>a</strong><STYLED></STYLED>", &[], &[]);
    }

    #[test]
    fn an_element_without_an_end_hides_none_of_the_other_kind() {
        check("<style><script>a()</script>", &["a()"], &[]);
        check("<script><script><STYLE>b{}</STYLE><script", &[], &["b{}"]);
    }

    #[test]
    fn elements_are_found_wherever_they_stand() {
        for length in 0..100 {
            let before = "é".repeat(length / 2) + &"<".repeat(length % 2);
            check(&format!("{before}<Script>a()</Script>"), &["a()"], &[]);
            check(&format!("<style>b{{}}</style>{before}<script>"), &[], &["b{}"]);
            check(&before, &[], &[]);
        }
    }

    #[test]
    fn what_is_linked_or_data_has_no_hash() {
        check("<SCRIPT SRC=\"x\"></SCRIPT><script>a()</script>", &["a()"], &[]);
        check(
            "<script type=\"Application/LD+JSON\">{}</script><script>a()</script>",
            &["a()"],
            &[],
        );
    }
}
