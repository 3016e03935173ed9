//! Stories: articles that share a name, with the facts that they share.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::published::held;
use super::vocabulary::Vocabulary;
use super::{Facts, Held, Story, Telling, corrections};
use crate::collect::{Kind, StoryKey};
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::model::{Date, Locale, Period, Route, Slug};
use crate::parse::Parsed;
use crate::parse::article::Article;
use crate::parse::config::Config;
use crate::parse::front_matter::{Cover, FrontMatter, Source, Update};

/// Stories before it is known which of them are published.
pub struct Grouped {
    /// News, newest first.
    pub stories: Vec<Story>,
    /// Standing pages, by name.
    pub pages: Vec<Story>,
    /// What authors say of editions, by name.
    pub editorials: Vec<Story>,
    /// Terms of the glossary, by name.
    pub glossary: Vec<Story>,
    /// Articles that are not published, and why: links to them are broken, or may be for that alone.
    pub held: BTreeMap<StoryKey, Held>,
}

impl Grouped {
    /// Everything that has articles.
    pub fn told(&self) -> impl Iterator<Item = &Story> {
        let news = self.stories.iter().chain(&self.pages);
        news.chain(&self.editorials).chain(&self.glossary)
    }

    /// The same, to be completed.
    pub fn told_mut(&mut self) -> impl Iterator<Item = &mut Story> {
        let news = self.stories.iter_mut().chain(&mut self.pages);
        news.chain(&mut self.editorials).chain(&mut self.glossary)
    }
}

/// Groups articles of a site into stories, newest first.
///
/// Within a story, articles follow the order of the declared locales. Dates compare by their first
/// instant; equal dates fall back to the story's name.
///
/// # Problems
/// - [`Code::DuplicateArticle`], if two files are one story in one locale.
/// - [`Code::AmbiguousOriginal`], if several articles of a story say they are the original.
/// - [`Code::UnknownLocale`] and [`Code::BadValue`], for a `translated_from` that no other article can have.
/// - [`Code::TranslationsDisagree`], once per fact; [`Code::MissingCorrection`].
/// - [`Code::MissingKey`], for a story without a date.
/// - Those of [`Vocabulary`] and of slugs.
pub fn group(
    parsed: &Parsed,
    articles: &[Arc<Article>],
    vocabulary: &Vocabulary<'_>,
) -> Checked<Grouped> {
    let mut problems = Vec::new();
    let mut told: Vec<&Arc<Article>> = articles.iter().collect();
    // Names are nearly in the order of files, and such a list is quickly sorted.
    told.sort_by(|a, b| a.story.cmp(&b.story));
    let by_key: Vec<&[&Arc<Article>]> = told.chunk_by(|a, b| a.story == b.story).collect();
    let (stories, pages, editorials, glossary, held) = Default::default();
    let mut grouped = Grouped { stories, pages, editorials, glossary, held };
    let maker = Maker { parsed, vocabulary, places: places(&parsed.config) };
    let make = |articles: &&[&Arc<Article>]| {
        let mut problems = Vec::new();
        let articles = maker.by_locale(articles, &mut problems);
        let first = articles.iter().flatten().next().map(|first| (first.kind, first.story.clone()));
        let Some((kind, key)) = first else { return (None, problems) };
        let readable = articles.iter().flatten().all(|article| article.is_readable());
        let story = maker.story(&key, articles, &mut problems);
        // Whatever is missing of a story was reported.
        let told = story.as_ref().is_some_and(|story| story.locales().next().is_some());
        let mistaken = (!readable || !told).then_some(key);
        (Some((kind, story, mistaken)), problems)
    };
    let made: Vec<_> = by_key.par_iter().with_min_len(64).map(make).collect();
    for (made, found) in made {
        problems.extend(found);
        let Some((kind, story, mistaken)) = made else { continue };
        match kind {
            Kind::Page => grouped.pages.extend(story),
            Kind::Edition => grouped.editorials.extend(story),
            Kind::Term => grouped.glossary.extend(story),
            Kind::Article => grouped.stories.extend(story),
        }
        grouped.held.extend(mistaken.map(|key| (key, Held::Mistaken)));
    }
    // Those of one instant stay in the order of their names.
    grouped.stories.par_sort_by_key(|story| Reverse(story.facts.instant));
    Checked { value: grouped, diagnostics: problems }
}

fn places(config: &Config) -> BTreeMap<Locale, usize> {
    let tags = config.locales.iter().map(|locale| locale.tag.clone());
    tags.enumerate().map(|(place, tag)| (tag, place)).collect()
}

fn duplicate(first: &Article, second: &Article) -> Diagnostic {
    let message = format!("`{}` has two articles in `{}`", first.story, first.locale);
    Diagnostic::new(Code::DuplicateArticle, message)
        .at(Span::file(&second.file))
        .and(Span::file(&first.file), "the other one")
        .help("remove one of the two, or rename it")
}

