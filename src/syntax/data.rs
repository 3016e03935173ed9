//! Data: keys and values.

use super::Class;
use super::scanner::{self, Escapes, Lines, Scanner};

const CONSTANTS: [&str; 5] = ["true", "false", "null", "inf", "nan"];

pub(super) fn json(scanner: &mut Scanner<'_, '_>) {
    while let Some(c) = scanner.peek() {
        let rest = scanner.rest();
        match c {
            '"' => {
                let length = scanner::quoted(rest, "\"", Lines::One, Escapes::Some);
                let is_key = rest[length..].trim_start_matches([' ', '\t']).starts_with(':');
                scanner.take(length, if is_key { Class::Name } else { Class::String });
            }
            '/' if rest.starts_with("//") => scanner.take(scanner::line(rest), Class::Comment),
            '/' if rest.starts_with("/*") => {
                scanner.take(scanner::closed(rest, "/*", "*/"), Class::Comment);
            }
            '-' => scanner.skip(1),
            _ if c.is_ascii_digit() => scanner.take(scanner::number(rest), Class::Number),
            _ if c.is_alphabetic() => {
                let length = scanner::name(rest);
                scanner.take(length, constant(&rest[..length]));
            }
            _ => scanner.skip_one(),
        }
    }
}

fn constant(word: &str) -> Option<Class> {
    CONSTANTS.contains(&word).then_some(Class::Number)
}

/// Lines with a key, and values of many lines. A brace opens a table in a line, a bracket a list.
pub(super) fn toml(scanner: &mut Scanner<'_, '_>) {
    let mut open: Vec<char> = Vec::new();
    let mut is_key = true;
    while let Some(c) = scanner.peek() {
        let rest = scanner.rest();
        match c {
            '#' => scanner.take(scanner::line(rest), Class::Comment),
            '[' if is_key && open.is_empty() => {
                let line = &rest[..scanner::line(rest)];
                scanner.take(line.find('#').unwrap_or(line.len()), Class::Type);
            }
            '"' | '\'' => {
                let quote = ["\"\"\"", "'''"].into_iter().find(|quote| rest.starts_with(quote));
                let escapes = if c == '"' { Escapes::Some } else { Escapes::None };
                let length = match quote {
                    Some(quote) => scanner::quoted(rest, quote, Lines::Many, escapes),
                    None => scanner::quoted(rest, &rest[..1], Lines::One, escapes),
                };
                scanner.take(length, if is_key { Class::Name } else { Class::String });
            }
            _ if is_key && (c == '_' || c.is_alphanumeric()) => {
                scanner.take(scanner::dashed(rest), Class::Name);
            }
            // A date is a number with hyphens and colons.
            _ if c.is_ascii_digit() => {
                let length =
                    scanner::run(rest, |c| c.is_ascii_alphanumeric() || "_.:+-".contains(c));
                scanner.take(length, Class::Number);
            }
            _ if c.is_alphabetic() => {
                let length = scanner::name(rest);
                scanner.take(length, constant(&rest[..length]));
            }
            _ => {
                match c {
                    '=' => is_key = false,
                    '{' | '[' => open.push(c),
                    '}' | ']' => drop(open.pop()),
                    _ => {}
                }
                match c {
                    '{' => is_key = true,
                    ',' => is_key = open.last() == Some(&'{'),
                    '\n' if open.is_empty() => is_key = true,
                    '}' | ']' | '[' => is_key = false,
                    _ => {}
                }
                scanner.skip_one();
            }
        }
    }
}

/// Line by line. What is indented below a key that ends with `|` or `>` is text.
pub(super) fn yaml(scanner: &mut Scanner<'_, '_>) {
    let mut text_below: Option<usize> = None;
    while scanner.peek().is_some() {
        let rest = scanner.rest();
        let line = &rest[..scanner::line(rest)];
        let indent = scanner::run(line, |c| c == ' ');
        let is_blank = line.trim().is_empty();
        text_below = text_below.filter(|above| is_blank || indent > *above);
        if text_below.is_some() {
            scanner.take(line.len(), (!is_blank).then_some(Class::String));
        } else if line.starts_with('%') {
            scanner.take(line.len(), Class::Comment);
        } else {
            scanner.within(line.len(), yaml_line);
            let value = line.split(" #").next().unwrap_or_default().trim_end();
            let last = value.rsplit(' ').next().unwrap_or_default();
            let last = last.trim_end_matches(|c: char| matches!(c, '+' | '-' | '0'..='9'));
            let is_text = matches!(last, "|" | ">");
            text_below = is_text.then_some(indent);
        }
        scanner.skip_one();
    }
}

fn yaml_line(scanner: &mut Scanner<'_, '_>) {
    let begins = scanner::run(scanner.rest(), |c| c == ' ');
    scanner.skip(begins);
    while scanner.rest().starts_with("- ") || scanner.rest().starts_with("? ") {
        scanner.skip(2);
        scanner.skip(scanner::run(scanner.rest(), |c| c == ' '));
    }
    yaml_key(scanner);
    let mut depth = 0_usize;
    while let Some(c) = scanner.peek() {
        let rest = scanner.rest();
        match c {
            '#' if scanner.follows(' ') || scanner.begins_line() => {
                scanner.take(rest.len(), Class::Comment);
            }
            '"' | '\'' => {
                let length = yaml_quoted(rest);
                let is_key = rest[length..].starts_with(':');
                scanner.take(length, if is_key { Class::Name } else { Class::String });
            }
            '&' | '*' => scanner.take(1 + scanner::dashed(&rest[1..]), Class::Name),
            '!' => scanner.take(scanner::run(rest, |c| !c.is_whitespace()), Class::Type),
            '[' | '{' => {
                depth += 1;
                scanner.skip(1);
            }
            ']' | '}' | ',' => {
                depth -= usize::from(c != ',').min(depth);
                scanner.skip(1);
            }
            _ if c == ':' || c.is_whitespace() => scanner.skip_one(),
            _ => yaml_scalar(scanner, depth > 0),
        }
    }
}

fn yaml_quoted(text: &str) -> usize {
    let escapes = if text.starts_with('"') { Escapes::Some } else { Escapes::None };
    scanner::quoted(text, &text[..1], Lines::One, escapes)
}

/// Takes the key of a line, if it has one.
fn yaml_key(scanner: &mut Scanner<'_, '_>) {
    let rest = scanner.rest();
    if rest.starts_with(['"', '\'', '{', '[', '#', '&', '*', '!']) {
        return;
    }
    let line = rest.split(" #").next().unwrap_or_default();
    let end = line.find(": ").or(line.strip_suffix(':').map(str::len));
    if let Some(end) = end {
        scanner.take(end, Class::Name);
        scanner.skip(1);
    }
}

/// Takes words that stand without quotes: a key, within braces, or a value.
fn yaml_scalar(scanner: &mut Scanner<'_, '_>, is_inside: bool) {
    let rest = scanner.rest();
    let ends = |c: char| is_inside && matches!(c, ',' | ']' | '}' | ':');
    let most = rest.find(ends).unwrap_or(rest.len());
    let length = rest[..most].find(" #").unwrap_or(most).max(1);
    let value = rest[..length].trim_end();
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_alphanumeric() || "_.:+-".contains(c));
    let after = &rest[length..];
    let is_key = is_inside && (after.starts_with(": ") || after == ":");
    let class = match value {
        "~" => Some(Class::Number),
        _ if is_key => Some(Class::Name),
        _ if is_number => Some(Class::Number),
        _ => constant(value),
    };
    scanner.take(value.len(), class);
    scanner.skip(length - value.len());
}
