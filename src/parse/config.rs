//! `depeche.yaml`: the site's structure. It holds no prose; every word a reader sees is elsewhere.

mod locales;
mod newsletter;
mod pace;
mod permalink;
mod pictures;
mod precompress;
mod redirects;
mod topics;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use crate::collect::CONFIG;
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::encode::Encoding;
use crate::model::{BaseUrl, Id, Locale};
use crate::parse::markdown::RawHtml;
use crate::parse::yaml::{Document, Fields, Node, Part, Places};
use crate::picture;
use crate::world::VPath;

pub use locales::LocaleConfig;
pub use pace::Pace;
pub use permalink::Permalink;
pub use redirects::{Destination, Redirect};

/// A site's structure.
#[derive(Debug, Clone)]
pub struct Config {
    /// The site's address.
    pub base_url: BaseUrl,
    /// What a date without an offset means.
    pub time_zone: TimeZone,
    /// The folder below `themes/`.
    pub theme: String,
    /// The languages; the first is the default locale. Never empty.
    pub locales: Vec<LocaleConfig>,
    /// What a locale does with a story that it lacks.
    pub untranslated: Untranslated,
    /// The shape of an article's URL.
    pub permalink: Permalink,
    /// How many stories a page of a list shows; the newest page shows up to twice as many.
    pub page_size: usize,
    /// Which archives are made.
    pub archives: Archives,
    /// What an edition holds.
    pub editions: Editions,
    /// What feeds hold.
    pub feeds: Feeds,
    /// Who sends newsletters.
    pub newsletter: Newsletter,
    /// The host that is told how to serve the site.
    pub host: Option<Host>,
    /// The other forms that files are wanted in, each once.
    pub precompress: Vec<Encoding>,
    /// Old addresses that lead on, in their author's order.
    pub redirects: Vec<Redirect>,
    /// What becomes of raw HTML in articles.
    pub html: RawHtml,
    /// Whether each article is there as Markdown, too, with `llms.txt` for those who look for it.
    pub markdown: bool,
    /// The asset that shows who publishes the site, by its path below `assets/`.
    pub logo: Option<String>,
    /// How the pictures of articles are made anew; nothing, if they are shown as they are.
    pub pictures: Option<picture::Settings>,
    /// Whether there is a picture of each article for social networks.
    pub cards: bool,
    /// Whether pages say what the words of code are.
    pub highlight: bool,
    /// Whether there is a sitemap of the articles of the last two days.
    pub news_sitemap: bool,
    /// What `robots.txt` asks of programs that gather texts for models.
    pub robots: Robots,
    /// Whether the site can be searched. It cannot if its theme has no layout for that.
    pub search: bool,
    /// The vocabulary of topics, in its author's order.
    pub topics: Vec<TopicConfig>,
    /// The place of each topic's first declaration.
    topic_places: BTreeMap<Id, usize>,
    /// The topics below each, in the vocabulary's order. Below none are those without a parent, and
    /// those in a circle, which was reported.
    topics_below: BTreeMap<Option<Id>, Vec<usize>>,
    /// Whether the locales are assumed, for want of a file that states them. What follows from them is
    /// then no mistake of the author's.
    pub assumed: bool,
    /// The file's text, for the places of problems found later.
    source: String,
    /// Where its entries stand, once somebody asks.
    places: OnceLock<Places>,
}

/// What a locale does with a story that it lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Untranslated {
    /// It does not show it.
    Hide,
    /// Its lists show the other language's headline, marked, and lead to the other article.
    List,
    /// It makes a page around the other language's text, marked as such.
    Page,
}

/// Which archives are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Archives {
    /// One page a year.
    pub year: bool,
    /// One page a month.
    pub month: bool,
    /// One page a day.
    pub day: bool,
}

/// What an edition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Editions {
    /// The stories of an ISO week.
    Week,
    /// The stories of a day.
    Day,
    /// There are no editions.
    None,
}

/// A host that reads `_headers` and `_redirects`, each in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Host {
    /// Cloudflare Pages and Workers.
    Cloudflare,
    /// Netlify.
    Netlify,
}

