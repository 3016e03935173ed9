//! Where the nodes of a YAML text stand, for the few that have a problem.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

/// Which part of an entry is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The key of a mapping's entry.
    Key,
    /// The value. Of a list or mapping written over several lines, the key stands for all.
    Value,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Plain, or between quotes.
    Inline,
    /// As a block whose lines stay as they are: `|`.
    Literal,
    /// As a block whose lines are folded: `>`.
    Folded,
}

/// Every place of a text, found in one scan.
#[derive(Debug, Clone)]
pub struct Places(BTreeMap<String, Place>);

impl Places {
    /// Scans a text.
    pub fn new(text: &str) -> Self {
        Self(places(text).into_iter().map(|place| (place.path.clone(), place)).collect())
    }

    /// Finds a node by its path, in bytes.
    pub fn locate(&self, path: &str, part: Part) -> Option<Range<usize>> {
        let place = self.0.get(path)?;
        Some(match part {
            Part::Key => place.key.clone(),
            Part::Value => place.value.clone(),
        })
    }

    /// The place of a text, and how it is written; of a block, that of its lines.
    pub fn scalar(&self, path: &str) -> Option<(Range<usize>, Style)> {
        let place = self.0.get(path)?;
        Some((place.value.clone(), place.style?))
    }
}

/// One entry of a mapping, or one item of a list.
#[derive(Debug, Clone)]
struct Place {
    /// `sources[1].date`.
    path: String,
    key: Range<usize>,
    value: Range<usize>,
    /// Of a text.
    style: Option<Style>,
}

/// Finds a node by its path, in bytes.
pub fn locate(text: &str, path: &str, part: Part) -> Option<Range<usize>> {
    let place = places(text).into_iter().find(|place| place.path == path)?;
    Some(match part {
        Part::Key => place.key,
        Part::Value => place.value,
    })
}

/// Finds the first key that one mapping has twice: its name, and both places.
pub fn duplicate(text: &str) -> Option<(String, Range<usize>, Range<usize>)> {
    let mut seen = BTreeMap::new();
    for place in places(text) {
        if let Some(first) = seen.insert(place.path.clone(), place.key.clone()) {
            let key = text[place.key.clone()].trim_matches(['"', '\'']).to_owned();
            return Some((key, first, place.key));
        }
    }
    None
}

/// What a collection that is being read needs to know.
enum Frame {
    Mapping {
        path: String,
        /// The key whose value comes next.
        key: Option<(String, Range<usize>)>,
    },
    List {
        path: String,
        next: usize,
    },
}

/// Every entry and item, in the order of the text, up to the first error.
///
/// Its own stack, not the machine's: a text of ten thousand brackets is only long.
fn places(text: &str) -> Vec<Place> {
    let offsets = Offsets::new(text);
    let mut places = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let range = offsets.range(&span);
        let opens = |path: String| match event {
            Event::MappingStart(..) => Some(Frame::Mapping { path, key: None }),
            Event::SequenceStart(..) => Some(Frame::List { path, next: 0 }),
            _ => None,
        };
        match &event {
            Event::Scalar(value, style, ..) => {
                let before = places.len();
                let range = within_quotes(text, range, *style);
                visit(&mut frames, &mut places, range, Some(value));
                places[before..]
                    .iter_mut()
                    .for_each(|place| place.style = Some(self::style(*style)));
            }
            Event::Alias(_) => {
                visit(&mut frames, &mut places, range, Some("*"));
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let path = visit(&mut frames, &mut places, range, None);
                frames.extend(opens(path));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                frames.pop();
            }
            _ => {}
        }
    }
    places
}

/// The place of a text up to the quote that closes it: the scanner counts a comment behind it, too.
fn within_quotes(text: &str, range: Range<usize>, style: ScalarStyle) -> Range<usize> {
    let quote = match style {
        ScalarStyle::SingleQuoted => b'\'',
        ScalarStyle::DoubleQuoted => b'"',
        _ => return range,
    };
    let bytes = &text.as_bytes()[range.clone()];
    let Some(open) = bytes.iter().position(|byte| *byte == quote) else { return range };
    let mut at = open + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == quote => return range.start..range.start + at + 1,
            _ => {}
        }
        at += 1;
    }
    range
}

fn style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
        _ => Style::Inline,
    }
}

/// Takes one node, of which `scalar` is the text if it is one, and returns its path.
fn visit(
    frames: &mut [Frame],
    places: &mut Vec<Place>,
    range: Range<usize>,
    scalar: Option<&str>,
) -> String {
    match frames.last_mut() {
        None => String::new(),
        Some(Frame::List { path, next }) => {
            let path = format!("{path}[{next}]");
            *next += 1;
            let place = Place { path: path.clone(), key: range.clone(), value: range, style: None };
            places.push(place);
            path
        }
        Some(Frame::Mapping { path, key }) => match key.take() {
            None => {
                *key = Some((scalar.unwrap_or("?").to_owned(), range));
                "?".to_owned()
            }
            Some((name, at)) => {
                let path = match path.as_str() {
                    "" => name,
                    path => format!("{path}.{name}"),
                };
                let whole = scalar.is_some() && !range.is_empty();
                places.push(Place {
                    path: path.clone(),
                    key: at.clone(),
                    value: if whole { range } else { at },
                    style: None,
                });
                path
            }
        },
    }
}

/// The scanner counts characters, and depeche bytes.
struct Offsets<'a> {
    text: &'a str,
    /// Of each character, unless all are one byte long.
    table: Option<Vec<usize>>,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Self {
        let table = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect());
        Self { text, table }
    }

    /// The bytes of a span, without the blanks that the scanner counts to the end of some values.
    fn range(&self, span: &Span) -> Range<usize> {
        let (start, end) = (self.byte(span.start.index()), self.byte(span.end.index()));
        let value = self.text.get(start..end).unwrap_or_default();
        start..start + value.trim_end_matches([' ', '\t', '\r', '\n']).len()
    }

    fn byte(&self, character: usize) -> usize {
        match &self.table {
            None => character.min(self.text.len()),
            Some(table) => table.get(character).copied().unwrap_or(self.text.len()),
        }
    }
}
