//! Words of another language on a page, which say so with `lang`, and `dir` where they are written from the other side.
//!
//! A message that a locale lacks is shown in the language that it falls back to, and a screen reader
//! must know (WCAG 2.2, success criterion 3.1.2). Only the whole page tells where a text stands:
//! between tags it gets an element of its own, in an attribute or a title nothing can be said.

use memchr::memmem;

use crate::l10n::foreign::{CLOSE, MIDDLE, OPEN};
use crate::model::{Direction, Locale};

/// The elements that hold text alone.
const TEXT_ONLY: [&str; 5] = ["title", "textarea", "option", "script", "style"];

/// Puts elements around the texts that were marked, where elements may stand.
pub fn resolve(html: &mut Vec<u8>) {
    if memmem::find(html, OPEN.encode_utf8(&mut [0; 4]).as_bytes()).is_none() {
        return;
    }
    let text = String::from_utf8_lossy(html);
    let mut out = String::with_capacity(text.len());
    let mut reader = Reader { rest: &text, in_tag: false, within: None, open: 0 };
    while let Some(piece) = reader.next(&mut out) {
        match piece {
            Piece::Open(locale, None) => out.push_str(&format!("<span lang=\"{locale}\">")),
            Piece::Open(locale, Some(direction)) => {
                out.push_str(&format!("<span lang=\"{locale}\" dir=\"{}\">", direction.as_str()));
            }
            Piece::Close => out.push_str("</span>"),
        }
    }
    *html = out.into_bytes();
}

enum Piece {
    Open(Locale, Option<Direction>),
    Close,
}

/// Reads a page, and knows where in it it is.
struct Reader<'a> {
    rest: &'a str,
    /// Whether in a tag.
    in_tag: bool,
    /// The element that holds text alone, within one.
    within: Option<&'static str>,
    /// How many elements of ours are open.
    open: usize,
}

impl<'a> Reader<'a> {
    /// Passes what stands before the next mark that becomes an element.
    fn next(&mut self, out: &mut String) -> Option<Piece> {
        loop {
            let at = self.rest.find(['<', '>', OPEN, MIDDLE, CLOSE]);
            let Some(at) = at else {
                out.push_str(std::mem::take(&mut self.rest));
                return None;
            };
            let (before, rest) = self.rest.split_at(at);
            out.push_str(before);
            let sign = rest.chars().next()?;
            self.rest = &rest[sign.len_utf8()..];
            match sign {
                '<' => self.tag(out),
                '>' => {
                    self.in_tag = false;
                    out.push('>');
                }
                OPEN => {
                    let Some((tag, rest)) = self.rest.split_once(MIDDLE) else { continue };
                    let (tag, direction) = match tag.split_once(' ') {
                        Some((tag, name)) => (tag, Direction::parse(name)),
                        None => (tag, None),
                    };
                    let Some(locale) = Locale::new(tag) else { continue };
                    self.rest = rest;
                    if self.may_hold_elements() {
                        self.open += 1;
                        return Some(Piece::Open(locale, direction));
                    }
                }
                CLOSE if self.may_hold_elements() && self.open > 0 => {
                    self.open -= 1;
                    return Some(Piece::Close);
                }
                _ => {}
            }
        }
    }

    fn tag(&mut self, out: &mut String) {
        out.push('<');
        let (end, name) = match self.rest.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, self.rest),
        };
        let is = |element: &&str| {
            let found = name.split_at_checked(element.len());
            found.is_some_and(|(found, rest)| {
                found.eq_ignore_ascii_case(element) && !rest.starts_with(is_of_name)
            })
        };
        match self.within {
            Some(element) if end && is(&element) => (self.within, self.in_tag) = (None, true),
            Some(_) => {}
            None => {
                self.in_tag = true;
                self.within = TEXT_ONLY.into_iter().find(is).filter(|_| !end);
            }
        }
    }

    /// Whether an element may stand here.
    fn may_hold_elements(&self) -> bool {
        !self.in_tag && self.within.is_none()
    }
}

/// Whether a character may stand in an element's name.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let marked = format!("{OPEN}fr{MIDDLE}Oui{CLOSE}");
        let mut html = html.replace('@', &marked).into_bytes();
        resolve(&mut html);
        assert_eq!(String::from_utf8(html).expect("text"), expected);
    }

    #[test]
    fn a_foreign_text_says_so_where_it_can() {
        check("<p>a</p>", "<p>a</p>");
        check("<p>@, @</p>", "<p><span lang=\"fr\">Oui</span>, <span lang=\"fr\">Oui</span></p>");
        check(
            "<a title=\"@\" href=x>@</a>",
            "<a title=\"Oui\" href=x><span lang=\"fr\">Oui</span></a>",
        );
        check("<title>@ < 3</title>@", "<title>Oui < 3</title><span lang=\"fr\">Oui</span>");
        check(
            "<script>a<b;'@'</SCRIPT>@",
            "<script>a<b;'Oui'</SCRIPT><span lang=\"fr\">Oui</span>",
        );
    }

    #[test]
    fn a_text_from_the_other_side_says_so() {
        let check = |mark: &str, tag: &str| {
            let mut html = format!("{OPEN}{mark}{MIDDLE}Oui{CLOSE}").into_bytes();
            resolve(&mut html);
            assert_eq!(String::from_utf8_lossy(&html), format!("{tag}Oui</span>"));
        };
        check("fr ltr", "<span lang=\"fr\" dir=\"ltr\">");
        check("ar rtl", "<span lang=\"ar\" dir=\"rtl\">");
        check("ar \">", "<span lang=\"ar\">");
    }

    #[test]
    fn marks_that_somebody_wrote_are_left_out() {
        let mut html = format!("{CLOSE}<p>{OPEN}x{CLOSE}{MIDDLE}</p>").into_bytes();
        resolve(&mut html);
        assert!(!String::from_utf8_lossy(&html).contains([OPEN, MIDDLE, CLOSE]));
    }
}
