//! Stage 2: each file alone, understood.
//!
//! The configuration comes first, since it says which locales and which theme there are; then
//! articles, messages, templates and assets, none knowing another.

pub mod article;
pub mod blocks;
pub mod chart;
pub mod config;
pub mod deferred;
pub mod edited;
pub mod formula;
pub mod front_matter;
pub mod glossary;
pub mod lifetime;
pub mod markdown;
mod messages;
pub mod passages;
mod read;
pub mod remarks;
pub mod scripts;
pub mod shown;
pub mod terms;
pub mod text;
pub mod theme;
pub mod typography;
pub mod yaml;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::collect::{CONFIG, LEDGER, Role, Sources, URLS};
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::hashed::{Fingerprint, Hashed};
use crate::l10n::{self, Formats, LocaleMessages, MessageFile, Use};
use crate::ledger::{self, Extent, Ledger, Record};
use crate::memo::Memo;
use crate::model::{BaseUrl, Locale};
use crate::shelf::{Aside, Shelf};
use crate::urls::{self, Urls};
use crate::world::VPath;
use article::Article;
use config::{Config, LocaleConfig};
use messages::messages;
use read::{Articles, Told, articles};
use text::{ArticleText, Keeper, Texts};
use theme::{Asset, Theme};
use yaml::Part;

/// Every file of a site, understood.
#[derive(Debug)]
pub struct Parsed {
    /// The configuration.
    pub config: Arc<Config>,
    /// Articles and standing pages, by the path of their file.
    pub articles: Arc<Vec<Arc<Article>>>,
    /// The text of each article.
    pub texts: Arc<Texts>,
    /// The messages of each declared locale, in declared order.
    pub messages: Vec<LocaleMessages>,
    /// What the templates ask of the messages.
    pub uses: Vec<Use>,
    /// Templates and assets.
    pub theme: Arc<Theme>,
    /// What each translation was made from.
    pub ledger: Arc<Ledger>,
    /// The addresses that readers know.
    pub urls: Arc<Urls>,
    /// Files of `content/` that are not articles.
    pub media: BTreeMap<VPath, Hashed<Vec<u8>>>,
    /// Files of `static/`, by their path below it.
    pub statics: BTreeMap<String, Asset>,
    /// When the build runs.
    pub now: Timestamp,
    /// The fingerprint of all of this but texts, the places of things in articles, and the time.
    pub outline: Fingerprint,
    /// The fingerprint of all that is no article.
    pub frame: Fingerprint,
}

/// A theme, and what its templates ask of the messages.
#[derive(Clone)]
struct Themed {
    theme: Arc<Theme>,
    uses: Vec<Use>,
}

/// What parsing remembers from one build to the next.
#[derive(Default)]
pub struct ParseMemo {
    articles: Articles,
    last: Mutex<Option<Lasting>>,
    /// What an earlier process has left of articles; nothing, if nothing is to be left to the next.
    shelf: Option<Shelf>,
    keeper: Arc<Keeper>,
    messages: Memo<Arc<Checked<Arc<MessageFile>>>>,
    formats: Memo<Arc<Formats>>,
    themes: Memo<Arc<Checked<Themed>>>,
    ledgers: Memo<Arc<Checked<Arc<Ledger>>>>,
    extents: Memo<Extent>,
}

impl ParseMemo {
    /// Remembers nothing: see [`Memo::forgetful`].
    pub fn forgetful() -> Self {
        Self {
            articles: Articles::forgetful(),
            last: Mutex::default(),
            shelf: None,
            keeper: Arc::default(),
            messages: Memo::forgetful(),
            formats: Memo::forgetful(),
            themes: Memo::forgetful(),
            ledgers: Memo::forgetful(),
            extents: Memo::forgetful(),
        }
    }

    /// Takes what an earlier process has left, and keeps what there is for the next.
    #[must_use]
    pub fn with_shelf(self, shelf: Shelf) -> Self {
        Self { shelf: Some(shelf), ..self }
    }

    /// Puts texts aside that are too much for the memory.
    #[must_use]
    pub fn with_aside(self, aside: Box<dyn Aside>) -> Self {
        Self { keeper: Arc::new(Keeper::with(aside)), ..self }
    }

    /// What is left to the next process.
    pub fn take_shelf(&mut self) -> Option<Shelf> {
        self.shelf.take()
    }

    /// Starts a build: see [`Memo::turn`].
    pub fn turn(&self) {
        self.articles.turn();
        self.messages.turn();
        self.formats.turn();
        self.themes.turn();
        self.ledgers.turn();
        self.extents.turn();
    }

