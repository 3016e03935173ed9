//! A site that is edited is, after each edit, what it is built from nothing: small series of edits after which
//! something is another that an author would not think of.

mod left;

use std::collections::BTreeSet;

use depeche::collect;
use depeche::diag::Checked;
use depeche::link::Selection;
use depeche::outputs::{Output, Outputs};
use depeche::world::MemoryWorld;
use depeche::{Memos, Options, build};
use jiff::Timestamp;
use left::Left;

const CONFIG: &str =
    "base_url: https://x.example/\ntheme: gazette\nlocales: [{ tag: fr, region: fr-FR }]\n";

const BOTH: &str = "base_url: https://x.example/\ntheme: gazette\n\
                    locales: [{ tag: fr, region: fr-FR }, { tag: en, region: en-GB }]\n";

/// A site that is edited, in one process.
struct Site {
    world: MemoryWorld,
    /// Of builds, and of what is only served.
    memos: [Memos; 2],
    /// What a build in another process has left.
    left: Option<Left>,
    options: Options,
}

impl Site {
    fn new(config: &str, files: &[(&str, &str)]) -> Self {
        let mut world = MemoryWorld::new(at("2025-06-30T12:00:00Z"));
        world.write("depeche.yaml", config.as_bytes());
        files.iter().for_each(|(path, text)| world.write(path, text.as_bytes()));
        let selection = Selection { drafts: true, future: true };
        let options = Options { selection, ..Options::default() };
        let mut site = Self { world, memos: Default::default(), left: None, options };
        site.check("at first");
        site
    }

    /// Writes a file, and checks what follows.
    fn write(&mut self, path: &str, text: &str) -> Checked<Outputs> {
        self.world.write(path, text.as_bytes());
        self.check(&format!("{path}:\n{text}"))
    }

    /// Removes a file, and checks what follows.
    fn remove(&mut self, path: &str) {
        self.world.remove(path);
        self.check(&format!("no {path}"));
    }

    /// Goes on to a later time.
    fn wait(&mut self, until: &str) {
        self.world = self.world.clone().at(at(until));
        self.check(until);
    }

    fn check(&mut self, edit: &str) -> Checked<Outputs> {
        let (built, now) = self.build(&self.memos);
        let (_, expected) = self.build(&Default::default());
        let [stale, missing] = [(&now, &expected), (&expected, &now)]
            .map(|(one, other)| one.difference(other).collect::<Vec<_>>());
        assert!(now == expected, "after {edit}\nthere is {stale:#?}\nand not {missing:#?}");
        self.left = Some(match self.left.take() {
            Some(left) => left.next(&self.world, &self.options).0,
            None => Left::of(&self.world, &self.options),
        });
        built
    }

    /// Builds the site, and tells all that is made and complained of.
    fn build(&self, [memos, served]: &[Memos; 2]) -> (Checked<Outputs>, BTreeSet<String>) {
        let built = build(&self.world, &self.options, memos);
        let file =
            |file: &Output| format!("{} {}", file.path, String::from_utf8_lossy(&file.bytes));
        let problems = built.diagnostics.iter().map(|problem| format!("{problem:?}"));
        let told = built.value.iter().map(file).chain(problems).chain(self.tried(served)).collect();
        (built, told)
    }

    /// What is found to be wrong with files when they are tried, as `serve` does.
    fn tried(&self, memos: &Memos) -> Vec<String> {
        let parsed = depeche::understand(collect::collect(&self.world), &self.options, memos);
        let live = depeche::prepare(parsed, &self.options, memos).value.live(&[], memos);
        live.try_some(&live.untried());
        live.problems().iter().map(|problem| format!("tried: {problem:?}")).collect()
    }
}

fn at(moment: &str) -> Timestamp {
    moment.parse().expect("a moment")
}

/// The hashed path of an asset.
fn asset(built: &Checked<Outputs>, start: &str) -> String {
    let named = |path: &str| path.starts_with(&format!("assets/{start}."));
    let mut paths = built.value.iter().map(|file| file.path.as_str().to_owned());
    paths.find(|path| named(path)).expect("an asset")
}

fn article(head: &str, text: &str) -> String {
    format!("---\ndate: 2025-01-02\n{head}\n---\n\n{text}\n")
}

#[test]
fn a_story_goes_whose_head_breaks() {
    let a = ("content/a.fr.md", &*article("title: A", "x"));
    let mut site = Site::new(CONFIG, &[a, ("content/b.fr.md", &article("title: B", "[a](a.md)"))]);
    let broken = ["date: 2025-02-30", "translate: false", "date:", "date: ~", "title: A", "x: \"y"];
    let broken = broken.map(|line| format!("---\ntitle: A\n{line}\n---\nx"));
    for broken in broken.iter().map(String::as_str).chain(["x"]) {
        site.write(a.0, broken);
        site.write(a.0, a.1);
    }
    // One mistake after the other, of which each takes the other's place.
    for broken in &broken {
        let built = site.write(a.0, broken);
        assert!(!built.diagnostics.is_empty(), "{broken}");
    }
}

