//! One article's file: its head, and its body as HTML with holes.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::collect::{Kind, Source, StoryKey};
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::hashed::{Fingerprint, Hashed};
use crate::model::Locale;
use crate::packed::Packed;
use crate::parse::chart::{Chart, FromFile};
use crate::parse::config::LocaleConfig;
use crate::parse::front_matter::{self, FrontMatter, Parts, Source as Cited};
use crate::parse::markdown::{self, BlockId, Body, Form, HoleKind, Manner, RawHtml, Target};
use crate::parse::remarks::{self, Topic};
use crate::parse::shown::{Extra, Shown};
use crate::parse::terms::{self, Meaning, Terms};
use crate::parse::text::{ArticleText, Keeper};
use crate::parse::typography;
use crate::parse::yaml::{self, Part, Places, Style, Written};
use crate::search::{Fields, Found};
use crate::typeset::{self, Language};
use crate::world::{FileBytes, VPath};

/// A telling of a story in one language, or a standing page, as its file has it.
#[derive(Debug)]
pub struct Article {
    /// Where it is.
    pub file: VPath,
    /// The name that it shares with its translations.
    pub story: StoryKey,
    /// Its language.
    pub locale: Locale,
    /// How its texts are set.
    pub language: Language,
    /// Whether it is a standing page.
    pub kind: Kind,
    /// Its head.
    pub head: FrontMatter,
    /// What pages show of it besides the text.
    pub shown: Packed<Shown>,
    /// Whatever its author keeps for the theme.
    pub extra: Hashed<Extra>,
    /// Every link and picture of its text.
    pub targets: Vec<Target>,
    /// Every id in its text, in order.
    pub anchors: Vec<String>,
    /// The blocks of its text.
    pub blocks: Vec<BlockId>,
    /// The ids of sources that its text cites, each once.
    pub citations: Vec<String>,
    /// The names of the terms that its text mentions, each once, in order.
    pub mentions: Vec<Arc<str>>,
    /// The charts whose figures are in files.
    pub figures: Vec<FromFile>,
    /// Whether its text has charts.
    pub has_charts: bool,
    /// Its text, which only a page that shows it may see: see [`Parsed::texts`](super::Parsed::texts).
    pub(super) text: Arc<ArticleText>,
    /// The fingerprint of all the above but the text and its blocks.
    pub(super) outline: Fingerprint,
    /// The fingerprint of all that stands before the body.
    pub(super) front: Fingerprint,
    /// Whether a link of the text may lead to a block of some text, `#b2.3`: no other id has a dot.
    pub asks_for_blocks: bool,
    /// The file's text and where head and body stand in it, for the places of problems found later.
    source: FileBytes,
    held: OnceLock<Hashed<Vec<u8>>>,
    parts: Parts,
}

impl Article {
    /// The place of one of the head's values: `topics[1]`.
    pub fn span(&self, path: &str) -> Span {
        self.place(path, Part::Value)
    }

    /// The place of one of the head's keys.
    pub fn key_span(&self, path: &str) -> Span {
        self.place(path, Part::Key)
    }

    /// The place of a link or picture of the body.
    pub fn target_span(&self, target: usize) -> Span {
        let range = self.targets.get(target).map_or(0..0, |target| target.span.clone());
        Span::new(&self.file, range)
    }

    /// Whether its head has a title. If not, a problem of its own was reported, and what else the head lacks may follow
    /// from that.
    pub fn is_readable(&self) -> bool {
        self.head.title.is_some()
    }

    /// The fingerprint of the whole file.
    pub fn fingerprint(&self) -> Fingerprint {
        self.source.fingerprint()
    }

    /// The fingerprint of all that is known of it but its text.
    pub fn outline(&self) -> Fingerprint {
        self.outline
    }

    /// The fingerprint of all that stands before the body: where it is the same, so are the places of things
    /// in it.
    pub fn front(&self) -> Fingerprint {
        self.front
    }

    /// The body as Markdown.
    pub fn body_text(&self) -> &str {
        self.source_text().get(self.parts.body.clone()).unwrap_or_default()
    }

    /// Whether dollars of the body stand around formulas.
    pub fn has_math(&self) -> bool {
        self.head.math.unwrap_or(false)
    }

    /// The first place of the body that holds a text.
    pub fn body_span(&self, text: &str) -> Span {
        let start = self.parts.body.start + self.body_text().find(text).unwrap_or(0);
        Span::new(&self.file, start..start + text.len())
    }

