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
    article::parse(Input {
        file,
        source,
        story,
        declared,
        kind: Kind::Page,
        searched: false,
        html: Default::default(),
        terms: &Arc::default(),
    })
    .value
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
    let dutch = "---\ntitle: Een\n---\nOp 27 februari 3 miljard euro voor twee fabrieken.\n";
    assert!(messages(french, "nl", dutch).is_empty());
}

/// What one may write in French, and in another language.
const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "Un tiers des voix et trois quarts des sièges.",
        "en",
        "A third of the votes and 75% of the seats.",
    ),
    ("Un Français sur trois le dit.", "en", "A third of the French say so."),
    ("Il faut 1/3 de farine et ½ litre.", "en", "It takes one third of flour and 1/2 litre."),
    (
        "Le tiers des salariés, la moitié des cadres.",
        "en",
        "33% of the staff, half of the managers.",
    ),
    (
        "Il a couru une heure et demie, puis 2 h 15.",
        "en",
        "It ran for 90 minutes, then for 2 hours 15 minutes.",
    ),
    ("Un quart d'heure plus tard, à 14 heures 30.", "en", "Fifteen minutes later, at 2.30pm."),
    ("Deux ans et demi, puis une décennie.", "en", "Thirty months, then ten years."),
    ("Trois heures vingt de débats.", "en", "Debates of 200 minutes."),
    (
        "Louis XIV, au chapitre IV, au XVIIe siècle.",
        "en",
        "Louis XIV, in chapter 4, in the 17th century.",
    ),
    (
        "Né au XXIe siècle, sous la Ve République.",
        "en",
        "Born in the 21st century, under the Fifth Republic.",
    ),
    ("Une phase III en 18 mois.", "en", "A phase 3 trial of 18 months."),
    ("Les années 90, une demi-douzaine de procès.", "en", "The 1990s, six trials."),
    (
        "Au troisième trimestre, 3,5 millions de clients.",
        "en",
        "In the third quarter, 3.5 million customers.",
    ),
    ("Un tiers des voix, 1,5 milliard d'euros.", "de", "Ein Drittel der Stimmen, 1,5 Mrd. Euro."),
    (
        "Vingt et un pays, 1 500 emplois, 79,8 %.",
        "de",
        "Einundzwanzig Länder, 1.500 Stellen, 79,8 Prozent.",
    ),
    ("Le 27 janvier 2025 à 14 h 30.", "de", "Am 27. Januar 2025 um 14.30 Uhr."),
    ("Une heure et demie au XXIe siècle.", "de", "Anderthalb Stunden im 21. Jahrhundert."),
    ("Deux ans et demi et 250 pages.", "de", "Zweieinhalb Jahre und zweihundertfünfzig Seiten."),
    ("Trois quarts des voix au XXIe siècle.", "es", "Tres cuartos de los votos en el siglo XXI."),
];

/// A French text, and what it becomes in another language.
fn telling(tag: &str, sentence: &str) -> String {
    format!("---\ntitle: {tag}\n---\n{sentence}\n")
}

#[test]
fn sentences_that_say_the_same_agree_and_their_mistakes_are_noticed() {
    let mut missed = Vec::new();
    for (french, tag, other) in SENTENCES {
        let found =
            |french: &str, other: &str| messages(&telling("fr", french), tag, &telling(tag, other));
        assert_eq!(found(french, other), Vec::<String>::new(), "{french} {other}");
        let wrong = |text: &str, (range, mistake): (Range<usize>, String)| {
            let mut text = text.to_owned();
            text.replace_range(range, &mistake);
            text
        };
        let one = mistakes(french)
            .into_iter()
            .map(|mistake| (wrong(french, mistake), (*other).to_owned()));
        let two = mistakes(other)
            .into_iter()
            .map(|mistake| ((*french).to_owned(), wrong(other, mistake)));
        missed.extend(one.chain(two).filter(|(one, two)| found(one, two).is_empty()));
    }
    assert!(missed.is_empty(), "{missed:#?}");
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

/// Another word of the same kind. A magnitude or a unit counts after a number: a table's head may have
/// one alone.
fn another(word: &str, before: &str) -> Option<String> {
    const ROWS: &[&[&str]] = &[
        &["janvier", "février", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"],
        &["January", "February", "April", "May", "June", "July", "August", "September", "October"],
        &["trois", "quatre", "cinq", "sept", "huit", "dix", "onze", "douze", "vingt"],
        &["three", "four", "five", "six", "seven", "eight", "ten", "eleven", "twelve", "twenty"],
        &["tiers", "quart", "cinquième", "dixième"],
        &["quarts", "cinquièmes", "dixièmes"],
        &["third", "quarter", "fifth", "tenth"],
        &["thirds", "quarters", "fifths", "tenths"],
        &["Drittel", "Viertel", "Fünftel"],
        &["XIV", "XVI", "XXI", "XVII", "IV", "VI", "III", "II"],
        &["XIVe", "XVIe", "XXIe", "XVIIe", "XXe"],
    ];
    const MEASURES: &[&[&str]] = &[
        &["million", "billion"],
        &["millions", "milliards"],
        &["minutes", "heures", "jours", "semaines", "mois", "ans"],
        &["minutes", "hours", "days", "weeks", "months", "years"],
        &["Minuten", "Stunden", "Tage", "Wochen", "Monate", "Jahre"],
    ];
    let counts = |word: &str| ROWS.iter().any(|row| row.contains(&word));
    let last = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let counted = last.ends_with(|c: char| c.is_ascii_digit()) || counts(last);
    let measures = MEASURES.iter().filter(|_| counted);
    let row = ROWS.iter().chain(measures).find(|row| row.contains(&word))?;
    let at = row.iter().position(|known| *known == word)?;
    Some(row[(at + 1) % row.len()].to_owned())
}
