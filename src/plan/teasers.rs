//! Teasers: stories as lists show them, one for each locale, shared by all lists.

use std::sync::{Arc, OnceLock};

use crate::link::{Exhibit, Media, Story, Telling};
use crate::model::{BaseUrl, Id};
use crate::parse::config::Untranslated;
use crate::parse::front_matter::Cover;
use crate::part::Part;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{ImageView, Teaser, TopicLink};
use crate::plan::{Planner, body};
use crate::typeset;

/// The teasers of a locale, by story: each is made when the first page asks for it.
pub struct Teasers(Vec<OnceLock<Option<Part<Teaser>>>>);

impl Teasers {
    /// None as yet, of so many stories.
    pub fn new(stories: usize) -> Self {
        Self(std::iter::repeat_with(OnceLock::new).take(stories).collect())
    }

    /// The teaser of a story; nothing where the locale does not show it.
    pub fn get(
        &self,
        planner: &Planner,
        locality: &Locality,
        place: usize,
    ) -> Option<Part<Teaser>> {
        self.0[place].get_or_init(|| teaser(planner, locality, place).map(Part::new)).clone()
    }
}

fn teaser(planner: &Planner, locality: &Locality, place: usize) -> Option<Teaser> {
    let site = &*planner.site;
    let story = &site.archive.stories[place];
    let own = story.telling(locality.place).is_some();
    if !own && site.config.untranslated == Untranslated::Hide {
        return None;
    }
    let (found, telling) = story.telling_or_original(locality.place)?;
    let around = locality.around(site, &Subject::Story(place));
    let (head, shown) = (&telling.article.head, &telling.article.shown);
    Some(Teaser {
        title: Arc::clone(&shown.title),
        kicker: shown.kicker.clone(),
        summary: shown.summary.clone(),
        href: site.config.base_url.href(around.as_ref().unwrap_or(&telling.route)),
        date: story.facts.date,
        updated: telling.updated,
        topics: topics(planner, locality, &story.facts.topics),
        minutes: shown.minutes,
        locale: telling.article.locale.clone(),
        foreign: (found != locality.place).then(|| Arc::clone(&planner.names[found])),
        corrected: head.updates.iter().flatten().any(|update| update.kind == "correction"),
        cover: cover(story, telling, &site.config.base_url),
    })
}

/// Topics, named in a locale and linked where they have a page there.
pub fn topics(planner: &Planner, locality: &Locality, ids: &[Id]) -> Vec<Part<TopicLink>> {
    ids.iter().map(|id| locality.topic(&planner.site, id)).collect()
}

/// The cover picture, with the words of a telling.
pub fn cover(story: &Story, telling: &Telling, base: &BaseUrl) -> Option<ImageView> {
    let (_, exhibit) = story.facts.cover.as_ref()?;
    let words: &Cover = telling.cover.as_ref()?;
    let (route, size, choices) = match exhibit.as_ref()? {
        Exhibit::File(Media { route, size, .. }) => (route, *size, Vec::new()),
        Exhibit::Picture(made) => {
            (&made.plain.route, Some(made.plain.size), body::choices(made, base))
        }
    };
    let set = |text: &String| typeset::plain(text, telling.article.language).into_owned();
    Some(ImageView {
        src: base.href(route),
        alt: words.alt.as_ref().map(set).unwrap_or_default(),
        credit: words.credit.as_ref().map(set),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        choices,
    })
}
