//! Watching without the system's help.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::hashed::Fingerprint;
use crate::world::World;
use crate::world::disk::DiskWorld;

/// How often files are looked at. Twenty thousand of them take a twentieth of that.
const PERIOD: Duration = Duration::from_secs(1);

/// Looks at the name, time and length of every file of a site, again and again.
///
/// notify can do so, too, but counts in whole seconds: a second save within one would be lost.
pub struct Poll {
    seen: Fingerprint,
}

impl Poll {
    /// Takes the site as it is now for known.
    pub fn new(world: &DiskWorld) -> Self {
        Self { seen: look(world) }
    }

    /// Waits until the site looks different, and then the same twice.
    pub fn wait(&mut self, world: &DiskWorld) {
        let known = self.seen;
        loop {
            thread::sleep(PERIOD);
            let last = std::mem::replace(&mut self.seen, look(world));
            if self.seen != known && (self.seen == last || last == known) {
                return;
            }
        }
    }
}

fn look(world: &DiskWorld) -> Fingerprint {
    let of = |path: &crate::world::VPath| {
        let metadata = fs::metadata(world.root().join(path.as_str())).ok()?;
        Some((metadata.modified().ok(), metadata.len()))
    };
    let files: Vec<_> = world.files().into_iter().map(|path| (of(&path), path)).collect();
    Fingerprint::of(&files)
}
