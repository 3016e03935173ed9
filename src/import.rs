//! The articles of another generator's site, as depeche has them.
//!
//! 1. **Find** (`layout`): which files are articles, in which language, of which story, and at which address they were.
//! 2. **Head** (`head`): front matter in YAML or TOML becomes depeche's; what it has no key for goes to `extra`.
//! 3. **Body** (`body`, `code`): links, pictures and code that the other generator writes in its own way become Markdown.
//! 4. **Write**: a translation leaves out what its original states.
//!
//! What cannot be carried over is told, with its place, and stays in the text as it was. Nothing is lost in silence.

mod body;
mod code;
mod head;
mod layout;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Locale;
use head::Head;
pub use layout::Generator;
use layout::{Found, Layout};

/// The files of the other site, by their path from its root.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What came of an import.
#[derive(Debug, Default)]
pub struct Imported {
    /// The files to be written, by their path from the root of depeche's site.
    pub files: Files,
    /// How many of them are articles.
    pub articles: usize,
    /// How many are standing pages.
    pub pages: usize,
    /// The topics that the articles name, each by its id, with its name.
    pub topics: BTreeMap<String, String>,
    /// The same of authors.
    pub authors: BTreeMap<String, String>,
    /// What could not be carried over.
    pub notes: Vec<Note>,
}

/// Something that could not be carried over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The file of the other site.
    pub file: String,
    /// Its line, counted from 1, if it is about one.
    pub line: Option<usize>,
    /// What it is about.
    pub text: String,
}

/// An article on its way.
struct Article {
    found: Found,
    head: Head,
    body: String,
    /// How many lines stand above the body.
    above: usize,
    /// Whether it is a piece of news: without a date in any language, it is a standing page.
    news: bool,
}

/// Imports a site. `locales` are those of depeche's site, the default one first.
pub fn import(files: &Files, from: Generator, locales: &[Locale]) -> Imported {
    let mut imported = Imported::default();
    let layout = Layout::new(files, from, locales);
    let (mut articles, mut taken) = (Vec::new(), BTreeSet::new());
    for (path, bytes) in files {
        match layout.article(path) {
            None => {}
            Some(Err(why)) => imported.note(path, None, why),
            Some(Ok(found)) => {
                taken.insert(path.as_str());
                articles.extend(imported.read(path, bytes, found, from));
            }
        }
    }
    find_news(&mut articles);
    let links = Links::new(&articles, layout.pictures(files));
    let mut pictures = BTreeSet::new();
    for article in &mut articles {
        let mut body = body::Body::new(from, &article.found, &links, article.depth());
        let converted = body.convert(&article.body);
        pictures.extend(body.pictures);
        for (line, text) in body.notes {
            imported.note(&article.found.path, Some(line + article.above), text);
        }
        article.body = converted;
    }
    imported.write(&articles, &layout.ranked());
    imported.carry(files, &layout, &taken, &pictures);
    imported.notes.sort();
    imported.notes.dedup();
    imported
}

impl Imported {
    fn note(&mut self, file: &str, line: Option<usize>, text: impl Into<String>) {
        self.notes.push(Note { file: file.to_owned(), line, text: text.into() });
    }

