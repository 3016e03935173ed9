//! What the parser must never see: entries that are too long, or nested so deep that its recursion
//! would exhaust the stack.

use std::borrow::Cow;
use std::ops::Range;

use crate::diag::{Code, Diagnostic, Span};
use crate::limits::{MESSAGE_BYTES, MESSAGE_DEPTH};
use crate::world::VPath;

/// Blanks out the entries that pass a limit, so that every other byte stays where it was.
///
/// # Problems
/// - [`Code::FluentSyntax`], for each entry that was cut.
pub(super) fn cut<'s>(path: &VPath, source: &'s str) -> (Cow<'s, str>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut kept = Cow::Borrowed(source);
    for entry in entries(source) {
        let Some(problem) = excess(&source[entry.clone()]) else {
            continue;
        };
        let name = source[entry.clone()].split(['=', '\n']).next().unwrap_or_default();
        let name = entry.start..entry.start + name.trim_end().len();
        diagnostics.push(
            Diagnostic::new(Code::FluentSyntax, problem)
                .at(Span::new(path, name))
                .help("split it into several messages"),
        );
        kept.to_mut().replace_range(entry.clone(), &blank(&source[entry]));
    }
    (kept, diagnostics)
}

/// Stretches of the source, each from the first line of an entry to that of the next.
fn entries(source: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        if offset > 0 && begins_entry(line) {
            starts.push(offset);
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([source.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether a line is `name =` or `-name =`, which can't stand within a placeable: the parser gives up
/// an entry that is still open there.
fn begins_entry(line: &str) -> bool {
    let line = line.strip_prefix('-').unwrap_or(line);
    let name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let rest = line.trim_start_matches(name);
    line.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.trim_start_matches(' ').starts_with('=')
}

/// Which limit an entry passes, as a clause.
fn excess(entry: &str) -> Option<String> {
    let text: usize =
        entry.lines().filter(|line| !line.starts_with('#')).map(|line| line.len() + 1).sum();
    if text > MESSAGE_BYTES {
        return Some(format!("a message is longer than {MESSAGE_BYTES} bytes"));
    }
    (depth(entry) > MESSAGE_DEPTH)
        .then(|| format!("a message is nested deeper than {MESSAGE_DEPTH} levels"))
}

/// What the parser is inside of.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    /// `{ … }`
    Placeable,
    /// `NAME( … )`
    Call,
    /// The text of a variant, up to the next key or the end of its placeable.
    Variant,
}

/// How deep the parser's recursion would go: the same grammar with a stack of our own.
///
/// Where the text breaks the grammar the two may differ, but there the parser gives the entry up.
fn depth(entry: &str) -> usize {
    let mut levels = Vec::new();
    let mut deepest = 0;
    for line in entry.lines().filter(|line| !line.starts_with('#')) {
        let mut bytes = after_key(line, &mut levels).bytes();
        while let Some(byte) = bytes.next() {
            match (byte, levels.last()) {
                (b'"', Some(Level::Placeable | Level::Call)) => skip_quoted(&mut bytes),
                _ => step(&mut levels, byte),
            }
            deepest = deepest.max(levels.len());
        }
    }
    deepest
}

/// The line without the variant's key that it begins with, if it does.
fn after_key<'s>(line: &'s str, levels: &mut Vec<Level>) -> &'s str {
    let rest = line.trim_start_matches(' ');
    let key = rest.strip_prefix('*').unwrap_or(rest);
    if levels.is_empty() || !key.starts_with('[') {
        return rest;
    }
    if levels.last() == Some(&Level::Placeable) {
        levels.push(Level::Variant);
    }
    key.split_once(']').map_or("", |(_, text)| text)
}

/// Goes to the end of a text in quotes.
fn skip_quoted(bytes: &mut impl Iterator<Item = u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return,
            _ => {}
        }
    }
}

fn step(levels: &mut Vec<Level>, byte: u8) {
    match (byte, levels.last()) {
        (b'{', _) => levels.push(Level::Placeable),
        (b'(', Some(Level::Placeable | Level::Call)) => levels.push(Level::Call),
        (b')', Some(Level::Call)) | (b'}', Some(Level::Placeable)) => drop(levels.pop()),
        // The last variant ends with its placeable.
        (b'}', Some(Level::Variant)) => levels.truncate(levels.len() - 2),
        _ => {}
    }
}

/// As many blanks, on as many lines.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}
