//! Nothing leaks: of a story that is held back, no artefact of the site has a word.
//!
//! A site of the real theme, with all that depeche can make, has stories that are held back for each of
//! the reasons there are. All that they say is marked, and all files are searched for the mark.

use depeche::link::Selection;
use depeche::outputs::Outputs;
use depeche::world::MemoryWorld;
use depeche::{Memos, Options, build};
use jiff::Timestamp;

/// What stands in every word of a story that is held back.
const MARK: &str = "xyzzy";

const CONFIG: &str = "\
base_url: https://exemple.org/
time_zone: Europe/Paris
theme: gazette
locales:
  - { tag: fr, region: fr-FR }
  - { tag: en, region: en-GB }
untranslated: UNTRANSLATED
permalink: \"{year}/{month}/{slug}\"
archives: [year, month, day]
editions: day
markdown: true
news_sitemap: true
topics:
  - { id: chips }
  - { id: held }
";

const MESSAGES: &str = "\
site-title = Le Fil
site-tagline = Des nouvelles
site-description = Des nouvelles, en petit nombre.
topic-chips = Puces
topic-held = Secret
author-desk = La rédaction
author-stringer = Une correspondante
dossier-open = Une affaire
dossier-closed = Une autre affaire
";

/// An article that is held back, marked from its address to its last word.
fn held(name: &str, why: &str) -> String {
    format!(
        "---\ntitle: Titre {MARK} {name}\nslug: {MARK}-{name}\nkicker: {MARK} surtitre\n\
         summary: Un résumé {MARK}.\nkey_points: [Un point {MARK}]\ndate: 2025-06-29T08:00\n\
         topics: [chips, held]\nauthors: [desk, stringer]\ndossier: closed\naliases: [/{MARK}/{name}/]\n\
         sources:\n  - {{ id: a, title: Source {MARK}, url: \"https://{MARK}.example/\", kind: primary }}\n\
         updates:\n  - {{ date: 2025-06-29, kind: correction, note: Note {MARK} }}\n\
         cover: {{ src: {MARK}.svg, alt: Une image {MARK} }}\nextra: {{ x: {MARK} }}\n{why}\n---\n\
         ## Intertitre {MARK}\n\nTexte {MARK}.[^src:a] ![{MARK}]({MARK}.svg)\n"
    )
}

const SHOWN: &str = "---\ntitle: Un modèle ouvert\nsummary: Ses poids sont publics.\n\
                     date: 2025-06-29T09:00\ntopics: [chips]\nauthors: [desk]\ndossier: open\n---\nTexte.\n";

/// Why a story may be held back.
const REASONS: [(&str, &str); 5] = [
    ("draft", "draft: true"),
    ("later", "publish_at: 2025-07-02"),
    ("at-noon", "publish_at: 2025-06-30T14:00:01"),
    ("over", "expires_at: 2025-06-30T13:59:59"),
    ("never", "publish_at: 2025-08-01\nexpires_at: 2025-07-15"),
];

fn site(untranslated: &str) -> MemoryWorld {
    // Noon in London is two o'clock in Paris.
    let now: Timestamp = "2025-06-30T12:00:00Z".parse().expect("a moment");
    let mut world = MemoryWorld::new(now);
    let mut write = |path: &str, text: &str| world.write(path, text.as_bytes());
    write("depeche.yaml", &CONFIG.replace("UNTRANSLATED", untranslated));
    write("i18n/fr/site.ftl", MESSAGES);
    write("i18n/en/site.ftl", MESSAGES);
    write("content/shown.fr.md", SHOWN);
    write("content/shown.en.md", &SHOWN.replace("---\ntitle", "---\ntranslated_from: fr\ntitle"));
    write("content/half.fr.md", &SHOWN.replace("ouvert", "fermé"));
    write("content/half.en.md", &held("half", "draft: true\ntranslated_from: fr"));
    write(&format!("content/{MARK}.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    for (name, why) in REASONS {
        write(&format!("content/{name}-{MARK}/index.fr.md"), &held(name, why));
        write(
            &format!("content/{name}-{MARK}/{MARK}.svg"),
            &format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{MARK}</title></svg>"),
        );
    }
    write(
        &format!("content/pages/{MARK}.fr.md"),
        &format!("---\ntitle: {MARK}\ndraft: true\n---\n"),
    );
    write(
        &format!("content/glossary/{MARK}.fr.md"),
        &format!(
            "---\nterm: texte\nforms: [{MARK}]\navoid: [poids]\ndraft: true\n---\nUn {MARK}.\n"
        ),
    );
    world
}

fn built(untranslated: &str, selection: Selection) -> Outputs {
    let options = Options { selection, ..Options::default() };
    build(&site(untranslated), &options, &Memos::forgetful()).value
}

/// The files that have the mark, in their name or in what they hold.
fn marked(outputs: &Outputs) -> Vec<String> {
    let has = |bytes: &[u8]| {
        let lower = bytes.to_ascii_lowercase();
        memchr::memmem::find(&lower, MARK.as_bytes()).is_some()
    };
    let found =
        outputs.iter().filter(|file| has(file.path.as_str().as_bytes()) || has(&file.bytes));
    found.map(|file| file.path.to_string()).collect()
}

#[test]
fn what_is_held_back_is_in_no_file() {
    for untranslated in ["hide", "list", "page"] {
        let outputs = built(untranslated, Selection::default());
        assert!(outputs.get("fr/2025/06/un-modele-ouvert/index.html").is_some());
        assert_eq!(marked(&outputs), Vec::<String>::new(), "untranslated: {untranslated}");
        // Topics, people and days that nothing else is about are not even mentioned.
        let of_held = ["fr/topics/secret/", "fr/authors/une-correspondante/"];
        let there = |file: &depeche::outputs::Output| {
            of_held
                .iter()
                .any(|folder| file.path.as_str().contains(folder.trim_start_matches("fr/")))
        };
        assert!(!outputs.iter().any(there));
    }
}

#[test]
fn the_mark_is_found_where_drafts_are_shown() {
    let all = Selection { drafts: true, future: true };
    let found = marked(&built("list", all));
    let shown = |part: &str| found.iter().any(|path| path.contains(part));
    for part in [
        "fr/index.html",
        "fr/glossaire/index.html",
        "xyzzy-draft/index.html",
        "xyzzy-over/index.html",
        ".svg",
    ] {
        assert!(shown(part), "{part} of {found:?}");
    }
    // Even then, feeds and search have none of it.
    for part in ["atom.xml", "feed.json", "news-sitemap", "assets/search/"] {
        assert!(!shown(part), "{part} of {found:?}");
    }
}
