//! What `check` and `build` say of a site to the services that run them.

#![expect(clippy::disallowed_methods, reason = "a site is made on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const CONFIG: &str = "base_url: https://example.org/\nlocales: [{ tag: fr, region: fr-FR }]\n";

const ARTICLE: &str = "---\ntitle: Le titre\ndate: 2025-03-04\n---\n\nQuoi? Voir [x](y.md).\n";

/// A site in a folder of a repository.
struct Site(TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(TempDir::new().unwrap());
        site.write("depeche.yaml", CONFIG);
        site.write("content/a.fr.md", ARTICLE);
        site
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("site")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, from: &Path, arguments: &[&str], code: i32) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        command.current_dir(from).env_remove("GITHUB_WORKSPACE");
        let output = command.arg("--root").arg(self.root()).args(arguments).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        output
    }

    fn out(&self, from: &Path, arguments: &[&str], code: i32) -> String {
        String::from_utf8(self.run(from, arguments, code).stdout).unwrap()
    }
}

#[test]
fn github_is_told_of_lines_below_the_repository() {
    let site = Site::new();
    let check = ["--format", "github", "check"];
    let told = site.out(site.0.path(), &check, 1);
    let first = "::error file=site/content/a.fr.md,line=6,endLine=6,col=16,endColumn=20,title=broken-link::";
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 2, "{told}");
    assert!(lines[0].starts_with("::warning file=site/content/a.fr.md,line=6,"), "{told}");
    assert!(lines[1].starts_with(first), "{told}");
    let said = String::from_utf8(site.run(site.0.path(), &check, 1).stderr).unwrap();
    assert_eq!(said, "1 error and 1 warning\n");
    let own = site.out(&site.root(), &check, 1);
    assert!(own.contains("::error file=content/a.fr.md,"), "{own}");
}

#[test]
fn sarif_is_one_log_whatever_there_is_to_say() {
    let site = Site::new();
    let sarif = |arguments: &[&str], code: i32| -> Value {
        let arguments = [&["--format", "sarif"], arguments].concat();
        site.out(site.0.path(), &arguments, code).parse().unwrap()
    };
    let build = ["build", "--now", "2025-06-30"];
    for command in [&["check"][..], &build] {
        let log = sarif(command, 1);
        let results = log["runs"][0]["results"].as_array().unwrap();
        let codes: Vec<_> =
            results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
        assert_eq!(codes, ["missing-space", "broken-link"]);
        let place = &results[1]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "site/content/a.fr.md");
        assert_eq!(place["region"]["startColumn"], 16);
        let help = log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["text"].as_str();
        assert!(help.unwrap().starts_with("# "));
    }
    site.write("content/a.fr.md", "---\ntitle: Le titre\ndate: 2025-03-04\n---\n\nRien.\n");
    // The second build has nothing to do, and says so in the same form.
    for command in [&["check"][..], &build, &build] {
        assert_eq!(sarif(command, 0)["runs"][0]["results"], serde_json::json!([]));
    }
}

#[test]
fn addresses_are_recorded_watched_and_forgotten() {
    let site = Site::new();
    let here = site.root();
    let list = || fs::read_to_string(site.root().join("urls.lock")).unwrap();
    let article = |head: &str| {
        let text = format!("---\ntitle: Le titre\ndate: 2025-03-04\n{head}---\n\nRien.\n");
        site.write("content/a.fr.md", &text);
    };
    article("");
    let told = site.out(&here, &["urls"], 0);
    assert!(told.lines().any(|line| line == "/fr/2025/03/le-titre/"), "{told}");
    assert!(!site.root().join("urls.lock").exists(), "without --record nothing is written");
    assert_eq!(site.out(&here, &["urls", "--record"], 0), told);
    let recorded = list();
    assert!(recorded.contains("\n/fr/2025/03/le-titre/ fr a\n"), "{recorded}");
    assert_eq!(site.out(&here, &["urls", "--record"], 0), "");
    assert_eq!(list(), recorded);

    article("slug: autre\n");
    let lost = site.run(&here, &["build", "--strict", "--now", "2025-06-30"], 1);
    let said = String::from_utf8(lost.stderr).unwrap();
    assert!(said.contains("add `aliases: [/fr/2025/03/le-titre/]` to `content/a.fr.md`"), "{said}");
    // What is lost stays in the list, or it would be silent from then on.
    assert_eq!(site.out(&here, &["urls", "--record"], 1), "/fr/2025/03/autre/\n");
    assert!(list().contains("le-titre"));
    article("slug: autre\naliases: [/fr/2025/03/le-titre/]\n");
    site.run(&here, &["check", "--strict"], 0);

    // While a head cannot be read, nobody knows what is lost, nor what is new.
    let before = list();
    article("slug: [autre\n");
    let unknown = site.run(&here, &["urls", "--record"], 1);
    let said = String::from_utf8(unknown.stderr).unwrap();
    assert!(said.contains("[malformed-yaml]") && !said.contains("[lost-url]"), "{said}");
    assert_eq!((unknown.stdout, list()), (Vec::new(), before));

    article("slug: autre\n");
    site.run(&here, &["urls", "--forget", "/fr/2025/03/le-titre/"], 0);
    assert!(!list().contains("le-titre"));
    let unknown = site.run(&here, &["urls", "--forget", "/fr/2025/03/autr/"], 2);
    let said = String::from_utf8(unknown.stderr).unwrap();
    assert!(said.contains("did you mean `/fr/2025/03/autre/`?"), "{said}");
}

