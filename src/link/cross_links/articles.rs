//! Links that lead to articles, and to places in their texts.

use percent_encoding::percent_decode_str;

use super::{Asked, Resolved, Resolver, fallback_route};
use crate::collect::{Kind, StoryKey};
use crate::diag::{Code, Diagnostic, nearest};
use crate::link::{Held, Story, Telling, glossary};
use crate::model::Locale;
use crate::parse::config::Untranslated;

impl<'a> Resolver<'a> {
    /// An article, by its file's path without `.md`, and with or without a locale.
    pub(super) fn article(
        &mut self,
        asked: &Asked<'_>,
        path: Option<&str>,
        suffix: &str,
    ) -> Resolved {
        let Some(name) = path.and_then(|path| path.strip_prefix("content/")) else {
            let message = "this link leads out of `content/`".to_owned();
            return self.broken(asked, message, "link to an article of the site".to_owned());
        };
        let (base, locale) = self.split_locale(name);
        let Some(story) = self.named(base) else {
            return self.no_story(asked, &StoryKey::new(base));
        };
        let key = &story.key;
        let own = asked.locale;
        let wanted = locale.unwrap_or(own);
        if locale.is_some() && story.telling(wanted).is_none() {
            let tag = &self.parsed.config.locales[wanted].tag;
            if self.held.get(key) == Some(&Held::Mistaken) {
                return Resolved::Nothing;
            }
            let message = format!("`{key}` has no `{tag}` version");
            return self.broken(
                asked,
                message,
                format!("write `{}.md`, without a locale", key.name()),
            );
        }
        if wanted != own && story.telling(own).is_some() {
            let tag = &self.parsed.config.locales[wanted].tag;
            let problem = Diagnostic::new(
                Code::LinkIntoOtherLanguage,
                format!(
                    "this link leads to the `{tag}` version, and there is one in this language"
                ),
            );
            let help = "leave the locale out: the link then leads to the reader's language";
            self.problems.push(problem.at(asked.span()).help(help));
        }
        let Some((found, telling)) = story.telling_or_original(wanted) else {
            return self.no_story(asked, key);
        };
        if telling.article.kind == Kind::Term {
            return self.term(asked, telling, found);
        }
        self.check_anchor(asked, telling, suffix);
        self.to_article(asked, story, (found, telling), suffix)
    }

    /// The story of a name, which in a link need not be composed.
    fn named(&self, name: &str) -> Option<&'a Story> {
        match name.is_ascii() {
            true => self.stories.find(name),
            false => self.stories.find(StoryKey::new(name).as_str()),
        }
    }

    /// A term: its place on the page of the glossary.
    fn term(&mut self, asked: &Asked<'_>, telling: &Telling, found: usize) -> Resolved {
        if !self.parsed.theme.has_layout("glossary") {
            let message = "the theme has no page of the glossary".to_owned();
            let help =
                "write the term without a link: it is explained where a text mentions it first";
            return self.broken(asked, message, help.to_owned());
        }
        let foreign = (found != asked.locale).then(|| telling.article.locale.clone());
        let suffix = format!("#{}", glossary::anchor(&telling.article.story));
        Resolved::Article { route: telling.route.clone(), suffix, foreign }
    }

    fn to_article(
        &self,
        asked: &Asked<'_>,
        story: &Story,
        (found, telling): (usize, &Telling),
        suffix: &str,
    ) -> Resolved {
        let config = &self.parsed.config;
        let around = config.untranslated == Untranslated::Page && found != asked.locale;
        let (route, foreign) = match around && story.telling(asked.locale).is_none() {
            true => (fallback_route(config, story, telling, asked.locale), None),
            false => (
                telling.route.clone(),
                (found != asked.locale).then(|| telling.article.locale.clone()),
            ),
        };
        Resolved::Article { route, suffix: suffix.to_owned(), foreign }
    }

    /// The story that a path names, and the place of the locale at its end.
    fn split_locale<'n>(&self, name: &'n str) -> (&'n str, Option<usize>) {
        let locales = &self.parsed.config.locales;
        let ending = name.rsplit_once('.').and_then(|(base, end)| {
            let locale = Locale::new(end)?;
            Some((base, locales.iter().position(|declared| declared.tag == locale)?))
        });
        let (base, locale) = match ending {
            Some((base, locale)) => (base, Some(locale)),
            None => (name, None),
        };
        let base = base.strip_suffix("/index").unwrap_or(base);
        (base, locale)
    }

    fn no_story(&mut self, asked: &Asked<'_>, key: &StoryKey) -> Resolved {
        match self.held.get(key) {
            Some(Held::Mistaken) => return Resolved::Nothing,
            Some(held) => {
                let message = format!("`{key}` is not published ({})", held.as_str());
                let help = "take the link out, or publish the other article";
                return self.broken(asked, message, help.to_owned());
            }
            None => {}
        }
        let near = nearest(key.as_str(), self.stories.names());
        let help = match near {
            Some(near) => format!("did you mean `/{near}.md`?"),
            None => "write the article's path from this file's folder, or from `content/` with `/` first".to_owned(),
        };
        self.broken(asked, format!("there is no story `{key}`"), help)
    }

    /// Checks that an article has the place that a fragment names.
    pub(super) fn check_anchor(&mut self, asked: &Asked<'_>, telling: &Telling, suffix: &str) {
        let Some((_, fragment)) = suffix.split_once('#') else { return };
        if !telling.article.is_readable() {
            return;
        }
        let fragment = percent_decode_str(fragment).decode_utf8_lossy();
        let anchors = &telling.article.anchors;
        let sources =
            self.stories.find(telling.article.story.as_str()).map(|story| &story.facts.sources);
        let count = sources.map_or(0, |sources| sources.len());
        let number = fragment.strip_prefix("source-").and_then(|number| number.parse().ok());
        let source = number.is_some_and(|number: usize| (1..=count).contains(&number));
        let block = || telling.article.blocks.iter().any(|id| id.to_string() == *fragment);
        if fragment.is_empty() || source || anchors.iter().any(|id| *id == *fragment) || block() {
            return;
        }
        let all = match anchors.as_slice() {
            [] => "it has no headings with an id".to_owned(),
            anchors => format!("its places are {}", anchors.join(", ")),
        };
        let problem =
            Diagnostic::new(Code::BrokenAnchor, format!("that page has no place `#{fragment}`"))
                .at(asked.span())
                .suggest(&fragment, anchors.iter().map(String::as_str), all);
        self.problems.push(problem);
    }
}
