//! Texts in lines: SVG breaks none.

use serde::Serialize;

/// Room for a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// How wide a line may be.
    pub width: f64,
    /// How high all lines together may be.
    pub height: f64,
    /// The size of the letters, if they have room.
    pub largest: f64,
    /// The size at which the text is rather cut.
    pub smallest: f64,
    /// From line to line, in sizes of letters.
    pub leading: f64,
}

/// A text in its lines.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fitted {
    /// The size of the letters.
    pub size: f64,
    /// From line to line.
    pub step: f64,
    /// The lines, at least one.
    pub lines: Vec<String>,
}

/// How much of a line is left free: letters are set a little closer or wider than each is by itself.
const SPARE: f64 = 0.97;

/// How many letters are looked at: no card has room for more.
const LETTERS: usize = 4000;

/// How much smaller letters become from one attempt to the next.
const SMALLER: f64 = 2.0;

/// Breaks a text into lines, as alike in width as can be, in the largest letters with which they have room. A text
/// that has none even in the smallest ends with `…`.
///
/// `width` tells how wide a text is in letters of size 1. A line never breaks at a space that does not.
pub fn fit(text: &str, room: Room, width: impl Fn(&str) -> f64) -> Fitted {
    let end = text.char_indices().nth(LETTERS).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let measure = Measure { width: &width, space: width(" ") };
    let words: Vec<Word> = words(text).map(|text| measure.word(text)).collect();
    let mut size = room.largest;
    while size > room.smallest {
        let line = room.width * SPARE / size;
        let most = room.lines(size);
        if let Some(lines) = measure.lines(&words, line).filter(|lines| lines.len() <= most) {
            return room.fitted(size, measure.balanced(&words, line, lines));
        }
        size -= SMALLER;
    }
    let (size, line) = (room.smallest, room.width * SPARE / room.smallest);
    let pieces: Vec<Word> = words.into_iter().flat_map(|word| measure.pieces(word, line)).collect();
    let lines = measure.lines(&pieces, line).unwrap_or_default();
    let most = room.lines(size).max(1);
    let lines = match lines.len() <= most {
        true => measure.balanced(&pieces, line, lines),
        false => measure.cut(&lines[..most], line),
    };
    room.fitted(size, lines)
}

/// The words of a text: what stands between spaces at which a line may break.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let breaks = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    text.split(breaks).filter(|word| !word.is_empty())
}

impl Room {
    /// Whether a text can be fitted into it in a time that ends.
    pub fn is_sane(&self) -> bool {
        let Self { width, height, largest, smallest, leading } = *self;
        let sizes = [width, height, largest, smallest];
        sizes.iter().all(|size| (1.0..=10_000.0).contains(size))
            && smallest <= largest
            && (0.5..=10.0).contains(&leading)
    }

    /// How many lines there is room for.
    fn lines(&self, size: f64) -> usize {
        (self.height / (size * self.leading)).floor() as usize
    }

    fn fitted(&self, size: f64, mut lines: Vec<String>) -> Fitted {
        if lines.is_empty() {
            lines.push(String::new());
        }
        Fitted { size, step: size * self.leading, lines }
    }
}

/// A word, and how wide it is in letters of size 1.
#[derive(Clone)]
struct Word<'a> {
    text: &'a str,
    width: f64,
}

struct Measure<'a> {
    width: &'a dyn Fn(&str) -> f64,
    space: f64,
}

