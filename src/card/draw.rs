//! SVG as pixels, and those as PNG.

use std::sync::Arc;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use rustc_hash::FxHashMap;

use super::SIZE;
use super::font::{FAMILY, FONTS};
use crate::picture::guarded;

/// Finds out whether a card can be drawn.
///
/// # Errors
/// Says in a clause why not.
pub fn check(svg: &str) -> Result<(), String> {
    tree(svg).map(|_| ())
}

/// Draws a card.
///
/// # Errors
/// Says in a clause why it cannot be drawn.
pub fn draw(svg: &str) -> Result<Vec<u8>, String> {
    let tree = tree(svg)?;
    guarded(|| {
        let (width, height) = SIZE;
        let mut pixels = Pixmap::new(width, height).ok_or("there is no room for it")?;
        pixels.fill(Color::WHITE);
        let own = tree.size();
        let scale = Transform::from_scale(width as f32 / own.width(), height as f32 / own.height());
        resvg::render(&tree, scale, &mut pixels.as_mut());
        encode(&pixels).map_err(|error| error.to_string())
    })
}

fn tree(svg: &str) -> Result<Tree, String> {
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::clone(&FONTS),
        // A card shows what the template holds, and no file of the machine.
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    guarded(|| Tree::from_str(svg, &options).map_err(|error| error.to_string()))
}

/// Writes opaque pixels as PNG: by their colours, if these are few, which makes it a third as large.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, pixels.width(), pixels.height());
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    let bytes = match palette(pixels.pixels()) {
        Some((palette, indexes)) => {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette);
            encoder.set_filter(Filter::NoFilter);
            indexes
        }
        None => {
            encoder.set_color(ColorType::Rgb);
            encoder.set_filter(Filter::Adaptive);
            pixels.data().chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect()
        }
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&bytes)?;
    writer.finish()?;
    Ok(out)
}

/// The colours in the order in which they come, and for each pixel which it has; nothing, if they are too many.
///
/// They are looked up once for each run of one colour: most of a card is its background.
fn palette(pixels: &[PremultipliedColorU8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut places: FxHashMap<[u8; 3], u8> = FxHashMap::default();
    let mut palette = Vec::new();
    let mut indexes = Vec::with_capacity(pixels.len());
    for run in pixels.chunk_by(|left, right| left == right) {
        let colour = [run[0].red(), run[0].green(), run[0].blue()];
        let place = match places.get(&colour) {
            Some(place) => *place,
            None => {
                let place = u8::try_from(places.len()).ok()?;
                places.insert(colour, place);
                palette.extend(colour);
                place
            }
        };
        indexes.resize(indexes.len() + run.len(), place);
    }
    Some((palette, indexes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{Room, Weight, fit};

    fn svg(inside: &str) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\">{inside}</svg>")
    }

    /// The columns of a card in which something is written.
    fn written(card: &[u8]) -> Option<(u32, u32)> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(card));
        reader.set_transformations(png::Transformations::EXPAND);
        let mut reader = reader.read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!((frame.width, frame.height), SIZE);
        let dark = pixels.chunks_exact(3).enumerate().filter(|(_, pixel)| pixel[1] < 200);
        let columns: Vec<u32> = dark.map(|(at, _)| at as u32 % frame.width).collect();
        Some((*columns.iter().min()?, *columns.iter().max()?))
    }

    #[test]
    fn no_title_is_wider_than_its_room() {
        let titles = [
            "Le modèle",
            "L’été à Œuvres\u{a0}: « où\u{a0}? »",
            "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
            "AVAVAVAVA To Ty Wa We Yo",
            "1\u{202f}000\u{202f}000\u{202f}000\u{a0}€ et\u{a0}%",
            "日本語の題名はここにあります",
            "Les États membres adoptent à l’unanimité, après dix-huit mois de négociations, un règlement sur les modèles d’intelligence artificielle à usage général",
        ];
        for title in titles.map(str::to_owned).into_iter().chain([titles.join(" ").repeat(4)]) {
            let room =
                Room { width: 1000.0, height: 360.0, largest: 92.0, smallest: 40.0, leading: 1.15 };
            let fitted = fit(&title, room, Weight::Semibold);
            assert!(fitted.step * fitted.lines.len() as f64 <= 360.0 + 0.1, "{title}");
            for line in &fitted.lines {
                let size = fitted.size;
                let text = format!(
                    "<text x=\"100\" y=\"300\" font-size=\"{size}\" font-weight=\"600\">{line}</text>"
                );
                let card = draw(&svg(&text)).expect("a card");
                let (from, to) = written(&card).expect("letters");
                assert!(from >= 90 && to <= 1100, "{from} to {to}: {line}");
            }
        }
    }

    #[test]
    fn a_card_is_small_and_the_same_each_time() {
        let text = svg(
            "<rect width=\"1200\" height=\"630\" fill=\"#fbfaf7\"/><text x=\"80\" y=\"300\" font-size=\"80\">Été</text>",
        );
        let card = draw(&text).expect("a card");
        assert_eq!(card, draw(&text).expect("a card"));
        assert!(card.len() < 20_000, "{}", card.len());
    }

    #[test]
    fn a_card_of_many_colours_keeps_them() {
        let stop =
            "<stop offset=\"0\" stop-color=\"red\"/><stop offset=\"1\" stop-color=\"blue\"/>";
        let text = svg(&format!(
            "<linearGradient id=\"g\">{stop}</linearGradient><rect width=\"1200\" height=\"630\" fill=\"url(#g)\"/>"
        ));
        assert!(written(&draw(&text).expect("a card")).is_some());
    }

    #[test]
    fn a_card_shows_no_file_of_the_machine() {
        let text = svg("<image width=\"1200\" height=\"630\" href=\"/proc/self/exe\"/>");
        assert_eq!(written(&draw(&text).expect("a card")), None);
    }

    #[test]
    fn what_is_no_svg_is_told() {
        for wrong in [
            "",
            "<svg",
            "<p>x</p>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"9\"/>",
        ] {
            assert!(check(wrong).is_err() && draw(wrong).is_err(), "{wrong}");
        }
    }
}
