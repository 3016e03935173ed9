//! `publish`: makes the site, then makes the place that readers are served from equal to it.

#[cfg(feature = "publish")]
mod bucket;

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
    let target = Target::parse(arguments)?;
    if !arguments.no_build {
        let verdict = build::run(common, &to_build(arguments))?;
        if verdict != RIGHT {
            return Ok(verdict);
        }
    }
    let started = Instant::now();
    let changes = target
        .publish(&root, arguments)
        .with_context(|| format!("the site could not be published to `{}`", arguments.target))?;
    let teller = Teller { format: common.format, dry_run: arguments.dry_run };
    teller.tell(&changes, &arguments.target, started);
    Ok(RIGHT)
}

fn to_build(arguments: &PublishArguments) -> BuildArguments {
    let (output, site) = (arguments.output.clone(), arguments.site.clone());
    BuildArguments { output, site, ..BuildArguments::default() }
}

/// Where a site is published to.
enum Target {
    Folder(PathBuf),
    #[cfg(feature = "publish")]
    Bucket(Box<bucket::Bucket>),
}

impl Target {
    /// Reads what was asked for, and what else it takes: nothing is built if that is missing.
    fn parse(arguments: &PublishArguments) -> Result<Self> {
        match arguments.target.split_once("://") {
            None => {
                let folder = std::path::absolute(Path::new(&arguments.target));
                Ok(Self::Folder(folder.context("the target has no name")?))
            }
            #[cfg(feature = "publish")]
            Some(("s3", address)) => Ok(Self::Bucket(Box::new(bucket::open(address, arguments)?))),
            #[cfg(not(feature = "publish"))]
            Some(("s3", _)) => bail!(
                "this depeche publishes to folders only\n\
                 help: it was built without its feature `publish`, which buckets need"
            ),
            Some((scheme, _)) => bail!(
                "depeche cannot publish to `{scheme}://`\nhelp: name a folder, or `s3://bucket/prefix`"
            ),
        }
    }

    fn publish(&self, root: &Path, arguments: &PublishArguments) -> Result<Changes> {
        let built = target(root, arguments.output.as_deref())?;
        let built = Built::open(&built).map_err(anyhow::Error::msg)?;
        match self {
            Self::Folder(folder) => {
                let guard = Guard { site_root: root.to_path_buf(), home: home() };
                let changes = match arguments.dry_run {
                    true => built.preview(folder, &guard),
                    false => built.copy_to(folder, &guard),
                };
                changes.map_err(anyhow::Error::msg)
            }
            #[cfg(feature = "publish")]
            Self::Bucket(bucket) => bucket::publish(&built, bucket, arguments),
        }
    }
}

/// Says what was changed, or would be.
struct Teller {
    format: Format,
    dry_run: bool,
}

impl Teller {
    fn tell(&self, changes: &Changes, target: &str, started: Instant) {
        match self.format {
            Format::Json => self.tell_programs(changes, target),
            Format::Human | Format::Github => self.tell_people(changes, target, started),
            // The log is of problems alone.
            Format::Sarif => {}
        }
    }

    fn tell_programs(&self, changes: &Changes, target: &str) {
        for (change, path) in each(changes) {
            out(json!({ "change": change, "path": path, "dry_run": self.dry_run }));
        }
        out(json!({
            "published": target,
            "written": changes.written.len(),
            "unchanged": changes.unchanged,
            "deleted": changes.deleted.len(),
            "dry_run": self.dry_run,
        }));
    }

    fn tell_people(&self, changes: &Changes, target: &str, started: Instant) {
        let Changes { written, deleted, unchanged } = changes;
        if self.dry_run {
            each(changes).for_each(|(change, path)| out(format_args!("{change} {path}")));
        }
        let done = if self.dry_run { "nothing was changed: would publish" } else { "published" };
        say!(
            "{done} {} files in {} ms: {} written, {unchanged} unchanged, {} deleted, in {target}",
            written.len() + unchanged,
            started.elapsed().as_millis(),
            written.len(),
            deleted.len(),
        );
    }
}

/// Each change, in the order in which they are made.
fn each(changes: &Changes) -> impl Iterator<Item = (&'static str, &String)> {
    let written = changes.written.iter().map(|path| ("write", path));
    written.chain(changes.deleted.iter().map(|path| ("delete", path)))
}
