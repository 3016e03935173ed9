//! The desk as a page of its own: no other file, no script, nothing from elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Cell, Desk, Row, State, day, next};
use crate::diag::{Diagnostic, Severity};
use crate::link::Held;
use crate::parse::markdown::escape;

/// How many things to do are listed: who has more begins with these.
const STEPS: usize = 50;

/// Writes the page: what is next to do, every story in every language, and what is wrong.
pub fn page(desk: &Desk<'_>, problems: &[Diagnostic]) -> String {
    let mut out = String::from(HEAD);
    summary(desk, problems, &mut out);
    steps(desk, &mut out);
    table(desk, problems, &mut out);
    list(problems, &mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

const HEAD: &str = concat!(
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    "<meta name=\"robots\" content=\"noindex\">\n<title>Translation desk</title>\n<style>\n",
    include_str!("page.css"),
    "</style>\n</head>\n<body>\n<main>\n<h1>Translation desk</h1>\n"
);

fn summary(desk: &Desk<'_>, problems: &[Diagnostic], out: &mut String) {
    let count =
        |name: &str| desk.translations().filter(|(_, cell)| cell.state.name() == name).count();
    let errors = problems.iter().filter(|p| p.severity() == Severity::Error).count();
    out.push_str("<dl class=\"sums\">\n");
    let states = ["fresh", "stale", "unrecorded", "missing"].map(|name| (name, count(name)));
    let found = [("errors", errors), ("warnings", problems.len() - errors)];
    for (name, count) in states.into_iter().chain(found) {
        // What there is none of needs no colour.
        let class = if count > 0 { name } else { "none" };
        let _ = writeln!(out, "<div class=\"{class}\"><dt>{name}</dt><dd>{count}</dd></div>");
    }
    out.push_str("</dl>\n");
}

fn steps(desk: &Desk<'_>, out: &mut String) {
    let steps = next(desk);
    out.push_str("<h2 id=\"next\">What is next</h2>\n");
    if steps.is_empty() {
        out.push_str("<p>Nothing: every translation is as its original is.</p>\n");
        return;
    }
    out.push_str("<ol>\n");
    for step in steps.iter().take(STEPS) {
        let _ = write!(
            out,
            "<li><b>{}</b> in <b>{}</b>: {}",
            text(&step.story),
            step.locale,
            text(&step.why)
        );
        if !step.command.is_empty() {
            let _ = write!(out, " <code>depeche {}</code>", text(&step.command));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
    if steps.len() > STEPS {
        let _ = writeln!(out, "<p>And {} more.</p>", steps.len() - STEPS);
    }
}

fn table(desk: &Desk<'_>, problems: &[Diagnostic], out: &mut String) {
    let mut by_file: BTreeMap<&str, usize> = BTreeMap::new();
    for span in problems.iter().filter_map(|problem| problem.span.as_ref()) {
        *by_file.entry(span.file.as_str()).or_default() += 1;
    }
    out.push_str("<h2 id=\"stories\">Stories</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"stories\">\n<table>\n<thead>\n<tr><th scope=\"col\">Story</th>");
    for locale in &desk.locales {
        let _ = write!(out, "<th scope=\"col\">{locale}</th>");
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &desk.rows {
        story(desk, row, &by_file, out);
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn story(desk: &Desk<'_>, row: &Row<'_>, by_file: &BTreeMap<&str, usize>, out: &mut String) {
    let (title, locale) = &row.title;
    let _ = write!(
        out,
        "<tr><th scope=\"row\"><span lang=\"{locale}\">{}</span><br><small>{}{}</small></th>",
        text(title),
        text(row.story.key.as_str()),
        date(desk, row)
    );
    for cell in &row.cells {
        let _ = write!(out, "<td class=\"{}\">{}", cell.state.name(), in_words(desk, cell));
        let file = cell.telling.map(|telling| telling.article.file.as_str());
        if let Some(count) = file.and_then(|file| by_file.get(file)) {
            let word = if *count == 1 { "problem" } else { "problems" };
            let _ = write!(out, "<br><small>{count} {word}</small>");
        }
        out.push_str("</td>");
    }
    out.push_str("</tr>\n");
}

/// When a story is dated, and when it comes out, if it has not. A standing page has no date.
fn date(desk: &Desk<'_>, row: &Row<'_>) -> String {
    let mut words = match row.is_page {
        true => String::new(),
        false => format!(", {}", row.story.facts.date),
    };
    if row.cells.iter().any(|cell| cell.held() == Some(Held::Future)) {
        let _ = write!(words, ", comes out {}", day(row.published, desk.zone));
    }
    words
}

fn in_words(desk: &Desk<'_>, cell: &Cell<'_>) -> String {
    let held = cell.held().map(|held| format!("{}, ", held.as_str())).unwrap_or_default();
    let since = match (cell.state, cell.since) {
        (State::Stale { .. }, Some(since)) => {
            format!("<br><small>since {}</small>", day(since, desk.zone))
        }
        _ => String::new(),
    };
    format!("{held}{}{since}", cell.state.words())
}

fn list(problems: &[Diagnostic], out: &mut String) {
    out.push_str("<h2 id=\"problems\">Problems</h2>\n");
    if problems.is_empty() {
        out.push_str("<p>None.</p>\n");
        return;
    }
    out.push_str("<ul>\n");
    for problem in problems.iter().take(crate::limits::SHOWN_PROBLEMS) {
        let file = problem.span.as_ref().map(|span| format!("{}: ", span.file)).unwrap_or_default();
        let _ = writeln!(
            out,
            "<li><b>{}</b> <code>{}</code> {}{}</li>",
            problem.severity(),
            problem.code,
            text(&file),
            text(&problem.message)
        );
    }
    out.push_str("</ul>\n");
    if let Some(more) = problems.len().checked_sub(crate::limits::SHOWN_PROBLEMS).filter(|n| *n > 0)
    {
        let _ = writeln!(out, "<p>And {more} more: run <code>depeche check</code>.</p>");
    }
}

/// Text as HTML.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::push_text(text, &mut out);
    out
}
