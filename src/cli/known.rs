//! The problems that are known, and not told again.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use super::report::Reporter;
use super::save;
use crate::baseline::{BASELINE, Baseline, Unreadable};
use crate::diag::Diagnostic;

/// The list in the site's folder. A site that has none knows none.
pub fn read(root: &Path) -> Result<Baseline> {
    let text = match fs::read_to_string(root.join(BASELINE)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Baseline::default()),
        read => read.with_context(|| format!("`{BASELINE}` cannot be read"))?,
    };
    Baseline::parse(&text).map_err(|unreadable| {
        let why = match unreadable {
            Unreadable::Conflict(line) => format!("line {line}: git could not merge this list"),
            Unreadable::Version(found) => format!("this depeche reads `version 1`, not `{found}`"),
            Unreadable::Line(line) => format!("line {line} is no problem that was known"),
        };
        anyhow!(
            "`{BASELINE}`: {why}\n\
             help: run `depeche check --baseline` to write it anew, or take it from your last commit"
        )
    })
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
        1 => "1 problem of `{}` is mended".replace("{}", BASELINE),
        count => format!("{count} problems of `{BASELINE}` are mended"),
    };
    reporter.note(&format!("{what}: `depeche check --baseline` takes them out"));
}
