//! The shape of an article's URL: `{year}/{month}/{slug}`.

use std::fmt::Write;

use crate::diag::{Code, Diagnostic};
use crate::model::{Date, Route, Slug};

/// A pattern of segments, below the locale's home.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Permalink(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    Text(String),
    Year,
    Month,
    Day,
    Slug,
}

/// The placeholders, as they are written.
const PLACEHOLDERS: &[(&str, Part)] =
    &[("year", Part::Year), ("month", Part::Month), ("day", Part::Day), ("slug", Part::Slug)];

impl Default for Permalink {
    fn default() -> Self {
        let slash = || Part::Text("/".to_owned());
        Self(vec![Part::Year, slash(), Part::Month, slash(), Part::Slug])
    }
}

impl Permalink {
    /// Reads a pattern. It must hold `{slug}`, or two stories of a day could not be told apart.
    ///
    /// # Problems
    /// - [`Code::BadValue`], without a place: the caller knows it.
    pub fn parse(pattern: &str) -> Result<Self, Diagnostic> {
        let mut parts = Vec::new();
        let mut rest = pattern.trim_matches('/');
        while let Some(open) = rest.find('{') {
            let (text, after) = rest.split_at(open);
            let Some(close) = after.find('}') else {
                return Err(
                    Diagnostic::new(Code::BadValue, "a `{` has no `}`").help("write `{slug}`")
                );
            };
            parts.extend(literal(text)?);
            parts.push(placeholder(&after[1..close])?);
            rest = &after[close + 1..];
        }
        parts.extend(literal(rest)?);
        if !parts.contains(&Part::Slug) {
            let problem = Diagnostic::new(Code::BadValue, "a permalink must hold `{slug}`");
            return Err(problem.help("write `{year}/{month}/{slug}`"));
        }
        Ok(Self(parts))
    }

    /// Whether the pattern asks for a day, which a date such as `2025-02` does not have.
    pub fn needs_day(&self) -> bool {
        self.0.contains(&Part::Day)
    }

    /// The route of an article below `home`. A day that is not known is written `00`.
    pub fn route(&self, home: &Route, date: &Date, slug: &Slug) -> Route {
        let mut path = String::with_capacity(slug.as_str().len() + 16);
        for part in &self.0 {
            // A string takes all that is written to it.
            let _ = match part {
                Part::Text(text) => path.write_str(text),
                Part::Year => write!(path, "{:04}", date.year()),
                Part::Month => write!(path, "{:02}", date.month()),
                Part::Day => write!(path, "{:02}", date.day().unwrap_or(0)),
                Part::Slug => path.write_str(slug.as_str()),
            };
        }
        home.join(&path)
    }
}

fn literal(text: &str) -> Result<Option<Part>, Diagnostic> {
    if text.is_empty() {
        return Ok(None);
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "/-_".contains(c);
    if !text.chars().all(plain) || text.contains("//") {
        let message = format!("`{text}` cannot be part of a permalink");
        let help = "write placeholders, `/`, and lower-case letters, digits and hyphens";
        return Err(Diagnostic::new(Code::BadValue, message).help(help));
    }
    Ok(Some(Part::Text(text.to_owned())))
}

fn placeholder(name: &str) -> Result<Part, Diagnostic> {
    let found = PLACEHOLDERS.iter().find(|(known, _)| *known == name);
    found.map(|(_, part)| part.clone()).ok_or_else(|| {
        let known = PLACEHOLDERS.iter().map(|(known, _)| *known);
        Diagnostic::new(Code::BadValue, format!("there is no placeholder `{{{name}}}`")).suggest(
            name,
            known,
            "write `{year}`, `{month}`, `{day}` or `{slug}`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn route(pattern: &str) -> Result<String, String> {
        let date = Date::parse("2025-02-06").expect("a date");
        let slug = Slug::new("x").expect("a slug");
        let home = Route::folder(["fr"]);
        let permalink = Permalink::parse(pattern).map_err(|problem| problem.message)?;
        Ok(permalink.route(&home, &date, &slug).to_string())
    }

    #[test]
    fn a_pattern_makes_a_route() {
        let check = |pattern: &str, expected: &str| {
            assert_eq!(route(pattern).as_deref(), Ok(expected), "{pattern}");
        };
        check("{year}/{month}/{slug}", "/fr/2025/02/x/");
        check("/{slug}/", "/fr/x/");
        check("a/{year}-{month}-{day}-{slug}", "/fr/a/2025-02-06-x/");
    }

    #[test]
    fn a_wrong_pattern_is_refused() {
        let check = |pattern: &str, expected: &str| {
            assert_eq!(route(pattern), Err(expected.to_owned()), "{pattern}");
        };
        check("{year}", "a permalink must hold `{slug}`");
        check("{slg}", "there is no placeholder `{slg}`");
        check("{slug", "a `{` has no `}`");
        check("../{slug}", "`../` cannot be part of a permalink");
        check("É/{slug}", "`É/` cannot be part of a permalink");
    }

    proptest! {
        #[test]
        fn no_pattern_panics(pattern in "\\PC{0,40}") {
            let _ = route(&pattern);
        }
    }
}
