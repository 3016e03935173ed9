//! The translation desk's commands: what they share.

pub mod accept;
pub mod diff;
pub mod list;
pub mod schedule;
pub mod status;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use jiff::Timestamp;

use super::arguments::{Common, Format};
use super::report::Reporter;
use super::{FAILED, RIGHT, WRONG, out, scaffold};
use crate::collect::{self, CONFIG, LEDGER};
use crate::diag::{self, Code, Diagnostic};
use crate::ledger::{self, Ledger};
use crate::link::{Selection, Site};
use crate::model::Locale;
use crate::parse::article::Article;
use crate::parse::{self, ParseMemo, Parsed};
use crate::world::disk::DiskWorld;
use crate::world::{VPath, World};
use crate::{desk, parity};

/// A site, with all that is held back, and what is wrong with its ledger.
struct Opened {
    world: DiskWorld,
    parsed: Parsed,
    site: Arc<Site>,
    problems: Vec<Diagnostic>,
}

impl Opened {
    /// Reads a site, as far as its files can be read.
    fn open(common: &Common, now: Option<&str>) -> Result<Self> {
        Self::read(&super::root(common)?, now)
    }

    fn read(root: &Path, now: Option<&str>) -> Result<Self> {
        let world = DiskWorld::open(root, super::now(root, now)?);
        let sources = collect::collect(&world).value;
        let mut checked = parse::parse(sources, None, &ParseMemo::forgetful());
        if !root.join(CONFIG).is_file() {
            bail!("there is no `depeche.yaml` in `{}`", root.display());
        }
        checked.diagnostics.retain(is_of_ledger);
        let all = Selection { drafts: true, future: true };
        let site = crate::link::link(&checked.value, all).value;
        Ok(Self { world, parsed: checked.value, site, problems: checked.diagnostics })
    }

    /// Shows what is wrong with the ledger. Returns the code to exit with for it.
    fn report(&self, common: &Common) -> u8 {
        Reporter::new(common, &self.world).problems(&self.problems);
        if self.problems.is_empty() { RIGHT } else { WRONG }
    }

    /// The desk as a page, with the problems of a build, and where translations and originals disagree.
    fn page(&self, mut problems: Vec<Diagnostic>) -> String {
        problems.extend(parity::compare(&self.site));
        diag::sort(&mut problems);
        desk::page(&desk::Desk::new(&self.site, self.world.now()), &problems)
    }

    /// The locales of those tags; all, if there are none.
    fn locales(&self, tags: &[String]) -> Result<Vec<Locale>> {
        match tags {
            [] => Ok(self.parsed.config.locales.iter().map(|locale| locale.tag.clone()).collect()),
            tags => tags.iter().map(|tag| scaffold::declared(&self.parsed, tag)).collect(),
        }
    }
}

/// Whether a problem is one of the ledger.
fn is_of_ledger(problem: &Diagnostic) -> bool {
    let file = VPath::new(LEDGER);
    matches!(problem.code, Code::MergeConflict | Code::MalformedLedger)
        || problem.span.as_ref().is_some_and(|span| span.file == file)
}

/// The desk of a site as a page, with the problems that its last build found.
#[cfg(feature = "serve")]
pub fn page(root: &Path, now: Option<&str>, problems: &[Diagnostic]) -> Result<String> {
    Ok(Opened::read(root, now)?.page(problems.to_vec()))
}

/// Records what every translation of a new site is made from.
pub fn begin_all(root: &Path) -> Result<()> {
    let Opened { world, site, .. } = Opened::read(root, None)?;
    let mut ledger = Ledger::default();
    for story in site.archive.told() {
        for place in story.locales() {
            desk::accept(&mut ledger, &site, story, place, world.now());
        }
    }
    save(root, &ledger)
}

/// Records what a new translation is made from. A ledger that cannot be read is left as it is.
pub fn begin(root: &Path, site: &Parsed, original: &Article, to: &Locale) -> Result<()> {
    let sound = match fs::read_to_string(root.join(LEDGER)) {
        Ok(text) => ledger::parse(&text).diagnostics.is_empty(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    if !sound {
        say!("warning: `{LEDGER}` cannot be read: mend it, then run `depeche accept`");
        return Ok(());
    }
    let mut ledger = site.ledger.as_ref().clone();
    let record = desk::record(original, Timestamp::now());
    ledger.records.insert((original.story.clone(), to.clone()), record.into());
    save(root, &ledger)
}

/// Writes the ledger.
fn save(root: &Path, ledger: &Ledger) -> Result<()> {
    super::save(root, LEDGER, &ledger::write(ledger))
}

/// Whether output for people is wanted.
fn is_human(common: &Common) -> bool {
    common.format != Format::Json
}

/// "1 block", "3 blocks".
fn some(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
