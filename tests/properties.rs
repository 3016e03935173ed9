//! What holds of every site, however broken: a build does not panic, gives the same again, and
//! what it remembers changes nothing.
//!
//! Sites are the fixtures' base with random files over it: some plausible, some odd, some noise.
//! `PROPTEST_CASES=2000 cargo test --test properties` looks further.

#![expect(clippy::disallowed_methods, reason = "the configuration is read from the disk")]

mod base;
mod left;

use std::collections::BTreeSet;
use std::{env, fs};

use base::{base, told};
use depeche::link::Selection;
use depeche::outputs::Outputs;
use depeche::world::MemoryWorld;
use depeche::{Memos, Options, build};
use left::Left;
use proptest::prelude::*;
use proptest::sample::select;

/// How many sites are tried, unless `PROPTEST_CASES` says otherwise.
const CASES: u32 = 24;

/// A file that is written, or removed.
type Edit = (String, Option<Vec<u8>>);

/// Names of files that a site may have.
const PATHS: &[&str] = &[
    "depeche.yaml",
    "content/a.fr.md",
    "content/a.en.md",
    "content/b/index.fr.md",
    "content/b/index.en.md",
    "content/b.fr.md",
    "content/b/p.svg",
    "content/2025/c.de.md",
    "content/d.md",
    "content/pages/p.fr.md",
    "content/pages/p.en.md",
    "i18n/fr/site.ftl",
    "i18n/en/names.ftl",
    "i18n/de/names.ftl",
    "templates/base.html",
    "templates/article.html",
    "templates/partials/stories.html",
    "templates/partials/new.html",
    "themes/tiny/templates/home.html",
    "themes/tiny/i18n/en.ftl",
    "themes/tiny/theme.yaml",
    "assets/a.css",
    "assets/b.css",
    "static/fr",
    "static/sitemap.xml",
    "static/x.txt",
];

/// Lines of front matter and of the configuration.
const KEYS: &[&str] = &[
    "title: Un titre",
    "title: \"…\"",
    "date: 2025-03-04",
    "date: 2025-02",
    "date: 2025-03-04T23:30-05:00",
    "date: 9999-12-31",
    "date: -0001-01-01",
    "translated_from: fr",
    "topics: [chips, puces, nothing]",
    "authors: [ada]",
    "dossier: race",
    "draft: true",
    "slug: un-titre",
    "slug: con",
    "aliases: [/a/, /fr/, /fr/2025/, /x.html]",
    "cover: { src: p.svg, alt: x }",
    "sources: [{ id: r, title: R }]",
    "updates: [{ date: 2025-03-05, kind: update, note: n }]",
    "expires_at: 2025-01",
    "extra: { a: [1, { b: c }], 1: 2 }",
    "summary: &a [*a]",
    "base_url: https://example.org/sub",
    "locales: [{ tag: fr }, { tag: de, region: de-AT }]",
    "locales: []",
    "theme: tiny",
    "theme: gazette",
    "untranslated: page",
    "untranslated: hide",
    "permalink: \"{slug}\"",
    "page_size: 1",
    "archives: [day]",
    "editions: week",
    "editions: day",
    "feeds: { content: full }",
    "topics: [{ id: chips, parent: chips }, { id: x, parent: y }]",
];

/// Pieces of bodies, messages, templates and stylesheets.
const PIECES: &[&str] = &[
    "Du texte : « oui ».",
    "\n\n",
    "\n",
    "# Titre\n\n",
    "[a](a.md#titre)",
    "[b](../b.en.md)",
    "![x](p.svg)",
    "[p](/fr/archives/)",
    "note[^1] et[^src:r]",
    "\n[^1]: Note[^1].\n",
    "> > > ",
    "- 1. * ",
    "| a |\n|---|\n| b |\n",
    "<span lang=\"en\">",
    "<a href=\"a.md\">",
    "```\n",
    "site-title = Titre { $x }\n",
    "site-tagline = { site-title }\n",
    "site-title = { site-tagline }\n",
    "topic-chips = Puces\n    .slug = a/b\n",
    "month-title = { DATETIME($month, skeleton: \"yMMMM\") ",
    "author-x = { $n ->\n   *[other] { NUMBER($n, x: 1) }\n}\n",
    "{% extends \"base.html\" %}",
    "{% include \"partials/stories.html\" %}",
    "{% include \"partials/new.html\" %}",
    "{% block main %}",
    "{% endblock %}",
    "{{ page.title }}",
    "{{ article.body | safe }}",
    "{{ t(key=\"site-title\", x=1) }}",
    "{{ asset(path=\"a.css\") }}",
    "{{ csp() }}<script>x</script>",
    "{{ page.title",
    "@import \"b.css\";",
    "@import \"a.css\";",
    "a{background:url(",
    "\u{feff}",
    "\u{202e}",
    "\0",
];

