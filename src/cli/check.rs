//! `check`: every problem, and nothing written, but for what was asked for.

use std::path::Path;

use anyhow::Result;
use jiff::Timestamp;

use super::arguments::{CheckArguments, Common};
use super::report::Reporter;
use super::{fix, known, now, options, overdue, root, verdict};
use crate::diag::{self, Checked, Diagnostic};
use crate::external::{self, Links};
use crate::record::Record;
use crate::world::World;
use crate::world::disk::DiskWorld;
use crate::{Memos, Options, collect};

/// Reports every problem.
pub fn run(common: &Common, arguments: &CheckArguments) -> Result<u8> {
    let root = root(common)?;
    let site = &arguments.site;
    let now = now(&root, site.now.as_deref())?;
    let options = Options { parity: true, ..options(site)? };
    let (world, found) = look(common, &root, now, &options, arguments.fix)?;
    let mut problems = found.problems;
    let reporter = Reporter::new(common, &world);
    let all = problems.len();
    let gone = match arguments.baseline {
        true => known::record(&root, &reporter, &mut problems)?,
        false => reporter.take(known::read(&root)?, &mut problems),
    };
    let known = all - problems.len();
    #[cfg(feature = "external")]
    if arguments.external {
        let day = jiff::tz::TimeZone::UTC.to_datetime(now).date();
        let news = super::external::ask(&root, &reporter, &found.links, day, arguments.baseline)?;
        problems.extend(news);
        diag::sort(&mut problems);
    }
    reporter.problems(&problems);
    reporter.checked(&problems, known);
    known::gone(&reporter, &gone);
    Ok(verdict(&problems, site.strict))
}

/// What there is to tell of a site.
struct Found {
    problems: Vec<Diagnostic>,
    /// Its outside links, which only `--external` asks about.
    #[cfg_attr(not(feature = "external"), expect(dead_code, reason = "nobody asks"))]
    links: Links,
}

/// Looks for problems, and again as long as some can be mended: a fix may show what else there is to mend.
fn look(
    common: &Common,
    root: &Path,
    now: Timestamp,
    options: &Options,
    fix: bool,
) -> Result<(DiskWorld, Found)> {
    let mut world = DiskWorld::open(root, now);
    let mut found = find(root, &world, options);
    if fix {
        let mut fixed = fix::Fixed::default();
        while fixed.write(root, &world, &found.problems)? {
            world = DiskWorld::open(root, now);
            found = find(root, &world, options);
        }
        Reporter::new(common, &world).mended(fixed.problems, fixed.files.len());
    }
    Ok((world, found))
}

/// All that is wrong with a site. What is rendered to learn it is not kept.
fn find(root: &Path, world: &dyn World, options: &Options) -> Found {
    let memos = Memos::forgetful().with_album(Box::new(Record::of(root).album()));
    overdue::watch(memos.running());
    let parsed = crate::understand(collect::collect(world), options, &memos);
    let links = external::links(&parsed.value);
    let Checked { value: prepared, diagnostics: mut problems } =
        crate::prepare(parsed, options, &memos);
    problems.extend(prepared.ready(&memos).judge());
    diag::sort(&mut problems);
    Found { problems, links }
}
