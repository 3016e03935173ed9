//! `accept`: records that translations are right.

use anyhow::{Result, bail};

use super::{FAILED, Opened, RIGHT, is_human, out, save, some};
use crate::cli::arguments::{AcceptArguments, Common};
use crate::cli::scaffold;
use crate::desk;
use crate::ledger::Ledger;
use crate::link::Story;
use crate::model::Locale;
use crate::world::World;

/// Records what the translations of a story, or all, are made from.
pub fn run(common: &Common, arguments: &AcceptArguments) -> Result<u8> {
    let opened = Opened::open(common, None)?;
    if opened.report(common) != RIGHT {
        // Writing it would lose what could not be read.
        return Ok(FAILED);
    }
    let locales = opened.locales(&arguments.locale)?;
    let key = match &arguments.story {
        Some(name) => Some(scaffold::story(&opened.parsed, name)?),
        None => None,
    };
    let mut ledger = Ledger::clone(&opened.parsed.ledger);
    let mut done = Accepted { locales: &locales, seen: 0, accepted: Vec::new() };
    for story in opened.site.archive.told() {
        if key.as_ref().is_none_or(|key| *key == story.key) {
            done.story(&opened, story, &mut ledger);
        }
    }
    if let Some(key) = key.filter(|_| done.seen == 0) {
        bail!(
            "`{key}` has no translation to accept\nhelp: `depeche translate {key} --to …` begins one"
        );
    }
    // Records of other languages stay when one language is asked for.
    let whole = arguments.all && arguments.locale.is_empty();
    let dropped = if whole { desk::prune(&mut ledger, &opened.parsed) } else { 0 };
    if dropped > 0 || !done.accepted.is_empty() {
        save(opened.world.root(), &ledger)?;
    }
    done.say(common, dropped);
    Ok(RIGHT)
}

struct Accepted<'a> {
    locales: &'a [Locale],
    /// How many translations were looked at.
    seen: usize,
    /// The story and the language of those that are recorded anew.
    accepted: Vec<(String, Locale)>,
}

impl Accepted<'_> {
    fn story(&mut self, opened: &Opened, story: &Story, ledger: &mut Ledger) {
        for place in story.locales().filter(|place| *place != story.original) {
            let locale = &opened.site.config.locales[place].tag;
            if !self.locales.contains(locale) {
                continue;
            }
            self.seen += 1;
            if desk::accept(ledger, &opened.site, story, place, opened.world.now()) {
                self.accepted.push((story.key.to_string(), locale.clone()));
            }
        }
    }

    fn say(&self, common: &Common, dropped: usize) {
        for (story, locale) in &self.accepted {
            match is_human(common) {
                true => out(format_args!("accepted {story} ({locale})")),
                false => {
                    out(format_args!("{}", serde_json::json!({ "story": story, "locale": locale })))
                }
            }
        }
        if is_human(common) {
            let same = self.seen - self.accepted.len();
            let same = if same > 0 { format!(", {same} as before") } else { String::new() };
            let gone = match dropped {
                0 => String::new(),
                count => format!(", {} of articles that are gone dropped", some(count, "record")),
            };
            say!("{} accepted{same}{gone}", some(self.accepted.len(), "translation"));
        }
    }
}
