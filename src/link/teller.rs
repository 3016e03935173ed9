//! Stories that are told one by one, each when somebody first asks for it.
//!
//! After a small edit hardly any story of a large site is looked at. Which stories there are, and how each stands among
//! the others, is known from an earlier process ([`Contents`]); what one tells is then found out from its articles
//! alone, as for all of them when a whole site is linked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::cross_links::links_of;
use super::editions::Edition;
use super::find::FindStory;
use super::media::Files;
use super::revised::{self, Before, Revised, Stood};
use super::stories::{self, Grouped};
use super::vocabulary::{Topics, Vocabulary};
use super::{Archive, Facts, Held, Resolved, Selection, Site, Story, Telling};
use super::{covers, freshness, published};
use crate::collect::StoryKey;
use crate::deferred::{Deferred, Make, get_or_make};
use crate::diag::Diagnostic;
use crate::hashed::Fingerprint;
use crate::l10n::Words;
use crate::model::{Date, Route};
use crate::parse::Parsed;
use crate::parse::article::Article;
use crate::parse::config::Config;

/// What an archive leaves to the next process, if what is wrong with it is of one story each: which stories there are,
/// in which order, and all that does not follow from the articles of one of them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Contents {
    stories: Vec<(StoryKey, Stood)>,
    pages: Vec<StoryKey>,
    editorials: Vec<StoryKey>,
    glossary: Vec<StoryKey>,
    editions: Arc<[Edition]>,
    held: BTreeMap<StoryKey, Held>,
    whereabouts: Fingerprint,
    until: Option<Timestamp>,
    /// The articles into which a link leads, to a heading or a block, or led when the whole site was linked: one too many
    /// costs no more than a build of the whole site.
    led_into: BTreeSet<Route>,
}

/// What is other about the contents, some stories being told anew.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ContentsLater {
    stories: BTreeMap<usize, Stood>,
    led_into: BTreeSet<Route>,
}

impl ContentsLater {
    /// Adds what changed still later.
    pub fn extend(&mut self, later: Self) {
        self.stories.extend(later.stories);
        self.led_into.extend(later.led_into);
    }
}

impl Contents {
    /// Those of an archive.
    pub fn of(archive: &Archive) -> Self {
        let stories = archive.stories.par_iter().with_min_len(64);
        let keys = |stories: &[Arc<Story>]| stories.iter().map(|story| story.key.clone()).collect();
        Self {
            stories: stories.map(|story| (story.key.clone(), Stood::of(story))).collect(),
            pages: keys(&archive.pages),
            editorials: keys(&archive.editorials),
            glossary: keys(&archive.glossary),
            editions: Arc::clone(&archive.editions),
            held: archive.held.clone(),
            whereabouts: archive.whereabouts,
            until: archive.until,
            led_into: revised::led_into(archive.told()).cloned().collect(),
        }
    }

    /// The same, with what changed later; nothing, if that belongs to another.
    #[must_use]
    pub fn with(mut self, changed: &ContentsLater) -> Option<Self> {
        for (place, stood) in &changed.stories {
            self.stories.get_mut(*place)?.1 = *stood;
        }
        self.led_into.extend(changed.led_into.iter().cloned());
        Some(self)
    }
}

/// A site with stories that are told anew.
pub struct ToldAnew {
    /// The site.
    pub site: Site,
    /// The places of the stories.
    pub anew: Vec<usize>,
    /// What is wrong with them.
    pub problems: Vec<Diagnostic>,
    /// What is other about the contents.
    pub changed: ContentsLater,
}

/// Gives the articles of a story, those that are not published among them, in the order of their files.
pub type Articles = dyn Fn(&StoryKey) -> Vec<Arc<Article>> + Send + Sync;

/// Tells stories, given their articles.
pub struct Teller {
    /// Itself, to look up links later; weak, so that its stories do not keep it alive.
    own: Weak<Self>,
    parsed: Arc<Parsed>,
    words: Arc<Words>,
    topics: Arc<Topics>,
    selection: Selection,
    contents: Contents,
    articles: Box<Articles>,
    /// The stories, and the place of each in its list.
    stories: FxHashMap<StoryKey, (usize, OnceLock<Arc<Story>>)>,
    failed: AtomicBool,
}

impl Teller {
    /// Tells the stories of a site, which was left with those contents. `parsed` is all of it but articles.
    pub fn new(
        parsed: &Arc<Parsed>,
        selection: Selection,
        contents: Contents,
        articles: Box<Articles>,
    ) -> Arc<Self> {
        let (parsed, words) = (Arc::clone(parsed), Arc::new(Words::new(parsed.messages.clone())));
        let topics = Arc::clone(Vocabulary::new(&parsed, &words).value.topics_by_name());
        let news = contents.stories.iter().map(|(key, _)| key).enumerate();
        let others = [&contents.pages, &contents.editorials, &contents.glossary];
        let others = others.into_iter().flat_map(|keys| keys.iter().enumerate());
        let all = news.chain(others).map(|(place, key)| (key.clone(), (place, OnceLock::new())));
        let (stories, failed) = (all.collect(), AtomicBool::new(false));
        Arc::new_cyclic(|own| Self {
            own: own.clone(),
            parsed,
            words,
            topics,
            selection,
            contents,
            articles,
            stories,
            failed,
        })
    }

