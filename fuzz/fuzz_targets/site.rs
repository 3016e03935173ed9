//! A small site, one file of which is whatever the fuzzer makes.

use std::collections::BTreeMap;

use depeche::diag::{Diagnostic, Texts, show};
use depeche::world::{MemoryWorld, VPath, World};
use depeche::{Memos, Options, build};
use jiff::Timestamp;

const CONFIG: &str = "base_url: https://example.org/\n\
                      theme: tiny\n\
                      locales: [{ tag: fr, region: fr-FR }, { tag: en, region: en-GB }]\n\
                      topics: [{ id: chips }]\n\
                      feeds: { content: full }\n\
                      markdown: true\n";

const ARTICLE: &str = "---\ntitle: Un titre\ndate: 2025-03-04\ntopics: [chips]\n---\n\nDu texte.\n";

/// Few templates of few lines: what is wrong with one file takes no time for all the pages of a real theme.
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

thread_local! {
    /// What is the same in all sites is understood once.
    static MEMOS: Memos = Memos::default();
}

/// Builds the site, with more lines in its configuration, and draws all that is wrong with it: neither may panic.
pub fn check(config: &str, path: &str, bytes: &[u8]) {
    let mut world = MemoryWorld::new(Timestamp::from_second(1_751_284_800).expect("a time"));
    world.write("depeche.yaml", format!("{CONFIG}{config}").as_bytes());
    for (name, text) in TEMPLATES {
        world.write(&format!("themes/tiny/templates/{name}"), text.as_bytes());
    }
    world.write("i18n/fr/site.ftl", b"site-title = Le site\ntopic-chips = Puces\n");
    world.write("content/a.fr.md", ARTICLE.as_bytes());
    world.write(path, bytes);
    let options = Options { parity: true, ..Options::default() };
    let built = MEMOS.with(|memos| build(&world, &options, memos));
    let files = built.diagnostics.iter().flat_map(Diagnostic::files);
    let read = |file: &VPath| Some((file.clone(), world.read(file).ok()?));
    let files: BTreeMap<VPath, _> = files.filter_map(read).collect();
    let texts = Texts::of_files(&files);
    for problem in &built.diagnostics {
        show::human(problem, &texts, true);
        show::json(problem, &texts);
    }
}
