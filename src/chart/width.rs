//! How wide a text is, nearly.

/// How many pixels a text takes at the size that charts have: nobody knows the reader's fonts, and these
/// are wide ones.
pub fn of(text: &str) -> f64 {
    text.chars().map(of_char).sum()
}

/// The same of a text in bold.
pub fn of_bold(text: &str) -> f64 {
    of(text) * 1.18
}

fn of_char(c: char) -> f64 {
    match c {
        '\u{202f}' | '\u{2009}' => 2.5,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '!' | '|' | ' ' | '\u{a0}' => {
            4.0
        }
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | '°' => 5.5,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' | 'œ' | 'Œ' | 'Æ' => 12.5,
        c if c.is_uppercase() => 9.5,
        // Ideographs and others are as wide as they are high.
        c if c as u32 >= 0x1100 => 13.5,
        _ => 7.6,
    }
}

/// A text in lines of some pixels, broken at blanks.
pub fn wrap(text: &str, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if of(line) + of(" ") + of(word) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_at_blanks_alone() {
        assert_eq!(wrap("un mot\u{a0}! deux", 60.0), ["un mot\u{a0}!", "deux"]);
        assert_eq!(wrap("insécable", 10.0), ["insécable"]);
        assert_eq!(wrap("", 10.0), [""]);
    }
}
