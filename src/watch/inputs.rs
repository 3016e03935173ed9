//! What a build read, to be compared with what the next one reads.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;

use jiff::Timestamp;

use crate::hashed::{Fingerprint, Hashed};
use crate::world::{VPath, World};

/// Every file that a build read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Inputs(BTreeMap<VPath, Fingerprint>);

impl Inputs {
    /// Whether these and those differ, and in nothing but stylesheets.
    pub fn differ_in_styles(&self, others: &Self) -> bool {
        let missing_in = |a: &Self, b: &Self| {
            let changed = a.0.iter().filter(|(path, bytes)| b.0.get(path) != Some(bytes));
            changed.map(|(path, _)| path.name().ends_with(".css")).collect::<Vec<_>>()
        };
        let changed = [missing_in(self, others), missing_in(others, self)].concat();
        !changed.is_empty() && changed.iter().all(|is_style| *is_style)
    }

    /// Whether one file is the same in both, or is in neither.
    pub fn same_at(&self, others: &Self, path: &str) -> bool {
        let path = VPath::new(path);
        self.0.get(&path) == others.0.get(&path)
    }
}

/// A world that keeps account of what is read.
pub struct Recorder<'a> {
    world: &'a dyn World,
    inputs: Mutex<Vec<(VPath, Fingerprint)>>,
}

impl<'a> Recorder<'a> {
    /// Reads from `world`.
    pub fn new(world: &'a dyn World) -> Self {
        Self { world, inputs: Mutex::default() }
    }

    /// What was read.
    pub fn inputs(self) -> Inputs {
        let read = self.inputs.into_inner().expect("no thread panics while it holds this lock");
        Inputs(read.into_iter().collect())
    }
}

impl World for Recorder<'_> {
    fn files(&self) -> Vec<VPath> {
        self.world.files()
    }

    fn read(&self, path: &VPath) -> io::Result<Hashed<[u8]>> {
        let bytes = self.world.read(path)?;
        let mut inputs = self.inputs.lock().expect("no thread panics while it holds this lock");
        inputs.push((path.clone(), bytes.fingerprint()));
        Ok(bytes)
    }

    fn now(&self) -> Timestamp {
        self.world.now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::MemoryWorld;

    #[test]
    fn stylesheets_alone_are_told_from_anything_else() {
        let read = |files: &[(&str, &str)]| {
            let mut world = MemoryWorld::new(Timestamp::UNIX_EPOCH);
            files.iter().for_each(|(path, text)| world.write(path, text.as_bytes()));
            let recorder = Recorder::new(&world);
            world.files().iter().for_each(|path| drop(recorder.read(path)));
            recorder.inputs()
        };
        let before = read(&[("a.css", "a"), ("a.md", "a")]);
        let check = |files: &[(&str, &str)], expected: bool| {
            assert_eq!(before.differ_in_styles(&read(files)), expected, "{files:?}");
        };
        check(&[("a.css", "a"), ("a.md", "a")], false);
        check(&[("a.css", "b"), ("a.md", "a")], true);
        check(&[("a.md", "a")], true);
        check(&[("a.css", "a"), ("a.md", "a"), ("b.css", "b")], true);
        check(&[("a.css", "b"), ("a.md", "b")], false);
        check(&[("a.css", "b")], false);
    }
}
