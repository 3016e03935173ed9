//! Pictures and other files beside articles.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::hashed::{Fingerprint, Hashed};
use crate::model::{Route, Slug};
use crate::picture::{self, Look, Original, Picture, Recipe};
use crate::world::VPath;

/// A file of `content/` that an article names, in its place in the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Media {
    /// Where it is among the sources.
    pub file: VPath,
    /// Where it goes: its name holds its fingerprint, so that browsers may keep it for ever.
    pub route: Route,
    /// What it holds.
    pub bytes: Hashed<Vec<u8>>,
    /// Width and height in CSS pixels, if it is a picture that tells.
    pub size: Option<(u32, u32)>,
}

impl Media {
    /// Gives a file its place.
    pub fn new(file: &VPath, bytes: &Hashed<Vec<u8>>) -> Self {
        let (stem, extension) = file.name().rsplit_once('.').unwrap_or((file.name(), "bin"));
        let stem = Slug::from_words(stem).map_or("file".to_owned(), |slug| slug.to_string());
        let extension = extension.to_ascii_lowercase();
        let hash = &bytes.fingerprint().hex()[..10];
        Self {
            file: file.clone(),
            route: Route::folder(["media"]).file(&format!("{stem}.{hash}.{extension}")),
            bytes: bytes.clone(),
            size: picture_size(file.name(), bytes),
        }
    }
}

/// A file of `content/` that an article shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Exhibit {
    /// As it is.
    File(Media),
    /// Made anew, in several sizes.
    Picture(Hashed<Picture>),
}

/// The files that the site will have because articles name them.
#[derive(Debug, Default)]
pub struct Files {
    /// Those that are copied, by route.
    pub media: BTreeMap<Route, Media>,
    /// Those that are made, by route within their original.
    pub made: BTreeMap<(Fingerprint, Route), Recipe>,
    /// What is wrong with originals.
    bad: BTreeMap<VPath, Diagnostic>,
}

impl Files {
    /// Adds a file that an article leads to.
    pub fn lead(&mut self, file: &VPath, bytes: &Hashed<Vec<u8>>) -> Media {
        let media = Media::new(file, bytes);
        self.media.insert(media.route.clone(), media.clone());
        media
    }

    /// Adds a file that an article shows; anew, if there are `settings` for that and it is such a picture.
    ///
    /// # Problems
    /// - [`Code::BadPicture`](crate::diag::Code::BadPicture).
    pub fn show(
        &mut self,
        file: &VPath,
        bytes: &Hashed<Vec<u8>>,
        settings: Option<&picture::Settings>,
    ) -> Exhibit {
        let Some(settings) = settings else { return Exhibit::File(self.lead(file, bytes)) };
        let original = || Original { file: file.clone(), bytes: bytes.clone() };
        match picture::look(file.name(), bytes) {
            Look::Picture(head) => {
                let (picture, recipes) = Picture::plan(&Arc::new(original()), head, settings);
                let of = bytes.fingerprint();
                self.made.extend(recipes.into_iter().map(|(route, made)| ((of, route), made)));
                return Exhibit::Picture(Hashed::new(picture));
            }
            Look::Bad(why, help) => {
                self.bad.entry(file.clone()).or_insert_with(|| original().bad(&why, help));
            }
            Look::AsItIs => {}
        }
        Exhibit::File(self.lead(file, bytes))
    }

    /// Adds other files.
    pub fn extend(&mut self, other: Self) {
        self.media.extend(other.media);
        self.made.extend(other.made);
        self.bad.extend(other.bad);
    }

    /// What is wrong with them, each said once.
    pub fn take_problems(&mut self) -> impl Iterator<Item = Diagnostic> + use<> {
        std::mem::take(&mut self.bad).into_values()
    }
}

/// Width and height in CSS pixels of a file, if it is a picture that tells.
pub fn picture_size(name: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    if name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("svg")) {
        return svg_size(std::str::from_utf8(bytes).ok()?);
    }
    let size = imagesize::blob_size(bytes).ok()?;
    Some((size.width.try_into().ok()?, size.height.try_into().ok()?))
}

/// What an SVG says of its own size: `width` and `height`, or else its `viewBox`.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let number =
        |text: &str| text.trim().trim_end_matches("px").parse().ok().map(|n: f64| n.round() as u32);
    let sizes =
        (attribute(tag, "width").and_then(number), attribute(tag, "height").and_then(number));
    if let (Some(width), Some(height)) = sizes {
        return Some((width, height));
    }
    let between = |sign: char| sign == ',' || sign.is_ascii_whitespace();
    let mut sides =
        attribute(tag, "viewBox")?.split(between).filter(|side| !side.is_empty()).skip(2);
    Some((number(sides.next()?)?, number(sides.next()?)?))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let begins = |at: &usize| tag[..*at].ends_with(|sign: char| sign.is_ascii_whitespace());
    let name = format!("{name}=");
    let start = tag.match_indices(&name).map(|(at, _)| at).find(begins)? + name.len();
    let quote = tag[start..].chars().next().filter(|quote| "\"'".contains(*quote))?;
    let value = &tag[start + 1..];
    Some(&value[..value.find(quote)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_tells_its_size() {
        let check =
            |svg: &str, expected: Option<(u32, u32)>| assert_eq!(svg_size(svg), expected, "{svg}");
        check(r#"<svg width="640" height='360px'>"#, Some((640, 360)));
        check(r#"<?xml?><svg viewBox="0 0 64.4 36" >"#, Some((64, 36)));
        check(r#"<svg width="100%" viewBox="0,0,64,36">"#, Some((64, 36)));
        check("<svg\n\tdata-width=\"1\"\n\twidth=\"8\"\n\theight=\"9\">", Some((8, 9)));
        check("<svg viewBox='0 0\n64 36'>", Some((64, 36)));
        check("<svg>", None);
        check("<svg width=", None);
        check("", None);
    }

    #[test]
    fn a_file_is_named_after_its_bytes() {
        let media = Media::new(&VPath::new("content/été/Ma Photo.JPG"), &Hashed::from_bytes(*b"x"));
        assert_eq!(
            media.route.as_str(),
            "/media/ma-photo.a9a2a0b5f6.jpg"
                .replace("a9a2a0b5f6", &media.bytes.fingerprint().hex()[..10])
        );
    }
}
