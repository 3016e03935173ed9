//! Rows of figures, as comma-separated values (RFC 4180).
//!
//! The first row names the columns. Semicolons or tabs may stand in the place of commas, as spreadsheets
//! write them where the comma is the decimal sign: the row of names tells.

use std::ops::Range;

use super::{Choice, Data, Figure, Kind, Series};
use crate::diag::{Code, Diagnostic, nearest};
use crate::limits;

/// What is wrong with rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, in bytes of the rows; nothing, if it is a column that is asked for and not there.
    pub at: Option<Range<usize>>,
    /// The name of that column.
    pub column: Option<String>,
    /// The problem's code.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
}

impl Fault {
    fn at(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { at: Some(at), column: None, code: Code::BadChartData, message, help }
    }

    /// The problem, without its place.
    pub fn problem(&self) -> Diagnostic {
        Diagnostic::new(self.code, self.message.clone()).help(self.help.clone())
    }
}

/// A cell: its text, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cell {
    text: String,
    at: Range<usize>,
}

/// Reads rows, and takes the columns that are chosen.
///
/// # Errors
/// All that is wrong: names or figures that are missing or cannot be read, rows of another length than
/// the first, too many figures.
pub fn read(text: &str, choice: &Choice, kind: Kind) -> Result<Data, Vec<Fault>> {
    let sign = separator(text);
    let mut rows = cells(text, sign)?.into_iter();
    let start = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let none = || vec![Fault::at(start..start, "there are no figures here", ROWS)];
    let names = rows.next().ok_or_else(none)?;
    let rows: Vec<Vec<Cell>> = rows.collect();
    let columns = columns(&names, choice)?;
    let end = names.last().map_or(start, |cell| cell.at.end);
    if rows.is_empty() {
        let help = "write one row below the names of the columns for each thing that is counted";
        return Err(vec![Fault::at(names[0].at.start..end, "there are only names here", help)]);
    }
    check_size(&rows, columns.len() - 1)?;
    let mut faults: Vec<Fault> =
        rows.iter().filter_map(|row| uneven(row, names.len(), sign)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let name = |text: &str| choice.labels.get(text).map_or(text, String::as_str).to_owned();
    let series: Vec<Series> = columns[1..]
        .iter()
        .map(|column| Series {
            name: name(&names[*column].text),
            values: rows
                .iter()
                .map(|row| figure(&row[*column], sign, kind).map_err(|f| faults.push(f)).ok()?)
                .collect(),
        })
        .collect();
    let heading = name(&names[columns[0]].text);
    let rows = rows.iter().map(|row| name(&row[columns[0]].text)).collect();
    let data = Data { heading, rows, series };
    if faults.is_empty() && data.figures().next().is_none() {
        let help = "write a number in one cell at least";
        faults.push(Fault::at(names[0].at.start..end, "no cell below has a number", help));
    }
    if faults.is_empty() { Ok(data) } else { Err(faults) }
}

/// Where the numbers stand below the row of names.
pub(super) fn figures(text: &str) -> Vec<Range<usize>> {
    let rows = cells(text, separator(text)).unwrap_or_default();
    let number = |cell: &Cell| cell.text.starts_with(|c: char| "+-.0123456789".contains(c));
    rows.into_iter().skip(1).flatten().filter(number).map(|cell| cell.at).collect()
}

const ROWS: &str = "write the names of the columns in a row, such as `Country, Billions`, and below it \
                    one row for each thing that is counted: `China, 9.3`";

/// What stands between cells: the first of the three signs that the row of names has outside quotes.
fn separator(text: &str) -> char {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let outside: String = line
        .chars()
        .filter(|c| {
            quoted ^= *c == '"';
            !quoted
        })
        .collect();
    let has = |sign: &char| outside.contains(*sign);
    ['\t', ';', ','].into_iter().find(has).unwrap_or(',')
}

/// The rows that are not blank, as cells. A cell between quotes may hold anything; two quotes in it are
/// one.
fn cells(text: &str, sign: char) -> Result<Vec<Vec<Cell>>, Vec<Fault>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (cell, end) = cell(text, at, sign)?;
        row.push(cell);
        let rest = &text[end..];
        at = end + rest.chars().next().map_or(0, char::len_utf8);
        if rest.starts_with(sign) && at == text.len() {
            row.push(Cell { text: String::new(), at: at..at });
        }
        if !rest.starts_with(sign) || at == text.len() {
            rows.push(std::mem::take(&mut row));
        }
    }
    rows.retain(|row: &Vec<Cell>| row.len() > 1 || !row[0].text.is_empty());
    Ok(rows)
}

