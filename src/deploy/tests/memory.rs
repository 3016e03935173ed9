//! A bucket in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use crate::deploy::error::StoreError;
use crate::deploy::store::{Condition, MARK, MayRetry, NewObject, Object, Put, Store};

/// An object: what it holds, its headers, its tag, and when it came.
pub type Held = (Vec<u8>, Vec<(&'static str, String)>, u64, u64);

/// What becomes of requests.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// All work.
    None,
    /// From this one on the publisher is dead.
    Kill(usize),
    /// This one works, but its answer is lost.
    Deaf(usize),
    /// This one fails.
    Once(usize),
}

/// The objects of a bucket, and what becomes of the next requests.
pub struct Memory {
    pub objects: Mutex<BTreeMap<String, Held>>,
    fault: Mutex<Fault>,
    pub asked: AtomicUsize,
    tags: AtomicU64,
    /// In seconds.
    pub clock: AtomicU64,
    /// What a reader would find wrong after a change.
    look: fn(&BTreeMap<String, Held>) -> Option<String>,
    pub wrong: Mutex<Vec<String>>,
}

impl Memory {
    pub fn new() -> Self {
        Self {
            objects: Mutex::default(),
            fault: Mutex::new(Fault::None),
            asked: AtomicUsize::new(0),
            tags: AtomicU64::new(0),
            clock: AtomicU64::new(0),
            look: lacking,
            wrong: Mutex::default(),
        }
    }

    pub fn with(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
        self.asked.store(0, Ordering::SeqCst);
    }

    fn request<T>(
        &self,
        work: impl FnOnce(&mut BTreeMap<String, Held>) -> T,
    ) -> Result<T, StoreError> {
        let error = || StoreError { action: "reach", key: "x".into(), why: "gone".into() };
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        let fault = *self.fault.lock().unwrap();
        if matches!(fault, Fault::Kill(at) if number >= at)
            || matches!(fault, Fault::Once(at) if number == at)
        {
            return Err(error());
        }
        let mut objects = self.objects.lock().unwrap();
        let done = work(&mut objects);
        self.wrong.lock().unwrap().extend((self.look)(&objects));
        if matches!(fault, Fault::Deaf(at) if number == at) { Err(error()) } else { Ok(done) }
    }

    pub fn keys(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }

    pub fn set(&self, key: &str, bytes: &str) {
        let held = (bytes.as_bytes().to_vec(), Vec::new(), 0, 0);
        self.objects.lock().unwrap().insert(key.to_owned(), held);
    }

    pub fn header(&self, key: &str, name: &str) -> Option<String> {
        let objects = self.objects.lock().unwrap();
        let (_, headers, ..) = objects.get(key)?;
        headers.iter().find(|(other, _)| *other == name).map(|(_, value)| value.clone())
    }
}

impl Store for Memory {
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError> {
        let now = self.clock.load(Ordering::SeqCst);
        self.request(|objects| {
            let (bytes, _, tag, then) = objects.get(key)?;
            let age = Duration::from_secs(now.saturating_sub(*then));
            Some(Object { bytes: bytes.clone(), tag: tag.to_string(), age })
        })
    }

    fn mark(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.request(|objects| {
            let (_, headers, ..) = objects.get(key)?;
            let mark = headers.iter().find(|(name, _)| *name == MARK);
            Some(mark.map(|(_, mark)| mark.clone()).unwrap_or_default())
        })
    }

    fn put(&self, object: &NewObject<'_>, _: MayRetry<'_>) -> Result<Put, StoreError> {
        let now = self.clock.load(Ordering::SeqCst);
        let tag = self.tags.fetch_add(1, Ordering::SeqCst) + 1;
        self.request(|objects| {
            let there = objects.get(object.key).map(|(_, _, tag, _)| tag.to_string());
            let fine = match object.condition {
                Condition::Any => true,
                Condition::Nothing => there.is_none(),
                Condition::Tag(tag) => there.as_deref() == Some(tag),
            };
            if !fine {
                return Put::Refused;
            }
            let held = (object.bytes.to_vec(), object.headers.to_vec(), tag, now);
            objects.insert(object.key.to_owned(), held);
            Put::Done(tag.to_string())
        })
    }

    fn delete(&self, key: &str, _: MayRetry<'_>) -> Result<(), StoreError> {
        self.request(|objects| drop(objects.remove(key)))
    }

    fn holds_others(&self, own: &str) -> Result<bool, StoreError> {
        self.request(|objects| objects.keys().any(|key| !key.starts_with(own)))
    }
}

/// What a page names that is not there. A page holds the paths that it needs, one a line.
fn lacking(objects: &BTreeMap<String, Held>) -> Option<String> {
    let pages =
        objects.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".xml"));
    pages
        .flat_map(|(page, (bytes, ..))| {
            let named = std::str::from_utf8(bytes).unwrap().lines();
            named.filter(|name| name.contains('/')).map(move |name| (page, name))
        })
        .find(|(_, name)| !objects.contains_key(*name))
        .map(|(page, name)| format!("{page} lacks {name}"))
}