impl Measure<'_> {
    fn word<'t>(&self, text: &'t str) -> Word<'t> {
        Word { text, width: (self.width)(text) }
    }

    /// Fills one line after the other; nothing, if a word is wider than a line.
    fn lines(&self, words: &[Word<'_>], line: f64) -> Option<Vec<String>> {
        let mut lines: Vec<String> = Vec::new();
        let mut used = 0.0;
        for word in words {
            if word.width > line {
                return None;
            }
            match lines.last_mut().filter(|_| used + self.space + word.width <= line) {
                Some(last) => {
                    last.push(' ');
                    last.push_str(word.text);
                    used += self.space + word.width;
                }
                None => {
                    lines.push(word.text.to_owned());
                    used = word.width;
                }
            }
        }
        Some(lines)
    }

    /// As many lines, of which the widest is as narrow as can be.
    fn balanced(&self, words: &[Word<'_>], line: f64, lines: Vec<String>) -> Vec<String> {
        let (mut narrow, mut wide, mut best) = (0.0, line, lines);
        for _ in 0..10 {
            let middle = (narrow + wide) / 2.0;
            match self.lines(words, middle).filter(|lines| lines.len() <= best.len()) {
                Some(lines) => (wide, best) = (middle, lines),
                None => narrow = middle,
            }
        }
        best
    }

    /// A word in pieces that have room.
    fn pieces<'t>(&self, word: Word<'t>, line: f64) -> Vec<Word<'t>> {
        let (mut pieces, mut rest) = (Vec::new(), word);
        while rest.width > line {
            let mut used = 0.0;
            let is_over = |(_, letter): &(usize, char)| {
                used += (self.width)(letter.encode_utf8(&mut [0; 4]));
                used > line
            };
            let at = rest.text.char_indices().find(is_over).map_or(rest.text.len(), |(at, _)| at);
            if at == 0 {
                // There is no room for a single letter.
                return pieces;
            }
            let (piece, left) = rest.text.split_at(at);
            pieces.push(Word { text: piece, width: (self.width)(piece).min(line) });
            rest = self.word(left);
        }
        pieces.push(rest);
        pieces.retain(|piece| !piece.text.is_empty());
        pieces
    }

    /// Lines of which the last tells that there was more.
    fn cut(&self, lines: &[String], line: f64) -> Vec<String> {
        let mut lines = lines.to_vec();
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && (self.width)(last) + (self.width)("…") > line {
                last.pop();
            }
            last.truncate(
                last.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—".contains(c)).len(),
            );
            if (self.width)(last) + (self.width)("…") <= line {
                last.push('…');
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter is half as wide as high.
    fn broken(text: &str, width: f64, height: f64) -> (f64, Vec<String>) {
        let room =
            Room { width: width / SPARE, height, largest: 20.0, smallest: 10.0, leading: 1.0 };
        let fitted = fit(text, room, |text| text.chars().count() as f64 / 2.0);
        assert!(
            fitted
                .lines
                .iter()
                .all(|line| line.chars().count() as f64 / 2.0 * fitted.size <= width + 0.01)
        );
        (fitted.size, fitted.lines)
    }

    fn check(text: &str, (width, height): (f64, f64), size: f64, lines: &[&str]) {
        assert_eq!(
            broken(text, width, height),
            (size, lines.iter().map(|line| (*line).to_owned()).collect())
        );
    }

    #[test]
    fn a_text_is_as_large_as_it_has_room() {
        check("one two", (100.0, 20.0), 20.0, &["one two"]);
        check("one two three", (130.0, 20.0), 20.0, &["one two three"]);
        check("one two three", (130.0, 10.0), 10.0, &["one two three"]);
        check("one two three", (70.0, 40.0), 20.0, &["one two", "three"]);
        check("", (70.0, 40.0), 20.0, &[""]);
    }

    #[test]
    fn lines_are_alike_in_width() {
        check("a bb cc dd ee ff", (140.0, 40.0), 20.0, &["a bb cc", "dd ee ff"]);
    }

    #[test]
    fn a_line_does_not_break_where_it_must_not() {
        check("Qui\u{a0}? Lui\u{202f}!", (60.0, 40.0), 20.0, &["Qui\u{a0}?", "Lui\u{202f}!"]);
        check("1\u{202f}000\u{a0}€", (70.0, 40.0), 20.0, &["1\u{202f}000\u{a0}€"]);
    }

    #[test]
    fn a_text_without_end_takes_no_time() {
        let (size, lines) = broken(&"a".repeat(1_000_000), 60.0, 20.0);
        assert_eq!((size, lines), (10.0, vec!["a".repeat(12), format!("{}…", "a".repeat(11))]));
        assert_eq!(broken(&"a ".repeat(500_000), 60.0, 20.0).1.len(), 2);
    }

    #[test]
    fn a_text_without_room_is_cut() {
        check("one two three four", (40.0, 20.0), 10.0, &["one two", "three…"]);
        check("one, two", (30.0, 10.0), 10.0, &["one…"]);
        check("abcdefghijkl", (30.0, 20.0), 10.0, &["abcdef", "ghijkl"]);
        check("abcdefghijklm", (30.0, 20.0), 10.0, &["abcdef", "ghijk…"]);
        check("ab", (1.0, 1.0), 10.0, &[""]);
        check("a b c", (6.0, 10.0), 10.0, &["…"]);
    }
}
