//! Moves a built site to a bucket, so that no reader ever meets half of it.
//!
//! A bucket cannot move a folder, nor many objects at once. So what is there is known by three records in
//! `.depeche/`:
//!
//! 1. **Lock**: taken by the one that publishes, for as long as it is heard of (`Lease`).
//! 2. **Compare**: the manifest of the last publish says what each object holds and how it is served.
//!    What a publish that was stopped may have changed is in its journal: of those objects, the bucket
//!    is asked.
//! 3. **Note**: all that will be sent or deleted goes into the journal.
//! 4. **Send**: what differs, in the order of [`OutputKind`], several files at once; the next kind begins
//!    when the last file of one has arrived. Deletions come last, in the opposite order, and only of what depeche
//!    put there.
//! 5. **Note**: the new manifest takes the place of the old one if that is still the one of step 2, and the
//!    journal goes.
//!
//! A stop at any moment leaves a journal that the next publish goes on from; what is sent twice is the same
//! both times.
#![expect(
    clippy::disallowed_methods,
    reason = "a lock belongs to whoever was heard of lately, and that is told by clocks"
)]

mod bucket;
mod error;
mod lease;
mod plan;
mod record;
mod store;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub use bucket::{Access, Bucket, BucketAddress, Place};
pub use error::{DeployError, StoreError};
use lease::Lease;
use plan::{Plan, Wanted};
use record::Records;
use store::{Condition, MARK, MayRetry, NewObject, Put, Store};

use crate::encode::Encoding;
use crate::limits::BUCKET_CONNECTIONS;
use crate::outputs::OutputKind;
use crate::publish::{Built, Changes};

/// What depeche keeps for itself in a bucket.
const OWN: &str = ".depeche/";
/// Which objects depeche put there.
const MANIFEST: &str = ".depeche/manifest";
/// Which of them a publish may have changed.
const JOURNAL: &str = ".depeche/journal";
/// Whose turn it is.
const LOCK: &str = ".depeche/lock";

/// How a site is published to a bucket.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// Whether the bucket answers for pages that lead on with a redirect.
    pub redirects: bool,
    /// In which form files are sent that have it.
    pub encoding: Option<Encoding>,
    /// Whether what pages of a moment ago name is deleted, too.
    pub prune: bool,
    /// Whether the bucket is asked of every file.
    pub verify: bool,
}

/// Called with the number of files that were sent or deleted, and of how many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Makes a bucket hold a built site. Returns what changed.
///
/// # Errors
/// If it is not ours, or another one is publishing to it, or it fails again and again. What was sent until
/// then stays; readers get the old pages or new ones whose assets are there.
pub fn deploy(
    built: &Built,
    store: &impl Store,
    settings: &Settings,
    progress: Progress<'_>,
) -> Result<Changes, DeployError> {
    // A bucket that is not ours gets no lock.
    Records::read(store)?;
    let lease = Lease::take(store)?;
    let work = Work { built, store, settings, progress, lease: &lease };
    let done = lease.while_held(|| work.run());
    lease.release();
    done
}

/// What [`deploy`] would change.
pub fn preview(
    built: &Built,
    store: &impl Store,
    settings: &Settings,
) -> Result<Changes, DeployError> {
    let records = Records::read(store)?;
    let mut plan = Plan::new(built, &records.manifest, &records.journal, settings)?;
    ask(&mut plan, store)?;
    Ok(plan.changes())
}

struct Work<'a> {
    built: &'a Built,
    store: &'a dyn Store,
    settings: &'a Settings,
    progress: Progress<'a>,
    lease: &'a Lease<'a>,
}