    /// How many articles were parsed in this build, and not remembered.
    pub fn parsed_articles(&self) -> u64 {
        self.articles.computed()
    }
}

/// Understands each file.
///
/// `base_url` takes the place of the configured one.
///
/// # Problems
/// - [`Code::MissingConfig`]; those of each kind of file: [`config::parse`], [`article::parse`],
///   [`theme::parse`], [`MessageFile::parse`], [`ledger::parse`], [`urls::parse`].
/// - [`Code::MissingLocale`] and [`Code::UnknownLocale`], for names of files.
/// - [`Code::NeverPublished`], for articles that expire before they appear.
pub fn parse(
    mut sources: Sources,
    base_url: Option<&BaseUrl>,
    memo: &ParseMemo,
) -> Checked<Parsed> {
    let told = std::mem::take(&mut sources.articles);
    understood(Told::Once(told), &sources, base_url, memo)
}

/// The same, for whoever holds the files for the next build.
pub fn parse_held(
    sources: &Sources,
    base_url: Option<&BaseUrl>,
    memo: &ParseMemo,
) -> Checked<Parsed> {
    understood(Told::Held(&sources.articles), sources, base_url, memo)
}

fn understood(
    told: Told<'_>,
    sources: &Sources,
    base_url: Option<&BaseUrl>,
    memo: &ParseMemo,
) -> Checked<Parsed> {
    let mut diagnostics = Vec::new();
    let mut config = configuration(sources, &mut diagnostics);
    if let Some(base_url) = base_url {
        config.base_url = base_url.clone();
    }
    config.search &= has_search(sources, &config);
    diagnostics.extend(misnamed(sources, &config));
    // None knows another, and to understand a theme takes as long as thirty articles.
    let (articles, (messages, themed)) = rayon::join(
        || articles(told, &sources.revision, &config, memo),
        || {
            rayon::join(
                || checked(|problems| messages(sources, &config, memo, problems)),
                || checked(|problems| themed(sources, &config, memo, problems)),
            )
        },
    );
    let articles = articles.report_to(&mut diagnostics);
    diagnostics.extend(lifetime::check(&articles, &config));
    let messages = messages.report_to(&mut diagnostics);
    let Themed { theme, uses } = themed.report_to(&mut diagnostics);
    let ledger = ledger(sources, memo, &mut diagnostics);
    let frame = frame(sources, base_url);
    let Lasting { articles, texts, outline } = lasting(articles, memo);
    let outline = Fingerprint::of(&(frame, outline, compared(&articles, &ledger, memo)));
    let parsed = Parsed {
        config: Arc::new(config),
        texts,
        outline,
        frame,
        articles,
        messages,
        uses,
        theme,
        ledger,
        urls: Arc::new(known_urls(sources, &mut diagnostics)),
        media: media(sources),
        statics: statics(sources),
        now: sources.now,
    };
    Checked { value: parsed, diagnostics }
}

/// What a part of the stage makes, with the problems that it finds.
fn checked<T>(make: impl FnOnce(&mut Vec<Diagnostic>) -> T) -> Checked<T> {
    let mut diagnostics = Vec::new();
    Checked { value: make(&mut diagnostics), diagnostics }
}

/// The fingerprint of all files but articles.
pub fn frame(sources: &Sources, base_url: Option<&BaseUrl>) -> Fingerprint {
    let others: Vec<_> = sources.files.iter().map(|(file, source)| (file, &source.bytes)).collect();
    Fingerprint::of(&(base_url, others))
}

/// What follows from all articles, and lasts until one of them is another.
#[derive(Clone)]
struct Lasting {
    articles: Arc<Vec<Arc<Article>>>,
    texts: Arc<Texts>,
    /// The fingerprint of their outlines.
    outline: Fingerprint,
}

/// How many articles have a fingerprint together.
const SOME: usize = 512;

/// Finds it out, of as much as is not known from the last build.
fn lasting(articles: Arc<Vec<Arc<Article>>>, memo: &ParseMemo) -> Lasting {
    let last = || memo.last.lock().expect("no thread panics while it holds this lock");
    let before = last().take();
    let edited = before.as_ref().and_then(|before| edited_since(before, &articles));
    let texts = match before.zip(edited) {
        Some((before, edited)) if edited.is_empty() => {
            *last() = Some(before.clone());
            return before;
        }
        Some((before, edited)) => {
            let mut texts = Texts::clone(&before.texts);
            texts.extend(edited.into_iter().map(text_of));
            Some(texts)
        }
        None => None,
    };
    let (texts, outline) = rayon::join(
        || texts.unwrap_or_else(|| articles.iter().map(text_of).collect()),
        || outline(&articles),
    );
    let now = Lasting { articles, texts: Arc::new(texts), outline };
    // Whoever remembers nothing gives back what it made as soon as it can.
    *last() = (!memo.articles.is_forgetful()).then(|| now.clone());
    now
}

