//! What templates do with the texts of articles.
//!
//! Nearly all say where a text stands: `{{ article.body | safe }}`, and perhaps whether there is any. Then
//! a page can be made without its text. A template that counts its letters or cuts it short cannot.

/// Whether a template may ask something of a text. It is enough to look at its code: what is written to
/// a page whole, such as `{{ article }}`, has the text in it as it is.
pub fn asks(template: &str) -> bool {
    let mut rest = template;
    let mut captures = 0_usize;
    while let Some(start) = rest.find('{') {
        rest = &rest[start + 1..];
        let (close, is_shown) = match rest.as_bytes().first() {
            Some(b'{') => ("}}", true),
            Some(b'%') => ("%}", false),
            _ => continue,
        };
        let code = rest[1..].split(close).next().unwrap_or_default();
        rest = &rest[1 + code.len()..];
        let code = code.trim_matches('-').trim();
        if asks_in_code(code, is_shown) || captures > 0 && may_show(code) {
            return true;
        }
        match code.split_whitespace().next() {
            _ if is_shown => {}
            Some("filter") => captures += 1,
            // That of a value ends where it begins.
            Some("set" | "set_global") if !code.contains('=') => captures += 1,
            Some("endfilter" | "endset") => captures = captures.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Whether code may show a text, itself or by another template: what is shown within a filter is asked for.
fn may_show(code: &str) -> bool {
    let first = code.split_whitespace().next().unwrap_or_default();
    names_text(code)
        || matches!(first, "block" | "include")
        || code.starts_with('<')
        || code.contains("super(")
}

/// The same of the code between braces, which is shown or decides.
fn asks_in_code(code: &str, is_shown: bool) -> bool {
    if !names_text(code) {
        return false;
    }
    let mut words = code.split_whitespace();
    let first = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    match is_shown {
        true => {
            let code: String = code.split_whitespace().collect();
            !is_text(code.strip_suffix("|safe").unwrap_or(&code))
        }
        false => {
            let asked: &[&str] = if rest.first() == Some(&"not") { &rest[1..] } else { &rest };
            !(matches!(first, "if" | "elif") && matches!(asked, [only] if is_text(only)))
        }
    }
}

/// Whether code has the word `body` in it, be it as a field or between quotes.
fn names_text(code: &str) -> bool {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices("body").any(|(at, name)| {
        let (before, after) = (&code[..at], &code[at + name.len()..]);
        !before.ends_with(is_of_name) && !after.starts_with(is_of_name)
    })
}

/// Whether code is a text, and nothing else: `article.body`.
fn is_text(code: &str) -> bool {
    let name = code.strip_suffix(".body");
    name.is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_show_a_text_is_to_ask_nothing_of_it() {
        let check =
            |template: &str, expected: bool| assert_eq!(asks(template), expected, "{template}");
        check("", false);
        check("<body class=\"body\">{ body }</body><style>.body{}</style>", false);
        check("{{ article.body }}{{article.body|safe}}{{- content.body | safe -}}", false);
        check("{% if article.body %}{%- elif not content.body -%}", false);
        check("{{ somebody.name }}{{ article.body_class }}{% if bodyguard %}", false);
        check("{{ article.body | length }}", true);
        check("{{ article.body | striptags | safe }}", true);
        check("{{ article.body ~ 'x' }}", true);
        check("{{ article['body'] }}", true);
        check("{% set text = article.body %}", true);
        check("{% if article.body is containing('x') %}", true);
        check("{% if article.body and page %}", true);
        check("{% for a in article.body | split(pat=\" \") %}", true);
        check("{{ body }}", true);
        check("{{ t(key=\"body\") }}", true);
        check("{% if article.body", false);
        check("{%}{{}}{%{{", false);
        check("{{ article.body | wordcount", true);
        check("{% filter upper %}{{ article.body | safe }}{% endfilter %}", true);
        check("{% filter upper %}{% block main %}{% endblock %}{% endfilter %}", true);
        check("{% set x -%}{% if a %}{{ article.body }}{% endif %}{% endset %}", true);
        check("{% set x %}{{ article.title }}{% endset %}{{ article.body | safe }}", false);
        check("{% set x = article.title %}{{ article.body | safe }}", false);
    }
}
