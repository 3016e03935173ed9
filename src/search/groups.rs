//! Which forms are of one word.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::bytes::Names;
use super::gathered::Change;
use super::stems::Stems;
use super::words::fold;

/// Forms that are one when folded, or have one stem, belong together, and so do those of which either
/// is true by way of a third.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Groups {
    /// The forms when folded, each once and in order: the lines of the index.
    lines: Names,
    /// For each line, the first of its group.
    firsts: Vec<u32>,
    /// For each form, its line.
    line_of: Vec<u32>,
    /// For each form, its stem.
    stems: Names,
}

/// A form when folded, and its stem.
type Named<'a> = (Cow<'a, str>, Cow<'a, str>);

fn named(form: &str, stems: &Stems) -> Named<'static> {
    (fold(form).into_owned().into(), stems.stem(form).into())
}

impl Groups {
    /// Those of all forms.
    pub fn new(forms: &Names, stems: &Stems) -> Self {
        let numbers = (0..forms.len()).into_par_iter().with_min_len(256);
        let all: Vec<Named<'_>> = numbers.map(|form| named(forms.get(form), stems)).collect();
        Self::of(&all, all.iter().map(|(line, _)| &**line).collect())
    }

    /// Those of all forms, of which these are the groups before a change.
    pub fn updated(&self, forms: &Names, change: &Change, stems: &Stems) -> Self {
        if !change.is_of_forms() {
            return self.clone();
        }
        let name = |(form, before): (&str, &Option<usize>)| match before {
            Some(before) => {
                (self.line(self.line_of(*before)).into(), self.stems.get(*before).into())
            }
            None => named(form, stems),
        };
        let all: Vec<Named<'_>> = forms.iter().zip(&change.before).map(name).collect();
        let mut stay = vec![false; self.len()];
        change.before.iter().flatten().for_each(|form| stay[self.line_of(*form)] = true);
        let stay = self.lines.iter().zip(stay).filter(|(_, stays)| *stays).map(|(line, _)| line);
        let new = all.iter().zip(&change.before).filter(|(_, before)| before.is_none());
        let new = new.map(|((line, _), _)| &**line);
        Self::of(&all, stay.chain(new).collect())
    }

    /// Those of forms that were named, on some lines.
    fn of(all: &[Named<'_>], mut lines: Vec<&str>) -> Self {
        // Most are in order already, which a stable sort finds at once.
        lines.sort();
        lines.dedup();
        let mut joined = Joined::default();
        // A line is the node of its number.
        for line in &lines {
            joined.node(line, Kind::Line);
        }
        let mut line_of = Vec::with_capacity(all.len());
        for (line, stem) in all {
            let (line, stem) = (joined.node(line, Kind::Line), joined.node(stem, Kind::Stem));
            joined.join(line, stem);
            line_of.push(line as u32);
        }
        let mut first_of: FxHashMap<usize, u32> = FxHashMap::default();
        let first = |line| *first_of.entry(joined.root(line)).or_insert(line as u32);
        let firsts = (0..lines.len()).map(first).collect();
        let stems = all.iter().map(|(_, stem)| stem).collect();
        Self { lines: lines.into_iter().collect(), firsts, line_of, stems }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The form on a line.
    pub fn line(&self, line: usize) -> &str {
        self.lines.get(line)
    }

    /// The first line of the group of a line.
    pub fn first(&self, line: usize) -> usize {
        self.firsts[line] as usize
    }

    /// The line of a form.
    pub fn line_of(&self, form: usize) -> usize {
        self.line_of[form] as usize
    }

    /// The forms of the groups whose first line is wanted, each with that line, in order.
    pub fn members(&self, is_wanted: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
        let forms = (0..self.line_of.len()).map(|form| (self.first(self.line_of(form)), form));
        let mut members: Vec<_> = forms.filter(|(first, _)| is_wanted(*first)).collect();
        members.sort_unstable();
        members
    }

    /// For each line, what its number was before a change; none, if it is new, or its group has other forms.
    pub fn kept(&self, before: &Self, change: &Change) -> Vec<Option<usize>> {
        if !change.is_of_forms() {
            return (0..self.len()).map(Some).collect();
        }
        let mut kept = vec![None; self.len()];
        let mut now = vec![None; before.len()];
        let mut others = vec![false; self.len()];
        for (form, was) in change.before.iter().enumerate() {
            let line = self.line_of(form);
            match was {
                Some(was) => {
                    kept[line] = Some(before.line_of(*was));
                    now[before.line_of(*was)] = Some(line);
                }
                None => others[self.first(line)] = true,
            }
        }
        let mut lost = vec![false; before.len()];
        change.gone.iter().for_each(|form| lost[before.first(before.line_of(*form))] = true);
        for (was, line) in now.iter().enumerate() {
            if let Some(line) = line.filter(|_| lost[before.first(was)]) {
                others[self.first(line)] = true;
            }
        }
        let is_other = (0..self.len()).map(|line| others[self.first(line)]);
        kept.into_iter().zip(is_other).map(|(was, other)| was.filter(|_| !other)).collect()
    }
}

/// Which lines and stems belong together: a forest, in which each tree is a group.
#[derive(Default)]
struct Joined<'a> {
    nodes: FxHashMap<(&'a str, Kind), usize>,
    above: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Line,
    Stem,
}

impl<'a> Joined<'a> {
    fn node(&mut self, name: &'a str, kind: Kind) -> usize {
        let next = self.above.len();
        let node = *self.nodes.entry((name, kind)).or_insert(next);
        if node == next {
            self.above.push(next);
        }
        node
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.above[node] != node {
            self.above[node] = self.above[self.above[node]];
            node = self.above[node];
        }
        node
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.above[a] = b;
    }
}
