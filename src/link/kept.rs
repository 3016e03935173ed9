//! What is linked once, and stays so while only its looks change.
//!
//! A template, a stylesheet or the length of a page changes nothing of which stories there are, nor of where
//! their links lead. To find that out again would take longer than to plan what is shown.

use std::sync::Arc;

use jiff::Timestamp;

use super::vocabulary::Vocabulary;
use super::{Archive, Selection, Site, revised};
use crate::diag::{Checked, Diagnostic};
use crate::hashed::Fingerprint;
use crate::l10n::Words;
use crate::ledger::Ledger;
use crate::parse::Parsed;
use crate::parse::article::Article;
use crate::parse::theme::Theme;

/// A site, and what it was linked from, so that the next build knows what need not be done again.
#[derive(Debug)]
pub struct Linked {
    /// The site.
    pub site: Arc<Site>,
    /// What is wrong with its archive.
    problems: Vec<Diagnostic>,
    selection: Selection,
    /// What articles could find in the words.
    vocabulary: Fingerprint,
    articles: Arc<Vec<Arc<Article>>>,
    media: Fingerprint,
    ledger: Arc<Ledger>,
    /// When it was.
    since: Timestamp,
    /// The stories that are told otherwise than in the site before, by their places; nothing, if more is another.
    pub anew: Option<Vec<usize>>,
}

/// An archive, with what is wrong with it.
pub(super) struct Gathered {
    pub archive: Checked<Arc<Archive>>,
    /// See [`Linked::anew`].
    pub anew: Option<Vec<usize>>,
}

impl Linked {
    /// A site that was just linked.
    pub(super) fn new(
        parsed: &Parsed,
        selection: Selection,
        (words, vocabulary): (Arc<Words>, Fingerprint),
        gathered: Gathered,
    ) -> Self {
        let Gathered { archive: Checked { value: archive, diagnostics: problems }, anew } =
            gathered;
        let (config, theme) = (Arc::clone(&parsed.config), Arc::clone(&parsed.theme));
        Self {
            site: Arc::new(Site { config, words, theme, archive }),
            problems,
            selection,
            vocabulary,
            articles: Arc::clone(&parsed.articles),
            media: Fingerprint::of(&parsed.media),
            ledger: Arc::clone(&parsed.ledger),
            since: parsed.now,
            anew,
        }
    }

