//! The front matter of another generator, as depeche's.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Map, Value};

use super::layout::{Address, Found, Generator};
use crate::model::{Date, Locale, Route, Slug};

/// Keys that say how a page looks or where it stands in lists, which is a theme's affair here.
const DROPPED: [&str; 12] = [
    "layout",
    "type",
    "weight",
    "menu",
    "menus",
    "template",
    "comments",
    "toc",
    "linkTitle",
    "outputs",
    "cascade",
    "path",
];

/// What an article says of itself.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    summary: Option<String>,
    pub(super) date: Option<String>,
    updated: Option<String>,
    publish_at: Option<String>,
    expires_at: Option<String>,
    draft: bool,
    slug: Option<String>,
    /// What stands there, and the id it becomes.
    pub(super) topics: Vec<(String, String)>,
    pub(super) authors: Vec<(String, String)>,
    aliases: Vec<String>,
    /// The story that it says to be a telling of.
    pub(super) story: Option<String>,
    extra: Map<String, Value>,
    /// What could not be carried over.
    pub(super) notes: Vec<String>,
}

/// Takes a file apart: its head with the fences, and its body.
pub(super) fn split(text: &str) -> Result<(&str, &str), &'static str> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence));
    let Some(fence) = fence else {
        return match text.starts_with('{') {
            true => Err("has a head in JSON, which is not read"),
            false => Err("has no front matter"),
        };
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_end() == fence;
        at += line.len();
        if is_fence && at > line.len() {
            return Ok((&text[..at], &text[at..]));
        }
    }
    Err("has front matter without an end")
}

/// Reads YAML or TOML.
pub(super) fn parse(text: &str, toml: bool) -> Result<Map<String, Value>, String> {
    let value: Value = match toml {
        true => {
            let table: toml::Table =
                text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
            from_toml(toml::Value::Table(table))
        }
        false if text.trim().is_empty() => Value::Object(Map::new()),
        false => serde_yaml::from_str(text).map_err(|error| error.to_string())?,
    };
    match value {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        _ => Err("is no mapping of keys to values".to_owned()),
    }
}

/// TOML has dates of its own, which are text everywhere else.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

impl Head {
    /// Reads a head with its fences.
    pub(super) fn read(text: &str, found: &Found, from: Generator) -> Self {
        let mut head = Self::default();
        let inside = text.lines().skip(1);
        let inside: Vec<&str> = inside.take(text.lines().count().saturating_sub(2)).collect();
        let fields = match parse(&inside.join("\n"), text.starts_with("+++")) {
            Ok(fields) => fields,
            Err(why) => {
                head.notes.push(format!("its front matter cannot be read: {why}"));
                Map::new()
            }
        };
        head.date.clone_from(&found.date);
        head.draft = found.draft;
        for (key, value) in fields {
            head.field(&key, value);
        }
        if head.title.is_none() {
            let name = found.story.rsplit('/').next().unwrap_or_default();
            head.title = Some(name.replace(['-', '_'], " "));
            head.notes.push("has no title: its file's name is one".to_owned());
        }
        let old = head.old_address(found, from);
        head.aliases.extend(old);
        keep_first(&mut head.aliases, |alias| alias.clone());
        head
    }

    fn field(&mut self, key: &str, value: Value) {
        match (key, &value) {
            ("title", _) => self.title = text(&value),
            ("description" | "summary" | "excerpt", _) => {
                self.summary = self.summary.take().or_else(|| text(&value));
            }
            ("date", _) => self.date = self.moment(key, &value).or_else(|| self.date.take()),
            ("lastmod" | "updated" | "last_modified_at", _) => {
                self.updated = self.moment(key, &value)
            }
            ("publishDate" | "publishdate", _) => self.publish_at = self.moment(key, &value),
            ("expiryDate" | "expirydate", _) => self.expires_at = self.moment(key, &value),
            ("draft", Value::Bool(draft)) => self.draft |= draft,
            ("published", Value::Bool(published)) => self.draft |= !published,
            ("slug", _) => self.slug = text(&value).and_then(|slug| self.slug(&slug)),
            ("tags" | "categories" | "tag" | "category", _) => {
                let ids = words(&value).into_iter().filter_map(named);
                self.topics.extend(ids);
                keep_first(&mut self.topics, |(_, id)| id.clone());
            }
            ("author" | "authors", _) => {
                self.authors.extend(words(&value).into_iter().filter_map(named));
                keep_first(&mut self.authors, |(_, id)| id.clone());
            }
            ("aliases" | "redirect_from", _) => {
                for alias in words(&value) {
                    self.alias(alias);
                }
            }
            ("url" | "permalink", Value::String(url))
                if url.starts_with('/') && !url.contains(':') =>
            {
                self.alias(url.clone());
            }
            ("translationKey" | "translationkey", _) => self.story = self.story(&value),
            ("taxonomies", Value::Object(_)) => self.fields(value),
            ("params" | "extra", Value::Object(_)) => self.beside(value),
            ("lang" | "language" | "ref", _) => {}
            (key, _) if DROPPED.contains(&key) => self.notes.push(format!("`{key}` is left out")),
            _ => drop(self.extra.insert(key.to_owned(), value)),
        }
    }

