//! Bodies as one process leaves them to the next, which puts another text into the same place.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{BodyView, Target};
use crate::hashed::Hashed;
use crate::model::Locale;
use crate::parse::chart::Data;
use crate::parse::front_matter::Source;
use crate::part::Part;
use crate::picture::Format;
use crate::plan::glossary::Mentions;
use crate::plan::labels::Labels;
use crate::plan::view::{ChoiceView, Link, TermView};
use crate::world::VPath;

/// All that fills the holes of a text, but for the words of its language.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    file: Cow<'a, VPath>,
    #[serde(borrow)]
    targets: Vec<KeptTarget<'a>>,
    ids: Cow<'a, [Vec<String>]>,
    /// The ids of sources.
    sources: Vec<Option<Arc<str>>>,
    terms: Vec<Option<KeptTerm<'a>>>,
    /// The page of the glossary: its name and address.
    glossary: Option<(&'a str, &'a str)>,
    locale: &'a str,
    leads: bool,
    sizes: &'a str,
    highlights: bool,
}

#[derive(Serialize, Deserialize)]
struct KeptTarget<'a> {
    url: &'a str,
    inside: bool,
    foreign: Option<&'a str>,
    size: Option<(u32, u32)>,
    /// Media types and what `srcset` says.
    choices: Vec<(&'a str, &'a str)>,
    figures: Option<Cow<'a, Data>>,
}

/// What a note says of a term.
#[derive(Serialize, Deserialize)]
struct KeptTerm<'a> {
    anchor: &'a str,
    name: &'a str,
    definition: &'a str,
    href: Option<&'a str>,
}

impl BodyView {
    /// Writes it down for [`kept`](Self::kept).
    pub fn keep(&self) -> Vec<u8> {
        let kept = Kept {
            file: Cow::Borrowed(&self.file),
            targets: self.targets.iter().map(KeptTarget::of).collect(),
            ids: Cow::Borrowed(&self.ids),
            sources: self.sources.iter().map(|source| source.id.clone()).collect(),
            terms: self
                .mentions
                .terms
                .iter()
                .map(|term| Some(KeptTerm::of(term.as_ref()?)))
                .collect(),
            glossary: self.mentions.page.as_ref().map(|page| (&*page.text, &*page.href)),
            locale: self.locale.as_str(),
            leads: self.leads,
            sizes: &self.sizes,
            highlights: self.highlights,
        };
        postcard::to_allocvec(&kept).unwrap_or_default()
    }

    /// Reads what [`keep`](Self::keep) wrote; nothing, if it is damaged. It is right for a body with the
    /// same targets, headings, citations and terms.
    pub fn kept(bytes: &[u8], labels: &Arc<Labels>) -> Option<Self> {
        let kept: Kept<'_> = postcard::from_bytes(bytes).ok()?;
        let targets = kept.targets.iter().map(KeptTarget::target).collect::<Option<_>>()?;
        let page = |(text, href): (&str, &str)| Link { text: text.into(), href: href.to_owned() };
        let mentions = Mentions {
            terms: kept.terms.iter().map(|term| Some(Part::new(term.as_ref()?.term()))).collect(),
            page: kept.glossary.map(page).map(Part::new),
        };
        Some(Self {
            file: kept.file.into_owned(),
            targets,
            ids: kept.ids.into_owned(),
            sources: kept.sources.into_iter().map(source).collect(),
            mentions,
            locale: Locale::new(kept.locale)?,
            labels: Arc::clone(labels),
            leads: kept.leads,
            sizes: kept.sizes.into(),
            highlights: kept.highlights,
        })
    }
}

impl<'a> KeptTarget<'a> {
    fn of(target: &'a Target) -> Self {
        let choice = |choice: &'a ChoiceView| (choice.media_type, &*choice.srcset);
        Self {
            url: &target.url,
            inside: target.inside,
            foreign: target.foreign.as_ref().map(Locale::as_str),
            size: target.size,
            choices: target.choices.iter().map(choice).collect(),
            figures: target.figures.as_deref().map(Cow::Borrowed),
        }
    }

