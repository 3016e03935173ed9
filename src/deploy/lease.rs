//! The lock of a bucket: held by the one that publishes, as long as it is heard of.
//!
//! An object that the holder replaces every few seconds. One that was not replaced for [`DEAD`] on the
//! clock of the store belongs to nobody any more, and is taken over, which only one of many can do: its
//! tag must still be the one that was seen. A holder that could not replace it for [`SILENT`], which is
//! less, changes nothing from then on.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::store::{Condition, Store, put_record};
use super::{DeployError, LOCK};

/// How often the lock is replaced.
const RENEWED: Duration = Duration::from_secs(15);
/// How long a holder goes on that could not replace it.
const SILENT: Duration = Duration::from_secs(90);
/// After how long nobody holds it any more. What was sent before `SILENT` has arrived by then, or never will.
const DEAD: Duration = Duration::from_secs(180);

/// The lock, while it is ours.
pub struct Lease<'a> {
    store: &'a dyn Store,
    /// Ours alone.
    name: String,
    state: Mutex<State>,
    over: (Mutex<bool>, Condvar),
}

struct State {
    tag: String,
    count: u64,
    heard: Moment,
    lost: bool,
}

impl<'a> Lease<'a> {
    /// Takes the lock.
    ///
    /// # Errors
    /// If another one holds it.
    pub fn take(store: &'a dyn Store) -> Result<Self, DeployError> {
        let name = unique_name();
        let found = store.get(LOCK)?;
        let condition = match &found {
            None => Condition::Nothing,
            Some(lock) if lock.age > DEAD => Condition::Tag(&lock.tag),
            Some(lock) => return Err(busy(lock.age)),
        };
        let heard = Moment::now();
        let Some(tag) = put_record(store, LOCK, &text(&name, 0), condition)? else {
            return Err(busy(Duration::ZERO));
        };
        // A store that knows no conditions lets two take it at once: the last one has it.
        let ours = store.get(LOCK)?.is_some_and(|lock| lock.bytes == text(&name, 0).as_bytes());
        if !ours {
            return Err(busy(Duration::ZERO));
        }
        let state = Mutex::new(State { tag, count: 0, heard, lost: false });
        Ok(Self { store, name, state, over: Default::default() })
    }

    /// Does something, and says meanwhile that we are alive.
    pub fn while_held<T>(&self, work: impl FnOnce() -> T) -> T {
        thread::scope(|scope| {
            scope.spawn(|| self.keep());
            let done = Ending(self);
            let made = work();
            drop(done);
            made
        })
    }

    /// Refuses to go on if another may have taken over.
    pub fn check(&self) -> Result<(), DeployError> {
        let state = self.state();
        match state.lost || state.heard.elapsed() > SILENT {
            true => Err(DeployError::Overtaken),
            false => Ok(()),
        }
    }

    /// Gives the lock back, if it is still ours. If that fails it is given up in time.
    pub fn release(self) {
        let current = text(&self.name, self.state().count);
        if let Ok(Some(lock)) = self.store.get(LOCK)
            && lock.bytes == current.as_bytes()
        {
            let _ = self.store.delete(LOCK, &|| self.check().is_ok());
        }
    }

    fn keep(&self) {
        let (over, told) = &self.over;
        let mut over = over.lock().unwrap_or_else(PoisonError::into_inner);
        while !*over {
            over = told.wait_timeout(over, RENEWED).unwrap_or_else(PoisonError::into_inner).0;
            if !*over {
                drop(over);
                self.renew();
                over = self.over.0.lock().unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// Says that we are alive. What fails here is tried again soon.
    pub(super) fn renew(&self) {
        let (tag, count) = {
            let state = self.state();
            (state.tag.clone(), state.count + 1)
        };
        let asked = Moment::now();
        let text = text(&self.name, count);
        let put = put_record(self.store, LOCK, &text, Condition::Tag(&tag));
        let mut state = self.state();
        match put {
            Ok(Some(tag)) => (state.tag, state.count, state.heard) = (tag, count, asked),
            Ok(None) => state.lost = true,
            Err(_) => {}
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the thread that keeps a lock that it is no longer needed, also if the work panics.
struct Ending<'l, 'a>(&'l Lease<'a>);

impl Drop for Ending<'_, '_> {
    fn drop(&mut self) {
        let (over, told) = &self.0.over;
        *over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        told.notify_all();
    }
}

fn text(name: &str, count: u64) -> String {
    format!("depeche lock 1\n{name} {count}\n")
}

fn busy(age: Duration) -> DeployError {
    DeployError::Busy(DEAD.saturating_sub(age).as_secs() + 1)
}

/// A name that no other process has: the keys of a hash map are random.
fn unique_name() -> String {
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part())
}

/// A moment on both clocks: one stands still while the machine sleeps, and the other may be set.
struct Moment(Instant, SystemTime);

impl Moment {
    fn now() -> Self {
        Self(Instant::now(), SystemTime::now())
    }

    fn elapsed(&self) -> Duration {
        let wall = self.1.elapsed().unwrap_or_default();
        self.0.elapsed().max(wall)
    }
}