    /// Where the body begins, in bytes of the file.
    pub fn body_start(&self) -> usize {
        self.parts.body.start
    }

    /// The whole file, head and body.
    pub fn source_text(&self) -> &str {
        std::str::from_utf8(self.held.get_or_init(|| self.source.get())).unwrap_or_default()
    }

    fn place(&self, path: &str, part: Part) -> Span {
        let path = if path == "title" { title_key(self.kind) } else { path };
        yaml::span(&self.file, self.source_text(), &self.parts.front, path, part)
    }
}

/// The key of what an article is called.
pub fn title_key(kind: Kind) -> &'static str {
    if kind == Kind::Term { "term" } else { "title" }
}

/// An article's file, and what its path says of it.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Where it is.
    pub file: &'a VPath,
    /// What it holds.
    pub source: &'a Source,
    /// The name that it shares with its translations.
    pub story: &'a StoryKey,
    /// Its language.
    pub declared: &'a LocaleConfig,
    /// Whether it is a standing page.
    pub kind: Kind,
    /// Whether the search finds it.
    pub searched: bool,
    /// What becomes of raw HTML in it.
    pub html: RawHtml,
    /// The terms of its language that a text may mention.
    pub terms: &'a Arc<Terms>,
}

impl Input<'_> {
    /// Tells all that an article follows from.
    pub fn key(&self) -> Fingerprint {
        let file = (self.file, &self.source.bytes);
        let terms = self.terms.fingerprint();
        Fingerprint::of(&(file, self.declared, self.kind, self.searched, self.html, terms))
    }

    /// How its body is written.
    fn manner(&self, head: &FrontMatter) -> Manner {
        let (language, math) = (self.declared.language(), head.math.unwrap_or(false));
        Manner { language, math, html: self.html }
    }

    /// What its body is read as.
    fn form(&self) -> Form {
        match self.kind {
            Kind::Term => Form::Definition,
            Kind::Article | Kind::Page | Kind::Edition => Form::Text(Arc::clone(self.terms)),
        }
    }
}

/// What a file says, as one process leaves it to the next.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reading {
    head: FrontMatter,
    body: Body,
    parts: Parts,
    problems: Vec<Diagnostic>,
    shown: Packed<Shown>,
    /// See [`Article::outline`].
    outline: Fingerprint,
    /// See [`Article::front`].
    front: Fingerprint,
    /// What the search finds it by, if it does.
    found: Option<Arc<Found>>,
    /// Whether `body` has its text: it is parsed again when it is wanted, rather than kept.
    #[serde(skip)]
    has_text: bool,
}

/// Reads an article.
///
/// # Problems
/// - [`Code::NotUtf8`]; those of [`front_matter::split`], [`front_matter::parse`] and
///   [`markdown::parse`]; those of [`typography::problem`].
pub fn parse(input: Input<'_>) -> Checked<Arc<Article>> {
    Article::new(input, Opened::new(input, &input.source.bytes.get()).read(), &Arc::default())
}

/// An article's file whose head was read.
pub struct Opened<'a> {
    input: Input<'a>,
    text: &'a str,
    parts: Parts,
    head: FrontMatter,
    problems: Vec<Diagnostic>,
}

impl<'a> Opened<'a> {
    /// Reads the head.
    pub fn new(input: Input<'a>, bytes: &'a [u8]) -> Self {
        let Input { file, declared, kind, terms, .. } = input;
        let language = declared.language();
        let mut problems = Vec::new();
        let text = text(file, bytes, &mut problems);
        // What is not text has no head to miss.
        let parts = text.map(|text| front_matter::split(file, text, &mut problems));
        let (text, parts) = (text.unwrap_or_default(), parts.unwrap_or_default());
        let head = match parts.front.is_empty() {
            // Without a head, "title is missing" would be said of one mistake a second time.
            true if !problems.is_empty() => FrontMatter::default(),
            _ => front_matter::parse(file, text, &parts.front, kind, &mut problems),
        };
        let place = |path: &str| yaml::span(file, text, &parts.front, path, Part::Value);
        problems.extend(same_ids(&head, &place));
        let words = Words { file, source: text, parts: &parts, kind, language, terms };
        words.judge(&head, &mut problems);
        Self { input, text, parts, head, problems }
    }

