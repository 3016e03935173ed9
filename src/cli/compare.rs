//! `report`: what changes for readers since another build.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use super::arguments::{Common, Format, ReportArguments};
use super::report::Reporter;
use super::{RIGHT, WRONG, now, options, out, root, verdict};
use crate::compare::{Snapshot, compare, markdown};
use crate::diag::{self, Checked};
use crate::outputs::{Inlay, Key, Output, Sink};
use crate::world::disk::{DiskWorld, virtual_path};
use crate::{Memos, collect};

/// Builds the site, compares it with the files of another build, and says what differs.
pub fn run(common: &Common, arguments: &ReportArguments) -> Result<u8> {
    let root = root(common)?;
    let before = snapshot(&arguments.base)?;
    let world = DiskWorld::open(&root, now(&root, arguments.site.now.as_deref())?);
    let (options, memos) = (options(&arguments.site)?, Memos::forgetful());
    let parsed = crate::understand(collect::collect(&world), &options, &memos);
    let Checked { value: prepared, diagnostics: mut problems } =
        crate::prepare(parsed, &options, &memos);
    let after = Gather(Mutex::default());
    problems.extend(prepared.with_search(&memos).ready(&memos).render(&after));
    diag::sort(&mut problems);
    if verdict(&problems, arguments.site.strict) != RIGHT {
        let reporter = Reporter::new(common, &world);
        reporter.problems(&problems);
        reporter.refused(&problems, arguments.site.strict);
        return Ok(WRONG);
    }
    let after = after.0.into_inner().expect("no thread panics while it holds this lock");
    let [before, after] = [before, after].map(Snapshot::without_forms);
    let changes = compare(&before, &after);
    match common.format {
        Format::Json => {
            out(serde_json::to_string(&changes).context("the report cannot be written")?);
        }
        _ => out(markdown(&changes).trim_end()),
    }
    Ok(RIGHT)
}

/// Sums up files as they are made, and keeps none.
struct Gather(Mutex<Snapshot>);

impl Sink for Gather {
    fn take(&self, output: Output, _: Option<Key>, _: Vec<Inlay>) {
        let mut snapshot = self.0.lock().expect("no thread panics while it holds this lock");
        snapshot.add(output.path.as_str(), &output.bytes);
    }
}

/// Sums up the files of another build. What depeche keeps there of its own is none of the site's.
fn snapshot(folder: &Path) -> Result<Snapshot> {
    if !folder.is_dir() {
        bail!(
            "there is no folder `{}`\nhelp: build the site as it was before into one, and name it with `--base`",
            folder.display()
        );
    }
    let mut snapshot = Snapshot::default();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("`{}` cannot be read", folder.display()))?;
        let path = virtual_path(entry.path(), folder).filter(|_| entry.file_type().is_file());
        let Some(path) = path.filter(|path| !path.as_str().starts_with(".depeche")) else {
            continue;
        };
        let bytes = fs::read(entry.path()).with_context(|| format!("`{path}` cannot be read"))?;
        snapshot.add(path.as_str(), &bytes);
    }
    Ok(snapshot)
}