struct Maker<'a> {
    parsed: &'a Parsed,
    vocabulary: &'a Vocabulary<'a>,
    places: BTreeMap<Locale, usize>,
}

impl Maker<'_> {
    /// The articles of one story, each at the place of its locale.
    fn by_locale(
        &self,
        articles: &[&Arc<Article>],
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Option<Arc<Article>>> {
        let mut tellings: Vec<Option<Arc<Article>>> = vec![None; self.places.len()];
        for article in articles {
            let Some(place) = self.places.get(&article.locale) else { continue };
            match &tellings[*place] {
                Some(first) => problems.push(duplicate(first, article)),
                None => tellings[*place] = Some(Arc::clone(article)),
            }
        }
        tellings
    }

    fn story(
        &self,
        key: &StoryKey,
        articles: Vec<Option<Arc<Article>>>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Story> {
        self.check_origins(&articles, problems);
        let original = self.original(&articles, problems)?;
        let first = Arc::clone(articles[original].as_ref()?);
        let facts = self.facts(&first, problems);
        for other in articles.iter().flatten().filter(|other| !Arc::ptr_eq(other, &first)) {
            self.check_translation(&first, &facts, other, problems);
        }
        let facts = facts?;
        let telling = |article: Option<Arc<Article>>| {
            let article = article?;
            self.telling(article, &first, &facts, problems)
        };
        let tellings = articles.into_iter().map(telling).collect();
        Some(Story { key: key.clone(), facts, tellings, original, settled: false })
    }

    /// Checks that each `translated_from` names another declared locale.
    fn check_origins(&self, articles: &[Option<Arc<Article>>], problems: &mut Vec<Diagnostic>) {
        let declared = || self.parsed.config.locales.iter().map(|locale| locale.tag.as_str());
        for article in articles.iter().flatten() {
            let Some(from) = &article.head.translated_from else { continue };
            let from_locale = Locale::new(from);
            if from_locale.as_ref() == Some(&article.locale) {
                let message = format!("`{from}` is this article's own language");
                let help =
                    "name the language it was translated from; the original has no such line";
                let problem = Diagnostic::new(Code::BadValue, message).help(help);
                problems.push(problem.at(article.span("translated_from")));
                continue;
            }
            if from_locale.is_some_and(|locale| self.places.contains_key(&locale)) {
                continue;
            }
            let all = declared().collect::<Vec<_>>().join(", ");
            let problem =
                Diagnostic::new(Code::UnknownLocale, format!("the site has no locale `{from}`"))
                    .at(article.span("translated_from"))
                    .suggest(from, declared(), format!("the locales are {all}"));
            problems.push(problem);
        }
    }

    /// The place of the article that is no translation; of several, the first in declared order.
    fn original(
        &self,
        articles: &[Option<Arc<Article>>],
        problems: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        // Of a head that cannot be read nobody knows whether it is the original's.
        let readable = articles.iter().flatten().all(|article| article.is_readable());
        let told =
            || articles.iter().enumerate().filter_map(|(place, a)| Some((place, a.as_ref()?)));
        let originals: Vec<_> = told().filter(|(_, a)| a.head.translated_from.is_none()).collect();
        match originals.as_slice() {
            [] => {
                // A translation whose original is not here stands for it; several need one named.
                let (place, first) = told().next()?;
                if readable && told().count() > 1 {
                    let message = format!("`{}` has translations and no original", first.story);
                    let problem = Diagnostic::new(Code::AmbiguousOriginal, message);
                    let help = "remove `translated_from` from the article that was written first";
                    problems.push(problem.at(first.key_span("translated_from")).help(help));
                }
                Some(place)
            }
            [(place, _)] => Some(*place),
            [(place, first), (_, second), ..] => {
                let message = format!("`{}` has two originals", first.story);
                let problem = Diagnostic::new(Code::AmbiguousOriginal, message)
                    .at(Span::file(&second.file))
                    .and(Span::file(&first.file), "the other one")
                    .help(format!(
                        "add `translated_from: {}` to the one that is a translation",
                        first.locale
                    ));
                problems.extend(readable.then_some(problem));
                Some(*place)
            }
        }
    }

    /// The facts that the original states; `None` if it cannot be placed in time.
    fn facts(&self, first: &Article, problems: &mut Vec<Diagnostic>) -> Option<Facts> {
        let topics = self.vocabulary.topics(first, problems);
        let dossier = self.vocabulary.dossier(first, problems);
        let authors = self.vocabulary.authors(first, problems);
        let period = Period::parse(first.story.name());
        let date = match (first.kind, first.head.date) {
            (_, Some(date)) => date,
            (Kind::Page | Kind::Term, None) => Date::of_month(1970, 1),
            (Kind::Edition, None) if period.is_some() => period?.first(),
            (Kind::Article | Kind::Edition, None) => {
                if first.is_readable() && !first.head.bad_date {
                    let problem = Diagnostic::new(Code::MissingKey, "`date` is missing");
                    let help = match first.kind {
                        Kind::Edition => {
                            "add `date: 2025-02-28`, or name the file after its week, as `2025-w09`"
                        }
                        _ => "add `date: 2025-02-26`, or `date: 2025-02` if the day is not known",
                    };
                    let key = first.key_span("date");
                    let place = if key.range.is_empty() { Span::file(&first.file) } else { key };
                    problems.push(problem.at(place).help(help));
                }
                return None;
            }
        };
        let config = &self.parsed.config;
        if first.kind == Kind::Article && date.day().is_none() && config.permalink.needs_day() {
            let message = "the site's permalinks hold the day, and this date has none";
            let help = "give the day, or take `{day}` out of `permalink` in `depeche.yaml`";
            problems
                .push(Diagnostic::new(Code::BadDate, message).at(first.span("date")).help(help));
        }
        let date = date.in_zone(&config.time_zone);
        Some(Facts {
            date,
            instant: date.instant(&config.time_zone),
            topics,
            dossier,
            authors,
            sources: first.head.sources.clone().unwrap_or_default(),
            provenance: first.head.provenance.clone(),
            cover: first.head.cover.clone().map(|cover| (cover, None)),
        })
    }

    /// Compares the facts that a translation restates with the original's.
    fn check_translation(
        &self,
        first: &Article,
        facts: &Option<Facts>,
        other: &Article,
        problems: &mut Vec<Diagnostic>,
    ) {
        let topics = self.vocabulary.topics(other, problems);
        self.vocabulary.dossier(other, problems);
        self.vocabulary.authors(other, problems);
        if !first.is_readable() || !other.is_readable() {
            return;
        }
        let (own, theirs) = (&first.head, &other.head);
        let same_topics = facts.as_ref().is_none_or(|facts| {
            topics.len() == facts.topics.len() && topics.iter().all(|id| facts.topics.contains(id))
        });
        let kept = |update: &Update| (update.date, update.kind);
        let updates = |head: &FrontMatter| {
            head.updates.as_ref().map(|updates| updates.iter().map(kept).collect::<Vec<_>>())
        };
        let corrections = corrections::compare(first, other);
        let covers = |head: &FrontMatter| head.cover.as_ref().map(|cover| cover.src.clone());
        let checks = [
            ("date", differ(&own.date, &theirs.date)),
            ("topics", theirs.topics.is_some() && !same_topics),
            ("dossier", differ(&own.dossier, &theirs.dossier)),
            ("authors", differ(&own.authors, &theirs.authors)),
            ("sources", differ(&own.sources, &theirs.sources)),
            ("updates", corrections.is_empty() && differ(&updates(own), &updates(theirs))),
            ("provenance", differ(&own.provenance, &theirs.provenance)),
            ("cover", differ(&covers(own), &covers(theirs))),
            ("publish_at", differ(&own.publish_at, &theirs.publish_at)),
            ("expires_at", differ(&own.expires_at, &theirs.expires_at)),
        ];
        problems.extend(corrections);
        for (key, _) in checks.iter().filter(|(_, differs)| *differs) {
            let message = format!("this `{key}` is not that of the original");
            let problem = Diagnostic::new(Code::TranslationsDisagree, message)
                .at(other.span(key))
                .help(match *key {
                    "updates" => "give each the date and the kind that it has there".to_owned(),
                    "cover" => {
                        "name the same `src`: `alt` and `credit` are this language's".to_owned()
                    }
                    _ => format!("leave `{key}` out: a translation takes it from the original"),
                });
            let there = first.span(key);
            problems.push(match there.range.is_empty() {
                true => {
                    problem.and(Span::file(&first.file), format!("the original has no `{key}`"))
                }
                false => problem.and(there, "the original says"),
            });
        }
    }

    fn telling(
        &self,
        article: Arc<Article>,
        first: &Article,
        facts: &Facts,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Telling> {
        let home = Route::folder([article.locale.as_str()]);
        let slug = slug(&article, problems)?;
        let config = &self.parsed.config;
        let route = match article.kind {
            Kind::Page => home.join(slug.as_str()),
            Kind::Edition => {
                home.join(self.vocabulary.editions(&article.locale).as_str()).join(slug.as_str())
            }
            Kind::Term => home.join(self.vocabulary.glossary(&article.locale).as_str()),
            Kind::Article => config.permalink.route(&home, &facts.date, &slug),
        };
        let changed = article.head.updates.iter().flatten().map(|update| update.date);
        let stated = article.head.updated.or(first.head.updated);
        let zone = &config.time_zone;
        let updated = stated.into_iter().chain(changed).max_by_key(|date| date.instant(zone));
        // The picture is a fact, and what it shows is said in words.
        let inherited = || {
            let src = first.head.cover.as_ref()?.src.clone();
            Some(Cover { src, alt: None, credit: None })
        };
        let cover = article.head.cover.clone().or_else(inherited);
        let from = article.head.translated_from.as_deref().and_then(Locale::new);
        let (held, changes) = held(&article, first, facts, self.parsed);
        Some(Telling {
            route,
            updated: updated.map(|date| date.in_zone(zone)),
            held,
            changes,
            translated_from: from.filter(|_| !std::ptr::eq(&*article, first)),
            standing: None,
            sources: by_citation(&facts.sources, &article.citations),
            cover,
            targets: Arc::<[_]>::default().into(),
            article,
        })
    }
}

/// Sources in the order in which a text cites them first; those that it does not cite come after, in the
/// author's order. So numbers in the text go up.
fn by_citation(sources: &Arc<[Source]>, citations: &[String]) -> Arc<[Source]> {
    let place = |source: &Source| {
        let id = source.id.as_deref();
        let cited = citations.iter().position(|cited| id == Some(cited));
        cited.unwrap_or(usize::MAX)
    };
    if sources.is_sorted_by_key(place) {
        return Arc::clone(sources);
    }
    let mut sorted = sources.to_vec();
    sorted.sort_by_key(place);
    sorted.into()
}

/// Whether a translation states a fact, and another one than the original.
fn differ<T: PartialEq>(original: &Option<T>, translation: &Option<T>) -> bool {
    translation.is_some() && original != translation
}

/// The article's slug, or one made of its title.
///
/// # Problems
/// - [`Code::UnsafeSlug`], if no slug can be made of the title.
fn slug(article: &Article, problems: &mut Vec<Diagnostic>) -> Option<Slug> {
    if let Kind::Edition | Kind::Term = article.kind {
        return of_file(article, problems);
    }
    if let Some(slug) = &article.head.slug {
        return Some(slug.clone());
    }
    let words = article.head.title.as_deref().unwrap_or(article.story.name());
    match Slug::from_words(words) {
        Ok(slug) => Some(slug),
        Err(_) => {
            let problem = Diagnostic::new(Code::UnsafeSlug, "no slug can be made of this title");
            problems.push(
                problem.at(article.span("title")).help("add `slug: …` with letters and digits"),
            );
            None
        }
    }
}

/// The name of the files of an edition or a term, which is the same in all languages.
fn of_file(article: &Article, problems: &mut Vec<Diagnostic>) -> Option<Slug> {
    let name = article.story.name();
    let slug = Slug::new(name);
    if slug.is_err() {
        let message = format!("`{name}` cannot be a segment of a URL");
        let help = match article.kind {
            Kind::Term => "name the file with lower-case letters, digits and hyphens, as `moe`",
            _ => "name the file with lower-case letters, digits and hyphens, as `2025-w09`",
        };
        let problem = Diagnostic::new(Code::UnsafeSlug, message).at(Span::file(&article.file));
        problems.push(problem.help(help));
    }
    slug.ok()
}

/// Reports every story that a declared locale lacks. Standing pages, editions and terms count.
///
/// # Problems
/// - [`Code::UntranslatedStory`], once per story and missing locale.
pub fn untranslated(parsed: &Parsed, grouped: &Grouped) -> Vec<Diagnostic> {
    let all = grouped.told();
    let lacks = |story: &&Story| story.tellings.iter().any(Option::is_none);
    let published = |story: &&Story| {
        story.telling(story.original).is_some_and(|telling| telling.held.is_none())
    };
    all.filter(lacks).filter(published).flat_map(|story| missing(parsed, story)).collect()
}

fn missing(parsed: &Parsed, story: &Story) -> Vec<Diagnostic> {
    let Some(original) = story.telling(story.original) else { return Vec::new() };
    let article = &original.article;
    if article.head.translate == Some(false) {
        return Vec::new();
    }
    let name = article.file.as_str().strip_suffix(".md").and_then(|name| name.rsplit_once('.'));
    let file = name.map_or(article.file.as_str(), |(name, _)| name);
    let lacking = story.tellings.iter().zip(&parsed.config.locales);
    lacking
        .filter(|(telling, _)| telling.is_none())
        .map(|(_, locale)| {
            let (key, tag) = (&story.key, &locale.tag);
            let message = format!("this story has no `{tag}` version");
            let help = format!("`depeche translate {key} --to {tag}` begins `{file}.{tag}.md`; `translate: false` says that none is wanted");
            Diagnostic::new(Code::UntranslatedStory, message).at(article.span("title")).help(help)
        })
        .collect()
}
