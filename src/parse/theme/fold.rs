//! Calls, written so that they cost less.
//!
//! The engine gathers the arguments of each call in a map, which takes several times as long as to look up a
//! message. A page has dozens of calls. They become filters, before the engine reads a template: what is given to a
//! call is given in a list, `(["minutes",story.minutes]|_t_minutes)`, and a call with nothing but a constant needs
//! none, `("published"|_t)`. Each takes the place of the call exactly, so that all other places stay what they are.

use std::collections::{BTreeMap, BTreeSet};
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

/// All filters that calls with nothing but a constant become.
pub fn filters() -> impl Iterator<Item = String> {
    let dates = DateStyle::ALL.iter().map(|style| date(*style));
    [MESSAGE, ASSET].map(str::to_owned).into_iter().chain(dates)
}

/// A function whose calls become filters of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// `t`.
    Message,
    /// `shared`.
    Shared,
}

impl Function {
    /// The function of a name.
    fn of(name: &str) -> Option<Self> {
        [Self::Message, Self::Shared].into_iter().find(|function| function.name() == name)
    }

    /// The argument that each of its calls has.
    const fn needed(self) -> &'static str {
        match self {
            Self::Message => "key",
            Self::Shared => "template",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Message => "t",
            Self::Shared => "shared",
        }
    }
}

/// What calls have in common that become one filter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shape {
    /// What is called.
    pub function: Function,
    /// The names of the arguments, in the order of the list: that of the letters, in which the engine looks at
    /// arguments, so that it meets mistakes in the same order.
    pub names: Vec<String>,
}

impl Shape {
    /// The filter's name. Two shapes have two: the sign between names is in none, for a call with such a name stays
    /// a call.
    pub fn filter(&self) -> String {
        let names = self.names.iter().map(String::as_str);
        let others: Vec<&str> = names.filter(|name| *name != self.function.needed()).collect();
        format!("_{}_{}", self.function.name(), others.join("_"))
    }
}

/// A template whose calls are filters.
#[derive(Debug)]
pub struct Folded {
    /// As long as it was.
    pub text: String,
    /// What the engine must know to take it, besides [`filters`].
    pub shapes: BTreeSet<Shape>,
}

/// Makes the calls of a template filters. Those of assets only if there are these: what is said of others names
/// the place of the call.
pub fn fold(template: &str, assets: &BTreeMap<String, Asset>) -> Folded {
    let mut text = String::with_capacity(template.len());
    let mut shapes = BTreeSet::new();
    let mut done = 0;
    for Fold { at, filter, shape, .. } in folds(template, assets) {
        text.push_str(&template[done..at.start]);
        text.push_str(&filter);
        text.extend(std::iter::repeat_n(' ', at.len() - filter.len()));
        shapes.extend(shape);
        done = at.end;
    }
    text.push_str(&template[done..]);
    Folded { text, shapes }
}

/// The place in a template that somebody sees who is told this place in a folded one.
pub fn place(template: &str, assets: &BTreeMap<String, Asset>, told: Range<usize>) -> Range<usize> {
    let folds = folds(template, assets);
    // What is told may begin within a call and end after it, as a sum does.
    let start = folds.iter().find(|fold| fold.at.contains(&told.start)).map(|fold| {
        let moved = fold.moved.iter().find(|(to, _)| to.contains(&told.start));
        moved.map_or(fold.at.start, |(to, from)| from.start + (told.start - to.start))
    });
    let ends = |at: &Range<usize>| at.start < told.end && told.end <= at.end;
    let end = folds.iter().find(|fold| ends(&fold.at)).map(|fold| {
        let moved = fold.moved.iter().find(|(to, _)| ends(to));
        moved.map_or(fold.at.end, |(to, from)| from.start + (told.end - to.start))
    });
    start.unwrap_or(told.start)..end.unwrap_or(told.end)
}

/// A call that becomes a filter.
struct Fold {
    at: Range<usize>,
    filter: String,
    /// Where arguments are now, and where they were.
    moved: Vec<(Range<usize>, Range<usize>)>,
    shape: Option<Shape>,
}

fn folds(template: &str, assets: &BTreeMap<String, Asset>) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut at = 0;
    while let Some(start) = template[at..].find('{') {
        at += start;
        let code = &template[at..];
        at += match code.as_bytes().get(1) {
            Some(b'#') => code.find("#}").unwrap_or(code.len()),
            Some(b'%') if is_tag(code, "raw") => end_of_raw(code),
            Some(b'{' | b'%') => {
                let length = length_of(code);
                fold_code(template, at..at + length, assets, &mut folds);
                length
            }
            _ => 1,
        };
    }
    folds
}

