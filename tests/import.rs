//! Sites of other generators, imported and built.

#![expect(clippy::disallowed_methods, reason = "sites are made on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const CONFIG: &str = "base_url: https://example.org/\n\
                      locales: [{ tag: en, region: en-GB }, { tag: fr, region: fr-FR }]\n";

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn run(root: &Path, arguments: &[&str], code: i32) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
    let output = command.arg("--root").arg(root).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    output
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Imports a site into an empty one, declares its topics, and builds it: its old addresses lead on.
fn check(files: &[(&str, &str)], topics: &str, addresses: &[&str]) {
    let folder = TempDir::new().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    write(&old, files);
    write(&new, &[("depeche.yaml", CONFIG)]);
    let imported = run(&new, &["import", old.to_str().unwrap()], 0);
    let asked = topics.replace("topics:\n", "");
    assert!(text(&imported.stderr).contains(&asked), "{}", text(&imported.stderr));
    write(&new, &[("depeche.yaml", &format!("{CONFIG}{topics}"))]);
    run(&new, &["build", "--strict"], 0);
    for address in addresses {
        let path = new.join("public").join(address.trim_start_matches('/'));
        let path = if address.ends_with('/') { path.join("index.html") } else { path };
        let page = fs::read_to_string(path).unwrap();
        assert!(page.contains("http-equiv=\"refresh\""), "{address}: {page}");
    }
    let again = run(&new, &["import", old.to_str().unwrap()], 0);
    assert!(text(&again.stdout).contains("was there already"), "{}", text(&again.stdout));
}

#[test]
fn a_site_of_hugo_is_imported_and_built() {
    check(
        &[
            ("hugo.toml", "defaultContentLanguage = 'en'\n[languages.fr]\n[languages.en]\n"),
            (
                "content/posts/chips.md",
                "+++\ntitle = 'Chips'\ndate = 2025-02-26T10:00:00Z\ntags = ['Export controls']\n\
                 authors = ['Ada']\naliases = ['/old/']\n+++\n\n\
                 See [it]({{< ref \"other\" >}}).\n\n![A chip](/img/a.svg)\n",
            ),
            (
                "content/posts/chips.fr.md",
                "---\ntitle: Puces\ndate: 2025-02-26T10:00:00Z\n---\n\n\
                 Voir [cela](/posts/other/).\n\n![Une puce](/img/a.svg)\n",
            ),
            ("content/posts/other.md", "---\ntitle: Other\ndate: 2025-02-25\n---\n\nText.\n"),
            ("content/posts/other.fr.md", "---\ntitle: Autre\ndate: 2025-02-25\n---\n\nTexte.\n"),
            (
                "static/img/a.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
            ),
        ],
        "topics:\n  - { id: export-controls }\n",
        &["/old/", "/posts/chips/", "/fr/posts/chips/", "/posts/other/"],
    );
}

#[test]
fn a_site_of_zola_is_imported_and_built() {
    check(
        &[
            ("config.toml", "base_url = 'https://example.org'\ndefault_language = 'en'\n"),
            (
                "content/blog/2025-02-26-chips.md",
                "+++\ntitle = \"Chips\"\n[taxonomies]\ntags = [\"AI\"]\n+++\n\n[a](@/blog/other.md)\n",
            ),
            ("content/blog/2025-02-26-chips.fr.md", "+++\ntitle = \"Puces\"\n+++\n\nVoir.\n"),
            ("content/blog/other.md", "+++\ntitle = \"Other\"\ndate = 2025-02-25\n+++\n\nText.\n"),
            (
                "content/blog/other.fr.md",
                "+++\ntitle = \"Autre\"\ndate = 2025-02-25\n+++\n\nTexte.\n",
            ),
        ],
        "topics:\n  - { id: ai }\n",
        &["/blog/chips/", "/fr/blog/chips/", "/blog/other/"],
    );
}

#[test]
fn a_site_of_jekyll_is_imported_and_built() {
    check(
        &[
            ("_config.yml", "lang: en\n"),
            (
                "_posts/2025-02-26-a-chip.md",
                "---\nlayout: post\ntitle: A chip\ncategories: ai\nredirect_from: /old.html\n---\n\n\
                 [x]({% post_url 2025-02-25-other %})\n",
            ),
            ("_posts/fr/2025-02-26-a-chip.md", "---\ntitle: Une puce\n---\n\nTexte.\n"),
            ("_posts/2025-02-25-other.md", "---\ntitle: Other\n---\n\nText.\n"),
            ("_posts/fr/2025-02-25-other.md", "---\ntitle: Autre\n---\n\nTexte.\n"),
        ],
        "topics:\n  - { id: ai }\n",
        &["/old.html", "/2025/02/25/other.html"],
    );
}

#[test]
fn what_is_no_site_is_refused() {
    let folder = TempDir::new().unwrap();
    write(folder.path(), &[("depeche.yaml", CONFIG), ("old/readme.txt", "x")]);
    let old = folder.path().join("old");
    let refused = run(folder.path(), &["import", old.to_str().unwrap()], 2);
    assert!(text(&refused.stderr).contains("say which it is with `--from`"));
}
