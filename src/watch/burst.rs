//! When a change is whole.
//!
//! A file that was saved is reported as closed, or as renamed into place: then there is no more to
//! wait for than the system's own delay. A file that is still being written, and many files that move
//! together, are waited for until all is quiet.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::Moved;
use super::events::Said;
use crate::world::VPath;

/// How long nothing may move before a change of a few whole files counts as whole itself: an editor
/// may rename one more file, or save it twice.
const BRIEF: Duration = Duration::from_millis(2);

/// How many files are few. Some editors write one beside, set another aside, and remove it.
const FEW: usize = 4;

/// How long nothing may move before any other change counts as whole. Saving takes editors a few
/// milliseconds; `git checkout` touches files more often than that.
const QUIET: Duration = Duration::from_millis(30);

/// How long a change may go on before it is looked at anyway.
const LONGEST: Duration = Duration::from_millis(500);

/// What came of waiting.
#[derive(Debug, PartialEq, Eq)]
pub enum Settled {
    /// A change, which is whole.
    Moved(Moved),
    /// Nothing, for as long as was allowed.
    Nothing,
    /// Nothing, and nothing will.
    Never,
}

/// Waits for an event, and then for the end of the burst that it begins.
pub fn settled(said: &Receiver<Said>, limit: Option<Duration>) -> Settled {
    // What came while nobody waited may be the middle of something larger.
    let waiting = said.try_recv().ok();
    let mut burst = Burst::new(Instant::now(), waiting.is_none());
    let first = match (waiting, limit) {
        (Some(first), _) => Ok(first),
        (None, Some(limit)) => said.recv_timeout(limit),
        (None, None) => said.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    match first {
        Ok(first) => burst.begin(first, Instant::now()),
        Err(RecvTimeoutError::Timeout) => return Settled::Nothing,
        Err(RecvTimeoutError::Disconnected) => return Settled::Never,
    }
    while let Some(rest) = burst.rest(Instant::now()) {
        match said.recv_timeout(rest) {
            Ok(said) => burst.goes_on(said, Instant::now()),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return Settled::Never,
        }
    }
    Settled::Moved(burst.moved())
}

/// Events that belong together.
struct Burst {
    first: Instant,
    last: Instant,
    /// Whether it was quiet before.
    calm: bool,
    /// Each file, and whether it is whole.
    files: BTreeMap<VPath, bool>,
    any: bool,
}

impl Burst {
    fn new(now: Instant, calm: bool) -> Self {
        Self { first: now, last: now, calm, files: BTreeMap::new(), any: false }
    }

    fn begin(&mut self, said: Said, now: Instant) {
        self.first = now;
        self.goes_on(said, now);
    }

    fn goes_on(&mut self, said: Said, now: Instant) {
        self.last = now;
        let (files, whole) = match said {
            Said::Begun(files) => (files, false),
            Said::Whole(files) => (files, true),
            Said::Any => {
                self.any = true;
                return;
            }
        };
        self.files.extend(files.into_iter().map(|file| (file, whole)));
    }

    /// How long to wait for another event; `None` if the burst is over.
    fn rest(&self, now: Instant) -> Option<Duration> {
        let few = self.calm && !self.any && self.files.len() <= FEW;
        let quiet = if few && self.files.values().all(|whole| *whole) { BRIEF } else { QUIET };
        let end = (self.last + quiet).min(self.first + LONGEST);
        end.checked_duration_since(now).filter(|rest| !rest.is_zero())
    }

    fn moved(self) -> Moved {
        if self.any { Moved::Anything } else { Moved::Files(self.files.into_keys().collect()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    fn paths(names: &[&str]) -> Vec<VPath> {
        names.iter().map(|name| VPath::new(name)).collect()
    }

    #[test]
    fn a_burst_ends_when_it_is_quiet_or_too_long() {
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let begun = || Said::Begun(paths(&["a"]));
        let mut burst = Burst::new(start, true);
        burst.begin(begun(), start);
        assert_eq!(burst.rest(start), Some(QUIET));
        assert_eq!(burst.rest(at(29)), Some(Duration::from_millis(1)));
        assert_eq!(burst.rest(at(30)), None);
        burst.goes_on(begun(), at(20));
        assert_eq!(burst.rest(at(20)), Some(QUIET));
        assert_eq!(burst.rest(at(49)), Some(Duration::from_millis(1)));
        burst.goes_on(begun(), at(490));
        assert_eq!(burst.rest(at(490)), Some(Duration::from_millis(10)));
        burst.goes_on(begun(), at(499));
        assert_eq!(burst.rest(at(500)), None);
    }

    #[test]
    fn few_files_that_are_whole_are_hardly_waited_for() {
        let check = |calm: bool, events: &[Said], expected: Duration| {
            let start = Instant::now();
            let mut burst = Burst::new(start, calm);
            events.iter().for_each(|said| burst.goes_on(said.clone(), start));
            assert_eq!(burst.rest(start), Some(expected), "{calm} {events:?}");
        };
        let begun = |names: &[&str]| Said::Begun(paths(names));
        let whole = |names: &[&str]| Said::Whole(paths(names));
        check(true, &[begun(&["a"]), whole(&["a"])], BRIEF);
        check(true, &[begun(&["a"]), whole(&["a"]), begun(&["a"])], QUIET);
        check(true, &[begun(&["a"]), whole(&["b"])], QUIET);
        check(true, &[begun(&["tmp"]), whole(&["a"]), whole(&["tmp", "a"])], BRIEF);
        check(true, &[whole(&["a", "b", "c", "d"])], BRIEF);
        check(true, &[whole(&["a", "b", "c", "d"]), whole(&["e"])], QUIET);
        check(false, &[whole(&["a"])], QUIET);
        check(true, &[whole(&["a"]), Said::Any], QUIET);
    }

    #[test]
    fn reports_that_came_together_are_one() {
        let check = |events: &[Said], expected: Settled| {
            let (sender, said) = channel();
            events.iter().for_each(|event| sender.send(event.clone()).unwrap());
            let _open = (!events.is_empty()).then_some(sender);
            assert_eq!(settled(&said, None), expected, "{events:?}");
            assert!(said.try_recv().is_err());
        };
        let (one, other) = (Said::Begun(paths(&["a"])), Said::Whole(paths(&["a", "b"])));
        let both = Moved::Files(paths(&["a", "b"]).into_iter().collect());
        check(&[one.clone(), other.clone()], Settled::Moved(both));
        check(&[one, Said::Any, other], Settled::Moved(Moved::Anything));
        check(&[], Settled::Never);
    }

    #[test]
    fn nothing_is_waited_for_no_longer_than_allowed() {
        let (_sender, said) = channel();
        assert_eq!(settled(&said, Some(Duration::ZERO)), Settled::Nothing);
    }
}
