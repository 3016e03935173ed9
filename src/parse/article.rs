//! One article's file: its head, and its body as HTML with holes.

use std::sync::Arc;

use crate::collect::{Kind, Source, StoryKey};
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::hashed::{Fingerprint, Hashed};
use crate::model::Locale;
use crate::parse::config::LocaleConfig;
use crate::parse::front_matter::{self, FrontMatter, Parts, Source as Cited};
use crate::parse::markdown::{self, Body, Target, Text};
use crate::parse::shown::Shown;
use crate::parse::typography;
use crate::parse::yaml::{self, Part};
use crate::typeset::{self, Form, Language};
use crate::world::VPath;

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
    pub shown: Shown,
    /// Every link and picture of its text.
    pub targets: Vec<Target>,
    /// Every id in its text, in order.
    pub anchors: Vec<String>,
    /// The ids of the blocks of its text.
    pub blocks: Vec<String>,
    /// The ids of sources that its text cites, each once.
    pub citations: Vec<String>,
    /// Its text, which only a page that shows it may see: see [`Parsed::texts`](super::Parsed::texts).
    pub(super) text: Hashed<Text>,
    /// The fingerprint of all the above but the text.
    pub(super) outline: Fingerprint,
    /// The file's text and where head and body stand in it, for the places of problems found later.
    source: Hashed<[u8]>,
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

    /// The fingerprint of the whole file.
    pub fn fingerprint(&self) -> Fingerprint {
        self.source.fingerprint()
    }

    /// The body as Markdown.
    pub fn body_text(&self) -> &str {
        self.source_text().get(self.parts.body.clone()).unwrap_or_default()
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
        std::str::from_utf8(&self.source).unwrap_or_default()
    }

    fn place(&self, path: &str, part: Part) -> Span {
        yaml::span(&self.file, self.source_text(), &self.parts.front, path, part)
    }
}

/// Reads an article.
///
/// # Problems
/// - [`Code::NotUtf8`]; those of [`front_matter::split`], [`front_matter::parse`] and
///   [`markdown::parse`]; those of [`typography::problem`].
pub fn parse(
    file: &VPath,
    source: &Source,
    story: &StoryKey,
    declared: &LocaleConfig,
    kind: Kind,
) -> Checked<Arc<Article>> {
    let (locale, language) = (&declared.tag, declared.language());
    let mut diagnostics = Vec::new();
    let text = text(file, &source.bytes, &mut diagnostics);
    // What is not text has no head to miss.
    let parts = text.map(|text| front_matter::split(file, text, &mut diagnostics));
    let (text, parts) = (text.unwrap_or_default(), parts.unwrap_or_default());
    let head = match parts.front.is_empty() {
        // Without a head, "title is missing" would be said of one mistake a second time.
        true if !diagnostics.is_empty() => FrontMatter::default(),
        _ => front_matter::parse(file, text, &parts.front, kind, &mut diagnostics),
    };
    let place = |path: &str| yaml::span(file, text, &parts.front, path, Part::Value);
    diagnostics.extend(same_ids(&head, &place));
    judge_words(file, text, &parts, &head, language, &mut diagnostics);
    let body =
        markdown::parse(file, text, parts.body.clone(), language).report_to(&mut diagnostics);
    let shown = Shown::new(&head, &body, story.name(), language);
    let outline = outline(&head, &body, &shown);
    let article = Article {
        file: file.clone(),
        story: story.clone(),
        locale: locale.clone(),
        language,
        kind,
        head,
        shown,
        targets: body.targets,
        anchors: body.anchors,
        blocks: body.blocks,
        citations: body.citations,
        text: Hashed::following(Fingerprint::of(&(&source.bytes, declared)), body.text),
        outline,
        source: source.bytes.clone(),
        parts,
    };
    Checked { value: Arc::new(article), diagnostics }
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

/// The fingerprint of all that is known of an article but its text and the places of things in it.
fn outline(head: &FrontMatter, body: &Body, shown: &Shown) -> Fingerprint {
    let targets: Vec<_> =
        body.targets.iter().map(|target| (target.kind, &target.destination)).collect();
    let ids = (&body.headings, &body.anchors, &body.blocks, &body.citations);
    let known = (head, targets, ids, shown.minutes);
    Fingerprint::of(&known)
}

/// Reports what only the author can mend in the head's words.
fn judge_words(
    file: &VPath,
    source: &str,
    parts: &Parts,
    head: &FrontMatter,
    language: Language,
    problems: &mut Vec<Diagnostic>,
) {
    let points = head.key_points.iter().flatten().enumerate();
    let points = points.map(|(place, point)| (format!("key_points[{place}]"), point));
    let notes = head.updates.iter().flatten().enumerate();
    let notes = notes.map(|(place, update)| (format!("updates[{place}].note"), &update.note));
    let words = [("title", &head.title), ("summary", &head.summary), ("kicker", &head.kicker)];
    let words = words.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text.as_ref()?)));
    for (path, text) in words.chain(points).chain(notes) {
        let (_, mut faults) = typeset::edits_and_faults(text, language, Form::Plain);
        if path == "title" {
            faults.extend(typeset::of_title(text, language));
        }
        if faults.is_empty() {
            continue;
        }
        let span = yaml::span(file, source, &parts.front, &path, Part::Value);
        // Quoted or folded, a text may be written otherwise than it reads.
        let written = source.get(span.range.clone()).and_then(|value| value.find(text.as_str()));
        for fault in &faults {
            let start = written.map(|at| span.range.start + at);
            let range = start.map(|start| start + fault.at.start..start + fault.at.end);
            let wrong = &text[fault.at.clone()];
            problems.push(typography::problem(fault, wrong, file, range, span.range.clone()));
        }
    }
}

/// The text of a file that must be text.
///
/// # Problems
/// - [`Code::NotUtf8`], at the first byte that is not.
pub fn text<'a>(file: &VPath, bytes: &'a [u8], problems: &mut Vec<Diagnostic>) -> Option<&'a str> {
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
