//! Commands, and how images of containers are made of them.

use super::Class;
use super::scanner::{self, Escapes, Lines, Scanner};

const KEYWORDS: [&str; 17] = [
    "case", "do", "done", "elif", "else", "esac", "export", "fi", "for", "function", "if", "local",
    "return", "select", "then", "until", "while",
];

/// What ends a word of a command.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || ";|&()<>\"'`$".contains(c)
}

pub(super) fn bash(scanner: &mut Scanner<'_, '_>) {
    let mut is_command = true;
    // The line that ends the text which begins with the next.
    let mut here: Option<&str> = None;
    while let Some(c) = scanner.peek() {
        let rest = scanner.rest();
        match c {
            '\n' => {
                scanner.skip(1);
                if let Some(end) = here.take() {
                    scanner.take(up_to_line(scanner.rest(), end), Class::String);
                }
                is_command = true;
            }
            '#' if scanner.begins_line() || scanner.follows(' ') || scanner.follows('\t') => {
                scanner.take(scanner::line(rest), Class::Comment);
            }
            '\'' | '"' => {
                let escapes = if c == '"' { Escapes::Some } else { Escapes::None };
                scanner
                    .take(scanner::quoted(rest, &rest[..1], Lines::Many, escapes), Class::String);
                is_command = false;
            }
            '\\' => {
                scanner.skip(1);
                scanner.skip_one();
            }
            '$' => variable(scanner),
            '<' if rest.starts_with("<<<") => scanner.skip(3),
            '<' if rest.starts_with("<<") => {
                let word = rest[2..].trim_start_matches(['-', ' ', '\'', '"', '\\']);
                let (end, after) = word.split_at(scanner::name(word));
                let quote = usize::from(after.starts_with(['\'', '"']));
                scanner.skip(rest.len() - after.len() + quote);
                // `1 << 2` moves bits.
                here = Some(end)
                    .filter(|end| end.starts_with(|c: char| c == '_' || c.is_alphabetic()));
            }
            ';' | '|' | '&' | '(' | '`' => {
                is_command = true;
                scanner.skip(1);
            }
            _ if ends_word(c) => scanner.skip_one(),
            _ => is_command = command_word(scanner, is_command),
        }
    }
}

/// Takes a word, and says whether a command may follow.
fn command_word(scanner: &mut Scanner<'_, '_>, is_command: bool) -> bool {
    let rest = scanner.rest();
    let (word, after) = rest.split_at(scanner::run(rest, |c| !ends_word(c)));
    let name = scanner::name(word);
    if is_command && name > 0 && word[name..].trim_start_matches('+').starts_with('=') {
        scanner.take(name, Class::Name);
        scanner.skip(word.len() - name);
        return true;
    }
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let class = match is_command {
        _ if word == "in" => Some(Class::Keyword),
        true if KEYWORDS.contains(&word) => Some(Class::Keyword),
        true if word.starts_with(|c: char| c.is_alphabetic() || "./~_".contains(c)) => {
            Some(Class::Function)
        }
        _ if after.starts_with("()") => Some(Class::Function),
        _ => is_number.then_some(Class::Number),
    };
    scanner.take(word.len(), class);
    // What is repeated or chosen among is named before it is said what to do.
    let names = ["case", "for", "function", "select", "export", "local", "in", "return"];
    is_command
        && (class == Some(Class::Keyword) && !names.contains(&word)
            || matches!(word, "!" | "{" | "}"))
}

/// Takes a variable; a command that stands in its place is read as others are.
fn variable(scanner: &mut Scanner<'_, '_>) {
    let rest = scanner.rest();
    let after = &rest[1..];
    let length = match after.chars().next() {
        Some('{') => {
            let end = after.find(['}', '\n']).unwrap_or(after.len());
            end + usize::from(after[end..].starts_with('}'))
        }
        Some(c) if c == '_' || c.is_alphabetic() => scanner::name(after),
        Some(c) if c.is_ascii_digit() || "@*#?$!-".contains(c) => 1,
        _ => return scanner.skip(1),
    };
    scanner.take(1 + length, Class::Name);
}

/// How many bytes stand before a line that is `end`, and nothing else but tabs.
fn up_to_line(text: &str, end: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start_matches('\t').trim_end() == end {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// Lines that begin with an instruction; a backslash joins a line with the next.
pub(super) fn dockerfile(scanner: &mut Scanner<'_, '_>) {
    let mut goes_on = false;
    while scanner.peek().is_some() {
        let rest = scanner.rest();
        let line = &rest[..scanner::line(rest)];
        let indent = scanner::run(line, char::is_whitespace);
        scanner.skip(indent);
        if line[indent..].starts_with('#') {
            scanner.take(line.len() - indent, Class::Comment);
        } else {
            if !goes_on {
                scanner.take(
                    scanner::run(&line[indent..], |c| c.is_ascii_alphabetic()),
                    Class::Keyword,
                );
            }
            let left = line.len() - (rest.len() - scanner.rest().len());
            scanner.within(left, instruction);
            goes_on = line.trim_end().ends_with('\\');
        }
        scanner.skip_one();
    }
}

fn instruction(scanner: &mut Scanner<'_, '_>) {
    while let Some(c) = scanner.peek() {
        let rest = scanner.rest();
        match c {
            '"' | '\'' => {
                let length = scanner::quoted(rest, &rest[..1], Lines::One, Escapes::Some);
                scanner.take(length, Class::String);
            }
            '$' => variable(scanner),
            _ if ends_word(c) => scanner.skip_one(),
            _ => {
                let length = scanner::run(rest, |c| !ends_word(c));
                let word = &rest[..length];
                let class = match word {
                    "AS" | "as" => Some(Class::Keyword),
                    _ if word.starts_with("--") => Some(Class::Name),
                    _ if word.bytes().all(|byte| byte.is_ascii_digit()) => Some(Class::Number),
                    _ => None,
                };
                let shown = if class == Some(Class::Name) {
                    word.find('=').unwrap_or(length)
                } else {
                    length
                };
                scanner.take(shown, class);
                scanner.skip(length - shown);
            }
        }
    }
}
