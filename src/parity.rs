//! What a translation and its original do not have in common: numbers, links, sources, headings,
//! pictures, and what was left untranslated.
//!
//! No page needs it, so that only `check` asks for it.
//!
//! 1. `text` reads an article as pieces: the words of its head, and the blocks of its body;
//! 2. `align` says which block answers which;
//! 3. `remark` says which of them differ on purpose;
//! 4. `counts` and `marks` compare what the blocks hold, each block with those around its counterpart.

mod align;
mod counts;
mod marks;
pub mod numbers;
mod remark;
mod text;

use crate::diag::{Code, Diagnostic, Span};
use crate::link::{Site, Story};

use align::Alignment;
use text::{Piece, Text};

/// Compares every translation of a site with its original.
///
/// # Problems
/// - [`Code::NumbersDisagree`], once per number, or pair of numbers, that differs;
/// - [`Code::LinksDisagree`], [`Code::CitationsDisagree`], [`Code::HeadingsDisagree`] and
///   [`Code::PicturesDisagree`], once per thing that one of the two lacks;
/// - [`Code::UntranslatedText`], once per block that is the same in both;
/// - [`Code::UnclearRemark`], once per remark.
pub fn compare(site: &Site) -> Vec<Diagnostic> {
    site.archive.told().flat_map(story).collect()
}

fn story(story: &Story) -> Vec<Diagnostic> {
    let told = || story.tellings.iter().flatten();
    let mut problems: Vec<_> =
        told().flat_map(|telling| remark::problems(&telling.article)).collect();
    let Some(original) = story.telling(story.original) else { return problems };
    if told().count() > 1 {
        let original = Text::read(&original.article);
        let others = story.locales().filter(|place| *place != story.original);
        for telling in others.filter_map(|place| story.telling(place)) {
            problems.extend(pair(&original, &Text::read(&telling.article)));
        }
    }
    problems
}

fn pair(original: &Text<'_>, translation: &Text<'_>) -> Vec<Diagnostic> {
    let pair = Pair::new(original, translation);
    let mut problems = counts::compare(&pair);
    problems.extend(marks::compare(&pair));
    problems
}

/// An original and a translation of it.
struct Pair<'a> {
    original: &'a Text<'a>,
    translation: &'a Text<'a>,
    /// Which blocks of the bodies answer one another.
    alignment: Alignment,
}

/// One of the two texts of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Original,
    Translation,
}

impl<'a> Pair<'a> {
    fn new(original: &'a Text<'a>, translation: &'a Text<'a>) -> Self {
        let alignment = Alignment::of(&original.body, &translation.body);
        Self { original, translation, alignment }
    }

    fn text(&self, side: Side) -> &'a Text<'a> {
        match side {
            Side::Original => self.original,
            Side::Translation => self.translation,
        }
    }

    /// The block that answers one of a side, if there is one.
    fn counterpart(&self, side: Side, place: usize) -> Option<usize> {
        self.alignment.of_side(side).get(place).copied().flatten()
    }

    /// Whether the author silenced some words of a head, or what answers them.
    fn is_silent_head(&self, side: Side, piece: &Piece) -> bool {
        let other = self.text(side.other()).head.iter().find(|other| other.key == piece.key);
        piece.silent || other.is_some_and(|other| other.silent)
    }

    /// Whether the author silenced a block, or what answers it.
    fn is_silent(&self, side: Side, place: usize) -> bool {
        let other = self.counterpart(side, place).map(|at| &self.text(side.other()).body[at]);
        self.text(side).body[place].silent || other.is_some_and(|piece| piece.silent)
    }

    /// The blocks of the other side around what answers one of this side.
    fn around(&self, side: Side, place: usize) -> &'a [Piece] {
        let body = &self.text(side.other()).body;
        let own = self.alignment.of_side(side);
        let before = own[..place].iter().rev().flatten().next().copied().unwrap_or(0);
        let last = body.len().saturating_sub(1);
        let after = own.iter().skip(place + 1).flatten().next().copied().unwrap_or(last);
        let (mut from, mut to) = (before.min(after), before.max(after));
        if let Some(here) = own[place] {
            // What stands elsewhere is found where its neighbours are, however far they are.
            (from, to) = (from.min(here.saturating_sub(1)), to.max(here + 1));
        }
        body.get(from..(to + 1).min(body.len())).unwrap_or_default()
    }

    /// Begins the problem of something that the other side lacks.
    fn lacks(
        &self,
        code: Code,
        side: Side,
        what: &str,
        span: Span,
        place: Option<usize>,
    ) -> Diagnostic {
        let other = self.text(side.other()).article;
        let message = match side {
            Side::Original => format!("{what} is not in the `{}` translation", other.locale),
            Side::Translation => format!("{what} is not in the `{}` original", other.locale),
        };
        let problem = Diagnostic::new(code, message).at(span);
        match place.and_then(|place| self.counterpart(side, place)) {
            Some(at) => {
                let range = self.text(side.other()).body[at].range.clone();
                problem.and(Span::new(&other.file, range), side.other().label())
            }
            None => problem.and(Span::file(&other.file), side.other().label()),
        }
    }
}

/// Says what to do about a problem of a block, and how to silence it.
fn help(what: &str) -> String {
    format!("{what}, or write `<!-- parity: off, REASON -->` above it")
}

impl Side {
    const BOTH: [Self; 2] = [Self::Original, Self::Translation];

    fn other(self) -> Self {
        match self {
            Self::Original => Self::Translation,
            Self::Translation => Self::Original,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Original => "the original",
            Self::Translation => "the translation",
        }
    }
}

#[cfg(test)]
mod tests;