/// The cell that begins at a byte, and where the sign or line break after it is.
fn cell(text: &str, start: usize, sign: char) -> Result<(Cell, usize), Vec<Fault>> {
    let blank = |c: char| c.is_whitespace() && c != '\n' && c != sign || c == '\u{feff}';
    let begin = start + text[start..].len() - text[start..].trim_start_matches(blank).len();
    if let Some(inside) = text[begin..].strip_prefix('"') {
        return quoted(text, begin, inside, sign);
    }
    let end = text[begin..].find([sign, '\n']).map_or(text.len(), |length| begin + length);
    let cell = text[begin..end].trim_end();
    Ok((Cell { text: cell.to_owned(), at: begin..begin + cell.len() }, end))
}

fn quoted(text: &str, begin: usize, inside: &str, sign: char) -> Result<(Cell, usize), Vec<Fault>> {
    let mut content = String::new();
    let mut rest = inside;
    loop {
        let Some((before, after)) = rest.split_once('"') else {
            let message = "this quote has no partner";
            let help = "close the cell with `\"`; a quote within it is written twice, `\"\"`";
            return Err(vec![Fault::at(begin..begin + 1, message, help)]);
        };
        content.push_str(before);
        rest = after;
        match rest.strip_prefix('"') {
            Some(more) => {
                content.push('"');
                rest = more;
            }
            None => break,
        }
    }
    let close = text.len() - rest.len();
    let end = text[close..].find([sign, '\n']).map_or(text.len(), |length| close + length);
    let more = text[close..end].trim();
    if !more.is_empty() {
        let message = format!("`{more}` stands behind the quote that closes this cell");
        let help =
            "put all of the cell between the quotes; a quote within it is written twice, `\"\"`";
        return Err(vec![Fault::at(begin..end, message, help)]);
    }
    let words: Vec<&str> = content.split_whitespace().collect();
    Ok((Cell { text: words.join(" "), at: begin..close }, end))
}

/// The places of the column that names the rows, and of those that are drawn.
fn columns(names: &[Cell], choice: &Choice) -> Result<Vec<usize>, Vec<Fault>> {
    let mut faults = Vec::new();
    for (place, name) in names.iter().enumerate() {
        if name.text.is_empty() && place > 0 {
            let help = "say what its figures are";
            faults.push(Fault::at(name.at.clone(), "this column has no name", help));
        }
        if names[..place].iter().any(|other| other.text == name.text) {
            let message = format!("two columns are named `{}`", name.text);
            faults.push(Fault::at(name.at.clone(), message, "give each its own name"));
        }
    }
    let mut find = |wanted: &String| {
        let place = names.iter().position(|name| name.text == *wanted);
        if place.is_none() {
            faults.push(no_column(wanted, names));
        }
        place
    };
    let x = choice.x.as_ref().map_or(Some(0), &mut find);
    let y: Vec<usize> = match choice.y.is_empty() {
        true => (0..names.len()).filter(|place| Some(*place) != x).collect(),
        false => choice.y.iter().filter_map(find).collect(),
    };
    if faults.is_empty() && y.is_empty() {
        let message = "there is only one column here";
        faults.push(Fault::at(names[0].at.clone(), message, ROWS));
    }
    match x.filter(|_| faults.is_empty()) {
        Some(x) => Ok(std::iter::once(x).chain(y).collect()),
        None => Err(faults),
    }
}

