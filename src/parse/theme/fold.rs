//! Calls with nothing but a constant, written so that they cost less.
//!
//! The engine gathers the arguments of each call in a map, which takes several times as long as to look up a
//! message. A page has dozens of calls that say the same each time: `t(key="published")`,
//! `date(style="long")`. They become filters without arguments, `("published"|_t)`, before the engine reads a
//! template. Each takes the place of the call exactly, so that all other places stay what they are.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Asset;
use crate::l10n::DateStyle;

/// The filter that says a message.
pub const MESSAGE: &str = "_t";
/// The filter that gives the address of an asset.
pub const ASSET: &str = "_asset";

/// The filter that shows a date in a style.
pub fn date(style: DateStyle) -> String {
    format!("_date_{}", style.as_str())
}

/// All filters that calls become.
pub fn filters() -> impl Iterator<Item = String> {
    let dates = DateStyle::ALL.iter().map(|style| date(*style));
    [MESSAGE, ASSET].map(str::to_owned).into_iter().chain(dates)
}

/// A template with its constant calls as filters, as long as it was. Only assets that there are: what is said
/// of others names the place of the call.
pub fn fold(template: &str, assets: &BTreeMap<String, Asset>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut done = 0;
    for Folded { at, filter } in folded(template, assets) {
        out.push_str(&template[done..at.start]);
        out.push_str(&filter);
        out.extend(std::iter::repeat_n(' ', at.len() - filter.len()));
        done = at.end;
    }
    out.push_str(&template[done..]);
    out
}

/// The place in a template that somebody sees who is told this place in a folded one.
pub fn place(template: &str, assets: &BTreeMap<String, Asset>, told: Range<usize>) -> Range<usize> {
    let mut calls = folded(template, assets).into_iter().map(|call| call.at);
    calls.find(|at| at.start <= told.start && told.end <= at.end).unwrap_or(told)
}

/// A call that becomes a filter.
struct Folded {
    at: Range<usize>,
    filter: String,
}

fn folded(template: &str, assets: &BTreeMap<String, Asset>) -> Vec<Folded> {
    let mut folded = Vec::new();
    let mut at = 0;
    while let Some(start) = template[at..].find('{') {
        at += start;
        let code = &template[at..];
        at += match code.as_bytes().get(1) {
            Some(b'#') => code.find("#}").unwrap_or(code.len()),
            Some(b'%') if is_raw(code) => code.find("endraw").unwrap_or(code.len()),
            Some(b'{' | b'%') => {
                let length = length_of(code);
                fold_code(template, at..at + length, assets, &mut folded);
                length
            }
            _ => 1,
        };
    }
    folded
}

/// Whether code says that what follows is text.
fn is_raw(code: &str) -> bool {
    let tag = code.strip_prefix("{%").unwrap_or_default();
    let name = tag.trim_start_matches('-').trim_start();
    name.strip_prefix("raw").is_some_and(|rest| !rest.starts_with(is_of_name))
}

/// How long the code is that a text begins with, up to its last brace.
fn length_of(code: &str) -> usize {
    let close = if code.starts_with("{{") { "}}" } else { "%}" };
    let mut at = 2;
    while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(close) {
            return at + close.len();
        }
        at += step(rest);
    }
    code.len()
}

