//! Which edits make a few stories be told anew, and nothing else of a site.

mod left;

use depeche::ledger::{self, Ledger};
use depeche::link::{self, Selection};
use depeche::parse::{self, ParseMemo};
use depeche::world::{MemoryWorld, World as _};
use depeche::{Memos, Options, build, collect, desk};
use jiff::Timestamp;
use left::Left;

const CONFIG: &str = "base_url: https://x.example/\ntheme: gazette\nmarkdown: true\nsearch: false\n\
                      locales: [{ tag: fr, region: fr-FR }, { tag: en, region: en-GB }]\n\
                      topics: [{ id: a }, { id: b }]\nfeeds: { content: full }\n";

const WORDS: &str = "topic-a = Alpha\ntopic-b = Beta\ndossier-d = Delta\n";

/// A site that is edited, each time by another process.
struct Site {
    world: MemoryWorld,
    left: Option<Left>,
}

impl Site {
    /// A site of four stories in two languages.
    fn new(more: &[(&str, &str)]) -> Self {
        let world = MemoryWorld::new(Timestamp::from_second(1_751_284_800).expect("a moment"));
        let mut site = Self { world, left: None };
        site.world.write("depeche.yaml", CONFIG.as_bytes());
        for locale in ["fr", "en"] {
            site.world.write(&format!("i18n/{locale}/topics.ftl"), WORDS.as_bytes());
        }
        for (name, links) in [("one", ""), ("two", "[one](one.md)"), ("three", ""), ("four", "")] {
            site.write(name, "fr", "T", &format!("{}## Ici\n\n{links}\n", facts(name)));
            site.write(
                name,
                "en",
                "T",
                &format!("translated_from: fr\n---\n\n## Here\n\n{links}\n"),
            );
        }
        more.iter().for_each(|(path, text)| site.world.write(path, text.as_bytes()));
        let built = build(&site.world, &Options::default(), &Memos::forgetful());
        assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
        let left = Left::of(&site.world, &Options::default());
        site.left = Some(left);
        site
    }

    fn write(&mut self, name: &str, locale: &str, title: &str, rest: &str) {
        let text = format!("---\ntitle: {title} {name} {locale}\nslug: {name}\n{rest}");
        self.world.write(&format!("content/{name}.{locale}.md"), text.as_bytes());
    }

    /// Says of all translations that they are of what their originals say.
    fn accept_all(&mut self) {
        let sources = collect::collect(&self.world).value;
        let parsed = parse::parse(sources, None, &ParseMemo::default()).value;
        let linked = link::link(&parsed, Selection::default()).value;
        let mut ledger = Ledger::default();
        for story in linked.archive.told() {
            desk::accept(&mut ledger, &linked, story, 1, self.world.now());
        }
        self.world.write("translations.lock", ledger::write(&ledger).as_bytes());
        assert!(!self.next(), "no article was edited");
    }

    /// Writes an article, and says whether it was told anew alone.
    fn tells(&mut self, name: &str, locale: &str, title: &str, rest: &str) -> bool {
        self.write(name, locale, title, rest);
        self.next()
    }

    fn next(&mut self) -> bool {
        let left = self.left.take().expect("a build has left something");
        let (left, alone) = left.next(&self.world, &Options::default());
        self.left = Some(left);
        alone
    }
}

/// What is said of a story besides its title, up to its text.
fn facts(name: &str) -> String {
    let day = name.len();
    format!("date: 2025-02-0{day}\ntopics: [a]\ndossier: d\n---\n\n")
}

#[test]
fn what_others_show_of_a_story_is_told_anew_alone() {
    let mut site = Site::new(&[]);
    let facts = facts("one");
    let with = |line: &str| format!("{line}\n{facts}## Ici\n");
    for line in ["summary: S", "kicker: K", "summary: S\nkicker: K", "extra: { x: y }", ""] {
        assert!(site.tells("one", "fr", "Autre", &with(line)), "{line}");
    }
    assert!(site.tells("one", "en", "Other", "translated_from: fr\n---\n\n## Here\n"));
    let text = |text: &str| format!("{facts}{text}\n");
    for rest in
        ["## Ici\n\n## Là\n", "[deux](two.md#ici)\n", "[deux](two.md) [là](#ici)\n\n## Ici\n"]
    {
        assert!(site.tells("one", "fr", "Autre", &text(rest)), "{rest}");
    }
    // Both languages, and two stories, at once.
    site.write("one", "fr", "A", &text("## Ici"));
    site.write("one", "en", "A", "translated_from: fr\n---\n");
    assert!(site.tells("four", "en", "A", "translated_from: fr\n---\n"));
}