fn no_column(wanted: &str, names: &[Cell]) -> Fault {
    let all = || names.iter().map(|name| name.text.as_str());
    let help = match nearest(wanted, all()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the columns are {}", all().collect::<Vec<_>>().join(", ")),
    };
    let message = format!("the figures have no column `{wanted}`");
    Fault { at: None, column: Some(wanted.to_owned()), code: Code::BadValue, message, help }
}

/// Whether there is more than can be drawn.
fn check_size(rows: &[Vec<Cell>], series: usize) -> Result<(), Vec<Fault>> {
    let (most_series, most) = (limits::CHART_SERIES, limits::CHART_FIGURES);
    let (message, help) = if series > most_series {
        let message = format!("{series} columns are more than a reader can tell apart");
        (message, format!("name {most_series} of them at the most: `y: [a, b]`"))
    } else if rows.len().saturating_mul(series) > most {
        let count = rows.len().saturating_mul(series);
        let message = format!("{count} figures are more than a chart can show");
        (message, format!("draw {most} at the most: leave rows out, or sum them up"))
    } else {
        return Ok(());
    };
    let first = rows[0].first().map_or(0..0, |cell| cell.at.clone());
    Err(vec![Fault { code: Code::ChartTooLarge, ..Fault::at(first, message, help) }])
}

/// The fault of a row that is longer or shorter than that of the names.
fn uneven(row: &[Cell], wanted: usize, sign: char) -> Option<Fault> {
    if row.len() == wanted {
        return None;
    }
    let at = row.first()?.at.start..row.last()?.at.end;
    let message = format!("this row has {} cells, and there are {wanted} columns", row.len());
    let help = match row.len() > wanted && sign == ',' {
        true => {
            "write decimals with a point, `12.5`, and put text that holds a comma between quotes"
        }
        false => "leave a cell empty if its figure is not known",
    };
    Some(Fault::at(at, message, help))
}

