//! Open Graph (<https://ogp.me>), with the kind of card that it becomes.

use std::fmt::Write;

use super::Shown;
use crate::model::Date;
use crate::plan::View;
use crate::plan::view::{ArticleView, ImageView, PageView};
use crate::render::xml;

/// The properties of a page, each a line.
pub fn write(shown: Shown<'_>) -> Vec<u8> {
    let page = shown.view.page();
    let mut out = String::with_capacity(1024);
    let article = match shown.view {
        View::Article(view) => Some(&view.article),
        _ => None,
    };
    property(&mut out, "og:title", &page.title);
    property(&mut out, "og:type", if article.is_some() { "article" } else { "website" });
    property(&mut out, "og:url", &page.canonical);
    property(&mut out, "og:description", &page.description);
    property(&mut out, "og:site_name", &shown.site.title);
    locales(&mut out, page, shown);
    if let Some(article) = article {
        about(&mut out, article);
    }
    match article.and_then(shared) {
        Some(picture) => picture.write(&mut out, shown.origin),
        None => card(&mut out, "summary"),
    }
    // The last line ends where the template goes on.
    out.pop();
    out.into_bytes()
}

/// The language of the text, and those of its counterparts.
fn locales(out: &mut String, page: &PageView, shown: Shown<'_>) {
    let own = shown.view.locale().unwrap_or(&shown.site.locale);
    let all = &shown.site.locales;
    let of = |tag: &str| {
        let found = all.iter().find(|locale| locale.tag.as_str() == tag);
        found.and_then(|locale| locale.open_graph.as_deref())
    };
    if let Some(own) = of(own.as_str()) {
        property(out, "og:locale", own);
    }
    let others = page.alternates.iter().filter(|other| other.hreflang != own.as_str());
    for other in others.filter_map(|other| of(&other.hreflang)) {
        property(out, "og:locale:alternate", other);
    }
}

fn about(out: &mut String, article: &ArticleView) {
    let mut date = |name: &str, date: &Date| {
        let _ = writeln!(out, "<meta property=\"article:{name}_time\" content=\"{date}\">");
    };
    date("published", &article.date);
    if let Some(updated) = &article.updated {
        date("modified", updated);
    }
    if let Some(topic) = article.topics.first() {
        property(out, "article:section", &topic.name);
    }
    for topic in &article.topics {
        property(out, "article:tag", &topic.name);
    }
}

/// Whether social networks show such a picture: none shows SVG, and few AVIF.
fn is_shared(cover: &ImageView) -> bool {
    let extension = cover.src.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["jpg", "jpeg", "png"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// A picture that social networks show.
struct Picture<'a> {
    src: &'a str,
    size: Option<(u32, u32)>,
    alt: &'a str,
}

/// The picture that an article is shared with: its card, which is its headline, or else its cover.
fn shared(article: &ArticleView) -> Option<Picture<'_>> {
    let card = article.card.as_ref().map(|card| Picture {
        src: &card.src,
        size: Some((card.width, card.height)),
        alt: &article.title,
    });
    let cover = article.cover.as_ref().filter(|cover| is_shared(cover));
    let cover = cover.map(|cover| Picture {
        src: &cover.src,
        size: cover.width.zip(cover.height),
        alt: &cover.alt,
    });
    card.or(cover)
}

impl Picture<'_> {
    fn write(&self, out: &mut String, origin: &str) {
        property(out, "og:image", &format!("{origin}{}", self.src));
        if let Some((width, height)) = self.size {
            let _ = writeln!(out, "<meta property=\"og:image:width\" content=\"{width}\">");
            let _ = writeln!(out, "<meta property=\"og:image:height\" content=\"{height}\">");
        }
        property(out, "og:image:alt", self.alt);
        card(out, "summary_large_image");
    }
}

fn property(out: &mut String, name: &str, content: &str) {
    for part in ["<meta property=\"", name, "\" content=\""] {
        out.push_str(part);
    }
    xml::push(out, content);
    out.push_str("\">\n");
}

/// What is not stated here, programs take from Open Graph.
fn card(out: &mut String, kind: &str) {
    let _ = writeln!(out, "<meta name=\"twitter:card\" content=\"{kind}\">");
}
