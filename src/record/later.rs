//! What changed in a few records since they were written whole.
#![expect(clippy::disallowed_methods, reason = "this module reads files of its own on the disk")]

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use serde::{Deserialize, Serialize};

use super::last::LastLater;
use super::{Found, Last, Record};
use crate::amend::{self, Amendable};
use crate::hashed::Fingerprint;
use crate::link::ContentsLater;
use crate::publish::{Left, LeftLater};
use crate::world::disk::SeenLater;

/// What is written whole when the whole site was looked at, but for `shape`, whose sum is in `site`.
const WHOLE: [&str; 4] = ["site", "sources", "target", "texts"];

/// What changed in these, and in `shape`, since.
const LATER: &str = "later";

/// What changed in the records since they were kept whole: so little that it is written with each edit.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Later {
    /// The records, by the sums at their ends.
    of: [Option<Fingerprint>; WHOLE.len()],
    /// In the files of the site, as they were made.
    pub(super) last: LastLater,
    /// In the sources.
    pub(super) seen: SeenLater,
    /// In the target.
    pub(super) left: LeftLater,
    /// In what is known of texts.
    pub(super) texts: amend::Later,
    /// In the shape of the site.
    pub(super) shape: ContentsLater,
}

impl Later {
    /// The same, with what changed since in what was made, in the target, in texts, and in what was seen of the
    /// sources.
    #[must_use]
    pub fn with(mut self, last: &Last, left: &Left, texts: &Amendable, seen: SeenLater) -> Self {
        self.seen.extend(seen);
        let (last, left, texts) = (last.later(), left.later(), texts.later());
        Self { last: last.clone(), left: left.clone(), texts: texts.clone(), ..self }
    }

    /// The same, with what changed since in the shape of the site.
    #[must_use]
    pub fn with_shape(mut self, changed: ContentsLater) -> Self {
        self.shape.extend(changed);
        self
    }
}

impl Record {
    /// What changed since the rest was kept whole.
    pub fn later(&self) -> Found<Later> {
        let later: Later = self.decode(LATER)?;
        let of = self.sums();
        Ok(if later.of == of { later } else { Later { of, ..Later::default() } })
    }

    /// Whether the records are still those that `later` was read beside; always, if there were none.
    pub fn still_has(&self, later: &Later) -> bool {
        later.of.iter().all(Option::is_none) || later.of == self.sums()
    }

    /// Keeps what changed since the rest was kept whole.
    pub fn keep_later(&self, later: &Later) -> io::Result<()> {
        self.encode(LATER, later).map(drop)
    }

    /// Forgets what would not be true of a site while the rest is kept, one after the other.
    pub fn forget(&self) -> io::Result<()> {
        self.remove(LATER)?;
        self.remove("texts")
    }

    /// The sums that stand at the ends of what is kept whole.
    fn sums(&self) -> [Option<Fingerprint>; WHOLE.len()] {
        WHOLE.map(|name| self.sum(name).ok())
    }

    fn sum(&self, name: &str) -> io::Result<Fingerprint> {
        let mut file = File::open(self.folder.join(name))?;
        let mut sum = [0; 16];
        file.seek(SeekFrom::End(-16))?;
        file.read_exact(&mut sum)?;
        Ok(Fingerprint::from_bytes(sum))
    }
}

#[cfg(test)]
mod tests {
    use super::super::last::example;
    use super::*;
    use crate::outputs::Sum;
    use crate::world::disk::Seen;

    #[test]
    fn what_changed_later_counts_until_the_rest_is_written_anew() {
        let root = tempfile::TempDir::new().unwrap();
        let record = Record::of(root.path());
        let page = crate::model::Route::root().output_path();
        let of = |name: &str| Fingerprint::of(name);
        let held = || {
            let last = record.last(&record.later().unwrap()).unwrap();
            (last.summary, last.made(&page).map(|made| made.bytes))
        };
        record.keep_last(&example()).unwrap();
        assert_eq!(held(), (Some(of("x")), Some(Sum::of(b"bytes"))));
        let mut amended = example();
        amended.amend(of("y"), [(page.to_string(), Sum::of(b"new"))].into_iter(), &Left::default());
        let later = Later { last: amended.later().clone(), ..record.later().unwrap() };
        record.keep_later(&later).unwrap();
        assert_eq!(held(), (Some(of("y")), Some(Sum::of(b"new"))));
        let made = record.last(&record.later().unwrap()).unwrap().made(&page).unwrap();
        assert_ne!(made.key.whole, of("whole"), "a build of the whole site makes it again");
        record.keep_seen(&Seen::default()).unwrap();
        assert_eq!(held(), (Some(of("x")), Some(Sum::of(b"bytes"))), "one of the four is another");
        record.keep_later(&Later { of: record.sums(), ..later }).unwrap();
        assert_eq!(held(), (Some(of("y")), Some(Sum::of(b"new"))));
        record.forget().unwrap();
        assert_eq!(held(), (Some(of("x")), Some(Sum::of(b"bytes"))));
    }
}