    /// The site, of which nothing is told as yet.
    pub fn site(self: &Arc<Self>) -> Site {
        let (teller, contents) = (Arc::clone(self), &self.contents);
        let make: Make<Arc<Story>> = Arc::new(move |place| {
            let (key, _) = &teller.contents.stories[place];
            Arc::clone(teller.story(key))
        });
        let places = 0..contents.stories.len();
        let told = |keys: &[StoryKey]| keys.iter().map(|key| Arc::clone(self.story(key))).collect();
        let archive = Archive {
            stories: places.map(|place| Deferred::at(place, &make)).collect(),
            pages: told(&contents.pages),
            editorials: told(&contents.editorials),
            glossary: told(&contents.glossary),
            editions: Arc::clone(&contents.editions),
            files: Arc::default(),
            whereabouts: contents.whereabouts,
            held: contents.held.clone(),
            until: contents.until,
        };
        let (config, theme) = (Arc::clone(&self.parsed.config), Arc::clone(&self.parsed.theme));
        Site { config, words: Arc::clone(&self.words), theme, archive: Arc::new(archive) }
    }

    /// The same, with the stories of some articles told anew. Nothing, if more may follow from that.
    pub fn tell_anew(&self, site: Site, told: &[Arc<Article>]) -> Option<ToldAnew> {
        let vocabulary = Vocabulary::again(&self.parsed, &self.words, &self.topics);
        let (config, led_into) = (&self.parsed.config, &self.contents.led_into);
        let before = Before {
            archive: &site.archive,
            named: self,
            place: &|story| self.stories.get(&story.key).map(|(place, _)| *place),
            stood: &|place| self.contents.stories[place].1,
            led_into: &|telling| revised::is_led_into(led_into.iter(), config, telling),
        };
        let (parsed, selection) = (&self.parsed, self.selection);
        let revised = revised::tell_anew(parsed, selection, (&vocabulary, told), &before);
        let Revised { archive, anew, problems } = revised?;
        let told = || anew.iter().map(|place| &**archive.stories[*place]);
        let changed = ContentsLater {
            stories: anew.iter().copied().zip(told().map(Stood::of)).collect(),
            led_into: revised::led_into(told()).cloned().collect(),
        };
        let site = Site { archive: Arc::new(archive), ..site };
        Some(ToldAnew { site, anew, problems, changed })
    }

    /// Whether a story could not be told: its files went away in the meantime.
    pub fn failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    fn story(&self, key: &StoryKey) -> &Arc<Story> {
        let (_, told) = self.stories.get(key).expect("it tells the stories of its own contents");
        get_or_make(told, || {
            Arc::new(self.tell(key).unwrap_or_else(|| {
                self.failed.store(true, Ordering::Relaxed);
                untold(key, &self.parsed.config)
            }))
        })
    }

    /// Tells a story as it was told when the whole site was.
    fn tell(&self, key: &StoryKey) -> Option<Story> {
        let vocabulary = Vocabulary::again(&self.parsed, &self.words, &self.topics);
        let articles = (self.articles)(key);
        // What is wrong with it was told then.
        let mut grouped = stories::group(&self.parsed, &articles, &vocabulary).value;
        freshness::compare_some(&self.parsed, &mut grouped);
        let chosen = published::select(self.selection, grouped).value;
        let Grouped { stories, pages, editorials, glossary, .. } = chosen;
        let mut all = stories.into_iter().chain(pages).chain(editorials).chain(glossary);
        let mut story = all.next()?;
        covers::place(&self.parsed, &mut story, &mut Files::default(), &mut Vec::new());
        let (own, of) = (self.own.clone(), key.clone());
        let make: Make<Arc<[Resolved]>> = Arc::new(move |locale| {
            let teller = own.upgrade();
            teller.and_then(|teller| teller.targets(&of, locale)).unwrap_or_default()
        });
        for (locale, telling) in story.tellings.iter_mut().enumerate() {
            if let Some(telling) = telling {
                telling.targets = Deferred::at(locale, &make);
            }
        }
        Some(story)
    }

    /// What the links of a story are in a language. Other stories must be known for that, but not their links.
    fn targets(&self, key: &StoryKey, locale: usize) -> Option<Arc<[Resolved]>> {
        let (targets, ..) = links_of(&self.parsed, (self, &self.contents.held), self.story(key));
        targets.into_iter().nth(locale)?
    }
}

impl FindStory for Teller {
    fn find(&self, name: &str) -> Option<&Story> {
        let (key, _) = self.stories.get_key_value(name)?;
        Some(self.story(key))
    }

    fn names(&self) -> Vec<&str> {
        self.stories.keys().map(StoryKey::as_str).collect()
    }
}

/// What stands for a story that cannot be told any more.
fn untold(key: &StoryKey, config: &Config) -> Story {
    let date = Date::of_month(1970, 1);
    let facts = Facts {
        date,
        instant: date.instant(&config.time_zone),
        topics: Vec::new(),
        dossier: None,
        authors: Vec::new(),
        sources: Arc::default(),
        provenance: None,
        cover: None,
    };
    let tellings: Vec<Option<Telling>> = config.locales.iter().map(|_| None).collect();
    Story { key: key.clone(), facts, tellings, original: 0, settled: false }
}
