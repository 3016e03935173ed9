//! An edition as a newsletter: what its message says of itself.

use jiff::fmt::rfc2822;

use crate::l10n::Arg;
use crate::l10n::foreign::without_marks;
use crate::letter::Letter;
use crate::model::Locale;
use crate::plan::head::Draft;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{EditionPage, NewsletterView};
use crate::plan::{Plan, Planner, editions};

/// A message, but for its parts, and what those show.
#[derive(Debug)]
pub struct PlannedLetter {
    /// The message.
    pub letter: Letter,
    /// What the edition's page shows.
    pub page: EditionPage,
    /// What is said of the message.
    pub view: NewsletterView,
}

impl Plan {
    /// Plans the newsletter of an edition, with the place of its locale.
    ///
    /// # Errors
    /// Says in a sentence why there is none.
    pub fn letter(&self, edition: &str, locale: &Locale) -> Result<(usize, PlannedLetter), String> {
        let planner = &self.planner;
        let place = self.locales.iter().position(|declared| declared == locale);
        let place = place.ok_or_else(|| format!("the site has no locale `{locale}`"))?;
        for template in ["newsletter.html", "newsletter.txt"] {
            if !self.theme.templates.contains_key(template) {
                return Err(format!("the theme has no template `{template}`"));
            }
        }
        let locality = &planner.localities[place];
        let named = |at: &&usize| planner.site.archive.editions[**at].name == edition;
        let at = locality.index.editions.keys().find(named);
        let at = *at.ok_or_else(|| format!("there is no edition `{edition}` in `{locale}`"))?;
        Ok((place, letter(planner, locality, at)?))
    }
}

fn letter(planner: &Planner, locality: &Locality, at: usize) -> Result<PlannedLetter, String> {
    let config = &planner.site.config;
    let sender = &config.newsletter;
    if !config.base_url.origin().starts_with("https://") {
        return Err(
            "links in a newsletter need a `base_url` that begins with `https://`".to_owned()
        );
    }
    let from = sender
        .from
        .clone()
        .ok_or("a newsletter needs a sender: write `newsletter: { from: … }` in `depeche.yaml`")?;
    let subject = Subject::Edition(at);
    let draft = Draft::of(planner, locality, subject).ok_or("the theme has no `edition.html`")?;
    let draft = Draft { kind: "newsletter", ..draft };
    let page = editions::page(planner, locality, at, draft.view(planner, Vec::new()));
    let published =
        planner.site.archive.editions[at].published.to_zoned_datetime(config.time_zone.clone());
    let date = rfc2822::to_string(&published).map_err(|error| error.to_string())?;
    let letter = Letter {
        from,
        subject: title(planner, locality, &draft),
        date,
        host: host(config.base_url.origin()),
        locale: locality.speech.locale().clone(),
        unsubscribe: sender.unsubscribe.clone(),
        list_id: sender.list_id.clone(),
        text: String::new(),
        html: String::new(),
    };
    let view = NewsletterView { unsubscribe: sender.unsubscribe.first().cloned(), cut: false };
    Ok(PlannedLetter { letter, page, view })
}

fn title(planner: &Planner, locality: &Locality, draft: &Draft<'_>) -> String {
    let site = locality.title(&planner.site, &Subject::Home);
    let arguments = [("site", Arg::from(&*site)), ("edition", Arg::from(&*draft.title))];
    without_marks(&locality.speech.say("newsletter-subject", &arguments)).into_owned()
}

/// The host of an origin, without its port.
fn host(origin: &str) -> String {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    host.split(':').next().unwrap_or_default().to_owned()
}
