//! Small edits: a text takes the place of the old one; what others see of an article is made again in the files that
//! show it.
//!
//! Each edit is built on what was there, and from nothing: the files are the same. What was understood of
//! all articles is kept in `.depeche/articles`, which only a build of the whole site writes: so it is known
//! whether a short way was taken.
#![expect(clippy::disallowed_methods, reason = "a test of what happens on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const CONFIG: &str = "base_url: https://example.org/\ntime_zone: Europe/Paris\nsearch: false\nmarkdown: true\n\
    locales:\n  - { tag: fr, region: fr-FR }\n  - { tag: en, region: en-GB }\n\
    topics:\n  - { id: models }\n";

const FRENCH: &str = "---\ntitle: Un modèle\nsummary: Il est là.\ndate: 2025-03-04\n\
    topics: [models]\nsources:\n  - { id: a, title: Le texte, url: \"https://a.example/\", kind: primary }\n\
    ---\n\nUn modèle MoE est là[^src:a], dit [l'autre](b.fr.md).\n\n## Un titre\n\n\
    ```rust\nfn main() {}\n```\n\nUne note[^1].\n\n[^1]: La voici.\n\n\
    ```chart\ntitle: Des nombres\nsource: Nous\n---\nAn, Nombre\n2024, 3\n```\n\nLa fin.\n";

const ENGLISH: &str = "---\ntitle: A model\nsummary: It is here.\ntranslated_from: fr\n---\n\nA model is here[^src:a].\n\nThe end.\n";

const OTHER: &str = "---\ntitle: Un autre\nsummary: Il suit.\ndate: 2025-03-05\ntopics: [models]\n---\n\n\
    Un texte.\n\nLa fin.\n";

struct Site {
    root: TempDir,
    fresh: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { root: TempDir::new().unwrap(), fresh: TempDir::new().unwrap() };
        site.write("depeche.yaml", CONFIG);
        site.write(
            "i18n/fr/site.ftl",
            "site-title = Le site\nsite-description = Ici.\ntopic-models = Modèles\n",
        );
        site.write(
            "i18n/en/site.ftl",
            "site-title = The site\nsite-description = Here.\ntopic-models = Models\n",
        );
        site.write("content/a.fr.md", FRENCH);
        site.write("content/a.en.md", ENGLISH);
        site.write("content/b.fr.md", OTHER);
        let term = "---\nterm: MoE\n---\n\nDes *experts*.\n";
        site.write("content/glossary/moe.fr.md", term);
        site.build(&[]);
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(from), "`{name}` has no {from:?}");
        self.write(name, &text.replacen(from, to, 1));
    }

    fn build(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        command.args(["build", "--now", "2025-06-01", "--root"]).arg(self.root.path());
        let output = command.args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        said
    }

    /// Builds again, and says whether it took a short way.
    fn build_again(&self, what: &str) -> bool {
        let kept = || {
            ["articles", "articles-later"]
                .map(|name| fs::read(self.path(".depeche").join(name)).ok())
        };
        let before = kept();
        self.build(&[]);
        let fresh = self.fresh.path().join("public");
        self.build(&["--fresh", "--output", fresh.to_str().unwrap()]);
        assert_eq!(files(&self.path("public")), files(&fresh), "{what}");
        before == kept()
    }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let bytes = fs::read(&path).unwrap();
                    let name = path.strip_prefix(folder).unwrap().to_owned();
                    all.insert(name, String::from_utf8_lossy(&bytes).into_owned());
                }
            }
        }
    }
    all
}

/// Edits a site, one edit after the other, each with whether a text alone is another.
#[track_caller]
fn check(site: &Site, edits: &[(&str, &str, &str, bool)]) {
    for (name, from, to, is_short) in edits {
        site.edit(name, from, to);
        // Without it, stories cannot be told anew: the one short way is that of texts.
        let _ = fs::remove_file(site.path(".depeche/shape"));
        let what = format!("`{name}`: {from:?} → {to:?}");
        assert_eq!(site.build_again(&what), *is_short, "{what}");
        assert!(site.build_again(&what), "nothing is left to do");
    }
}

#[test]
fn a_text_alone_takes_the_place_of_the_old_one() {
    let edits = [
        ("content/a.fr.md", "La fin.\n", "La fin, « enfin » !\n\nEt *plus* encore.\n", true),
        ("content/a.fr.md", "La fin, « enfin » !\n\nEt *plus* encore.\n", "La fin.\n", true),
        ("content/b.fr.md", "La fin.", "La fin & plus <b>encore</b>.", true),
        ("content/a.en.md", "The end.", "The \"end\".\n\n```rust\nlet a = 1;\n```", true),
        ("content/a.fr.md", "fn main() {}", "fn other() {}", true),
        ("content/a.fr.md", "2024, 3", "2024, 4", true),
        ("content/a.fr.md", "La voici.", "La voilà.", true),
        // Nothing that a page shows.
        ("content/a.fr.md", "La fin.\n", "La fin.\n\n<!-- à revoir -->\n", true),
    ];
    check(&Site::new(), &edits);
}