    /// Its archive, if it would be the same again but for some stories. What articles could find in the vocabulary is
    /// `known`.
    pub(super) fn kept(
        &self,
        parsed: &Parsed,
        selection: Selection,
        (vocabulary, known): (&Checked<Vocabulary<'_>>, Fingerprint),
    ) -> Option<Gathered> {
        let archive = &self.site.archive;
        let same = self.selection == selection
            && self.is_in_time(parsed.now)
            && self.has_same_config(parsed)
            && self.vocabulary == known
            && vocabulary.diagnostics.is_empty()
            && has_glossary(&self.site.theme) == has_glossary(&parsed.theme)
            && self.ledger == parsed.ledger
            && self.media == Fingerprint::of(&parsed.media);
        let (archive, anew, problems) = match () {
            () if !same => return None,
            () if self.has_same_articles(parsed) => {
                (Arc::clone(archive), Vec::new(), self.problems.clone())
            }
            () if !self.is_sound() => return None,
            () => {
                let (before, problems) = ((&**archive, &**self.articles), &*self.problems);
                let vocabulary = &vocabulary.value;
                let revised = revised::revise(parsed, selection, vocabulary, before, problems)?;
                (Arc::new(revised.archive), revised.anew, revised.problems)
            }
        };
        let archive = Checked { value: archive, diagnostics: problems };
        Some(Gathered { archive, anew: Some(anew) })
    }

    /// Whether all that is wrong with its archive is of one story each.
    pub fn is_sound(&self) -> bool {
        self.problems.iter().all(revised::is_of_one_story)
    }

    /// Whether no article was read anew.
    fn has_same_articles(&self, parsed: &Parsed) -> bool {
        let (before, now) = (&self.articles, &parsed.articles);
        Arc::ptr_eq(before, now)
            || before.len() == now.len()
                && before.iter().zip(now.iter()).all(|(one, other)| Arc::ptr_eq(one, other))
    }

    fn is_in_time(&self, now: Timestamp) -> bool {
        self.since <= now && self.site.archive.until.is_none_or(|until| now < until)
    }

    /// Whether the configuration says the same of stories, and problems that name a place in it still do.
    fn has_same_config(&self, parsed: &Parsed) -> bool {
        let (before, now) = (&*self.site.config, &*parsed.config);
        match self.problems.is_empty() {
            true => before.links_as(now),
            false => Fingerprint::of(before) == Fingerprint::of(now),
        }
    }
}

/// Links to terms lead to the page of the glossary, if a theme has one.
fn has_glossary(theme: &Theme) -> bool {
    theme.has_layout("glossary")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect;
    use crate::link::{link, link_after};
    use crate::parse::{self, ParseMemo};
    use crate::world::MemoryWorld;

    const CONFIG: &str =
        "base_url: https://x.example/\ntheme: gazette\nlocales: [{ tag: fr, region: fr-FR }]\n";

    /// A site that is edited, in one process.
    struct Edited {
        world: MemoryWorld,
        memo: ParseMemo,
        last: Option<Linked>,
    }

    impl Edited {
        fn new(article: &str) -> Self {
            let world = MemoryWorld::new(Timestamp::UNIX_EPOCH);
            let mut site = Self { world, memo: ParseMemo::default(), last: None };
            site.keeps("depeche.yaml", CONFIG);
            site.keeps("content/a.fr.md", article);
            site
        }

        /// Writes a file, and says whether the archive was kept.
        fn keeps(&mut self, path: &str, text: &str) -> bool {
            self.world.write(path, text.as_bytes());
            self.links(self.world.clone())
        }

        /// Writes an article, and says which stories were told anew; nothing, if all were.
        fn tells_anew(&mut self, name: &str, rest: &str) -> Option<Vec<usize>> {
            let text = format!("---\ndate: 1969-01-01\n{rest}\n");
            self.world.write(&format!("content/{name}.fr.md"), text.as_bytes());
            self.links(self.world.clone());
            self.last.as_ref()?.anew.clone()
        }

        fn links(&mut self, world: MemoryWorld) -> bool {
            self.memo.turn();
            let parsed = parse::parse(collect::collect(&world).value, None, &self.memo).value;
            let expected = link(&parsed, Selection::default());
            let linked = link_after(&parsed, Selection::default(), self.last.as_ref());
            assert_eq!(linked.diagnostics, expected.diagnostics);
            let now = linked.value;
            let archive = |linked: &Linked| format!("{:?}", linked.site.archive);
            assert_eq!(archive(&now), format!("{:?}", expected.value.archive));
            let same = |last: &Linked| Arc::ptr_eq(&last.site.archive, &now.site.archive);
            let kept = self.last.as_ref().is_some_and(same);
            self.last = Some(now);
            kept
        }
    }

    #[test]
    fn an_archive_stays_while_its_looks_change() {
        let mut site = Edited::new("---\ntitle: T\ndate: 1969-01-01\ntopics: [a]\n---\n");
        let config = |more: &str| format!("{CONFIG}{more}");
        assert!(site.keeps("templates/partials/footer.html", "<footer></footer>"));
        assert!(site.keeps("assets/gazette.css", "a {}"));
        assert!(!site.keeps("depeche.yaml", &config("topics: [{ id: a }]\n")));
        assert!(!site.keeps("i18n/fr/topics.ftl", "topic-a = Alpha\n"));
        assert!(site.keeps("depeche.yaml", &config("topics: [{ id: a }]\npage_size: 3\n")));
        assert!(
            !site.keeps("depeche.yaml", &config("topics: [{ id: a }]\ntime_zone: Europe/Paris\n"))
        );
        assert!(!site.keeps("content/picture.png", "x"));
        assert!(!site.keeps("content/a.fr.md", "---\ntitle: U\ndate: 1969-01-01\n---\n"));
        assert!(!site.keeps("depeche.yaml", "theme: plain\n"));
    }

    #[test]
    fn a_story_that_stands_where_it_stood_is_told_anew_alone() {
        let mut site = Edited::new("---\ntitle: T\ndate: 1969-01-02\n---\n\n[b](b.md#x)\n");
        let b = "slug: b\n---\n\n## X\n\n[a](a.md)";
        assert_eq!(site.tells_anew("b", &format!("title: B\n{b}")), None, "it came");
        assert_eq!(site.tells_anew("b", &format!("title: B\n{b}")), Some(Vec::new()));
        for head in ["title: C", "title: C\nsummary: S", "title: C\nkicker: K\nextra: { x: y }"] {
            assert_eq!(site.tells_anew("b", &format!("{head}\n{b}")), Some(vec![1]), "{head}");
        }
        let text = format!("title: C\n{b}\n\n## Y\n\n");
        assert_eq!(site.tells_anew("b", &text), None, "a place that another leads to may be gone");
        assert_eq!(site.tells_anew("c", "title: C\nslug: c\n---\n"), None, "it came");
        let heading = "title: C\nslug: c\n---\n\n## Z\n\n[z](#z)";
        assert_eq!(site.tells_anew("c", heading), Some(vec![2]), "nobody leads into it");
        let moves = |line: &str| ("title: C", format!("title: C\n{line}"));
        let moves = [
            ("slug: b", "slug: d".to_owned()),
            moves("aliases: [/old/]"),
            moves("draft: true"),
            moves("publish_at: 1970-02-01"),
            moves("updates: [{ date: 1969-01-03, kind: update, note: n }]"),
        ];
        for (old, new) in moves {
            site.tells_anew("b", &text);
            assert_eq!(site.tells_anew("b", &text.replace(old, &new)), None, "{new}");
        }
        let broken = format!("{text} [x](nowhere.md)");
        assert_eq!(site.tells_anew("b", &broken), None, "something is wrong");
        assert_eq!(site.tells_anew("b", &text), None, "something was");
        assert_eq!(site.tells_anew("b", &text.replace("title: C", "title: D")), Some(vec![1]));
    }

    #[test]
    fn what_is_wrong_with_one_story_holds_up_no_other() {
        let mut site = Edited::new("---\ntitle: T\ndate: 1969-01-02\n---\n");
        let source =
            |id: &str| format!("{{ id: {id}, title: S, url: \"https://x.example/{id}\" }}");
        let sources = format!("sources: [{}, {}]", source("r"), source("s"));
        let uncited = |title: &str| format!("title: {title}\nslug: b\n{sources}\n---\n\n[^src:r]");
        let other = |title: &str| format!("title: {title}\nslug: c\n---\n");
        assert_eq!(site.tells_anew("b", &uncited("B")), None, "it came");
        assert_eq!(site.tells_anew("c", &other("C")), None, "it came");
        assert_eq!(site.tells_anew("c", &other("D")), Some(vec![2]), "the other one");
        assert_eq!(site.tells_anew("b", &uncited("E")), Some(vec![1]), "itself");
        assert_eq!(site.last.map(|last| last.problems.len()), Some(1));
    }

    #[test]
    fn what_is_wrong_stays_wrong_where_it_is() {
        let mut site =
            Edited::new("---\ntitle: T\ndate: 1969-01-01\ntopics: [a]\n---\n\n[b](b.md)\n");
        assert!(site.keeps("assets/gazette.css", "a {}"));
        // Some problems name a place in the configuration.
        assert!(!site.keeps("depeche.yaml", &format!("{CONFIG}page_size: 3\n")));
        assert!(site.last.is_some_and(|last| last.problems.len() > 1));
    }

    #[test]
    fn an_archive_has_its_time() {
        let mut site = Edited::new("---\ntitle: T\ndate: 1970-01-03\n---\n");
        let at = |site: &mut Edited, second| {
            let now = Timestamp::from_second(second).expect("a moment");
            let world = site.world.clone().at(now);
            site.links(world)
        };
        assert!(at(&mut site, 86_400));
        assert!(!at(&mut site, 0));
        assert!(!at(&mut site, 2 * 86_400));
        assert!(at(&mut site, 3 * 86_400));
    }
}
