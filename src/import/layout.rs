//! Which files of another site are articles, and what their paths say.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Files, head};
use crate::model::Locale;

/// Whose site it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generator {
    /// <https://gohugo.io/>
    Hugo,
    /// <https://www.getzola.org/>
    Zola,
    /// <https://jekyllrb.com/>
    Jekyll,
}

impl Generator {
    /// Recognizes a site by its files.
    pub fn of(files: &Files) -> Option<Self> {
        let has = |path: &str| files.contains_key(path);
        let below = |folder: &str| files.keys().any(|path| path.starts_with(folder));
        match () {
            () if has("_config.yml") || has("_config.yaml") || below("_posts/") => {
                Some(Self::Jekyll)
            }
            () if has("hugo.toml")
                || has("hugo.yaml")
                || has("hugo.json")
                || below("config/_default/") =>
            {
                Some(Self::Hugo)
            }
            () if below("archetypes/") || below("layouts/") => Some(Self::Hugo),
            // Both read `config.toml`, and only one of them `base_url` in it.
            () if has("config.toml") => {
                let text = String::from_utf8_lossy(&files["config.toml"]);
                let zola = text.lines().any(|line| line.trim_start().starts_with("base_url"));
                Some(if zola { Self::Zola } else { Self::Hugo })
            }
            () if has("config.yaml") || has("config.yml") => Some(Self::Hugo),
            () => None,
        }
    }
}

/// What the path of an article says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its file in the other site.
    pub(super) path: String,
    /// Its language.
    pub(super) locale: Locale,
    /// The name that it shares with its translations.
    pub(super) story: String,
    /// Whether it has a folder of its own.
    pub(super) in_folder: bool,
    /// The date in its name.
    pub(super) date: Option<String>,
    /// Whether it is a draft by its folder.
    pub(super) draft: bool,
    /// Where it was: its folder there, with the language, without its slug.
    pub(super) address: Address,
    /// What links call it, without a slash at either end.
    pub(super) names: Vec<String>,
}

/// How the other generator makes the address of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// A folder, and in it the slug, or else the last part of the file's name.
    Folder {
        /// With a slash at either end.
        folder: String,
        /// What stands in for the slug.
        name: String,
    },
    /// `/CATEGORIES/YEAR/MONTH/DAY/NAME.html`.
    Dated {
        /// The name in the file's name.
        name: String,
    },
    /// That very one.
    Exact(String),
    /// Nobody knows.
    Unknown,
}