#[test]
fn what_a_broken_head_hid_is_told_once_it_is_mended() {
    let told = |built: &Checked<Outputs>| -> Vec<String> {
        built.diagnostics.iter().map(|problem| problem.message.clone()).collect()
    };
    // The English address stays while its head is broken: it is that of the file's name.
    let fr = ("content/a.fr.md", article("title: A", "## Un"));
    let en = ("content/a.en.md", article("title: A\ntranslated_from: fr", "## One"));
    let asks = |place: &str, other: &str| {
        let links = format!("[a](a.md#{place}) [b](a.fr.md) [c]({other})");
        [
            ("content/b.fr.md", article("title: B", &links)),
            (
                "content/b.en.md",
                article("title: B\ntranslated_from: fr", &links.replace(".fr", "")),
            ),
        ]
    };
    let [b, b_en] = asks("", "a.md");
    let files = [&fr, &en, &b, &b_en].map(|(file, text)| (*file, text.as_str()));
    let mut site = Site::new(BOTH, &files);
    for (file, text) in [&fr, &en] {
        let built = site.write(file, &text.replace("title: A", "title: a: A"));
        assert_eq!(built.diagnostics.len(), 1, "{:?}", told(&built));
        // Another is told anew meanwhile: with a better title, and with links that lead nowhere.
        site.write(b.0, &b.1.replace("title: B", "title: Be"));
        for (file, text) in asks("deux", "c.md") {
            let built = site.write(file, &text);
            assert!(told(&built).iter().any(|message| message.contains("`c`")), "{file}");
        }
        let built = told(&site.write(file, text));
        let hidden = built.iter().filter(|message| message.contains("#deux")).count();
        assert_eq!(hidden, 2, "{built:?}");
        for (file, text) in asks("", "a.md") {
            site.write(file, &text);
        }
    }
}

#[test]
fn a_word_that_is_mended_is_right() {
    let text = article("title: T\ntopics: [a]\ndossier: x\nauthors: [y]", "");
    let words = "topic-a = A\ntopic-b = B\ndossier-x = X\nauthor-y = Y\n";
    let config = format!("{CONFIG}topics: [{{ id: a }}, {{ id: b }}]\n");
    let file = "i18n/fr/words.ftl";
    let mut site = Site::new(&config, &[("content/a.fr.md", &text), (file, words)]);
    for (right, wrong) in [
        ("topic-b = B", "topic-b = A"),
        ("dossier-x = X", "dossier-x =\n    .description = D"),
        ("dossier-x = X", "-dossier-x = X"),
        ("author-y = Y", "author-y =\n    .url = https://y.example/"),
    ] {
        site.write(file, &words.replace(right, wrong));
        site.write(file, words);
    }
}

#[test]
fn a_link_into_a_text_in_another_language_is_looked_up_again() {
    let config = format!("{BOTH}untranslated: page\n");
    let b = |heading: &str| article("title: B\ntranslate: false", heading);
    let a = article("title: A\ntranslate: false", "[x](b.md#eins)");
    let mut site =
        Site::new(&config, &[("content/b.fr.md", &b("## Eins")), ("content/a.en.md", &a)]);
    site.write("content/b.fr.md", &b("## Zwei"));
}

#[test]
fn a_story_that_ran_before_is_told_of() {
    let edition = |date: &str| format!("---\ndate: {date}\nstories: [{{ story: a }}]\n---\n");
    let a = |line: &str| {
        let update = "updates: [{ date: 2025-02-01, kind: update, note: n }]";
        article(&format!("title: A\n{line}\n{update}"), "")
    };
    let mut site = Site::new(
        &format!("{CONFIG}editions: week\n"),
        &[
            ("content/editions/one.fr.md", &edition("2025-01-06")),
            ("content/editions/two.fr.md", &edition("2025-01-20")),
            ("content/a.fr.md", &a("updated: 2025-01-10")),
        ],
    );
    for line in ["updated: 2025-01-03", "updated: 2025-01-11", ""] {
        site.write("content/a.fr.md", &a(line));
    }
}

#[test]
fn links_to_an_asset_are_looked_up_again() {
    let style = ("assets/x.css", "a {}");
    let mut site = Site::new(CONFIG, &[style]);
    let built = site.write(style.0, style.1);
    let path = asset(&built, "x");
    site.write("content/a.fr.md", &article("title: A", &format!("[x](/{path})")));
    site.write(style.0, "b {}");
    site.write(style.0, style.1);
    site.remove("content/a.fr.md");
    site.write("depeche.yaml", &format!("{CONFIG}redirects: [{{ from: /x.css, to: /{path} }}]\n"));
    site.write(style.0, "b {}");
}

