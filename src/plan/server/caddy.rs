//! A site as a file for Caddy.

use std::fmt::Write as _;

use super::{Facts, HASHED, Setup, named_types};
use crate::outputs::headers::{EVERYWHERE, IMMUTABLE, REVALIDATED};
use crate::outputs::known_types;

/// Writes the file: a `Caddyfile`, or a part of one.
pub fn write(facts: &Facts<'_>, setup: &Setup) -> String {
    let mut out =
        String::from("# Made by `depeche server caddy`. Import it into your `Caddyfile`.\n\n");
    // Without a scheme Caddy sees to HTTPS by itself.
    let address = if facts.origin.starts_with("https://") { facts.host() } else { facts.origin };
    let _ = writeln!(out, "{address} {{\n\troot * {}\n", quoted(&setup.root));
    headers(&mut out, facts);
    places(&mut out, facts, setup);
    forms(&mut out, setup);
    lost(&mut out, facts);
    out.push_str("}\n");
    out
}

/// What is said of files: in a route, the last that is said counts; elsewhere Caddy sorts.
fn headers(out: &mut String, facts: &Facts<'_>) {
    out.push_str("\troute {\n\t\theader {\n");
    for (name, value) in EVERYWHERE {
        let _ = writeln!(out, "\t\t\t{name} \"{value}\"");
    }
    let base = facts.base.replace('.', r"\.");
    let _ = writeln!(
        out,
        "\t\t\tCache-Control \"{REVALIDATED}\"\n\t\t}}\n\t\t@hashed path_regexp `^{base}{HASHED}`\n\
         \t\theader @hashed Cache-Control \"{IMMUTABLE}\""
    );
    let extensions = known_types().map(|(extension, of)| (format!("*.{extension}"), of));
    let names = named_types().map(|(name, of)| (format!("*/{name}"), of));
    for (index, (path, media_type)) in extensions.chain(names).enumerate() {
        let _ = writeln!(
            out,
            "\t\t@type{index} path {path}\n\t\theader @type{index} Content-Type \"{media_type}\""
        );
    }
    out.push_str("\t}\n\n");
}

fn places(out: &mut String, facts: &Facts<'_>, setup: &Setup) {
    out.push_str(
        "\t@hidden {\n\t\tpath_regexp `/(\\.|_headers$|_redirects$)`\n\t\tnot path /.well-known/*\n\t}\n\
         \terror @hidden 404\n",
    );
    if setup.negotiate {
        negotiation(out, facts);
    }
    for (from, to) in facts.redirects.iter().filter(|(from, _)| is_plain(from)) {
        let _ = writeln!(out, "\tredir {} {} 301", quoted(from), quoted(to));
    }
}

fn negotiation(out: &mut String, facts: &Facts<'_>) {
    let _ = writeln!(
        out,
        "\t@root path {}/\n\troute @root {{\n\t\theader Vary \"Accept-Language, Cookie\"",
        facts.base
    );
    for (tag, home) in &facts.homes {
        let name = format!("@chosen-{tag}");
        let _ = writeln!(
            out,
            "\t\t{name} header_regexp Cookie `(^|; )depeche_locale={tag}(;|$)`\n\t\tredir {name} {home} 302"
        );
    }
    // Only the first language that is asked for: its expressions cannot look ahead.
    for (language, home) in facts.languages() {
        let name = format!("@asked-{language}");
        let _ = writeln!(
            out,
            "\t\t{name} header_regexp Accept-Language `(?i)^\\s*{language}\\b`\n\t\tredir {name} {home} 302"
        );
    }
    let first = facts.homes.first().map_or("/", |(_, home)| home);
    let _ = writeln!(out, "\t\tredir * {first} 302\n\t}}");
}

fn forms(out: &mut String, setup: &Setup) {
    let names: Vec<&str> = setup.encodings.iter().map(|encoding| encoding.name()).collect();
    match names.is_empty() {
        true => out.push_str("\tfile_server\n\n"),
        false => {
            let _ =
                writeln!(out, "\tfile_server {{\n\t\tprecompressed {}\n\t}}\n", names.join(" "));
        }
    }
}

/// The pages not found, each below its own path. What was said of the file that was asked for is taken back.
fn lost(out: &mut String, facts: &Facts<'_>) {
    out.push_str("\thandle_errors {\n");
    let _ = writeln!(
        out,
        "\t\theader Cache-Control \"{REVALIDATED}\"\n\t\theader Content-Type \"text/html; charset=utf-8\""
    );
    for (index, (folder, page)) in facts.lost.iter().enumerate() {
        let _ = writeln!(
            out,
            "\t\t@lost{index} {{\n\t\t\texpression {{err.status_code}} == 404\n\t\t\tpath {folder}*\n\t\t}}\n\
             \t\thandle @lost{index} {{\n\t\t\trewrite * {page}\n\t\t\tfile_server\n\t\t}}"
        );
    }
    out.push_str("\t}\n");
}

/// Whether a path means itself: an asterisk would stand for others, braces for a variable.
fn is_plain(path: &str) -> bool {
    !path.contains(['*', '{', '}', '"', '`', '\\'])
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('{', "\\{"))
}
