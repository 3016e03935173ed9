//! What a pure function returned, kept by the fingerprint of its inputs.
//!
//! A memo never changes what a build makes, only how long it takes: an entry depends on nothing
//! that is not in its key. Entries that a build did not ask for are dropped when the next begins, so
//! that a long watch holds no more than the last build's, and while it builds those of two.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use crate::hashed::Fingerprint;

/// Locks are taken by key, so that threads rarely wait for one another.
const SHARDS: usize = 32;

/// Remembered values of one kind, safe to use from many threads.
pub struct Memo<V> {
    shards: Vec<Mutex<FxHashMap<Fingerprint, Entry<V>>>>,
    generation: AtomicU64,
    computed: AtomicU64,
    forgets: bool,
}

struct Entry<V> {
    value: V,
    used: u64,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            generation: AtomicU64::new(0),
            computed: AtomicU64::new(0),
            forgets: false,
        }
    }
}

impl<V: Clone> Memo<V> {
    /// A memo that remembers nothing, for a build that no other follows: what its stages made can
    /// then be given back as soon as the next stage has taken what it needs.
    pub fn forgetful() -> Self {
        Self { forgets: true, ..Self::default() }
    }

    /// Returns the value for the key that `key` makes, computing it when it is not known.
    ///
    /// Two threads that ask for one new key at once may both compute it: the function is pure, so
    /// either result will do, and no lock is held while it runs.
    pub fn get(&self, key: impl FnOnce() -> Fingerprint, compute: impl FnOnce() -> V) -> V {
        if self.forgets {
            self.computed.fetch_add(1, Ordering::Relaxed);
            return compute();
        }
        let key = key();
        let generation = self.generation.load(Ordering::Relaxed);
        if let Some(entry) = self.shard(key).get_mut(&key) {
            entry.used = generation;
            return entry.value.clone();
        }
        let value = compute();
        self.computed.fetch_add(1, Ordering::Relaxed);
        let entry = Entry { value: value.clone(), used: generation };
        self.shard(key).insert(key, entry);
        value
    }

    /// The value for a key, if it is known.
    pub fn find(&self, key: Fingerprint) -> Option<V> {
        let mut shard = self.shard(key);
        let entry = shard.get_mut(&key)?;
        entry.used = self.generation.load(Ordering::Relaxed);
        Some(entry.value.clone())
    }

    /// Starts a build: what is not asked for until the next call is forgotten then.
    pub fn turn(&self) {
        let ended = self.generation.fetch_add(1, Ordering::Relaxed);
        for shard in &self.shards {
            let mut shard = shard.lock().expect("no thread panics while it holds this lock");
            shard.retain(|_, entry| entry.used == ended);
        }
        self.computed.store(0, Ordering::Relaxed);
    }

    /// How many values were computed, not remembered, since the last [`turn`](Self::turn).
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    fn shard(
        &self,
        key: Fingerprint,
    ) -> std::sync::MutexGuard<'_, FxHashMap<Fingerprint, Entry<V>>> {
        let index = usize::from(key.bytes()[0]) % SHARDS;
        self.shards[index].lock().expect("no thread panics while it holds this lock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_key_is_not_computed_again() {
        let memo = Memo::default();
        let key = Fingerprint::of("key");
        assert_eq!(memo.get(|| key, || 1), 1);
        assert_eq!(memo.get(|| key, || 2), 1);
        assert_eq!(memo.computed(), 1);
    }

    #[test]
    fn a_forgetful_memo_computes_each_time() {
        let memo = Memo::forgetful();
        let key = Fingerprint::of("key");
        assert_eq!((memo.get(|| key, || 1), memo.get(|| key, || 2)), (1, 2));
        assert_eq!(memo.computed(), 2);
    }

    #[test]
    fn what_a_build_did_not_use_is_forgotten() {
        let memo = Memo::default();
        let (kept, dropped) = (Fingerprint::of("kept"), Fingerprint::of("dropped"));
        memo.get(|| kept, || 1);
        memo.get(|| dropped, || 1);
        memo.turn();
        memo.get(|| kept, || 2);
        memo.turn();
        assert_eq!(memo.get(|| kept, || 3), 1);
        assert_eq!(memo.get(|| dropped, || 3), 3);
    }
}
