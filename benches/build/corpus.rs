//! A bilingual site of any size, the same on every run.
//!
//! Each story is told in French and English: 400 to 700 words, headings, lists and links to other
//! stories, a table in a quarter, a quotation in a third, a code block in a twelfth; one to four of
//! sixty topics, of which the first is used sixty times as often as the last; eight years of dates.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use crate::words::{ENGLISH, FRENCH, Lexicon};

/// When the site is built: after its last story.
pub const NOW: &str = "2025-06-01";
/// A message of the theme that the site says otherwise, in both languages.
pub const BYLINE: &str = "byline = Desk";
const TOPICS: u64 = 60;
const FIRST_YEAR: u64 = 2017;
const MONTHS: u64 = 8 * 12;

/// Writes a site of `stories` stories, two articles each, into a new folder.
pub fn write(folder: &Path, stories: u64) -> io::Result<()> {
    for locale in ["fr", "en"] {
        fs::create_dir_all(folder.join("i18n").join(locale))?;
        fs::write(folder.join("i18n").join(locale).join("site.ftl"), messages(locale))?;
    }
    fs::write(folder.join("depeche.yaml"), config())?;
    for year in FIRST_YEAR..FIRST_YEAR + MONTHS / 12 {
        fs::create_dir_all(folder.join(format!("content/{year}")))?;
    }
    for story in 0..stories {
        for locale in ["fr", "en"] {
            let file = folder.join(path(story, stories, locale));
            fs::write(file, article(story, stories, locale))?;
        }
    }
    Ok(())
}

/// The path of an article below the site's root.
pub fn path(story: u64, stories: u64, locale: &str) -> String {
    let (year, _, _) = date(story, stories);
    format!("content/{year}/story-{story:06}.{locale}.md")
}

fn config() -> String {
    let mut config = "base_url: https://example.org/\ntime_zone: Europe/Paris\ntheme: gazette\n\
        locales:\n  - { tag: fr, region: fr-FR }\n  - { tag: en, region: en-GB }\n\
        untranslated: list\npermalink: \"{year}/{month}/{slug}\"\npage_size: 20\n\
        archives: [year, month]\nfeeds: { entries: 50, content: full }\ntopics:\n"
        .to_owned();
    for topic in 0..TOPICS {
        let _ = match topic % 4 {
            3 => writeln!(config, "  - {{ id: subject-{topic}, parent: subject-{} }}", topic - 3),
            _ => writeln!(config, "  - {{ id: subject-{topic} }}"),
        };
    }
    config
}

fn messages(locale: &str) -> String {
    let lexicon = lexicon(locale);
    let mut messages =
        format!("site-title = Bench\nauthor-desk = Desk\n    .slug = desk\n{BYLINE}\n");
    for topic in 0..TOPICS {
        let theme = lexicon.themes[topic as usize % lexicon.themes.len()];
        let object = lexicon.objects[topic as usize * 7 % lexicon.objects.len()];
        let _ = write!(
            messages,
            "topic-subject-{topic} = {} {topic}\n    .slug = {locale}-{topic}\n    \
             .description = {} {topic}, {object}.\n",
            capital(theme),
            capital(theme),
        );
    }
    messages
}

fn lexicon(locale: &str) -> &'static Lexicon {
    if locale == "fr" { &FRENCH } else { &ENGLISH }
}

/// Year, month and day: stories are spread evenly, the last being the newest.
fn date(story: u64, stories: u64) -> (u64, u64, u64) {
    let day = story * (MONTHS * 28) / stories;
    let month = day / 28;
    (FIRST_YEAR + month / 12, month % 12 + 1, day % 28 + 1)
}

fn article(story: u64, stories: u64, locale: &str) -> String {
    // Both tellings draw the same numbers, so that they have the same structure and facts.
    let mut writer = Writer {
        dice: Dice(story ^ 0x5eed),
        lexicon: lexicon(locale),
        locale,
        text: String::with_capacity(6000),
        story,
        stories,
    };
    writer.head();
    writer.body();
    writer.text
}

struct Writer<'a> {
    dice: Dice,
    lexicon: &'static Lexicon,
    locale: &'a str,
    text: String,
    story: u64,
    stories: u64,
}

