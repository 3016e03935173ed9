//! A bilingual site of any size, the same on every run.
//!
//! Each story is told in French and English: 400 to 700 words, headings, lists and links to other
//! stories, a table in a quarter, a quotation in a third, a code block in a twelfth; one to four of
//! sixty topics, of which the first is used sixty times as often as the last; eight years of dates.

mod telling;

use std::fmt::Write as _;
use std::ops::Range;
use std::path::PathBuf;
use std::{fs, io};

use rayon::prelude::*;

pub use telling::{Telling, capital};

use crate::words::{ENGLISH, FRENCH, Lexicon};

/// When the site is built: after its last story.
pub const NOW: &str = "2025-06-01";
/// The languages, the default first.
pub const LOCALES: [&str; 2] = ["fr", "en"];
/// How many topics there are. Each is written as `subject-0` and so on.
pub const TOPICS: u64 = 60;
/// The years of stories.
pub const YEARS: Range<u64> = 2017..2025;
const MONTHS: u64 = 8 * 12;

/// A site in a folder of its own.
pub struct Site {
    /// The root, where `depeche.yaml` is.
    pub folder: PathBuf,
    /// How many pairs of articles it was written with.
    pub stories: u64,
}

impl Site {
    /// Writes a site of `stories` stories, two articles each, into a new folder.
    pub fn write(folder: PathBuf, stories: u64) -> io::Result<Self> {
        for locale in LOCALES {
            fs::create_dir_all(folder.join("i18n").join(locale))?;
            fs::write(folder.join("i18n").join(locale).join("site.ftl"), messages(locale))?;
        }
        let site = Self { folder, stories };
        site.set_search(false)?;
        for year in YEARS {
            fs::create_dir_all(site.folder.join(format!("content/{year}")))?;
        }
        (0..stories).into_par_iter().try_for_each(|story| {
            LOCALES.iter().try_for_each(|locale| {
                let text = article(story, stories, locale, &date(story, stories));
                fs::write(site.path(story, locale), text)
            })
        })?;
        Ok(site)
    }

    /// Writes the configuration. The search is measured on its own: what it takes is none of a page's.
    pub fn set_search(&self, search: bool) -> io::Result<()> {
        fs::write(self.folder.join("depeche.yaml"), config(search))
    }

    /// Takes away what a build has left for the next, so that the next is a clean one, and does all that
    /// a first build does.
    pub fn forget(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.folder.join(".depeche")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Where an article is.
    pub fn path(&self, story: u64, locale: &str) -> PathBuf {
        self.folder
            .join("content")
            .join(file(story, self.stories))
            .with_extension(format!("{locale}.md"))
    }

    /// An article's address below the site's: `/fr/2017/01/story-000000/`.
    pub fn url(&self, story: u64, locale: &str) -> String {
        let (year, month, _) = day(story, self.stories);
        format!("/{locale}/{year}/{month:02}/{}/", slug(story))
    }

    /// Writes one more story, newer than all others; `number` counts them from 1 to 23.
    pub fn add_newest(&self, number: u64) -> io::Result<()> {
        let (year, month, _) = day(self.stories - 1, self.stories);
        let story = self.stories + number;
        LOCALES.iter().try_for_each(|locale| {
            let file = format!("content/{year}/{}.{locale}.md", slug(story));
            let date = format!("{year}-{month:02}-28T{number:02}:00");
            fs::write(self.folder.join(file), article(story, self.stories, locale, &date))
        })
    }
}

/// The path of a story's files below `content`, without locale: `2017/story-000000.md`.
pub fn file(story: u64, stories: u64) -> String {
    let (year, _, _) = day(story, stories);
    format!("{year}/{}.md", slug(story))
}

/// The last part of a story's address, which stays when its title changes.
pub fn slug(story: u64) -> String {
    format!("story-{story:06}")
}

/// When a story happened, as front matter has it: stories are spread evenly, the last being the newest.
pub fn date(story: u64, stories: u64) -> String {
    let (year, month, day) = day(story, stories);
    format!("{year}-{month:02}-{day:02}")
}

fn day(story: u64, stories: u64) -> (u64, u64, u64) {
    let day = story * (MONTHS * 28) / stories;
    let month = day / 28;
    (YEARS.start + month / 12, month % 12 + 1, day % 28 + 1)
}

/// The words of a language.
pub fn lexicon(locale: &str) -> &'static Lexicon {
    if locale == "fr" { &FRENCH } else { &ENGLISH }
}

/// The name and the description of a topic.
pub fn topic(topic: u64, locale: &str) -> (String, String) {
    let lexicon = lexicon(locale);
    let theme = capital(lexicon.themes[topic as usize % lexicon.themes.len()]);
    let object = lexicon.objects[topic as usize * 7 % lexicon.objects.len()];
    (format!("{theme} {topic}"), format!("{theme} {topic}, {object}."))
}

fn config(search: bool) -> String {
    let mut config = "base_url: https://example.org/\ntime_zone: Europe/Paris\ntheme: gazette\n\
        locales:\n  - { tag: fr, region: fr-FR }\n  - { tag: en, region: en-GB }\n\
        untranslated: list\npermalink: \"{year}/{month}/{slug}\"\npage_size: 20\n\
        archives: [year, month]\nfeeds: { entries: 50, content: full }\n"
        .to_owned();
    // Neither depeche nor a site generator beside it highlights code.
    let _ = writeln!(config, "search: {search}\nhighlight: false\ntopics:");
    for topic in 0..TOPICS {
        let _ = match topic % 4 {
            3 => writeln!(config, "  - {{ id: subject-{topic}, parent: subject-{} }}", topic - 3),
            _ => writeln!(config, "  - {{ id: subject-{topic} }}"),
        };
    }
    config
}

fn messages(locale: &str) -> String {
    let mut messages =
        "site-title = Bench\nauthor-desk = Desk\n    .slug = desk\nbyline = Desk\n".to_owned();
    for number in 0..TOPICS {
        let (name, description) = topic(number, locale);
        let _ = write!(
            messages,
            "topic-subject-{number} = {name}\n    .slug = {locale}-{number}\n    \
             .description = {description}\n",
        );
    }
    messages
}

fn article(story: u64, stories: u64, locale: &str, date: &str) -> String {
    let link = |other| format!("../{}", file(other, stories));
    let telling = Telling::new(story, stories, lexicon(locale), &link);
    let Telling { title, summary, kicker, source, body, .. } = &telling;
    let mut text = format!(
        "---\ntitle: \"{title}\"\nslug: {}\nsummary: \"{summary}\"\nkicker: {kicker}\nkey_points:\n",
        slug(story)
    );
    for point in &telling.key_points {
        let _ = writeln!(text, "  - \"{point}\"");
    }
    // What a story is about, and when and by whom, is written once.
    if locale == LOCALES[0] {
        let topics: Vec<_> = telling.topics.iter().map(|id| format!("subject-{id}")).collect();
        let (topics, day) = (topics.join(", "), &date[..7]);
        let _ = writeln!(
            text,
            "date: {date}\ntopics: [{topics}]\nauthors: [desk]\nsources:\n  - {{ id: first, \
             title: Report, url: \"{source}\", publisher: Press, locale: en, date: {day}, kind: press }}"
        );
    } else {
        text.push_str("translated_from: fr\n");
    }
    text.push_str("---\n");
    text.push_str(body);
    text
}
