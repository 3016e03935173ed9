//! The same stories as a site of Hugo's.
//!
//! Languages are told by the names of files; years are sections, months and topics taxonomies. What
//! depeche takes from a story's original is written in every file, for Hugo shares no facts.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;

use crate::corpus::{self, LOCALES, Telling};

/// What every site has, by its path.
const FIXED: [(&str, &str); 15] = [
    ("assets/site.css", "body { margin: 0; color: #1b1a18 }\n"),
    ("i18n/en.yaml", include_str!("i18n/en.yaml")),
    ("i18n/fr.yaml", include_str!("i18n/fr.yaml")),
    ("layouts/404.html", include_str!("layouts/404.html")),
    ("layouts/baseof.html", include_str!("layouts/baseof.html")),
    ("layouts/home.html", include_str!("layouts/home.html")),
    ("layouts/list.html", include_str!("layouts/list.html")),
    ("layouts/page.html", include_str!("layouts/page.html")),
    ("layouts/rss.xml", include_str!("layouts/rss.xml")),
    ("layouts/taxonomy.html", include_str!("layouts/taxonomy.html")),
    ("layouts/_partials/breadcrumb.html", include_str!("layouts/_partials/breadcrumb.html")),
    ("layouts/_partials/chronicle.html", include_str!("layouts/_partials/chronicle.html")),
    ("layouts/_partials/footer.html", include_str!("layouts/_partials/footer.html")),
    ("layouts/_partials/header.html", include_str!("layouts/_partials/header.html")),
    ("layouts/_partials/teaser.html", include_str!("layouts/_partials/teaser.html")),
];

/// The configuration of pages that show no related stories.
pub const UNRELATED: &str = "unrelated.yaml";

/// Writes a site of `stories` stories, two articles each, into a new folder.
pub fn write(folder: &Path, stories: u64) -> Result<()> {
    for (path, text) in FIXED {
        put(&folder.join(path), text)?;
    }
    put(&folder.join("hugo.yaml"), &config())?;
    put(&folder.join(UNRELATED), "params: { unrelated: true }\n")?;
    for locale in LOCALES {
        for number in 0..corpus::TOPICS {
            let (name, description) = corpus::topic(number, locale);
            let text = format!("---\ntitle: \"{name}\"\nsummary: \"{description}\"\n---\n");
            put(
                &folder.join(format!("content/topics/subject-{number}/_index.{locale}.md")),
                &text,
            )?;
        }
    }
    for year in corpus::YEARS {
        fs::create_dir_all(folder.join(format!("content/{year}")))?;
    }
    (0..stories).into_par_iter().try_for_each(|story| {
        LOCALES.iter().try_for_each(|locale| {
            let file = folder.join("content").join(corpus::file(story, stories));
            fs::write(file.with_extension(format!("{locale}.md")), article(story, stories, locale))
        })
    })?;
    Ok(())
}

fn put(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, text)?)
}

fn config() -> String {
    let mut config = include_str!("hugo.yaml").to_owned();
    for year in corpus::YEARS {
        let _ = writeln!(config, "    \"{year}\": /:year/:month/:slug/");
    }
    config
}

fn article(story: u64, stories: u64, locale: &str) -> String {
    let link = |other| format!("../{}", corpus::file(other, stories));
    let telling = Telling::new(story, stories, corpus::lexicon(locale), &link);
    let Telling { title, summary, kicker, source, body, .. } = &telling;
    let (slug, date) = (corpus::slug(story), corpus::date(story, stories));
    let month = &date[..7];
    let topics: Vec<_> = telling.topics.iter().map(|id| format!("subject-{id}")).collect();
    let topics = topics.join(", ");
    let mut text = format!(
        "---\ntitle: \"{title}\"\nslug: {slug}\nsummary: \"{summary}\"\nkicker: {kicker}\n\
         date: {date}\ntopics: [{topics}]\nmonths: [\"{month}\"]\nauthors: [desk]\nsources:\n  \
         - {{ id: first, title: Report, url: \"{source}\", publisher: Press, locale: en, \
         date: \"{month}\", kind: press }}\nkey_points:\n",
    );
    for point in &telling.key_points {
        let _ = writeln!(text, "  - \"{point}\"");
    }
    if locale != LOCALES[0] {
        let _ = writeln!(text, "translated_from: {}", LOCALES[0]);
    }
    text.push_str("---\n");
    text.push_str(&body.replace("[^src:first]", "[^first]"));
    let _ = writeln!(text, "\n[^first]: [Report]({source}), Press.");
    text
}
