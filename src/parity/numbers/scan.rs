//! Words, digits, signs and spaces.

use std::ops::Range;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub range: Range<usize>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters.
    Word,
    /// The ten digits of ASCII.
    Digits,
    /// White space of any width.
    Space,
    /// Any other character.
    Sign(char),
}

/// Cuts a text into its pieces, but for addresses of the web, which are left out.
pub(super) fn scan(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut skipped = 0;
    for (at, character) in text.char_indices() {
        if at < skipped {
            continue;
        }
        if let Some(length) = address(text, at) {
            skipped = at + length;
            // It parts what stands around it.
            tokens.push(Token { kind: TokenKind::Sign('\0'), range: at..skipped });
            continue;
        }
        let kind = kind(character);
        let end = at + character.len_utf8();
        match tokens.last_mut() {
            Some(last) if last.kind == kind && !matches!(kind, TokenKind::Sign(_)) => {
                last.range.end = end;
            }
            _ => tokens.push(Token { kind, range: at..end }),
        }
    }
    tokens
}

fn kind(character: char) -> TokenKind {
    match character {
        '0'..='9' => TokenKind::Digits,
        // Zero-width joiners and soft hyphens are not met in numbers.
        _ if character.is_whitespace() => TokenKind::Space,
        _ if character.is_alphabetic() => TokenKind::Word,
        // The hyphen that no line breaks at is a hyphen.
        '\u{2011}' | '\u{2010}' => TokenKind::Sign('-'),
        _ => TokenKind::Sign(character),
    }
}

/// How long the address is that begins here, if one does: it runs to the next space.
fn address(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let begins = ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start));
    begins.then(|| rest.find(char::is_whitespace).unwrap_or(rest.len()))
}
