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