    /// Reads the rest.
    pub fn read(self) -> Reading {
        let Self { input, text, parts, head, mut problems } = self;
        let Input { file, story, declared, kind, searched, .. } = input;
        let (manner, form) = (input.manner(&head), input.form());
        let body = markdown::parse(file, text, parts.body.clone(), manner, &form);
        let body = body.report_to(&mut problems);
        if kind == Kind::Term && head.title.is_some() && body.text.html.trim().is_empty() {
            let place = yaml::span(file, text, &parts.front, "term", Part::Value);
            problems.push(no_definition(place));
        }
        let found = searched.then(|| Arc::new(found(&head, &body, &declared.tag)));
        let shown = Shown::new(&head, &body, story.name(), declared);
        let outline = outline(&head, &body, &shown);
        let front = Fingerprint::of_bytes(&text.as_bytes()[..parts.body.start]);
        let shown = shown.into();
        Reading { head, body, parts, problems, shown, outline, front, found, has_text: true }
    }
}

fn no_definition(span: Span) -> Diagnostic {
    let problem = Diagnostic::new(Code::BadDefinition, "this term is not defined");
    problem.at(span).help("say below the front matter, in a few sentences, what it means")
}

/// What the search finds an article by.
fn found(head: &FrontMatter, body: &Body, locale: &Locale) -> Found {
    let charts = body.text.holes.iter().filter_map(|hole| match &hole.kind {
        HoleKind::Chart(chart) => Some(&**chart),
        _ => None,
    });
    let labels: Vec<&str> = charts.flat_map(Chart::words).collect();
    let fields = Fields {
        title: head.title.as_deref().unwrap_or_default(),
        summary: [&head.kicker, &head.summary].map(|text| text.as_deref().unwrap_or_default()),
        points: head.key_points.as_deref().unwrap_or_default(),
        labels: &labels,
        html: &body.text.html,
    };
    Found::new(fields, locale.language())
}

impl Article {
    /// The article that a file is.
    pub fn new(input: Input<'_>, reading: Reading, keeper: &Arc<Keeper>) -> Checked<Arc<Self>> {
        let Input { file, source, story, declared, kind, terms, .. } = input;
        let Reading { head, mut body, parts, problems, shown, outline, front, found, has_text } =
            reading;
        let language = declared.language();
        let known = has_text.then(|| std::mem::take(&mut body.text));
        let follows = Fingerprint::of(&(&source.bytes, declared, input.html, terms.fingerprint()));
        let from = (file, source.bytes.released());
        let read_as = (input.manner(&head), input.form());
        let text = ArticleText::new(follows, from, parts.body.clone(), read_as, known, keeper)
            .with_found(found);
        // A definition is shown whole wherever its term is explained.
        let outline = match kind {
            Kind::Term => Fingerprint::of(&(outline, text.fingerprint())),
            Kind::Article | Kind::Page | Kind::Edition => outline,
        };
        let article = Self {
            file: file.clone(),
            story: story.clone(),
            locale: declared.tag.clone(),
            language,
            kind,
            outline,
            front,
            asks_for_blocks: body.targets.iter().any(asks_for_block),
            extra: Hashed::new(Extra::of(&head)),
            head,
            shown,
            targets: body.targets,
            anchors: body.anchors,
            blocks: body.blocks,
            citations: body.citations,
            mentions: body.mentions,
            figures: body.figures,
            has_charts: body.has_charts,
            text: Arc::new(text),
            source: source.bytes.released(),
            held: OnceLock::new(),
            parts,
        };
        Checked { value: Arc::new(article), diagnostics: problems }
    }
}

/// The sources that have the id of one before them, so that nobody knows which is cited.
///
/// # Problems
/// - [`Code::BadValue`], at the second.
fn same_ids<'a>(
    head: &'a FrontMatter,
    place: &'a dyn Fn(&str) -> Span,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let sources = head.sources.as_deref().unwrap_or_default();
    let again = |(index, source): (usize, &Cited)| {
        let id = source.id.as_ref()?;
        let first = sources[..index].iter().position(|other| other.id.as_ref() == Some(id))?;
        let problem = Diagnostic::new(Code::BadValue, format!("two sources have the id `{id}`"))
            .at(place(&format!("sources[{index}].id")))
            .and(place(&format!("sources[{first}].id")), "the other one");
        Some(problem.help("give each its own, so that `[^src:ID]` cites one"))
    };
    sources.iter().enumerate().filter_map(again)
}

