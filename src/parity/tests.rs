//! The sample site's pairs agree, and what is changed in one of them is noticed.

#![expect(clippy::disallowed_methods, reason = "the sample site is read from the disk")]

use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::collect::{Kind, Role, Source, StoryKey};
use crate::hashed::Hashed;
use crate::model::Locale;
use crate::parse::article::{self, Article, Input};
use crate::world::{FileBytes, VPath};

/// An article, read from Markdown with its front matter.
fn article(name: &str, tag: &str, text: &str) -> Arc<Article> {
    let file = VPath::new(&format!("content/{name}.{tag}.md"));
    let source =
        Source { role: Role::Media, bytes: FileBytes::held(Hashed::from_bytes(text.as_bytes())) };
    let locale = Locale::new(tag).expect("a tag").into();
    let story = &StoryKey::new(name);
    let (file, source, declared) = (&file, &source, &locale);
    article::parse(Input { file, source, story, declared, kind: Kind::Page, searched: false }).value
}

/// The French and the English of every story of the sample site that is told in both.
fn samples() -> Vec<[Arc<Article>; 2]> {
    let mut pairs = Vec::new();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut folders = vec![content];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(name) = name.strip_suffix(".fr.md") {
                let read = |tag: &str| fs::read_to_string(format!("{name}.{tag}.md"));
                if let (Ok(french), Ok(english)) = (read("fr"), read("en")) {
                    pairs.push([article(name, "fr", &french), article(name, "en", &english)]);
                }
            }
        }
    }
    pairs
}

#[test]
fn the_sample_site_has_no_false_report() {
    let pairs = samples();
    assert!(pairs.len() >= 20, "{} pairs", pairs.len());
    for [french, english] in &pairs {
        let (french, english) = (Text::read(french), Text::read(english));
        for (one, other) in [(&french, &english), (&english, &french)] {
            let found = pair(one, other);
            assert!(found.is_empty(), "{found:#?}");
        }
    }
}

