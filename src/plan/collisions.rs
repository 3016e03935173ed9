//! Files that claim one place, or a place that some disk takes for the same.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic};
use crate::plan::{Content, Origin, Page};

/// Leaves out pages whose place another has taken. Case is no difference: some disks know none.
pub fn without_collisions(pages: Vec<Page>, problems: &mut Vec<Diagnostic>) -> Vec<Page> {
    let path = |page: &Page| page.route.output_path().as_str().to_lowercase();
    let paths: Vec<String> = pages.par_iter().with_min_len(256).map(path).collect();
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    taken.reserve(pages.len());
    let mut kept: Vec<Page> = Vec::with_capacity(pages.len());
    for (page, path) in pages.into_iter().zip(paths) {
        match taken.get(&path) {
            None => {
                taken.insert(path, kept.len());
                kept.push(page);
            }
            Some(first) => problems.extend(collision(&kept[*first], &page)),
        }
    }
    without_files_for_folders(kept, &taken, problems)
}

/// Leaves out files whose name is that of a folder: a disk cannot hold both.
fn without_files_for_folders(
    pages: Vec<Page>,
    taken: &FxHashMap<String, usize>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Page> {
    let in_the_way = |(path, page): (&String, &usize)| {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        let files = folders.filter_map(|folder| taken.get(folder));
        files.map(|file| (*file, *page)).collect::<Vec<_>>()
    };
    let found: Vec<(usize, usize)> = taken.par_iter().flat_map_iter(in_the_way).collect();
    let mut blocking: BTreeMap<usize, usize> = BTreeMap::new();
    for (file, page) in found {
        let first = blocking.entry(file).or_insert(page);
        *first = (*first).min(page);
    }
    for (file, page) in &blocking {
        problems.push(file_for_folder(&pages[*file], &pages[*page]));
    }
    if blocking.is_empty() {
        return pages;
    }
    let all = pages.into_iter().enumerate();
    all.filter(|(index, _)| !blocking.contains_key(index)).map(|(_, page)| page).collect()
}

pub fn file_for_folder(file: &Page, page: &Page) -> Diagnostic {
    let message =
        format!("`{}` is the folder of `{}`, and cannot be a file", file.route, page.route);
    let problem = Diagnostic::new(Code::RouteCollision, message);
    let problem = problem.help("give it another name");
    match (&file.source, &page.source) {
        (Origin::File(span), _) | (_, Origin::File(span)) => problem.at(span.clone()),
        (Origin::Made(_), Origin::Made(_)) => problem,
    }
}

/// Whether two files cannot both be on some disk: they are one, or the second is the first's folder.
pub fn same_place(a: &Page, b: &Page) -> bool {
    let lower = |page: &Page| page.route.output_path().as_str().to_lowercase();
    lower(a).strip_prefix(&lower(b)).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The problem of two pages in one place; nothing if both are one file, or two articles, which
/// `link` has reported.
pub fn collision(first: &Page, second: &Page) -> Option<Diagnostic> {
    if let (Content::Bytes(a), Content::Bytes(b)) = (&first.content, &second.content)
        && a == b
        && first.route == second.route
    {
        return None;
    }
    if first.is_own_text() && second.is_own_text() && first.route == second.route {
        return None;
    }
    let other = |origin: &Origin| match origin {
        Origin::File(span) => format!("`{}`", span.file),
        Origin::Made(what) => what.clone(),
    };
    let how = match first.route.output_path() == second.route.output_path() {
        true => "is already the route of",
        false => "is, but for case, the route of",
    };
    let help = "give one of them another slug or name";
    let (at, elsewhere) = match (&first.source, &second.source) {
        (Origin::File(span), made @ Origin::Made(_)) => (Some(span), made),
        (first, Origin::File(span)) => (Some(span), first),
        (first, Origin::Made(_)) => (None, first),
    };
    let message = match at {
        Some(_) => format!("`{}` {how} {}", second.route, other(elsewhere)),
        None => {
            format!("`{}`, of {}, {how} {}", second.route, other(&second.source), other(elsewhere))
        }
    };
    let problem = Diagnostic::new(Code::RouteCollision, message).help(help);
    let problem = match (elsewhere, at) {
        (Origin::File(span), Some(_)) => problem.and(span.clone(), "the other one"),
        _ => problem,
    };
    Some(match at {
        Some(span) => problem.at(span.clone()),
        None => problem,
    })
}
