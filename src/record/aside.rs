//! A file without a name, for what does not fit into memory. It goes with the process.
#![expect(clippy::disallowed_methods, reason = "this module keeps a file of its own on the disk")]

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Record, new_suffix};
use crate::shelf::Aside;

/// How much is gathered before it is written, in bytes.
const BLOCK: usize = 1 << 20;

/// A file that is made when the first bytes come.
pub struct FileAside {
    record: Record,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Nothing before the first bytes come.
    file: Option<File>,
    /// How much of what came is in the file; the rest is here.
    written: u64,
    gathered: Vec<u8>,
    /// Whether the file takes no more.
    full: bool,
}

impl FileAside {
    pub(super) fn new(record: Record) -> Self {
        Self { record, state: Mutex::default() }
    }

    /// Writes all that was put aside to another place.
    pub(super) fn copy_to(&self, out: &mut dyn Write) -> io::Result<()> {
        let state = &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &mut state.file {
            file.seek(SeekFrom::Start(0))?;
            io::copy(&mut file.take(state.written), &mut &mut *out)?;
        }
        out.write_all(&state.gathered)
    }

    fn create(&self) -> io::Result<File> {
        self.record.make_folder()?;
        // A build may have several.
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = self.record.folder.join(format!("aside-{number}{}", new_suffix()));
        let file = File::options().read(true).write(true).create_new(true).open(&path)?;
        fs::remove_file(&path)?;
        Ok(file)
    }
}

impl State {
    fn write(&mut self, create: impl FnOnce() -> io::Result<File>) -> io::Result<()> {
        // Where it takes no more, what is in it already is still wanted.
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(create()?),
        };
        file.seek(SeekFrom::Start(self.written))?;
        file.write_all(&self.gathered)?;
        self.written += self.gathered.len() as u64;
        self.gathered.clear();
        Ok(())
    }

    fn read(&mut self, place: &Range<u64>) -> io::Result<Vec<u8>> {
        let length = usize::try_from(place.end - place.start).map_err(io::Error::other)?;
        if let Some(at) = place.start.checked_sub(self.written) {
            let at = usize::try_from(at).map_err(io::Error::other)?;
            let found = self.gathered.get(at..at + length);
            return found.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into());
        }
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        let mut bytes = vec![0; length];
        file.seek(SeekFrom::Start(place.start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Aside for FileAside {
    fn put(&self, bytes: &[u8]) -> Option<Range<u64>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.full {
            return None;
        }
        let start = state.written + state.gathered.len() as u64;
        state.gathered.extend_from_slice(bytes);
        if state.gathered.len() >= BLOCK {
            // What was gathered stays where it is, and can be read.
            state.full = state.write(|| self.create()).is_err();
        }
        Some(start..start + bytes.len() as u64)
    }

    fn get(&self, place: &Range<u64>) -> Option<Vec<u8>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).read(place).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Vec<Vec<u8>> {
        (0..40_u8).map(|number| vec![number; 90_000 + usize::from(number)]).collect()
    }

    fn check(aside: &FileAside) {
        let places: Vec<_> = texts().iter().map(|text| aside.put(text)).collect();
        let mut all = Vec::new();
        for (text, place) in texts().into_iter().zip(places) {
            let Some(place) = place else { continue };
            all.extend_from_slice(&text);
            assert_eq!(aside.get(&place), Some(text));
        }
        let mut copied = Vec::new();
        aside.copy_to(&mut copied).unwrap();
        assert!(copied == all);
    }

    #[test]
    fn what_is_put_aside_is_found_and_leaves_nothing() {
        let root = tempfile::TempDir::new().unwrap();
        let aside = Record::of(root.path()).aside();
        check(&aside);
        assert!(!aside.state.lock().unwrap().full);
        let left: Vec<_> = fs::read_dir(root.path().join(".depeche")).unwrap().collect();
        assert_eq!(left.len(), 1, "only `.gitignore`: {left:?}");
    }

    #[test]
    fn what_is_in_a_file_is_found_when_it_takes_no_more() {
        let root = tempfile::TempDir::new().unwrap();
        let path = root.path().join("aside");
        fs::write(&path, "abc").unwrap();
        // To this one nothing can be written.
        let file = File::open(&path).unwrap();
        let gathered = b"de".to_vec();
        let mut state = State { file: Some(file), written: 3, gathered, full: false };
        assert!(state.write(|| unreachable!("there is a file")).is_err());
        assert_eq!(state.read(&(0..3)).unwrap(), b"abc");
        assert_eq!(state.read(&(3..5)).unwrap(), b"de");
        let aside = FileAside { state: Mutex::new(state), ..Record::of(root.path()).aside() };
        let mut copied = Vec::new();
        aside.copy_to(&mut copied).unwrap();
        assert_eq!(copied, b"abcde");
    }

    #[test]
    fn without_a_file_what_came_is_held_and_no_more_is_taken() {
        let root = tempfile::TempDir::new().unwrap();
        fs::write(root.path().join(".depeche"), "in the way").unwrap();
        let aside = Record::of(root.path()).aside();
        check(&aside);
        assert!(aside.state.lock().unwrap().full);
        assert_eq!(aside.put(b"more"), None);
    }
}