/// Whether code is this tag.
fn is_tag(code: &str, name: &str) -> bool {
    let tag = code.strip_prefix("{%").unwrap_or_default();
    let rest = after_blanks(tag.strip_prefix('-').unwrap_or(tag)).strip_prefix(name);
    rest.is_some_and(|rest| !rest.starts_with(is_of_name))
}

/// Where text ends that code says to be no code.
fn end_of_raw(code: &str) -> usize {
    let mut tags = code.match_indices("{%").map(|(at, _)| at);
    tags.find(|at| is_tag(&code[*at..], "endraw")).unwrap_or(code.len())
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
        return name_of(code).len();
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
fn name_of(code: &str) -> &str {
    code.split(|c| !is_of_name(c)).next().unwrap_or_default()
}

fn fold_code(
    template: &str,
    code: Range<usize>,
    assets: &BTreeMap<String, Asset>,
    folds: &mut Vec<Fold>,
) {
    let mut at = code.start;
    while at < code.end {
        let (before, rest) = (&template[code.start..at], &template[at..code.end]);
        let call = Call::read(before, rest);
        let fold = call.and_then(|call| call.of_constant(at, assets).or_else(|| call.of_list(at)));
        // A filter takes no more room than the call.
        let fold = fold.filter(|fold| fold.filter.len() <= fold.at.len());
        at += fold.as_ref().map_or_else(|| step(rest), |fold| fold.at.len());
        folds.extend(fold);
    }
}

/// A call whose arguments are names, fields and constants.
struct Call<'t> {
    name: &'t str,
    arguments: Vec<Argument<'t>>,
    /// Whether it is called of a value.
    is_filter: bool,
    length: usize,
}

struct Argument<'t> {
    name: &'t str,
    value: &'t str,
    /// Where the value is in the call.
    at: usize,
}

impl<'t> Call<'t> {
    /// The call that stands after some code, if there is one.
    fn read(before: &str, code: &'t str) -> Option<Self> {
        let name = name_of(code);
        let mut rest = code[name.len()..].strip_prefix('(')?;
        let mut arguments: Vec<Argument> = Vec::new();
        while !rest.starts_with(')') {
            rest = after_blanks(rest);
            let argument = name_of(rest);
            rest = after_blanks(after_blanks(&rest[argument.len()..]).strip_prefix('=')?);
            let value = &rest[..length_of_value(rest)?];
            let at = code.len() - rest.len();
            let is_new = arguments.iter().all(|other| other.name != argument);
            let is_right = is_new && is_identifier(argument);
            arguments.push(Argument { name: argument, value, at });
            rest = after_blanks(&rest[value.len()..]);
            rest = match rest.strip_prefix(',') {
                Some(next) if is_right && !after_blanks(next).starts_with(')') => next,
                None if is_right && rest.starts_with(')') => rest,
                _ => return None,
            };
        }
        let is_field = before.ends_with('.');
        let is_filter = before.trim_end().ends_with('|');
        let length = code.len() - rest.len() + 1;
        (!is_field).then_some(Self { name, arguments, is_filter, length })
    }

    /// The filter of a call with nothing but a constant.
    fn of_constant(&self, start: usize, assets: &BTreeMap<String, Asset>) -> Option<Fold> {
        let [Argument { name, value, .. }] = self.arguments[..] else { return None };
        let text = value.strip_prefix('"')?.strip_suffix('"')?;
        let filter = match (self.name, name, self.is_filter) {
            ("t", "key", false) => format!("({value}|{MESSAGE})"),
            ("asset", "path", false) if assets.contains_key(text) => format!("({value}|{ASSET})"),
            ("date", "style" | "skeleton", true) => {
                let filter = date(DateStyle::parse(text)?);
                filter.chars().all(is_of_name).then_some(filter)?
            }
            _ => return None,
        };
        Some(Fold { at: start..start + self.length, filter, moved: Vec::new(), shape: None })
    }

    /// The filter of a call with more arguments than one.
    fn of_list(&self, start: usize) -> Option<Fold> {
        let function = Function::of(self.name).filter(|_| !self.is_filter)?;
        let mut arguments: Vec<&Argument> = self.arguments.iter().collect();
        arguments.sort_by_key(|argument| argument.name);
        let has = |name: &str| arguments.iter().any(|argument| argument.name == name);
        let is_joined = arguments.iter().any(|argument| argument.name.contains('_'));
        if !has(function.needed()) || arguments.len() < 2 || is_joined {
            return None;
        }
        let names = arguments.iter().map(|argument| argument.name.to_owned()).collect();
        let shape = Shape { function, names };
        let mut filter = "(".to_owned();
        let mut moved = Vec::new();
        for (sign, argument) in "[".chars().chain(std::iter::repeat(',')).zip(arguments) {
            filter.push(sign);
            let (to, from) = (start + filter.len(), start + argument.at);
            moved.push((to..to + argument.value.len(), from..from + argument.value.len()));
            filter.push_str(argument.value);
        }
        filter.push_str(&format!("]|{})", shape.filter()));
        Some(Fold { at: start..start + self.length, filter, moved, shape: Some(shape) })
    }
}

