//! Which files are made of a picture, and what they are called.

use std::sync::Arc;

use super::{Format, Head, Original, Settings};
use crate::hashed::Fingerprint;
use crate::model::{Route, Slug};

/// Changes when the same picture would be made otherwise, so that no browser takes an old one for it.
const RECIPE: u32 = 1;

/// The width of the file for programs that do not choose: feed readers, mail, social networks. These want
/// 1200 pixels at least for a large card.
const PLAIN_WIDTH: u32 = 1200;

/// How tall a WebP may be (its specification, section "Simple File Format (Lossy)").
const WEBP_HEIGHT: u32 = 16_383;

/// A picture whose width is nearer than this to the next, in hundredths of that, is not worth a file.
const NEAR: u64 = 85;

/// A picture, as the files that are made of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Picture {
    /// One that every program shows, for those that do not choose.
    pub plain: Variant,
    /// Files among which browsers choose, the best format first.
    pub sets: Vec<Set>,
}

/// Files of one format.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Set {
    /// The format.
    pub format: Format,
    /// The files, narrowest first.
    pub variants: Vec<Variant>,
}

/// One of a picture's files.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variant {
    /// Where it goes.
    pub route: Route,
    /// Its width and height in pixels.
    pub size: (u32, u32),
}

/// All that decides what one of a picture's files holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recipe {
    /// What it is made of.
    pub original: Arc<Original>,
    /// Its format.
    pub format: Format,
    /// Its width and height in pixels.
    pub size: (u32, u32),
    /// How much is kept of a photograph.
    pub quality: u8,
}

impl Recipe {
    /// Tells what it makes from all else, wherever the original is.
    pub fn fingerprint(&self) -> Fingerprint {
        let Self { original, format, size, quality } = self;
        Fingerprint::lasting(&(RECIPE, &original.bytes, format, size, quality))
    }
}

impl Picture {
    /// Plans the files of a picture, and says of each how it is made.
    ///
    /// None is larger than the original. Where browsers have a better format, there is one file of the plain
    /// one; else there are as many as there are widths.
    pub fn plan(
        original: &Arc<Original>,
        head: Head,
        settings: &Settings,
    ) -> (Self, Vec<(Route, Recipe)>) {
        let namer = Namer { original, head, settings };
        let widths = widths(head.size.0, &settings.widths);
        let mut recipes = Vec::new();
        let mut variant = |format, width| {
            let (route, recipe) = namer.file(format, width);
            let variant = Variant { route: route.clone(), size: recipe.size };
            recipes.push((route, recipe));
            variant
        };
        let tallest = widths.iter().map(|width| height(head.size, *width)).max();
        let fits = |format: &Format| *format != Format::WebP || tallest <= Some(WEBP_HEIGHT);
        let mut formats: Vec<Format> = settings.formats.iter().copied().filter(fits).collect();
        if formats.is_empty() {
            formats.push(head.plain);
        }
        let set = |format| {
            let variants = widths.iter().map(|width| variant(format, *width)).collect();
            Set { format, variants }
        };
        let sets = formats.into_iter().map(set).collect();
        let plain = namer.file(head.plain, plain_width(&widths));
        let picture = Self { plain: Variant { route: plain.0.clone(), size: plain.1.size }, sets };
        recipes.push(plain);
        (picture, recipes)
    }
}

/// Names the files of a picture.
struct Namer<'a> {
    original: &'a Arc<Original>,
    head: Head,
    settings: &'a Settings,
}

impl Namer<'_> {
    fn file(&self, format: Format, width: u32) -> (Route, Recipe) {
        let recipe = Recipe {
            original: Arc::clone(self.original),
            format,
            size: (width, height(self.head.size, width)),
            quality: self.settings.quality,
        };
        let name = self.original.file.name();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stem = Slug::from_words(stem).map_or("picture".to_owned(), |slug| slug.to_string());
        let hash = &recipe.fingerprint().hex()[..10];
        let name = format!("{stem}.{hash}-{width}.{}", format.extension());
        (Route::folder(["media"]).file(&name), recipe)
    }
}

