//! The texts of the files that problems are in.

use std::collections::BTreeMap;

use super::position::Lines;
use crate::hashed::Hashed;
use crate::world::VPath;

/// The text of each file that is known, with its lines found once, however many problems it has.
#[derive(Debug, Clone, Default)]
pub struct Texts<'a>(BTreeMap<VPath, Lines<'a>>);

impl<'a> Texts<'a> {
    /// Those of files that are UTF-8: of others, no place can be told.
    pub fn of_files(files: &'a BTreeMap<VPath, Hashed<Vec<u8>>>) -> Self {
        let readable = |(file, bytes): (&VPath, &'a Hashed<Vec<u8>>)| {
            Some((file.clone(), std::str::from_utf8(bytes).ok()?))
        };
        files.iter().filter_map(readable).collect()
    }

    /// The lines of a file.
    pub(super) fn lines(&self, file: &VPath) -> Option<&Lines<'a>> {
        self.0.get(file)
    }
}

impl<'a> FromIterator<(VPath, &'a str)> for Texts<'a> {
    fn from_iter<T: IntoIterator<Item = (VPath, &'a str)>>(files: T) -> Self {
        Self(files.into_iter().map(|(file, text)| (file, Lines::new(text))).collect())
    }
}