/// A cell as a number, or nothing if it is empty.
fn figure(cell: &Cell, sign: char, kind: Kind) -> Result<Option<Figure>, Fault> {
    let text = cell.text.as_str();
    if text.is_empty() {
        return Ok(None);
    }
    let number = match text.split_once(',').filter(|_| sign != ',') {
        // "1,234" may be either, and nobody would see which one it became.
        Some((_, fraction)) if fraction.len() != 3 => Figure::parse(&text.replacen(',', ".", 1)),
        Some(_) => None,
        None => Figure::parse(text),
    };
    let Some(number) = number else {
        let message = format!("`{text}` is not a number that can be drawn");
        let help = "write digits alone, and a point before decimals: `1234.5`; the page shows it as \
                    its language does";
        return Err(Fault::at(cell.at.clone(), message, help));
    };
    if kind == Kind::Stacked && number.get() < 0.0 {
        let message = "figures below zero cannot be stacked";
        return Err(Fault::at(cell.at.clone(), message, "write `kind: bar`"));
    }
    Ok(Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn choice(x: &str, y: &[&str]) -> Choice {
        Choice {
            x: (!x.is_empty()).then(|| x.to_owned()),
            y: y.iter().map(|name| (*name).to_owned()).collect(),
            labels: [("US", "États-Unis")].map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
        }
    }

    /// The data in a line, or each fault with the text that it points at.
    fn shown(text: &str, choice: &Choice, kind: Kind) -> String {
        match read(text, choice, kind) {
            Ok(data) => {
                let value = |value: &Option<Figure>| {
                    value.map_or("-".to_owned(), |figure| figure.get().to_string())
                };
                let series = data.series.iter().map(|series| {
                    let values: Vec<_> = series.values.iter().map(value).collect();
                    format!("{}={}", series.name, values.join(","))
                });
                let series: Vec<_> = series.collect();
                format!("{}: {} | {}", data.heading, data.rows.join("/"), series.join(" "))
            }
            Err(faults) => {
                let one = |fault: &Fault| {
                    let at = fault.at.clone().map_or("", |at| &text[at]);
                    format!("{} `{at}` {}", fault.code, fault.message)
                };
                faults.iter().map(one).collect::<Vec<_>>().join("; ")
            }
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(shown(text, &choice("", &[]), Kind::Bar), expected, "{text:?}");
    }

    #[test]
    fn rows_are_read_as_spreadsheets_write_them() {
        check("Pays, Md\nUS, 109.1\nChine,9\n", "Pays: États-Unis/Chine | Md=109.1,9");
        check("\u{feff}a;b;c\r\nx;1,5;\r\n\r\ny;-2;1e3\r\n", "a: x/y | b=1.5,-2 c=-,1000");
        check("a\tb\nx, y\t0.5", "a: x, y | b=0.5");
        check("a,\"b, c\"\n\"x \"\"y\"\"\",1", "a: x \"y\" | b, c=1");
        check(",b\n2024,1", ": 2024 | b=1");
        check("a,b\nx,\ny,1\n", "a: x/y | b=-,1");
    }

    #[test]
    fn every_mistake_has_its_place() {
        check("", "bad-chart-data `` there are no figures here");
        check("a,b\n", "bad-chart-data `a,b` there are only names here");
        check("a\nx", "bad-chart-data `a` there is only one column here");
        check(
            "a,b\nx,1,5\n",
            "bad-chart-data `x,1,5` this row has 3 cells, and there are 2 columns",
        );
        check("a,b\nx,un\n", "bad-chart-data `un` `un` is not a number that can be drawn");
        check("a;b\nx;1,234\n", "bad-chart-data `1,234` `1,234` is not a number that can be drawn");
        check(
            "a,b\nx,NaN\ny,inf\n",
            "bad-chart-data `NaN` `NaN` is not a number that can be drawn; bad-chart-data `inf` `inf` is not a number that can be drawn",
        );
        check("a,b,b\nx,1,2", "bad-chart-data `b` two columns are named `b`");
        check("a,,b\nx,1,2", "bad-chart-data `` this column has no name");
        check("a,b\n\"x,1", "bad-chart-data `\"` this quote has no partner");
        check(
            "a,b\n\"x\"y,1",
            "bad-chart-data `\"x\"y` `y` stands behind the quote that closes this cell",
        );
        check("a,b\nx,\n", "bad-chart-data `a,b` no cell below has a number");
        let stacked = shown("a,b\nx,-1", &choice("", &[]), Kind::Stacked);
        assert_eq!(stacked, "bad-chart-data `-1` figures below zero cannot be stacked");
    }

    #[test]
    fn columns_are_chosen_by_name() {
        let check = |x: &str, y: &[&str], expected: &str| {
            let text = "year,US,China\n2023,1,2\n2024,3,4";
            assert_eq!(shown(text, &choice(x, y), Kind::Line), expected);
        };
        check("", &["China"], "year: 2023/2024 | China=2,4");
        check("China", &["US"], "China: 2/4 | États-Unis=1,3");
        check("", &["Chin"], "bad-value `` the figures have no column `Chin`");
    }

    #[test]
    fn the_limits_hold() {
        let rows = |count: usize| format!("a,b\n{}", "x,1\n".repeat(count));
        let choice = choice("", &[]);
        assert!(read(&rows(limits::CHART_FIGURES), &choice, Kind::Line).is_ok());
        let past = shown(&rows(limits::CHART_FIGURES + 1), &choice, Kind::Line);
        assert!(past.starts_with("chart-too-large `x` 2001 figures"), "{past}");
        let wide = |series: usize| {
            let names: Vec<_> = (0..series).map(|place| format!(",{place}")).collect();
            format!("a{}\nx{}", names.join(""), ",1".repeat(series))
        };
        assert!(read(&wide(limits::CHART_SERIES), &choice, Kind::Bar).is_ok());
        let past = shown(&wide(limits::CHART_SERIES + 1), &choice, Kind::Bar);
        assert!(past.starts_with("chart-too-large `x` 7 columns"), "{past}");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[a,;\t\"\n\r 1.é\u{feff}-]{0,40}") {
            shown(&text, &choice("", &[]), Kind::Stacked);
        }
    }
}
