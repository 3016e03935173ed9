//! `depeche build` on what an earlier build made, as whole processes.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result};
use depeche::hashed::Fingerprint;
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::apart::{Figures, Spent, apart, program, text};
use crate::corpus::{NOW, Site};
use crate::edits::Edit;
use crate::place::{Place, clear};

/// What the output keeps for the program, and no reader asks for.
const OWN: &str = ".depeche";

/// Measures and prints builds again, after each of [`Edit::AGAIN`] `runs` times. Returns whether every
/// output was what a clean build makes.
pub fn report(place: &Place, cores: usize, stories: u64, runs: usize) -> Result<bool> {
    let folder = place.folder()?;
    Site::write(folder.path().join("site"), stories)?;
    let arguments = [text(folder.path())?, &stories.to_string(), &runs.to_string()];
    let figures = apart(cores, &[&["again"], &arguments[..]].concat())?;
    println!(
        "\n  build again after    wall ms    CPU ms   peak MB   beyond nothing ms   rewritten   \
         changed   new   gone   as clean"
    );
    let mut right = true;
    let nothing = figures[&format!("{}.wall", Edit::Nothing.name())];
    for edit in Edit::AGAIN {
        let of = |what: &str| figures[&format!("{}.{what}", edit.name())];
        let (wall, cpu, memory) = (of("wall") * 1e3, of("cpu") * 1e3, of("memory") / 1e6);
        let beyond = wall - nothing * 1e3;
        let same = of("differing") == 0.0;
        right &= same;
        println!(
            "  {:15} {wall:12.1} {cpu:9.1} {memory:9.1} {beyond:19.1} {:11} {:9} {:5} {:6}   {}",
            edit.name(),
            of("rewritten"),
            of("changed"),
            of("new"),
            of("gone"),
            if same { "yes" } else { "NO" },
        );
    }
    Ok(right)
}

/// Builds once, and again after each edit of the site in `folder`; the fastest of `runs` counts, and the
/// files of the last.
pub fn measured(folder: &Path, stories: u64, runs: u64) -> Result<Figures> {
    let site = Site { folder: folder.join("site"), stories };
    let (output, clean) = (folder.join("output"), folder.join("clean"));
    build(&site, &output, &[])?;
    let mut figures = Figures::new();
    for edit in Edit::AGAIN {
        let mut put =
            |what: &str, value: f64| figures.insert(format!("{}.{what}", edit.name()), value);
        let mut fastest: Option<Spent> = None;
        for turn in 1..=runs {
            let before = if turn == runs { look(&output)? } else { Files::new() };
            edit.make(&site, turn)?;
            let spent = build(&site, &output, &[])?;
            fastest = Some(fastest.filter(|fastest| fastest.wall < spent.wall).unwrap_or(spent));
            if turn == runs {
                let after = look(&output)?;
                for (what, count) in compare(&before, &after) {
                    put(what, count);
                }
                build(&site, &clean, &["--fresh"])?;
                put("differing", differing(edit, &after, &look(&clean)?));
                clear(&clean)?;
            }
        }
        let Spent { wall, cpu, memory } = fastest.context("there is at least one run")?;
        put("wall", wall);
        put("cpu", cpu);
        put("memory", memory);
    }
    Ok(figures)
}

fn build(site: &Site, output: &Path, more: &[&str]) -> Result<Spent> {
    let target = text(output)?;
    let fixed = ["build", "--root", text(&site.folder)?, "--now", NOW, "--output", target];
    // It stays on the cores that this process has been held to.
    program(usize::MAX, env!("CARGO_BIN_EXE_depeche"), &[&fixed[..], more].concat())
}

/// Files by their paths below the output.
type Files = BTreeMap<PathBuf, File>;

/// A file as it is found.
#[derive(Debug, Clone, Copy)]
struct File {
    bytes: Fingerprint,
    /// Which file of the disk it is, and when it was last written: others once it is written anew.
    written: (u64, i64, i64),
}

fn look(output: &Path) -> io::Result<Files> {
    let entries = WalkDir::new(output).into_iter().filter_entry(|entry| entry.file_name() != OWN);
    let paths: Vec<PathBuf> = entries
        .filter_map(|entry| {
            entry.map(|entry| entry.file_type().is_file().then(|| entry.into_path())).transpose()
        })
        .collect::<Result<_, _>>()?;
    let look = |path: PathBuf| {
        let data = fs::metadata(&path)?;
        let written = (data.ino(), data.mtime(), data.mtime_nsec());
        let bytes = Fingerprint::of_bytes(&fs::read(&path)?);
        let path = path.strip_prefix(output).expect("the walk began there").to_owned();
        Ok((path, File { bytes, written }))
    };
    paths.into_par_iter().map(look).collect()
}

/// How many files were written anew, how many of them for a reason, and how many came and went.
#[expect(clippy::cast_precision_loss, reason = "a site has fewer than 2^52 files")]
fn compare(before: &Files, after: &Files) -> [(&'static str, f64); 4] {
    let both = || after.iter().filter_map(|(path, new)| Some((before.get(path)?, new)));
    let missing = |a: &Files, b: &Files| a.keys().filter(|path| !b.contains_key(*path)).count();
    [
        ("rewritten", both().filter(|(old, new)| old.written != new.written).count()),
        ("changed", both().filter(|(old, new)| old.bytes != new.bytes).count()),
        ("new", missing(after, before)),
        ("gone", missing(before, after)),
    ]
    .map(|(what, count)| (what, count as f64))
}

/// How many files are not what a clean build makes; says which was the first.
#[expect(clippy::print_stderr, reason = "an error is for whoever runs the program")]
#[expect(clippy::cast_precision_loss, reason = "a site has fewer than 2^52 files")]
fn differing(edit: Edit, again: &Files, clean: &Files) -> f64 {
    let bytes = |files: &Files, path: &Path| files.get(path).map(|file| file.bytes);
    let differs = |path: &&PathBuf| bytes(again, path) != bytes(clean, path);
    let stale: Vec<&PathBuf> = again.keys().filter(differs).collect();
    let missing = clean.keys().filter(|path| !again.contains_key(*path));
    let all: Vec<&PathBuf> = stale.into_iter().chain(missing).collect();
    if let Some(path) = all.first() {
        eprintln!(
            "error: after the edit `{}`, {} files are not those of a clean build, such as `{}`",
            edit.name(),
            all.len(),
            path.display()
        );
    }
    all.len() as f64
}
