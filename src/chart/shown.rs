//! A chart's words and figures, as its locale writes them.

use std::borrow::Cow;

use crate::l10n::{DateStyle, Formats, Measure, Notation, NumberOptions};
use crate::model::Date;
use crate::parse::chart::{Chart, Data, Figure, Kind};
use crate::parse::markdown::escape::push_text;
use crate::typeset;

/// The most digits after a decimal sign that are written unless the author asks for more.
const DECIMALS: usize = 3;

/// A chart that is ready to be drawn.
pub struct Shown<'a> {
    /// Its place among the charts of its text.
    pub number: u32,
    /// How it is drawn.
    pub kind: Kind,
    /// The title.
    pub title: Cow<'a, str>,
    /// What is said to those who do not see it, if the author says so.
    pub description: Option<Cow<'a, str>>,
    /// What figures count.
    pub unit: Option<Cow<'a, str>>,
    /// The name of the column that names the rows.
    pub heading: Cow<'a, str>,
    /// The rows.
    pub rows: Rows,
    /// The names of the series.
    pub names: Vec<Cow<'a, str>>,
    /// The figures of each series.
    pub values: Vec<Vec<Option<f64>>>,
    formats: &'a Formats,
    options: NumberOptions,
    percent: bool,
    decimals: usize,
}

/// The names of rows.
pub struct Rows {
    /// In full.
    pub names: Vec<String>,
    /// As an axis has them.
    pub short: Vec<String>,
    /// Where they stand on it, if they are dates or numbers.
    pub places: Option<Vec<f64>>,
}

impl<'a> Shown<'a> {
    /// Sets the words and figures of a chart.
    pub fn new(chart: &'a Chart, data: &'a Data, formats: &'a Formats) -> Self {
        let set = |text: &'a str| typeset::plain(text, formats.language());
        let decimals = data.figures().map(Figure::decimals).max().unwrap_or(0);
        let value = |value: &Option<Figure>| value.map(Figure::get);
        Self {
            number: chart.number,
            kind: chart.kind,
            title: set(&chart.title),
            description: chart.description.as_deref().map(set),
            unit: chart.unit.as_deref().filter(|_| !chart.is_percent()).map(set),
            heading: set(&data.heading),
            rows: rows(&data.rows, formats),
            names: data.series.iter().map(|series| set(&series.name)).collect(),
            values: data
                .series
                .iter()
                .map(|series| series.values.iter().map(value).collect())
                .collect(),
            formats,
            options: chart.options(),
            percent: chart.is_percent(),
            decimals: decimals.min(DECIMALS),
        }
    }

    /// Writes what figures count.
    pub fn write_unit(&self, out: &mut String) {
        if let Some(unit) = &self.unit {
            out.push_str("<p class=\"chart-unit\">");
            push_text(unit, out);
            out.push_str("</p>\n");
        }
    }

    /// A figure, with as many decimals as the most precise of the chart.
    pub fn figure(&self, value: f64) -> String {
        self.number(value, self.decimals)
    }

    /// A figure of an axis.
    pub fn tick(&self, value: f64, decimals: usize) -> String {
        self.number(value, decimals)
    }

    /// Every figure that is known.
    pub fn figures(&self) -> impl Iterator<Item = f64> {
        self.values.iter().flatten().flatten().copied()
    }

    /// The sum of a row, and whether any of its figures is known.
    pub fn total(&self, row: usize) -> Option<f64> {
        let known: Vec<f64> = self.values.iter().filter_map(|series| series[row]).collect();
        (!known.is_empty()).then(|| known.iter().sum())
    }

    fn is_money(&self) -> bool {
        matches!(self.options.measure, Measure::Currency(_))
    }

    fn number(&self, value: f64, decimals: usize) -> String {
        let mut options = self.options;
        let value = if self.percent { value / 100.0 } else { value };
        let decimals = match options.notation {
            Notation::Percent if !self.percent => decimals.saturating_sub(2),
            // $2.5 is no price.
            _ if decimals > 0 && self.is_money() => decimals.max(2),
            _ => decimals,
        };
        let compact = matches!(options.notation, Notation::CompactShort | Notation::CompactLong);
        if !compact && options.min_fraction.is_none() && options.max_fraction.is_none() {
            let decimals = u8::try_from(decimals).ok();
            (options.min_fraction, options.max_fraction) = (decimals, decimals);
        }
        self.formats.number(value, options)
    }
}

/// The names of rows: dates, numbers, or words.
fn rows(names: &[String], formats: &Formats) -> Rows {
    let all = |read: fn(&str) -> Option<Place>| {
        names.iter().map(|name| read(name)).collect::<Option<Vec<Place>>>()
    };
    let Some(places) = all(date).or_else(|| all(number)) else {
        let set = |name: &String| typeset::plain(name, formats.language()).into_owned();
        let names: Vec<String> = names.iter().map(set).collect();
        return Rows { short: names.clone(), names, places: None };
    };
    let year = places.first().and_then(Place::year);
    let one_year = places.iter().all(|place| place.year() == year);
    Rows {
        names: places.iter().map(|place| place.write(formats, DateStyle::Long)).collect(),
        short: places
            .iter()
            .map(|place| place.write(formats, place.short(one_year && names.len() > 1)))
            .collect(),
        places: Some(places.iter().map(Place::at).collect()),
    }
}

/// What a row's name says, if it is no word.
enum Place {
    Year(f64),
    Date(Date),
    Number(f64),
}

fn date(name: &str) -> Option<Place> {
    if name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Place::Year(name.parse().ok()?));
    }
    Date::parse(name).ok().map(Place::Date)
}

fn number(name: &str) -> Option<Place> {
    Figure::parse(name).map(|figure| Place::Number(figure.get()))
}

impl Place {
    /// The place on an axis: a date's in years.
    fn at(&self) -> f64 {
        match self {
            Self::Year(number) | Self::Number(number) => *number,
            Self::Date(date) => {
                let month = f64::from(date.month() - 1);
                let day = f64::from(date.day().unwrap_or(1) - 1);
                let (hour, minute) = date.time().unwrap_or((0, 0));
                let part = (f64::from(hour) + f64::from(minute) / 60.0) / 24.0;
                f64::from(date.year()) + (month + (day + part) / 31.0) / 12.0
            }
        }
    }

    fn year(&self) -> Option<i16> {
        match self {
            Self::Date(date) => Some(date.year()),
            _ => None,
        }
    }

    /// How an axis writes it: without the year, if all dates are of one.
    fn short(&self, one_year: bool) -> DateStyle {
        match self {
            Self::Date(date) if date.time().is_some() => DateStyle::ShortWithTime,
            Self::Date(_) if one_year => DateStyle::MonthDayMedium,
            _ => DateStyle::Medium,
        }
    }

    fn write(&self, formats: &Formats, style: DateStyle) -> String {
        match self {
            Self::Year(year) => format!("{year:04}"),
            Self::Number(number) => formats.number(*number, NumberOptions::default()),
            Self::Date(date) => match date.time() {
                Some(_) => formats.date(date, style.with_time()),
                None => formats.date(date, style),
            },
        }
    }
}