impl Work<'_> {
    fn run(&self) -> Result<Changes, DeployError> {
        let mut records = Records::read(self.store)?;
        let mut plan = Plan::new(self.built, &records.manifest, &records.journal, self.settings)?;
        ask(&mut plan, self.store)?;
        let changes = plan.changes();
        let is_ours = || self.lease.check();
        if changes.written.is_empty() && changes.deleted.is_empty() {
            if plan.manifest != records.manifest || !records.journal.0.is_empty() {
                records.finish(self.store, &plan.manifest, &is_ours)?;
            }
            return Ok(changes);
        }
        is_ours()?;
        records.begin(self.store, plan.objects())?;
        self.send(&plan)?;
        records.finish(self.store, &plan.manifest, &is_ours)?;
        Ok(changes)
    }

    /// Sends, kind by kind, and then deletes, the other way round.
    fn send(&self, plan: &Plan<'_>) -> Result<(), DeployError> {
        let (count, total) = (AtomicUsize::new(0), plan.send.len() + plan.delete.len());
        let done = || (self.progress)(count.fetch_add(1, Ordering::Relaxed) + 1, total);
        let kinds = [OutputKind::Asset, OutputKind::Page, OutputKind::Index, OutputKind::Feed];
        for kind in kinds {
            each(&plan.of(kind), |wanted| self.put(wanted).map(|()| done()))?;
        }
        for kind in kinds.into_iter().rev() {
            each(&plan.deletions(kind), |path| {
                self.while_ours(|may_retry| self.store.delete(path, may_retry))?;
                done();
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Does something that only the holder of the lock may do, and not again if another may hold it by then.
    fn while_ours<T>(
        &self,
        work: impl FnOnce(MayRetry<'_>) -> Result<T, StoreError>,
    ) -> Result<T, DeployError> {
        self.lease.check()?;
        let done = work(&|| self.lease.check().is_ok());
        done.map_err(|error| self.lease.check().err().unwrap_or(error.into()))
    }

    fn put(&self, wanted: &Wanted<'_>) -> Result<(), DeployError> {
        let output = self.built.read(wanted.body)?;
        let (key, mark) = (wanted.file.path.as_str(), wanted.entry.mark());
        let mut headers = wanted.headers.clone();
        headers.push((MARK, mark.clone()));
        let is_known = wanted.is_listed || wanted.is_doubtful;
        let condition = if is_known { Condition::Any } else { Condition::Nothing };
        let object = NewObject { key, bytes: &output.bytes, headers: &headers, condition };
        let put = self.while_ours(|may_retry| self.store.put(&object, may_retry));
        match put? {
            Put::Done(_) => Ok(()),
            // An answer may have been lost, and then it is there because we put it there.
            Put::Refused if self.store.mark(key)? == Some(mark) => Ok(()),
            Put::Refused => Err(DeployError::InTheWay(key.to_owned())),
        }
    }
}

/// Asks the bucket of what is in doubt, and leaves out what turns out to be as it shall be.
///
/// What a publish that was stopped meant to put somewhere may be another's, who was there before: that is neither
/// replaced nor deleted. All that depeche puts has a mark.
fn ask(plan: &mut Plan<'_>, store: &dyn Store) -> Result<(), DeployError> {
    let sent = plan.send.iter().filter(|wanted| wanted.is_doubtful);
    let sent = sent.map(|wanted| (wanted.file.path.as_str(), Some(wanted)));
    let deleted = plan.delete.iter().filter(|deletion| deletion.is_doubtful);
    let deleted = deleted.map(|deletion| (deletion.path.as_str(), None));
    let asked: Vec<_> = sent.chain(deleted).collect();
    let settled: Vec<OnceLock<String>> = asked.iter().map(|_| OnceLock::new()).collect();
    let asked: Vec<_> = asked.into_iter().zip(&settled).collect();
    each(&asked, |((path, wanted), settled)| {
        let mark = store.mark(path)?;
        let is_theirs = mark.as_deref() == Some("");
        let is_settled = match wanted {
            Some(wanted) if is_theirs && !wanted.is_listed => {
                return Err(DeployError::InTheWay((*path).to_owned()));
            }
            Some(wanted) => mark == Some(wanted.entry.mark()),
            None => is_theirs,
        };
        if is_settled {
            let _ = settled.set((*path).to_owned());
        }
        Ok(())
    })?;
    plan.leave_out(&settled.into_iter().filter_map(OnceLock::into_inner).collect());
    Ok(())
}

/// Does something with each item, several at once, until one fails. Each waits for another machine most of
/// the time, so that the number of cores does not matter.
fn each<T: Sync>(
    items: &[T],
    work: impl Fn(&T) -> Result<(), DeployError> + Sync,
) -> Result<(), DeployError> {
    let (next, failed) = (AtomicUsize::new(0), OnceLock::new());
    let worker = || {
        while failed.get().is_none()
            && let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed))
        {
            if let Err(error) = work(item) {
                let _ = failed.set(error);
            }
        }
    };
    thread::scope(|scope| {
        (0..items.len().min(BUCKET_CONNECTIONS)).for_each(|_| drop(scope.spawn(worker)));
    });
    failed.into_inner().map_or(Ok(()), Err)
}
