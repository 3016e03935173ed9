//! Which words of a passage changed.

/// How many words of one text times those of another are compared: past that, which a passage of
/// two thousand changed words reaches, all between the first and last that differ is one change.
const COMPARISONS: usize = 4_000_000;

/// Which text a piece is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Of both.
    Both,
    /// Of the old one: it was removed.
    Old,
    /// Of the new one: it was added.
    New,
}

/// A run of words that are all of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Which text it is of.
    pub side: Side,
    /// Its words, with spaces and punctuation.
    pub text: String,
}

/// What became of a text, as pieces in reading order; where words were replaced, the old come first.
///
/// The pieces that are not new make the old text, those that are not old the new one.
pub fn diff(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let back = old_rest.iter().rev().zip(new_rest.iter().rev());
    let end = back.take_while(|(a, b)| a == b).count();
    let old_rest = &old_rest[..old_rest.len() - end];
    let new_rest = &new_rest[..new_rest.len() - end];
    let mut pieces = Pieces::default();
    old[..start].iter().for_each(|word| pieces.push(Side::Both, word));
    middle(old_rest, new_rest, &mut pieces);
    old[old.len() - end..].iter().for_each(|word| pieces.push(Side::Both, word));
    pieces.done()
}

/// Words, numbers with their points and commas, single signs, and the spaces between.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            c if c.is_alphanumeric() => word(rest),
            c if c.is_whitespace() => rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// The length of the word that a text begins with. A sign between two digits is part of a number.
fn word(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let within = matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}') && before.is_ascii_digit();
        let number = within && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !c.is_alphanumeric() && !number {
            return at;
        }
        before = c;
    }
    text.len()
}

/// The changes between two texts that neither begin nor end alike: along a longest run of words that
/// both have.
fn middle(old: &[&str], new: &[&str], pieces: &mut Pieces) {
    if old.len().saturating_mul(new.len()) > COMPARISONS {
        old.iter().for_each(|word| pieces.push(Side::Old, word));
        new.iter().for_each(|word| pieces.push(Side::New, word));
        return;
    }
    let width = new.len() + 1;
    // How many words both have from here to their ends.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = match old[i] == new[j] {
                true => common[(i + 1) * width + j + 1] + weight(old[i]),
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        let both = i < old.len() && j < new.len() && old[i] == new[j];
        if both {
            pieces.push(Side::Both, old[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            pieces.push(Side::Old, old[i]);
            i += 1;
        } else {
            pieces.push(Side::New, new[j]);
            j += 1;
        }
    }
}

/// A space or a sign that both have says less than a word.
fn weight(token: &str) -> u32 {
    if token.chars().any(char::is_alphanumeric) { 4 } else { 1 }
}

/// Pieces that grow: what was removed stands before what was added in its stead.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    both: String,
    old: String,
    new: String,
}

impl Pieces {
    fn push(&mut self, side: Side, word: &str) {
        match side {
            Side::Both => {
                self.both.push_str(word);
                // A mere space between two changes is part of them.
                if !word.trim().is_empty() {
                    self.settle();
                }
            }
            side => {
                if self.old.is_empty() || self.new.is_empty() {
                    if !self.both.is_empty() {
                        self.settle();
                    }
                } else {
                    let space = std::mem::take(&mut self.both);
                    self.old.push_str(&space);
                    self.new.push_str(&space);
                }
                match side {
                    Side::Old => self.old.push_str(word),
                    _ => self.new.push_str(word),
                }
            }
        }
    }

    fn settle(&mut self) {
        for (side, text) in
            [(Side::Old, &mut self.old), (Side::New, &mut self.new), (Side::Both, &mut self.both)]
        {
            if text.is_empty() {
                continue;
            }
            match self.done.last_mut().filter(|last| last.side == side) {
                Some(last) => last.text.push_str(text),
                None => self.done.push(Piece { side, text: text.clone() }),
            }
            text.clear();
        }
    }

    fn done(mut self) -> Vec<Piece> {
        self.settle();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let piece = |Piece { side, text }: &Piece| match side {
            Side::Both => text.clone(),
            Side::Old => format!("[-{text}-]"),
            Side::New => format!("{{+{text}+}}"),
        };
        diff(old, new).iter().map(piece).collect()
    }

    #[test]
    fn a_change_is_shown_by_words() {
        let check = |old: &str, new: &str, expected: &str| assert_eq!(shown(old, new), expected);
        check("", "", "");
        check("un", "un", "un");
        check("", "un", "{+un+}");
        check("un", "", "[-un-]");
        check("une marge de 545 %", "une marge de 560 %", "une marge de [-545-]{+560+} %");
        check("84,5 %", "84,6 %", "[-84,5-]{+84,6+} %");
        check("87\u{202f}072 $", "87\u{202f}073 $", "[-87\u{202f}072-]{+87\u{202f}073+} $");
        check("Un deux, trois.", "Un deux.", "Un deux[-, trois-].");
        check("Un trois.", "Un deux trois.", "Un {+deux +}trois.");
        check("a b c d", "a x y d", "a [-b c-]{+x y+} d");
        check("l'IA", "d'IA", "[-l-]{+d+}'IA");
        check("un deux", "deux un", "[-un -]deux{+ un+}");
    }

    proptest::proptest! {
        #[test]
        fn the_pieces_make_both_texts(old in "[ab1, .é]{0,12}", new in "[ab1, .é]{0,12}") {
            let pieces = diff(&old, &new);
            let side = |without: Side| -> String {
                let kept = pieces.iter().filter(|piece| piece.side != without);
                kept.map(|piece| piece.text.as_str()).collect()
            };
            proptest::prop_assert_eq!(side(Side::New), old);
            proptest::prop_assert_eq!(side(Side::Old), new);
        }
    }
}
