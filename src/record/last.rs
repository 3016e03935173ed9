//! The last build that was published.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::encode::Encoding;
use crate::hashed::Fingerprint;
use crate::model::OutputPath;
use crate::outputs::{Key, Sum};
use crate::plan::{Basis, BasisLater};
use crate::publish::Left;

/// The last build that was published.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Last {
    /// Of all that the site was made of, but for the time.
    pub summary: Option<Fingerprint>,
    /// What its pages drew on.
    pub basis: Arc<Basis>,
    /// The sum of its shape as it was kept, if it was.
    pub shape: Option<Fingerprint>,
    /// The manifest of the target that it was published in.
    manifest: Option<Fingerprint>,
    /// When it was built, in nanoseconds since 1970, and until when it would have been the same.
    since: i128,
    until: Option<i128>,
    /// What was wrong with it.
    pub problems: Vec<Diagnostic>,
    /// Each file that can be told without making it.
    files: FxHashMap<String, Made>,
    /// The sums of other forms of files, by what the files hold; none of those that are not worth it.
    encoded: BTreeMap<(Sum, Encoding), Option<Sum>>,
    /// What changed since this was kept.
    #[serde(skip)]
    later: LastLater,
}

/// A file that was made.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Made {
    /// What it was made of.
    pub key: Key,
    /// What it holds.
    pub bytes: Sum,
}

/// What is other about a site than the last build of the whole site made it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LastLater {
    summary: Option<Fingerprint>,
    manifest: Option<Fingerprint>,
    /// What its pages draw on.
    basis: BasisLater,
    /// What is wrong with it; nothing, if that is as it was.
    problems: Option<Vec<Diagnostic>>,
    /// What files are made of, and hold.
    files: BTreeMap<String, Made>,
}

impl Last {
    /// A build at `now` that would have been the same until then.
    pub fn new(
        summary: Fingerprint,
        basis: Arc<Basis>,
        now: Timestamp,
        until: Option<Timestamp>,
    ) -> Self {
        Self {
            summary: Some(summary),
            basis,
            since: now.as_nanosecond(),
            until: until.map(Timestamp::as_nanosecond),
            ..Self::default()
        }
    }

    /// Whether a site of that summary would be the same at a moment.
    pub fn still_holds(&self, summary: Fingerprint, now: Timestamp) -> bool {
        self.summary == Some(summary) && self.is_in_time(now)
    }

    /// Says how the target was left.
    pub fn leave(&mut self, left: &Left) {
        self.manifest = left.manifest();
    }

    /// Whether a target was left by this very build: both are kept in files of their own, and builds end in any order.
    pub fn has_left(&self, left: &Left) -> bool {
        self.manifest.is_some() && self.manifest == left.manifest()
    }

    /// The same, with what changed later.
    #[must_use]
    pub fn with(mut self, later: LastLater) -> Self {
        self.summary = later.summary.or(self.summary);
        self.manifest = later.manifest.or(self.manifest);
        Arc::make_mut(&mut self.basis).take(&later.basis);
        if let Some(problems) = &later.problems {
            self.problems.clone_from(problems);
        }
        for (path, made) in &later.files {
            self.files.insert(path.clone(), *made);
        }
        Self { later, ..self }
    }

    /// What changed since this was kept.
    pub fn later(&self) -> &LastLater {
        &self.later
    }

    /// Says that the site is one of another summary, since files hold something else, a text in them being
    /// another, and how the target was left.
    ///
    /// It is not said of what the files are made: the next build of the whole site makes them.
    pub fn amend(
        &mut self,
        summary: Fingerprint,
        files: impl Iterator<Item = (String, Sum)>,
        left: &Left,
    ) {
        let made = |(path, bytes): (String, Sum)| {
            let key = self.files.get(&path)?.key;
            let whole = Fingerprint::of(&("amended", key.whole, bytes));
            Some((path, Made { key: Key { whole, ..key }, bytes }))
        };
        let files: Vec<_> = files.filter_map(made).collect();
        self.change(summary, files, left);
    }

    /// Says that the site is one of another summary, some stories being told anew, and how the target was left.
    pub fn retell(
        &mut self,
        summary: Fingerprint,
        (basis, problems): (BasisLater, Vec<Diagnostic>),
        files: Vec<(String, Made)>,
        left: &Left,
    ) {
        if problems != self.problems {
            self.later.problems = Some(problems.clone());
            self.problems = problems;
        }
        Arc::make_mut(&mut self.basis).take(&basis);
        self.later.basis.extend(basis);
        self.change(summary, files, left);
    }

    fn change(&mut self, summary: Fingerprint, files: Vec<(String, Made)>, left: &Left) {
        self.summary = Some(summary);
        self.leave(left);
        self.later.summary = self.summary;
        self.later.manifest = self.manifest;
        for (path, made) in files {
            self.files.insert(path.clone(), made);
            self.later.files.insert(path, made);
        }
    }

    /// Whether a moment is within the time for which the site was built.
    pub fn is_in_time(&self, now: Timestamp) -> bool {
        let now = now.as_nanosecond();
        self.since <= now && self.until.is_none_or(|until| now < until)
    }

    /// Keeps what was made.
    pub fn add(&mut self, files: &[(OutputPath, Made)]) {
        self.files.reserve(files.len());
        self.files.extend(files.iter().map(|(path, made)| (path.to_string(), *made)));
    }

    /// Keeps what a form of a file that holds `bytes` holds.
    pub fn add_encoded(&mut self, bytes: Sum, encoding: Encoding, form: Option<Sum>) {
        self.encoded.insert((bytes, encoding), form);
    }

    /// What that form holds, if it was made or found not to be worth it.
    pub fn encoded(&self, bytes: Sum, encoding: Encoding) -> Option<Option<Sum>> {
        self.encoded.get(&(bytes, encoding)).copied()
    }

    /// What was made at a path.
    pub fn made(&self, path: &OutputPath) -> Option<Made> {
        self.files.get(path.as_str()).copied()
    }
}

/// A build of one file, for tests.
#[cfg(test)]
pub(super) fn example() -> Last {
    let at = |second| Timestamp::from_second(second).expect("a moment");
    let of = |name: &str| Fingerprint::of(name);
    let mut last = Last::new(of("x"), Arc::default(), at(10), Some(at(20)));
    let key = Key { shown: of("shown"), whole: of("whole") };
    let made = Made { key, bytes: Sum::of(b"bytes") };
    last.add(&[(crate::model::Route::root().output_path(), made)]);
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_holds_for_the_same_site_and_its_time() {
        let check = |summary: &str, second: i64, expected: bool| {
            let now = Timestamp::from_second(second).expect("a moment");
            assert_eq!(example().still_holds(Fingerprint::of(summary), now), expected);
        };
        check("x", 10, true);
        check("x", 19, true);
        check("x", 20, false);
        check("x", 9, false);
        check("y", 15, false);
    }
}
