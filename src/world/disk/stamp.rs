//! What tells whether a file changed without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// How old a file's last change must be before its times are sure to tell the next one: the clocks
/// of file systems go in steps of up to ten milliseconds.
const SETTLED: Duration = Duration::from_millis(20);

/// The same for a file system that counts whole seconds, or every other.
const COARSE: Duration = Duration::from_secs(2);

/// What the file system says of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// On Unix, when the file or what is said of it was changed, which nobody can set, and which
    /// file it is.
    inode: Option<(i64, i64, u64)>,
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok(), inode: inode(metadata) }
    }

    /// The file's length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether the last change is so old at `now` that the next one will have another time.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let Some(modified) = self.modified else { return false };
        let since = modified.duration_since(SystemTime::UNIX_EPOCH);
        let coarse = since.is_ok_and(|since| since.subsec_nanos() == 0);
        now.duration_since(modified).is_ok_and(|age| age > if coarse { COARSE } else { SETTLED })
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> Option<(i64, i64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.ctime(), metadata.ctime_nsec(), metadata.ino()))
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> Option<(i64, i64, u64)> {
    None
}