/// How a site is laid out.
pub(super) struct Layout<'a> {
    from: Generator,
    default: Locale,
    locales: &'a [Locale],
    /// Folders that hold all of a language, with a slash at the end.
    folders: BTreeMap<String, Locale>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(files: &Files, from: Generator, locales: &'a [Locale]) -> Self {
        let config = configuration(files, from);
        let key = match from {
            Generator::Hugo => ["defaultContentLanguage", "defaultcontentlanguage", "languageCode"],
            Generator::Zola => ["default_language"; 3],
            Generator::Jekyll => ["default_lang", "lang", "locale"],
        };
        let named = key.iter().find_map(|key| config.get(*key)?.as_str());
        let default = named.and_then(|tag| declared(tag, locales));
        let default = default.unwrap_or_else(|| locales[0].clone());
        let folders = folders(files, &config, locales);
        Self { from, default, locales, folders }
    }

    /// The languages, that of the other site's originals first.
    pub(super) fn ranked(&self) -> Vec<Locale> {
        let others = self.locales.iter().filter(|locale| **locale != self.default);
        std::iter::once(&self.default).chain(others).cloned().collect()
    }

    /// What a file is: an article, or a page that is no article, with the reason; nothing, if it is neither.
    pub(super) fn article(&self, path: &str) -> Option<Result<Found, &'static str>> {
        match self.from {
            Generator::Jekyll => self.post(path),
            Generator::Hugo | Generator::Zola => self.content(path),
        }
    }

    fn content(&self, path: &str) -> Option<Result<Found, &'static str>> {
        let (below, of_folder) =
            match self.folders.iter().find(|(folder, _)| path.starts_with(*folder)) {
                Some((folder, locale)) => (&path[folder.len()..], Some(locale)),
                None => (path.strip_prefix("content/")?, None),
            };
        let Some(stem) = below.strip_suffix(".md").or_else(|| below.strip_suffix(".markdown"))
        else {
            let other = [".html", ".htm", ".adoc", ".org", ".rst", ".pandoc"];
            let is = other.iter().any(|end| below.ends_with(end));
            return is.then_some(Err("is not Markdown"));
        };
        let (stem, locale) = self.language(stem, of_folder);
        let name = stem.rsplit('/').next().unwrap_or(stem);
        if name == "_index" {
            return Some(Err("is the page of a section: topics and archives take its place"));
        }
        let in_folder = name == "index";
        let story = if in_folder { stem.strip_suffix("/index").unwrap_or("") } else { stem };
        if story.is_empty() {
            return Some(Err("is the front page: the theme makes it"));
        }
        let (folder, name) = story.rsplit_once('/').map_or(("", story), |parts| parts);
        let prefix = if locale == self.default { "" } else { &format!("{locale}/") };
        let folder = match folder {
            "" => format!("/{prefix}"),
            folder => format!("/{prefix}{folder}/"),
        };
        // Zola takes a date at the beginning of a file's name for the article's.
        let (date, own) = match self.from {
            Generator::Zola => dated(name),
            _ => (None, name),
        };
        let address = Address::Folder { folder: folder.to_lowercase(), name: own.to_lowercase() };
        let names =
            vec![story.to_owned(), format!("{story}/index.md"), below.to_owned(), name.to_owned()];
        Some(Ok(Found {
            path: path.to_owned(),
            locale,
            story: story.to_owned(),
            in_folder,
            date,
            draft: false,
            address,
            names,
        }))
    }

    /// The language at the end of a name, or of the folder, or the default one.
    fn language<'p>(&self, stem: &'p str, of_folder: Option<&Locale>) -> (&'p str, Locale) {
        let suffix = stem
            .rsplit_once('.')
            .and_then(|(stem, tag)| Some((stem, declared(tag, self.locales)?)));
        match (suffix, of_folder) {
            (_, Some(locale)) => (stem, locale.clone()),
            (Some((stem, locale)), None) => (stem, locale),
            (None, None) => (stem, self.default.clone()),
        }
    }

    fn post(&self, path: &str) -> Option<Result<Found, &'static str>> {
        let stem = [".md", ".markdown", ".mkd"].iter().find_map(|end| path.strip_suffix(end))?;
        let posts = stem.find("_posts/").map(|at| at + "_posts/".len());
        let drafts = stem.find("_drafts/").map(|at| at + "_drafts/".len());
        let Some(start) = posts.or(drafts) else {
            let hidden = stem.split('/').any(|part| part.starts_with(['_', '.']));
            let known =
                ["README", "LICENSE", "CHANGELOG", "CONTRIBUTING", "404", "index"].contains(&stem);
            return (!hidden && !known).then(|| Ok(self.standing(path, stem)));
        };
        let below = &stem[start..];
        let (below, locale) = self.language_folder(below);
        let (folder, name) = below.rsplit_once('/').map_or(("", below), |parts| parts);
        let (date, own) = dated(name);
        let story = if folder.is_empty() { own.to_owned() } else { format!("{folder}/{own}") };
        let names = vec![below.to_owned(), name.to_owned(), path.to_owned()];
        Some(Ok(Found {
            path: path.to_owned(),
            story,
            in_folder: false,
            date,
            draft: posts.is_none(),
            // Jekyll itself knows no languages: where others were is for a plugin to say.
            address: match locale == self.default {
                true => Address::Dated { name: own.to_owned() },
                false => Address::Unknown,
            },
            locale,
            names,
        }))
    }

    fn standing(&self, path: &str, stem: &str) -> Found {
        let (below, locale) = self.language_folder(stem);
        Found {
            path: path.to_owned(),
            locale,
            story: below.to_owned(),
            in_folder: false,
            date: None,
            draft: false,
            address: Address::Exact(format!("/{stem}.html")),
            names: vec![stem.to_owned(), path.to_owned()],
        }
    }

    /// A folder that is named like a language holds articles in it.
    fn language_folder<'p>(&self, path: &'p str) -> (&'p str, Locale) {
        let folder =
            path.split_once('/').and_then(|(tag, rest)| Some((rest, declared(tag, self.locales)?)));
        folder.unwrap_or_else(|| (path, self.default.clone()))
    }

    /// Where a file goes that is no article: beside its article, or to `static/`.
    pub(super) fn media(&self, path: &str, shown: &BTreeSet<String>) -> Option<String> {
        if path.ends_with(".md") || path.split('/').any(|part| part.starts_with('.')) {
            return None;
        }
        if let Some((folder, _)) = self.folders.iter().find(|(folder, _)| path.starts_with(*folder))
        {
            return Some(format!("content/{}", &path[folder.len()..]));
        }
        if path.starts_with("content/") {
            return Some(path.to_owned());
        }
        let served = self.served(path)?;
        // What articles show must be where they find it.
        let folder = if shown.contains(served) { "content" } else { "static" };
        Some(format!("{folder}/{served}"))
    }

    /// The path below the site's root at which a file is served as it is.
    fn served<'p>(&self, path: &'p str) -> Option<&'p str> {
        match self.from {
            Generator::Jekyll => {
                let folder = path.split_once('/')?.0;
                (!folder.starts_with('_') && !CODE.contains(&folder)).then_some(path)
            }
            Generator::Hugo | Generator::Zola => path.strip_prefix("static/"),
        }
    }

    /// The pictures that are served as they are.
    pub(super) fn pictures(&self, files: &Files) -> BTreeSet<String> {
        let ends = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".avif"];
        let served = files.keys().filter_map(|path| self.served(path));
        let is_picture = |path: &&str| {
            let path = path.to_ascii_lowercase();
            ends.iter().any(|end| path.ends_with(end))
        };
        served.filter(is_picture).map(str::to_owned).collect()
    }
}

