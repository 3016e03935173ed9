//! What is no prose: addresses, paths, code that its author did not mark.

use super::setter::{Setter, is_blank};

/// The word, in the widest sense, that was looked at last. It is looked at once, however many marks
/// it has.
#[derive(Debug, Default)]
pub(super) struct Token {
    start: usize,
    end: usize,
    protected: bool,
}

/// What is found in code and addresses, and hardly ever in prose.
const CODE: &[&str] = &["://", "::", "\\", "_", "=", "{", "}", ENCODED, "mailto:"];
/// What a host's name has for one that is not ASCII.
const ENCODED: &str = "xn--";

/// What an address or a path begins with.
const STARTS: &[&str] = &[WEB, "/", "./", "../", "~/"];
const WEB: &str = "www.";

impl Setter<'_> {
    /// Whether the byte stands in an address, a path, or code.
    pub fn is_protected(&mut self, at: usize) -> bool {
        if !(self.token.start..self.token.end).contains(&at) {
            self.token = self.token_at(at);
        }
        self.token.protected
    }

    /// Where the address ends that this byte stands in.
    pub fn token_end(&mut self, at: usize) -> usize {
        self.is_protected(at);
        self.token.end
    }

    fn token_at(&self, at: usize) -> Token {
        let (before, after) = self.text.split_at(at);
        let start = before.trim_end_matches(within).len();
        let end = self.text.len() - after.trim_start_matches(within).len();
        let end = end.max(at + self.after(at).map_or(0, char::len_utf8));
        Token { start, end, protected: is_code(&self.text[start..end]) }
    }
}

/// Whether a character may stand within an address.
fn within(c: char) -> bool {
    match c {
        '"' | '<' | '>' | '«' | '»' | '“' | '”' => false,
        // Nearly all of a text is told apart here.
        '!'..='~' => true,
        _ => !is_blank(c) && !c.is_whitespace(),
    }
}

fn is_code(token: &str) -> bool {
    let has = |signs: &[u8]| token.bytes().any(|byte| signs.contains(&byte));
    let bare = || token.trim_start_matches(|c: char| "([{'‘’*".contains(c));
    let begins = |start: &str| bare().len() > start.len() && bare().starts_with(start);
    // Hardly any word has one of these. What has none is no code, unless it is an address of one of two kinds.
    if has(b":\\_={}@/") {
        return CODE.iter().any(|code| token.contains(code))
            || STARTS.iter().any(|start| begins(start))
            || is_email(token)
            || has_domain_and_path(bare());
    }
    has(b"-.") && (token.contains(ENCODED) || begins(WEB))
}

/// Whether there is an `@` between letters or digits.
fn is_email(token: &str) -> bool {
    token.match_indices('@').any(|(at, _)| {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        word(token[..at].chars().next_back()) && word(token[at + 1..].chars().next())
    })
}

/// Whether the token is like `exemple.org/l'ia`, without `https://`.
fn has_domain_and_path(token: &str) -> bool {
    let Some((domain, _)) = token.split_once('/') else { return false };
    domain.rsplit_once('.').is_some_and(|(name, top)| {
        !name.is_empty() && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}