#[test]
fn known_warnings_are_not_told_again_until_their_text_changes() {
    let site = Site::new();
    let here = site.root();
    let said = |arguments: &[&str], code: i32| {
        String::from_utf8(site.run(&here, arguments, code).stderr).unwrap()
    };
    let article = |text: &str| {
        site.write("content/a.fr.md", &format!("---\ntitle: T\ndate: 2025-03-04\n---\n\n{text}\n"));
    };
    let build = ["build", "--strict", "--now", "2025-06-30"];
    article("Quoi?\n\nQui?\n\nQuoi?");
    assert!(said(&build, 1).ends_with("nothing was written: 3 warnings (--strict)\n"));
    assert_eq!(
        said(&["check", "--baseline", "--strict"], 0),
        "no problems besides 3 in `problems.lock`\n"
    );
    let list = fs::read_to_string(here.join("problems.lock")).unwrap();
    assert_eq!(list.lines().filter(|line| line.contains(" missing-space ")).count(), 3, "{list}");
    // The second build has nothing to do, and says the same.
    for _ in 0..2 {
        assert!(said(&build, 0).starts_with("built "));
    }

    article("Au-dessus.\n\nQuoi?\n\nQui?\n\nQuoi?");
    said(&build, 0);
    article("Quoi?\n\nQui donc?\n\nQuoi?");
    let told = said(&["check", "--strict"], 1);
    assert!(told.contains("--> content/a.fr.md:8:"), "{told}");
    let sum = "1 warning besides 2 in `problems.lock`\nnote: 1 problem of `problems.lock` is mended: \
               `depeche check --baseline` takes them out\n";
    assert!(told.ends_with(sum), "{told}");
    assert_eq!(site.out(&here, &["--format", "json", "check"], 0).lines().count(), 1);

    article("Quoi?[x](y.md)");
    said(&["check", "--baseline"], 1);
    let told = said(&build, 1);
    assert!(told.contains("error[broken-link]"), "an error is never known: {told}");
    site.write("problems.lock", "version 1\n<<<<<<< HEAD\n");
    for command in [&["check"][..], &build] {
        assert!(
            said(command, 2).starts_with("error: `problems.lock`: line 2: git could not merge")
        );
    }
    article("Rien.");
    said(&["check", "--baseline"], 0);
    assert_eq!(fs::read_to_string(here.join("problems.lock")).unwrap().lines().count(), 2);
}

#[test]
fn a_report_says_what_changes_for_readers() {
    let site = Site::new();
    let here = site.root();
    let article = |name: &str, text: &str| {
        let text = format!("---\ntitle: {name}\ndate: 2025-03-04\n---\n\n{text}\n");
        site.write(&format!("content/{name}.fr.md"), &text);
    };
    article("a", "Un.");
    article("b", "Deux.");
    site.run(&here, &["build", "--now", "2025-06-30"], 0);
    let report = ["report", "--now", "2025-06-30", "--base"];
    let report = |format: &str, code: i32| {
        let base = here.join("public");
        let arguments = [&["--format", format], &report[..], &[base.to_str().unwrap()]].concat();
        site.out(&here, &arguments, code)
    };
    assert_eq!(report("human", 0), "## What changes for readers\n\nNothing.\n");
    article("a", "Un autre.");
    article("c", "Trois.");
    fs::remove_file(here.join("content/b.fr.md")).unwrap();
    let said = report("human", 0);
    for line in ["### Gone, and leading nowhere", "- `/fr/2025/03/c/` c", "- `/fr/2025/03/a/` a"] {
        assert!(said.lines().any(|found| found.starts_with(line)), "{line}\n{said}");
    }
    let json: Value = report("json", 0).parse().unwrap();
    assert_eq!(json["gone"][0]["url"], "/fr/2025/03/b/");
    article("a", "Un [autre](x.md).");
    assert_eq!(report("human", 1), "");
}
