//! A site whose files are made when somebody asks for them.
//!
//! Whoever edits a site of 20,000 articles looks at one page. So that one is made at once, and the others
//! are tried afterwards, only to learn what is wrong with them. What was tried once is not tried again
//! until it would be made of something else.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::{Common, Failure, RenderMemo, Rendered, Renderer, once_each};
use crate::diag::Diagnostic;
use crate::hashed::Fingerprint;
use crate::model::OutputPath;
use crate::outputs::Output;
use crate::parse::text::Texts;
use crate::plan::{Drawn, Page, Plan};

/// The files of a site, each of which is made when it is asked for.
pub struct Live {
    renderer: Renderer,
    pages: Arc<Vec<Arc<Page>>>,
    /// The places of the pages in the order of their paths, once somebody had time to sort them.
    sorted: OnceLock<Vec<usize>>,
    memo: Arc<RenderMemo>,
    /// What each file is made of, once somebody asked.
    keys: OnceLock<Vec<Fingerprint>>,
    failures: Mutex<Vec<Failure>>,
}

/// A file that cannot be made, for a reason that is among the problems of the site.
#[derive(Debug)]
pub struct Unmade;

impl Live {
    /// The files of a plan.
    pub fn new(mut plan: Plan, texts: &Arc<Texts>, memo: &Arc<RenderMemo>) -> Self {
        let pages = std::mem::take(&mut plan.pages);
        let renderer = Renderer::new(plan, Arc::clone(texts), &pages, memo);
        let (sorted, keys, failures) = Default::default();
        Self { renderer, pages, sorted, memo: Arc::clone(memo), keys, failures }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Whether there is a file at a path relative to the site's root.
    pub fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// The file at a path relative to the site's root.
    pub fn get(&self, path: &str) -> Option<Result<Output, Unmade>> {
        let page = self.find(path)?;
        let drawn = Drawn::new(page, &self.renderer.plan);
        let (key, common) = (|| self.renderer.key(&drawn), Common::default());
        let Rendered { bytes, problem, .. } = self.renderer.file(&drawn, &common, &self.memo, key);
        let is_made = problem.is_none() && self.renderer.has_template(page);
        let file = || Output { path: page.path.clone(), bytes, kind: page.kind };
        Some(is_made.then(file).ok_or(Unmade))
    }

    fn find(&self, path: &str) -> Option<&Arc<Page>> {
        let Some(sorted) = self.sorted.get() else {
            // Whoever waits for the page that was edited asks before all are sorted.
            return self.pages.par_iter().find_any(|page| page.path.as_str() == path);
        };
        let found = sorted.binary_search_by(|place| self.pages[*place].path.as_str().cmp(path));
        found.ok().map(|index| &self.pages[sorted[index]])
    }

    /// Sorts the files, so that each is found at once.
    pub fn sort(&self) {
        self.sorted();
    }

    fn sorted(&self) -> &[usize] {
        self.sorted.get_or_init(|| {
            let mut places: Vec<usize> = (0..self.pages.len()).collect();
            places.par_sort_unstable_by_key(|place| self.pages[*place].path.as_str());
            places
        })
    }

    /// Whether two sites have the same files, made of the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.made_of().eq(other.made_of())
    }

    /// Each file's path, and what it is made of, in the order of their paths.
    fn made_of(&self) -> impl Iterator<Item = (&OutputPath, Fingerprint)> {
        let keys = self.keys();
        self.sorted().iter().map(move |place| (&self.pages[*place].path, keys[*place]))
    }

    fn keys(&self) -> &[Fingerprint] {
        self.keys.get_or_init(|| {
            let key = |page: &Arc<Page>| self.renderer.key(&Drawn::new(page, &self.renderer.plan));
            self.pages.par_iter().with_min_len(64).map(key).collect()
        })
    }

    /// The files that were not tried yet, by their places among all.
    pub fn untried(&self) -> Vec<usize> {
        let keys = self.keys().iter().enumerate();
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.clear();
        let untried = keys.filter(|(place, key)| match self.memo.verdicts.find(**key) {
            Some(verdict) => {
                failures.extend(verdict.map(|problem| self.failure(*place, problem)));
                false
            }
            None => true,
        });
        untried.map(|(place, _)| place).collect()
    }

    /// Makes some files, to learn what is wrong with them.
    pub fn try_some(&self, places: &[usize]) {
        let found: Vec<Failure> =
            places.par_iter().filter_map(|place| self.attempt(*place)).collect();
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
    }

    fn attempt(&self, place: usize) -> Option<Failure> {
        let drawn = Drawn::new(self.pages.get(place)?, &self.renderer.plan);
        let make = || self.renderer.verdict(&drawn, &self.memo);
        let verdict = self.memo.verdicts.get(|| self.renderer.key(&drawn), make);
        verdict.map(|problem| self.failure(place, problem))
    }

    fn failure(&self, place: usize, problem: Diagnostic) -> Failure {
        Failure { problem, route: self.pages[place].route.clone() }
    }

    /// What is wrong with the files that were tried.
    pub fn problems(&self) -> Vec<Diagnostic> {
        once_each(self.failures.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}
