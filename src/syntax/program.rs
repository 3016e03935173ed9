//! Programs: words, texts, numbers and comments, in any order.

use super::Class;
use super::scanner::{self, Escapes, Lines, Scanner};

/// A language that programs are written in.
pub(super) struct Language {
    keywords: &'static [&'static str],
    constants: &'static [&'static str],
    /// Types in small letters: others begin with a capital.
    types: &'static [&'static str],
    /// How a comment begins that ends with its line.
    comment: &'static str,
    /// Reads what only this language has, and says whether it did.
    own: fn(&mut Scanner<'_, '_>, &mut State) -> bool,
}

/// What is known of the code before.
#[derive(Default)]
struct State {
    /// Whether a value stands before: a slash then divides.
    after_value: bool,
    /// The templates that are open, and how many braces in each.
    templates: Vec<usize>,
}

/// Keywords that are names, too.
const SOFT: [&str; 13] = [
    "abstract",
    "case",
    "declare",
    "from",
    "get",
    "is",
    "match",
    "namespace",
    "of",
    "readonly",
    "set",
    "type",
    "union",
];

pub(super) const JAVASCRIPT: Language = Language {
    keywords: &[
        "abstract",
        "as",
        "async",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "declare",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "export",
        "extends",
        "finally",
        "for",
        "from",
        "function",
        "get",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "is",
        "keyof",
        "let",
        "namespace",
        "new",
        "of",
        "private",
        "protected",
        "public",
        "readonly",
        "return",
        "satisfies",
        "set",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "try",
        "type",
        "typeof",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ],
    constants: &["true", "false", "null", "undefined", "NaN", "Infinity"],
    types: &[
        "any", "bigint", "boolean", "never", "number", "object", "string", "symbol", "unknown",
    ],
    comment: "//",
    own: javascript,
};

pub(super) const PYTHON: Language = Language {
    keywords: &[
        "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def",
        "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
        "is", "lambda", "match", "nonlocal", "not", "or", "pass", "raise", "return", "self", "try",
        "while", "with", "yield",
    ],
    constants: &["True", "False", "None"],
    types: &[],
    comment: "#",
    own: python,
};

pub(super) const RUST: Language = Language {
    keywords: &[
        "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum",
        "extern", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut",
        "pub", "ref", "return", "self", "static", "struct", "super", "trait", "type", "union",
        "unsafe", "use", "where", "while",
    ],
    constants: &["true", "false"],
    types: &[
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8",
        "u16", "u32", "u64", "u128", "usize",
    ],
    comment: "//",
    own: rust,
};

pub(super) fn scan(scanner: &mut Scanner<'_, '_>, language: &Language) {
    let mut state = State::default();
    while let Some(c) = scanner.peek() {
        let rest = scanner.rest();
        if rest.starts_with(language.comment) {
            scanner.take(scanner::line(rest), Class::Comment);
        } else if (language.own)(scanner, &mut state) {
            state.after_value = true;
        } else if c.is_ascii_digit() {
            scanner.take(scanner::number(rest), Class::Number);
            state.after_value = true;
        } else if c == '_' || c.is_alphabetic() {
            word(scanner, language, &mut state);
        } else if matches!(c, '"' | '\'') {
            text(scanner, 0);
            state.after_value = true;
        } else {
            if !c.is_whitespace() {
                state.after_value = matches!(c, ')' | ']' | '}');
            }
            scanner.skip_one();
        }
    }
}

fn word(scanner: &mut Scanner<'_, '_>, language: &Language, state: &mut State) {
    let rest = scanner.rest();
    let (word, after) = rest.split_at(scanner::name(rest));
    let class = if language.keywords.contains(&word) && is_keyword(scanner, word, after) {
        Some(Class::Keyword)
    } else if language.constants.contains(&word) {
        Some(Class::Number)
    } else if language.types.contains(&word) && !after.starts_with('(') {
        Some(Class::Type)
    } else {
        named(word, after)
    };
    scanner.take(word.len(), class);
    state.after_value = class != Some(Class::Keyword);
}

/// Whether a word is a keyword where it stands: members of others may be called so, and some words are names
/// wherever a keyword makes no sense.
fn is_keyword(scanner: &Scanner<'_, '_>, word: &str, after: &str) -> bool {
    if scanner.follows('.') || scanner.follows('#') {
        return word == "await";
    }
    let next = after.trim_start();
    let is_name = after.starts_with(['(', '.', ',', ')', ';', ':'])
        || next.starts_with('=') && !next.starts_with("==");
    !(SOFT.contains(&word) && is_name)
}

/// What a word is that the language does not know, by how it is written.
fn named(word: &str, after: &str) -> Option<Class> {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let small = word.chars().any(char::is_lowercase);
    match (capital, small) {
        (true, false) if word.len() > 1 => Some(Class::Number),
        (true, _) => Some(Class::Type),
        _ => after.starts_with('(').then_some(Class::Function),
    }
}

/// Takes a text between quotes, before which stand so many bytes that belong to it.
fn text(scanner: &mut Scanner<'_, '_>, before: usize) {
    let rest = &scanner.rest()[before..];
    let quote = rest.get(..1).unwrap_or_default();
    let length = scanner::quoted(rest, quote, Lines::One, Escapes::Some);
    scanner.take(before + length, Class::String);
}

/// Takes a comment of many lines, if one stands here.
fn comment(scanner: &mut Scanner<'_, '_>) -> bool {
    let found = scanner.rest().starts_with("/*");
    if found {
        scanner.take(scanner::closed(scanner.rest(), "/*", "*/"), Class::Comment);
    }
    found
}

