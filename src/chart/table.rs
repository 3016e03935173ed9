//! The figures of a chart as a table.

use super::shown::Shown;
use crate::parse::markdown::escape::{push_markdown, push_text};

/// What stands for a figure that is not known.
const UNKNOWN: &str = "–";

/// Writes a table as HTML.
pub fn write(shown: &Shown<'_>, out: &mut String) {
    out.push_str("<table>\n<thead>\n<tr><th scope=\"col\">");
    push_text(&shown.heading, out);
    out.push_str("</th>");
    for name in names(shown) {
        out.push_str("<th scope=\"col\" class=\"align-right\">");
        push_text(&name, out);
        out.push_str("</th>");
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for (row, name) in shown.rows.names.iter().enumerate() {
        out.push_str("<tr><th scope=\"row\">");
        push_text(name, out);
        out.push_str("</th>");
        for series in &shown.values {
            out.push_str("<td class=\"align-right\">");
            push_text(&figure(shown, series[row]), out);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>");
}

/// Writes a title and a table as Markdown.
pub fn write_markdown(shown: &Shown<'_>, out: &mut String) {
    out.push_str("**");
    push_markdown(&shown.title, out);
    out.push_str("**\n\n|");
    push_markdown(&shown.heading, out);
    for name in names(shown) {
        out.push('|');
        push_markdown(&name, out);
    }
    out.push_str("|\n|---");
    out.push_str(&"|--:".repeat(shown.names.len()));
    out.push('|');
    for (row, name) in shown.rows.names.iter().enumerate() {
        out.push_str("\n|");
        push_markdown(name, out);
        for series in &shown.values {
            out.push('|');
            push_markdown(&figure(shown, series[row]), out);
        }
        out.push('|');
    }
}

/// The names of the columns, with what they count.
fn names(shown: &Shown<'_>) -> impl Iterator<Item = String> {
    shown.names.iter().map(|name| match &shown.unit {
        Some(unit) if !name.contains(&**unit) => format!("{name} ({unit})"),
        _ => name.to_string(),
    })
}

fn figure(shown: &Shown<'_>, value: Option<f64>) -> String {
    value.map_or(UNKNOWN.to_owned(), |value| shown.figure(value))
}
