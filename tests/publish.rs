//! What `publish` does to a folder, and says of it.

#![expect(clippy::disallowed_methods, reason = "a site is made on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const CONFIG: &str = "base_url: https://example.org/\nlocales: [{ tag: fr, region: fr-FR }]\n";

/// A site, and a folder beside it that readers are served from.
struct Site(TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(TempDir::new().unwrap());
        site.write("depeche.yaml", CONFIG);
        site.article("Un titre");
        site
    }

    fn article(&self, title: &str) {
        let text = format!("---\ntitle: {title}\ndate: 2025-03-04\n---\n\nUn texte.\n");
        self.write("content/a.fr.md", &text);
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join("site").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn target(&self) -> PathBuf {
        self.0.path().join("www")
    }

    /// Runs `publish` from the folder that holds both.
    fn publish(&self, arguments: &[&str], code: i32) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        command.current_dir(self.0.path()).args(["--root", "site", "publish"]).args(arguments);
        let output = command.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        output
    }

    fn page(&self) -> String {
        fs::read_to_string(self.target().join("fr/2025/03/un-titre/index.html")).unwrap()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_folder_is_made_equal_to_the_site() {
    let site = Site::new();
    let seen = site.publish(&["www", "--dry-run"], 0);
    assert!(!site.target().exists(), "{}", said(&seen));
    assert!(lines(&seen).contains(&"write fr/2025/03/un-titre/index.html".to_owned()));

    site.publish(&["www"], 0);
    assert!(site.page().contains("Un titre"));
    let again = site.publish(&["www", "--dry-run"], 0);
    assert_eq!(lines(&again), Vec::<String>::new());
    assert!(said(&again).contains("0 written"), "{}", said(&again));

    site.article("Un autre");
    let moved = site.publish(&["www", "--format", "json"], 0);
    let told: Vec<Value> =
        lines(&moved).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let change = |change: &str, path: &str| {
        told.iter().any(|line| line["change"] == change && line["path"] == path)
    };
    assert!(change("write", "fr/2025/03/un-autre/index.html"), "{told:?}");
    assert!(change("delete", "fr/2025/03/un-titre/index.html"), "{told:?}");
    assert_eq!(told.last().unwrap()["published"], "www");
    assert!(!site.target().join("fr/2025/03/un-titre").exists());
}

#[test]
fn a_site_with_errors_is_not_published() {
    let site = Site::new();
    site.publish(&["www"], 0);
    site.write("content/b.fr.md", "no front matter");
    site.publish(&["www"], 1);
    assert!(site.page().contains("Un titre"));
    site.publish(&["www", "--no-build"], 0);
}

#[test]
fn what_cannot_be_published_to_is_refused() {
    let site = Site::new();
    let check = |target: &str, expected: &str| {
        let told = said(&site.publish(&[target], 2));
        assert!(told.contains(expected), "{target}: {told}");
    };
    check("ftp://host/www", "depeche cannot publish to `ftp://`");
    check("site/public", "is the folder that is to be published");
    check("site", "is the site's own folder");
    site.write("../theirs/index.html", "theirs");
    check("theirs", "holds files that depeche did not write");
    let fresh = Site::new();
    assert!(said(&fresh.publish(&["www", "--no-build"], 2)).contains("build first"));
}
