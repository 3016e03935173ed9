//! A chart: a fenced block `chart`, with a head in YAML and rows of figures.
//!
//! ````text
//! ```chart
//! title: Private investment in AI, 2024
//! unit: billions of dollars
//! ---
//! Country, Investment
//! United States, 109.1
//! China, 9.3
//! ```
//! ````
//!
//! The rows may stand in a file beside the article instead: `from: figures.csv`. Figures are written as
//! programs write them, whatever the language of the text, so that translations share one file.

mod head;
mod rows;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::l10n::{Notation, NumberOptions};
use crate::limits;
pub use head::{Read, read};
pub use rows::{Fault, read as read_rows};

/// Where the head of a chart's text is, and each of its figures.
pub fn figures(text: &str) -> (Range<usize>, Vec<Range<usize>>) {
    let (head, rows) = head::parts(text);
    let rows = rows.unwrap_or(text.len()..text.len());
    let found = rows::figures(&text[rows.clone()]).into_iter();
    (head, found.map(|at| rows.start + at.start..rows.start + at.end).collect())
}

/// The word after the fence of a block that is a chart.
pub const LANGUAGE: &str = "chart";

/// A chart, as its author describes it. Its words are as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Chart {
    /// Its place among the charts of its body, from 1, in the order of the source.
    pub number: u32,
    /// How figures are drawn.
    pub kind: Kind,
    /// What it shows: the caption.
    pub title: String,
    /// What a reader who does not see it is told, if its author says so.
    pub description: Option<String>,
    /// Where the figures come from; it may cite sources of the article: `[^src:ID]`.
    pub source: Option<String>,
    /// What the figures count, in words or as `%`.
    pub unit: Option<String>,
    /// Which columns are drawn, and what is written in the place of names.
    pub choice: Choice,
    /// How figures are written: options of `NUMBER`, by their names.
    pub number_options: Vec<(String, String)>,
    /// The figures.
    pub figures: Figures,
}

/// How figures are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A bar for each figure.
    Bar,
    /// A bar for each row, of its figures one after the other.
    Stacked,
    /// A line for each column.
    Line,
}

/// Which columns are drawn, and what is written in the place of names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// The column that names the rows: the first, unless it says another.
    pub x: Option<String>,
    /// The columns that are drawn: all others, if it names none.
    pub y: Vec<String>,
    /// What is written in the place of names of columns and rows.
    pub labels: BTreeMap<String, String>,
}

/// Where the figures of a chart are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Figures {
    /// In the block itself.
    Here(Data),
    /// In a file: the index of a target of the body.
    File(usize),
}

/// The figures of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Data {
    /// The name of the column that names the rows.
    pub heading: String,
    /// The names of the rows.
    pub rows: Vec<String>,
    /// The columns that are drawn; never none.
    pub series: Vec<Series>,
}

/// A column of figures.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Series {
    /// What they are.
    pub name: String,
    /// One for each row, if it is known.
    pub values: Vec<Option<Figure>>,
}

/// A number that can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Figure(f64);

impl Eq for Figure {}

impl std::hash::Hash for Figure {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Figure {
    /// Reads a number as programs write it: `-12.5`, `1e6`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
        let number: f64 = text.parse().ok().filter(|_| text.chars().all(plain))?;
        // Zero has one form.
        (number.abs() <= limits::CHART_FIGURE).then_some(Self(number + 0.0))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// How many digits stand after its decimal sign.
    pub fn decimals(self) -> usize {
        self.0.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len())
    }
}

impl Data {
    /// Every figure that is known.
    pub fn figures(&self) -> impl Iterator<Item = Figure> {
        self.series.iter().flat_map(|series| series.values.iter().flatten().copied())
    }

    /// Names of columns and rows.
    fn words(&self) -> impl Iterator<Item = &str> {
        let names = self.series.iter().map(|series| &series.name);
        names.chain(&self.rows).map(String::as_str)
    }
}

impl Chart {
    /// The words that a reader may look for, besides the title: names of columns and rows. Of a file
    /// those alone that the chart has words of its own for.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let own = match &self.figures {
            Figures::Here(data) => Some(data),
            Figures::File(_) => None,
        };
        let labels = self.choice.labels.values().filter(move |_| own.is_none());
        let description = self.description.iter();
        let words = labels.chain(description).map(String::as_str);
        words.chain(own.into_iter().flat_map(Data::words))
    }

    /// Whether the figures are parts of a hundred.
    pub fn is_percent(&self) -> bool {
        self.unit.as_deref() == Some("%")
    }

    /// How its figures are written.
    pub fn options(&self) -> NumberOptions {
        let mut options = NumberOptions::default();
        for (name, value) in &self.number_options {
            options.set(name, value);
        }
        if self.is_percent() {
            options.notation = Notation::Percent;
        }
        options
    }
}

/// A chart whose figures stand in a file, and its place: its block, in bytes of the article's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromFile {
    /// The index of the file among the body's targets.
    pub target: usize,
    /// Which columns are drawn.
    pub choice: Choice,
    /// How.
    pub kind: Kind,
    /// Where the block stands.
    pub block: Range<usize>,
}
