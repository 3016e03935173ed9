//! The problems that are known, and not told again.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Error, Result, anyhow};

use super::report::Reporter;
use super::save;
use crate::baseline::{BASELINE, Baseline, Unreadable};
use crate::diag::Diagnostic;

/// The list in the site's folder. A site that has none knows none.
pub fn read(root: &Path) -> Result<Baseline> {
    Baseline::parse(&read_list(root, BASELINE)?)
        .map_err(|why| unreadable(BASELINE, &why, "depeche check --baseline"))
}

/// The text of a list in the site's folder; empty, if there is none.
pub fn read_list(root: &Path, name: &str) -> Result<String> {
    match fs::read_to_string(root.join(name)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        read => read.with_context(|| format!("`{name}` cannot be read")),
    }
}

/// Says why a list cannot be read, and which command writes it anew.
pub fn unreadable(name: &str, why: &Unreadable, command: &str) -> Error {
    let why = match why {
        Unreadable::Conflict(line) => format!("line {line}: git could not merge this list"),
        Unreadable::Version(found) => format!("this depeche reads `version 1`, not `{found}`"),
        Unreadable::Line(line) => format!("line {line} cannot be read"),
    };
    anyhow!(
        "`{name}`: {why}\n\
         help: take out the file and run `{command}` to write it anew, or take it from your last commit"
    )
}

/// Writes the list, and takes what it has from the problems.
pub fn record(
    root: &Path,
    reporter: &Reporter<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Result<Baseline> {
    let known = reporter.baseline(problems);
    if !known.is_empty() || root.join(BASELINE).exists() {
        save(root, BASELINE, &known.write())?;
    }
    Ok(reporter.take(known, problems))
}

/// Says which known problems are there no more: if they stayed in the list, they could come back unseen.
pub fn gone(reporter: &Reporter<'_>, gone: &Baseline) {
    let what = match gone.len() {
        0 => return,
        1 => format!("1 problem of `{BASELINE}` is mended"),
        count => format!("{count} problems of `{BASELINE}` are mended"),
    };
    reporter.note(&format!("{what}: `depeche check --baseline` takes them out"));
}
