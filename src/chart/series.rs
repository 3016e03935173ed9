//! What tells series apart: colours, patterns, the forms of points.

use std::fmt::Write;

use super::shown::Shown;
use crate::parse::chart::Kind;
use crate::parse::markdown::escape::push_text;

/// Writes what each series looks like, if there are several.
pub fn write_legend(shown: &Shown<'_>, out: &mut String) {
    if shown.names.len() < 2 {
        return;
    }
    out.push_str("<ul class=\"chart-legend\">\n");
    for (place, name) in shown.names.iter().enumerate() {
        out.push_str("<li><svg width=\"28\" height=\"12\" aria-hidden=\"true\">");
        match shown.kind {
            Kind::Line => {
                out.push_str("<line x1=\"0\" x2=\"28\" y1=\"6\" y2=\"6\"");
                write_stroke(place, out);
                out.push_str("/>");
                write_point(place, "14", 6.0, out);
            }
            _ => {
                out.push_str("<rect width=\"28\" height=\"12\"");
                write_fill(shown.number, place, out);
                out.push_str("/>");
            }
        }
        out.push_str("</svg> ");
        push_text(name, out);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

/// Writes the attributes of a bar of a series: the first is plain, the others have patterns.
pub fn write_fill(chart: u32, place: usize, out: &mut String) {
    let class = place + 1;
    let _ = match place {
        0 => write!(out, " class=\"chart-fill-1\""),
        _ => write!(out, " class=\"chart-edge-{class}\" fill=\"url(#chart{chart}.{class})\""),
    };
}

/// Writes the attributes of a line of a series: each has dashes of its own.
pub fn write_stroke(place: usize, out: &mut String) {
    const DASHES: [&str; 6] = ["", "7 4", "2 3", "10 3 2 3", "5 2", "1 5"];
    let _ = write!(
        out,
        " class=\"chart-line-{}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\"",
        place + 1
    );
    let dashes = DASHES[place % DASHES.len()];
    if !dashes.is_empty() {
        let _ = write!(out, " stroke-dasharray=\"{dashes}\"");
    }
}

/// Writes a point of a series around a place: each has a form of its own.
pub fn write_point(place: usize, x: &str, y: f64, out: &mut String) {
    const FORMS: [&str; 6] = [
        "M0-4a4 4 0 1 1 0 8a4 4 0 1 1 0-8z",
        "M-3.5-3.5h7v7h-7z",
        "M0-5L4.6 3.2h-9.2z",
        "M0-5L5 0L0 5L-5 0z",
        "M0 5L4.6-3.2h-9.2z",
        "M-1.3-4.5h2.6v3.2h3.2v2.6h-3.2v3.2h-2.6v-3.2h-3.2v-2.6h3.2z",
    ];
    let form = FORMS[place % FORMS.len()];
    let _ = write!(
        out,
        "<svg x=\"{x}\" y=\"{y}\" overflow=\"visible\">\
         <path class=\"chart-fill-{}\" d=\"{form}\"/></svg>",
        place + 1
    );
}

/// Writes the patterns of all series but the first.
pub fn write_patterns(shown: &Shown<'_>, out: &mut String) {
    const INKS: [&str; 6] = [
        "",
        "M-2 2L2-2M0 8L8 0M6 10L10 6",
        "M2 2h.01M6 6h.01",
        "M0 4H8",
        "M-2 6L2 10M0 0L8 8M6-2L10 2",
        "M4 0V8M0 4H8",
    ];
    if shown.names.len() < 2 || shown.kind == Kind::Line {
        return;
    }
    out.push_str("<defs>");
    for (place, ink) in INKS.iter().enumerate().take(shown.names.len()).skip(1) {
        let _ = write!(
            out,
            "<pattern id=\"chart{}.{number}\" width=\"8\" height=\"8\" \
             patternUnits=\"userSpaceOnUse\"><path class=\"chart-fill-{number}\" d=\"M0 0h8v8H0z\"/>\
             <path class=\"chart-ink\" stroke=\"#fff\" stroke-width=\"2.5\" stroke-linecap=\"round\" \
             d=\"{ink}\"/></pattern>",
            shown.number,
            number = place + 1
        );
    }
    out.push_str("</defs>");
}