fn edit() -> impl Strategy<Value = Edit> {
    let odd = "content/[a-zA-Zé%# +'-]{1,8}(/index)?\\.(fr|en|FR|de)\\.md";
    let path = prop_oneof![6 => select(PATHS).prop_map(str::to_owned), 1 => odd];
    (path, prop::option::weighted(0.85, content()))
}

fn content() -> impl Strategy<Value = Vec<u8>> {
    let keys = || prop::collection::vec(select(KEYS), 0..8).prop_map(|keys| keys.join("\n"));
    let piece = prop_oneof![8 => select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,12}"];
    let pieces = prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat());
    let article = (keys(), pieces.clone())
        .prop_map(|(keys, body)| format!("---\ntitle: T\ndate: 2025-03-04\n{keys}\n---\n{body}"));
    let loose =
        (keys(), pieces.clone()).prop_map(|(keys, body)| format!("---\n{keys}\n---\n{body}"));
    let text = prop_oneof![4 => article, 2 => loose, 1 => keys(), 3 => pieces];
    prop_oneof![
        12 => text.prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..40),
    ]
}

fn apply(world: &mut MemoryWorld, (path, content): &Edit) {
    match content {
        Some(content) => world.write(path, content),
        None => world.remove(path),
    }
}

/// Whether a disk can hold a file for each output: none is another's folder, or differs by case alone.
fn fits_on_a_disk(outputs: &Outputs) -> bool {
    let paths: Vec<String> = outputs.iter().map(|file| file.path.as_str().to_lowercase()).collect();
    let unique: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
    let folders = |path: &str| path.match_indices('/').any(|(at, _)| unique.contains(&path[..at]));
    let safe = |path: &str| path.split('/').all(|part| !["", ".", ".."].contains(&part));
    unique.len() == paths.len() && paths.iter().all(|path| !folders(path) && safe(path))
}

/// All that a build made and complained of.
fn config() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match env::var_os("PROPTEST_CASES") {
        Some(_) => config,
        None => ProptestConfig { cases: CASES, ..config },
    }
}

/// Pieces of texts that no build complains of, so that a plan is kept from one to the next.
const CALM: &[&str] = &[
    "Un mot de plus, ",
    "« oui » ! ",
    "**gras** et *fin*, ",
    "\n\n",
    "## Un titre\n\n",
    "## Une partie {#partie}\n\n",
    "[autre](https://example.org/x), ",
    "[^src:r] ",
    "`code` ",
    "note[^n].\n\n[^n]: La note.\n\n",
    "- un\n- deux\n\n",
    "| a |\n|---|\n| b |\n\n",
];

/// The articles of a site that has nothing to complain of: two stories in two languages, which
/// appear on 6 March 2025.
const ARTICLES: &[&str] =
    &["content/a.fr.md", "content/a.en.md", "content/b.fr.md", "content/b.en.md"];

/// One of them, as a file.
fn article(file: &str, title: u8, text: &str) -> String {
    let facts = match file.contains(".en.") {
        true => "translated_from: fr",
        false => {
            "date: 2025-03-04\npublish_at: 2025-03-06\n\
             sources: [{ id: r, title: R, url: 'https://example.org/' }]"
        }
    };
    let slug = file.trim_start_matches("content/").split('.').next().unwrap_or_default();
    format!("---\ntitle: Titre {title}\nslug: {slug}\n{facts}\n---\n\n{text}")
}

/// A term that the texts mention, in two languages.
const TERMS: &[&str] = &["content/glossary/mot.fr.md", "content/glossary/mot.en.md"];

/// One of them, as a file.
fn term(file: &str, definition: u8) -> String {
    let from = if file.contains(".en.") { "translated_from: fr\n" } else { "" };
    format!("---\nterm: mot\n{from}---\n\nUne définition, {definition}.")
}

/// An article with another text, and at times another title; or a term that means something else.
fn rewriting() -> impl Strategy<Value = (&'static str, String)> {
    let text = prop::collection::vec(select(CALM), 0..6).prop_map(|pieces| pieces.concat());
    let title = prop_oneof![7 => Just(0), 1 => Just(1)];
    let article = (select(ARTICLES), title, text)
        .prop_map(|(file, title, text): (&str, u8, String)| (file, article(file, title, &text)));
    let term = (select(TERMS), 0..9u8).prop_map(|(file, number)| (file, term(file, number)));
    prop_oneof![6 => article, 1 => term]
}

