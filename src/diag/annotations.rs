//! Problems as the services understand them that run checks: GitHub's annotations, and SARIF.
//!
//! Both name files from the folder of the repository, which the site may be only a part of.

use serde_json::{Value, json};

use super::show::Place;
use super::{Code, Diagnostic, Severity, Span, Texts};
use crate::world::VPath;

/// The version of SARIF that is written, and where its schema is.
const SARIF: (&str, &str) = (
    "2.1.0",
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
);

/// What problems are shown with.
pub struct Sources<'a> {
    /// The text of each file that a problem names, as far as it can be read.
    pub texts: &'a Texts<'a>,
    /// The site's folder as the repository names it, with a slash at its end; empty if it is the repository's own.
    pub prefix: &'a str,
    /// The manual's page of a problem, as Markdown.
    pub page_of: &'a dyn Fn(Code) -> Option<&'static str>,
}

impl Sources<'_> {
    fn path(&self, file: &VPath) -> String {
        format!("{}{file}", self.prefix)
    }
}

/// A problem as a command to GitHub Actions, which shows it beside the line.
///
/// The form is that of the runner's workflow commands: properties after the name, then the message, with
/// line ends and the characters that separate these percent-encoded.
pub fn github(problem: &Diagnostic, sources: &Sources<'_>) -> String {
    let mut properties = Vec::new();
    if let Some(span) = &problem.span {
        let place = Place::of(span, sources.texts);
        properties.push(("file", sources.path(&span.file)));
        if let (Some(start), Some(end)) = (place.start, place.end) {
            properties.push(("line", start.line.to_string()));
            properties.push(("endLine", end.line.to_string()));
            // Columns of a range over several lines are refused.
            if start.line == end.line {
                properties.push(("col", start.column.to_string()));
                properties.push(("endColumn", end.column.to_string()));
            }
        }
    }
    properties.push(("title", problem.code.to_string()));
    let property = |(name, value): &(&str, String)| {
        let value = data(value).replace(':', "%3A").replace(',', "%2C");
        format!("{name}={value}")
    };
    let properties: Vec<_> = properties.iter().map(property).collect();
    let related = problem
        .related
        .iter()
        .map(|(span, label)| format!("\n{label}: {}", Place::of(span, sources.texts).short()));
    let help = problem.help.iter().map(|help| format!("\nhelp: {help}"));
    let message: String =
        std::iter::once(problem.message.clone()).chain(related).chain(help).collect();
    format!("::{} {}::{}", problem.severity(), properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Problems as a SARIF log of one run: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.
pub fn sarif(problems: &[&Diagnostic], sources: &Sources<'_>) -> String {
    let mut codes: Vec<Code> = problems.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code, sources)).collect();
    let result = |problem: &&Diagnostic| result(problem, &codes, sources);
    let results: Vec<Value> = problems.iter().map(result).collect();
    let (version, schema) = SARIF;
    let driver = json!({
        "name": "depeche",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    json!({
        "$schema": schema,
        "version": version,
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
    .to_string()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn rule(code: Code, sources: &Sources<'_>) -> Value {
    let mut rule = json!({
        "id": code.as_str(),
        "defaultConfiguration": { "level": level(code.severity()) },
    });
    if let Some(page) = (sources.page_of)(code) {
        // The first line is the title, and the first paragraph says what is wrong.
        let paragraph = page.split("\n\n").nth(1).unwrap_or(page).replace('\n', " ");
        rule["shortDescription"] = json!({ "text": paragraph });
        rule["help"] = json!({ "text": page, "markdown": page });
    }
    rule
}

fn result(problem: &Diagnostic, codes: &[Code], sources: &Sources<'_>) -> Value {
    let help = problem.help.iter().map(|help| format!("\nhelp: {help}"));
    let message: String = std::iter::once(problem.message.clone()).chain(help).collect();
    let mut result = json!({
        "ruleId": problem.code.as_str(),
        "ruleIndex": codes.binary_search(&problem.code).unwrap_or_default(),
        "level": level(problem.severity()),
        "message": { "text": message },
        "partialFingerprints": { "depeche/v1": problem.identity(sources.texts).hex() },
    });
    if let Some(span) = &problem.span {
        result["locations"] = json!([location(span, None, sources)]);
    }
    if !problem.related.is_empty() {
        let related = problem.related.iter();
        let related = related.map(|(span, label)| location(span, Some(label), sources));
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(span: &Span, label: Option<&str>, sources: &Sources<'_>) -> Value {
    let place = Place::of(span, sources.texts);
    let uri: Vec<_> = sources.path(&span.file).split('/').map(encoded).collect();
    let mut location = json!({
        "physicalLocation": { "artifactLocation": { "uri": uri.join("/") } },
    });
    if let (Some(start), Some(end)) = (place.start, place.end) {
        location["physicalLocation"]["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    if let Some(label) = label {
        location["message"] = json!({ "text": label });
    }
    location
}

fn encoded(part: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(part, KEPT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(range: std::ops::Range<usize>) -> Diagnostic {
        Diagnostic::new(Code::UntranslatedStory, "100% of it,\nall: lost")
            .at(Span::new(&VPath::new("content/é,x.fr.md"), range))
    }

    fn with<T>(prefix: &str, take: impl FnOnce(&Sources<'_>) -> T) -> T {
        let files = ["content/é,x.fr.md", "y.md"].map(|file| (VPath::new(file), "ab\ncdé\n"));
        let texts = Texts::from_iter(files);
        let page_of = |_: Code| Some("# a (warning)\n\nWhat is\nwrong.\n\nMore.\n");
        take(&Sources { texts: &texts, prefix, page_of: &page_of })
    }

    #[test]
    fn a_problem_is_a_command_to_github() {
        let check = |problem: Diagnostic, prefix: &str, expected: &str| {
            assert_eq!(with(prefix, |sources| github(&problem, sources)), expected);
        };
        let said = "100%25 of it,%0Aall: lost";
        check(
            problem(5..7).help("write: x"),
            "digest/",
            &format!(
                "::warning file=digest/content/é%2Cx.fr.md,line=2,endLine=2,col=3,endColumn=4,\
                 title=untranslated-story::{said}%0Ahelp: write: x"
            ),
        );
        check(
            problem(0..5).and(Span::new(&VPath::new("y.md"), 1..2), "the other one"),
            "",
            &format!(
                "::warning file=content/é%2Cx.fr.md,line=1,endLine=2,title=untranslated-story::{said}\
                 %0Athe other one: y.md:1:2"
            ),
        );
        let whole = Diagnostic::new(Code::MissingConfig, "x");
        check(whole, "", "::error title=missing-config::x");
    }

    #[test]
    fn problems_are_a_log_of_one_run() {
        let first = problem(5..7).help("h").and(Span::new(&VPath::new("y.md"), 1..2), "other");
        let second = Diagnostic::new(Code::MissingConfig, "x");
        let log = with("a b/", |sources| sarif(&[&first, &second, &first], sources));
        let log: Value = log.parse().unwrap();
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "missing-config");
        assert_eq!(run["tool"]["driver"]["rules"][1]["shortDescription"]["text"], "What is wrong.");
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 3);
        for result in results {
            let rule =
                &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
        }
        assert_eq!(
            results[0]["locations"],
            json!([{ "physicalLocation": {
                "artifactLocation": { "uri": "a%20b/content/%C3%A9%2Cx.fr.md" },
                "region": { "startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 4 },
            }}])
        );
        assert_eq!(results[0]["relatedLocations"][0]["message"]["text"], "other");
        assert_eq!(results[1]["locations"], Value::Null);
    }
}
