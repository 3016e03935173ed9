//! Watching without the system's help.

use std::thread;
use std::time::Duration;

use crate::hashed::Fingerprint;
use crate::world::disk::DiskWorld;

/// How often files are looked at. Twenty thousand of them take a twentieth of that.
const PERIOD: Duration = Duration::from_secs(1);

/// Looks at the name, times and length of every file of a site, again and again.
///
/// notify can do so, too, but counts in whole seconds: a second save within one would be lost.
pub struct Poll {
    seen: Fingerprint,
}

impl Poll {
    /// Takes the site as it is now for known.
    pub fn new(world: &DiskWorld) -> Self {
        Self { seen: world.stamps() }
    }

    /// Waits until the site looks different, and then the same twice.
    pub fn wait(&mut self, world: &DiskWorld) {
        let known = self.seen;
        loop {
            thread::sleep(PERIOD);
            let last = std::mem::replace(&mut self.seen, world.stamps());
            if self.seen != known && (self.seen == last || last == known) {
                return;
            }
        }
    }
}
