//! A small site, one file of which is whatever the fuzzer makes.
//!
//! Most inputs are only read, by the stage that they are for: that takes a hundredth of the time of a whole site. Some
//! are built, so that what a stage makes of them meets the others.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use depeche::collect::{Kind, Role, Source, StoryKey};
use depeche::diag::{Checked, Diagnostic, Texts, show};
use depeche::hashed::{Fingerprint, Hashed};
use depeche::parse::article::{self, Input};
use depeche::parse::config::{self, Config};
use depeche::parse::markdown::{Form, Manner};
use depeche::parse::text::ArticleText;
use depeche::world::{FileBytes, MemoryWorld, VPath, World};
use depeche::{Memos, Options, build};
use jiff::Timestamp;

/// The configuration: few pages, since what is wrong with one file takes no time for all of a real site.
const CONFIG: &str = "base_url: https://example.org/\n\
                      theme: tiny\n\
                      locales: [{ tag: fr, region: fr-FR }, { tag: en, region: en-GB }]\n\
                      topics: [{ id: chips }]\n\
                      archives: []\n\
                      feeds: { content: full, formats: [atom] }\n\
                      markdown: true\n";

const ARTICLE: &str = "---\ntitle: Un titre\ndate: 2025-03-04\ntopics: [chips]\n---\n\nDu texte.\n";

/// Few templates of few lines, for the same reason.
const TEMPLATES: [(&str, &str); 4] = [
    ("base.html", "<title>{{ page.title }}</title>{% block main %}{% endblock main %}"),
    (
        "article.html",
        "{% extends \"base.html\" %}{% block main %}{{ article.title }} {{ article.summary }}\
         {{ article.body | safe }}{% endblock main %}",
    ),
    ("page.html", "{{ content.body | safe }}"),
    ("home.html", "{{ t(key=\"site-title\") }}{% for one in stories %}{{ one.title }}{% endfor %}"),
];

/// How many problems are drawn: a file with a thousand mistakes shows no more of the drawing than one with some.
const DRAWN: usize = 4;

thread_local! {
    /// What is the same in all sites is understood once.
    static MEMOS: Memos = Memos::default();
}

/// The configuration, understood, with what is said of raw HTML.
static READ: LazyLock<[Config; 2]> = LazyLock::new(|| {
    let file = VPath::new("depeche.yaml");
    ["", "html: escape\n"].map(|more| config::parse(&file, &format!("{CONFIG}{more}")).value)
});

/// Whether an input is one of so many, as it alone tells: the same inputs are built in every run.
pub fn is_one_of(many: u8, bytes: &[u8]) -> bool {
    Fingerprint::of_bytes(bytes).bytes()[0] % many == 0
}

/// Builds the site, and draws what is wrong with it: neither may panic.
pub fn check(path: &str, bytes: &[u8]) {
    let mut world = MemoryWorld::new(Timestamp::from_second(1_751_284_800).expect("a time"));
    world.write("depeche.yaml", CONFIG.as_bytes());
    for (name, text) in TEMPLATES {
        world.write(&format!("themes/tiny/templates/{name}"), text.as_bytes());
    }
    world.write("i18n/fr/site.ftl", b"site-title = Le site\ntopic-chips = Puces\n");
    world.write("content/a.fr.md", ARTICLE.as_bytes());
    world.write(path, bytes);
    let options = Options { parity: true, ..Options::default() };
    let built = MEMOS.with(|memos| build(&world, &options, memos));
    draw(&built.diagnostics, |file| world.read(file).ok());
}

/// Reads an article as French and as English, one of them without raw HTML, and writes its text as Markdown.
pub fn read(path: &str, text: &str) {
    for (config, declared) in READ.iter().zip(&READ[0].locales) {
        let (file, story) = (VPath::new(path), StoryKey::new("a"));
        let bytes = Hashed::from_bytes(text.as_bytes());
        let role = Role::Article {
            story: story.clone(),
            suffix: declared.tag.to_string(),
            kind: Kind::Article,
        };
        let source = Source { role, bytes: FileBytes::held(bytes.clone()) };
        let input = Input {
            file: &file,
            source: &source,
            story: &story,
            declared,
            kind: Kind::Article,
            searched: true,
            html: config.html,
            terms: &Arc::default(),
        };
        let Checked { value: article, diagnostics } = article::parse(input);
        let manner =
            Manner { language: declared.language(), math: article.has_math(), html: config.html };
        let (body, read_as) = (article.body_start()..text.len(), (manner, Form::default()));
        let of = Fingerprint::of_bytes(text.as_bytes());
        let held = FileBytes::held(bytes.clone());
        ArticleText::new(of, (&file, held), body, read_as, None, &Arc::default())
            .write_markdown(&mut String::new(), |_, _| false);
        draw(&diagnostics, |_| Some(bytes.clone()));
    }
}

/// Draws some problems, in each of the ways.
pub fn draw(problems: &[Diagnostic], read: impl Fn(&VPath) -> Option<Hashed<[u8]>>) {
    let problems = &problems[..problems.len().min(DRAWN)];
    let files = problems.iter().flat_map(Diagnostic::files);
    let files: BTreeMap<VPath, _> =
        files.filter_map(|file| Some((file.clone(), read(file)?))).collect();
    let texts = Texts::of_files(&files);
    for problem in problems {
        show::human(problem, &texts, true);
        show::json(problem, &texts);
    }
}