/// The fingerprint of all that is known of an article but its text, the blocks of that, and the places
/// of things in it.
fn outline(head: &FrontMatter, body: &Body, shown: &Shown) -> Fingerprint {
    let targets: Vec<_> =
        body.targets.iter().map(|target| (target.kind, &target.destination)).collect();
    let ids = (&body.headings, &body.anchors, &body.citations, &body.mentions);
    let figures: Vec<_> =
        body.figures.iter().map(|chart| (chart.target, &chart.choice, chart.kind)).collect();
    let known = (head, targets, ids, shown.minutes, figures, body.has_charts);
    Fingerprint::of(&known)
}

fn asks_for_block(target: &Target) -> bool {
    target.destination.split_once('#').is_some_and(|(_, fragment)| fragment.contains(['.', '%']))
}

/// The words of a head, in their file.
struct Words<'a> {
    file: &'a VPath,
    source: &'a str,
    parts: &'a Parts,
    kind: Kind,
    language: Language,
    terms: &'a Terms,
}

impl Words<'_> {
    /// Reports what only the author can mend in them.
    fn judge(&self, head: &FrontMatter, problems: &mut Vec<Diagnostic>) {
        let points = head.key_points.iter().flatten().enumerate();
        let points = points.map(|(place, point)| (format!("key_points[{place}]"), point));
        let notes = head.updates.iter().flatten().enumerate();
        let notes = notes.map(|(place, update)| (format!("updates[{place}].note"), &update.note));
        let title = title_key(self.kind);
        let words = [(title, &head.title), ("summary", &head.summary), ("kicker", &head.kicker)];
        let words = words.into_iter();
        let words = words.filter_map(|(key, text)| Some((key.to_owned(), text.as_ref()?)));
        let front = self.source.get(self.parts.front.clone()).unwrap_or_default();
        let places = LazyCell::new(|| Places::new(front));
        for (path, text) in words.chain(points).chain(notes) {
            let (_, mut faults) =
                typeset::edits_and_faults(text, self.language, typeset::Form::Plain);
            if path == "title" {
                faults.extend(typeset::of_title(text, self.language));
            }
            if !faults.is_empty() {
                let (place, written) = self.written(&places, &path, text);
                let written = written.as_ref();
                typography::report(self.file, place, text, written, &faults, problems);
            }
            if self.kind != Kind::Term {
                self.judge_terms(&places, &path, text, problems);
            }
        }
    }

    /// Reports words for which the glossary has others.
    fn judge_terms(
        &self,
        places: &LazyCell<Places, impl FnOnce() -> Places>,
        path: &str,
        text: &str,
        problems: &mut Vec<Diagnostic>,
    ) {
        for found in self.terms.find(text) {
            let Meaning::Foreign(instead) = found.means else { continue };
            let parts = [Part::Key, Part::Value].map(|part| self.span(path, part).range.start);
            let mut above = parts.into_iter().flat_map(|place| remarks::above(self.source, place));
            if above.any(|remark| remark.topic == Topic::Terms && remark.is_clear()) {
                continue;
            }
            let (place, written) = self.written(places, path, text);
            let range = written.and_then(|written| written.locate(&found.range));
            let span = Span::new(self.file, range.unwrap_or(place));
            let word = &text[found.range.clone()];
            let otherwise = "write `# terms: off, REASON` in the line above";
            problems.push(terms::foreign(span, word, instead, otherwise));
        }
    }

    fn span(&self, path: &str, part: Part) -> Span {
        yaml::span(self.file, self.source, &self.parts.front, path, part)
    }

    /// Where a text stands in the file, and how it is written there.
    fn written(
        &self,
        places: &LazyCell<Places, impl FnOnce() -> Places>,
        path: &str,
        text: &str,
    ) -> (Range<usize>, Option<Written<'_>>) {
        let (place, style) = places.scalar(path).unwrap_or((0..0, Style::Inline));
        let start = self.parts.front.start;
        let place = start + place.start..start + place.end;
        (place.clone(), Written::new(self.source, place, style, text))
    }
}

/// The text of a file that must be text.
///
/// # Problems
/// - [`Code::NotUtf8`], at the first byte that is not.
pub fn text<'a>(file: &VPath, bytes: &'a [u8], problems: &mut Vec<Diagnostic>) -> Option<&'a str> {
    // This is the faster way to know it, and the other knows where.
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Some(text);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let line =
                1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            let message = format!("this file is not UTF-8 (line {line})");
            let problem = Diagnostic::new(Code::NotUtf8, message).at(Span::file(file));
            problems.push(problem.help("save it as UTF-8 in your editor"));
            None
        }
    }
}
