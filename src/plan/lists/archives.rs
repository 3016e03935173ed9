//! Archives by date: their index, years, months and days.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::{Lists, count_on, stories_of};
use crate::model::Date;
use crate::plan::index::Cut;
use crate::plan::subject::Subject;
use crate::plan::view::{
    ArchivesPage, DayEntry, MonthEntry, MonthPage, PageView, Pager, YearEntry, YearPage,
};

/// How many stories of each month the page of a year shows.
const MONTH_STORIES: usize = 6;

impl Lists<'_> {
    pub(super) fn archives(&self, page: PageView) -> ArchivesPage {
        let years = self.locality.index.years.keys().rev();
        ArchivesPage { page, years: years.map(|year| self.year_entry(*year)).collect() }
    }

    pub(super) fn year(&self, year: i16, page: PageView) -> YearPage {
        let years = &self.locality.index.years;
        let (newer, older) = beside(years, &year);
        YearPage {
            page,
            year,
            count: years[&year].len(),
            months: self.month_entries(year, MONTH_STORIES),
            newer: newer.and_then(|year| self.link(Subject::Year(*year))),
            older: older.and_then(|year| self.link(Subject::Year(*year))),
        }
    }

    /// A page of a month, or of a day.
    pub(super) fn month(
        &self,
        subject: &Subject,
        page: PageView,
        one: &Cut<'_>,
        pager: Pager,
    ) -> MonthPage {
        let index = &self.locality.index;
        let ((newer, older), month) = match subject {
            Subject::Day(year, month, day) => {
                let of = |(year, month, day): &(i16, i8, i8)| Subject::Day(*year, *month, *day);
                let (newer, older) = beside(&index.days, &(*year, *month, *day));
                ((newer.map(of), older.map(of)), Date::of_day(*year, *month, *day))
            }
            Subject::Month(year, month) => {
                let of = |(year, month): &(i16, i8)| Subject::Month(*year, *month);
                let (newer, older) = beside(&index.months, &(*year, *month));
                ((newer.map(of), older.map(of)), Date::of_month(*year, *month))
            }
            _ => ((None, None), Date::of_month(1970, 1)),
        };
        MonthPage {
            page,
            month,
            count: count_on(stories_of(self.locality, subject).len(), one),
            days: self.day_entries(one.stories),
            newer: newer.and_then(|subject| self.link(subject)),
            older: older.and_then(|subject| self.link(subject)),
            pager,
        }
    }

    fn year_entry(&self, year: i16) -> YearEntry {
        YearEntry {
            year,
            href: self.href(&Subject::Year(year)),
            count: self.locality.index.years[&year].len(),
            months: self.month_entries(year, 0),
        }
    }

    fn month_entries(&self, year: i16, shown: usize) -> Vec<MonthEntry> {
        let months = self.locality.index.months.range((year, i8::MIN)..=(year, i8::MAX)).rev();
        let entry = |((year, month), stories): (&(i16, i8), &Vec<usize>)| MonthEntry {
            month: Date::of_month(*year, *month),
            href: self.href(&Subject::Month(*year, *month)),
            count: stories.len(),
            stories: self.teasers(&stories[..shown.min(stories.len())]),
        };
        months.map(entry).collect()
    }

    /// Stories by their day, newest first; those without a day last.
    fn day_entries(&self, stories: &[usize]) -> Vec<DayEntry> {
        let mut days: BTreeMap<Option<i8>, Vec<usize>> = BTreeMap::new();
        for story in stories {
            days.entry(self.planner.site.archive.stories[*story].facts.date.day())
                .or_default()
                .push(*story);
        }
        let entry = |(day, stories): (Option<i8>, Vec<usize>)| {
            let date = self.planner.site.archive.stories[stories[0]].facts.date;
            let (year, month) = (date.year(), date.month());
            DayEntry {
                date: day.map_or(Date::of_month(year, month), |day| Date::of_day(year, month, day)),
                href: day.and_then(|day| self.href(&Subject::Day(year, month, day))),
                stories: self.teasers(&stories),
            }
        };
        days.into_iter().rev().map(entry).collect()
    }
}

/// The neighbours of a key: the next greater one, and the next smaller one.
pub fn beside<'m, K: Ord, V>(map: &'m BTreeMap<K, V>, key: &K) -> (Option<&'m K>, Option<&'m K>) {
    let greater = map.range((Bound::Excluded(key), Bound::Unbounded)).next();
    (greater.map(|(key, _)| key), map.range(..key).next_back().map(|(key, _)| key))
}