    fn fields(&mut self, value: Value) {
        let Value::Object(fields) = value else { return };
        for (key, value) in fields {
            self.field(&key, value);
        }
    }

    /// What a site has put beside the keys of its generator is beside those of depeche, too.
    fn beside(&mut self, value: Value) {
        let Value::Object(fields) = value else { return };
        for (key, value) in fields {
            match key.as_str() {
                "author" | "authors" => self.field(&key, value),
                _ => drop(self.extra.insert(key, value)),
            }
        }
    }

    fn moment(&mut self, key: &str, value: &Value) -> Option<String> {
        let written = text(value)?;
        let read = date(&written);
        if read.is_none() {
            self.notes.push(format!("`{key}: {written}` is no date"));
        }
        read
    }

    fn slug(&mut self, written: &str) -> Option<String> {
        let slug = Slug::from_words(written).ok()?;
        if slug.as_str() != written {
            self.notes.push(format!("`slug: {written}` is `{slug}` now"));
        }
        Some(slug.as_str().to_owned())
    }

    /// What a story is called, which becomes the path of its files.
    fn story(&mut self, value: &Value) -> Option<String> {
        let written = text(value)?;
        let named = written.split('/').all(is_name);
        if !named {
            self.notes.push(format!("`translationKey: {written}` is left out: it is no path"));
        }
        named.then_some(written)
    }

    fn alias(&mut self, written: String) {
        match Route::parse(&written).filter(|route| *route != Route::root()) {
            Some(_) => self.aliases.push(written),
            None => self
                .notes
                .push(format!("the address `{written}` is not kept: it is no path from `/`")),
        }
    }

    /// Where the article was, if its head does not say so, by the rule that the other generator has.
    fn old_address(&self, found: &Found, from: Generator) -> Option<String> {
        if !self.aliases.is_empty() && from != Generator::Hugo {
            return None;
        }
        let slug = self.slug.clone();
        let address = match &found.address {
            Address::Exact(address) => address.clone(),
            Address::Unknown => return None,
            Address::Folder { folder, name } => {
                let name = slug.unwrap_or_else(|| name.replace(' ', "-"));
                format!("{folder}{name}/")
            }
            Address::Dated { name } => {
                let day = self.date.as_deref()?.get(..10)?.replace('-', "/");
                format!("/{day}/{}.html", slug.as_deref().unwrap_or(name))
            }
        };
        Route::parse(&address).map(|_| address)
    }

    /// The addresses that readers know.
    pub(super) fn urls(&self) -> impl Iterator<Item = &str> {
        self.aliases.iter().map(String::as_str)
    }

    /// Writes depeche's head. A translation of `original` leaves out what that one states.
    pub(super) fn write(&self, original: Option<(&Self, &Locale)>) -> String {
        let mut out = String::new();
        let mut line = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                let _ = writeln!(out, "{key}: {value}");
            }
        };
        let state = |own: &Option<String>, of: Option<&Option<String>>| {
            let differs = of.is_none_or(|of| of != own);
            own.clone().filter(|_| differs).map(Value::from)
        };
        let of = original.map(|(of, _)| of);
        line("title", self.title.clone().map(Value::from));
        line("summary", self.summary.clone().map(Value::from));
        line("date", state(&self.date, of.map(|of| &of.date)));
        line("updated", state(&self.updated, None));
        line("publish_at", state(&self.publish_at, of.map(|of| &of.publish_at)));
        line("expires_at", state(&self.expires_at, of.map(|of| &of.expires_at)));
        line("draft", self.draft.then(|| true.into()));
        line("translated_from", original.map(|(_, locale)| locale.as_str().into()));
        line("slug", self.slug.clone().map(Value::from));
        // A standing page has no topics.
        let news = self.date.is_some();
        let ids = |list: &[(String, String)]| -> Option<Value> {
            let ids: Value = list.iter().map(|(_, id)| Value::from(id.as_str())).collect();
            (news && !list.is_empty()).then_some(ids)
        };
        // The names of topics are another language's in a translation.
        if original.is_none() {
            line("topics", ids(&self.topics));
            line("authors", ids(&self.authors));
        }
        let aliases = self.aliases.iter().map(|alias| Value::from(alias.as_str()));
        line("aliases", (!self.aliases.is_empty()).then(|| aliases.collect()));
        line("extra", (!self.extra.is_empty()).then(|| Value::Object(self.extra.clone())));
        out
    }
}

