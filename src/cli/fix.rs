//! `check --fix`: writes what may be written without anybody reading it again.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};

use crate::diag::Diagnostic;
use crate::world::{VPath, World};

/// What is to be written in a file, by place.
type Fixes<'p> = BTreeMap<usize, (Range<usize>, &'p str)>;

/// How often the files are read again for what is left to mend: a fix that calls for another is rare.
const ROUNDS: usize = 5;

/// What was mended.
#[derive(Debug, Default)]
pub struct Fixed {
    pub problems: usize,
    pub files: BTreeSet<VPath>,
    rounds: usize,
}

impl Fixed {
    /// Mends the problems that have a fix, in the files below `root`, and says whether there were any.
    /// All other bytes of a file stay as they are.
    pub fn write(
        &mut self,
        root: &Path,
        world: &dyn World,
        problems: &[Diagnostic],
    ) -> Result<bool> {
        let mut files: BTreeMap<&VPath, Fixes<'_>> = BTreeMap::new();
        for problem in problems {
            if let (Some(span), Some(fix)) = (&problem.span, &problem.fix) {
                let fixes = files.entry(&span.file).or_default();
                fixes.entry(span.range.start).or_insert((span.range.clone(), &fix.0));
            }
        }
        self.rounds += 1;
        if files.is_empty() || self.rounds > ROUNDS {
            return Ok(false);
        }
        for (file, fixes) in files {
            let path = root.join(file.as_str());
            let text = world.read(file).with_context(|| format!("`{file}` cannot be read"))?;
            let (text, count) = mend(&text, &fixes);
            replace(&path, &text).with_context(|| format!("`{file}` cannot be written"))?;
            self.problems += count;
            self.files.insert(file.clone());
        }
        Ok(true)
    }
}

/// A text with its fixes. Of two that overlap, the first is written; the other is found again.
fn mend(text: &[u8], fixes: &Fixes<'_>) -> (Vec<u8>, usize) {
    let mut mended = Vec::with_capacity(text.len());
    let (mut copied, mut count) = (0, 0);
    for (range, fix) in fixes.values() {
        if range.start < copied || range.end > text.len() {
            continue;
        }
        mended.extend_from_slice(&text[copied..range.start]);
        mended.extend_from_slice(fix.as_bytes());
        copied = range.end;
        count += 1;
    }
    mended.extend_from_slice(&text[copied..]);
    (mended, count)
}

/// Puts a text in a file's place at once, so that nobody ever finds half of it.
fn replace(path: &Path, text: &[u8]) -> Result<()> {
    // A link stays a link to the same file.
    let path = fs::canonicalize(path)?;
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".depeche-fix");
    let beside = path.with_file_name(name);
    let written = fs::write(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    Ok(written?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixes_are_written_and_nothing_else() {
        let check = |text: &str, fixes: &[(Range<usize>, &'static str)], expected: &str| {
            let fixes = fixes.iter().map(|(at, fix)| (at.start, (at.clone(), *fix))).collect();
            let (mended, _) = mend(text.as_bytes(), &fixes);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        };
        check("le coeur\r\n", &[(4..6, "œ")], "le cœur\r\n");
        check("a  b  c", &[(1..3, " "), (4..6, " ")], "a b c");
        check("abc", &[(0..2, "x"), (1..3, "y")], "xc");
        check("a", &[(3..4, "x")], "a");
    }
}
