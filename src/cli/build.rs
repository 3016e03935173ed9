//! `build`: makes the site, and leaves on the disk what the next build can do without doing again.
//!
//! 1. If the sources, the target and the hour are as the last build left them, there is nothing to do.
//! 2. Else, if a few articles alone were edited, their texts take the place of the old ones (`amend`), or their
//!    stories are told anew (`retell`), where nothing else follows from that.
//! 3. Else the whole site is looked at: articles that are as they were are not parsed, and files that would be made
//!    of the same are not rendered, nor looked into.
//!
//! What is made is the same in each case: see [`Record`].

mod amend;
mod put;
mod retell;
mod small;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use anyhow::Result;

use super::arguments::{BuildArguments, Common};
use super::report::Reporter;
use super::{RIGHT, WRONG, Wanted, home, known, now, options, overdue, root, target, verdict};
use crate::amend::{Amendable, Around};
use crate::baseline::Baseline;
use crate::collect::{self, Sources};
use crate::diag::{Checked, Diagnostic};
use crate::hashed::Fingerprint;
use crate::publish::{Guard, Left, Moving, PublishError, Publishing, Report};
use crate::record::{Damaged, Last, Later, Record, TextsLog};
use crate::world::World;
use crate::world::disk::{DiskWorld, Seen};
use crate::{Memos, Options, Ready, summary};
use put::{Forms, Known, Learnt, Put};

/// Makes the site.
pub fn run(common: &Common, arguments: &BuildArguments) -> Result<u8> {
    let started = Instant::now();
    let root = root(common)?;
    let site = &arguments.site;
    let record = (!arguments.fresh).then(|| Record::of(&root));
    let later = record.as_ref().map_or_else(|| Ok(Later::default()), Record::later);
    let (is_damaged, later) = (later.is_err(), later.unwrap_or_default());
    let seen = record.as_ref().map_or_else(|| Ok(Seen::default()), |record| record.seen(&later));
    // Where it is damaged, so is the rest, most likely, and that is told.
    let world = DiskWorld::once(&root, now(&root, site.now.as_deref())?, seen.unwrap_or_default());
    let options = options(site)?;
    let build = Build {
        reporter: Reporter::new(common, &world),
        target: &target(&root, arguments.output.as_deref())?,
        wanted: Wanted::new(&root, &arguments.locale)?,
        guard: Guard { site_root: root.clone(), home: home() },
        record,
        moving: if arguments.atomic { Moving::AtOnce } else { Moving::OneByOne },
        strict: site.strict,
        known: known::read(&root)?,
        world: &world,
        options: &options,
        started,
        damaged: AtomicBool::new(false),
    };
    if is_damaged {
        build.damaged();
    }
    let code = build.run(later)?;
    leave(world);
    Ok(code)
}

/// Leaves it to the end of the process to give memory back. Piece by piece that takes as long, for what is known of a
/// large site, as to write a few files.
fn leave<T>(value: T) {
    std::mem::forget(value);
}

/// What a build leaves to the next, but for articles, words and its shape.
#[derive(Default)]
struct Before {
    last: Last,
    left: Left,
    texts: Amendable,
    /// What changed since these were kept whole.
    later: Later,
}

/// A build, and all that it was asked for.
struct Build<'a> {
    reporter: Reporter<'a>,
    target: &'a Path,
    wanted: Wanted,
    guard: Guard,
    record: Option<Record>,
    moving: Moving,
    strict: bool,
    /// Problems that are not told again.
    known: Baseline,
    world: &'a DiskWorld,
    options: &'a Options,
    started: Instant,
    /// Whether it was told that what the last build left cannot be used.
    damaged: AtomicBool,
}