#[test]
fn a_new_asset_has_a_name_of_its_own() {
    let logo = ("assets/logo.svg", "<svg/>");
    let mut site = Site::new(CONFIG, &[logo]);
    site.write("assets/x:y.svg", "<svg/>");
    site.remove("assets/x:y.svg");
    site.write("assets/Logo.svg", "<svg/>");
    site.remove("assets/Logo.svg");
    site.write(&format!("assets/{}.svg", "x".repeat(242)), "<svg/>");
}

#[test]
fn a_file_stays_that_an_asset_was() {
    let mut site = Site::new(CONFIG, &[("assets/x.css", "a {}")]);
    let path = asset(&site.check("again"), "x");
    site.write(&format!("static/{path}"), "a {}");
    site.write("assets/x.css", "b {}");
    site.write("assets/x.css", "a {}");
    site.remove(&format!("static/{path}"));
}

#[test]
fn a_sitemap_has_the_pages_that_there_are() {
    let page = ("content/pages/about.fr.md", "---\ntitle: About\nslug: about\n---\n");
    let mut site = Site::new(CONFIG, &[page, ("content/a.fr.md", &article("title: A", ""))]);
    let blocking = "static/fr/about/index.html/x.txt";
    site.write(blocking, "x");
    site.remove(blocking);
    site.write("content/a.fr.md", &article("title: A\naliases: [/fr/about/]", ""));
    site.write("content/a.fr.md", &article("title: A", ""));
}

#[test]
fn what_is_never_published_is_so_at_all_times() {
    let head = "title: A\npublish_at: 2030-02-01\nexpires_at: 2030-01-20";
    let mut site = Site::new(CONFIG, &[("content/a.fr.md", &article(head, ""))]);
    let footer = "templates/partials/footer.html";
    for (moment, text) in [("2030-01-25T00:00:00Z", "x"), ("2030-02-02T00:00:00Z", "y")] {
        site.wait(moment);
        site.write(footer, text);
    }
}

#[test]
fn what_is_wrong_with_a_file_is_told_of_where_it_is_now() {
    let photo = include_bytes!("sites/a-picture-is-bad/content/a/cut.png");
    let text = |name: &str| article("title: A", &format!("![Une photo]({name})"));
    let mut site = Site::new(&format!("{CONFIG}pictures: true\n"), &[]);
    site.world.write("content/x.png", photo);
    let built = site.write("content/a.fr.md", &text("x.png"));
    assert!(!built.diagnostics.is_empty(), "it is cut short");
    site.world.remove("content/x.png");
    site.world.write("content/y.png", photo);
    site.write("content/a.fr.md", &text("y.png"));
    site.remove("content/a.fr.md");

    let broken = "{% extends \"base.html\" %}{% block main %}{{ nothing.at.all }}{% endblock %}";
    site.write("depeche.yaml", &CONFIG.replace("gazette", "mine"));
    site.write("themes/mine/templates/base.html", "{% block main %}{% endblock %}");
    let built = site.write("themes/mine/templates/home.html", broken);
    assert!(!built.diagnostics.is_empty(), "there is nothing of that name");
    site.write("templates/home.html", broken);
    site.remove("templates/home.html");
}

#[test]
fn a_template_draws_on_another_however_it_names_it() {
    let ad = "templates/partials/home.html";
    let mut site = Site::new(CONFIG, &[(ad, "<p>one</p>")]);
    for code in [
        "{% include `partials/home.html` %}",
        "{% include \"partials\\/home.html\" %}",
        "{{ shared(template=\"partials/\" ~ page.kind ~ \".html\") }}",
        "{{ shared ( here = page.href, template = `partials/home.html` ) }}",
    ] {
        let home = format!("{{% extends `base.html` %}}{{% block main %}}{code}{{% endblock %}}");
        let built = site.write("templates/home.html", &home);
        let page = built.value.get("fr/index.html").expect("a page");
        assert!(String::from_utf8_lossy(&page.bytes).contains("<p>one</p>"), "{code}");
        site.write(ad, "<p>two</p>");
        site.remove(ad);
        site.write(ad, "<p>one</p>");
    }
}

#[test]
fn a_theme_that_begins_to_ask_of_texts_makes_all_pages_anew() {
    let text = article("title: A", "Un mot : depeche-content-security-policy.");
    let counts = "{% extends \"base.html\" %}{% block main %}{% set x %}{{ article.body | safe }}\
                  {% endset %}<p>{{ x | wordcount }}</p>{% endblock %}";
    let asks = "{{ content.body | replace(from=\"a\", to=\"b\") | safe }}";
    let mut site = Site::new(CONFIG, &[("content/a.fr.md", &text)]);
    for files in [&["templates/page.html"][..], &["templates/article.html", "templates/page.html"]]
    {
        files.iter().for_each(|file| {
            let text = if file.contains("article") { counts } else { asks };
            site.write(file, text);
        });
        files.iter().rev().for_each(|file| site.remove(file));
    }
}
