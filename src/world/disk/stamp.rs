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
///
/// A file that is renamed over another brings its own time of modification along, and may be as long
/// as that: where there is one, the number of the file and the time of its last change of any kind
/// tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// When the file, or what is said of it, last changed: nobody can set that.
    changed: Option<SystemTime>,
    number: u64,
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Self {
        let (changed, number) = identity(metadata);
        Self { length: metadata.len(), modified: metadata.modified().ok(), changed, number }
    }

    /// The file's length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether the last change is so old at `now` that the next one will have another time.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let Some(latest) = self.modified.max(self.changed) else { return false };
        let since = latest.duration_since(SystemTime::UNIX_EPOCH);
        let coarse = since.is_ok_and(|since| since.subsec_nanos() == 0);
        // A time to come settles nothing.
        now.duration_since(latest).is_ok_and(|age| age > if coarse { COARSE } else { SETTLED })
    }
}

/// When a file or its name last changed, and its number.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> (Option<SystemTime>, u64) {
    use std::os::unix::fs::MetadataExt;
    let (seconds, nanoseconds) = (metadata.ctime(), metadata.ctime_nsec());
    let since = u64::try_from(seconds).ok().zip(u32::try_from(nanoseconds).ok());
    let changed =
        since.map(|(seconds, rest)| SystemTime::UNIX_EPOCH + Duration::new(seconds, rest));
    (changed, metadata.ino())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (Option<SystemTime>, u64) {
    (None, 0)
}
