//! Pages that are being rendered, and since when.
//!
//! A template may loop for longer than anybody waits: nothing within a page can stop it. So a page says when it begins,
//! and whoever has a clock looks from time to time whether one goes on and on.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

use rustc_hash::FxHashMap;

use crate::model::Route;

/// The pages that are being rendered: at the most one for each thread.
#[derive(Debug, Default)]
pub struct Running {
    /// How often somebody looked.
    looks: AtomicU64,
    pages: Mutex<FxHashMap<ThreadId, (Route, u64)>>,
}

impl Running {
    /// Runs what makes a page.
    pub(super) fn run<T>(&self, route: &Route, make: impl FnOnce() -> T) -> T {
        let thread = thread::current().id();
        let page = (route.clone(), self.looks.load(Ordering::Relaxed));
        self.lock().insert(thread, page);
        let made = make();
        self.lock().remove(&thread);
        made
    }

    /// Looks, and returns the page that is being rendered for longest, with how many looks ago it was already.
    pub fn look(&self) -> Option<(Route, u64)> {
        let now = self.looks.fetch_add(1, Ordering::Relaxed) + 1;
        let pages = self.lock();
        let (route, since) = pages.values().min_by_key(|(_, since)| *since)?;
        Some((route.clone(), now - since))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<ThreadId, (Route, u64)>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_goes_on_is_seen() {
        let running = Running::default();
        let route = Route::root();
        assert_eq!(running.look(), None);
        running.run(&route, || {
            assert_eq!(running.look(), Some((route.clone(), 1)));
            assert_eq!(running.look(), Some((route.clone(), 2)));
        });
        assert_eq!(running.look(), None);
        running.run(&route, || assert_eq!(running.look(), Some((route.clone(), 1))));
    }
}
