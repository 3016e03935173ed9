//! A picture's pixels: turned as the camera was held, and in the colours of the web.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use rustc_hash::FxHashSet;

use super::guarded;
use crate::limits;

/// How many colours a drawing has, at the most. A photograph has as many in its first few thousand pixels.
const DRAWN_COLOURS: usize = 1024;

/// A picture's pixels.
pub struct Decoded {
    pub(super) pixels: DynamicImage,
    /// Whether it is a drawing: few colours with sharp edges, which are blurred unless each pixel is kept.
    pub(super) drawn: bool,
}

impl Decoded {
    /// Decodes a picture.
    ///
    /// # Errors
    /// Says in a clause why it cannot be decoded.
    pub fn new(bytes: &[u8]) -> Result<Self, String> {
        guarded(|| decode(bytes))
    }
}

fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| said(&ImageError::IoError(error)))?;
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| said(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits::PICTURE_PIXELS {
        return Err("it takes too much memory".to_owned());
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let pixels = DynamicImage::from_decoder(decoder).map_err(|error| said(&error))?;
    let mut pixels = of_eight_bits(pixels);
    if let Some(profile) = profile.as_deref() {
        to_srgb(&mut pixels, profile);
    }
    pixels.apply_orientation(orientation);
    let drawn = is_drawn(&pixels);
    Ok(Decoded { pixels, drawn })
}

/// What a decoder may take. Those that heed no limit take what a picture's size lets expect, and that was
/// judged by its head.
pub(super) fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(limits::PICTURE_PIXELS * 8);
    limits
}

/// Three bytes for each pixel; a fourth, if one can be seen through.
fn of_eight_bits(pixels: DynamicImage) -> DynamicImage {
    if !pixels.color().has_alpha() {
        return DynamicImage::ImageRgb8(pixels.into_rgb8());
    }
    let pixels = pixels.into_rgba8();
    match pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        true => DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(pixels).into_rgb8()),
        false => DynamicImage::ImageRgba8(pixels),
    }
}

/// Changes colours that a profile describes to those of sRGB, by which a picture without one is shown. What
/// the profile does not say of red, green and blue, or cannot, is left as it is.
fn to_srgb(pixels: &mut DynamicImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let layout = if pixels.color().has_alpha() { Layout::Rgba } else { Layout::Rgb };
    let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, options) else {
        return;
    };
    let mut changed = vec![0; pixels.as_bytes().len()];
    if transform.transform(pixels.as_bytes(), &mut changed).is_ok() {
        match pixels {
            DynamicImage::ImageRgb8(image) => image.copy_from_slice(&changed),
            DynamicImage::ImageRgba8(image) => image.copy_from_slice(&changed),
            _ => {}
        }
    }
}

fn is_drawn(pixels: &DynamicImage) -> bool {
    let size = usize::from(pixels.color().bytes_per_pixel());
    let mut colours: FxHashSet<&[u8]> = FxHashSet::default();
    let mut last: &[u8] = &[];
    pixels.as_bytes().chunks_exact(size).all(|pixel| {
        // Most pixels of a drawing are like the one before.
        if pixel != last {
            last = pixel;
            colours.insert(pixel);
        }
        colours.len() <= DRAWN_COLOURS
    })
}

/// What is wrong, in a clause.
pub(super) fn said(error: &ImageError) -> String {
    match error {
        ImageError::Limits(_) => "it takes too much memory".to_owned(),
        ImageError::Unsupported(_) => "it is of an unusual kind".to_owned(),
        ImageError::IoError(_) => "it ends too early".to_owned(),
        _ => "it is damaged".to_owned(),
    }
}
