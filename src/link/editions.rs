//! Editions: stories by the week or the day they happened in.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Story;
use crate::model::{Date, Period};
use crate::parse::Parsed;
use crate::parse::config::Editions;

/// Some stories with a beginning and an end, in all languages.
#[derive(Debug, Hash)]
pub struct Edition {
    /// Its name, which is the last segment of its address.
    pub name: String,
    /// The days that it covers.
    pub period: Period,
    /// Its number, counted from the site's first.
    pub number: usize,
    /// Its stories, by their places in [`Site::stories`](super::Site::stories), newest first.
    pub stories: Vec<usize>,
    /// Whether its last day is over, so that no story will come to it.
    pub closed: bool,
}

impl Edition {
    /// The first day that it covers.
    pub fn from(&self) -> Date {
        self.period.first()
    }

    /// The last day that it covers.
    pub fn to(&self) -> Date {
        self.period.last()
    }
}

/// Gathers the editions of a site, the oldest first. A story whose day is not known is in none.
pub fn gather(parsed: &Parsed, stories: &[Story]) -> Vec<Edition> {
    let mut periods: BTreeMap<Period, Vec<usize>> = BTreeMap::new();
    for (place, story) in stories.iter().enumerate() {
        let date = &story.facts.date;
        let period = match parsed.config.editions {
            Editions::Week => Period::week_of(date),
            Editions::Day => Period::day_of(date),
            Editions::None => None,
        };
        if let Some(period) = period {
            periods.entry(period).or_default().push(place);
        }
    }
    let edition = |(index, (period, stories)): (usize, (Period, Vec<usize>))| Edition {
        name: period.to_string(),
        period,
        number: index + 1,
        stories,
        closed: end(parsed, &period) <= parsed.now,
    };
    periods.into_iter().enumerate().map(edition).collect()
}

/// When the next of some editions is over.
pub fn next_end(parsed: &Parsed, editions: &[Edition]) -> Option<Timestamp> {
    let open = editions.iter().filter(|edition| !edition.closed);
    open.map(|edition| end(parsed, &edition.period)).min()
}

fn end(parsed: &Parsed, period: &Period) -> Timestamp {
    period.last().end(&parsed.config.time_zone)
}
