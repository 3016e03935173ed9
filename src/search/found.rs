//! What one article is found by.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::bytes::Bytes;
use super::words::{common, fold, words};

/// How much a word counts by where it stands; in the text, 1 each time.
const TITLE: u32 = 8;
const SUMMARY: u32 = 3;
const POINT: u32 = 2;
const HEADING: u32 = 2;

/// An article's words, as plain text but for the text itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fields<'a> {
    /// The headline.
    pub title: &'a str,
    /// What stands with it: the words above it, the lead.
    pub summary: [&'a str; 2],
    /// Short lines above the text.
    pub points: &'a [String],
    /// Words that the text shows outside its HTML: of charts.
    pub labels: &'a [&'a str],
    /// The text, as HTML.
    pub html: &'a str,
}

/// The words of an article in lower case, each once, with what it counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Separated by blanks. Of most articles nobody looks at them.
    words: Bytes,
    weights: Bytes,
    /// How many words the text has.
    length: u32,
}

impl Found {
    /// The words of an article in a language.
    pub fn new(fields: Fields<'_>, language: &str) -> Self {
        let mut text = Weighed::default();
        text.push(fields.title, TITLE);
        fields.summary.iter().for_each(|part| text.push(part, SUMMARY));
        fields.points.iter().for_each(|point| text.push(point, POINT));
        let body = text.lower.len();
        plain(fields.html, |part, in_heading| {
            text.push(part, if in_heading { HEADING } else { 1 });
        });
        fields.labels.iter().for_each(|label| text.push(label, 1));
        text.gather(body, language)
    }

    /// A name: of a topic, or of an author. It counts as much as the lead.
    pub fn name(name: &str, language: &str) -> Self {
        Self::new(Fields { summary: [name, ""], ..Fields::default() }, language)
    }

    /// The words, with what each counts.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u8)> {
        let words = std::str::from_utf8(&self.words.0).unwrap_or_default();
        words.split_terminator(' ').zip(self.weights.0.iter().copied())
    }

    /// How many words the text has.
    pub(super) fn length(&self) -> u32 {
        self.length
    }
}

/// A text in lower case, in parts that count differently.
#[derive(Default)]
struct Weighed {
    lower: String,
    /// Where each part ends, and what a word of it counts.
    parts: Vec<(usize, u32)>,
}

impl Weighed {
    fn push(&mut self, text: &str, weight: u32) {
        match text.is_ascii() {
            true => {
                let start = self.lower.len();
                self.lower.push_str(text);
                self.lower[start..].make_ascii_lowercase();
            }
            false => self.lower.push_str(&text.to_lowercase()),
        }
        // A word ends with its part.
        self.lower.push(' ');
        self.parts.push((self.lower.len(), weight));
    }

    /// Each word once, in the order of the text. From `body` on words are counted for the length.
    fn gather(&self, body: usize, language: &str) -> Found {
        let mut counted = Counted::default();
        let mut start = 0;
        for (end, weight) in &self.parts {
            for word in words(&self.lower[start..*end]) {
                counted.add(word, *weight);
                counted.length += u32::from(start >= body);
            }
            start = *end;
        }
        counted.found(language)
    }
}

/// Words with the sum of what each counts, in the order in which they came.
#[derive(Default)]
struct Counted<'a> {
    places: FxHashMap<&'a str, usize>,
    words: Vec<(&'a str, u32)>,
    length: u32,
}

impl<'a> Counted<'a> {
    fn add(&mut self, word: &'a str, weight: u32) {
        let place = *self.places.entry(word).or_insert(self.words.len());
        match self.words.get_mut(place) {
            Some((_, sum)) => *sum += weight,
            None => self.words.push((word, weight)),
        }
    }

    /// All but those that tell nothing.
    fn found(mut self, language: &str) -> Found {
        if let Some(common) = common(language) {
            self.words.retain(|(word, _)| !common.contains(&*fold(word)));
        }
        let weights = self.words.iter().map(|(_, sum)| u8::try_from(*sum).unwrap_or(u8::MAX));
        let weights = Bytes(weights.collect());
        let words: Vec<&str> = self.words.iter().map(|(word, _)| *word).collect();
        Found { words: Bytes(words.join(" ").into_bytes()), weights, length: self.length }
    }
}

/// Elements that stand inside a word as well as around it.
const INSIDE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "mark", "q",
    "s", "small", "span", "strong", "sub", "time", "u", "wbr",
];

