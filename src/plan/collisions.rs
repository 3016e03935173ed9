//! Files that claim one place, or a place that some disk takes for the same.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use icu_normalizer::ComposingNormalizerBorrowed;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::diag::{Code, Diagnostic};
use crate::plan::{Content, Origin, Page, Planner};

/// Leaves out pages whose place another has taken. Case is no difference, nor is whether an accent stands apart from
/// its letter: some disks know neither.
pub fn without_collisions(
    planner: &Planner,
    pages: Vec<Arc<Page>>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Arc<Page>> {
    let left_out = without_a_place(planner, &pages, problems);
    if left_out.is_empty() {
        return pages;
    }
    let all = pages.into_iter().enumerate();
    all.filter(|(at, _)| !left_out.contains(at)).map(|(_, page)| page).collect()
}

/// The pages whose place another has taken.
fn without_a_place(
    planner: &Planner,
    pages: &[Arc<Page>],
    problems: &mut Vec<Diagnostic>,
) -> FxHashSet<usize> {
    let paths = pages.par_iter().with_min_len(256).map(|page| folded(page.path.as_str()));
    let paths: Vec<Cow<'_, str>> = paths.collect();
    let mut left_out = FxHashSet::default();
    if are_apart(&paths) {
        return left_out;
    }
    let mut taken: FxHashMap<&str, usize> = FxHashMap::default();
    taken.reserve(pages.len());
    for (at, path) in paths.iter().enumerate() {
        let first = *taken.entry(path).or_insert(at);
        if first != at {
            problems.extend(collision(planner, &pages[first], &pages[at]));
            left_out.insert(at);
        }
    }
    for (file, page) in files_for_folders(&taken) {
        problems.push(file_for_folder(&pages[file], &pages[page]));
        left_out.insert(file);
    }
    left_out
}

/// Whether no path is another's, nor that of its folder, as in nearly every site. By hashes, so that no path has to be
/// found in a table: of two that happen to have the same one it is not said.
fn are_apart(paths: &[Cow<'_, str>]) -> bool {
    let hash = |path: &str| FxBuildHasher.hash_one(path);
    let hashes: Vec<u64> = paths.par_iter().with_min_len(256).map(|path| hash(path)).collect();
    let all: FxHashSet<u64> = hashes.iter().copied().collect();
    let is_file = |folder: &str| all.contains(&hash(folder));
    let is_in_a_file = |path: &Cow<'_, str>| folders(path).any(is_file);
    all.len() == paths.len() && !paths.par_iter().with_min_len(256).any(is_in_a_file)
}

/// The folders that a path is in.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// A path without what some disks do not tell apart; most have nothing of it.
fn folded(path: &str) -> Cow<'_, str> {
    let plain = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    match plain {
        true => path.into(),
        false => composed(&path.to_lowercase()).into(),
    }
}

fn composed(path: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(path).into_owned()
}

/// Files whose name is that of a folder, each with a page in it: a disk cannot hold both.
fn files_for_folders(taken: &FxHashMap<&str, usize>) -> BTreeMap<usize, usize> {
    let mut blocking: BTreeMap<usize, usize> = BTreeMap::new();
    for (path, page) in taken {
        for file in folders(path).filter_map(|folder| taken.get(folder)) {
            let first = blocking.entry(*file).or_insert(*page);
            *first = (*first).min(*page);
        }
    }
    blocking
}

pub fn file_for_folder(file: &Page, page: &Page) -> Diagnostic {
    let message =
        format!("`{}` is the folder of `{}`, and cannot be a file", file.route, page.route);
    let problem = Diagnostic::new(Code::RouteCollision, message);
    let problem = problem.help("give it another name");
    match (&file.source, &page.source) {
        (Origin::File(span), _) | (_, Origin::File(span)) => problem.at(span.clone()),
        (Origin::Made(_) | Origin::Shown, Origin::Made(_) | Origin::Shown) => problem,
    }
}

/// The pages whose paths begin so, as a disk sees it that does not tell case apart.
pub fn beginning_with(pages: &[Arc<Page>], name: &str) -> Vec<Arc<Page>> {
    let begins = |page: &&Arc<Page>| folded(page.path.as_str()).starts_with(name);
    pages.par_iter().with_min_len(256).filter(begins).map(Arc::clone).collect()
}

/// Whether two files cannot both be on some disk: they are one, or the second is the first's folder.
pub fn same_place(a: &Page, b: &Page) -> bool {
    let (a, b) = (folded(a.path.as_str()), folded(b.path.as_str()));
    a.strip_prefix(&*b).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_composed_alike(first: &Page, second: &Page) -> bool {
    composed(first.path.as_str()) == composed(second.path.as_str())
}

/// The problem of two pages in one place; nothing if both are one file, or two articles, which
/// `link` has reported.
pub fn collision(planner: &Planner, first: &Page, second: &Page) -> Option<Diagnostic> {
    if let (Content::Bytes(a), Content::Bytes(b)) = (&first.content, &second.content)
        && a == b
        && first.route == second.route
    {
        return None;
    }
    let is_articles =
        |page: &Page| page.is_own_text() || matches!(page.content, Content::Markdown(_));
    if is_articles(first) && is_articles(second) && first.route == second.route {
        return None;
    }
    let how = match first.path == second.path {
        true => "is already the route of",
        false if is_composed_alike(first, second) => {
            "is, but for whether accents stand apart from their letters, the route of"
        }
        false => "is, but for case, the route of",
    };
    let (blamed, elsewhere) = match (&first.source, &second.source) {
        (Origin::File(_), Origin::Made(_) | Origin::Shown) => (first, second),
        _ => (second, first),
    };
    let at = match &blamed.source {
        Origin::File(span) => Some(span),
        Origin::Made(_) | Origin::Shown => None,
    };
    let help = match blamed.content {
        Content::Redirect { .. } => "take the old address out, since something is there now",
        _ => "give one of them another slug or name",
    };
    let (route, other) = (&second.route, elsewhere.origin(planner));
    let message = match at {
        Some(_) => format!("`{route}` {how} {other}"),
        None => format!("`{route}`, of {}, {how} {other}", second.origin(planner)),
    };
    let problem = Diagnostic::new(Code::RouteCollision, message).help(help);
    let problem = match (&elsewhere.source, at) {
        (Origin::File(span), Some(_)) => problem.and(span.clone(), "the other one"),
        _ => problem,
    };
    Some(match at {
        Some(span) => problem.at(span.clone()),
        None => problem,
    })
}
