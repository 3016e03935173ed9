//! `schedule`: what time will do to a site.

use anyhow::Result;
use jiff::Timestamp;
use serde_json::json;

use super::{Opened, is_human, out};
use crate::cli::arguments::{Common, ScheduleArguments};
use crate::link::{Story, Telling, Turn};

/// An article, and what becomes of it at some moment.
struct Entry<'a> {
    at: Timestamp,
    to: Turn,
    story: &'a Story,
    telling: &'a Telling,
}

/// Lists what will appear and what will expire, the next first. Drafts are on no schedule.
pub fn run(common: &Common, arguments: &ScheduleArguments) -> Result<u8> {
    let opened = Opened::open(common, arguments.now.as_deref())?;
    let locales = opened.locales(&arguments.locale)?;
    let code = opened.report(common);
    let stories = opened.site.archive.told();
    let tellings = stories
        .flat_map(|story| story.tellings.iter().flatten().map(move |telling| (story, telling)));
    let wanted = tellings.filter(|(_, telling)| locales.contains(&telling.article.locale));
    let mut entries: Vec<Entry<'_>> =
        wanted.flat_map(|(story, telling)| of(story, telling)).collect();
    entries.sort_by_key(|entry| (entry.at, entry.to, &entry.telling.article.file));
    entries.iter().for_each(|entry| say(common, &opened, entry));
    Ok(code)
}

fn of<'a>(story: &'a Story, telling: &'a Telling) -> impl Iterator<Item = Entry<'a>> {
    telling.changes.iter().map(move |change| Entry { at: change.at, to: change.to, story, telling })
}

fn say(common: &Common, opened: &Opened, entry: &Entry<'_>) {
    let zone = opened.site.config.time_zone.clone();
    let at = entry.at.to_zoned_datetime(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let (to, story) = (entry.to.as_str(), &entry.story.key);
    let (locale, file) = (&entry.telling.article.locale, &entry.telling.article.file);
    match is_human(common) {
        true => out(format_args!("{at}\t{to}\t{locale}\t{story}\t{}", file.as_str())),
        false => out(format_args!(
            "{}",
            json!({
                "at": at,
                "to": to,
                "locale": locale.as_str(),
                "story": story.as_str(),
                "file": file.as_str(),
            })
        )),
    }
}
