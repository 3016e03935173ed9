//! Pictures as pages show them: in a few widths, in a format that browsers load faster, and in one that
//! every program shows; turned as the camera was held, in the colours of the web, and without what the
//! camera noted of the place.
//!
//! 1. [`look`] reads a picture's head: whether it can be made anew, and how large it is;
//! 2. [`Picture::plan`] names the files that are made of it, after all that decides their bytes, so that
//!    pages can name them before there are any;
//! 3. [`Decoded`] makes them, when somebody wants their bytes.
//!
//! A build without the feature `images` knows the words, and makes none.

#[cfg(feature = "images")]
mod decode;
#[cfg(feature = "images")]
mod encode;
#[cfg(feature = "images")]
mod look;
#[cfg(not(feature = "images"))]
mod none;
mod plan;
#[cfg(all(test, feature = "images"))]
mod tests;

#[cfg(feature = "images")]
pub use decode::Decoded;
#[cfg(feature = "images")]
pub use look::look;
#[cfg(not(feature = "images"))]
pub use none::{Decoded, look};
pub use plan::{Picture, Recipe, Set, Variant};

#[cfg(any(feature = "images", feature = "cards"))]
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Span};
use crate::hashed::{Fingerprint, Hashed};
use crate::world::VPath;

/// Whether this depeche can make pictures.
pub const AVAILABLE: bool = cfg!(feature = "images");

/// How pictures are made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The widths in pixels, each once, narrowest first. Never empty.
    pub widths: Vec<u32>,
    /// How much is kept of a photograph, from 1 to 100.
    pub quality: u8,
    /// The formats besides the one that every program shows, the best first.
    pub formats: Vec<Format>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { widths: vec![480, 800, 1200, 1600], quality: 80, formats: vec![Format::WebP] }
    }
}

/// A format that pictures are made in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Photographs, for every program.
    Jpeg,
    /// Drawings and what can be seen through, for every program.
    Png,
    /// Either, for browsers.
    WebP,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::WebP];

    /// How its files' names end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

/// What a file is, by its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// A picture that can be made anew.
    Picture(Head),
    /// Something that is shown as it is: a drawing, a moving picture, a film.
    AsItIs,
    /// A picture that cannot be shown, and why, in a clause; and what helps.
    Bad(String, &'static str),
}

/// What a picture's head tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Head {
    /// Width and height, as it is shown: turned as the camera was held.
    pub size: (u32, u32),
    /// The format of its like that every program shows.
    pub plain: Format,
}

/// A picture of the sources.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Original {
    /// Where it is.
    pub file: VPath,
    /// What it holds.
    pub bytes: Hashed<Vec<u8>>,
}

impl Original {
    /// The problem of one that cannot be shown.
    pub fn bad(&self, why: &str, help: &str) -> Diagnostic {
        Diagnostic::new(Code::BadPicture, why).at(Span::file(&self.file)).help(help)
    }
}

/// Runs what reads a file that anybody may have made. A library that stops at it, where it should say what is
/// wrong, stops nothing else.
#[cfg(any(feature = "images", feature = "cards"))]
pub(crate) fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let stopped = || Err("a library stopped at it".to_owned());
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| stopped())
}

/// Keeps made pictures for other processes. It never changes what a build makes: a picture is found by
/// the fingerprint of all that it is made of.
pub trait Album: Send + Sync {
    /// The bytes of a picture that was kept whole.
    fn find(&self, key: Fingerprint) -> Option<Vec<u8>>;

    /// Keeps a picture. One that cannot be kept is made again.
    fn keep(&self, key: Fingerprint, bytes: &[u8]);
}

impl<A: Album> Album for Arc<A> {
    fn find(&self, key: Fingerprint) -> Option<Vec<u8>> {
        (**self).find(key)
    }

    fn keep(&self, key: Fingerprint, bytes: &[u8]) {
        (**self).keep(key, bytes);
    }
}
