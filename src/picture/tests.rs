//! What is made of pictures.

use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use moxcms::ColorProfile;

use super::*;

/// A picture whose left half is red, and whose right half is blue.
fn halves() -> RgbImage {
    let half = |x| if x < 16 { Rgb([220, 0, 0]) } else { Rgb([0, 0, 220]) };
    RgbImage::from_fn(32, 16, |x, _| half(x))
}

/// The head of Exif with one entry, the orientation, and words behind it.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"48.8566 N 2.3522 E");
    exif
}

fn jpeg(pixels: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 95);
    encoder.set_exif_metadata(exif(orientation)).expect("JPEG has a place for it");
    let (width, height) = pixels.dimensions();
    encoder.write_image(pixels.as_raw(), width, height, ExtendedColorType::Rgb8).expect("pixels");
    out
}

fn png(pixels: &RgbaImage, profile: Option<Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = PngEncoder::new(&mut out);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).expect("PNG has a place for it");
    }
    let (width, height) = pixels.dimensions();
    encoder.write_image(pixels.as_raw(), width, height, ExtendedColorType::Rgba8).expect("pixels");
    out
}

fn head(name: &str, bytes: &[u8]) -> Head {
    match look(name, bytes) {
        Look::Picture(head) => head,
        other => panic!("{other:?}"),
    }
}

/// All files of a picture, by format and width, with their bytes.
fn made(name: &str, bytes: &[u8], settings: &Settings) -> Vec<(Format, (u32, u32), Vec<u8>)> {
    let file = VPath::new(&format!("content/{name}"));
    let original = Arc::new(Original { file, bytes: Hashed::from_bytes(bytes.to_vec()) });
    let (_, recipes) = Picture::plan(&original, head(name, bytes), settings);
    let decoded = Decoded::new(bytes).expect("a picture");
    let make = |recipe: &Recipe| decoded.make(recipe).expect("a file");
    recipes.iter().map(|(_, recipe)| (recipe.format, recipe.size, make(recipe))).collect()
}

fn settings(widths: &[u32]) -> Settings {
    Settings { widths: widths.to_vec(), ..Settings::default() }
}

fn pixel(bytes: &[u8], x: u32, y: u32) -> [u8; 4] {
    image::load_from_memory(bytes).expect("a picture").into_rgba8().get_pixel(x, y).0
}

#[test]
fn a_picture_is_turned_as_the_camera_was_held() {
    // Where the red half is: its middle, in hundredths of width and height.
    let check = |orientation: u8, size: (u32, u32), red: (u32, u32)| {
        let bytes = jpeg(&halves(), orientation);
        assert_eq!(head("a.jpg", &bytes).size, size, "{orientation}");
        for (format, (width, height), file) in made("a.jpg", &bytes, &settings(&[size.0])) {
            let [r, _, b, _] = pixel(&file, width * red.0 / 100, height * red.1 / 100);
            assert!(r > 150 && b < 80, "{orientation} {format:?}: {r} {b}");
        }
    };
    check(1, (32, 16), (25, 50));
    check(2, (32, 16), (75, 50));
    check(3, (32, 16), (75, 50));
    check(6, (16, 32), (50, 25));
    check(8, (16, 32), (50, 75));
}

#[test]
fn no_file_tells_where_it_was_taken() {
    let bytes = jpeg(&halves(), 1);
    let tells = |bytes: &[u8]| memchr::memmem::find(bytes, b"48.8566").is_some();
    assert!(tells(&bytes));
    for (format, _, file) in made("a.jpg", &bytes, &settings(&[16, 32])) {
        assert!(!tells(&file), "{format:?}");
        assert!(memchr::memmem::find(&file, b"Exif").is_none(), "{format:?}");
    }
}

#[test]
fn files_have_the_sizes_that_were_planned() {
    let bytes = png(&RgbaImage::from_pixel(100, 37, Rgba([1, 2, 3, 255])), None);
    let files = made("a.png", &bytes, &settings(&[30, 60, 400]));
    let kinds: Vec<_> = files.iter().map(|(format, size, _)| (*format, *size)).collect();
    let webp = [(30, 11), (60, 22), (100, 37)].map(|size| (Format::WebP, size));
    assert_eq!(kinds, [&webp[..], &[(Format::Png, (100, 37))]].concat());
    for (format, size, file) in files {
        let found = image::load_from_memory(&file).expect("a picture");
        assert_eq!((found.width(), found.height()), size, "{format:?}");
        assert_eq!(image::guess_format(&file).expect("known").to_mime_type(), format.media_type());
    }
}

