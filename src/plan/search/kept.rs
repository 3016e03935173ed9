//! What the search keeps from one build to the next.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use serde::{Deserialize, Serialize};

use crate::memo::Memo;
use crate::plan::Page;
use crate::search::{Index, Results};

/// What the search remembers from one build to the next.
#[derive(Default)]
pub struct SearchMemo {
    /// The files of a language, as long as no article that they tell of changes.
    pub(super) files: Memo<Arc<Vec<Arc<Page>>>>,
    /// What they are made of, for when some do; nothing, if no build follows.
    words: Option<Mutex<Kept>>,
}

/// What is kept of a locale.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Known {
    pub(super) index: Arc<Index>,
    pub(super) results: Arc<Results>,
}

/// What is kept of each locale, by its tag.
pub type Words = BTreeMap<String, Known>;

/// What is other than it came from an earlier process; nothing for a locale that is not searched any more.
pub type NewWords = BTreeMap<String, Option<Known>>;

/// Words that are kept.
#[derive(Default)]
struct Kept {
    words: Words,
    new: NewWords,
}

impl SearchMemo {
    /// Remembers nothing: see [`Memo::forgetful`].
    pub fn forgetful() -> Self {
        Self { files: Memo::forgetful(), words: None }
    }

    /// Takes the words that an earlier process has left, and keeps those that there are for the next.
    #[must_use]
    pub fn with_words(self, words: Words) -> Self {
        Self { words: Some(Mutex::new(Kept { words, new: NewWords::new() })), ..self }
    }

    /// The words that are left to the next process, but for those that it has.
    pub fn take_words(&mut self) -> NewWords {
        let kept = self.words.take().map(Mutex::into_inner);
        kept.map(|kept| kept.expect("no thread panics while it holds this lock").new)
            .unwrap_or_default()
    }

    /// Starts a build: see [`Memo::turn`].
    pub fn turn(&self) {
        self.files.turn();
    }

    fn kept(&self) -> Option<MutexGuard<'_, Kept>> {
        let words = self.words.as_ref()?;
        Some(words.lock().expect("no thread panics while it holds this lock"))
    }

    /// What is known of a locale once it was brought up to date.
    pub(super) fn updated(&self, tag: &str, update: impl FnOnce(&Known) -> Known) -> Known {
        let before = self.kept().and_then(|kept| kept.words.get(tag).cloned());
        let is_new = before.is_none();
        let before = before.unwrap_or_default();
        let now = update(&before);
        let same =
            Arc::ptr_eq(&before.index, &now.index) && Arc::ptr_eq(&before.results, &now.results);
        if let Some(mut kept) = self.kept()
            && (is_new || !same)
        {
            kept.words.insert(tag.to_owned(), now.clone());
            kept.new.insert(tag.to_owned(), Some(now.clone()));
        }
        now
    }

    /// Forgets the words of locales that are not searched any more.
    pub(super) fn keep_only(&self, tags: &BTreeSet<&str>) {
        if let Some(mut kept) = self.kept() {
            let Kept { words, new } = &mut *kept;
            let gone = words.keys().filter(|tag| !tags.contains(&***tag));
            new.extend(gone.map(|tag| (tag.clone(), None)));
            words.retain(|tag, _| tags.contains(&**tag));
        }
    }
}