/// Whether a part of a path stays in its folder, on any system, and is seen there.
fn is_name(part: &str) -> bool {
    let other = |letter: char| letter.is_control() || "\\:*?\"<>|".contains(letter);
    !part.is_empty() && !part.starts_with('.') && !part.contains(other)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A list of texts, or one text; in a text, Jekyll takes blanks for commas only where there is no list.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().filter_map(name).collect(),
        other => name(other).into_iter().collect(),
    }
}

/// A name, or the name in a mapping.
fn name(value: &Value) -> Option<String> {
    text(value).or_else(|| text(value.get("name")?))
}

/// Leaves out what stands in a list a second time.
fn keep_first<T>(list: &mut Vec<T>, key: impl Fn(&T) -> String) {
    let mut seen = BTreeSet::new();
    list.retain(|item| seen.insert(key(item)));
}

/// A name, and an id made of it.
fn named(name: String) -> Option<(String, String)> {
    let id = Slug::from_words(&name).ok()?.as_str().to_owned();
    Some((name, id))
}

/// A date as depeche reads it: `2025-02-26 10:00:00 +0100` is `2025-02-26T10:00:00+01:00`.
fn date(written: &str) -> Option<String> {
    let mut parts = written.split_whitespace();
    let (day, time, zone) = (parts.next()?, parts.next(), parts.next());
    let zone = zone.map(|zone| match zone {
        "UTC" | "GMT" | "Z" => "Z".to_owned(),
        zone if zone.len() == 5 && zone.is_ascii() => format!("{}:{}", &zone[..3], &zone[3..]),
        zone => zone.to_owned(),
    });
    let mut text = day.to_owned();
    if let Some(time) = time {
        let _ = write!(text, "T{time}{}", zone.unwrap_or_default());
    }
    // Parts of a second are of no use to anybody.
    let text = match text.split_once('.') {
        Some((start, rest)) => {
            let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
            format!("{start}{rest}")
        }
        None => text,
    };
    // Midnight is what generators add to a day.
    let day = text.strip_suffix("T00:00:00Z").or_else(|| text.strip_suffix("T00:00:00"));
    let text = day.unwrap_or(&text);
    Date::parse(text).ok().map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_generators_write_them() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(date(written).as_deref(), expected, "{written}");
        };
        check("2025-02-26", Some("2025-02-26"));
        check("2025-02-26T10:00:00Z", Some("2025-02-26T10:00:00Z"));
        check("2025-02-26T00:00:00Z", Some("2025-02-26"));
        check("2025-02-26 10:00:00 +0100", Some("2025-02-26T10:00:00+01:00"));
        check("2025-02-26T10:00:00.123+01:00", Some("2025-02-26T10:00:00+01:00"));
        check("2025-02-26 10:00", Some("2025-02-26T10:00"));
        check("yesterday", None);
        check("2025-13-26", None);
    }

    #[test]
    fn a_head_has_fences() {
        assert_eq!(split("---\na: 1\n---\nb"), Ok(("---\na: 1\n---\n", "b")));
        assert_eq!(split("+++\na = 1\n+++\n"), Ok(("+++\na = 1\n+++\n", "")));
        assert_eq!(split("---\na: 1\n"), Err("has front matter without an end"));
        assert_eq!(split("{\"a\": 1}\n"), Err("has a head in JSON, which is not read"));
        assert_eq!(split("text"), Err("has no front matter"));
        assert_eq!(split(""), Err("has no front matter"));
    }
}