/// What follows the engine's blanks. It has none but those of ASCII.
fn after_blanks(code: &str) -> &str {
    code.trim_start_matches(|c: char| c.is_ascii_whitespace())
}

/// Whether a name is one to the engine, and no number or truth value.
fn is_identifier(name: &str) -> bool {
    let is_value = matches!(name, "true" | "True" | "false" | "False");
    !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && !is_value
}

/// How long the value is that code begins with, if it is a text without escapes, a number, a name or a field, or a
/// word for a constant.
fn length_of_value(code: &str) -> Option<usize> {
    if let Some(text) = code.strip_prefix('"') {
        let text = text.split_once('"')?.0;
        return (!text.contains('\\')).then_some(text.len() + 2);
    }
    let value = code.split(|c| !is_of_name(c) && c != '.').next()?;
    let is_plain = value.split('.').all(|part| !part.is_empty());
    is_plain.then_some(value.len())
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
            let folded = fold(template, &assets).text;
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
        check("{{ t(key=\"a\", n=c.d) }}", "{{ ([\"a\",c.d]|_t_n)  }}");
        check("{{ t(b=c.d, key=\"a\") }}", "{{ ([c.d,\"a\"]|_t_b)  }}");
        check("{{ t( key = a ,b=1.5 ) }}", "{{ ([1.5,a]|_t_b)      }}");
        check("{{ t(key=\"a\", n=c, m=\"'}}\") }}", "{{ ([\"a\",\"'}}\",c]|_t_m_n)   }}");
        check(
            "{{ shared(template=\"a.html\", b=c, d=true) }}",
            "{{ ([c,true,\"a.html\"]|_shared_b_d)        }}",
        );
        for kept in [
            "{{ asset(path=\"b.css\") }}",
            "{{ t(key=a) }}{{ t(key=\"\\\"\") }}{{ t(key=\"a\", b=c | d) }}{{ t(key=\"a\", b=-1) }}",
            "{{ t(key=\"a\", b=c[0]) }}{{ t(key=\"a\", b=c()) }}{{ t(key=\"a\", b=c d) }}{{ t(key=\"a\",) }}",
            "{{ t(key=\"a\", b_c=1) }}{{ t(b=1, c=2) }}{{ t(key=\"a\", key=\"b\") }}{{ t(key=\"a\", b= }}",
            "{{ t(key=\"a\", =b) }}{{ t(key=\"a\", 1=b) }}{{ t(key=\"a\", true=b) }}{{ t(key=\"a\",\u{a0}n=b) }}",
            "{% raw %}endraw {{ t(key=\"a\", b=c) }}{% rawer %}{{ t(key=\"a\") }}{% endraw %}",
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
        check("{% rawer %}{{ t(key=\"é\") }}", "{% rawer %}{{ (\"é\"|_t)   }}");
    }

    #[test]
    fn shapes_are_told_once() {
        let template = "{{ t(key=\"a\", d=1, b=2) }}{{ t(key=\"a\", b=1) }}{{ t(b=d, key=\"c\") }}";
        let shapes = fold(template, &BTreeMap::new()).shapes;
        let filters: Vec<String> = shapes.iter().map(Shape::filter).collect();
        assert_eq!(filters, ["_t_b_d", "_t_b"]);
    }

    #[test]
    fn a_place_is_told_as_its_author_sees_it() {
        let template =
            "é{{ t(key=\"a\", n=c.d, m = f.g) + 1 }} {{ 2 * t(key=\"a\", n=3) }}{{ h.i }}";
        let folded = fold(template, &BTreeMap::new()).text;
        let check = |in_folded: &str, expected: &str| {
            let start = folded.find(in_folded).expect("it is there");
            let told = start..start + in_folded.len();
            assert_eq!(&template[place(template, &BTreeMap::new(), told)], expected, "{in_folded}");
        };
        check("c.d", "c.d");
        check("f.g", "f.g");
        check(".g", ".g");
        check("h.i", "h.i");
        check("_t_m_n", "t(key=\"a\", n=c.d, m = f.g)");
        check("[\"a\",f.g,c.d]", "t(key=\"a\", n=c.d, m = f.g)");
        let rest = &folded[folded.find("_t_m_n").expect("it is there")..];
        let sum = &rest[..rest.find(" }}").expect("it ends")];
        check(sum, "t(key=\"a\", n=c.d, m = f.g) + 1");
        check("2 * ([\"a\",3]|_t_n", "2 * t(key=\"a\", n=3)");
    }
}