#[test]
fn what_others_see_is_shown_again_and_what_moves_concerns_all() {
    let edits = [
        // Its address is made of it.
        ("content/a.fr.md", "title: Un modèle", "title: Ce modèle", false),
        ("content/a.fr.md", "summary: Il est là.", "summary: Le voici.", true),
        ("content/a.fr.md", "## Un titre", "## Un autre titre", true),
        ("content/a.fr.md", "La fin.", "La [fin](b.fr.md).", true),
        ("content/a.fr.md", "La [fin]", "La[^src:a] [fin]", true),
        ("content/a.en.md", "The end.", "<script>a()</script>", true),
        ("content/a.en.md", "a()", "b()", true),
        ("content/a.en.md", "<script>b()</script>", "The end.", true),
        ("content/a.fr.md", "2024, 3", "2024, 4\n2025, 5", true),
        ("content/glossary/moe.fr.md", "experts", "spécialistes", false),
        ("i18n/fr/site.ftl", "Le site", "Ce site", false),
        ("depeche.yaml", "Europe/Paris", "Europe/Brussels", false),
        // After each of them, a text alone is one again.
        ("content/a.fr.md", "dit", "écrit", true),
    ];
    let site = Site::new();
    for (name, from, to, is_short) in edits {
        site.edit(name, from, to);
        let was_short = site.build_again(name);
        // Of other files nothing is kept that would tell which way was gone.
        if name.starts_with("content/") {
            assert_eq!(was_short, is_short, "{name}: {to}");
        }
    }
}

#[test]
fn several_texts_may_be_edited_at_once() {
    let site = Site::new();
    site.edit("content/a.fr.md", "La fin.", "La fin de tout.");
    site.edit("content/a.en.md", "The end.", "The end of it all.");
    site.edit("content/b.fr.md", "La fin.", "Fin.");
    assert!(site.build_again("three texts"));
    let feed = fs::read_to_string(site.path("public/fr/atom.xml")).unwrap();
    assert!(feed.contains("La fin de tout.") && feed.contains("Fin.&lt;"), "{feed}");
}

#[test]
fn a_text_that_was_edited_back_is_what_it_was() {
    let site = Site::new();
    site.edit("content/b.fr.md", "La fin.", "Une autre fin.");
    assert!(site.build_again("there"));
    site.edit("content/b.fr.md", "Une autre fin.", "La fin.");
    // A build of the whole site, which knows the text of old.
    site.edit("content/a.fr.md", "title: Un modèle", "title: Ce modèle");
    assert!(!site.build_again("and back"));
}

#[test]
fn what_is_known_of_texts_is_known_of_all_files_or_none() {
    let remove = |path: &Path| fs::remove_file(path).unwrap();
    let damage = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let last = bytes.len() - 17;
        bytes[last] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    let spoil: [&dyn Fn(&Path); 2] = [&remove, &damage];
    for name in ["texts", "later", "site", "sources", "target"] {
        for (number, spoil) in spoil.iter().enumerate() {
            let what = format!("`{name}` is spoilt, {number}");
            let site = Site::new();
            site.edit("content/a.en.md", "The end.", "Another end.");
            assert!(site.build_again(&what));
            spoil(&site.path(".depeche").join(name));
            // Some files with the other text are as they were, and need not be made again.
            site.edit("content/a.fr.md", "title: Un modèle", "title: Ce modèle");
            assert!(!site.build_again(&what));
            site.edit("content/b.fr.md", "La fin.", "Une autre fin.");
            assert!(site.build_again(&what));
            spoil(&site.path(".depeche").join(name));
            site.edit("content/b.fr.md", "Une autre fin.", "La fin.");
            site.build_again(&what);
        }
    }
}

#[test]
fn a_page_that_somebody_changed_is_made_anew() {
    let site = Site::new();
    let page =
        fs::read_dir(site.path("public/fr/2025/03")).unwrap().next().unwrap().unwrap().path();
    fs::write(page.join("index.html"), "gone").unwrap();
    site.edit("content/b.fr.md", "La fin.", "Une autre fin.");
    site.edit("content/a.fr.md", "La fin.", "Une autre fin.");
    assert!(!site.build_again("a page was changed"));
}

#[cfg(unix)]
#[test]
fn a_folder_that_somebody_put_elsewhere_is_made_anew() {
    let (site, elsewhere) = (Site::new(), TempDir::new().unwrap());
    let (here, there) = (site.path("public/fr"), elsewhere.path().join("fr"));
    fs::rename(&here, &there).unwrap();
    std::os::unix::fs::symlink(&there, &here).unwrap();
    site.edit("content/b.fr.md", "La fin.", "Une autre fin.");
    assert!(!site.build_again("a folder is a link"));
}

#[test]
fn a_problem_is_told_as_ever() {
    let site = Site::new();
    site.edit("content/b.fr.md", "La fin.", "La fin[^src:nobody].");
    let said = site.build(&[]);
    assert!(said.contains("content/b.fr.md:"), "{said}");
    // Its place moves.
    site.edit("content/b.fr.md", "Un texte.", "Un texte.\n\nEncore un.");
    let moved = site.build(&[]);
    assert!(moved.contains("content/b.fr.md:") && places(&moved) != places(&said), "{moved}");
    // That of another article stays, and is told as well.
    site.edit("content/a.fr.md", "La fin.", "La fin de tout.");
    let other = site.build(&[]);
    assert_eq!(places(&other), places(&moved));
}

/// The places that problems name.
fn places(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.trim_start().starts_with("--> ")).collect()
}

#[test]
fn a_theme_that_asks_of_texts_has_its_pages_made_of_them() {
    let site = Site::new();
    let template =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/gazette/templates/article.html");
    let template = fs::read_to_string(template).unwrap();
    assert!(template.contains("article.body | safe"));
    site.write("templates/article.html", &template.replace("article.body", "article.body | upper"));
    site.build_again("a template");
    site.edit("content/b.fr.md", "La fin.", "Une autre fin.");
    assert!(site.build_again("a text"));
    let html = fs::read_to_string(site.path("public/fr/2025/03/un-autre/index.html")).unwrap();
    assert!(html.contains("UNE AUTRE FIN."), "{html}");
}
