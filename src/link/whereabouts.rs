//! Links that lead where they led before.
//!
//! While an author changes words, all articles stay where they are. Then a story with the same texts has the
//! same links as in the last build, but for those to files and to places within other texts. To look up the
//! links of all others would be half of linking.

use std::sync::Arc;

use rayon::prelude::*;

use super::cross_links::{Resolved, Targets};
use super::{Archive, Story, Telling};
use crate::hashed::Fingerprint;
use crate::parse::config::Config;

/// How many stories have a fingerprint together.
const SOME: usize = 512;

/// What is known of links from the last build.
pub struct Known<'a> {
    /// See [`Archive::whereabouts`].
    pub whereabouts: Fingerprint,
    /// The stories of that build, if all were where they are now: the same, in the same order.
    before: Vec<&'a Story>,
}

impl<'a> Known<'a> {
    /// Compares where stories are with where they were in the archive `before`.
    pub fn new(config: &Config, stories: &[&Story], before: Option<&'a Archive>) -> Self {
        let whereabouts = whereabouts(config, stories);
        let before = before.filter(|before| before.whereabouts == whereabouts);
        Self { whereabouts, before: before.into_iter().flat_map(Archive::told).collect() }
    }

    /// The links of the story at a place, if they are those that it had.
    pub fn links(&self, place: usize, story: &Story) -> Option<Targets> {
        let before = self.before.get(place).filter(|before| has_same_links(story, before))?;
        let links = |telling: &Option<Telling>| Some(Arc::clone(&*telling.as_ref()?.targets));
        Some(before.tellings.iter().map(links).collect())
    }
}

/// Whether links that none had a problem with stay right as long as articles are where they are.
pub fn is_settled(targets: &Targets) -> bool {
    targets.iter().flatten().flat_map(|targets| targets.iter()).all(|target| match target {
        Resolved::AsWritten(_) | Resolved::Path { .. } => true,
        Resolved::Article { suffix, .. } => suffix.is_empty(),
        Resolved::Media { .. } | Resolved::Picture(_) | Resolved::Figures(_) => false,
        Resolved::Nothing => false,
    })
}

/// The fingerprint of all that a link to an article depends on, but for places within texts: which stories
/// there are, in which languages, where, and what the site does about those that a language lacks.
fn whereabouts(config: &Config, stories: &[&Story]) -> Fingerprint {
    let tags: Vec<_> = config.locales.iter().map(|locale| &locale.tag).collect();
    let one = |story: &&Story| {
        let routes =
            story.tellings.iter().map(|telling| telling.as_ref().map(|told| told.route.clone()));
        (story.key.clone(), story.original, routes.collect::<Vec<_>>())
    };
    let some = |stories: &[&Story]| Fingerprint::of(&stories.iter().map(one).collect::<Vec<_>>());
    let all: Vec<Fingerprint> = stories.par_chunks(SOME).map(some).collect();
    Fingerprint::of(&(tags, config.untranslated, all))
}

