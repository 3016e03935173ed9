//! What a picture is, by its head: the rest is read when its files are made.

use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageResult};
use memchr::memmem;

use super::decode::limits;
use super::{Format, Head, Look, guarded};
use crate::limits;

/// The names of pictures that can be made anew.
const OURS: [&str; 6] = ["jpg", "jpeg", "jpe", "jfif", "png", "webp"];

/// The names of pictures that hardly any browser shows.
const UNSEEN: [&str; 7] = ["heic", "heif", "tif", "tiff", "jp2", "psd", "dng"];

const WRITE_IT: &str = "write it as JPEG, PNG or WebP";
const SAVE_IT: &str = "save it anew with a program that shows it";

/// Looks at a file that an article shows.
pub fn look(name: &str, bytes: &[u8]) -> Look {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is = |known: &&str| extension.eq_ignore_ascii_case(known);
    if UNSEEN.iter().any(is) {
        return Look::Bad(format!("few browsers show pictures like `{name}`"), WRITE_IT);
    }
    if !OURS.iter().any(is) {
        return Look::AsItIs;
    }
    let found = match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => guarded(|| jpeg(bytes)),
        Ok(ImageFormat::Png) => guarded(|| png(bytes)),
        Ok(ImageFormat::WebP) => guarded(|| webp(bytes)),
        // Browsers believe the bytes, and not the name.
        Ok(ImageFormat::Gif | ImageFormat::Avif) => return Look::AsItIs,
        _ => return Look::Bad("this is no JPEG, PNG or WebP picture".to_owned(), WRITE_IT),
    };
    match found {
        Ok(None) => Look::AsItIs,
        Ok(Some(head)) => judged(head),
        Err(why) => Look::Bad(unreadable(&why), SAVE_IT),
    }
}

/// Says that a picture cannot be read.
fn unreadable(why: &str) -> String {
    format!("this picture cannot be read: {why}")
}

/// A picture of few bytes may have more pixels than there is memory.
fn judged(head: Head) -> Look {
    let (width, height) = head.size;
    let pixels = u64::from(width) * u64::from(height);
    if pixels <= limits::PICTURE_PIXELS {
        return Look::Picture(head);
    }
    let most = limits::PICTURE_PIXELS / 1_000_000;
    let message = format!("this picture has {width} × {height} pixels, more than {most} million");
    Look::Bad(message, "make it smaller: no page shows so much of it")
}

/// Nothing, for what is shown as it is.
type Found = Result<Option<Head>, String>;

fn jpeg(bytes: &[u8]) -> Found {
    let scan = first_scan(bytes).ok_or("it ends too early")?;
    // Half a photograph decodes as one that is grey below.
    memmem::rfind(&bytes[scan..], &[0xff, 0xd9]).ok_or("it ends too early")?;
    head(JpegDecoder::new(Cursor::new(&bytes[..scan])), Format::Jpeg)
}

fn png(bytes: &[u8]) -> Found {
    let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(said)?;
    if decoder.is_apng().map_err(said)? {
        return Ok(None);
    }
    head(Ok(decoder), Format::Png)
}

fn webp(bytes: &[u8]) -> Found {
    let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(said)?;
    if decoder.has_animation() {
        return Ok(None);
    }
    let photograph = !decoder.color_type().has_alpha() && is_lossy(bytes);
    head(Ok(decoder), if photograph { Format::Jpeg } else { Format::Png })
}

fn said(error: image::ImageError) -> String {
    super::decode::said(&error)
}

fn head<D: ImageDecoder>(decoder: ImageResult<D>, plain: Format) -> Found {
    let mut decoder = decoder.map_err(said)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err("it has no pixels".to_owned());
    }
    let size = match decoder.orientation().unwrap_or(Orientation::NoTransforms) {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    };
    Ok(Some(Head { size, plain }))
}

/// Where the pixels of a JPEG begin, after its segments (ITU-T T.81, section B.1.1).
fn first_scan(bytes: &[u8]) -> Option<usize> {
    const SCAN: u8 = 0xda;
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else {
            // What stands between segments is passed over, as decoders do.
            at += 1;
            continue;
        };
        at = match marker {
            // A marker may be filled up, and some have no segment.
            0xff => at + 1,
            0x00 | 0x01 | 0xd0..=0xd9 => at + 2,
            _ => {
                let length = bytes.get(at + 2..at + 4)?;
                at + 2 + usize::from(u16::from_be_bytes([length[0], length[1]]))
            }
        };
        if marker == SCAN {
            return (at <= bytes.len()).then_some(at);
        }
    }
}

/// Whether a WebP holds a photograph, by the first of its chunks with pixels.
fn is_lossy(bytes: &[u8]) -> bool {
    let mut at = 12;
    while let Some(chunk) = bytes.get(at..at + 8) {
        match &chunk[..4] {
            b"VP8 " => return true,
            b"VP8L" => return false,
            _ => {}
        }
        let length = u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]) as usize;
        // Chunks begin at even bytes.
        let Some(next) = at.checked_add(8 + length + length % 2) else { return false };
        at = next;
    }
    false
}
