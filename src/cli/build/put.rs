//! Takes files, as soon as they are rendered, to where they are published, with the forms of them that take
//! less to send.

use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::amend;
use crate::encode::{self, Encoding};
use crate::model::{OutputPath, Route};
use crate::outputs::{Inlay, Key, Output, OutputBytes, Sink, Sum};
use crate::publish::{Listing, PublishError, Publishing};
use crate::record::{Last, Made, TextsLog};

use super::super::Wanted;

/// The other forms that a file may have, and where they would stand.
#[derive(Default)]
pub struct Forms(FxHashMap<OutputPath, Vec<(Encoding, OutputPath)>>);

impl Forms {
    /// The forms of a site's files, each of which is announced beside its original.
    pub fn announce(files: &mut Listing, encodings: &[Encoding]) -> Self {
        if encodings.is_empty() {
            return Self::default();
        }
        // What the author made by other means stays.
        let taken: rustc_hash::FxHashSet<&str> =
            files.iter().map(|(path, _)| path.as_str()).collect();
        let forms = |path: &OutputPath| -> Vec<_> {
            let paths = encodings.iter().map(|encoding| (*encoding, encoding.path(path.as_str())));
            let free = paths.filter(|(_, path)| !taken.contains(path.as_str()));
            free.map(|(encoding, path)| (encoding, Route::root().file(&path).output_path()))
                .collect()
        };
        let texts = files.iter().filter(|(path, _)| encode::is_text(path.as_str()));
        let all: Vec<_> = texts.map(|(path, kind)| (path.clone(), *kind, forms(path))).collect();
        for (_, kind, forms) in &all {
            files.extend(forms.iter().map(|(_, path)| (path.clone(), *kind)));
        }
        Self(all.into_iter().map(|(path, _, forms)| (path, forms)).collect())
    }

    fn of(&self, path: &OutputPath) -> &[(Encoding, OutputPath)] {
        self.0.get(path).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What is known of files before they are rendered, and is learnt of them for the next build.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// What the last build left.
    pub last: &'a Last,
    /// The other forms that they may have.
    pub forms: &'a Forms,
    /// The texts in them.
    pub texts: &'a TextsLog<'a>,
}

/// Takes files to where they are published.
pub struct Put<'a> {
    publishing: Publishing<'static>,
    wanted: &'a Wanted,
    /// What the last build made.
    last: &'a Last,
    /// Whether that counts.
    is_keyed: bool,
    forms: &'a Forms,
    texts: &'a TextsLog<'a>,
    learnt: Mutex<Learnt>,
    failed: OnceLock<PublishError>,
}

/// What the next build need not do again.
#[derive(Default)]
pub struct Learnt {
    /// Files, and what they were made of.
    made: Vec<(OutputPath, Made)>,
    /// Forms of files, by what the files hold.
    encoded: Vec<(Sum, Encoding, Option<Sum>)>,
}

impl Learnt {
    /// Keeps it for the next build.
    pub fn leave_to(&self, next: &mut Last) {
        next.add(&self.made);
        for (bytes, encoding, form) in &self.encoded {
            next.add_encoded(*bytes, *encoding, *form);
        }
    }
}

impl<'a> Put<'a> {
    /// Takes files to a publish. What the last build left counts if files are keyed.
    pub fn new(
        publishing: Publishing<'static>,
        wanted: &'a Wanted,
        Known { last, forms, texts }: Known<'a>,
        is_keyed: bool,
    ) -> Self {
        let (learnt, failed) = Default::default();
        Self { publishing, wanted, last, is_keyed, forms, texts, learnt, failed }
    }

    /// The publish, or why it cannot go on, and what was learnt.
    pub fn finish(self) -> (Result<Publishing<'static>, PublishError>, Learnt) {
        let learnt = self.learnt.into_inner().unwrap_or_else(PoisonError::into_inner);
        (self.failed.into_inner().map_or(Ok(self.publishing), Err), learnt)
    }

    fn learn(&self, add: impl FnOnce(&mut Learnt)) {
        add(&mut self.learnt.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether every form of a file that holds these bytes is there, or is known not to be worth it.
    fn has_forms(&self, path: &OutputPath, bytes: Sum) -> bool {
        self.forms.of(path).iter().all(|(encoding, path)| self.has_form(path, bytes, *encoding))
    }

    fn has_form(&self, path: &OutputPath, bytes: Sum, encoding: Encoding) -> bool {
        let Some(form) = self.last.encoded(bytes, encoding) else { return false };
        let there = match form {
            Some(form) => self.publishing.has(path, form),
            None => {
                self.publishing.leave_out(path);
                true
            }
        };
        if there {
            self.learn(|learnt| learnt.encoded.push((bytes, encoding, form)));
        }
        there
    }

    fn put(&self, output: &Output) -> Result<(), PublishError> {
        self.publishing.put(output)?;
        let bytes = output.bytes.sum();
        self.forms.of(&output.path).iter().try_for_each(|(encoding, path)| {
            match self.is_keyed && self.has_form(path, bytes, *encoding) {
                true => Ok(()),
                false => self.put_form(output, *encoding, path),
            }
        })
    }

    fn put_form(
        &self,
        output: &Output,
        encoding: Encoding,
        path: &OutputPath,
    ) -> Result<(), PublishError> {
        let encoded = encode::encode(&output.bytes, encoding).map(OutputBytes::new);
        let form = encoded.as_ref().map(OutputBytes::sum);
        self.learn(|learnt| learnt.encoded.push((output.bytes.sum(), encoding, form)));
        match encoded {
            Some(bytes) => {
                self.publishing.put(&Output { path: path.clone(), bytes, kind: output.kind })
            }
            None => {
                self.publishing.leave_out(path);
                Ok(())
            }
        }
    }
}

impl Sink for Put<'_> {
    fn is_keyed(&self) -> bool {
        self.is_keyed
    }

    fn has(&self, path: &OutputPath, key: Key) -> bool {
        // Of a file that is not made again, it must be known which texts are in it.
        let counts = self.is_keyed && self.texts.knows_earlier();
        let made = self.last.made(path).filter(|made| counts && made.key == key);
        let Some(made) = made else { return false };
        let has = self.publishing.has(path, made.bytes) && self.has_forms(path, made.bytes);
        if has {
            self.texts.add_unchanged(path.as_str());
            self.learn(|learnt| learnt.made.push((path.clone(), made)));
        }
        has
    }

    fn take(&self, output: Output, key: Option<Key>, texts: Vec<Inlay>) {
        if !self.wanted.has(&output.path) || self.failed.get().is_some() {
            return;
        }
        match self.put(&output) {
            Err(error) => {
                // The first failure is the one to tell of: a full disk fails for every file.
                let _ = self.failed.set(error);
            }
            Ok(()) => {
                if let Some(key) = key {
                    let bytes = output.bytes.sum();
                    if let Some(written) = amend::written(bytes, texts) {
                        self.texts.add(output.path.as_str(), &written);
                    }
                    self.learn(|learnt| learnt.made.push((output.path, Made { key, bytes })));
                }
            }
        }
    }
}
