//! A place for objects, each of which is replaced whole: what a bucket can do.

use std::time::Duration;

use super::StoreError;

/// Objects by their keys. Any thread may ask, and an answer that was lost may be asked for again.
pub trait Store: Sync {
    /// An object, if it is there.
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError>;

    /// What [`MARK`] says of an object, if it is there; empty if it says nothing.
    fn mark(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Makes an object, or takes the place of one. It is not tried again unless `may_retry`.
    fn put(&self, object: &NewObject<'_>, may_retry: MayRetry<'_>) -> Result<Put, StoreError>;

    /// Deletes an object, if it is there. It is not tried again unless `may_retry`.
    fn delete(&self, key: &str, may_retry: MayRetry<'_>) -> Result<(), StoreError>;

    /// Whether there is any object whose key does not begin with `own`.
    fn holds_others(&self, own: &str) -> Result<bool, StoreError>;
}

/// Whether what failed may be tried again: asked each time, since it may have become another's affair meanwhile.
pub type MayRetry<'a> = &'a dyn Fn() -> bool;

/// The header that says what an object holds and how it is served.
pub const MARK: &str = "x-amz-meta-depeche";

/// An object that was found.
pub struct Object {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Another whenever it was replaced.
    pub tag: String,
    /// How long ago it was put there, on the clock of the store.
    pub age: Duration,
}

/// An object to be put.
pub struct NewObject<'a> {
    /// Its key.
    pub key: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
    /// What it is served with: names in lower case, and values.
    pub headers: &'a [(&'static str, String)],
    /// What must be there for it to be put.
    pub condition: Condition<'a>,
}

/// What must be at a key for an object to be put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition<'a> {
    /// Whatever it is.
    Any,
    /// Nothing.
    Nothing,
    /// The object of this tag.
    Tag(&'a str),
}

/// What became of an object to be put.
#[derive(Debug, PartialEq, Eq)]
pub enum Put {
    /// It is there, with this tag.
    Done(String),
    /// The condition was not met.
    Refused,
}

/// Puts an object that is ours to replace. If an answer was lost, what was put is taken for our own.
pub fn put_record(
    store: &dyn Store,
    key: &str,
    text: &str,
    condition: Condition<'_>,
) -> Result<Option<String>, StoreError> {
    let headers = [
        ("cache-control", "no-store".to_owned()),
        ("content-type", "text/plain; charset=utf-8".to_owned()),
    ];
    let object = NewObject { key, bytes: text.as_bytes(), headers: &headers, condition };
    match store.put(&object, &|| true)? {
        Put::Done(tag) => Ok(Some(tag)),
        Put::Refused => {
            let found = store.get(key)?.filter(|found| found.bytes == text.as_bytes());
            Ok(found.map(|found| found.tag))
        }
    }
}
