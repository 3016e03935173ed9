//! What files hold, held or read again.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::io;
use std::sync::Arc;

use super::VPath;
use crate::hashed::{Fingerprint, Hashed};

/// Reads a file again that was seen before.
pub trait Reread: Send + Sync {
    /// The bytes of the file as it is now.
    fn read(&self, path: &VPath) -> io::Result<Hashed<Vec<u8>>>;

    /// Takes note that a file is no longer what it was when the build began.
    fn changed(&self);
}

/// What a file holds: known by its fingerprint, and read when somebody asks, if it is not held.
///
/// A site of 20,000 articles has a hundred megabytes of them, which a build reads once, if at all.
#[derive(Clone)]
pub struct FileBytes {
    fingerprint: Fingerprint,
    held: Option<Hashed<Vec<u8>>>,
    later: Option<(VPath, Arc<dyn Reread>)>,
}

impl FileBytes {
    /// Bytes that are held as long as this is.
    pub fn held(bytes: Hashed<Vec<u8>>) -> Self {
        Self { fingerprint: bytes.fingerprint(), held: Some(bytes), later: None }
    }

    /// Bytes that can be read again; those of the fingerprint, as far as is known.
    pub fn again(
        fingerprint: Fingerprint,
        held: Option<Hashed<Vec<u8>>>,
        path: &VPath,
        reader: &Arc<dyn Reread>,
    ) -> Self {
        Self { fingerprint, held, later: Some((path.clone(), Arc::clone(reader))) }
    }

    /// Tells these bytes from others.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The bytes. Of a file that went away in the meantime there are none.
    pub fn get(&self) -> Hashed<Vec<u8>> {
        if let Some(held) = &self.held {
            return held.clone();
        }
        let read = self.later.as_ref().map(|(path, reader)| (reader.read(path), reader));
        let Some((read, reader)) = read else { return Hashed::from_bytes(Vec::new()) };
        let bytes = read.unwrap_or_else(|_| Hashed::from_bytes(Vec::new()));
        if bytes.fingerprint() != self.fingerprint {
            reader.changed();
        }
        bytes
    }

    /// The same, without holding what can be read again.
    #[must_use]
    pub fn released(&self) -> Self {
        let held = self.held.clone().filter(|_| self.later.is_none());
        Self { held, ..self.clone() }
    }
}

impl Hash for FileBytes {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl fmt::Debug for FileBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileBytes({:?})", self.fingerprint)
    }
}
