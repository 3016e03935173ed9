//! Which module may use which: the borders that one crate does not enforce by itself.
//!
//! A module uses those that stand above it, and none below. Only a few touch the outside.

#![expect(clippy::disallowed_methods, reason = "the sources are read from the disk")]

use std::fs;
use std::path::{Path, PathBuf};

/// Every module of the crate, from the ground up: first what all stages stand on, then the stages
/// in their order, then what stands around a build.
const ORDER: &[&str] = &[
    "byte_set", "hashed", "part", "packed", "deferred", "memo", "batch", "limits", "shelf",
    "world", "diag", "baseline", "model", "picture", "card", "syntax", "outputs", "encode",
    "embedded", "schema", "html", "compare", "typeset", "search", "l10n", "collect", "ledger",
    "urls", "parse", "external", "chart", "import", "link", "parity", "letter", "plan", "render",
    "retell", "amend", "publish", "deploy", "record", "desk", "serve", "watch", "cli",
];

/// The files that may reach outside the process.
const OUTSIDE: &[&str] =
    &["deploy", "world/disk", "external/ask", "publish", "record", "serve", "watch", "cli", "main"];

/// What reaches outside the process, or reads its clock.
const REACHES: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
];

/// What prints.
const PRINTS: &[&str] = &["println!", "eprintln!", "print!", "eprint!", "dbg!"];

/// A source file: its path below `src/`, without `.rs`, and its lines but for comments and tests.
struct Source {
    path: String,
    lines: Vec<String>,
}

impl Source {
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Whether the file is one of these modules, or stands below one.
    fn is_in(&self, modules: &[&str]) -> bool {
        modules.iter().any(|module| {
            let below = self.path.strip_prefix(module);
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    let source = |file: PathBuf| {
        let path = file.strip_prefix(&root).expect("below `src/`").with_extension("");
        let text = fs::read_to_string(&file).expect("a source");
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let lines = lines.map(str::to_owned).collect();
        Source { path: path.display().to_string().replace('\\', "/"), lines }
    };
    files.sort();
    let tests = |source: &Source| source.path.split('/').any(|part| part == "tests");
    files.into_iter().map(source).filter(|source| !tests(source)).collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => walk(&path, files),
            false if path.extension().is_some_and(|extension| extension == "rs") => {
                files.push(path);
            }
            false => {}
        }
    }
}

/// The modules that a line names: `crate::diag::Code` names `diag`, `crate::{a, b::C}` both.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let after = line.split("crate::").skip(1);
    let several = after.flat_map(|rest| match rest.strip_prefix('{') {
        Some(list) => list.split(", ").collect::<Vec<_>>(),
        None => vec![rest],
    });
    several.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
}

/// Fails with every line that is on the wrong side.
fn check(rule: &str, wrong: impl Fn(&Source, &str) -> bool) {
    let mut found = String::new();
    for source in sources() {
        for line in source.lines.iter().filter(|line| wrong(&source, line)) {
            found.push_str(&format!("src/{}.rs: {}\n", source.path, line.trim()));
        }
    }
    assert!(found.is_empty(), "{rule}:\n{found}");
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == module)
}

#[test]
fn every_module_has_its_place_in_the_order() {
    let tops = ["lib", "main"];
    let unknown: Vec<String> = sources()
        .into_iter()
        .filter(|source| rank(source.module()).is_none() && !tops.contains(&source.module()))
        .map(|source| source.path)
        .collect();
    assert!(unknown.is_empty(), "add to ORDER: {unknown:?}");
}

#[test]
fn a_module_uses_only_those_above_it() {
    check("these use a module that stands below their own", |source, line| {
        let Some(own) = rank(source.module()) else { return false };
        named(line).filter_map(rank).any(|other| other > own)
    });
}

#[test]
fn what_makes_a_site_does_not_use_the_whole() {
    let whole = ["build", "Options", "Memos"];
    check("only what stands around a build may call it", |source, line| {
        let around = source.is_in(&["serve", "watch", "cli", "main", "lib"]);
        !around && named(line).any(|name| whole.contains(&name))
    });
}

#[test]
fn few_modules_touch_the_outside() {
    check("take a `World`, or make an `Output`", |source, line| {
        !source.is_in(OUTSIDE) && REACHES.iter().any(|reach| line.contains(reach))
    });
}

#[test]
fn the_command_line_alone_prints() {
    check("return a `Diagnostic`: `cli` prints it", |source, line| {
        !source.is_in(&["cli"]) && PRINTS.iter().any(|print| line.contains(print))
    });
}
