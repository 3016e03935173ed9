//! Stories found by their names: among all of a site, or among those that are told when somebody asks.

use rustc_hash::FxHashMap;

use super::Story;

/// Finds stories by their names.
pub trait FindStory: Sync {
    /// The story of a name.
    fn find(&self, name: &str) -> Option<&Story>;

    /// All names, to find out which one was meant.
    fn names(&self) -> Vec<&str>;
}

/// Stories by their names.
pub type ByName<'a> = FxHashMap<&'a str, &'a Story>;

impl FindStory for ByName<'_> {
    fn find(&self, name: &str) -> Option<&Story> {
        self.get(name).copied()
    }

    fn names(&self) -> Vec<&str> {
        self.keys().copied().collect()
    }
}
