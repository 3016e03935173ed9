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
use crate::outputs::Output;
use crate::parse::text::Texts;
use crate::plan::{Drawn, Page, Plan};

/// The files of a site, each of which is made when it is asked for.
pub struct Live {
    renderer: Renderer,
    /// Sorted by path.
    pages: Vec<Arc<Page>>,
    memo: Arc<RenderMemo>,
    /// What each file is made of, once somebody asked.
    keys: OnceLock<Vec<Fingerprint>>,
    failures: Mutex<Vec<Failure>>,
}

impl Live {
    /// The files of a plan.
    pub fn new(mut plan: Plan, texts: &Arc<Texts>, memo: &Arc<RenderMemo>) -> Self {
        let mut pages = std::mem::take(&mut plan.pages);
        pages.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let renderer = Renderer::new(plan, Arc::clone(texts), &pages, memo);
        let (keys, failures) = Default::default();
        Self { renderer, pages, memo: Arc::clone(memo), keys, failures }
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
    pub fn get(&self, path: &str) -> Option<Output> {
        let page = self.find(path)?;
        let drawn = Drawn::new(page, &self.renderer.plan);
        let (key, common) = (|| self.renderer.key(&drawn), Common::default());
        let Rendered { bytes, .. } = self.renderer.file(&drawn, &common, &self.memo, key);
        Some(Output { path: page.path.clone(), bytes, kind: page.kind })
    }

    fn find(&self, path: &str) -> Option<&Arc<Page>> {
        let found = self.pages.binary_search_by(|page| page.path.as_str().cmp(path));
        found.ok().map(|index| &self.pages[index])
    }

    /// Whether two sites have the same files, made of the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.keys() == other.keys()
            && self.pages.iter().zip(&other.pages).all(|(own, other)| own.path == other.path)
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
