//! Pixels as files, in a width and a format.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder};

use super::{Decoded, Format, Recipe, guarded};

impl Decoded {
    /// Makes one of the picture's files. It holds pixels, and nothing of what was noted with them.
    ///
    /// # Errors
    /// Says in a clause why it cannot be made.
    pub fn make(&self, recipe: &Recipe) -> Result<Vec<u8>, String> {
        guarded(|| {
            let pixels = Pixels::of(&self.pixels, recipe.size)?;
            match recipe.format {
                Format::Jpeg => pixels.jpeg(recipe.quality),
                Format::Png => pixels.png(),
                Format::WebP => pixels.webp(self.drawn, recipe.quality),
            }
        })
    }
}

/// Pixels of three or four bytes.
struct Pixels {
    bytes: Vec<u8>,
    size: (u32, u32),
    seen_through: bool,
}

impl Pixels {
    /// A picture's pixels in another size.
    fn of(image: &DynamicImage, size: (u32, u32)) -> Result<Self, String> {
        let seen_through = image.color().has_alpha();
        let own = (image.width(), image.height());
        let bytes = match own == size {
            true => image.as_bytes().to_vec(),
            false => {
                let kind = if seen_through { PixelType::U8x4 } else { PixelType::U8x3 };
                let source = ImageRef::new(own.0, own.1, image.as_bytes(), kind).map_err(said)?;
                let mut target = Image::new(size.0, size.1, kind);
                Resizer::new().resize(&source, &mut target, None).map_err(said)?;
                target.into_vec()
            }
        };
        Ok(Self { bytes, size, seen_through })
    }

    fn jpeg(&self, quality: u8) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let opaque: Vec<u8>;
        let bytes = match self.seen_through {
            true => {
                opaque =
                    self.bytes.chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect();
                &opaque
            }
            false => &self.bytes,
        };
        let (width, height) = self.size;
        let encoder = JpegEncoder::new_with_quality(&mut out, quality);
        encoder.write_image(bytes, width, height, ExtendedColorType::Rgb8).map_err(said)?;
        Ok(out)
    }

    fn png(&self) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let kind =
            if self.seen_through { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
        let (width, height) = self.size;
        PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive)
            .write_image(&self.bytes, width, height, kind)
            .map_err(said)?;
        Ok(out)
    }

    fn webp(&self, drawn: bool, quality: u8) -> Result<Vec<u8>, String> {
        let (width, height) = self.size;
        let encoder = match self.seen_through {
            true => webp::Encoder::from_rgba(&self.bytes, width, height),
            false => webp::Encoder::from_rgb(&self.bytes, width, height),
        };
        let made = encoder.encode_simple(drawn, f32::from(quality));
        made.map(|memory| memory.to_vec()).map_err(|error| format!("{error:?}"))
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