/// What feeds hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Feeds {
    /// How many entries at the most.
    pub entries: usize,
    /// Whether an entry holds the whole text.
    pub content: FeedContent,
    /// The formats in which each feed is made, in their author's order. Never empty.
    pub formats: Vec<FeedFormat>,
}

/// A format of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).
    Json,
}

/// How much of an article an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedContent {
    /// All of it.
    Full,
    /// Its summary.
    Summary,
}

/// Who sends newsletters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Newsletter {
    /// A name and an address: `Fil d’IA <lettre@example.org>`.
    pub from: Option<String>,
    /// Where readers who want no more are led: addresses that begin with `https://` or `mailto:`.
    pub unsubscribe: Vec<String>,
    /// The list's name: `Fil d’IA <fil.example.org>`.
    pub list_id: Option<String>,
}

/// What `robots.txt` asks of programs that gather texts for models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Robots {
    /// Nothing.
    Allow,
    /// To stay away.
    Refuse,
}

/// A topic of the vocabulary. Its words are in `i18n/*/topics.ftl`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TopicConfig {
    /// The same in every language.
    pub id: Id,
    /// Other words for it that front matter may use.
    pub aliases: Vec<String>,
    /// The topic above it.
    pub parent: Option<Id>,
}

impl Hash for Config {
    /// The text decides all the rest.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.source.hash(state);
        self.base_url.hash(state);
    }
}

impl Config {
    /// The tag of the first locale.
    pub fn default_locale(&self) -> &Locale {
        &self.locales[0].tag
    }

    /// Whether a locale is declared.
    pub fn declares(&self, locale: &Locale) -> bool {
        self.locales.iter().any(|declared| declared.tag == *locale)
    }

    /// Whether linking would make the same of the same articles.
    pub fn links_as(&self, other: &Self) -> bool {
        self.linked() == other.linked()
    }

    /// All that decides which stories there are, and where. The rest decides how they are shown.
    fn linked(&self) -> impl PartialEq {
        let Self { time_zone, locales, untranslated, permalink, editions, .. } = self;
        let Self { pictures, topics, assumed, .. } = self;
        (time_zone, locales, untranslated, permalink, editions, pictures, topics, assumed)
    }

    /// The place of one of the file's entries: `topics[2].parent`.
    pub fn span(&self, path: &str, part: Part) -> Span {
        let places = self.places.get_or_init(|| Places::new(&self.source));
        Span::new(&VPath::new(CONFIG), places.locate(path, part).unwrap_or(0..0))
    }
}

/// Reads the configuration. What is wrong or missing takes its default, so that the rest of the site
/// can be checked all the same.
///
/// # Problems
/// - Those of [`Document`] and of each key: [`Code::MissingKey`], [`Code::UnknownKey`],
///   [`Code::WrongType`], [`Code::BadValue`], [`Code::DuplicateKey`].
/// - [`Code::UnknownTopic`], [`Code::CyclicTopics`] and [`Code::AmbiguousTopic`] in the vocabulary.
pub fn parse(file: &VPath, source: &str) -> Checked<Config> {
    let document = Document::new(file, source, 0);
    let tree = document.parse().unwrap_or(Value::Null);
    let mut config = Config::fallback(source);
    if let Value::Mapping(_) = tree
        && let Some(mut fields) = document.fields(&tree)
    {
        config.read(&mut fields);
        fields.finish();
        config.arrange_topics(&document);
        topics::check(&config, &document);
        config.gather_topics();
    }
    Checked { value: config, diagnostics: document.into_problems() }
}