#[test]
fn each_pixel_of_a_drawing_is_kept_and_what_is_seen_through_it() {
    let colours = [[9, 99, 199, 255], [250, 1, 120, 255], [0, 0, 0, 0], [10, 200, 30, 128]];
    let colour = |x: u32, y: u32| Rgba(colours[((x + y) % 4) as usize]);
    let drawing = RgbaImage::from_fn(24, 24, colour);
    for (format, _, file) in made("a.png", &png(&drawing, None), &settings(&[24])) {
        for (x, y, expected) in drawing.enumerate_pixels() {
            let found = pixel(&file, x, y);
            let unseen = expected.0[3] == 0 && found[3] == 0;
            assert!(unseen || found == expected.0, "{format:?} {x} {y}");
        }
    }
}

#[test]
fn colours_of_another_space_are_those_of_the_web() {
    let pixels = RgbaImage::from_pixel(8, 8, Rgba([200, 100, 50, 255]));
    let profile = ColorProfile::new_display_p3().encode().expect("a profile");
    let files = made("a.png", &png(&pixels, Some(profile)), &settings(&[8]));
    for (format, _, file) in files {
        let [r, g, b, _] = pixel(&file, 4, 4);
        // A red of the wider space is redder in the narrower one.
        assert!(r > 205 && g < 100 && b < 50, "{format:?}: {r} {g} {b}");
    }
    let nonsense = png(&pixels, Some(b"no profile".to_vec()));
    let files = made("a.png", &nonsense, &settings(&[8]));
    assert!(files.iter().all(|(_, _, file)| pixel(file, 4, 4) == [200, 100, 50, 255]));
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    let bytes = jpeg(&halves(), 6);
    let once = made("a.jpg", &bytes, &settings(&[8, 16]));
    assert_eq!(once, made("a.jpg", &bytes, &settings(&[8, 16])));
}

#[test]
fn a_picture_says_what_is_wrong_with_it() {
    let check = |name: &str, bytes: &[u8], expected: &str| match look(name, bytes) {
        Look::Bad(why, _) => assert_eq!(why, expected),
        Look::AsItIs => assert_eq!("as it is", expected),
        Look::Picture(_) => assert_eq!("a picture", expected),
    };
    let (photo, drawing) = (jpeg(&halves(), 1), png(&RgbaImage::new(4, 4), None));
    check("a.jpg", &photo, "a picture");
    check("a.PNG", &photo, "a picture");
    check("a.jpg", &photo[..photo.len() - 9], "this picture cannot be read: it ends too early");
    check("a.jpg", &photo[..40], "this picture cannot be read: it ends too early");
    check("a.jpg", b"", "this is no JPEG, PNG or WebP picture");
    check("a.png", b"<svg/>", "this is no JPEG, PNG or WebP picture");
    check("a.png", &drawing[..20], "this picture cannot be read: it ends too early");
    check("a.png", b"GIF89a", "as it is");
    check("a.svg", b"<svg/>", "as it is");
    check("a.mp4", b"", "as it is");
    check("a", b"", "as it is");
    check("a.heic", b"", "few browsers show pictures like `a.heic`");
    let huge = {
        let mut bytes = photo.clone();
        // The size stands in the segment of the frame, after its length and the depth of its colours.
        let frame = memchr::memmem::find(&bytes, &[0xff, 0xc0]).expect("a frame");
        bytes[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
        bytes
    };
    let many = "this picture has 60000 × 60000 pixels, more than 64 million";
    check("a.jpg", &huge, many);
    // What was not looked at is not decoded, either.
    assert!(Decoded::new(&huge).is_err());
}

#[test]
fn what_is_damaged_stops_nothing() {
    let drawing = png(&RgbaImage::from_fn(9, 9, |x, y| Rgba([x as u8, y as u8, 7, 200])), None);
    let photo = DynamicImage::ImageRgb8(halves());
    let webp = webp::Encoder::from_rgb(photo.as_bytes(), 32, 16).encode(50.0).to_vec();
    for bytes in [jpeg(&halves(), 6), drawing, webp] {
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            for bytes in [&damaged[..], &bytes[..at]] {
                // What may be is only that it takes long, or ends the process.
                let _ = (look("a.jpg", bytes), Decoded::new(bytes).is_ok());
            }
        }
    }
}
