//! Which blocks of two texts answer one another.

use std::mem::discriminant;

use super::text::{Address, Piece};
use super::{Side, numbers::Weight};

/// The longest table of scores, in cells: longer texts are taken to be parallel as far as they go.
const CELLS: usize = 1_000_000;

/// The blocks of two texts that answer one another, in order.
pub(super) struct Alignment {
    original: Vec<Option<usize>>,
    translation: Vec<Option<usize>>,
}

impl Alignment {
    /// Aligns two texts. If their blocks are of the same kinds, each answers the one at its place; else
    /// they are aligned so that as much as possible of what they hold agrees (Needleman and Wunsch).
    pub(super) fn of(original: &[Piece], translation: &[Piece]) -> Self {
        let same = |(a, b): (&Piece, &Piece)| a.kind == b.kind;
        let parallel =
            original.len() == translation.len() && original.iter().zip(translation).all(same);
        let pairs = match parallel || original.len().saturating_mul(translation.len()) > CELLS {
            true => (0..original.len().min(translation.len())).map(|at| (at, at)).collect(),
            false => best(original, translation),
        };
        let mut aligned = Self {
            original: vec![None; original.len()],
            translation: vec![None; translation.len()],
        };
        for (a, b) in pairs {
            aligned.original[a] = Some(b);
            aligned.translation[b] = Some(a);
        }
        aligned
    }

    /// For each block of a side, the one of the other.
    pub(super) fn of_side(&self, side: Side) -> &[Option<usize>] {
        match side {
            Side::Original => &self.original,
            Side::Translation => &self.translation,
        }
    }
}

fn best(a: &[Piece], b: &[Piece]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    // The best score of what is left from each pair of places on.
    let mut scores = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let both =
                likeness(&a[i], &b[j]).map_or(0, |own| own + scores[(i + 1) * width + j + 1]);
            let skip = scores[(i + 1) * width + j].max(scores[i * width + j + 1]);
            scores[i * width + j] = both.max(skip);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let here = scores[i * width + j];
        if here == scores[(i + 1) * width + j] {
            i += 1;
        } else if here == scores[i * width + j + 1] {
            j += 1;
        } else {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        }
    }
    pairs
}

/// How much two blocks have in common; `None` if they cannot answer one another.
fn likeness(a: &Piece, b: &Piece) -> Option<u32> {
    if discriminant(&a.kind) != discriminant(&b.kind) {
        return None;
    }
    let sure = a.numbers.iter().filter(|number| number.weight == Weight::Certain);
    let numbers = sure.filter(|a| b.numbers.iter().any(|b| a.agrees(b))).count();
    let cited =
        a.citations.iter().filter(|(id, _)| b.citations.iter().any(|(other, _)| id == other));
    let led = |address: &Address| b.targets.iter().any(|(_, other)| other == address);
    let links = a.targets.iter().filter(|(_, address)| led(address)).count();
    let lengths = (a.text.len().min(b.text.len()) * 3 + 1) / (a.text.len().max(b.text.len()) + 1);
    let common = (numbers.min(4) + cited.count() + links) * 4 + lengths + 2;
    Some(u32::try_from(common).unwrap_or(u32::MAX / 4))
}
