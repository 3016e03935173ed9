//! `check --external`: asks the web about outside links, and keeps what is known of them.

use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;

use super::known::{read_list, unreadable};
use super::report::Reporter;
use super::save;
use crate::diag::Diagnostic;
use crate::external::ask::{self, Manners};
use crate::external::{self, Judgement, Known, LINKS, Links};

/// How many links that could not be judged are named.
const NAMED: usize = 10;

/// Asks about all links, and returns those that newly broke. With `baseline`, they are known from then on, and
/// no longer told.
pub fn ask(
    root: &Path,
    reporter: &Reporter<'_>,
    links: &Links,
    today: Date,
    baseline: bool,
) -> Result<Vec<Diagnostic>> {
    let known = Known::parse(&read_list(root, LINKS)?)
        .map_err(|why| unreadable(LINKS, &why, "depeche check --external --baseline"))?;
    let answers = ask::ask(links.keys().map(String::as_str), Manners::default());
    let judgement = external::judge(links, &answers, &known, today);
    tell(reporter, &judgement);
    if !baseline {
        return Ok(judgement.problems);
    }
    if !judgement.next.is_empty() || root.join(LINKS).exists() {
        save(root, LINKS, &judgement.next.write())?;
    }
    Ok(Vec::new())
}

fn tell(reporter: &Reporter<'_>, judgement: &Judgement) {
    for (address, why) in judgement.unclear.iter().take(NAMED) {
        reporter.note(&format!("`{address}` could not be judged: {why}"));
    }
    for address in &judgement.back {
        reporter.note(&format!("`{address}` of `{LINKS}` answers again"));
    }
    let more = |count: usize, what: &str| match count {
        0 => String::new(),
        count => format!(", {count} {what}"),
    };
    reporter.note(&format!(
        "outside links: {} lead to something{}{}{}",
        judgement.fine,
        more(judgement.problems.len(), "newly do not"),
        more(judgement.known, &format!("are known in `{LINKS}`")),
        more(judgement.unclear.len(), "could not be judged"),
    ));
}
