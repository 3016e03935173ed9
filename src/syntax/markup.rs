//! Pages and stylesheets.

use super::Class;
use super::program::{self, JAVASCRIPT};
use super::scanner::{self, Escapes, Lines, Scanner};

/// Text with tags. What is in `script` and `style` is read as what it is.
pub(super) fn html(scanner: &mut Scanner<'_, '_>) {
    while scanner.peek().is_some() {
        let rest = scanner.rest();
        if rest.starts_with("<!--") {
            scanner.take(scanner::closed(rest, "<!--", "-->"), Class::Comment);
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            scanner.take(scanner::closed(rest, "<", ">"), Class::Comment);
        } else if rest.starts_with('<') {
            element(scanner);
        } else if rest.starts_with('&') {
            reference(scanner);
        } else {
            scanner.skip(rest.find(['<', '&']).unwrap_or(rest.len()));
        }
    }
}

/// Takes a character by its name.
fn reference(scanner: &mut Scanner<'_, '_>) {
    let rest = scanner.rest();
    let length = 1 + scanner::run(&rest[1..], |c| c == '#' || c.is_ascii_alphanumeric());
    match rest[length..].starts_with(';') {
        true => scanner.take(length + 1, Class::Number),
        false => scanner.skip(length),
    }
}

/// Takes a tag, and what belongs to no page up to the tag that ends it.
fn element(scanner: &mut Scanner<'_, '_>) {
    let closes = scanner.rest().starts_with("</");
    scanner.skip(1 + usize::from(closes));
    let rest = scanner.rest();
    let length = scanner::run(rest, |c| matches!(c, '-' | ':') || c.is_alphanumeric());
    if length == 0 {
        return;
    }
    scanner.take(length, Class::Keyword);
    attributes(scanner);
    let (read, end): (fn(&mut Scanner<'_, '_>), _) = match &rest[..length] {
        name if closes || scanner.rest().is_empty() || name.len() > 6 => return,
        name if name.eq_ignore_ascii_case("script") => (script, "</script"),
        name if name.eq_ignore_ascii_case("style") => (css, "</style"),
        _ => return,
    };
    scanner.within(up_to(scanner.rest(), end), read);
}

fn script(scanner: &mut Scanner<'_, '_>) {
    program::scan(scanner, &JAVASCRIPT);
}

/// How many bytes stand before an end, in capitals or not.
fn up_to(text: &str, end: &str) -> usize {
    let is_end = |at: &usize| {
        text.as_bytes()
            .get(*at..*at + end.len())
            .is_some_and(|bytes| bytes.eq_ignore_ascii_case(end.as_bytes()))
    };
    text.match_indices('<').map(|(at, _)| at).find(is_end).unwrap_or(text.len())
}

/// Takes the attributes of a tag, and the bracket behind them.
fn attributes(scanner: &mut Scanner<'_, '_>) {
    let mut is_value = false;
    while let Some(c) = scanner.peek() {
        let rest = scanner.rest();
        match c {
            '>' => return scanner.skip(1),
            '<' => return,
            '"' | '\'' => {
                let length = scanner::quoted(rest, &rest[..1], Lines::Many, Escapes::None);
                scanner.take(length, Class::String);
                is_value = false;
            }
            '=' | '/' => {
                scanner.skip(1);
                is_value = c == '=';
            }
            _ if c.is_whitespace() => scanner.skip_one(),
            _ => {
                let ends = |c: char| c.is_whitespace() || matches!(c, '=' | '>' | '<' | '"' | '\'');
                let length = scanner::run(rest, |c| !ends(c));
                scanner.take(length, if is_value { Class::String } else { Class::Name });
                is_value = false;
            }
        }
    }
}

/// Where a stylesheet is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Where a rule or a declaration begins.
    Start,
    /// Within what says which elements a rule is for.
    Selector,
    /// Within a value, or what stands behind an `@` word.
    Value,
}

pub(super) fn css(scanner: &mut Scanner<'_, '_>) {
    let mut style = Style::Start;
    while let Some(c) = scanner.peek() {
        let rest = scanner.rest();
        if rest.starts_with("/*") {
            scanner.take(scanner::closed(rest, "/*", "*/"), Class::Comment);
            continue;
        }
        if style == Style::Start && !c.is_whitespace() && !matches!(c, '{' | '}' | ';' | '@') {
            style = if declares(rest) { declared(scanner) } else { Style::Selector };
            continue;
        }
        match c {
            '{' | '}' | ';' => {
                style = Style::Start;
                scanner.skip(1);
            }
            '@' => {
                scanner.take(1 + scanner::dashed(&rest[1..]), Class::Keyword);
                style = Style::Value;
            }
            '"' | '\'' => {
                let length = scanner::quoted(rest, &rest[..1], Lines::One, Escapes::Some);
                scanner.take(length, Class::String);
            }
            '#' | '.' | '!' if scanner::dashed(&rest[1..]) > 0 => {
                let class = match (c, style) {
                    ('!', _) => Class::Keyword,
                    (_, Style::Value) => Class::Number,
                    _ => Class::Type,
                };
                scanner.take(1 + scanner::dashed(&rest[1..]), class);
            }
            ':' if style != Style::Value => {
                let colons = scanner::run(rest, |c| c == ':');
                scanner.skip(colons + scanner::dashed(&rest[colons..]));
            }
            _ if c.is_ascii_digit() => scanner.take(scanner::number(rest), Class::Number),
            _ if matches!(c, '_' | '-') || c.is_alphabetic() => {
                let length = scanner::dashed(rest);
                scanner.take(length, style_word(&rest[..length], &rest[length..], style));
            }
            _ => scanner.skip_one(),
        }
    }
}

fn style_word(word: &str, after: &str, style: Style) -> Option<Class> {
    match style {
        _ if word.starts_with("--") => Some(Class::Name),
        _ if after.starts_with('(') => Some(Class::Function),
        Style::Selector => Some(Class::Keyword),
        _ => None,
    }
}

/// Whether a property and its value stand here, and not a rule.
fn declares(text: &str) -> bool {
    let name = scanner::dashed(text);
    let after = text[name..].trim_start();
    let end = after.find([';', '{', '}']);
    name > 0 && after.starts_with(':') && !end.is_some_and(|end| after[end..].starts_with('{'))
}

fn declared(scanner: &mut Scanner<'_, '_>) -> Style {
    scanner.take(scanner::dashed(scanner.rest()), Class::Name);
    let rest = scanner.rest();
    scanner.skip(rest.find(':').map_or(0, |at| at + 1));
    Style::Value
}
