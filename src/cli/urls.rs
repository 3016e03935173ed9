//! `urls`: the addresses that readers know, and what has become of them.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::arguments::{Common, Format, UrlsArguments};
use super::report::Reporter;
use super::{RIGHT, WRONG, now, options, out, root, save};
use crate::Memos;
use crate::collect::{self, URLS};
use crate::diag::{Code, Diagnostic, Severity, nearest};
use crate::model::Route;
use crate::urls::{self, Urls};
use crate::world::VPath;
use crate::world::disk::DiskWorld;

/// Says which addresses are new and which are lost; records and forgets what was asked for.
///
/// Exits with 1 if addresses are lost, or if they are not known for certain: the list cannot be read, or the site has
/// mistakes.
pub fn run(common: &Common, arguments: &UrlsArguments) -> Result<u8> {
    let root = root(common)?;
    if !arguments.forget.is_empty() {
        forget(&root, &arguments.forget)?;
    }
    let world = DiskWorld::open(&root, now(&root, arguments.site.now.as_deref())?);
    let (options, memos) = (options(&arguments.site)?, Memos::forgetful());
    let parsed = crate::understand(collect::collect(&world), &options, &memos);
    let mut known = Urls::clone(&parsed.value.urls);
    let prepared = crate::prepare(parsed, &options, &memos);
    let concerns =
        |problem: &Diagnostic| is_of_list(problem) || problem.severity() == Severity::Error;
    let problems: Vec<Diagnostic> = prepared.diagnostics.into_iter().filter(concerns).collect();
    Reporter::new(common, &world).problems(&problems);
    if problems.iter().any(|problem| problem.code != Code::LostUrl) {
        return Ok(WRONG);
    }
    let there = prepared.value.addresses();
    let new: Vec<&Route> = there.0.keys().filter(|route| !known.0.contains_key(*route)).collect();
    tell(common, &new, arguments.record);
    if arguments.record {
        // What an address led to is known better now.
        known.0.extend(there.0);
        save(&root, URLS, &urls::write(&known))?;
    }
    Ok(if problems.is_empty() { RIGHT } else { WRONG })
}

/// Whether a problem is one of the list of addresses.
fn is_of_list(problem: &Diagnostic) -> bool {
    let file = VPath::new(URLS);
    problem.span.as_ref().is_some_and(|span| span.file == file)
}

fn tell(common: &Common, new: &[&Route], recorded: bool) {
    if common.format == Format::Json {
        new.iter().for_each(|route| {
            out(format_args!("{}", json!({ "url": route.as_str(), "state": "new" })))
        });
        return;
    }
    new.iter().for_each(|route| out(format_args!("{route}")));
    match (new.len(), recorded) {
        (0, _) => {}
        (count, true) => say!("recorded: {}", some(count)),
        (count, false) => {
            say!("new: {}\nhelp: `depeche urls --record` adds them to `{URLS}`", some(count))
        }
    }
}

fn some(count: usize) -> String {
    if count == 1 { "1 address".to_owned() } else { format!("{count} addresses") }
}

/// Takes addresses out of the list.
fn forget(root: &Path, paths: &[String]) -> Result<()> {
    let text = match fs::read_to_string(root.join(URLS)) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        read => read.with_context(|| format!("`{URLS}` cannot be read"))?,
    };
    let checked = urls::parse(&text);
    if let Some(problem) = checked.diagnostics.first() {
        bail!("`{URLS}`: {}", problem.message);
    }
    let mut known = checked.value;
    for path in paths {
        let route = Route::parse(path).filter(|route| known.0.remove(route).is_some());
        if route.is_none() {
            let near = nearest(path, known.0.keys().map(Route::as_str));
            let help = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            bail!("`{URLS}` has no `{path}`{help}");
        }
    }
    save(root, URLS, &urls::write(&known))
}
