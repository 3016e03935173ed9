//! The font, and how wide its letters are.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Source};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::Weight;

/// What the font is called.
pub const FAMILY: &str = "Libertinus Serif";

static REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/regular.otf"));
static SEMIBOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/semibold.otf"));

/// The fonts that a card may be written in.
pub static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for font in [REGULAR, SEMIBOLD] {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    // Whatever else a template asks for.
    fonts.set_serif_family(FAMILY);
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// How wide a text is, in its own size: 1 is as wide as its letters are high. Letters that the font lacks count
/// as the widest.
///
/// Pairs of letters that stand nearer together than others are not looked for: the text is no wider than that.
pub fn width(text: &str, weight: Weight) -> f64 {
    let bytes = match weight {
        Weight::Regular => REGULAR,
        Weight::Semibold => SEMIBOLD,
    };
    let Ok(font) = FontRef::new(bytes) else { return text.chars().count() as f64 };
    let (letters, metrics) =
        (font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default()));
    let advance = |letter: char| letters.map(letter).and_then(|glyph| metrics.advance_width(glyph));
    text.chars().map(|letter| advance(letter).map_or(1.0, f64::from)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_are_those_that_are_meant() {
        let found: Vec<_> =
            FONTS.faces().map(|face| (face.families[0].0.as_str(), face.weight.0)).collect();
        assert_eq!(found, [(FAMILY, 400), (FAMILY, 600)]);
    }

    #[test]
    fn the_fonts_have_what_french_and_english_are_written_with() {
        let letters = "AZaz09ÀÂÇÉÈÊËÎÏÔÙÛÜŸŒÆàâçéèêëîïôùûüÿœæ«»“”‘’–—…−€°№\u{a0}\u{202f}";
        for bytes in [REGULAR, SEMIBOLD] {
            let charmap = FontRef::new(bytes).expect("a font").charmap();
            let missing: Vec<char> =
                letters.chars().filter(|c| charmap.map(*c).is_none()).collect();
            assert_eq!(missing, Vec::<char>::new());
        }
    }
}
