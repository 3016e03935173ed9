//! How pictures are made, and whether there are cards.

use crate::card;
use crate::diag::{Code, Diagnostic};
use crate::parse::yaml::{Fields, Node};
use crate::picture::{AVAILABLE, Format, Settings};

/// Widths that a picture may be made in.
const WIDTHS: std::ops::RangeInclusive<u64> = 16..=8192;

/// Reads the key `pictures`: `true`, `false`, or what is to be otherwise than usual.
///
/// # Problems
/// - [`Code::BadValue`], if this depeche was built without what makes them.
pub fn read(node: Node<'_, '_>) -> Option<Settings> {
    if node.value().as_bool() == Some(false) {
        return None;
    }
    if !AVAILABLE {
        let problem = Diagnostic::new(Code::BadValue, "this depeche makes no pictures");
        node.report(problem.help("build it with the feature `images`, or remove this key"));
        return None;
    }
    if node.value().as_bool() == Some(true) {
        return Some(Settings::default());
    }
    node.fields().map(settings)
}

/// Reads the key `cards`.
///
/// # Problems
/// - [`Code::BadValue`], if this depeche was built without what draws them.
pub fn cards(node: Node<'_, '_>) -> bool {
    let wanted = node.truth() == Some(true);
    if wanted && !card::AVAILABLE {
        let problem = Diagnostic::new(Code::BadValue, "this depeche draws no cards");
        node.report(problem.help("build it with the feature `cards`, or remove this key"));
    }
    wanted && card::AVAILABLE
}

fn settings(mut fields: Fields<'_, '_>) -> Settings {
    let usual = Settings::default();
    let widths = fields.take("widths").and_then(widths);
    let quality = fields.take("quality").and_then(|node| node.number(1..=100));
    let formats = fields.take("formats").and_then(formats);
    fields.finish();
    Settings {
        widths: widths.unwrap_or(usual.widths),
        quality: quality.and_then(|quality| quality.try_into().ok()).unwrap_or(usual.quality),
        formats: formats.unwrap_or(usual.formats),
    }
}

fn widths(node: Node<'_, '_>) -> Option<Vec<u32>> {
    let width = |item: &Node<'_, '_>| u32::try_from(item.number(WIDTHS)?).ok();
    let mut widths: Vec<u32> = node.list()?.iter().filter_map(width).collect();
    widths.sort_unstable();
    widths.dedup();
    if widths.is_empty() {
        let problem = Diagnostic::new(Code::BadValue, "a picture needs a width");
        node.report(problem.help("write `[480, 800, 1200, 1600]`"));
        return None;
    }
    Some(widths)
}

/// The formats besides that which every program shows. There may be none.
fn formats(node: Node<'_, '_>) -> Option<Vec<Format>> {
    let known = [("webp", Format::WebP)];
    let mut formats: Vec<Format> =
        node.list()?.iter().filter_map(|item| item.one_of(&known)).collect();
    formats.dedup();
    Some(formats)
}
