//! What a template asks for: its calls `t(key="…", …)`, found without rendering it.
//!
//! This is a scanner, not a parser: it knows Tera's delimiters, comments, raw blocks, quotes and brackets,
//! which is enough to find calls wherever they stand.

use std::ops::Range;

use super::check::Use;
use crate::diag::Span;
use crate::world::VPath;

/// What was found in one template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TemplateUses {
    /// Calls with a literal key, in the order they stand.
    pub uses: Vec<Use>,
    /// Calls whose key is computed or left out, which can't be checked: the word `t`.
    pub dynamic: Vec<Span>,
}

/// Finds the calls of `t` in a template.
///
/// `arguments` of each use are the names that it passes on to the message, sorted.
pub fn template_uses(path: &VPath, source: &str) -> TemplateUses {
    let mut found = TemplateUses::default();
    for tag in tags(source) {
        let tokens = tokens(source, tag);
        for index in 0..tokens.len() {
            if !is_call(source, &tokens, index) {
                continue;
            }
            match read_call(path, source, &tokens[index + 2..]) {
                Some(call) => found.uses.push(call),
                None => found.dynamic.push(Span::new(path, tokens[index].range.clone())),
            }
        }
    }
    found
}

/// The insides of `{{ }}` and `{% %}`, without comments and raw blocks.
fn tags(source: &str) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = source[at..].find('{').map(|found| at + found) {
        let start = open + 2;
        at = match source.as_bytes().get(open + 1) {
            Some(b'#') => source[start..].find("#}").map_or(source.len(), |end| start + end + 2),
            Some(b'{' | b'%') => {
                let end = tag_end(source, start);
                tags.push(start..end);
                after_raw(source, start..end)
            }
            _ => open + 1,
        };
    }
    tags
}

/// Where reading goes on after a tag: behind the `endraw` of a raw block.
fn after_raw(source: &str, tag: Range<usize>) -> usize {
    let word = |tag: &str| tag.trim_matches(['-', ' ', '\t', '\n', '\r']).to_owned();
    let end = (tag.end + 2).min(source.len());
    if !source[..tag.start].ends_with('%') || word(&source[tag]) != "raw" {
        return end;
    }
    let mut at = end;
    while let Some(open) = source[at..].find("{%").map(|found| at + found + 2) {
        let close = source[open..].find("%}").map_or(source.len(), |found| open + found);
        if word(&source[open..close]) == "endraw" {
            return (close + 2).min(source.len());
        }
        at = open;
    }
    source.len()
}

/// Where a tag's inside ends: at `}}` or `%}` that is neither quoted nor the end of a map.
fn tag_end(source: &str, start: usize) -> usize {
    let block = source[..start].ends_with('%');
    let bytes = source.as_bytes();
    let (mut at, mut braces) = (start, 0_usize);
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'%', Some(b'}')) if block => return at,
            (b'}', Some(b'}')) if !block && braces == 0 => return at,
            (b'{', _) => braces += 1,
            (b'}', _) => braces = braces.saturating_sub(1),
            (b'"' | b'\'' | b'`', _) => {
                at = string_end(bytes, at);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Where the string that begins at `start` ends, behind its closing quote.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            byte if byte == bytes[start] => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// A piece of a tag.
struct Token {
    kind: Kind,
    range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A name or a number.
    Word,
    /// A quoted text; the range includes its quotes.
    Quoted,
    /// One byte of punctuation.
    Mark(u8),
}

fn tokens(source: &str, tag: Range<usize>) -> Vec<Token> {
    let bytes = &source.as_bytes()[..tag.end];
    let mut tokens = Vec::new();
    let mut at = tag.start;
    while at < bytes.len() {
        let (kind, end) = match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' => {
                at += 1;
                continue;
            }
            b'"' | b'\'' | b'`' => (Kind::Quoted, string_end(bytes, at)),
            byte if is_word(byte) => {
                let length = bytes[at..].iter().take_while(|byte| is_word(**byte)).count();
                (Kind::Word, at + length)
            }
            byte => (Kind::Mark(byte), at + 1),
        };
        tokens.push(Token { kind, range: at..end });
        at = end;
    }
    tokens
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// Whether `t (` stands at `index`, as a function: not a filter, `x | t()`, nor a field, `x.t()`.
fn is_call(source: &str, tokens: &[Token], index: usize) -> bool {
    let mark = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|token| token.kind);
    let before = mark(index.checked_sub(1));
    let named = tokens[index].kind == Kind::Word && &source[tokens[index].range.clone()] == "t";
    named
        && mark(Some(index + 1)) == Some(Kind::Mark(b'('))
        && !matches!(before, Some(Kind::Mark(b'.' | b'|')))
}

