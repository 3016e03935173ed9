//! Values that carry their own fingerprint.
//!
//! A build is a chain of pure functions, and what a function returned may be used again when its
//! inputs are the same. "The same" is decided by fingerprints of sixteen bytes, so that two different inputs
//! are never taken for one another in practice.
//!
//! Those of bytes are of BLAKE3: they name files, and nobody can make two of one name. Those of values are of XXH3:
//! there are dozens for each page, most of a few words, for which BLAKE3 takes ten times as long. An author who tries
//! hard can make two values of one fingerprint, and gains a page of the old words, beside all that an author may
//! write anyway.

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use twox_hash::XxHash3_128;

/// A short summary of a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Summarizes any hashable value.
    ///
    /// The value's `Hash` decides what counts: two values that hash the same bytes are one. It is for this very build of
    /// depeche: what `.depeche/` keeps by it, no other reads.
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        Self::gathered(value, Self::quick)
    }

    /// The same by BLAKE3, for what is known elsewhere or by others: names of files, buckets, baselines, messages.
    pub fn lasting<T: Hash + ?Sized>(value: &T) -> Self {
        Self::gathered(value, Self::of_bytes)
    }

    fn gathered<T: Hash + ?Sized>(value: &T, digest: fn(&[u8]) -> Self) -> Self {
        // What is hashed may itself ask for a fingerprint, and finds no buffer then.
        let mut hasher = Gathering { pending: PENDING.take() };
        value.hash(&mut hasher);
        let fingerprint = digest(&hasher.pending);
        if hasher.pending.capacity() <= KEPT_BYTES {
            hasher.pending.clear();
            PENDING.set(hasher.pending);
        }
        fingerprint
    }

    /// The same as a value that hashes just these bytes has: quick, and no name for anything.
    pub(crate) fn quick(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes).to_be_bytes())
    }

    /// Summarizes bytes as they are, so that the result is also a content hash for file names.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::truncate(blake3::hash(bytes))
    }

    /// The fingerprint in lower-case hexadecimal, 32 characters long.
    pub fn hex(&self) -> String {
        let mut hex = String::with_capacity(32);
        self.push_hex(&mut hex);
        hex
    }

    /// Appends the same.
    pub fn push_hex(&self, out: &mut String) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
        out.extend(self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
    }

    /// Reads what [`hex`](Self::hex) wrote; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() != 32 || !digits {
            return None;
        }
        Some(Self(u128::from_str_radix(text, 16).ok()?.to_be_bytes()))
    }

    /// Takes what [`bytes`](Self::bytes) gave.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The raw bytes, for identifiers that are derived from a fingerprint.
    pub fn bytes(&self) -> [u8; 16] {
        self.0
    }

    fn truncate(hash: blake3::Hash) -> Self {
        let mut short = [0; 16];
        short.copy_from_slice(&hash.as_bytes()[..16]);
        Self(short)
    }
}

impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

/// As bytes at once: one by one they take ten times as long, and records hold many.
impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        bytes.try_into().map(Self).map_err(|_| Error::invalid_length(bytes.len(), &"sixteen bytes"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

/// Summarizes bytes that come one part after the other, as [`Fingerprint::of_bytes`] does all of them.
#[derive(Default)]
pub struct Summing(blake3::Hasher);

impl Summing {
    /// Takes more bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The fingerprint of all that came.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::truncate(self.0.finalize())
    }
}

/// How large a buffer a thread keeps for its next fingerprint.
const KEPT_BYTES: usize = 64 * 1024;

thread_local! {
    /// Where bytes are gathered: one buffer for each thread, since nearly all values are small.
    static PENDING: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Gathers what `Hash` feeds it and digests it at the end: a digest is fast on long runs of bytes and
/// slow on many short ones, which is what derived `Hash` implementations write.
struct Gathering {
    pending: Vec<u8>,
}

impl Hasher for Gathering {
    fn write(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        let bytes = Fingerprint::quick(&self.pending).0;
        u64::from_le_bytes([
            bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
        ])
    }
}

/// A shared, immutable value and its fingerprint: a pointer to clone, sixteen bytes to hash.
pub struct Hashed<T: ?Sized> {
    fingerprint: Fingerprint,
    value: Arc<T>,
}

impl<T: Hash> Hashed<T> {
    /// Takes a value and computes its fingerprint, once.
    pub fn new(value: T) -> Self {
        Self { fingerprint: Fingerprint::of(&value), value: Arc::new(value) }
    }
}

impl<T> Hashed<T> {
    /// Takes a value that follows from what `fingerprint` summarizes: to read that again would tell no
    /// more.
    pub fn following(fingerprint: Fingerprint, value: T) -> Self {
        Self { fingerprint, value: Arc::new(value) }
    }
}

impl Hashed<Vec<u8>> {
    /// Takes bytes as they are; their fingerprint is that of the bytes alone.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Self {
        let mut value = bytes.into();
        value.shrink_to_fit();
        Self { fingerprint: Fingerprint::of_bytes(&value), value: Arc::new(value) }
    }
}

impl AsRef<[u8]> for Hashed<Vec<u8>> {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl<T: ?Sized> Hashed<T> {
    /// The fingerprint of the value.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The value, shared.
    pub fn arc(&self) -> &Arc<T> {
        &self.value
    }
}

impl<T: ?Sized> Clone for Hashed<T> {
    fn clone(&self) -> Self {
        Self { fingerprint: self.fingerprint, value: Arc::clone(&self.value) }
    }
}

impl<T: ?Sized> Deref for Hashed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: ?Sized> Hash for Hashed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl<T: ?Sized> PartialEq for Hashed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

impl<T: ?Sized> Eq for Hashed<T> {}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Hashed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: ?Sized + Serialize> Serialize for Hashed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<'de, T: Hash + Deserialize<'de>> Deserialize<'de> for Hashed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_equal_fingerprints() {
        assert_eq!(Fingerprint::of("a"), Fingerprint::of("a"));
        assert_ne!(Fingerprint::of(&("a", "bc")), Fingerprint::of(&("ab", "c")));
    }

    #[test]
    fn a_lasting_fingerprint_is_that_of_the_bytes_that_a_value_hashes() {
        let bytes = 7_u32.to_ne_bytes();
        assert_eq!(Fingerprint::lasting(&7_u32), Fingerprint::of_bytes(&bytes));
        assert_ne!(Fingerprint::of(&7_u32), Fingerprint::of_bytes(&bytes));
    }

    #[test]
    fn a_hashed_value_hashes_as_its_fingerprint() {
        let one = Hashed::new(String::from("x"));
        let same = Hashed::new(String::from("x"));
        assert_eq!(Fingerprint::of(&one), Fingerprint::of(&same));
        assert_eq!(one, same);
    }

    #[test]
    fn hex_is_lower_case_and_whole() {
        let hex = Fingerprint::of_bytes(b"").hex();
        assert_eq!(hex, "af1349b9f5f9a1a6a0404dea36dcc949");
        assert_eq!(Fingerprint::from_hex(&hex), Some(Fingerprint::of_bytes(b"")));
        for wrong in
            ["", "af", "AF1349b9f5f9a1a6a0404dea36dcc949", "+f1349b9f5f9a1a6a0404dea36dcc949"]
        {
            assert_eq!(Fingerprint::from_hex(wrong), None, "{wrong}");
        }
    }
}
