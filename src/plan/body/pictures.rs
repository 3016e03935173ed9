//! Pictures within texts.

use std::fmt::Write as _;

use super::{BodyView, Place, Target, write_url};
use crate::model::BaseUrl;
use crate::parse::markdown::escape::push_attribute;
use crate::picture::{Picture, Set, Variant};
use crate::plan::view::ChoiceView;

/// How wide a picture of a letter is, at the most, in CSS pixels: some programs heed no style, and a column
/// of 600 has margins.
const LETTER_WIDTH: u32 = 568;

/// The files of a picture among which browsers choose.
pub fn choices(picture: &Picture, base: &BaseUrl) -> Vec<ChoiceView> {
    let file = |file: &Variant| format!("{} {}w", base.href(&file.route), file.size.0);
    let choice = |set: &Set| ChoiceView {
        media_type: set.format.media_type(),
        srcset: set.variants.iter().map(file).collect::<Vec<_>>().join(", "),
    };
    picture.sets.iter().map(choice).collect()
}

impl BodyView {
    /// Writes what stands before the alternative text of a picture; `first`, if the text begins with it.
    pub(super) fn start_picture(
        &self,
        index: usize,
        first: bool,
        place: Place<'_>,
        out: &mut String,
    ) {
        let target = self.targets.get(index);
        let lazy = !(first && self.leads);
        if let (Some(target), Place::Page) = (target.filter(|target| target.has_choices()), place) {
            self.choices(target, lazy, out);
        }
        out.push_str("<img");
        if let Some(target) = target {
            out.push_str(" src=\"");
            write_url(target, place, out);
            out.push('"');
            size(target.size, place, out);
        }
        match place {
            Place::Letter { .. } => {
                out.push_str(" style=\"max-width: 100%; height: auto; border: 0\"")
            }
            Place::Page if !lazy => out.push_str(" fetchpriority=\"high\""),
            Place::Page | Place::Feed { .. } => {
                out.push_str(" loading=\"lazy\" decoding=\"async\"")
            }
        }
    }

    /// Writes what stands after a picture.
    pub(super) fn end_picture(&self, index: usize, place: Place<'_>, out: &mut String) {
        let chosen = self.targets.get(index).is_some_and(Target::has_choices);
        if let (true, Place::Page) = (chosen, place) {
            out.push_str("</picture>");
        }
    }

    fn choices(&self, target: &Target, lazy: bool, out: &mut String) {
        out.push_str("<picture>");
        for choice in &target.choices {
            let _ = write!(out, "<source type=\"{}\" srcset=\"", choice.media_type);
            push_attribute(&choice.srcset, out);
            // A browser that knows `auto` waits for the layout, which tells the width itself (HTML, 4.8.4.2.2).
            out.push_str(if lazy { "\" sizes=\"auto, " } else { "\" sizes=\"" });
            let known = Some(&*self.sizes).filter(|sizes| !sizes.is_empty());
            push_attribute(known.unwrap_or("100vw"), out);
            out.push_str("\">");
        }
    }
}

/// Writes a picture's size. In a letter, one of unknown size would be as wide as it happens to be.
fn size(size: Option<(u32, u32)>, place: Place<'_>, out: &mut String) {
    let limit = |(width, height): (u32, u32)| match place {
        Place::Letter { .. } if width > LETTER_WIDTH => {
            let fitting = u64::from(height) * u64::from(LETTER_WIDTH) / u64::from(width);
            (LETTER_WIDTH, u32::try_from(fitting).unwrap_or(u32::MAX).max(1))
        }
        _ => (width, height),
    };
    match (size.map(limit), place) {
        (Some((width, height)), _) => {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
        (None, Place::Letter { .. }) => {
            let _ = write!(out, " width=\"{LETTER_WIDTH}\"");
        }
        (None, _) => {}
    }
}
