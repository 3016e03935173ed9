//! Numbers that only one of two texts has.

use std::mem::discriminant;

use super::numbers::{Kind, Quantity, Weight};
use super::text::{Piece, Text};
use super::{Pair, Side};
use crate::diag::{Code, Diagnostic};

/// A number that its counterpart does not answer.
struct Left<'a> {
    piece: &'a Piece,
    number: &'a Quantity,
    /// The block of the body it stands in; `None` in the head.
    place: Option<usize>,
    /// Whether the blocks around the counterpart do not answer it either.
    lost: bool,
}

/// Compares the numbers of a pair whose languages are both known.
///
/// - A number is lost if none of the blocks around its counterpart has one that agrees with it; one of
///   the head, if the other head has none; a name, if it stands nowhere in the other text.
/// - Two numbers of one kind differ if neither answers the other, and no other of the two blocks does.
pub(super) fn compare(pair: &Pair<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if pair.original.language.is_none() || pair.translation.language.is_none() {
        return problems;
    }
    let originals = left(pair, Side::Original);
    let mut translations = left(pair, Side::Translation);
    for original in originals {
        let answers = |other: &Left<'_>| is_counterpart(pair, &original, other);
        match translations.iter().position(answers) {
            Some(at) => problems.push(differ(pair, &original, &translations.remove(at))),
            None if original.lost => problems.push(lacks(pair, Side::Original, &original)),
            None => {}
        }
    }
    let lost = translations.iter().filter(|left| left.lost);
    problems.extend(lost.map(|left| lacks(pair, Side::Translation, left)));
    problems
}

fn left<'a>(pair: &Pair<'a>, side: Side) -> Vec<Left<'a>> {
    let (own, other) = (pair.text(side), pair.text(side.other()));
    let head = own.head.iter().filter(|piece| !pair.is_silent_head(side, piece));
    let head = head.flat_map(|piece| {
        let left = sure(piece).filter(|number| !answered(number, &other.head, other));
        left.map(move |number| Left { piece, number, place: None, lost: true })
    });
    let spoken = |place: &usize| !pair.is_silent(side, *place);
    let body = (0..own.body.len()).filter(spoken).flat_map(|place| {
        let (piece, around) = (&own.body[place], pair.around(side, place));
        let counterpart = pair.counterpart(side, place).map(|at| &other.body[at]);
        let there = move |number: &Quantity| counterpart.is_some_and(|piece| has(piece, number));
        sure(piece).filter(move |number| !there(number)).map(move |number| {
            let lost = !answered(number, around, other);
            Left { piece, number, place: Some(place), lost }
        })
    });
    head.chain(body).collect()
}

fn sure(piece: &Piece) -> impl Iterator<Item = &Quantity> {
    piece.numbers.iter().filter(|number| number.weight == Weight::Certain)
}

fn has(piece: &Piece, number: &Quantity) -> bool {
    piece.numbers.iter().any(|other| number.agrees(other))
}

fn answered(number: &Quantity, around: &[Piece], other: &Text<'_>) -> bool {
    let anywhere = matches!(number.kind, Kind::Name(_) | Kind::Label);
    let all = || other.head.iter().chain(&other.body);
    around.iter().any(|piece| has(piece, number))
        || anywhere && all().any(|piece| has(piece, number))
}

/// Whether two numbers that nothing answers are one that differs.
fn is_counterpart(pair: &Pair<'_>, original: &Left<'_>, translation: &Left<'_>) -> bool {
    let together = match (original.place, translation.place) {
        (Some(a), Some(b)) => pair.counterpart(Side::Original, a) == Some(b),
        (None, None) => true,
        _ => false,
    };
    together && discriminant(&original.number.kind) == discriminant(&translation.number.kind)
}

fn differ(pair: &Pair<'_>, original: &Left<'_>, translation: &Left<'_>) -> Diagnostic {
    let (a, b) = (pair.original, pair.translation);
    let message = format!(
        "`{}` stands where the `{}` original has `{}`",
        translation.words(),
        a.article.locale,
        original.words()
    );
    Diagnostic::new(Code::NumbersDisagree, message)
        .at(b.span(translation.piece, &translation.number.range))
        .and(a.span(original.piece, &original.number.range), Side::Original.label())
        .help(help(translation))
}

fn lacks(pair: &Pair<'_>, side: Side, left: &Left<'_>) -> Diagnostic {
    let span = pair.text(side).span(left.piece, &left.number.range);
    let what = format!("the number `{}`", left.words());
    pair.lacks(Code::NumbersDisagree, side, &what, span, left.place).help(help(left))
}

fn help(left: &Left<'_>) -> String {
    const WHAT: &str = "write the same number in both";
    match left.place {
        Some(_) => super::help(WHAT),
        None => format!("{WHAT}, or write `# parity: off, REASON` in the line above"),
    }
}

impl Left<'_> {
    fn words(&self) -> &str {
        &self.piece.text[self.number.range.clone()]
    }
}
