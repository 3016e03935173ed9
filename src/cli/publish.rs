//! `publish`: makes the site, then makes the place that readers are served from equal to it.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::arguments::{BuildArguments, Common, Format, PublishArguments};
use super::{RIGHT, build, home, out, root, target};
use crate::publish::{Built, Changes, Guard};

/// Makes the site, unless asked not to, and publishes it. A site with errors is not published.
pub fn run(common: &Common, arguments: &PublishArguments) -> Result<u8> {
    let root = root(common)?;
    let folder = folder(&arguments.target)?;
    if !arguments.no_build {
        let verdict = build::run(common, &to_build(arguments))?;
        if verdict != RIGHT {
            return Ok(verdict);
        }
    }
    let started = Instant::now();
    let built = target(&root, arguments.output.as_deref())?;
    let built = Built::open(&built).map_err(anyhow::Error::msg)?;
    let guard = Guard { site_root: root, home: home() };
    let changes = match arguments.dry_run {
        true => built.preview(&folder, &guard),
        false => built.copy_to(&folder, &guard),
    };
    let changes = changes
        .map_err(anyhow::Error::msg)
        .with_context(|| format!("the site could not be published to `{}`", arguments.target))?;
    let teller = Teller { format: common.format, dry_run: arguments.dry_run };
    teller.tell(&changes, &arguments.target, started);
    Ok(RIGHT)
}

fn to_build(arguments: &PublishArguments) -> BuildArguments {
    let (output, site) = (arguments.output.clone(), arguments.site.clone());
    BuildArguments { output, site, ..BuildArguments::default() }
}

/// A target that is a folder.
fn folder(target: &str) -> Result<PathBuf> {
    if let Some((scheme, _)) = target.split_once("://") {
        bail!("depeche cannot publish to `{scheme}://`\nhelp: name a folder");
    }
    std::path::absolute(Path::new(target)).context("the target has no name")
}

/// Says what was changed, or would be.
struct Teller {
    format: Format,
    dry_run: bool,
}

impl Teller {
    fn tell(&self, changes: &Changes, target: &str, started: Instant) {
        let Changes { written, deleted, unchanged } = changes;
        let each = || {
            let written = written.iter().map(|path| ("write", path));
            written.chain(deleted.iter().map(|path| ("delete", path)))
        };
        match self.format {
            Format::Json => {
                each().for_each(|(change, path)| {
                    out(json!({ "change": change, "path": path, "dry_run": self.dry_run }));
                });
                out(json!({
                    "published": target,
                    "written": written.len(),
                    "unchanged": unchanged,
                    "deleted": deleted.len(),
                    "dry_run": self.dry_run,
                }));
            }
            Format::Human | Format::Github => {
                if self.dry_run {
                    each().for_each(|(change, path)| out(format_args!("{change} {path}")));
                }
                let done =
                    if self.dry_run { "nothing was changed: would publish" } else { "published" };
                eprintln!(
                    "{done} {} files in {} ms: {} written, {unchanged} unchanged, {} deleted, in {target}",
                    written.len() + unchanged,
                    started.elapsed().as_millis(),
                    written.len(),
                    deleted.len(),
                );
            }
            // The log is of problems alone.
            Format::Sarif => {}
        }
    }
}