impl Config {
    /// What stands for a configuration that cannot be read.
    pub fn fallback(source: &str) -> Self {
        Self {
            base_url: BaseUrl::parse("http://localhost/").expect("a plain address"),
            time_zone: TimeZone::UTC,
            theme: "gazette".to_owned(),
            locales: vec![LocaleConfig {
                region: Locale::new("en-GB").expect("a plain tag"),
                ..Locale::new("en").expect("a plain tag").into()
            }],
            untranslated: Untranslated::List,
            permalink: Permalink::default(),
            page_size: 20,
            archives: Archives { year: true, month: true, day: false },
            editions: Editions::None,
            feeds: Feeds {
                entries: 50,
                content: FeedContent::Full,
                formats: vec![FeedFormat::Atom, FeedFormat::Json],
            },
            newsletter: Newsletter::default(),
            host: None,
            precompress: Vec::new(),
            redirects: Vec::new(),
            html: RawHtml::Trusted,
            markdown: false,
            logo: None,
            pictures: None,
            cards: false,
            highlight: true,
            news_sitemap: false,
            robots: Robots::Allow,
            search: true,
            topics: Vec::new(),
            topic_places: BTreeMap::new(),
            topics_below: BTreeMap::new(),
            assumed: true,
            source: source.to_owned(),
            places: OnceLock::new(),
        }
    }

    fn read(&mut self, fields: &mut Fields<'_, '_>) {
        if let Some(url) = fields.need("base_url").and_then(base_url) {
            self.base_url = url;
        }
        if let Some(zone) = fields.take("time_zone").and_then(time_zone) {
            self.time_zone = zone;
        }
        if let Some(theme) = fields.take("theme").and_then(theme_name) {
            self.theme = theme;
        }
        if let Some(locales) = fields.need("locales").and_then(locales::locales) {
            self.locales = locales;
            self.assumed = false;
        }
        let modes = [
            ("hide", Untranslated::Hide),
            ("list", Untranslated::List),
            ("page", Untranslated::Page),
        ];
        if let Some(mode) = fields.take("untranslated").and_then(|node| node.one_of(&modes)) {
            self.untranslated = mode;
        }
        if let Some(permalink) = fields.take("permalink").and_then(permalink) {
            self.permalink = permalink;
        }
        if let Some(size) = fields.take("page_size").and_then(|node| node.number(1..=1000)) {
            self.page_size = size;
        }
        if let Some(archives) = fields.take("archives").and_then(archives) {
            self.archives = archives;
        }
        let editions = [("week", Editions::Week), ("day", Editions::Day), ("none", Editions::None)];
        if let Some(editions) = fields.take("editions").and_then(|node| node.one_of(&editions)) {
            self.editions = editions;
        }
        if let Some(fields) = fields.take("feeds").and_then(Node::fields) {
            self.feeds = feeds(fields, &self.feeds);
        }
        if let Some(fields) = fields.take("newsletter").and_then(Node::fields) {
            self.newsletter = newsletter::read(fields);
        }
        let hosts = [("cloudflare", Host::Cloudflare), ("netlify", Host::Netlify)];
        self.host = fields.take("host").and_then(|node| node.one_of(&hosts));
        if let Some(forms) = fields.take("precompress") {
            self.precompress = precompress::read(forms);
        }
        if let Some(list) = fields.take("redirects").and_then(|node| node.list()) {
            self.redirects = redirects::read(list);
        }
        let kinds = [("trusted", RawHtml::Trusted), ("escape", RawHtml::Escape)];
        if let Some(html) = fields.take("html").and_then(|node| node.one_of(&kinds)) {
            self.html = html;
        }
        if let Some(markdown) = fields.take("markdown").and_then(|node| node.truth()) {
            self.markdown = markdown;
        }
        self.logo = fields.take("logo").and_then(|node| node.text());
        self.cards = fields.take("cards").is_some_and(pictures::cards);
        self.pictures = fields.take("pictures").and_then(pictures::read);
        if let Some(highlight) = fields.take("highlight").and_then(|node| node.truth()) {
            self.highlight = highlight;
        }
        if let Some(news) = fields.take("news_sitemap").and_then(|node| node.truth()) {
            self.news_sitemap = news;
        }
        if let Some(fields) = fields.take("robots").and_then(Node::fields) {
            self.robots = robots(fields).unwrap_or(self.robots);
        }
        if let Some(search) = fields.take("search").and_then(|node| node.truth()) {
            self.search = search;
        }
        if let Some(list) = fields.take("topics").and_then(|node| node.list()) {
            self.topics = list.into_iter().filter_map(topic).collect();
        }
    }
}