impl Build<'_> {
    fn run(self, later: Later) -> Result<u8> {
        let last = || self.found(|record| record.last(&later));
        let left = || self.found(|record| record.left(&later));
        // To list folders is work for one core: the other reads what was left meanwhile.
        let collect = || collect::collect(self.world);
        let (sources, (last, left)) = rayon::join(collect, || rayon::join(last, left));
        let mut before = Before { last, left, texts: Amendable::default(), later };
        if self.record.as_ref().is_some_and(|record| !record.still_has(&before.later)) {
            // Another build has ended meanwhile: what was read may be of both.
            before = Before::default();
        }
        let summary = summary(&sources.value, self.options);
        let whole = matches!(self.wanted, Wanted::All) && sources.diagnostics.is_empty();
        if whole
            && before.last.still_holds(summary, self.world.now())
            && before.last.has_left(&before.left)
            && before.left.is_at(self.target, &self.guard)
        {
            let code = self.nothing_to_do(&before);
            leave((before, sources));
            return Ok(code);
        }
        before.texts = self.found(|record| record.texts(&before.later));
        if whole && let Some(code) = self.try_short_ways(&sources.value, summary, &mut before)? {
            leave((before, sources));
            return Ok(code);
        }
        self.build(sources, summary, before)
    }

    /// Problems that nobody knows yet.
    fn news(&self, problems: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut news = problems.to_vec();
        self.reporter.take(self.known.clone(), &mut news);
        news
    }

    /// Says what the last build said.
    fn nothing_to_do(&self, before: &Before) -> u8 {
        let (news, left) = (self.news(&before.last.problems), &before.left);
        self.reporter.problems(&news);
        if verdict(&news, self.strict) != RIGHT {
            self.reporter.refused(&news, self.strict);
            return WRONG;
        }
        let report = Report { unchanged: left.len(), ..Report::default() };
        self.reporter.built(left.len(), &report, self.target, self.started.elapsed());
        RIGHT
    }

    fn build(self, sources: Checked<Sources>, summary: Fingerprint, before: Before) -> Result<u8> {
        let Before { last, left, texts: earlier, .. } = before;
        let unread = !sources.diagnostics.is_empty();
        let aside = Record::of(&self.guard.site_root).aside();
        let mut memos = Memos::forgetful().with_aside(Box::new(aside));
        overdue::watch(memos.running());
        let album = self.record.as_ref().map(|record| Arc::new(record.album()));
        if let Some(album) = &album {
            let aside = Record::of(&self.guard.site_root).aside();
            let shelf = self.found(Record::articles).with_aside(Box::new(aside));
            memos = memos.with_shelf(shelf);
            memos = memos.with_album(Box::new(Arc::clone(album)));
            memos = memos.with_words(self.found(Record::words));
        }
        let parsed = crate::understand(sources, self.options, &memos);
        let around = Around::of(&parsed.value, self.options.selection);
        let shelf = memos.take_shelf().filter(|_| !self.world.changed());
        let articles = self.keeping(shelf, Record::keep_articles);
        let Checked { value: prepared, mut diagnostics } =
            crate::prepare(parsed, self.options, &memos);
        let prepared = prepared.with_search(&memos);
        let words = Some(memos.take_words());
        let words = words.filter(|words| !words.is_empty() && !self.world.changed());
        let words = self.keeping(words, Record::keep_words);
        let now = self.world.now();
        prepared.recall(&last.basis, &|path| Some(last.made(path)?.key.shown));
        let mut next = Last::new(summary, prepared.basis(), now, prepared.until());
        let pictures = prepared.pictures();
        let mut files = prepared.files();
        files.retain(|(path, _)| self.wanted.has(path));
        let forms = Forms::announce(&mut files, prepared.encodings());
        // Where something is wrong nothing will be published, and yet all that is wrong is said at once.
        let is_right = verdict(&self.news(&diagnostics), self.strict) == RIGHT;
        let shape = is_right && !unread && matches!(self.wanted, Wanted::All);
        let shape = shape.then(|| prepared.shape()).flatten();
        let shape = self.keeping(shape, Record::keep_shape);
        let begin = || is_right.then(|| Publishing::begin(files, self.target, &self.guard));
        let aside = Record::of(&self.guard.site_root).aside();
        // After a small change it would be most of what is left to do. A build of everything needs the memory.
        let grounds = last.summary.is_some().then(|| prepared.grounds());
        let (begun, (texts, ready)) = rayon::join(begin, || {
            rayon::join(|| TextsLog::new(&earlier, aside), || prepared.ready(&memos))
        });
        let publishing =
            begun.map(|begun| begun.map(|begun| begun.trusting(left).moving(self.moving)));
        let known = Known { last: &last, forms: &forms, texts: &texts };
        let (found, publishing, learnt) = self.render(ready, publishing, known);
        for keeping in [articles, words] {
            self.kept(keeping);
        }
        next.shape = self.kept(shape);
        if self.world.changed() {
            self.reporter.note("a file changed while the site was being built: build again");
        }
        diagnostics.extend(found);
        crate::diag::sort(&mut diagnostics);
        let news = self.news(&diagnostics);
        self.reporter.problems(&news);
        let right = verdict(&news, self.strict) == RIGHT;
        let Some(publishing) = publishing.filter(|_| right) else {
            self.reporter.refused(&news, self.strict);
            return Ok(WRONG);
        };
        let finish = || publishing.and_then(Publishing::finish_and_look);
        let (done, ()) = rayon::join(finish, || learnt.leave_to(&mut next));
        let (report, left) = done.map_err(|error| self.unwritten(&error))?;
        let count = report.written + report.unchanged;
        next.problems = diagnostics;
        next.leave(&left);
        self.keep(|_| album.as_ref().map_or(Ok(()), |album| album.retain(&pictures)));
        if self.world.changed() {
            // An article was another when its text was read again: what was made of it has no key.
            self.reporter.built(count, &report, self.target, self.started.elapsed());
            return Ok(RIGHT);
        };
        if unread || !matches!(self.wanted, Wanted::All) {
            // It knows of single files, and not of the site as a whole.
            next.summary = None;
        }
        self.keep_all(&next, &left, &around, &texts);
        self.reporter.built(count, &report, self.target, self.started.elapsed());
        leave(texts);
        leave((memos, earlier, last, next, left, around, grounds));
        Ok(RIGHT)
    }

    fn unwritten(&self, error: &PublishError) -> anyhow::Error {
        anyhow::anyhow!("{error}")
            .context(format!("the site could not be written to `{}`", self.target.display()))
    }

    /// Keeps what this build leaves to the next.
    fn keep_all(&self, last: &Last, left: &Left, around: &Around, texts: &TextsLog<'_>) {
        self.keep(|record| {
            record.forget()?;
            let (one, other) = rayon::join(
                || record.keep_last(last).and_then(|()| record.keep_texts(around, texts)),
                || record.keep_left(left).and_then(|()| record.keep_seen(&self.world.seen())),
            );
            one.and(other)
        });
    }

    /// Renders a site to where it is published; where that fails, only to learn what is wrong with it.
    fn render(
        &self,
        ready: Ready<'_>,
        attempt: Attempt,
        known: Known<'_>,
    ) -> (Vec<Diagnostic>, Attempt, Learnt) {
        let Some(Ok(publishing)) = attempt else {
            return (ready.judge(), attempt, Learnt::default());
        };
        let put = Put::new(publishing, &self.wanted, known, self.record.is_some());
        let diagnostics = ready.render(&put);
        let (publishing, learnt) = put.finish();
        (diagnostics, Some(publishing), learnt)
    }

    /// What the last build left; the default, if there is nothing that can be used.
    fn found<T: Default>(&self, read: impl Fn(&Record) -> Result<T, Damaged>) -> T {
        let Some(record) = &self.record else { return T::default() };
        read(record).unwrap_or_else(|Damaged| {
            self.damaged();
            T::default()
        })
    }

    /// Says, once, that what the last build left cannot be used.
    fn damaged(&self) {
        if !self.damaged.swap(true, Ordering::Relaxed) {
            let text = "what the last build left in `.depeche/` is damaged: it is not used";
            self.reporter.note(text);
        }
    }

    /// Keeps something for the next build. That build is only slower without it.
    fn keep(&self, write: impl Fn(&Record) -> io::Result<()>) {
        if let Some(Err(error)) = self.record.as_ref().map(write) {
            self.not_kept(&error);
        }
    }

    /// Keeps something for the next build, while the site is being made.
    fn keeping<T: Send + 'static, K: Send + 'static>(
        &self,
        value: Option<T>,
        keep: impl FnOnce(&Record, &T) -> io::Result<K> + Send + 'static,
    ) -> Option<Keeping<K>> {
        let (record, value) = (self.record.clone()?, value?);
        thread::Builder::new().spawn(move || keep(&record, &value)).ok()
    }

    /// Waits until that is kept.
    fn kept<K>(&self, keeping: Option<Keeping<K>>) -> Option<K> {
        let kept = keeping?.join().ok()?;
        kept.map_err(|error| self.not_kept(&error)).ok()
    }

    fn not_kept(&self, error: &io::Error) {
        self.reporter.note(&format!("nothing could be kept for the next build: {error}"));
    }
}

/// A thread that keeps something for the next build.
type Keeping<K> = JoinHandle<io::Result<K>>;

/// A publish that was begun, or why it could not go on; nothing if there is none.
type Attempt = Option<Result<Publishing<'static>, PublishError>>;
