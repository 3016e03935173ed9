//! `init`, `new` and `translate`: files that a writer begins with.

mod skeleton;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use jiff::Timestamp;

use super::RIGHT;
use super::arguments::{InitArguments, NewArguments, TranslateArguments};
use crate::collect::{self, StoryKey};
use crate::diag::{Checked, nearest};
use crate::embedded;
use crate::limits;
use crate::model::{Date, Locale, Slug, SlugError};
use crate::parse::{self, ParseMemo, Parsed};
use crate::world::disk::DiskWorld;

/// Makes a new site, from what the binary carries.
pub fn init(arguments: &InitArguments) -> Result<u8> {
    let dir = &arguments.dir;
    let taken = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if taken || dir.is_file() {
        bail!("`{}` is not empty\nhelp: name a folder that does not exist yet", dir.display());
    }
    let today = Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date().to_string();
    for (path, text) in embedded::starter() {
        let path = if path == "gitignore" { ".gitignore" } else { path };
        write_new(&dir.join(path), &text.replace("{date}", &today))?;
    }
    super::schema::write(dir)?;
    super::desk::begin_all(dir)?;
    println!("made a site in `{}`", dir.display());
    println!("next: `cd {}`, then `depeche serve --open`", dir.display());
    Ok(RIGHT)
}

/// Begins an article: a draft, so that it is not published before it is written.
pub fn new(root: &Path, arguments: &NewArguments) -> Result<u8> {
    let site = read(root)?;
    let locale = match &arguments.locale {
        None => site.config.default_locale().clone(),
        Some(tag) => declared(&site, tag)?,
    };
    let date = match &arguments.date {
        Some(text) => Date::parse(text).map_err(|error| anyhow!("{error}"))?,
        None => today(&site),
    };
    let slug = file_name(&arguments.title)?;
    let path = format!("content/{:04}/{slug}.{locale}.md", date.year());
    let text = format!(
        "---\ntitle: {}\nsummary:\ndate: {date}\ntopics: []\nauthors: []\nsources: []\ndraft: true\n---\n",
        quoted(&arguments.title)
    );
    write_new(&root.join(&path), &text)?;
    println!("began `{path}`: take `draft: true` out to publish it");
    Ok(RIGHT)
}

/// The name of a story with that title.
fn file_name(title: &str) -> Result<Slug> {
    Slug::from_words(title).map_err(|error| {
        let help = match error {
            SlugError::Empty | SlugError::NotASlug(_) => "use letters and digits in it".to_owned(),
            SlugError::Reserved => "Windows keeps this name for itself: choose another".to_owned(),
            SlugError::TooLong => {
                let most = limits::SEGMENT_BYTES;
                format!("begin with at most {most} letters, and write the whole in the file")
            }
        };
        anyhow!("no file name can be made of this title\nhelp: {help}")
    })
}

/// Begins a translation. Facts are taken from the original, so that they are left out; whatever is
/// to be written anew begins with the locale in brackets.
pub fn translate(root: &Path, arguments: &TranslateArguments) -> Result<u8> {
    let site = read(root)?;
    let to = declared(&site, &arguments.to)?;
    let key = story(&site, &arguments.story)?;
    let tellings = || site.articles.iter().filter(|article| article.story == key);
    if let Some(there) = tellings().find(|article| article.locale == to) {
        bail!("`{key}` has a version in `{to}` already: `{}`", there.file);
    }
    let original = tellings()
        .find(|article| article.head.translated_from.is_none())
        .or_else(|| tellings().next())
        .context("the story has no article")?;
    let path = original.file.as_str();
    // The file may write its locale in another case than the configuration.
    let stem = path.strip_suffix(".md").and_then(|name| name.rsplit_once('.'));
    let stem = stem.map_or(path, |(stem, _)| stem);
    let path = format!("{stem}.{to}.md");
    write_new(&root.join(&path), &skeleton::of(original, &to))?;
    super::desk::begin(root, &site, original, &to)?;
    println!("began `{path}`: write what begins with `[{to}]`, then take `draft: true` out");
    Ok(RIGHT)
}

/// The site, as far as its files can be read.
fn read(root: &Path) -> Result<Parsed> {
    if !root.join(collect::CONFIG).is_file() {
        bail!("there is no `depeche.yaml` in `{}`", root.display());
    }
    let world = DiskWorld::open(root, Timestamp::now());
    let Checked { value: sources, .. } = collect::collect(&world);
    let parsed = parse::parse(sources, None, &ParseMemo::forgetful());
    Ok(parsed.value)
}

pub(super) fn declared(site: &Parsed, tag: &str) -> Result<Locale> {
    let tags = || site.config.locales.iter().map(|locale| locale.tag.as_str());
    let found = Locale::new(tag).filter(|locale| site.config.declares(locale));
    found.with_context(|| {
        let all = tags().collect::<Vec<_>>().join(", ");
        format!("the site has no locale `{tag}`\nhelp: its locales are {all}")
    })
}

/// The story of that name, or that one of whose files has that path.
pub(super) fn story(site: &Parsed, name: &str) -> Result<StoryKey> {
    let path = name.strip_prefix("./").unwrap_or(name).replace('\\', "/");
    let by_file = site.articles.iter().find(|article| article.file.as_str() == path);
    let key = StoryKey::new(path.strip_prefix("content/").unwrap_or(&path).trim_end_matches('/'));
    let by_key = || site.articles.iter().find(|article| article.story == key);
    match by_file.or_else(by_key) {
        Some(article) => Ok(article.story.clone()),
        None => match nearest(name, site.articles.iter().map(|article| article.story.as_str())) {
            Some(near) => bail!("there is no story `{name}`; did you mean `{near}`?"),
            None => bail!(
                "there is no story `{name}`\n\
                 help: a story is named by the path of its files, as in `2025/deepseek-r2`"
            ),
        },
    }
}

fn today(site: &Parsed) -> Date {
    let day = Timestamp::now().to_zoned_datetime(site.config.time_zone.clone()).date();
    Date::of_day(day.year(), day.month(), day.day())
}

/// Text as YAML: JSON's double quotes are YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, text: &str) -> Result<()> {
    let folder: PathBuf = path.parent().map(Path::to_path_buf).unwrap_or_default();
    fs::create_dir_all(&folder)
        .with_context(|| format!("`{}` cannot be made", folder.display()))?;
    let mut file = fs::File::create_new(path)
        .with_context(|| format!("`{}` cannot be written", path.display()))?;
    file.write_all(text.as_bytes())
        .with_context(|| format!("`{}` cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_which_no_name_is_made_is_told_why() {
        let check = |title: &str, expected: &str| match file_name(title) {
            Ok(name) => assert_eq!(name.as_str(), expected),
            Err(error) => assert!(error.to_string().contains(expected), "{error}"),
        };
        check("L’été", "l-ete");
        check("!?", "use letters");
        check("Con", "Windows");
        check(&"mot ".repeat(60), "at most 200 letters");
    }
}
