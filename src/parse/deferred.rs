//! Articles that are read when somebody asks for them.
//!
//! After a small edit a few of thousands are shown again. What was understood of the others stays on its shelf.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::article::Article;
use super::config::Config;
use super::read::{Pass, Read, Reader};
use super::terms::Terms;
use super::text::Texts;
use super::{ParseMemo, Parsed, Told, glossary, text_of, understood};
use crate::collect::{Kind, Role, Source, Sources, StoryKey};
use crate::diag::Checked;
use crate::model::{BaseUrl, Locale};
use crate::world::VPath;

/// The articles of a site, none of which is read as yet.
pub struct DeferredArticles {
    files: Vec<(VPath, Source)>,
    config: Arc<Config>,
    memo: ParseMemo,
    terms: BTreeMap<Locale, Arc<Terms>>,
    /// The places of the files of each story.
    stories: FxHashMap<StoryKey, Vec<usize>>,
    /// What was read, by the places of files.
    read: Vec<OnceLock<Read>>,
}

impl DeferredArticles {
    /// Understands all of a site but its articles, which are read later.
    pub fn new(
        sources: &Sources,
        base_url: Option<&BaseUrl>,
        memo: ParseMemo,
    ) -> (Arc<Parsed>, Self) {
        let parsed = understood(Told::Once(Vec::new()), sources, base_url, &memo).value;
        let files = sources.articles.clone();
        let mut stories: FxHashMap<StoryKey, Vec<usize>> = FxHashMap::default();
        stories.reserve(files.len() / parsed.config.locales.len().max(1));
        for (place, (_, source)) in files.iter().enumerate() {
            if let Role::Article { story, .. } = &source.role {
                stories.entry(story.clone()).or_default().push(place);
            }
        }
        let read = files.iter().map(|_| OnceLock::new()).collect();
        let config = Arc::clone(&parsed.config);
        let mut own = Self { files, config, memo, terms: BTreeMap::new(), stories, read };
        // Texts are searched for terms, so that these are read first.
        own.terms = glossary::terms(&own.defining());
        (Arc::new(parsed), own)
    }

    /// The articles of a story, in the order of their files.
    pub fn articles_of(&self, story: &StoryKey) -> Vec<Arc<Article>> {
        let places = self.stories.get(story).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.article(*place)).collect()
    }

    /// All articles of the stories of some files, with what is wrong with each; nothing, if a file is no article.
    pub fn of_files(&self, files: &[&VPath]) -> Option<Checked<Vec<Arc<Article>>>> {
        let mut places = Vec::new();
        for file in files {
            places.extend(self.stories.get(&self.article(self.place(file)?)?.story)?);
        }
        places.sort_unstable();
        places.dedup();
        let (mut articles, mut diagnostics) = (Vec::new(), Vec::new());
        for place in places {
            let Some(Ok(read)) = self.read(place) else { return None };
            diagnostics.extend(read.diagnostics.iter().cloned());
            articles.push(Arc::clone(&read.value));
        }
        Some(Checked { value: articles, diagnostics })
    }

    /// The texts of some files.
    pub fn texts<'f>(&self, files: impl Iterator<Item = &'f VPath>) -> Texts {
        let articles = files.filter_map(|file| self.article(self.place(file)?));
        articles.map(|article| text_of(&article)).collect()
    }

    /// The texts of the definitions of terms.
    pub fn definitions(&self) -> Texts {
        self.defining().iter().map(text_of).collect()
    }

    fn defining(&self) -> Vec<Arc<Article>> {
        let places = 0..self.files.len();
        let terms = places.filter(|place| self.files[*place].1.kind() == Some(Kind::Term));
        terms.filter_map(|place| self.article(place)).collect()
    }

    fn place(&self, file: &VPath) -> Option<usize> {
        self.files.binary_search_by(|(other, _)| other.cmp(file)).ok()
    }

    fn article(&self, place: usize) -> Option<Arc<Article>> {
        let read = self.read(place).as_ref()?.as_ref();
        read.ok().map(|read| Arc::clone(&read.value))
    }

    fn read(&self, place: usize) -> &Read {
        let (file, none) = (&self.files[place], BTreeMap::new());
        // To read an article waits for no other thread.
        self.read[place].get_or_init(|| match file.1.kind() {
            Some(Kind::Term) => {
                Reader::new(&self.config, &none, &self.memo).file(Pass::Terms, file)
            }
            _ => Reader::new(&self.config, &self.terms, &self.memo).file(Pass::Texts, file),
        })
    }
}
