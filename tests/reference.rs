//! The reference of views, `docs/views.md`: made of the Rust types that templates are given, and of what is said there.
//!
//! `UPDATE=1 cargo test --test reference` writes it anew.

#![expect(clippy::disallowed_methods, reason = "the sources and the manual are read from the disk")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Where views are declared, in the order of the reference.
const FILES: &[&str] = &[
    "plan/view.rs",
    "plan/view/article.rs",
    "plan/view/lists.rs",
    "plan/view/editions.rs",
    "plan/view/glossary.rs",
    "plan/view/search.rs",
    "plan/view/site_map.rs",
    "parse/shown/heading.rs",
];

const HEAD: &str = "\
# Views

What templates are given, type by type. This page is made of the program's own types: [Themes](themes.md) tells which template
is given which, and how to write one. A field that is *or nothing* is absent at times: write `{% if page.x %}` around it. Text is plain
text, which templates escape; `body` and a term's `definition` are HTML. An `href` begins with the site's base path; a `url` is whole.
Dates are ISO 8601 with the precision that their author gave.
";

/// A struct that templates see.
struct View {
    name: String,
    says: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: String,
    says: String,
}

#[test]
fn the_reference_is_that_of_the_types() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let views: Vec<View> =
        FILES.iter().flat_map(|file| views(&root.join("src").join(file))).collect();
    assert!(views.len() > 30, "only {} views were found", views.len());
    let names: BTreeSet<&str> = views.iter().map(|view| view.name.as_str()).collect();
    let mut page = HEAD.to_owned();
    for view in &views {
        assert!(!view.says.is_empty(), "nothing is said of {}", view.name);
        let _ = write!(
            page,
            "\n## {}\n\n{}\n\n| Field | Type | What it is |\n|---|---|---|\n",
            view.name, view.says
        );
        for Field { name, kind, says } in &view.fields {
            assert!(!says.is_empty(), "nothing is said of {}::{name}", view.name);
            let _ = writeln!(
                page,
                "| `{name}` | {} | {} |",
                kind_of(kind, &names),
                says.replace('|', "\\|")
            );
        }
    }
    let file: PathBuf = root.join("docs/views.md");
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, &page).expect("the reference can be written");
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(there == page, "if it is right: UPDATE=1 cargo test --test reference");
}

/// The structs of a file whose fields templates see.
fn views(file: &Path) -> Vec<View> {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut views = Vec::new();
    let (mut says, mut seen, mut open) = (String::new(), false, None::<View>);
    for line in text.lines() {
        let line = line.trim();
        if let Some(said) = line.strip_prefix("///") {
            let blank = if says.is_empty() { "" } else { " " };
            says = format!("{says}{blank}{}", said.trim());
        } else if line.starts_with("#[derive") {
            seen = line.contains("Serialize");
        } else if line.starts_with("#[") {
            // Another attribute: what was said is still of what follows.
        } else if let Some(name) =
            line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {"))
        {
            let view = View { name: name.to_owned(), says: plain(&says), fields: Vec::new() };
            open = seen.then_some(view);
            (says, seen) = (String::new(), false);
        } else if let (Some(view), Some((name, kind))) = (&mut open, field(line)) {
            view.fields.push(Field {
                name: name.to_owned(),
                kind: kind.to_owned(),
                says: plain(&says),
            });
            says.clear();
        } else {
            if line == "}" {
                views.extend(open.take().filter(|view| !view.fields.is_empty()));
            }
            (says, seen) = (String::new(), false);
        }
    }
    views
}

fn field(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("pub ")?.strip_suffix(',')?.split_once(": ")
}

/// What is said, without the links of Rust's documentation.
fn plain(says: &str) -> String {
    let mut out = String::new();
    let mut rest = says;
    while let Some((before, after)) = rest.split_once("[`") {
        let Some((name, after)) = after.split_once("`]") else { break };
        let name = name.rsplit("::").next().unwrap_or(name);
        let _ = write!(out, "{before}`{name}`");
        // A link may name its target.
        rest = match after.strip_prefix('(').and_then(|after| after.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    out + rest
}

/// A type in the words of somebody who writes templates.
fn kind_of(kind: &str, views: &BTreeSet<&str>) -> String {
    let inside = |name: &str| kind.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>');
    if let Some(inner) = inside("Option") {
        return format!("{}, or nothing", kind_of(inner, views));
    }
    if let Some(inner) = inside("Vec") {
        return format!("list of {}", kind_of(inner, views));
    }
    if let Some(inner) = ["Part", "Hashed", "Arc", "Box"].iter().find_map(|name| inside(name)) {
        return kind_of(inner, views);
    }
    if views.contains(kind) {
        return format!("[{kind}](#{})", kind.to_lowercase());
    }
    let kind =
        kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')).map_or(kind, |inner| inner);
    match kind {
        "String" | "str" | "&'static str" | "Url" => "text",
        "bool" => "true or false",
        "usize" | "u8" | "u16" | "u32" | "u64" | "i16" => "number",
        "Date" => "date",
        "Locale" => "language tag",
        "Id" => "id",
        "BodyView" => "HTML",
        "Extra" => "what the author put there",
        other => panic!("a type that templates have no word for: {other}"),
    }
    .to_owned()
}
