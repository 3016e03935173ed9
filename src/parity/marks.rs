//! Links, sources, headings and pictures that only one of two texts has, and words that both have.

use super::text::Piece;
use super::{Pair, Side, help};
use crate::diag::{Code, Diagnostic, Span};
use crate::parse::blocks::BlockKind;
use crate::parse::markdown::{Target, TargetKind};

/// How many words a text must have for being the same by accident to be unlikely.
const WORDS: usize = 8;

/// Compares all but the numbers of a pair.
pub(super) fn compare(pair: &Pair<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for side in Side::BOTH {
        for place in 0..pair.text(side).body.len() {
            if !pair.is_silent(side, place) {
                citations(pair, side, place, &mut problems);
                targets(pair, side, place, &mut problems);
                heading(pair, side, place, &mut problems);
            }
        }
    }
    untranslated(pair, &mut problems);
    problems
}

fn citations(pair: &Pair<'_>, side: Side, place: usize, problems: &mut Vec<Diagnostic>) {
    let around = pair.around(side, place);
    let text = pair.text(side);
    for (id, range) in &text.body[place].citations {
        let cites = |piece: &Piece| piece.citations.iter().any(|(other, _)| other == id);
        if !around.iter().any(cites) {
            let span = Span::new(&text.article.file, range.clone());
            let what = format!("the reference to the source `{id}`");
            let problem = pair.lacks(Code::CitationsDisagree, side, &what, span, Some(place));
            problems.push(problem.help(help("cite the source in both")));
        }
    }
}

/// Compares where links lead, and which pictures are shown.
///
/// One that has no equal is answered by one of the blocks around its counterpart that has no equal
/// either: another language may have another page, or another picture.
fn targets(pair: &Pair<'_>, side: Side, place: usize, problems: &mut Vec<Diagnostic>) {
    let (own, other) = (pair.text(side), pair.text(side.other()));
    let spare = |picture: bool| {
        let around = pair.around(side, place).iter().flat_map(|piece| &piece.targets);
        let alone = around.filter(|(_, address)| !own.addresses.contains(address));
        alone.filter(|(_, address)| address.0 == picture).count()
    };
    let missing = own.body[place].targets.iter();
    let missing = missing.filter(|(_, address)| !other.addresses.contains(address));
    let (pictures, links): (Vec<_>, Vec<_>) = missing.partition(|(_, address)| address.0);
    let links = links.into_iter().skip(spare(false));
    for (target, _) in links.chain(pictures.into_iter().skip(spare(true))) {
        problems.push(lone(pair, side, place, target));
    }
}

fn lone(pair: &Pair<'_>, side: Side, place: usize, target: &Target) -> Diagnostic {
    let (code, what, todo) = match target.kind {
        TargetKind::Image => (Code::PicturesDisagree, "picture", "show the picture in both"),
        TargetKind::Link | TargetKind::Data => (Code::LinksDisagree, "link", "link to it in both"),
    };
    let span = Span::new(&pair.text(side).article.file, target.span.clone());
    let what = format!("the {what} `{}`", target.destination);
    pair.lacks(code, side, &what, span, Some(place)).help(help(todo))
}

fn heading(pair: &Pair<'_>, side: Side, place: usize, problems: &mut Vec<Diagnostic>) {
    let text = pair.text(side);
    let piece = &text.body[place];
    let BlockKind::Heading(level) = piece.kind else { return };
    let span = Span::new(&text.article.file, piece.range.clone());
    let other = pair.counterpart(side, place).map(|at| &pair.text(side.other()).body[at]);
    match other.map(|piece| (piece, piece.kind)) {
        None => {
            let what = format!("the heading `{}`", piece.text);
            let problem = pair.lacks(Code::HeadingsDisagree, side, &what, span, None);
            problems.push(problem.help(help("write a heading in both")));
        }
        Some((other, BlockKind::Heading(original)))
            if side == Side::Translation && original != level =>
        {
            let article = pair.original.article;
            let message = format!(
                "this heading is of level {level}, and of level {original} in the `{}` original",
                article.locale
            );
            let problem = Diagnostic::new(Code::HeadingsDisagree, message)
                .at(span)
                .and(Span::new(&article.file, other.range.clone()), Side::Original.label());
            problems.push(problem.help(help("give both the same level")));
        }
        Some(_) => {}
    }
}

/// Finds the blocks whose words are those of the original.
fn untranslated(pair: &Pair<'_>, problems: &mut Vec<Diagnostic>) {
    let (original, translation) = (pair.original, pair.translation);
    if original.article.locale.language() == translation.article.locale.language() {
        return;
    }
    for (place, piece) in translation.body.iter().enumerate() {
        let Some(at) = pair.counterpart(Side::Translation, place) else { continue };
        let other = &original.body[at];
        let words = matches!(
            piece.kind,
            BlockKind::Code | BlockKind::Figure | BlockKind::Chart | BlockKind::Formula
        );
        if words || pair.is_silent(Side::Translation, place) || !same_words(piece, other) {
            continue;
        }
        let message =
            format!("this text is the same in the `{}` original", original.article.locale);
        let problem = Diagnostic::new(Code::UntranslatedText, message)
            .at(Span::new(&translation.article.file, piece.range.clone()))
            .and(Span::new(&original.article.file, other.range.clone()), Side::Original.label());
        problems.push(problem.help(help("translate it")));
    }
}

/// Whether two texts have the same words, but for one in ten. A text of few words, or of names and
/// numbers, may well be the same in two languages.
fn same_words(a: &Piece, b: &Piece) -> bool {
    let words = |piece: &Piece| -> Vec<String> {
        let words = piece.text.split(|c: char| !c.is_alphanumeric());
        let spoken = |word: &&str| word.starts_with(char::is_lowercase);
        words.filter(spoken).map(str::to_owned).collect()
    };
    let (mut a, mut b) = (words(a), words(b));
    let (most, fewest) = (a.len().max(b.len()), a.len().min(b.len()));
    if fewest < WORDS {
        return false;
    }
    a.sort_unstable();
    b.sort_unstable();
    let (mut others, mut common) = (b.into_iter().peekable(), 0);
    for word in &a {
        while others.next_if(|other| other < word).is_some() {}
        common += usize::from(others.next_if_eq(word).is_some());
    }
    common * 10 >= most * 9
}