/// Reads a call's arguments, to its closing bracket; `None` if the key is no literal.
fn read_call(path: &VPath, source: &str, tokens: &[Token]) -> Option<Use> {
    let (mut key, mut attribute, mut names) = (None, None, Vec::new());
    for argument in arguments(tokens) {
        let [name, Token { kind: Kind::Mark(b'='), .. }, value @ ..] = argument else {
            continue;
        };
        match (&source[name.range.clone()], literal(value)) {
            ("key", literal) => key = Some(literal?),
            ("attribute", literal) => attribute = Some(source[literal?].to_owned()),
            ("locale", _) => {}
            (name, _) => names.push(name.to_owned()),
        }
    }
    names.sort();
    let range = key?;
    Some(Use {
        key: source[range.clone()].to_owned(),
        attribute,
        arguments: Some(names),
        span: Some(Span::new(path, range)),
    })
}

/// The arguments of a call, each a run of tokens.
fn arguments(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Mark(b'(' | b'[' | b'{') => depth += 1,
            Kind::Mark(b')') if depth == 0 => {
                found.push(&tokens[start..index]);
                return found;
            }
            Kind::Mark(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            Kind::Mark(b',') if depth == 0 => {
                found.push(&tokens[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    found.push(&tokens[start..]);
    found
}

/// The inside of a value that is one quoted text.
fn literal(value: &[Token]) -> Option<Range<usize>> {
    match value {
        [Token { kind: Kind::Quoted, range }] if range.len() >= 2 => {
            Some(range.start + 1..range.end - 1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is found, as `key.attribute(arguments)@place`; `?` for a computed key.
    fn check(source: &str, expected: &[&str]) {
        let found = template_uses(&VPath::new("page.html"), source);
        let mut all: Vec<(usize, String)> = found
            .dynamic
            .iter()
            .map(|span| (span.range.start, format!("?@{}", span.range.start)))
            .collect();
        for one in &found.uses {
            let range = one.span.as_ref().expect("a place").range.clone();
            assert_eq!(&source[range.clone()], one.key);
            let attribute = one.attribute.iter().map(|a| format!(".{a}")).collect::<String>();
            let names = one.arguments.as_ref().expect("names").join(" ");
            all.push((range.start, format!("{}{attribute}({names})@{}", one.key, range.start)));
        }
        all.sort();
        let all: Vec<String> = all.into_iter().map(|(_, text)| text).collect();
        assert_eq!(all, expected, "{source}");
    }

    #[test]
    fn calls_are_found_wherever_they_stand() {
        check("{{ t(key=\"a\") }}", &["a()@10"]);
        check("{{t(key='a')}}{{- t( key = `b` ) -}}", &["a()@9", "b()@28"]);
        check("{% if t(key='a', n=1) == 'x' %}{% endif %}", &["a(n)@13"]);
        check(
            "{{ f(x=t(key='a', n=g(y=[1, 2]), m=t(key='b'))) | upper }}",
            &["a(m n)@14", "b()@42"],
        );
        check("{{ t(key='a', text='(, t(key=\"no\")') }}", &["a(text)@10"]);
        check("{{ t(\n  key='a',\n  attribute='b',\n  locale=other,\n) }}", &["a.b()@13"]);
        check("{{ f(m={\"a\": {\"b\": t(key='c')}}) }}{{ t(key='d') }}", &["c()@26", "d()@45"]);
        check("{% set x = 5 % 3 %}{{ t(key='a') }}", &["a()@29"]);
        check("{{ \"}}\" ~ t(key='a') }}", &["a()@17"]);
    }

    #[test]
    fn what_is_no_call_is_left_alone() {
        check("t(key='a') {# {{ t(key='b') }} #}{{ x.t(key='c') }}{{ x | t(key='d') }}", &[]);
        check("{% raw %}{{ t(key='a') }}{% endraw %}{{ t(key='b') }}", &["b()@47"]);
        check("{%- raw -%}{{ t(key='a') }}", &[]);
        check("{{ at(key='a') }}{{ t }}{{ 't(key=\"b\")' }}", &[]);
    }

    #[test]
    fn a_computed_key_is_told_apart() {
        check("{{ t(key=name) }}{{ t() }}{{ t(key='a' ~ b) }}", &["?@3", "?@20", "?@29"]);
        check("{{ t(key=x == 'a') }}", &["?@3"]);
    }

    proptest! {
        #[test]
        fn no_text_panics(source in "[t(){}%#=,'\"\\\\ keyé\n|.-]{0,60}") {
            let _ = template_uses(&VPath::new("x"), &source);
        }
    }
}
