//! What pages show of an article besides its body, whatever the page: made once for each file, since
//! a headline stands on seven pages and is typeset for all of them alike.

mod heading;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::config::LocaleConfig;
use super::front_matter::FrontMatter;
use super::markdown::{Body, Heading};
use crate::hashed::Hashed;
use crate::typeset;
pub use heading::HeadingView;

/// An article's words for pages, typeset for its language.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shown {
    /// The headline; the story's name where the head has none, which was reported.
    pub title: Arc<str>,
    /// The words above the headline.
    pub kicker: Option<Arc<str>>,
    /// The lead.
    pub summary: Option<Arc<str>>,
    /// Short lines above the text.
    pub key_points: Hashed<Vec<String>>,
    /// Headings of the text.
    pub headings: Hashed<Vec<HeadingView>>,
    /// The reading time in minutes, at least 1.
    pub minutes: u32,
}

/// `extra`: whatever the author keeps for the theme.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Extra(pub serde_json::Value);

impl Extra {
    /// What a head has of it, where it was checked.
    pub fn of(head: &FrontMatter) -> Self {
        let extra = head.extra.as_deref().map(serde_json::from_str);
        Self(extra.and_then(Result::ok).unwrap_or_default())
    }
}

impl Hash for Extra {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_string().hash(state);
    }
}

impl Shown {
    /// Typesets a head's words; `name` stands for a title that is missing.
    pub fn new(head: &FrontMatter, body: &Body, name: &str, declared: &LocaleConfig) -> Self {
        let language = declared.language();
        let set = |text: &str| Arc::from(typeset::plain(text, language));
        let own = |text: &String| typeset::plain(text, language).into_owned();
        let heading = |heading: &Heading| HeadingView {
            level: heading.level,
            id: heading.id.clone(),
            text: own(&heading.text),
        };
        Self {
            title: set(head.title.as_deref().unwrap_or(name)),
            kicker: head.kicker.as_deref().map(set),
            summary: head.summary.as_deref().map(set),
            key_points: Hashed::new(head.key_points.iter().flatten().map(own).collect()),
            headings: Hashed::new(body.headings.iter().map(heading).collect()),
            minutes: declared.pace.minutes(body.words, body.characters),
        }
    }
}
