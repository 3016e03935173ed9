//! `check --fix` writes what is safe, and not a byte more.

#![expect(clippy::disallowed_methods, reason = "a site is made on the disk")]

use std::path::Path;
use std::process::{Command, Output};
use std::{fs, io};

const CONFIG: &str = "base_url: https://example.org/\nlocales: [{ tag: fr, region: fr-FR }]\n";

const ARTICLE: &str = "---\r\ntitle: \"Le coeur\"   # ici\r\ndate: 2025-03-04\r\n---\r\n\r\n\
    Quoi?  Le 12 Mars, l'Etat : 2ème `Etat  2ème` \"x.  \r\nEtc.\t\r\n";

const MENDED: &str = "---\r\ntitle: \"Le cœur\"   # ici\r\ndate: 2025-03-04\r\n---\r\n\r\n\
    Quoi ? Le 12 mars, l'État : 2e `Etat  2ème` \"x.  \r\nEtc.\t\r\n";

fn check(root: &Path, arguments: &[&str]) -> io::Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
    command.arg("--root").arg(root).arg("check").args(arguments).output()
}

#[test]
fn what_is_safe_is_written_and_the_rest_is_reported() -> io::Result<()> {
    let site = tempfile::tempdir()?;
    let article = site.path().join("content/a.fr.md");
    fs::create_dir(site.path().join("content"))?;
    fs::write(site.path().join("depeche.yaml"), CONFIG)?;
    fs::write(&article, ARTICLE)?;

    let seen = check(site.path(), &[])?;
    assert_eq!(fs::read_to_string(&article)?, ARTICLE, "without --fix nothing is written");
    assert!(String::from_utf8_lossy(&seen.stderr).contains("warning[missing-space]"));

    let fixed = check(site.path(), &["--fix"])?;
    let said = String::from_utf8_lossy(&fixed.stderr).into_owned();
    assert_eq!(fs::read_to_string(&article)?, MENDED, "{said}");
    assert!(said.starts_with("mended 6 problems in 1 file\n"), "{said}");
    assert!(said.contains("warning[unpaired-quote]") && said.ends_with("1 warning\n"), "{said}");
    assert_eq!(fs::read_dir(site.path().join("content"))?.count(), 1);

    let again = check(site.path(), &["--fix"])?;
    assert_eq!(fs::read_to_string(&article)?, MENDED, "a second time");
    assert!(!String::from_utf8_lossy(&again.stderr).contains("mended"));
    Ok(())
}

/// One fault in each form in which YAML writes a text, and what is no fault between them.
const FORMS: &str = r#"---
# coeur, 2ème
title: Le coeur de l'Etat  # coeur
date: 2025-03-04
kicker: 'Etat : l''oeuvre'
summary: >
  Le coeur bat.
  C'est la 2ème fois

  que l'Etat le dit deux fois.
key_points: ["Le \"coeur\" \u00e9mu", 'une  oeuvre', Etat]
updates:
  - date: 2025-03-05
    kind: update
    note: |-
      Le coeur.
        L'Etat
  - { date: 2025-03-06, kind: update, note: "Un co\u0065ur, un coeur
      et deux" }
extra: { coeur: 2ème  oeuvre }
---

Le texte.
"#;

const MENDED_FORMS: &str = r#"---
# coeur, 2ème
title: Le cœur de l'État  # coeur
date: 2025-03-04
kicker: 'État : l''œuvre'
summary: >
  Le cœur bat.
  C'est la 2e fois

  que l'État le dit deux fois.
key_points: ["Le \"cœur\" \u00e9mu", 'une œuvre', État]
updates:
  - date: 2025-03-05
    kind: update
    note: |-
      Le cœur.
        L'État
  - { date: 2025-03-06, kind: update, note: "Un co\u0065ur, un cœur
      et deux" }
extra: { coeur: 2ème  oeuvre }
---

Le texte.
"#;

#[test]
fn front_matter_is_mended_however_it_is_written() -> io::Result<()> {
    for line_end in ["\n", "\r\n"] {
        let site = tempfile::tempdir()?;
        let article = site.path().join("content/a.fr.md");
        fs::create_dir(site.path().join("content"))?;
        fs::write(site.path().join("depeche.yaml"), CONFIG)?;
        fs::write(&article, FORMS.replace('\n', line_end))?;
        for time in ["once", "twice"] {
            let fixed = check(site.path(), &["--fix"])?;
            let said = String::from_utf8_lossy(&fixed.stderr).into_owned();
            let expected = MENDED_FORMS.replace('\n', line_end);
            assert_eq!(fs::read_to_string(&article)?, expected, "{time}: {said}");
            // What an escape hides is for the author.
            assert!(said.contains("warning[plain-letter]"), "{said}");
        }
    }
    Ok(())
}