/// Elements whose text is not read.
const UNREAD: &[&str] = &["math", "script", "style", "svg", "template"];

/// Hands over the text of HTML, part by part, and whether it is a heading's.
fn plain(html: &str, mut part: impl FnMut(&str, bool)) {
    let mut text = String::with_capacity(html.len());
    let mut heading = false;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        push_text(&rest[..start], &mut text);
        let tag = Tag::new(&rest[start + 1..]);
        rest = tag.behind;
        if is_heading(tag.name) {
            part(&text, heading);
            text.clear();
            heading = !tag.closes;
        } else if UNREAD.contains(&tag.name) && !tag.closes {
            rest = after(rest, tag.name);
        } else if !INSIDE.contains(&tag.name) {
            text.push(' ');
        }
    }
    push_text(rest, &mut text);
    part(&text, heading);
}

/// A tag, and what comes behind it.
struct Tag<'h> {
    name: &'h str,
    closes: bool,
    behind: &'h str,
}

impl<'h> Tag<'h> {
    /// The tag whose `<` stands before this.
    fn new(html: &'h str) -> Self {
        let end = html.find('>').unwrap_or(html.len());
        let closes = html.starts_with('/');
        let inside = &html[usize::from(closes)..end];
        let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        Self { name, closes, behind: html.get(end + 1..).unwrap_or_default() }
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
}

/// What comes after the end of an element.
fn after<'h>(html: &'h str, name: &str) -> &'h str {
    let end = html.find(&format!("</{name}")).unwrap_or(html.len());
    &html[end..]
}

/// Appends text, with what it has escaped. Soft hyphens go: they stand inside words.
fn push_text(html: &str, out: &mut String) {
    if memchr::memchr2(b'&', 0xc2, html.as_bytes()).is_none() {
        return out.push_str(html);
    }
    let mut rest = html;
    while let Some(at) = rest.find(['&', '\u{ad}']) {
        out.push_str(&rest[..at]);
        let (shown, length) = match &rest[at..] {
            escaped if escaped.starts_with("&amp;") => ("&", 5),
            escaped if escaped.starts_with("&#39;") => ("'", 5),
            escaped if escaped.starts_with("&shy;") => ("", 5),
            escaped if escaped.starts_with('&') => (" ", entity(escaped)),
            soft => ("", soft.chars().next().map_or(1, char::len_utf8)),
        };
        out.push_str(shown);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
}

/// How long a character reference is: `&nbsp;`. A single `&` is one, too.
fn entity(text: &str) -> usize {
    let name = text[1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
    let end = 1 + name.count();
    end + usize::from(text[end..].starts_with(';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: Fields<'_>, expected: &str) {
        let found = Found::new(fields, "fr");
        let words: Vec<_> =
            found.words().map(|(word, weight)| format!("{word}:{weight}")).collect();
        assert_eq!(format!("{} ({})", words.join(" "), found.length()), expected);
    }

    #[test]
    fn a_word_counts_by_where_it_stands() {
        let points = ["Un prix".to_owned()];
        let fields = Fields {
            title: "L’IA à bas prix",
            summary: ["", "Le prix des puces"],
            points: &points,
            labels: &["Fin"],
            html: "<p>Les puces.</p><h2 id=\"x\">Puces</h2><p>Fin</p>",
        };
        check(fields, "ia:8 bas:8 prix:13 puces:6 fin:2 (5)");
    }

    #[test]
    fn markup_is_no_word() {
        let check =
            |html: &str, expected: &str| check(Fields { html, ..Fields::default() }, expected);
        check("<p>l’<em>IA</em> <b>dé</b>jà</p>", "ia:1 déjà:1 (2)");
        check("<p>un</p><p>deux</p>", "deux:1 (2)");
        check("<ul><li>x<li>z</ul>", "x:1 z:1 (2)");
        check("<script>if (x) z</script>fin<svg><text>z</text></svg>", "fin:1 (1)");
        check("un <math><mi>x</mi></math> deux", "deux:1 (2)");
        check("AT&amp;T R&nbsp;D l&#39;or anti\u{ad}bruit", "at:1 r:1 or:1 antibruit:1 (6)");
        check("a & b &copy x <", "b:1 x:1 (3)");
    }

    #[test]
    fn what_counts_much_counts_no_more_than_fits() {
        check(Fields { html: &"x ".repeat(300), ..Fields::default() }, "x:255 (300)");
    }
}
