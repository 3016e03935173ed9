//! What each page says of itself: title, address, counterparts, way back.

use std::sync::Arc;

use crate::link::Site;
use crate::model::Route;
use crate::part::Part;
use crate::plan::Planner;
use crate::plan::subject::{Locality, Subject, parent};
use crate::plan::view::{Alternate, FeedLink, Link, PageView, Switch};

/// A page that is being planned.
#[derive(Clone)]
pub struct Draft<'a> {
    /// The layout's name.
    pub kind: &'static str,
    /// The page's language.
    pub locality: &'a Locality,
    /// What it is about.
    pub subject: Subject,
    /// Where it is.
    pub route: Route,
    /// What it is called.
    pub title: Arc<str>,
    /// What it says in a sentence or two.
    pub description: Arc<str>,
    /// The same page in each locale; the page itself among them. Nothing where there is none.
    pub family: Vec<Option<Route>>,
    /// The canonical page, if that is another.
    pub canonical: Option<Route>,
    /// Whether search engines may list it.
    pub indexed: bool,
}

impl<'a> Draft<'a> {
    /// A page whose address, title, description and counterparts follow from its subject.
    pub fn of(planner: &'a Planner, locality: &'a Locality, subject: Subject) -> Option<Self> {
        let site = &*planner.site;
        let route = locality.route(site, &subject)?;
        Some(Self {
            kind: "",
            locality,
            route,
            title: locality.title(site, &subject),
            description: locality.description(site, &subject),
            family: planner.family(&subject),
            subject,
            canonical: None,
            indexed: true,
        })
    }

    /// Says what the page says of itself.
    pub fn view(&self, planner: &Planner, feeds: Vec<Part<FeedLink>>) -> PageView {
        let base = &planner.site.config.base_url;
        let canonical = self.canonical.as_ref().unwrap_or(&self.route);
        PageView {
            kind: self.kind,
            title: Arc::clone(&self.title),
            description: Arc::clone(&self.description),
            href: base.href(&self.route),
            canonical: base.permalink(canonical),
            indexed: self.indexed,
            alternates: self.alternates(planner).into(),
            switcher: self.switcher(planner),
            feeds,
            breadcrumb: self.breadcrumb(&planner.site),
        }
    }

    /// The page and its counterparts, for `hreflang`; nothing unless there are two.
    pub fn alternates(&self, planner: &Planner) -> Vec<Alternate> {
        let config = &planner.site.config;
        let told = self.family.iter().flatten().count();
        if told < 2 || self.canonical.is_some() || !self.indexed {
            return Vec::new();
        }
        let pairs = config.locales.iter().zip(&self.family);
        let mut alternates: Vec<Alternate> = pairs
            .filter_map(|(locale, route)| {
                let url = config.base_url.permalink(route.as_ref()?);
                Some(Alternate { hreflang: locale.tag.to_string(), url })
            })
            .collect();
        // The home pages' default is the root, which chooses; other pages' is the first locale.
        let default = match self.subject {
            Subject::Home if self.route == self.locality.home => Some(Route::root()),
            Subject::Home if self.route == Route::root() => Some(Route::root()),
            _ => self.family.first().cloned().flatten(),
        };
        alternates.extend(default.map(|route| Alternate {
            hreflang: "x-default".to_owned(),
            url: config.base_url.permalink(&route),
        }));
        alternates
    }

    fn switcher(&self, planner: &Planner) -> Vec<Switch> {
        let localities = planner.localities.iter();
        localities.map(|other| self.switch(planner, other)).collect()
    }

    /// The counterpart in another locale, or the nearest parent that it has.
    fn switch(&self, planner: &Planner, other: &Locality) -> Switch {
        let site = &*planner.site;
        let current = other.place == self.locality.place;
        let counterpart = match current {
            true => Some(self.route.clone()),
            false => self.family.get(other.place).cloned().flatten(),
        };
        let around = || Some((other.around(site, &self.subject)?, None, true));
        let counterpart = counterpart.map(|route| (route, None, false));
        let (route, instead, foreign) = counterpart.or_else(around).unwrap_or_else(|| {
            let (route, instead) = nearest(site, other, &self.subject);
            (route, instead, false)
        });
        Switch {
            tag: other.speech.locale().clone(),
            name: Arc::clone(&planner.names[other.place]),
            href: site.config.base_url.href(&route),
            current,
            instead,
            foreign,
        }
    }

    fn breadcrumb(&self, site: &Site) -> Part<Vec<Part<Link>>> {
        // A page of a list stands below the list itself.
        let list = self.locality.route(site, &self.subject).is_some_and(|own| own != self.route);
        let above = if list { Some(self.subject.clone()) } else { parent(site, &self.subject) };
        above.map(|above| self.locality.trail(site, &above)).unwrap_or_default()
    }
}

/// The nearest parent of a subject that a locale has, and its title there.
fn nearest(site: &Site, locality: &Locality, subject: &Subject) -> (Route, Option<Arc<str>>) {
    let mut at = Some(subject.clone());
    while let Some(subject) = at {
        if let Some(route) = locality.route(site, &subject) {
            return (route, Some(locality.title(site, &subject)));
        }
        at = parent(site, &subject);
    }
    (locality.home.clone(), Some(locality.title(site, &Subject::Home)))
}