impl Writer<'_> {
    fn head(&mut self) {
        let (year, month, day) = date(self.story, self.stories);
        let clause = self.clause();
        let title = format!("{} ({})", capital(&clause), self.story);
        let _ = writeln!(self.text, "---\ntitle: \"{title}\"");
        let summary = self.sentence();
        let _ = writeln!(self.text, "summary: \"{summary}\"");
        let kicker = self.theme();
        let _ = writeln!(self.text, "kicker: {kicker}\nkey_points:");
        for _ in 0..3 {
            let point = capital(&self.clause());
            let _ = writeln!(self.text, "  - \"{point}\"");
        }
        let topics = self.topics();
        let url = format!("https://source{}.example/{}", self.dice.below(40), self.story);
        if self.locale == "fr" {
            let _ = writeln!(
                self.text,
                "date: {year}-{month:02}-{day:02}\ntopics: [{topics}]\nauthors: [desk]\n\
                 sources:\n  - {{ id: first, title: Report, url: \"{url}\", publisher: Press, \
                 locale: en, date: {year}-{month:02}, kind: press }}"
            );
        } else {
            self.text.push_str("translated_from: fr\n");
        }
        self.text.push_str("---\n");
    }

    fn topics(&mut self) -> String {
        let count = 1 + self.dice.below(4) as usize;
        let mut topics: Vec<u64> = Vec::new();
        while topics.len() < count {
            let topic = self.dice.zipf(TOPICS);
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics.iter().map(|topic| format!("subject-{topic}")).collect::<Vec<_>>().join(", ")
    }

    fn body(&mut self) {
        let words = 400 + self.dice.below(300) as usize;
        let (table, quote, code) =
            (self.dice.below(4) == 0, self.dice.below(3) == 0, self.dice.below(12) == 0);
        let start = self.text.len();
        self.paragraph(true);
        let mut section = 0;
        // Six bytes make a word of either language, more or less.
        while (self.text.len() - start) / 6 < words {
            section += 1;
            let heading = format!("{} {}", capital(self.theme()), self.theme());
            let _ = write!(self.text, "\n## {heading}\n");
            match section {
                1 if table => self.table(),
                1 => self.list(),
                2 if quote => self.quote(),
                3 if code => self.code(),
                _ => {}
            }
            self.paragraph(false);
            self.paragraph(section % 2 == 0);
        }
    }

    fn paragraph(&mut self, cites: bool) {
        self.text.push('\n');
        for number in 0..3 + self.dice.below(3) {
            let sentence = self.sentence();
            let space = if number == 0 { "" } else { " " };
            let _ = write!(self.text, "{space}{sentence}");
        }
        if cites {
            self.text.push_str("[^src:first]");
        }
        let other = self.dice.below(self.stories);
        if self.dice.below(2) == 0 && other != self.story {
            let (year, _, _) = date(other, self.stories);
            let clause = self.clause();
            let _ = write!(self.text, " [{}](../{year}/story-{other:06}.md).", capital(&clause));
        } else {
            let theme = self.theme();
            let page = self.dice.below(1000);
            let colon = self.lexicon.colon;
            let _ = write!(self.text, " *{theme}*{colon} <https://example.com/{page}>.");
        }
        self.text.push('\n');
    }

    fn list(&mut self) {
        self.text.push('\n');
        for _ in 0..3 + self.dice.below(3) {
            let clause = capital(&self.clause());
            let (theme, colon) = (self.lexicon.themes[0], self.lexicon.colon);
            let _ = writeln!(self.text, "- **{theme}**{colon} {clause}");
        }
    }

    fn table(&mut self) {
        let (left, right) = (self.theme(), self.theme());
        let _ = write!(self.text, "\n| {left} | {right} |\n|---|---:|\n");
        for _ in 0..4 {
            let (theme, figure) = (self.theme(), self.dice.below(100_000));
            let _ = writeln!(self.text, "| {theme} | {figure} |");
        }
    }

    fn quote(&mut self) {
        let sentence = self.sentence();
        let _ = write!(self.text, "\n> {sentence}\n");
    }

    fn code(&mut self) {
        self.text.push_str("\n```rust\n");
        for line in 0..4 + self.dice.below(8) {
            let number = self.dice.below(1000);
            let _ = writeln!(self.text, "let value_{line} = compute(\"{number}\", {number});");
        }
        self.text.push_str("```\n");
    }

    fn sentence(&mut self) -> String {
        let mut sentence = capital(&self.clause());
        if self.dice.below(2) == 0 {
            sentence.push_str(self.dice.pick(self.lexicon.joints));
            let clause = self.clause();
            let _ = write!(sentence, " {clause}");
        }
        if self.dice.below(4) == 0 {
            let figure = self.dice.pick(self.lexicon.figures);
            let number = (1 + self.dice.below(90)).to_string();
            let _ = write!(sentence, " ({})", figure.replace('#', &number));
        }
        sentence.push('.');
        sentence
    }

    fn clause(&mut self) -> String {
        let subject = self.dice.pick(self.lexicon.subjects);
        let verb = self.dice.pick(self.lexicon.verbs);
        let object = self.dice.pick(self.lexicon.objects);
        let tail = self.dice.pick(self.lexicon.tails);
        format!("{subject} {verb} {object} {tail}")
    }

    fn theme(&mut self) -> &'static str {
        self.dice.pick(self.lexicon.themes)
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Random numbers that are the same on every machine (SplitMix64, by Steele, Lea and Flood).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit
    }

    fn pick(&mut self, from: &'static [&'static str]) -> &'static str {
        from[self.below(from.len() as u64) as usize]
    }

    /// A number below `limit`; each is as likely as the first divided by its place.
    fn zipf(&mut self, limit: u64) -> u64 {
        let weight = |place: u64| 1_000_000 / (place + 1);
        let mut left = self.below((0..limit).map(weight).sum());
        let mut place = 0;
        while left >= weight(place) {
            left -= weight(place);
            place += 1;
        }
        place
    }
}
