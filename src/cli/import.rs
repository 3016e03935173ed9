//! `import`: takes the articles of another generator's site.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::json;
use walkdir::WalkDir;

use super::arguments::{Common, Format, ImportArguments, Other};
use super::{RIGHT, configuration, out, root};
use crate::import::{self, Files, Generator, Imported};
use crate::limits;
use crate::parse::config::Config;
use crate::world::disk::virtual_path;

/// Where the names of topics and authors are written.
const NAMES: &str = "imported.ftl";

/// Folders of other sites that hold what they were made of, or made.
const PASSED: [&str; 7] =
    ["public", "_site", "resources", "themes", "node_modules", "vendor", ".git"];

/// Writes what a site has as articles of this one. No file that is there already is changed.
pub fn run(common: &Common, arguments: &ImportArguments) -> Result<u8> {
    let root = root(common)?;
    let files = read(&arguments.dir)?;
    let from = match arguments.from {
        Some(Other::Hugo) => Generator::Hugo,
        Some(Other::Zola) => Generator::Zola,
        Some(Other::Jekyll) => Generator::Jekyll,
        None => Generator::of(&files).with_context(|| {
            format!(
                "`{}` is no site of Hugo, Zola or Jekyll\n\
                 help: name the folder that holds its configuration, or say which it is with `--from`",
                arguments.dir.display()
            )
        })?,
    };
    let config = configuration(&root);
    let locales: Vec<_> = config.locales.iter().map(|locale| locale.tag.clone()).collect();
    let mut imported = import::import(&files, from, &locales);
    imported.topics.retain(|id, _| config.topics.iter().all(|topic| topic.id.as_str() != id));
    if let Some(names) = names(&imported) {
        for locale in &locales {
            let path = format!("i18n/{locale}/{NAMES}");
            imported.files.insert(path, names.clone().into_bytes());
        }
    }
    let there = write(&root, &imported)?;
    tell(common, &imported, &config, &there);
    Ok(RIGHT)
}

/// The files of the other site. What is too large to be an article's is no article's.
fn read(folder: &Path) -> Result<Files> {
    if !folder.is_dir() {
        bail!("there is no folder `{}`", folder.display());
    }
    let mut files = Files::new();
    let passed = |name: &str, depth: usize| depth == 1 && PASSED.contains(&name);
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries =
        entries.filter_entry(|entry| !passed(&entry.file_name().to_string_lossy(), entry.depth()));
    for entry in entries {
        let entry = entry.with_context(|| format!("`{}` cannot be read", folder.display()))?;
        let small = entry.metadata().is_ok_and(|found| found.len() <= limits::ASSET_BYTES);
        let path =
            virtual_path(entry.path(), folder).filter(|_| entry.file_type().is_file() && small);
        if let Some(path) = path {
            let bytes =
                fs::read(entry.path()).with_context(|| format!("`{path}` cannot be read"))?;
            files.insert(path.to_string(), bytes);
        }
    }
    Ok(files)
}

/// Messages with the names of topics and authors.
fn names(imported: &Imported) -> Option<String> {
    let line = |kind: &str, (id, name): (&String, &String)| {
        // A brace would begin something in Fluent, and so may a line.
        let name = name.replace(['{', '}'], "");
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{kind}-{id} = {name}\n")
    };
    let topics = imported.topics.iter().map(|topic| line("topic", topic));
    let authors = imported.authors.iter().map(|author| line("author", author));
    let names: String = topics.chain(authors).collect();
    (!names.is_empty())
        .then(|| format!("# Names as they were. Translate what is to be translated.\n{names}"))
}

/// Writes the files, and returns those that were there already.
fn write(root: &Path, imported: &Imported) -> Result<Vec<String>> {
    let mut there = Vec::new();
    for (path, bytes) in &imported.files {
        let target = root.join(path);
        let failed = || format!("`{path}` cannot be written");
        fs::create_dir_all(target.parent().unwrap_or(root)).with_context(failed)?;
        match fs::File::create_new(&target) {
            Ok(mut file) => file.write_all(bytes).with_context(failed)?,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                there.push(path.clone())
            }
            Err(error) => return Err(error).with_context(failed),
        }
    }
    Ok(there)
}

fn tell(common: &Common, imported: &Imported, config: &Config, there: &[String]) {
    if common.format == Format::Json {
        for note in &imported.notes {
            out(json!({ "file": note.file, "line": note.line, "message": note.text }));
        }
        for path in there {
            out(json!({ "file": path, "line": null, "message": "was there already" }));
        }
        return;
    }
    let mut by_text: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for note in &imported.notes {
        let line = note.line.map(|line| format!(":{line}")).unwrap_or_default();
        by_text.entry(&note.text).or_default().push(format!("{}{line}", note.file));
    }
    for (text, places) in &by_text {
        let more = match places.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        out(format_args!("{}{more}: {text}", places[0]));
    }
    for path in there {
        out(format_args!("{path} was there already, and is as it was"));
    }
    let (articles, pages) = (imported.articles, imported.pages);
    say!("imported {articles} articles and {pages} standing pages into `content/`");
    if !imported.topics.is_empty() {
        let topics = imported.topics.keys().map(|id| format!("  - {{ id: {id} }}\n"));
        let add = match config.topics.is_empty() {
            true => "add to `depeche.yaml`:\n\ntopics:",
            false => "add to `topics` in `depeche.yaml`:\n",
        };
        say!("next: {add}\n{}", topics.collect::<String>());
    }
    say!(
        "next: `depeche check` says what is left to do, and `depeche accept --all` that translations are right"
    );
}