/// The wanted widths that a picture of that width has, and its own if it is not as wide as wanted.
fn widths(own: u32, wanted: &[u32]) -> Vec<u32> {
    let widest = wanted.iter().copied().max().unwrap_or(own).min(own);
    let is_far = |width: &u32| u64::from(*width) * 100 < u64::from(widest) * NEAR;
    wanted.iter().copied().filter(is_far).chain([widest]).collect()
}

/// The widest that is no wider than programs want which do not choose; of wider ones the narrowest.
fn plain_width(widths: &[u32]) -> u32 {
    let fits = widths.iter().copied().filter(|width| *width <= PLAIN_WIDTH).max();
    fits.or(widths.first().copied()).unwrap_or(1)
}

/// The height of a picture that is made so wide.
fn height((own_width, own_height): (u32, u32), width: u32) -> u32 {
    let exact = f64::from(own_height) * f64::from(width) / f64::from(own_width.max(1));
    // It is within the original's, which is a `u32`.
    (exact.round() as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hashed::Hashed;
    use crate::world::VPath;

    #[test]
    fn no_width_is_more_than_the_original_has() {
        let check = |own: u32, expected: &[u32]| {
            assert_eq!(widths(own, &[480, 800, 1200, 1600]), expected, "{own}");
        };
        check(6000, &[480, 800, 1200, 1600]);
        check(1600, &[480, 800, 1200, 1600]);
        check(1500, &[480, 800, 1200, 1500]);
        check(1300, &[480, 800, 1300]);
        check(500, &[500]);
        check(480, &[480]);
        check(1, &[1]);
    }

    #[test]
    fn programs_that_do_not_choose_get_one_of_a_middle_width() {
        let check = |widths: &[u32], expected: u32| assert_eq!(plain_width(widths), expected);
        check(&[480, 800, 1200, 1600], 1200);
        check(&[480, 800, 1500], 800);
        check(&[1600, 2000], 1600);
        check(&[300], 300);
    }

    #[test]
    fn sides_keep_their_proportion() {
        let check = |size, width, expected| assert_eq!(height(size, width), expected, "{size:?}");
        check((6000, 4000), 1200, 800);
        check((1000, 333), 480, 160);
        check((10_000, 1), 480, 1);
    }

    #[test]
    fn a_picture_that_is_too_tall_for_a_format_is_made_in_another() {
        let file = VPath::new("content/strip.png");
        let original = Arc::new(Original { file, bytes: Hashed::from_bytes(*b"x") });
        let head = Head { size: (480, 17_000), plain: Format::Png };
        let (picture, _) = Picture::plan(&original, head, &Settings::default());
        assert_eq!(picture.sets.iter().map(|set| set.format).collect::<Vec<_>>(), [Format::Png]);
    }

    fn planned(bytes: &[u8], settings: &Settings) -> (Picture, Vec<(Route, Recipe)>) {
        let file = VPath::new("content/a/Ma Photo.JPG");
        let original = Arc::new(Original { file, bytes: Hashed::from_bytes(bytes.to_vec()) });
        Picture::plan(&original, Head { size: (900, 600), plain: Format::Jpeg }, settings)
    }

    #[test]
    fn files_are_named_after_all_that_decides_their_bytes() {
        let settings = Settings::default();
        let (picture, recipes) = planned(b"a", &settings);
        let routes: Vec<&str> = recipes.iter().map(|(route, _)| route.as_str()).collect();
        assert_eq!(routes.len(), 3, "{routes:?}");
        assert!(routes[0].starts_with("/media/ma-photo.") && routes[0].ends_with("-480.webp"));
        assert!(routes[1].ends_with("-900.webp"));
        assert_eq!(picture.plain.route.as_str(), routes[2]);
        assert!(routes[2].ends_with("-900.jpg"));
        let better = Settings { quality: 90, ..settings.clone() };
        for other in [planned(b"b", &settings), planned(b"a", &better)] {
            assert!(other.1.iter().all(|(route, _)| !routes.contains(&route.as_str())));
        }
    }

    #[test]
    fn without_a_better_format_the_plain_one_has_all_widths() {
        let (picture, recipes) =
            planned(b"a", &Settings { formats: vec![], ..Settings::default() });
        let set = &picture.sets[0];
        assert_eq!((set.format, set.variants.len()), (Format::Jpeg, 2));
        assert_eq!(picture.plain, set.variants[1]);
        assert_eq!(recipes.len(), 3, "one of them twice");
    }
}