/// Lines of heads that no build complains of where they stand alone: facts of an original, and what each article says for
/// itself.
const FACTS: &[&str] = &[
    "",
    "topics: [chips]",
    "topics: [export-controls]",
    "dossier: race",
    "authors: [ada, blaise]",
    "date: 2025-03-03",
    "date: 2025-02-30",
    "publish_at: 2025-03-09",
    "updated: 2025-03-04",
    "updates: [{ date: 2025-03-05, kind: update, note: n }]",
    "provenance: { drafted_by: human }",
    "draft: true",
];
const WORDS: &[&str] = &[
    "",
    "summary: Un résumé.",
    "kicker: Puces",
    "slug: ailleurs",
    "slug: titre-0-de-content-a-fr-md",
    "aliases: [/ancien/]",
    "key_points: [un, deux]",
    "extra: { a: b }",
    "summary: \"",
    "translate: false",
];

/// Texts, some of which lead to other articles, to places in them, or to files.
const TEXTS: &[&str] = &[
    "",
    "Un mot. ",
    "\n\n## Un titre\n\n",
    "\n\n## Une partie {#partie}\n\n",
    "[b](b.md) ",
    "[b](b.md#partie) ",
    "[a](a.md) ",
    "[archives](/fr/archives/) ",
    "![p](p.svg) ",
];

/// Other files, each with what may stand in it.
const OTHERS: &[(&str, &[&str])] = &[
    (
        "i18n/fr/more.ftl",
        &[
            "",
            "author-ada = Ada",
            "author-ada =\n    .url = https://example.org/",
            "topic-chips = Puce",
            "topic-chips = Export",
            "url-topics = themes",
            "site-title = S",
        ],
    ),
    ("templates/partials/stories.html", &["<p>", "{{ site.title }}"]),
    ("assets/a.css", &["a {}", "b {}"]),
    ("assets/b.css", &["a {}", "@import \"a.css\";"]),
    ("static/x.txt", &["a", "b"]),
    ("content/p.svg", &["<svg width=\"4\" height=\"3\"/>", "<svg/>"]),
];

/// Lines of a configuration.
const SETTINGS: &[&str] =
    &["", "page_size: 1", "untranslated: page", "markdown: true", "news_sitemap: true"];