    /// Reads one article; nothing, if it is none after all.
    fn read(&mut self, path: &str, bytes: &[u8], found: Found, from: Generator) -> Option<Article> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            self.note(path, None, "is not UTF-8");
            return None;
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let (head, body) = match head::split(&text) {
            Ok(parts) => parts,
            Err(why) => {
                self.note(path, None, why);
                return None;
            }
        };
        let above = text[..text.len() - body.len()].matches('\n').count();
        let read = Head::read(head, &found, from);
        for text in &read.notes {
            self.note(path, None, text.clone());
        }
        let news = read.date.is_some();
        Some(Article { found, head: read, body: body.to_owned(), above, news })
    }

    /// Writes the articles. Of a story, the one in the first of the languages that it has states the facts.
    fn write(&mut self, articles: &[Article], locales: &[Locale]) {
        let mut stories: BTreeMap<String, Vec<&Article>> = BTreeMap::new();
        for article in articles {
            stories.entry(article.story()).or_default().push(article);
        }
        let rank =
            |article: &&Article| locales.iter().position(|locale| *locale == article.found.locale);
        for (story, mut tellings) in stories {
            tellings.sort_by_key(rank);
            let original = tellings[0];
            if original.news {
                add_names(&mut self.topics, &original.head.topics);
            }
            add_names(&mut self.authors, &original.head.authors);
            for article in &tellings {
                let of = (article.found.locale != original.found.locale).then_some(original);
                let head = article.head.write(of.map(|of| (&of.head, &of.found.locale)));
                let path = article.target(&story);
                let text = format!("---\n{head}---\n{}", article.body);
                match self.files.contains_key(&path) {
                    true => self.note(&article.found.path, None, format!("would also be `{path}`")),
                    false => {
                        match article.news {
                            true => self.articles += 1,
                            false => self.pages += 1,
                        }
                        self.files.insert(path, text.into_bytes());
                    }
                }
            }
        }
    }

    /// Takes the files beside articles along, pictures that articles show, and static files.
    fn carry(
        &mut self,
        files: &Files,
        layout: &Layout<'_>,
        taken: &BTreeSet<&str>,
        pictures: &BTreeSet<String>,
    ) {
        for (path, bytes) in files.iter().filter(|(path, _)| !taken.contains(path.as_str())) {
            if let Some(target) = layout.media(path, pictures) {
                self.files.entry(target).or_insert_with(|| bytes.clone());
            }
        }
    }
}

/// Keeps the first name of each id.
fn add_names(names: &mut BTreeMap<String, String>, found: &[(String, String)]) {
    for (name, id) in found {
        names.entry(id.clone()).or_insert_with(|| name.clone());
    }
}

/// A translation may leave the date to its original.
fn find_news(articles: &mut [Article]) {
    let named = |article: &Article| article.name().to_owned();
    let news: BTreeSet<String> =
        articles.iter().filter(|article| article.news).map(named).collect();
    for article in articles {
        article.news = news.contains(article.name());
    }
}

impl Article {
    /// What its translations share with it in the other site.
    fn name(&self) -> &str {
        self.head.story.as_deref().unwrap_or(&self.found.story)
    }

    /// The name that it shares with its translations.
    fn story(&self) -> String {
        let name = self.name();
        match !self.news {
            true => format!("pages/{}", name.strip_prefix("pages/").unwrap_or(name)),
            // Folders with a meaning of their own.
            false
                if ["pages/", "editions/", "glossary/"]
                    .iter()
                    .any(|folder| name.starts_with(folder)) =>
            {
                format!("articles/{name}")
            }
            false => name.to_owned(),
        }
    }

    /// How many folders below `content/` its file will stand.
    fn depth(&self) -> usize {
        self.story().matches('/').count() + usize::from(self.found.in_folder)
    }

    fn target(&self, story: &str) -> String {
        let index = if self.found.in_folder { "/index" } else { "" };
        format!("content/{story}{index}.{}.md", self.found.locale)
    }
}

/// Where the links of one site lead in the other.
struct Links {
    /// The path of an article below `content/`, with `.md` and without its language, by all the names it had.
    by_name: BTreeMap<String, String>,
    /// The pictures that are served as they are, by their path from the site's root.
    pictures: BTreeSet<String>,
}

impl Links {
    fn new(articles: &[Article], pictures: BTreeSet<String>) -> Self {
        let mut by_name = BTreeMap::new();
        for article in articles {
            let to = format!("/{}.md", article.story());
            for name in &article.found.names {
                by_name.insert(name.clone(), to.clone());
            }
            for url in article.head.urls() {
                by_name.insert(url.trim_matches('/').to_owned(), to.clone());
            }
        }
        Self { by_name, pictures }
    }

    fn has_picture(&self, path: &str) -> bool {
        self.pictures.contains(path)
    }

    /// Where a link leads that names an article by its file or its address.
    fn find(&self, name: &str) -> Option<&str> {
        let name = name.trim_matches('/');
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let found = self.by_name.get(name).or_else(|| self.by_name.get(stem));
        found.map(String::as_str)
    }
}

#[cfg(test)]
mod tests;