fn text_of(article: &Arc<Article>) -> (VPath, Arc<ArticleText>) {
    (article.file.clone(), Arc::clone(&article.text))
}

/// The articles that are not what they were; nothing, if some came or went.
fn edited_since<'a>(
    last: &Lasting,
    now: &'a Arc<Vec<Arc<Article>>>,
) -> Option<Vec<&'a Arc<Article>>> {
    if Arc::ptr_eq(&last.articles, now) {
        return Some(Vec::new());
    }
    let both =
        || last.articles.iter().zip(now.iter()).filter(|(before, now)| !Arc::ptr_eq(before, now));
    let same = last.articles.len() == now.len() && both().all(|(last, now)| last.file == now.file);
    same.then(|| both().map(|(_, now)| now).collect())
}

/// The fingerprint of what others may see of articles.
fn outline(articles: &[Arc<Article>]) -> Fingerprint {
    // Whoever writes on adds blocks all the time, and hardly anybody links to one.
    let asked = articles.par_iter().any(|article| article.asks_for_blocks);
    let some = articles.par_chunks(SOME).map(|some| {
        let each = some.iter();
        let each = each.map(|one| (&one.file, one.outline, asked.then_some(&one.blocks)));
        Fingerprint::of(&each.collect::<Vec<_>>())
    });
    Fingerprint::of(&some.collect::<Vec<_>>())
}

/// What the texts say of the translations that were made from them: how far they have moved on since.
///
/// Which record belongs to a story that was renamed is told by its text; then all texts matter.
fn compared(articles: &[Arc<Article>], ledger: &Ledger, memo: &ParseMemo) -> Vec<Fingerprint> {
    if ledger.records.is_empty() {
        return Vec::new();
    }
    let there: FxHashSet<_> = articles.iter().map(|found| (&found.story, &found.locale)).collect();
    if ledger.records.keys().any(|(story, to)| !there.contains(&(story, to))) {
        return articles.iter().map(|found| found.fingerprint()).collect();
    }
    let mut made_from: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for ((story, to), record) in &ledger.records {
        made_from.entry((story, &record.from)).or_default().push((to, record));
    }
    let extent = |found: &Arc<Article>, record: &Record| {
        if record.file == found.fingerprint() {
            return Extent::default();
        }
        let key = || Fingerprint::of(&(found.fingerprint(), record));
        memo.extents.get(key, || {
            let placed = passages::passages(found).into_iter();
            let now: Vec<_> = placed.map(|placed| placed.passage).collect();
            Extent::of(&ledger::changes(&record.passages, &now), &record.passages, &now)
        })
    };
    let of = |found: &Arc<Article>| {
        let records = made_from.get(&(&found.story, &found.locale))?;
        let extents = records.iter().map(|(to, record)| (to, extent(found, record)));
        Some(Fingerprint::of(&(&found.story, extents.collect::<Vec<_>>())))
    };
    articles.iter().filter_map(of).collect()
}

/// Whether the theme, or the site over it, has a layout for the search.
fn has_search(sources: &Sources, config: &Config) -> bool {
    sources.files.values().any(|source| match &source.role {
        Role::Template { name, theme } => {
            name == "search.html" && theme.as_ref().is_none_or(|of| *of == config.theme)
        }
        _ => false,
    })
}

fn configuration(sources: &Sources, problems: &mut Vec<Diagnostic>) -> Config {
    let file = VPath::new(CONFIG);
    let Some(source) = sources.files.get(&file) else {
        let problem = Diagnostic::new(Code::MissingConfig, "there is no `depeche.yaml` here");
        problems.push(problem.help("run `depeche init DIR` to make a site"));
        return Config::fallback("");
    };
    match article::text(&file, &source.bytes.get(), problems) {
        Some(text) => config::parse(&file, text).report_to(problems),
        None => Config::fallback(""),
    }
}

fn misnamed(sources: &Sources, config: &Config) -> Vec<Diagnostic> {
    let files = sources.files.iter().filter(|(_, source)| source.role == Role::Misnamed);
    files.map(|(file, _)| no_locale(file, config)).collect()
}

/// The declared locale that a file's suffix names.
fn declared<'c>(suffix: &str, config: &'c Config) -> Option<&'c LocaleConfig> {
    let tag = Locale::new(suffix)?;
    config.locales.iter().find(|declared| declared.tag == tag)
}

