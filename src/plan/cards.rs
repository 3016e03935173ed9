//! Cards: the pictures that social networks show of articles.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::card::SIZE;
use crate::diag::Span;
use crate::link::{Site, Telling};
use crate::model::Route;
use crate::outputs::OutputKind;
use crate::plan::subject::Locality;
use crate::plan::teasers::topics;
use crate::plan::view::{CardLink, CardPage, CardView};
use crate::plan::{Content, Origin, Page, Planner};

/// The template of all cards.
pub const TEMPLATE: &str = "card.svg";

/// The card of an article to be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOf {
    /// The locale's place.
    pub locality: usize,
    /// The story's.
    pub place: usize,
}

/// Where the card of an article is, if the site has cards.
///
/// Its name says nothing of what it shows: networks ask for it long after the page was shared, and it must be
/// there even if the title was corrected meanwhile.
fn route(site: &Site, telling: &Telling) -> Option<Route> {
    site.config.cards.then(|| telling.route.file("card.png"))
}

/// What the page of an article says of its card.
pub fn link(site: &Site, telling: &Telling) -> Option<CardLink> {
    let route = route(site, telling)?;
    let (width, height) = SIZE;
    Some(CardLink { src: site.config.base_url.href(&route), width, height })
}

/// Plans the card of an article that the locale has in its own language.
pub fn plan(planner: &Planner, locality: &Locality, place: usize) -> Option<Page> {
    let telling = planner.site.archive.stories[place].telling(locality.place)?;
    let route = route(&planner.site, telling)?;
    let source = Origin::File(Span::file(&telling.article.file));
    let content = Content::Card(CardOf { locality: locality.place, place });
    Some(Page::new(route, OutputKind::Asset, source, content))
}

impl CardOf {
    /// What the card shows.
    pub fn view(&self, planner: &Planner) -> Option<CardPage> {
        let locality = &planner.localities[self.locality];
        let story = &planner.site.archive.stories[self.place];
        let shown = &story.telling(self.locality)?.article.shown;
        let first = topics(planner, locality, &story.facts.topics).into_iter().next();
        let card = CardView {
            title: Arc::clone(&shown.title),
            kicker: shown.kicker.clone(),
            topic: first.map(|topic| Arc::clone(&topic.name)),
            date: story.facts.date,
        };
        Some(CardPage { card })
    }
}
