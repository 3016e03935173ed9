//! What a process that knows no more of a site than a build left makes of it after a small edit: where it makes
//! anything at all, it is what a build of the whole site makes.
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeMap;
use std::sync::Mutex;

use depeche::collect;
use depeche::diag::Diagnostic;
use depeche::hashed::Fingerprint;
use depeche::model::OutputPath;
use depeche::outputs::{Inlay, Key, Output, OutputBytes, Sink};
use depeche::parse;
use depeche::plan::Basis;
use depeche::render::RenderMemo;
use depeche::retell::{Edit, Retold, Shape, retell};
use depeche::shelf::Shelf;
use depeche::world::{MemoryWorld, VPath, World};
use depeche::{Memos, Options};
use jiff::Timestamp;

/// A file: what it was made of, if that is known, and what it holds.
type Made = (Option<Key>, OutputBytes);

/// What a build left.
pub struct Left {
    /// Nothing, if something was wrong.
    shape: Option<Vec<u8>>,
    basis: Basis,
    made: BTreeMap<OutputPath, Made>,
    problems: Vec<Diagnostic>,
    frame: Fingerprint,
    articles: BTreeMap<VPath, Fingerprint>,
    since: Timestamp,
    until: Option<Timestamp>,
}

impl Left {
    /// That of a build of a whole site.
    pub fn of(world: &MemoryWorld, options: &Options) -> Self {
        let (sources, memos) = (collect::collect(world), Memos::forgetful());
        let frame = parse::frame(&sources.value, None);
        let articles = sources.value.articles.iter();
        let articles = articles.map(|(file, source)| (file.clone(), source.bytes.fingerprint()));
        let articles = articles.collect();
        let parsed = depeche::understand(sources, options, &memos);
        let prepared = depeche::prepare(parsed, options, &memos);
        let (mut problems, prepared) = (prepared.diagnostics, prepared.value);
        let shape = prepared.shape().map(|shape| written(&shape));
        let (basis, until) = (Basis::clone(&prepared.basis()), prepared.until());
        let kept = Kept::default();
        problems.extend(prepared.with_search(&memos).ready(&memos).render(&kept));
        problems.sort_by_key(|problem| format!("{problem:?}"));
        let (made, since) = (kept.0.into_inner().unwrap(), world.now());
        Self { shape, basis, made, problems, frame, articles, since, until }
    }

    /// What the next process leaves, which finds the site as it is now: whether it told some stories anew, and nothing
    /// else. Fails, if that is not what a build of the whole site makes.
    pub fn next(self, world: &MemoryWorld, options: &Options) -> (Self, bool) {
        let expected = Self::of(world, options);
        let Some(retold) = self.retell(world, options) else { return (expected, false) };
        let (mut now, articles) = (self, expected.articles.clone());
        for remade in retold.files {
            let before = now.made.insert(remade.path.clone(), (Some(remade.key), remade.bytes));
            assert!(before.is_some(), "{} is new", remade.path);
        }
        now.basis.take(&retold.basis);
        now.problems = retold.problems;
        now.problems.sort_by_key(|problem| format!("{problem:?}"));
        let shape: Shape = postcard::from_bytes(&now.shape.unwrap()).unwrap();
        let shape = Some(written(&shape.with(&retold.changed).unwrap()));
        let now = Self { shape, articles, ..now };
        assert!(now.basis == expected.basis, "the basis is another");
        assert_eq!(now.problems, expected.problems);
        let paths = |left: &Self| left.made.keys().cloned().collect::<Vec<_>>();
        assert_eq!(paths(&now), paths(&expected));
        for ((path, (key, bytes)), (should_be_of, should_be)) in
            now.made.iter().zip(expected.made.values())
        {
            let [is, should_be] = [bytes, should_be].map(|bytes| String::from_utf8_lossy(bytes));
            assert_eq!(is, should_be, "{path}");
            assert_eq!(key, should_be_of, "{path}");
        }
        (now, true)
    }

    fn retell(&self, world: &MemoryWorld, options: &Options) -> Option<Retold> {
        let sources = collect::collect(world).value;
        let is_in_time = self.since <= world.now() && self.until.is_none_or(|at| world.now() < at);
        let known = self.articles.keys();
        let same = sources.articles.iter().map(|(file, _)| file).eq(known);
        if !is_in_time || !same || parse::frame(&sources, None) != self.frame {
            return None;
        }
        let edited = sources.articles.iter();
        let edited =
            edited.filter(|(file, source)| self.articles[file] != source.bytes.fingerprint());
        let files: Vec<&VPath> = edited.map(|(file, _)| file).collect();
        let shape: Shape = postcard::from_bytes(self.shape.as_deref()?).unwrap();
        let edited = Edit {
            sources: &sources,
            files: &files,
            problems: &self.problems,
            base_url: None,
            selection: options.selection,
            shelf: Shelf::default(),
            basis: &self.basis,
            made: &|path| self.made.get(path)?.0,
            memo: &RenderMemo::forgetful(),
        };
        retell(shape, edited)
    }
}

fn written(shape: &Shape) -> Vec<u8> {
    postcard::to_allocvec(shape).unwrap()
}

/// Keeps files with what they are made of.
#[derive(Default)]
struct Kept(Mutex<BTreeMap<OutputPath, Made>>);

impl Sink for Kept {
    fn is_keyed(&self) -> bool {
        true
    }

    fn take(&self, output: Output, key: Option<Key>, _: Vec<Inlay>) {
        self.0.lock().unwrap().insert(output.path, (key, output.bytes));
    }
}