fn no_locale(file: &VPath, config: &Config) -> Diagnostic {
    let stem = file.name().trim_end_matches(".md");
    Diagnostic::new(Code::MissingLocale, "this file's name does not say its language")
        .at(Span::file(file))
        .help(format!("name it `{stem}.{}.md`", config.default_locale()))
}

fn wrong_suffix(file: &VPath, suffix: &str, config: &Config) -> Diagnostic {
    let tags = || config.locales.iter().map(|locale| locale.tag.as_str());
    if Locale::new(suffix).is_none_or(|locale| locale.language().len() > 3) {
        return no_locale(file, config);
    }
    let all = tags().collect::<Vec<_>>().join(", ");
    Diagnostic::new(Code::UnknownLocale, format!("the site has no locale `{suffix}`"))
        .at(Span::file(file))
        .suggest(suffix, tags(), format!("the locales are {all}; declare others in `depeche.yaml`"))
}

/// The theme, and what its templates ask of the messages.
fn themed(
    sources: &Sources,
    config: &Config,
    memo: &ParseMemo,
    problems: &mut Vec<Diagnostic>,
) -> Themed {
    let files: Vec<_> = sources
        .files
        .iter()
        .filter(|(_, source)| {
            matches!(
                source.role,
                Role::Template { .. } | Role::Asset { .. } | Role::Manifest { .. }
            )
        })
        .map(|(file, source)| (file, &source.bytes))
        .collect();
    // It asks nothing else of the configuration: an author who tries sizes of pages needs no theme understood.
    let asked = (&config.theme, config.span("theme", Part::Value).range);
    let key = || Fingerprint::of(&(asked, &config.archives, config.cards, &files));
    let known = memo.themes.get(key, || {
        let Checked { value: theme, mut diagnostics } = theme::parse(sources, config);
        let mut uses = Vec::new();
        // What a broken template asks for is asked for, all the same.
        for template in theme.templates.values().chain(&theme.set_aside) {
            let found = l10n::template_uses(&template.file, template.text());
            uses.extend(found.uses);
            diagnostics.extend(found.dynamic.into_iter().map(no_literal_key));
        }
        Arc::new(Checked { value: Themed { theme: Arc::new(theme), uses }, diagnostics })
    });
    problems.extend(known.diagnostics.iter().cloned());
    known.value.clone()
}

fn no_literal_key(span: Span) -> Diagnostic {
    let message = "`t` needs the name of a message between quotes";
    Diagnostic::new(Code::TemplateSyntax, message)
        .at(span)
        .help("write `t(key=\"read-more\")`: a name that is computed cannot be checked")
}

/// The ledger; an empty one, if the site has none.
fn ledger(sources: &Sources, memo: &ParseMemo, problems: &mut Vec<Diagnostic>) -> Arc<Ledger> {
    let file = VPath::new(LEDGER);
    let Some(source) = sources.files.get(&file) else { return Arc::default() };
    let bytes = source.bytes.get();
    let Some(text) = article::text(&file, &bytes, problems) else { return Arc::default() };
    let checked = memo.ledgers.get(
        || source.bytes.fingerprint(),
        || {
            let Checked { value, diagnostics } = ledger::parse(text);
            Arc::new(Checked { value: Arc::new(value), diagnostics })
        },
    );
    problems.extend(checked.diagnostics.iter().cloned());
    Arc::clone(&checked.value)
}

/// The addresses that readers know; none, if the site keeps no list of them.
fn known_urls(sources: &Sources, problems: &mut Vec<Diagnostic>) -> Urls {
    let file = VPath::new(URLS);
    let Some(source) = sources.files.get(&file) else { return Urls::default() };
    let bytes = source.bytes.get();
    let text = article::text(&file, &bytes, problems);
    text.map(|text| urls::parse(text).report_to(problems)).unwrap_or_default()
}

fn media(sources: &Sources) -> BTreeMap<VPath, Hashed<Vec<u8>>> {
    let media = sources.files.iter().filter(|(_, source)| source.role == Role::Media);
    media.map(|(file, source)| (file.clone(), source.bytes.get())).collect()
}

fn statics(sources: &Sources) -> BTreeMap<String, Asset> {
    let files = sources.files.iter().filter_map(|(file, source)| match &source.role {
        Role::Static { name } => {
            let asset = Asset { file: file.clone(), bytes: source.bytes.get() };
            Some((name.clone(), asset))
        }
        _ => None,
    });
    files.collect()
}
