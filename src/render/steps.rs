//! The steps from a page to a file: what it is made of, its bytes, and the hand-over.

use std::sync::Arc;

use super::failures::Failure;
use super::{Common, RenderMemo, Rendered, Renderer};
use crate::limits;
use crate::outputs::{Inlay, Key, Manner, Output, Sink};
use crate::plan::{Drawn, Page};

/// A file that is to be made.
pub struct Wanted<'a> {
    drawn: Drawn<'a>,
    /// All that it is made of, if the sink asks for that.
    key: Option<Key>,
}

/// A file that was made and not yet handed over.
pub struct MadeFile {
    output: Output,
    key: Option<Key>,
    texts: Vec<Inlay>,
    failure: Option<Failure>,
}

impl MadeFile {
    /// Hands the file over. Returns what went wrong with it.
    pub fn hand_over(self, sink: &dyn Sink) -> Option<Failure> {
        sink.take(self.output, self.key, self.texts);
        self.failure
    }
}

impl Renderer {
    /// Takes some pages through all steps. Returns what went wrong.
    pub(super) fn batch(
        &self,
        pages: &[Arc<Page>],
        memo: &RenderMemo,
        sink: &dyn Sink,
    ) -> Vec<Failure> {
        let common = Common::default();
        let wanted: Vec<Wanted<'_>> =
            pages.iter().filter_map(|page| self.wanted(page, sink)).collect();
        let mut failures = Vec::new();
        let (mut made, mut held) = (Vec::with_capacity(wanted.len()), 0);
        for wanted in wanted {
            let file = self.make_file(wanted, &common, memo);
            held += file.output.bytes.len();
            made.push(file);
            if held >= limits::BATCH_BYTES {
                failures.extend(made.drain(..).filter_map(|file| file.hand_over(sink)));
                held = 0;
            }
        }
        failures.extend(made.into_iter().filter_map(|file| file.hand_over(sink)));
        failures
    }

    /// Sees what a page is made of, unless the sink has its file.
    pub(super) fn wanted<'a>(&'a self, page: &'a Page, sink: &dyn Sink) -> Option<Wanted<'a>> {
        let drawn = Drawn::new(page, &self.plan);
        let key = sink.is_keyed().then(|| {
            let whole = self.key(&drawn);
            Key { shown: drawn.fingerprint(), whole }
        });
        let has = key.is_some_and(|key| sink.has(&page.path, key));
        (!has).then_some(Wanted { drawn, key })
    }

    /// Makes a file.
    pub(super) fn make_file(
        &self,
        wanted: Wanted<'_>,
        common: &Common,
        memo: &RenderMemo,
    ) -> MadeFile {
        let Wanted { drawn, key } = wanted;
        let known = || key.map_or_else(|| self.key(&drawn), |key| key.whole);
        let Rendered { bytes, mut texts, problem } = self.file(&drawn, common, memo, known);
        let key = key.filter(|_| problem.is_none());
        if key.is_some() {
            add_others(&mut texts, &drawn);
        }
        let page = drawn.page();
        let output = Output { path: page.path.clone(), bytes, kind: page.kind };
        let failure = problem.map(|problem| Failure { problem, route: page.route.clone() });
        MadeFile { output, key, texts, failure }
    }
}

/// Adds the texts of which nobody knows where in the file they are.
fn add_others(texts: &mut Vec<Inlay>, drawn: &Drawn<'_>) {
    for file in drawn.texts() {
        if texts.iter().all(|inlay| inlay.file != *file) {
            texts.push(Inlay { file: file.clone(), manner: Manner::Other, places: Vec::new() });
        }
    }
}