fn bad_value<T>(node: &Node<'_, '_>, message: String, help: &str) -> Option<T> {
    node.report(Diagnostic::new(Code::BadValue, message).help(help));
    None
}

fn base_url(node: Node<'_, '_>) -> Option<BaseUrl> {
    let text = node.text()?;
    BaseUrl::parse(&text).or_else(|| {
        let message = format!("`{text}` is not the address of a site");
        bad_value(
            &node,
            message,
            "write it whole: `https://example.org/` or `https://me.github.io/digest/`",
        )
    })
}

fn time_zone(node: Node<'_, '_>) -> Option<TimeZone> {
    let text = node.text()?;
    TimeZone::get(&text).ok().or_else(|| {
        let message = format!("there is no time zone `{text}`");
        bad_value(
            &node,
            message,
            "write a name of the IANA database, such as `Europe/Paris` or `UTC`",
        )
    })
}

/// A theme's name is one folder: it must not lead elsewhere.
fn theme_name(node: Node<'_, '_>) -> Option<String> {
    let text = node.text()?;
    if text.is_empty() || text.starts_with('.') || text.contains(['/', '\\']) {
        let message = format!("`{text}` is not the name of a folder in `themes/`");
        return bad_value(&node, message, "write the folder's name alone, such as `gazette`");
    }
    Some(text)
}

fn permalink(node: Node<'_, '_>) -> Option<Permalink> {
    let text = node.text()?;
    match Permalink::parse(&text) {
        Ok(permalink) => Some(permalink),
        Err(problem) => {
            node.report(problem);
            None
        }
    }
}

fn archives(node: Node<'_, '_>) -> Option<Archives> {
    let mut archives = Archives::default();
    for item in node.list()? {
        match item.one_of(&[("year", 0), ("month", 1), ("day", 2)]) {
            Some(0) => archives.year = true,
            Some(1) => archives.month = true,
            Some(_) => archives.day = true,
            None => {}
        }
    }
    Some(archives)
}

fn feeds(mut fields: Fields<'_, '_>, default: &Feeds) -> Feeds {
    let entries = fields.take("entries").and_then(|node| node.number(1..=1000));
    let kinds = [("full", FeedContent::Full), ("summary", FeedContent::Summary)];
    let content = fields.take("content").and_then(|node| node.one_of(&kinds));
    let formats = fields.take("formats").and_then(feed_formats);
    fields.finish();
    Feeds {
        entries: entries.unwrap_or(default.entries),
        content: content.unwrap_or(default.content),
        formats: formats.unwrap_or_else(|| default.formats.clone()),
    }
}

fn feed_formats(node: Node<'_, '_>) -> Option<Vec<FeedFormat>> {
    let known = [("atom", FeedFormat::Atom), ("json", FeedFormat::Json)];
    let mut formats = Vec::new();
    for format in node.list()?.into_iter().filter_map(|item| item.one_of(&known)) {
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    if formats.is_empty() {
        return bad_value(&node, "a feed needs a format".to_owned(), "write `[atom, json]`");
    }
    Some(formats)
}

fn robots(mut fields: Fields<'_, '_>) -> Option<Robots> {
    let known = [("allow", Robots::Allow), ("refuse", Robots::Refuse)];
    let robots = fields.take("ai").and_then(|node| node.one_of(&known));
    fields.finish();
    robots
}

fn topic(node: Node<'_, '_>) -> Option<TopicConfig> {
    let mut fields = node.fields()?;
    let id = fields.need("id").and_then(|node| node.id());
    let aliases = fields.take("aliases").and_then(|node| node.texts());
    let parent = fields.take("parent").and_then(|node| node.id());
    fields.finish();
    Some(TopicConfig { id: id?, aliases: aliases.unwrap_or_default(), parent })
}
