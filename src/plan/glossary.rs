//! The glossary: its page, and what texts show of it where they mention a term.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::l10n::Initials;
use crate::link::{Site, Story, Telling, glossary};
use crate::model::Route;
use crate::outputs::OutputKind;
use crate::parse::blocks;
use crate::parse::text::Texts;
use crate::part::Part;
use crate::plan::body::{BodyView, Place};
use crate::plan::head::Draft;
use crate::plan::labels::Labels;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{GlossaryPage, LetterEntry, Link, TermLink, TermView};
use crate::plan::{Origin, Page, Planner, View, feed, made};
use crate::typeset;

/// The terms of a language.
#[derive(Default)]
pub struct Glossary {
    /// In the order of the language.
    terms: Vec<Part<TermView>>,
    /// The places of those, by the names that texts mention them by.
    by_name: FxHashMap<Arc<str>, usize>,
    /// The page, if the theme has it.
    page: Option<Part<Link>>,
}

/// The terms that a text mentions, and the page that has them all.
#[derive(Clone, Default)]
pub struct Mentions {
    /// In the order of the text; nothing for a term that is not published.
    pub terms: Vec<Option<Part<TermView>>>,
    /// The page of the glossary, if the theme has it.
    pub page: Option<Part<Link>>,
}

impl Glossary {
    /// The terms that a text mentions.
    pub fn mentions(&self, telling: &Telling) -> Mentions {
        let names = &telling.article.mentions;
        if names.is_empty() {
            return Mentions::default();
        }
        let term = |name: &Arc<str>| Some(self.terms[*self.by_name.get(name)?].clone());
        Mentions { terms: names.iter().map(term).collect(), page: self.page.clone() }
    }
}

/// The glossaries of all locales, in declared order.
pub fn gather(
    site: &Site,
    localities: &[Locality],
    names: &[Arc<str>],
    (texts, labels): (&Texts, &Arc<Labels>),
) -> Vec<Glossary> {
    let gatherer = Gatherer { site, localities, names, texts, labels };
    localities.iter().map(|locality| gatherer.glossary(locality)).collect()
}

struct Gatherer<'a> {
    site: &'a Site,
    localities: &'a [Locality],
    /// The languages' own names.
    names: &'a [Arc<str>],
    texts: &'a Texts,
    labels: &'a Arc<Labels>,
}

impl Gatherer<'_> {
    fn glossary(&self, locality: &Locality) -> Glossary {
        let told = self.site.archive.glossary.iter();
        let mut told: Vec<(&Story, &Telling)> =
            told.filter_map(|story| Some((&**story, story.telling(locality.place)?))).collect();
        let formats = locality.speech.formats();
        told.sort_by(|(one, a), (other, b)| {
            let names = [a, b].map(|telling| sorted_by(&telling.article.shown.title));
            formats.compare(names[0], names[1]).then_with(|| one.key.cmp(&other.key))
        });
        let place = |(place, (story, _)): (usize, &(&Story, &Telling))| {
            (Arc::from(story.key.as_str()), place)
        };
        Glossary {
            by_name: told.iter().enumerate().map(place).collect(),
            terms: told
                .into_iter()
                .map(|(story, telling)| Part::new(self.term(locality, story, telling)))
                .collect(),
            page: locality.link(self.site, &Subject::Glossary),
        }
    }

    fn term(&self, locality: &Locality, story: &Story, telling: &Telling) -> TermView {
        let article = &telling.article;
        let set = |text: &str| typeset::plain(text, article.language).into_owned();
        let mut definition = String::new();
        let body = BodyView::of_definition(self.site, self.labels, story, telling);
        body.write(self.texts, &mut definition, Place::Page);
        let words: Vec<String> = blocks::blocks(article.body_text(), article.has_math())
            .into_iter()
            .map(|block| block.text)
            .collect();
        let others = self.localities.iter().filter(|other| other.place != locality.place);
        TermView {
            anchor: glossary::anchor(&story.key),
            name: Arc::clone(&article.shown.title),
            forms: article.head.forms.iter().flatten().map(|form| set(form)).collect(),
            definition: definition.trim_end().to_owned(),
            text: set(&words.join(" ")),
            href: self.href(locality, story),
            others: others.filter_map(|other| self.other(other, story)).collect(),
        }
    }

    fn other(&self, other: &Locality, story: &Story) -> Option<TermLink> {
        let telling = story.telling(other.place)?;
        Some(TermLink {
            locale: telling.article.locale.clone(),
            language: Arc::clone(&self.names[other.place]),
            name: Arc::clone(&telling.article.shown.title),
            href: self.href(other, story),
        })
    }

    fn href(&self, locality: &Locality, story: &Story) -> Option<String> {
        let page: Route = locality.route(self.site, &Subject::Glossary)?;
        let anchor = glossary::anchor(&story.key);
        Some(format!("{}#{anchor}", self.site.config.base_url.href(&page)))
    }
}

/// What a term is sorted by: a mark before its first letter does not count.
fn sorted_by(name: &str) -> &str {
    let words = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    if words.is_empty() { name } else { words }
}

/// The page of a locale's glossary, if it has terms and the theme has the layout.
pub fn page(planner: &Planner, locality: &Locality) -> Option<Page> {
    let draft = Draft::of(planner, locality, Subject::Glossary)?;
    let draft = Draft { kind: "glossary", ..draft };
    let page = draft.view(planner, feed::of_list(planner, locality, &Subject::Home));
    let initials = Initials::new(locality.speech.formats());
    let mut letters: Vec<LetterEntry> = Vec::new();
    for term in &planner.glossaries[locality.place].terms {
        let letter = initials.of(&term.name).unwrap_or_else(|| "#".to_owned());
        match letters.iter_mut().find(|there| there.letter == letter) {
            Some(there) => there.terms.push(term.clone()),
            None => letters.push(LetterEntry { letter, terms: vec![term.clone()] }),
        }
    }
    let source = Origin::Made(format!("the page `{}`", draft.route));
    let view = View::Glossary(GlossaryPage { page, letters });
    Some(made(&draft, OutputKind::Index, source, None, view))
}