/// What an author changes at a time.
#[derive(Debug, Clone)]
enum Step {
    Title(usize, u8),
    Fact(usize, &'static str),
    Word(usize, &'static str),
    Text(usize, Vec<&'static str>),
    Other(&'static str, &'static str),
    Setting(&'static str),
}

/// What an article says.
#[derive(Debug, Clone, Default)]
struct Said {
    title: u8,
    fact: &'static str,
    word: &'static str,
    text: String,
}

impl Said {
    fn file(&self, name: &str) -> String {
        let Self { title, fact, word, text } = self;
        let facts = match name.contains(".en.") {
            true => "translated_from: fr\n".to_owned(),
            false if fact.starts_with("date") => format!("{fact}\n"),
            false => format!("date: 2025-03-04\n{fact}\n"),
        };
        format!("---\ntitle: Titre {title} de {name}\n{facts}{word}\n---\n\n{text}\n")
    }
}

fn step() -> impl Strategy<Value = Step> {
    let which = || 0..ARTICLES.len();
    let texts = prop::collection::vec(select(TEXTS), 0..4);
    let other = select(OTHERS).prop_flat_map(|(file, texts)| (Just(file), select(texts)));
    prop_oneof![
        3 => (which(), 0..4u8).prop_map(|(which, title)| Step::Title(which, title)),
        2 => (which(), select(FACTS)).prop_map(|(which, fact)| Step::Fact(which, fact)),
        2 => (which(), select(WORDS)).prop_map(|(which, word)| Step::Word(which, word)),
        3 => (which(), texts).prop_map(|(which, text)| Step::Text(which, text)),
        2 => other.prop_map(|(file, text)| Step::Other(file, text)),
        1 => select(SETTINGS).prop_map(Step::Setting),
    ]
}

#[test]
fn an_article_takes_the_place_that_another_leaves_to_it() {
    let (memos, options, mut world) = (Memos::default(), Options::default(), base());
    let config = fs::read_to_string("tests/sites/_base/depeche.yaml").expect("a file");
    world.write("depeche.yaml", format!("{config}markdown: true\n").as_bytes());
    let mut names = |slugs: [&str; 2]| {
        for (file, slug) in ["a", "b"].iter().zip(slugs) {
            let text =
                format!("---\ntitle: {file}\ndate: 2025-03-04\nslug: {slug}\n---\n\n{file}\n");
            world.write(&format!("content/{file}.fr.md"), text.as_bytes());
        }
        let built = build(&world, &options, &memos);
        assert_eq!(told(&built), told(&build(&world, &options, &Memos::default())));
        built.diagnostics.len()
    };
    assert!(names(["c", "d"]) < names(["c", "c"]), "two claim one place");
    names(["d", "c"]);
    names(["d", "d"]);
    names(["d", "c"]);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_plan_that_is_kept_changes_nothing(
        edits in prop::collection::vec((rewriting(), any::<bool>()), 1..8),
    ) {
        let (memos, options, mut files) = (Memos::default(), Options::default(), base());
        for file in ARTICLES {
            files.write(file, article(file, 0, "").as_bytes());
        }
        TERMS.iter().for_each(|file| files.write(file, term(file, 0).as_bytes()));
        files.write("i18n/fr/terms.ftl", b"term-close = Fermer\n");
        files.write("i18n/en/terms.ftl", b"term-close = Close\n");
        let mut left = Left::of(&files, &options);
        for ((file, text), later) in edits {
            files.write(file, text.as_bytes());
            let now = if later { "2025-03-07T00:00:00Z" } else { "2025-03-05T00:00:00Z" };
            let world = files.at(now.parse().expect("a time"));
            let built = told(&build(&world, &options, &memos));
            prop_assert_eq!(built.iter().any(|file| file.starts_with("fr/2025/03/a/")), later);
            left = left.next(&world, &options).0;
            let clean = told(&build(&world.backwards(), &options, &Memos::default()));
            prop_assert_eq!(built, clean);
        }
    }

    #[test]
    fn what_stays_as_it_was_is_what_it_would_be(
        steps in prop::collection::vec(step(), 1..12),
        drafts in any::<bool>(),
    ) {
        let selection = Selection { drafts, future: drafts };
        let options = Options { selection, ..Options::default() };
        let (memos, mut world) = (Memos::default(), base());
        let config = fs::read_to_string("tests/sites/_base/depeche.yaml").expect("a file");
        let mut said = vec![Said::default(); ARTICLES.len()];
        for (file, texts) in OTHERS {
            world.write(file, texts[0].as_bytes());
        }
        for (name, said) in ARTICLES.iter().zip(&said) {
            world.write(name, said.file(name).as_bytes());
        }
        build(&world, &options, &memos);
        let mut left = Left::of(&world, &options);
        for step in steps {
            let mut say = |which: usize, change: &dyn Fn(&mut Said)| {
                change(&mut said[which]);
                world.write(ARTICLES[which], said[which].file(ARTICLES[which]).as_bytes());
            };
            match step {
                Step::Title(which, title) => say(which, &|said| said.title = title),
                Step::Fact(which, fact) => say(which, &|said| said.fact = fact),
                Step::Word(which, word) => say(which, &|said| said.word = word),
                Step::Text(which, text) => say(which, &|said| said.text = text.concat()),
                Step::Other(file, text) => world.write(file, text.as_bytes()),
                Step::Setting(line) => {
                    let config = config.replace("page_size: 2", line);
                    world.write("depeche.yaml", config.as_bytes());
                }
            }
            left = left.next(&world, &options).0;
            let built = told(&build(&world, &options, &memos));
            let clean = told(&build(&world.backwards(), &options, &Memos::default()));
            prop_assert_eq!(built, clean);
        }
    }

    #[test]
    fn what_is_remembered_changes_nothing(
        first in prop::collection::vec(edit(), 0..10),
        edits in prop::collection::vec(edit(), 0..4),
    ) {
        let (mut world, memos, options) = (base(), Memos::default(), Options::default());
        first.iter().for_each(|edit| apply(&mut world, edit));
        for edit in std::iter::once(None).chain(edits.iter().map(Some)) {
            edit.into_iter().for_each(|edit| apply(&mut world, edit));
            let built = build(&world, &options, &memos);
            prop_assert!(fits_on_a_disk(&built.value));
            let built = told(&built);
            let clean = told(&build(&world.backwards(), &options, &Memos::default()));
            prop_assert_eq!(built, clean);
        }
    }
}