fn javascript(scanner: &mut Scanner<'_, '_>, state: &mut State) -> bool {
    if comment(scanner) {
        return true;
    }
    let rest = scanner.rest();
    match rest.as_bytes().first() {
        Some(b'`') => {
            template(scanner, 1, state);
            true
        }
        // `</` ends an element of JSX.
        Some(b'/') if !state.after_value && !scanner.follows('<') => {
            scanner.take(pattern(rest), Class::String);
            true
        }
        Some(b'{') => {
            if let Some(braces) = state.templates.last_mut() {
                *braces += 1;
            }
            false
        }
        Some(b'}') => match state.templates.pop() {
            Some(0) => {
                scanner.skip(1);
                template(scanner, 0, state);
                true
            }
            braces => {
                state.templates.extend(braces.map(|braces| braces - 1));
                false
            }
        },
        _ => false,
    }
}

/// Takes what is text of a template, from behind so many bytes on, up to its end or the next value in it.
fn template(scanner: &mut Scanner<'_, '_>, start: usize, state: &mut State) {
    let rest = scanner.rest();
    let mut at = start;
    while let Some(found) = rest[at..].find(['`', '\\', '$']) {
        at += found;
        let here = &rest[at..];
        if here.starts_with('`') {
            return scanner.take(at + 1, Class::String);
        } else if here.starts_with("${") {
            scanner.take(at, Class::String);
            scanner.skip(2);
            return state.templates.push(0);
        }
        let escaped = here.strip_prefix('\\').and_then(|after| after.chars().next());
        at += 1 + escaped.map_or(0, char::len_utf8);
    }
    scanner.take(rest.len(), Class::String);
}

/// How many bytes a regular expression has. One that does not end goes on to the end of its line.
fn pattern(text: &str) -> usize {
    let (mut escaped, mut in_set) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_set = true,
            ']' => in_set = false,
            '/' if !in_set => return at + 1 + scanner::name(&text[at + 1..]),
            _ => {}
        }
    }
    text.len()
}

fn python(scanner: &mut Scanner<'_, '_>, _: &mut State) -> bool {
    let rest = scanner.rest();
    if rest.starts_with('@') && scanner.begins_line() {
        let name = scanner::run(&rest[1..], |c| matches!(c, '_' | '.') || c.is_alphanumeric());
        scanner.take(1 + name, Class::Function);
        return true;
    }
    // Before a text may stand what kind it is of.
    let prefix = scanner::run(rest, |c| c.is_ascii_alphabetic());
    let is_kind = prefix <= 2 && rest[..prefix].bytes().all(|byte| b"rRbBfFuUtT".contains(&byte));
    let text = if is_kind { &rest[prefix..] } else { rest };
    let many = ["\"\"\"", "'''"].into_iter().find(|quote| text.starts_with(quote));
    let quote = many.or_else(|| ["\"", "'"].into_iter().find(|quote| text.starts_with(quote)));
    let Some(quote) = quote else { return false };
    let lines = if many.is_some() { Lines::Many } else { Lines::One };
    let length = scanner::quoted(text, quote, lines, Escapes::Some);
    scanner.take(rest.len() - text.len() + length, Class::String);
    true
}

fn rust(scanner: &mut Scanner<'_, '_>, _: &mut State) -> bool {
    let rest = scanner.rest();
    if rest.starts_with("/*") {
        scanner.take(nested(rest), Class::Comment);
        return true;
    }
    // There may be 255 of them.
    let hashes = |text: &str| text.bytes().take(255).take_while(|byte| *byte == b'#').count();
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        let text = rest.strip_prefix(prefix);
        text.is_some_and(|text| text[hashes(text)..].starts_with('"'))
    });
    if let Some(prefix) = prefix {
        let text = &rest[prefix.len()..];
        let hashes = hashes(text);
        let is_raw = prefix.ends_with('r');
        if is_raw || hashes == 0 {
            let length = match is_raw {
                true => scanner::closed(text, &text[..=hashes], &format!("\"{}", &text[..hashes])),
                false => scanner::quoted(text, "\"", Lines::Many, Escapes::Some),
            };
            scanner.take(prefix.len() + length, Class::String);
            return true;
        }
    }
    if rest.starts_with('\'') {
        letter(scanner);
        return true;
    }
    if rest.starts_with("#[") || rest.starts_with("#![") {
        let length = rest
            .find([']', '\n'])
            .map_or(rest.len(), |end| end + usize::from(rest[end..].starts_with(']')));
        scanner.take(length, Class::Name);
        return true;
    }
    let name = scanner::name(rest);
    let is_macro = name > 0
        && !rest.as_bytes()[0].is_ascii_digit()
        && ["!(", "![", "! {", "!{"].iter().any(|open| rest[name..].starts_with(open));
    if is_macro {
        scanner.take(name + 1, Class::Function);
    }
    is_macro
}

/// Takes a letter between quotes, or the name of a lifetime.
fn letter(scanner: &mut Scanner<'_, '_>) {
    let rest = scanner.rest();
    let inside = &rest[1..];
    let first = inside.chars().next();
    let second = first.map_or(0, char::len_utf8);
    if first == Some('\\') {
        text(scanner, 0);
    } else if inside[second..].starts_with('\'') {
        scanner.take(second + 2, Class::String);
    } else {
        scanner.take(1 + scanner::name(inside), Class::Name);
    }
}

/// Where a comment ends that may hold others.
fn nested(text: &str) -> usize {
    let (bytes, mut at, mut depth) = (text.as_bytes(), 0, 0_usize);
    while at < bytes.len() {
        match &bytes[at..bytes.len().min(at + 2)] {
            b"/*" => (at, depth) = (at + 2, depth + 1),
            b"*/" => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}
