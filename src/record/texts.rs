//! Where texts are in the files of a site, written down while these are made, and aside: of a large site it would be
//! as large in memory as all that its pages show of each other.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

use super::FileAside;
use crate::amend::{self, Amendable};
use crate::shelf::Aside;

/// Texts in the files of a site, in the order in which these were made.
pub struct TextsLog<'a> {
    /// What an earlier build wrote down, by the paths of files; nothing, if that is gone.
    earlier: Option<FxHashMap<&'a str, &'a [u8]>>,
    aside: FileAside,
    /// Whether something could not be written.
    lost: AtomicBool,
}

impl<'a> TextsLog<'a> {
    /// Takes what is known of files that are the same from an earlier build.
    pub fn new(earlier: &'a Amendable, aside: FileAside) -> Self {
        let earlier = earlier.is_known().then(|| earlier.entries().collect());
        Self { earlier, aside, lost: AtomicBool::new(false) }
    }

    /// Whether it is known which texts are in files that an earlier build made.
    pub fn knows_earlier(&self) -> bool {
        self.earlier.is_some()
    }

    /// Takes the texts of a file that was made.
    pub fn add(&self, path: &str, written: &[u8]) {
        let put = amend::entry(path, written).and_then(|entry| self.aside.put(&entry));
        if put.is_none() {
            self.lost.store(true, Ordering::Relaxed);
        }
    }

    /// Takes those of a file that is as it was.
    pub fn add_unchanged(&self, path: &str) {
        if let Some(written) = self.earlier.as_ref().and_then(|earlier| earlier.get(path)) {
            self.add(path, written);
        }
    }

    /// Writes all of them, or fails: of a site of which a part is not known, no text can be replaced.
    pub(super) fn copy_to(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.lost.load(Ordering::Relaxed) {
            true => Err(io::Error::other("where texts are could not be written down")),
            false => self.aside.copy_to(out),
        }
    }
}
