//! A site as a file for nginx.

use std::fmt::Write as _;

use super::{Facts, HASHED, HIDDEN, Setup, named_types};
use crate::encode::Encoding;
use crate::outputs::headers::{EVERYWHERE, IMMUTABLE, REVALIDATED};
use crate::outputs::known_types;

/// Writes the file, which belongs into `conf.d/`.
pub fn write(facts: &Facts<'_>, setup: &Setup) -> String {
    let mut out =
        String::from("# Made by `depeche server nginx`. Put it into `/etc/nginx/conf.d/`.\n\n");
    maps(&mut out, facts, setup);
    let host = facts.host().split(':').next().unwrap_or_default();
    let _ = write!(
        out,
        "server {{\n    listen 80;\n    # For HTTPS: `listen 443 ssl;`, `ssl_certificate`, `ssl_certificate_key`.\n    \
         server_name {host};\n    root {};\n    absolute_redirect off;\n\n",
        quoted(&setup.root)
    );
    types(&mut out);
    headers(&mut out, facts);
    forms(&mut out, setup);
    places(&mut out, facts, setup);
    out.push_str("}\n");
    out
}

/// A variable of this site alone: a server may have several.
fn variable(facts: &Facts<'_>, name: &str) -> String {
    let host: String =
        facts.host().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("$depeche_{host}_{name}")
}

fn maps(out: &mut String, facts: &Facts<'_>, setup: &Setup) {
    let cache = variable(facts, "cache");
    let _ = writeln!(out, "map $uri {cache} {{\n    default \"{REVALIDATED}\";");
    let _ = writeln!(out, "    \"~^{}{HASHED}\" \"{IMMUTABLE}\";\n}}\n", literal(facts.base));
    let lost = variable(facts, "lost");
    let _ = writeln!(out, "map $uri {lost} {{\n    default {}/404.html;", facts.base);
    for (folder, page) in &facts.lost {
        let _ = writeln!(out, "    \"~^{}\" {};", literal(folder), quoted(page));
    }
    out.push_str("}\n\n");
    if setup.negotiate {
        languages(out, facts);
    }
}

/// The home page that a reader has chosen, or else the first of the languages asked for that there is.
fn languages(out: &mut String, facts: &Facts<'_>) {
    let (chosen, asked, home) =
        (variable(facts, "chosen"), variable(facts, "asked"), variable(facts, "home"));
    let _ = writeln!(out, "map $cookie_depeche_locale {chosen} {{\n    default \"\";");
    for (tag, page) in &facts.homes {
        let _ = writeln!(out, "    {tag} {};", quoted(page));
    }
    let languages = facts.languages();
    let any: Vec<&str> = languages.iter().map(|(language, _)| *language).collect();
    let any = any.join("|");
    let first = facts.homes.first().map_or("/", |(_, home)| home);
    let _ =
        writeln!(out, "}}\n\nmap $http_accept_language {asked} {{\n    default {};", quoted(first));
    for (language, page) in languages {
        let others = format!(r"(?:(?!\s*(?:{any})\b)[^,]*,)*\s*");
        let _ = writeln!(
            out,
            "    \"~*^{}{language}\\\\b\" {};",
            others.replace('\\', "\\\\"),
            quoted(page)
        );
    }
    let _ = writeln!(
        out,
        "}}\n\nmap {chosen} {home} {{\n    default {chosen};\n    \"\" {asked};\n}}\n"
    );
}

fn types(out: &mut String) {
    out.push_str("    types {\n");
    for (extension, media_type) in known_types() {
        let _ = writeln!(out, "        \"{media_type}\" {extension};");
    }
    out.push_str("    }\n    default_type application/octet-stream;\n\n");
}

fn headers(out: &mut String, facts: &Facts<'_>) {
    // What is not there may be there tomorrow: without `always`, its answer says nothing of that.
    let _ = writeln!(out, "    add_header Cache-Control {};", variable(facts, "cache"));
    for (name, value) in EVERYWHERE {
        let _ = writeln!(out, "    add_header {name} \"{value}\" always;");
    }
    let _ = writeln!(out, "    error_page 404 {};\n", variable(facts, "lost"));
}

fn forms(out: &mut String, setup: &Setup) {
    if setup.encodings.contains(&Encoding::Gzip) {
        out.push_str("    gzip_static on;\n    gzip_vary on;\n");
    }
    if setup.encodings.contains(&Encoding::Brotli) {
        out.push_str("    # With the module of `libnginx-mod-http-brotli-static`:\n    # brotli_static on;\n");
    }
    if !setup.encodings.is_empty() {
        out.push('\n');
    }
}

fn places(out: &mut String, facts: &Facts<'_>, setup: &Setup) {
    for (name, media_type) in named_types() {
        let _ = writeln!(
            out,
            "    location ~ \"/{}$\" {{\n        types {{ }}\n        default_type \"{media_type}\";\n    }}",
            literal(name)
        );
    }
    let _ = writeln!(out, "    location ~ \"{}\" {{\n        return 404;\n    }}", escaped(HIDDEN));
    if setup.negotiate {
        let _ = writeln!(
            out,
            "    location = {}/ {{\n        add_header Vary \"Accept-Language, Cookie\";\n        \
             add_header Cache-Control \"{REVALIDATED}\";\n        return 302 {};\n    }}",
            facts.base,
            variable(facts, "home")
        );
    }
    for (from, to) in &facts.redirects {
        let _ = writeln!(
            out,
            "    location = {} {{\n        return 301 {};\n    }}",
            quoted(from),
            quoted(to)
        );
    }
}

/// A string that holds no variable.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('"', "\\\"").replace('$', "%24"))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
}

/// A text as a regular expression, in a string.
fn literal(text: &str) -> String {
    text.replace('.', "\\\\.").replace('+', "\\\\+")
}