/// Folders of a Jekyll site that are not served.
const CODE: [&str; 4] = ["vendor", "node_modules", "script", "bin"];

/// The date that a file's name begins with, and the rest of the name.
fn dated(name: &str) -> (Option<String>, &str) {
    let date = name.get(..10).filter(|date| crate::model::Date::parse(date).is_ok());
    let rest = date.and_then(|_| name.get(10..)?.strip_prefix(['-', '_']));
    match (date, rest) {
        (Some(date), Some(rest)) if !rest.is_empty() => (Some(date.to_owned()), rest),
        _ => (None, name),
    }
}

/// The declared locale that a tag names: that very one, or the only one of its language.
pub(super) fn declared(tag: &str, locales: &[Locale]) -> Option<Locale> {
    let wanted = Locale::new(&tag.replace('_', "-"))?;
    let same = locales.iter().find(|locale| **locale == wanted);
    let mut alike = locales.iter().filter(|locale| locale.language() == wanted.language());
    same.or_else(|| alike.next().filter(|_| alike.next().is_none())).cloned()
}

/// The configuration of the other site, as far as it can be read.
fn configuration(files: &Files, from: Generator) -> BTreeMap<String, Value> {
    let names: &[&str] = match from {
        Generator::Zola => &["config.toml"],
        Generator::Jekyll => &["_config.yml", "_config.yaml"],
        Generator::Hugo => &[
            "config/_default/config.toml",
            "config/_default/config.yaml",
            "config/_default/hugo.toml",
            "config/_default/hugo.yaml",
            "config.toml",
            "config.yaml",
            "config.yml",
            "hugo.toml",
            "hugo.yaml",
            "hugo.yml",
        ],
    };
    let mut all = BTreeMap::new();
    for name in names {
        let text = files.get(*name).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let value = text.and_then(|text| head::parse(text, name.ends_with(".toml")).ok());
        all.extend(value.into_iter().flatten());
    }
    for name in ["config/_default/languages.toml", "config/_default/languages.yaml"] {
        let text = files.get(name).and_then(|bytes| std::str::from_utf8(bytes).ok());
        if let Some(Ok(value)) = text.map(|text| head::parse(text, name.ends_with(".toml"))) {
            all.insert("languages".to_owned(), Value::Object(value));
        }
    }
    all
}

/// The folders that hold all of a language: those that the configuration names, or that are named like one.
fn folders(
    files: &Files,
    config: &BTreeMap<String, Value>,
    locales: &[Locale],
) -> BTreeMap<String, Locale> {
    let mut folders = BTreeMap::new();
    let languages = config.get("languages").and_then(Value::as_object);
    for (tag, language) in languages.into_iter().flatten() {
        let named = ["contentDir", "contentdir"].iter().find_map(|key| language.get(key)?.as_str());
        if let (Some(folder), Some(locale)) = (named, declared(tag, locales)) {
            folders.insert(format!("{}/", folder.trim_matches('/')), locale);
        }
    }
    // A folder for the whole of `content/` would be none of a language.
    folders.remove("content/");
    if folders.is_empty() {
        let below = files.keys().filter_map(|path| path.strip_prefix("content/")?.split_once('/'));
        let tags: BTreeSet<&str> = below.map(|(folder, _)| folder).collect();
        let exact = |tag: &&str| locales.iter().find(|locale| locale.as_str() == *tag).cloned();
        folders
            .extend(tags.iter().filter_map(|tag| Some((format!("content/{tag}/"), exact(tag)?))));
    }
    folders
}
