//! Links and pictures.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::Writer;
use crate::diag::Code;
use crate::parse::markdown::escape;
use crate::parse::markdown::{HoleKind, Target, TargetKind};
use crate::typeset;

/// The picture whose alternative text is being gathered.
pub(super) struct Image {
    target: usize,
    range: Range<usize>,
    title: String,
    pub(super) alt: String,
    /// How many pictures stand in its alternative text, one in the other.
    inner: usize,
}

impl Writer<'_> {
    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        destination: &CowStr<'_>,
        title: &str,
        range: Range<usize>,
    ) {
        if self.image.is_some() {
            return;
        }
        let span = self.destination_span(destination, range);
        let destination = match kind {
            LinkType::Email => format!("mailto:{destination}"),
            _ => destination.to_string(),
        };
        let target = self.target(TargetKind::Link, destination, span);
        self.verbatim += usize::from(shows_its_address(kind));
        self.links.push((target, shows_its_address(kind)));
        self.push("<a");
        self.hole(HoleKind::Link(target));
        self.title(title);
        self.push(">");
    }

    pub(super) fn end_link(&mut self) {
        if self.image.is_some() {
            return;
        }
        if let Some((target, verbatim)) = self.links.pop() {
            self.verbatim -= usize::from(verbatim);
            self.hole(HoleKind::LinkEnd(target));
            self.push("</a>");
        }
    }

    pub(super) fn start_image(
        &mut self,
        destination: &CowStr<'_>,
        title: &str,
        range: Range<usize>,
    ) {
        if let Some(image) = &mut self.image {
            image.inner += 1;
            return;
        }
        let span = self.destination_span(destination, range.clone());
        let target = self.target(TargetKind::Image, destination.to_string(), span);
        self.image =
            Some(Image { target, range, title: title.to_owned(), alt: String::new(), inner: 0 });
    }

    pub(super) fn end_image(&mut self) {
        match self.image.take() {
            Some(mut image) if image.inner > 0 => {
                image.inner -= 1;
                self.image = Some(image);
            }
            Some(image) => self.write_image(image),
            None => {}
        }
    }

    fn write_image(&mut self, image: Image) {
        if image.alt.trim().is_empty() {
            self.report_missing_alt(image.range);
        }
        let (target, first) =
            (image.target, self.drafts.words == 0 && self.is_first_image(image.target));
        self.hole(HoleKind::Image { target, first });
        self.push(" alt=\"");
        let alt = typeset::plain(&image.alt, self.language());
        escape::push_attribute(&alt, &mut self.out().html);
        self.push("\"");
        if !self.in_figure {
            self.title(&image.title);
        }
        self.push(">");
        self.hole(HoleKind::ImageEnd(target));
        if self.in_figure {
            self.caption(&image.title);
        }
        self.passages.stand_in(typeset::OBJECT);
    }

    fn is_first_image(&self, target: usize) -> bool {
        let before = &self.drafts.targets[..target];
        !before.iter().any(|target| target.kind == TargetKind::Image)
    }

    pub(super) fn report_missing_alt(&mut self, range: Range<usize>) {
        self.report(
            Code::MissingAlt,
            "this picture has no alternative text".to_owned(),
            range,
            "describe the picture between the brackets, or write `<img alt=\"\" src=\"…\">` if it \
             only decorates",
        );
    }

    fn caption(&mut self, title: &str) {
        if title.is_empty() {
            return;
        }
        let caption = typeset::plain(title, self.language());
        self.push("<figcaption>");
        escape::push_text(&caption, &mut self.out().html);
        self.push("</figcaption>");
    }

    fn title(&mut self, title: &str) {
        if title.is_empty() {
            return;
        }
        let title = typeset::plain(title, self.language());
        self.push(" title=\"");
        escape::push_attribute(&title, &mut self.out().html);
        self.push("\"");
    }

    /// Keeps a target, whose span is given in bytes of the body, and returns its index.
    pub(super) fn target(
        &mut self,
        kind: TargetKind,
        destination: String,
        span: Range<usize>,
    ) -> usize {
        let span = self.in_file(span);
        self.drafts.targets.push(Target { kind, destination, span });
        self.drafts.targets.len() - 1
    }

    /// Where a destination stands in the body, which pulldown-cmark does not say.
    ///
    /// It lends us the very bytes of the source unless there was an escape in them, so that their
    /// address tells. A definition's destination is found there too, wherever it is used.
    fn destination_span(&self, destination: &CowStr<'_>, otherwise: Range<usize>) -> Range<usize> {
        let CowStr::Borrowed(text) = destination else {
            return otherwise;
        };
        let start = (text.as_ptr() as usize).wrapping_sub(self.source.as_ptr() as usize);
        let range = start..start.saturating_add(text.len());
        let found = !text.is_empty() && self.source.get(range.clone()) == Some(*text);
        if found { range } else { otherwise }
    }
}

/// Whether a link's text is its address, which is never typeset.
fn shows_its_address(kind: LinkType) -> bool {
    matches!(kind, LinkType::Autolink | LinkType::Email)
}