/// The problems of a French text and its translation, each as its message.
fn messages(french: &str, tag: &str, text: &str) -> Vec<String> {
    let (one, other) = (article("a", "fr", french), article("a", tag, text));
    let found = pair(&Text::read(&one), &Text::read(&other));
    found.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn a_further_language_needs_only_a_table() {
    let french = "---\ntitle: Un\n---\nLe 26 février, 1,5 milliard d'euros pour trois usines.\n";
    let spanish =
        "---\ntitle: Uno\n---\nEl 26 de febrero, 1.500 millones de euros para tres fábricas.\n";
    assert!(messages(french, "es", spanish).is_empty());
    let wrong = spanish.replace("tres", "cuatro");
    let said = "`cuatro` stands where the `fr` original has `trois`";
    assert_eq!(messages(french, "es", &wrong), [said]);
    // Nobody knows how this one writes its numbers.
    let german = "---\ntitle: Eins\n---\nAm 27. Februar 3 Milliarden Euro für zwei Werke.\n";
    assert!(messages(french, "de", german).is_empty());
}

#[test]
fn texts_may_be_divided_otherwise() {
    let french = "---\ntitle: Un\n---\nIl a 12 puces. Il en vend 30 %.\n\n## Suite\n\nFin 2024, 45 emplois.\n";
    let english = "---\ntitle: One\n---\nIt sells 30%.\n\nIt has 12 chips.\n\n- More\n\n## Sequel\n\nIn late 2024, 45 jobs.\n";
    assert!(messages(french, "en", english).is_empty());
    let wrong = english.replace("45", "54");
    assert_eq!(messages(french, "en", &wrong).len(), 1);
}

#[test]
fn a_text_of_very_many_numbers_is_left_alone() {
    let many = |count: usize| {
        let numbers = (0..count).map(|number| format!("{number}; ")).collect::<String>();
        format!("---\ntitle: Nombres\n---\n{numbers}\n")
    };
    let limit = crate::limits::COMPARED_NUMBERS;
    let other = "---\ntitle: Numbers\n---\n12\n";
    assert_eq!(messages(&many(limit), "en", other).len(), limit - 1);
    assert!(messages(&many(limit + 1), "en", other).is_empty());
}

/// What one may do to a number by mistake.
const MISTAKES: [fn(&str) -> String; 3] = [next_digit, longer, swapped];

#[test]
fn a_number_that_is_changed_is_noticed() {
    let (mut caught, mut all, mut missed) = (0, 0, Vec::new());
    for [french, english] in &samples() {
        let mut texts = [Text::read(french), Text::read(english)];
        for side in 0..2 {
            let places = texts[side].head.len() + texts[side].body.len();
            for place in 0..places {
                for (range, mistake) in mistakes(&piece(&mut texts[side], place).text) {
                    let known = change(&mut texts[side], place, range.clone(), &mistake);
                    let pair = Pair::new(&texts[0], &texts[1]);
                    let found = counts::compare(&pair);
                    all += 1;
                    caught += usize::from(!found.is_empty());
                    if found.is_empty() {
                        missed.push(format!("{} → {mistake} in: {}", &known.0[range], known.0));
                    }
                    let piece = piece(&mut texts[side], place);
                    (piece.text, piece.numbers) = known;
                }
            }
        }
    }
    assert!(all > 2_000, "{all} mistakes");
    assert!(caught * 100 >= all * 98, "{caught} of {all} caught; not these: {missed:#?}");
}

fn piece<'t>(text: &'t mut Text<'_>, place: usize) -> &'t mut Piece {
    let head = text.head.len();
    match place.checked_sub(head) {
        None => &mut text.head[place],
        Some(place) => &mut text.body[place],
    }
}

/// Makes a mistake in a piece, and returns what it was before.
fn change(
    text: &mut Text<'_>,
    place: usize,
    range: Range<usize>,
    mistake: &str,
) -> (String, Vec<numbers::Quantity>) {
    let language = text.language.expect("a table");
    let piece = piece(text, place);
    let mut wrong = piece.text.clone();
    wrong.replace_range(range, mistake);
    let numbers = numbers::read(&wrong, language);
    (std::mem::replace(&mut piece.text, wrong), std::mem::replace(&mut piece.numbers, numbers))
}

/// Every mistake that is tried in a text: in figures, whatever they stand for, in the names of months,
/// and in numbers of more than two in words.
fn mistakes(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_alphanumeric()).map(|start| at + start) {
        let figures = text[start..].starts_with(|c: char| c.is_ascii_digit());
        let inside = |c: char| if figures { c.is_ascii_digit() } else { c.is_alphabetic() };
        let end = text[start..].find(|c| !inside(c)).map_or(text.len(), |end| start + end);
        // A letter that is no letter to those functions: no progress without this.
        at = end.max(start + text[start..].chars().next().map_or(1, char::len_utf8));
        let wrong: Vec<String> = match figures {
            true => MISTAKES.iter().map(|mistake| mistake(&text[start..end])).collect(),
            false => another(&text[start..end], &text[..start]).into_iter().collect(),
        };
        for wrong in wrong.into_iter().filter(|wrong| *wrong != text[start..end]) {
            found.push((start..end, wrong));
        }
    }
    found
}

fn next_digit(figures: &str) -> String {
    let (rest, last) = figures.split_at(figures.len() - 1);
    let last: u32 = last.parse().expect("a digit");
    format!("{rest}{}", (last + 1) % 10)
}

fn longer(figures: &str) -> String {
    format!("1{figures}")
}

fn swapped(figures: &str) -> String {
    figures.chars().rev().collect()
}

/// Another word of the same kind. A magnitude counts after figures: a table's head may have one alone.
fn another(word: &str, before: &str) -> Option<String> {
    const ROWS: &[&[&str]] = &[
        &["janvier", "février", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"],
        &["January", "February", "April", "May", "June", "July", "August", "September", "October"],
        &["trois", "quatre", "cinq", "six", "sept", "huit", "dix", "onze", "douze", "vingt"],
        &["three", "four", "five", "six", "seven", "eight", "ten", "eleven", "twelve", "twenty"],
        &["million", "billion"],
        &["millions", "milliards"],
    ];
    let row = ROWS.iter().find(|row| row.contains(&word))?;
    let alone = !before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    if alone && word.contains("illi") {
        return None;
    }
    let at = row.iter().position(|known| *known == word)?;
    Some(row[(at + 1) % row.len()].to_owned())
}
