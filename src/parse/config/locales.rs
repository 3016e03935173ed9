//! The languages of a site.

use super::{Pace, bad_value};
use crate::model::Locale;
use crate::parse::yaml::Node;
use crate::typeset::Language;

/// A declared language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LocaleConfig {
    /// URL prefix and file suffix.
    pub tag: Locale,
    /// Picks CLDR data, and the rules by which texts are set: `fr-FR`, `en-GB`.
    pub region: Locale,
    /// How fast its texts are read.
    pub pace: Pace,
}

impl LocaleConfig {
    /// How the locale's texts are set.
    pub fn language(&self) -> Language {
        Language::of(&self.region)
    }
}

impl From<Locale> for LocaleConfig {
    /// A locale that states no region is written as its tag says.
    fn from(tag: Locale) -> Self {
        Self { pace: Pace::of(&tag), region: tag.clone(), tag }
    }
}

/// Reads the languages of a site, each of which is declared once.
pub(super) fn locales(node: Node<'_, '_>) -> Option<Vec<LocaleConfig>> {
    let mut locales: Vec<LocaleConfig> = Vec::new();
    for item in node.list()? {
        let Some(mut fields) = item.fields() else {
            continue;
        };
        let tag = fields.need("tag");
        let region = fields.take("region");
        let speed = |node: Option<Node<'_, '_>>| node?.number(1..=10_000)?.try_into().ok();
        let words: Option<u32> = speed(fields.take("words_per_minute"));
        let characters: Option<u32> = speed(fields.take("characters_per_minute"));
        let locale = tag.as_ref().and_then(locale);
        let region =
            region.and_then(|node| region_tag(&node, locale.as_ref())).or_else(|| locale.clone());
        fields.finish();
        let (Some(tag), Some(node), Some(region)) = (locale, tag, region) else {
            continue;
        };
        if locales.iter().any(|other| other.tag == tag) {
            let message = format!("the locale `{tag}` is declared twice");
            bad_value::<()>(&node, message, "keep one of the two");
            continue;
        }
        let usual = Pace::of(&tag);
        let words = words.unwrap_or(usual.words);
        let characters = characters.unwrap_or(usual.characters);
        locales.push(LocaleConfig { tag, region, pace: Pace { words, characters } });
    }
    if locales.is_empty() {
        return bad_value(
            &node,
            "a site needs a locale".to_owned(),
            "write `- { tag: fr, region: fr-FR }`",
        );
    }
    Some(locales)
}

fn locale(node: &Node<'_, '_>) -> Option<Locale> {
    let text = node.text()?;
    Locale::new(&text).or_else(|| {
        let message = format!("`{text}` is not a language tag");
        bad_value(node, message, "write a BCP 47 tag, such as `fr`, `en` or `pt-BR`")
    })
}

fn region_tag(node: &Node<'_, '_>, locale: Option<&Locale>) -> Option<Locale> {
    let text = node.text()?;
    let region = Locale::new(&text);
    match (region, locale) {
        (Some(region), Some(locale)) if region.language() != locale.language() => {
            let message = format!("the region `{text}` is of another language than `{locale}`");
            bad_value(
                node,
                message,
                &format!("write a tag that begins with `{}`", locale.language()),
            )
        }
        (Some(region), _) => Some(region),
        (None, _) => {
            let message = format!("`{text}` is not a language tag with a region");
            bad_value(node, message, "write a BCP 47 tag, such as `fr-FR` or `en-GB`")
        }
    }
}