#[test]
fn what_moves_a_story_concerns_the_whole_site() {
    let mut site = Site::new(&[]);
    let facts = facts("one");
    let cases = [
        facts.replace("02-03", "02-04"),
        facts.replace("[a]", "[b]"),
        facts.replace("[a]", "[a, b]"),
        facts.replace("dossier: d\n", ""),
        format!("aliases: [/old/]\n{facts}"),
        format!("draft: true\n{facts}"),
        format!("publish_at: 2026-01-01\n{facts}"),
        format!("updated: 2025-03-01\n{facts}"),
        format!("updates: [{{ date: 2025-03-01, kind: correction, note: N }}]\n{facts}"),
        format!("sources: [{{ title: S, url: \"https://example.org/\" }}]\n{facts}"),
        format!("{facts}![p](p.svg)"),
        format!("{facts}[nowhere](nowhere.md)"),
        format!("{facts}[archives](/fr/archives/)"),
        format!("{facts}```chart\ntitle: T\n---\nx, y\na, 1\nb, 2\n```"),
    ];
    for rest in cases {
        assert!(!site.tells("one", "fr", "T", &rest), "{rest}");
        site.tells("one", "fr", "T", &facts);
        assert!(site.tells("one", "fr", "U", &facts), "after {rest}");
    }
}

#[test]
fn places_that_others_lead_into_concern_those_others() {
    let mut site = Site::new(&[]);
    let facts = |name: &str| facts(name);
    assert!(site.tells("three", "fr", "T", &format!("{}[un](one.md#ici)\n", facts("three"))));
    // The place stays, and others come.
    assert!(site.tells("one", "fr", "U", &format!("{}## Ici\n", facts("one"))));
    assert!(!site.tells("one", "fr", "U", &format!("{}## Là\n", facts("one"))), "it is gone");
}

#[test]
fn sites_of_all_kinds_have_such_edits() {
    let kinds = [
        "editions: week\nnews_sitemap: true\npage_size: 1\n",
        "untranslated: page\narchives: [day]\nfeeds: { content: summary }\n",
    ];
    for kind in kinds {
        let config = CONFIG.replace("feeds: { content: full }\n", kind);
        // One has no translation, and is of today.
        let alone = "date: 2025-06-29\ntranslate: false\nsources: [{ title: S, url: \"https://example.org/\" }]\n";
        let alone = format!("---\ntitle: T\nslug: alone\n{alone}---\n\n[un](one.md)\n");
        let mut site = Site::new(&[("depeche.yaml", &config), ("content/alone.fr.md", &alone)]);
        site.world.write("content/alone.fr.md", alone.replace("title: T", "title: U").as_bytes());
        assert!(site.next(), "{kind}");
        assert!(site.tells("one", "fr", "U", &facts("one")), "{kind}");
        assert!(site.tells("two", "en", "U", "translated_from: fr\nsummary: S\n---\n"), "{kind}");
        assert!(!site.tells("three", "fr", "U", &facts("one")), "{kind}");
        assert!(site.tells("three", "fr", "V", &facts("one")), "{kind}");
    }
}

#[test]
fn a_translation_is_compared_with_its_original_again() {
    let mut site = Site::new(&[]);
    site.accept_all();
    let facts = facts("one");
    for text in ["Un mot.", "Un autre.\n\nEt deux de plus, qui changent tout.", "## Ici"] {
        assert!(site.tells("one", "fr", "U", &format!("{facts}{text}\n")), "{text}");
    }
    assert!(site.tells("one", "en", "U", "translated_from: fr\n---\n\n## Here\n"));
    // A record that is of no story may be that of one that was renamed.
    site.world.remove("content/two.fr.md");
    site.world.remove("content/two.en.md");
    assert!(!site.next());
    assert!(!site.tells("one", "fr", "V", &facts));
}

#[test]
fn what_is_wrong_with_one_story_is_wrong_with_no_other() {
    let mut site = Site::new(&[]);
    let [facts, of_two] = ["one", "two"].map(facts);
    site.write("alone", "fr", "T", "date: 2025-06-29\n---\n");
    assert!(!site.next(), "it came");
    assert!(site.tells("one", "fr", "U", &facts), "the other one");
    assert!(site.tells("alone", "fr", "U", "summary: S\ndate: 2025-06-29\n---\n"), "itself");
    assert!(
        site.tells("alone", "fr", "U", "date: 2025-06-29\ntranslate: false\n---\n"),
        "it is right"
    );
    assert!(site.tells("one", "fr", "U", &format!("{facts}Une \"citation\n")), "a mark");
    assert!(
        site.tells("two", "en", "U", "translated_from: fr\ntopics: [b]\n---\n"),
        "another topic"
    );
    assert!(site.tells("one", "fr", "V", &facts), "the mark is gone");
    assert!(site.tells("two", "en", "U", "translated_from: fr\n---\n"), "it agrees again");
    assert!(
        !site.tells("one", "fr", "V", &format!("{facts}[x](nowhere.md)\n")),
        "it leads nowhere"
    );
    assert!(!site.tells("two", "fr", "V", &of_two), "links are looked up");
}