/// Whether the links of a story are those that it had `before`, if articles are where they were.
fn has_same_links(story: &Story, before: &Story) -> bool {
    let same = |(now, before): (&Option<Telling>, &Option<Telling>)| match (now, before) {
        (Some(now), Some(before)) => Arc::ptr_eq(&now.article, &before.article),
        (None, None) => true,
        _ => false,
    };
    before.settled
        && story.tellings.iter().zip(&before.tellings).all(same)
        // Those that may be cited are of the original, which may be an article that is not published.
        && story.facts.sources == before.facts.sources
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect;
    use crate::diag::Checked;
    use crate::l10n::Words;
    use crate::link::vocabulary::Vocabulary;
    use crate::link::{Selection, gather};
    use crate::parse::{self, ParseMemo};
    use crate::world::MemoryWorld;
    use jiff::Timestamp;

    const CONFIG: &str =
        "base_url: https://x.example/\ntheme: gazette\nlocales: [{ tag: fr, region: fr-FR }]\n";

    /// Some sites, one after the other, in one process.
    struct Sites {
        world: MemoryWorld,
        memo: ParseMemo,
        last: Option<Arc<Archive>>,
    }

    impl Sites {
        fn new(articles: &[(&str, &str)]) -> Self {
            let world = MemoryWorld::new(Timestamp::UNIX_EPOCH);
            let mut sites = Self { world, memo: ParseMemo::default(), last: None };
            sites.world.write("depeche.yaml", CONFIG.as_bytes());
            sites.next(articles);
            sites
        }

        /// Links the site after an edit; returns the stories whose links were not looked up again.
        fn next(&mut self, articles: &[(&str, &str)]) -> Vec<String> {
            for (name, text) in articles {
                let article = format!("---\ntitle: T\ndate: 2025-01-01\n{text}\n");
                self.world.write(&format!("content/{name}.fr.md"), article.as_bytes());
            }
            self.memo.turn();
            let sources = collect::collect(&self.world).value;
            let parsed = parse::parse(sources, None, &self.memo).value;
            let wanted = Selection { drafts: false, future: true };
            let words = Words::new(parsed.messages.clone());
            let vocabulary = Vocabulary::new(&parsed, &words);
            let expected = gather(&parsed, wanted, &vocabulary, None);
            let Checked { value: archive, diagnostics } =
                gather(&parsed, wanted, &vocabulary, self.last.as_deref());
            assert_eq!(diagnostics, expected.diagnostics);
            let links = |archive: &Archive| {
                let told = archive.told().flat_map(|story| story.tellings.iter().flatten());
                told.map(|telling| Arc::clone(&*telling.targets)).collect::<Vec<_>>()
            };
            assert_eq!(links(&archive), links(&expected.value));
            let before = self.last.as_deref().map(links).unwrap_or_default();
            let now = links(&archive);
            let same = |(story, links): (&Story, &Arc<[Resolved]>)| {
                let known = before.iter().any(|other| Arc::ptr_eq(other, links));
                (known && !links.is_empty()).then(|| story.key.to_string())
            };
            let kept = archive.told().zip(&now).filter_map(same).collect();
            self.last = Some(archive);
            kept
        }
    }

    #[test]
    fn links_are_looked_up_again_only_where_they_may_lead_elsewhere() {
        let mut sites = Sites::new(&[
            ("a", "slug: a\n---\n\n[b](b.md)"),
            ("b", "slug: b\n---\n\n## Here\n\n[a](a.md)"),
            ("c", "slug: c\n---\n\n[b](b.md#here)"),
            ("d", "slug: d\n---\n\n[gone](gone.md)"),
        ]);
        assert_eq!(sites.next(&[]), ["a", "b"]);
        // Other words.
        assert_eq!(sites.next(&[("b", "slug: b\n---\n\n## Here\n\nMore. [a](a.md)")]), ["a"]);
        // The place that another text leads to is gone.
        assert_eq!(sites.next(&[("b", "slug: b\n---\n\n## There\n\n[a](a.md)")]), ["a"]);
        // An article is elsewhere, and another is new.
        assert_eq!(sites.next(&[("b", "slug: b2\n---\n\n[a](a.md)")]), [""; 0]);
        assert_eq!(sites.next(&[("gone", "slug: gone\n---\n")]), [""; 0]);
        assert_eq!(sites.next(&[]), ["a", "b", "d"]);
    }

    #[test]
    fn what_an_article_cites_may_go_though_it_stays_as_it_is() {
        let original = |sources: &str| format!("draft: true\n{sources}---\n");
        let cited = original("sources: [{ id: s, title: S }]\n");
        let translation =
            "translated_from: en\ndraft: false\n---\n\n[x](https://x.example/) [^src:s]";
        let mut sites = Sites::new(&[]);
        let config = CONFIG.replace("]\n", ", { tag: en, region: en-GB }]\n");
        sites.world.write("depeche.yaml", config.as_bytes());
        let write = |sites: &mut Sites, original: &str| {
            let article = format!("---\ntitle: T\ndate: 2025-01-01\n{original}\n");
            sites.world.write("content/a.en.md", article.as_bytes());
            sites.next(&[("a", translation)])
        };
        assert_eq!(write(&mut sites, &cited), [""; 0]);
        assert_eq!(write(&mut sites, &cited), ["a"]);
        assert_eq!(write(&mut sites, &original("")), [""; 0]);
    }
}