    fn target(&self) -> Option<Target> {
        let choice = |(media_type, srcset): &(&str, &str)| {
            let mut types = Format::ALL.into_iter().map(Format::media_type);
            let media_type = types.find(|known| known == media_type)?;
            Some(ChoiceView { media_type, srcset: (*srcset).to_owned() })
        };
        Some(Target {
            url: self.url.to_owned(),
            inside: self.inside,
            foreign: self.foreign.map(|tag| Locale::new(tag).ok_or(())).transpose().ok()?,
            size: self.size,
            choices: self.choices.iter().map(choice).collect::<Option<_>>()?,
            figures: self.figures.as_deref().cloned().map(Hashed::new),
        })
    }
}

impl<'a> KeptTerm<'a> {
    fn of(term: &'a TermView) -> Self {
        let TermView { anchor, name, definition, href, .. } = term;
        Self { anchor, name, definition, href: href.as_deref() }
    }

    /// As much of the view as a note shows.
    fn term(&self) -> TermView {
        TermView {
            anchor: self.anchor.to_owned(),
            name: self.name.into(),
            forms: Vec::new(),
            definition: self.definition.to_owned(),
            text: String::new(),
            href: self.href.map(str::to_owned),
            others: Vec::new(),
        }
    }
}

/// As much of a source as a text shows.
fn source(id: Option<Arc<str>>) -> Source {
    let (url, publisher, locale, date, kind) = Default::default();
    Source { id, title: Arc::default(), url, publisher, locale, date, kind }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hashed::Fingerprint;
    use crate::l10n::Words;

    fn body(labels: &Arc<Labels>) -> BodyView {
        let choice = ChoiceView { media_type: "image/webp", srcset: "/a.webp 320w".to_owned() };
        let picture = Target {
            size: Some((3, 4)),
            choices: vec![choice],
            ..Target::new("/a.png".to_owned(), true)
        };
        let foreign =
            Target { foreign: Locale::new("en"), ..Target::new("/en/a/".to_owned(), true) };
        let term = TermView {
            anchor: "term-moe".to_owned(),
            name: "MoE".into(),
            forms: Vec::new(),
            definition: "<p>Des <em>experts</em></p>".to_owned(),
            text: String::new(),
            href: Some("/fr/glossaire/#term-moe".to_owned()),
            others: Vec::new(),
        };
        let page = Link { text: "Glossaire".into(), href: "/fr/glossaire/".to_owned() };
        BodyView {
            file: VPath::new("content/a.fr.md"),
            targets: vec![picture, foreign, Target::new("#x".to_owned(), false)],
            ids: vec![vec!["a".to_owned(), "b".to_owned()], Vec::new()],
            sources: [Some("x".into()), None].into_iter().map(source).collect(),
            mentions: Mentions { terms: vec![Some(term.into()), None], page: Some(page.into()) },
            locale: Locale::new("fr").expect("a tag"),
            labels: Arc::clone(labels),
            leads: true,
            sizes: "92vw".into(),
            highlights: true,
        }
    }

    #[test]
    fn a_body_is_read_back_as_it_was() {
        let labels = Arc::new(Labels::new(&Arc::new(Words::new(Vec::new()))));
        let body = body(&labels);
        let again = BodyView::kept(&body.keep(), &labels).expect("whole");
        assert_eq!(Fingerprint::of(&again), Fingerprint::of(&body));
    }

    #[test]
    fn what_is_damaged_is_no_body() {
        let labels = Arc::new(Labels::new(&Arc::new(Words::new(Vec::new()))));
        let whole = body(&labels).keep();
        for end in 0..whole.len() {
            assert!(BodyView::kept(&whole[..end], &labels).is_none(), "{end} bytes");
        }
    }
}