/// How long the string or name is that code begins with, or else its first character.
fn step(code: &str) -> usize {
    let first = code.chars().next().unwrap_or_default();
    if is_of_name(first) {
        return name(code).len();
    }
    if !matches!(first, '"' | '\'' | '`') {
        return first.len_utf8();
    }
    let mut escaped = false;
    let end = code[1..].find(|c| {
        let ends = c == first && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(code.len(), |end| end + 2)
}

/// The name that code begins with.
fn name(code: &str) -> &str {
    code.split(|c| !is_of_name(c)).next().unwrap_or_default()
}

fn fold_code(
    template: &str,
    code: Range<usize>,
    assets: &BTreeMap<String, Asset>,
    folded: &mut Vec<Folded>,
) {
    let mut at = code.start;
    while at < code.end {
        let (before, rest) = (&template[code.start..at], &template[at..code.end]);
        let call = call(before, rest).and_then(|call| Some((call.length, call.filter(assets)?)));
        at += match call.filter(|(length, filter)| filter.len() <= *length) {
            Some((length, filter)) => {
                folded.push(Folded { at: at..at + length, filter });
                length
            }
            None => step(rest),
        };
    }
}

/// A call of something that is given one text.
struct Call<'t> {
    name: &'t str,
    argument: &'t str,
    text: &'t str,
    /// Whether it is called of a value.
    is_filter: bool,
    length: usize,
}

impl Call<'_> {
    /// The filter that says the same.
    fn filter(&self, assets: &BTreeMap<String, Asset>) -> Option<String> {
        let text = self.text;
        match (self.name, self.argument, self.is_filter) {
            ("t", "key", false) => Some(format!("(\"{text}\"|{MESSAGE})")),
            ("asset", "path", false) if assets.contains_key(text) => {
                Some(format!("(\"{text}\"|{ASSET})"))
            }
            ("date", "style" | "skeleton", true) => {
                let style = DateStyle::parse(text)?;
                let filter = date(style);
                filter.chars().all(is_of_name).then_some(filter)
            }
            _ => None,
        }
    }
}

/// The call that stands after some code, if there is one: a name, and in parentheses `name="text"`, without
/// blanks, as nearly everybody writes it.
fn call<'t>(before: &str, code: &'t str) -> Option<Call<'t>> {
    let name_of = name;
    let name = name_of(code);
    let rest = code[name.len()..].strip_prefix('(')?;
    let argument = name_of(rest);
    let (text, rest) = rest[argument.len()..].strip_prefix("=\"")?.split_once('"')?;
    let rest = rest.strip_prefix(')')?;
    let is_plain = text.chars().all(|c| is_of_name(c) || matches!(c, '-' | '.' | '/'));
    let is_field = before.ends_with('.');
    let is_filter = before.trim_end().ends_with('|');
    let length = code.len() - rest.len();
    let call = Call { name, argument, text, is_filter, length };
    (is_plain && !is_field).then_some(call)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hashed::Hashed;
    use crate::world::VPath;

    #[test]
    fn a_constant_call_becomes_a_filter_as_long() {
        let check = |template: &str, expected: &str| {
            let file = VPath::new("themes/a/assets/a.css");
            let asset = Asset { file, bytes: Hashed::from_bytes(*b"") };
            let assets = BTreeMap::from([("a.css".to_owned(), asset)]);
            let folded = fold(template, &assets);
            assert_eq!(folded, expected);
            assert_eq!(folded.len(), template.len());
        };
        check("t(key=\"a\") {{ t(key=\"a\") }}", "t(key=\"a\") {{ (\"a\"|_t)   }}");
        check("{%- if t(key=\"a-b\") %}", "{%- if (\"a-b\"|_t)   %}");
        check("{{ d | date(style=\"long\") }}", "{{ d | _date_long         }}");
        check("{{ d|date(skeleton=\"yMMMM\") }}", "{{ d|_date_yMMMM            }}");
        check("{{ asset(path=\"a.css\") }}", "{{ (\"a.css\"|_asset)    }}");
        check(
            "{{ <a b={t(key=\"a\")} c=\"t(key='a')\"/> }}",
            "{{ <a b={(\"a\"|_t)  } c=\"t(key='a')\"/> }}",
        );
        for kept in [
            "{{ asset(path=\"b.css\") }}",
            "{{ t(key=\"a\", count=3) }}{{ t(key=a) }}{{ t(key=\"\\\"\") }}",
            "{{ format(key=\"a\") }}{{ a.t(key=\"a\") }}{{ d | date(style=\"no\") }}",
            "{{ d | date(style=\"long, short\") }}{{ d | date(style=\"long\", locale=\"fr\") }}",
            "{{ \"t(key='a')\" }}{{ '}}{{ t(key=\"a\")' }}{{ \"\\\" t(key=\" }}",
            "{# {{ t(key=\"a\") }} #}{% raw %}{{ t(key=\"a\") }}{% endraw %}",
            "{%- raw -%}{{ t(key=\"a\") }}{%- endraw -%} {{ t(key=\"a",
            "{{",
            "{%",
            "{#",
            "{{ '",
        ] {
            check(kept, kept);
        }
        check("{% rawer %}{{ t(key=\"é\") }}", "{% rawer %}{{ t(key=\"é\") }}");
    }
}
