//! Files in forms that take less to send: `index.html.br` beside `index.html`, for servers that give it to
//! those who can read it.
//!
//! The same bytes give the same form on any machine, so that what was made once need not be made again.

use serde::{Deserialize, Serialize};

use crate::limits::ENCODED_BYTES;

/// A form of a file, by the name that HTTP has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Encoding {
    /// Brotli (RFC 7932).
    Brotli,
    /// gzip (RFC 1952).
    Gzip,
    /// Zstandard (RFC 8878).
    Zstd,
}

impl Encoding {
    /// Each, with the end of its files' names and its name in HTTP.
    const NAMES: [(Self, &str, &str); 3] =
        [(Self::Brotli, "br", "br"), (Self::Gzip, "gz", "gzip"), (Self::Zstd, "zst", "zstd")];

    /// Each, by the end of its files' names.
    pub const BY_EXTENSION: [(&str, Self); 3] =
        [("br", Self::Brotli), ("gz", Self::Gzip), ("zst", Self::Zstd)];

    fn names(self) -> (&'static str, &'static str) {
        let found = Self::NAMES.iter().find(|(encoding, ..)| *encoding == self);
        found.map_or(("", ""), |(_, extension, name)| (extension, name))
    }

    /// What its files' names end with.
    pub fn extension(self) -> &'static str {
        self.names().0
    }

    /// What `Content-Encoding` calls it.
    pub fn name(self) -> &'static str {
        self.names().1
    }

    /// Where this form of a file stands.
    pub fn path(self, of: &str) -> String {
        format!("{of}.{}", self.extension())
    }

    /// The file that this one is another form of, by its name.
    pub fn original(path: &str) -> Option<(&str, Self)> {
        let (original, extension) = path.rsplit_once('.')?;
        let (_, encoding) = Self::BY_EXTENSION.iter().find(|(known, _)| *known == extension)?;
        is_text(original).then_some((original, *encoding))
    }
}

/// Whether this depeche can make these forms.
pub const IS_ABLE: bool = cfg!(feature = "precompress");

/// What is made of letters. Pictures and web fonts are small as they are.
const TEXTS: [&str; 17] = [
    "css",
    "csv",
    "htm",
    "html",
    "ics",
    "js",
    "json",
    "md",
    "mjs",
    "otf",
    "svg",
    "ttf",
    "txt",
    "vtt",
    "wasm",
    "webmanifest",
    "xml",
];

/// Whether a file is of a kind that gets smaller.
pub fn is_text(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| TEXTS.contains(&extension))
}

/// Makes a form of a file; `None` if that saves less than a twentieth of it, which no reader feels.
pub fn encode(bytes: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    if bytes.len() < ENCODED_BYTES {
        return None;
    }
    let encoded = compress(bytes, encoding)?;
    (encoded.len() <= bytes.len() - bytes.len() / 20).then_some(encoded)
}

#[cfg(feature = "precompress")]
fn compress(bytes: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    use std::io::Write;
    match encoding {
        Encoding::Brotli => {
            let params = brotli::enc::BrotliEncoderParams {
                quality: 11,
                size_hint: bytes.len(),
                mode: brotli::enc::backward_references::BrotliEncoderMode::BROTLI_MODE_TEXT,
                ..Default::default()
            };
            let mut out = Vec::new();
            brotli::BrotliCompress(&mut &*bytes, &mut out, &params).ok()?;
            Some(out)
        }
        Encoding::Gzip => {
            // Without a name or a time, and of no system.
            let writer = flate2::GzBuilder::new().operating_system(255);
            let mut writer = writer.write(Vec::new(), flate2::Compression::best());
            writer.write_all(bytes).ok()?;
            writer.finish().ok()
        }
        Encoding::Zstd => zstd::bulk::compress(bytes, 19).ok(),
    }
}

#[cfg(not(feature = "precompress"))]
fn compress(_: &[u8], _: Encoding) -> Option<Vec<u8>> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_a_name_of_its_own() {
        let check = |path: &str, expected: Option<(&str, Encoding)>| {
            assert_eq!(Encoding::original(path), expected, "{path}");
        };
        check("fr/index.html.br", Some(("fr/index.html", Encoding::Brotli)));
        check("a.css.gz", Some(("a.css", Encoding::Gzip)));
        check("a.js.zst", Some(("a.js", Encoding::Zstd)));
        check("data.tar.gz", None);
        check("photo.png.br", None);
        check("br", None);
        for (extension, encoding) in Encoding::BY_EXTENSION {
            assert_eq!(encoding.extension(), extension);
        }
    }

    #[test]
    fn texts_get_smaller_and_pictures_do_not() {
        let check = |path: &str, expected| assert_eq!(is_text(path), expected, "{path}");
        check("fr/index.html", true);
        check("a.0123456789.css", true);
        check("feed.json", true);
        check("site.webmanifest", true);
        check("a.wasm", true);
        check("a.png", false);
        check("a.woff2", false);
        check("_headers", false);
        check(".nojekyll", false);
        check("html", false);
    }

    #[cfg(feature = "precompress")]
    #[test]
    fn a_form_is_read_back_and_is_the_same_each_time() {
        use std::io::Read;
        let text = "<p>Une page où l’on répète des mots.</p>\n".repeat(500).into_bytes();
        for (_, encoding) in Encoding::BY_EXTENSION {
            let encoded = encode(&text, encoding).unwrap();
            assert!(encoded.len() < text.len() / 20, "{encoding:?}: {}", encoded.len());
            assert_eq!(encode(&text, encoding).unwrap(), encoded, "{encoding:?}");
            let mut back = Vec::new();
            let read = match encoding {
                Encoding::Brotli => {
                    brotli::Decompressor::new(&*encoded, 4096).read_to_end(&mut back)
                }
                Encoding::Gzip => flate2::read::GzDecoder::new(&*encoded).read_to_end(&mut back),
                Encoding::Zstd => {
                    let reader = zstd::stream::Decoder::new(&*encoded);
                    reader.and_then(|mut reader| reader.read_to_end(&mut back))
                }
            };
            assert_eq!(read.unwrap(), text.len());
            assert_eq!(back, text, "{encoding:?}");
        }
    }

    #[cfg(feature = "precompress")]
    #[test]
    fn what_does_not_gain_has_no_form() {
        // Bytes without any pattern: the hash of each number.
        let noise = |count: u32| -> Vec<u8> {
            (0..count).flat_map(|n| crate::hashed::Fingerprint::of(&n).bytes()).collect()
        };
        for (_, encoding) in Encoding::BY_EXTENSION {
            assert_eq!(encode(b"", encoding), None);
            assert_eq!(encode(&[b'x'; ENCODED_BYTES - 1], encoding), None, "{encoding:?}");
            assert!(encode(&[b'x'; ENCODED_BYTES], encoding).is_some(), "{encoding:?}");
            assert_eq!(encode(&noise(1000), encoding), None, "{encoding:?}");
        }
    }
}
