//! An article as pieces of text, each with the numbers, links and citations in it.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::numbers::{self, Language, Quantity};
use super::remark;
use crate::diag::Span;
use crate::limits;
use crate::model::Locale;
use crate::parse::article::Article;
use crate::parse::blocks::{self, Block, BlockKind};
use crate::parse::chart;
use crate::parse::markdown::{Target, TargetKind};

/// An article that is compared.
pub(super) struct Text<'a> {
    pub article: &'a Article,
    /// How its language writes numbers, if that is known and there are not too many.
    pub language: Option<&'static Language>,
    /// The title, the summary, and so on.
    pub head: Vec<Piece>,
    /// The blocks of the body.
    pub body: Vec<Piece>,
    /// Where the body leads, and what it shows.
    pub addresses: FxHashSet<Address>,
}

/// Where a target leads, without what names a language; and whether it is shown, not led to.
pub(super) type Address = (bool, String);

/// A piece of text that holds no other.
pub(super) struct Piece {
    /// The key of the words of a head; of a block, nothing.
    pub key: String,
    /// What it is; of the words of a head, a paragraph.
    pub kind: BlockKind,
    /// Its words.
    pub text: String,
    /// Its bytes in the file.
    pub range: Range<usize>,
    pub numbers: Vec<Quantity>,
    /// Its links and pictures.
    pub targets: Vec<(Target, Address)>,
    /// The ids of the sources that it cites, with their bytes in the file.
    pub citations: Vec<(String, Range<usize>)>,
    /// Whether a remark says that it differs on purpose.
    pub silent: bool,
}

impl<'a> Text<'a> {
    /// Reads an article.
    pub(super) fn read(article: &'a Article) -> Self {
        let language = Language::of(article.locale.language());
        let head = head(article).into_iter().map(|(key, text)| Piece {
            kind: BlockKind::Paragraph,
            numbers: read(text, language),
            text: text.to_owned(),
            range: article.span(&key).range,
            targets: Vec::new(),
            citations: Vec::new(),
            silent: remark::is_silent(article, &key),
            key,
        });
        let mut head: Vec<Piece> = head.collect();
        let mut body = body(article, language);
        let count = || head.iter().chain(&body).map(|piece| piece.numbers.len()).sum::<usize>();
        let language = language.filter(|_| count() <= limits::COMPARED_NUMBERS);
        if language.is_none() {
            head.iter_mut().chain(&mut body).for_each(|piece| piece.numbers.clear());
        }
        let addresses = body.iter().flat_map(|piece| &piece.targets);
        let addresses = addresses.map(|(_, address)| address.clone()).collect();
        Self { article, language, head, body, addresses }
    }

    /// The place of a part of a piece's words. They are not what stands in the file where there is
    /// markup or an escape: then it is the place of the whole piece.
    pub(super) fn span(&self, piece: &Piece, part: &Range<usize>) -> Span {
        let wanted = &piece.text[part.clone()];
        let nth = piece.text[..part.start].matches(wanted).count();
        let source = self.article.source_text().get(piece.range.clone()).unwrap_or_default();
        let found = source.match_indices(wanted).nth(nth).or(source.match_indices(wanted).next());
        let range = match found {
            Some((at, _)) => piece.range.start + at..piece.range.start + at + wanted.len(),
            None => piece.range.clone(),
        };
        Span::new(&self.article.file, range)
    }
}

/// The words of a head, with their keys.
pub(super) fn head(article: &Article) -> Vec<(String, &str)> {
    let head = &article.head;
    let single = [("title", &head.title), ("kicker", &head.kicker), ("summary", &head.summary)];
    let single =
        single.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text.as_deref()?)));
    let points = head.key_points.iter().flatten().enumerate();
    let points = points.map(|(place, text)| (format!("key_points[{place}]"), text.as_str()));
    let updates = head.updates.iter().flatten().enumerate();
    let updates =
        updates.map(|(place, update)| (format!("updates[{place}].note"), update.note.as_str()));
    single.chain(points).chain(updates).collect()
}

fn body(article: &Article, language: Option<&'static Language>) -> Vec<Piece> {
    let text = article.body_text();
    let blocks = blocks::blocks(text, article.has_math());
    let silenced = remark::silenced(text, &blocks);
    let piece = |(place, block): (usize, Block)| {
        let start = article.body_start();
        let range = start + block.range.start..start + block.range.end;
        // What charts draw is compared as numbers.
        let own = |target: &&Target| {
            range.contains(&target.span.start) && target.kind != TargetKind::Data
        };
        let own = article.targets.iter().filter(own);
        Piece {
            key: String::new(),
            kind: block.kind,
            numbers: match block.kind {
                BlockKind::Code => Vec::new(),
                BlockKind::Chart => read_chart(&block.text, language),
                _ => read(&block.text, language),
            },
            text: block.text,
            targets: own.map(|target| (target.clone(), address(target, &article.locale))).collect(),
            citations: citations(block.kind, &text[block.range], range.start),
            silent: silenced.contains(&place),
            range,
        }
    };
    blocks.into_iter().enumerate().map(piece).collect()
}

fn read(text: &str, language: Option<&Language>) -> Vec<Quantity> {
    language.map(|language| numbers::read(text, language)).unwrap_or_default()
}

/// The numbers of a chart: those of its words, in its language, and its figures, whatever the language.
fn read_chart(text: &str, language: Option<&Language>) -> Vec<Quantity> {
    let (head, figures) = chart::figures(text);
    let Some(language) = language else { return Vec::new() };
    let mut numbers = numbers::read(&text[head], language);
    numbers.extend(figures.into_iter().filter_map(|at| numbers::of_program(&text[at.clone()], at)));
    numbers
}

fn citations(kind: BlockKind, source: &str, start: usize) -> Vec<(String, Range<usize>)> {
    const OPEN: &str = "[^src:";
    if kind == BlockKind::Code {
        return Vec::new();
    }
    let found = source.match_indices(OPEN).filter_map(|(at, _)| {
        let id = source[at + OPEN.len()..].split_once(']')?.0;
        let range = start + at..start + at + OPEN.len() + id.len() + 1;
        Some((id.to_owned(), range))
    });
    found.collect()
}

/// Where a target leads, without what names its language: `x.fr.md`, `/fr/x/`, `fr.example.org`.
fn address(target: &Target, locale: &Locale) -> Address {
    let tags = [locale.as_str().to_lowercase(), locale.language().to_owned()];
    let (page, _) = target.destination.split_once('#').unwrap_or((&target.destination, ""));
    let ends = ['/', '.', '?', '&', '='];
    let parts = page.trim().split_inclusive(ends);
    let other = |part: &&str| !tags.contains(&part.trim_end_matches(ends).to_lowercase());
    (target.kind == TargetKind::Image, parts.filter(other).collect())
}
