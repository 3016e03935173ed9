//! The translation desk's commands, run as an editor runs them.
#![expect(clippy::disallowed_methods, reason = "a test of what happens on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const CONFIG: &str = "\
base_url: https://exemple.org/
time_zone: Europe/Paris
theme: gazette
locales:
  - { tag: fr, region: fr-FR }
  - { tag: en, region: en-GB }
  - { tag: es, region: es-ES }
";

const ORIGINAL: &str = "\
---
title: Un modèle ouvert
summary: Ses poids sont publics.
date: 2025-03-04
---

Il compte 671 milliards de paramètres.

Sa licence est libre, et son code est lui aussi publié par ses auteurs.

- Un [lien](https://exemple.org/a)
- Deux
";

const ENGLISH: &str = "---\ntitle: An open model\ntranslated_from: fr\n---\nText.\n";
const SPANISH: &str = "---\ntitle: Un modelo abierto\ntranslated_from: en\n---\nTexto.\n";

/// A site with a story in three languages, the third translated from the second.
struct Site(TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(TempDir::new().unwrap());
        site.write("depeche.yaml", CONFIG);
        site.write("content/a.fr.md", ORIGINAL);
        site.write("content/a.en.md", ENGLISH);
        site.write("content/a.es.md", SPANISH);
        site
    }

    /// A site all of whose translations were accepted on 5 March 2025.
    fn accepted() -> Self {
        let site = Self::new();
        site.run(&["accept", "--all"], 0);
        site.accepted_on("2025-03-05T10:00:00Z");
        site
    }

    /// Gives every record a date of its own.
    fn accepted_on(&self, date: &str) {
        let ledger = self.ledger();
        let line = |line: &str| match line.starts_with("accepted ") {
            true => format!("accepted {date}\n"),
            false => format!("{line}\n"),
        };
        self.write("translations.lock", &ledger.lines().map(line).collect::<String>());
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path().join(path)).unwrap();
    }

    fn change(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path().join(path)).unwrap();
        assert!(text.contains(from), "{from} is not in {path}");
        self.write(path, &text.replace(from, to));
    }

    fn ledger(&self) -> String {
        fs::read_to_string(self.path().join("translations.lock")).unwrap_or_default()
    }

    /// What a command says on the standard output stream; it must exit with `code`.
    fn run(&self, arguments: &[&str], code: i32) -> String {
        String::from_utf8(self.output(arguments, code).stdout).unwrap()
    }

    /// What a command says on the standard error stream.
    fn errors(&self, arguments: &[&str], code: i32) -> String {
        String::from_utf8(self.output(arguments, code).stderr).unwrap()
    }

    fn output(&self, arguments: &[&str], code: i32) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        let output = command.arg("--root").arg(self.path()).args(arguments).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        output
    }

    fn json(&self, arguments: &[&str], code: i32) -> Vec<Value> {
        let text = self.run(&[&["--format", "json"], arguments].concat(), code);
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

#[test]
fn status_says_how_each_translation_is() {
    let site = Site::new();
    let last = |text: &str| text.lines().last().unwrap_or_default().to_owned();
    let all = "2 translations: 0 fresh, 0 stale, 2 unrecorded, 0 missing";
    assert_eq!(last(&site.run(&["status"], 0)), all);
    site.run(&["accept", "a", "--locale", "en"], 0);
    site.remove("content/a.es.md");
    let text = "en  fresh    a\nes  missing  a\n2 translations: 1 fresh, 0 stale, 0 unrecorded, 1 missing\n";
    assert_eq!(site.run(&["status"], 0), text);
    site.accepted_on("2025-03-05T10:00:00Z");
    site.change("content/a.fr.md", "671", "685");
    let text = "en  stale (1 of 6 blocks), since 2025-03-05  a\n\
                1 translation: 0 fresh, 1 stale, 0 unrecorded, 0 missing\n";
    assert_eq!(site.run(&["status", "--locale", "en"], 0), text);
    let json = site.json(&["status", "--locale", "en"], 0);
    assert_eq!(json[0]["state"], "stale");
    assert_eq!((&json[0]["changed"], &json[0]["blocks"]), (&1.into(), &6.into()));
    assert_eq!(json[1]["summary"]["stale"], 1);
    site.change("content/a.fr.md", "date: 2025-03-04\n", "date: 2025-03-04\ntranslate: false\n");
    assert_eq!(site.run(&["list", "untranslated"], 0), "");
}

#[test]
fn a_translation_of_a_translation_follows_what_it_was_made_from() {
    let site = Site::accepted();
    site.change("content/a.fr.md", "671", "685");
    let states = |site: &Site| -> Vec<String> {
        let json = site.json(&["status"], 0);
        json.iter().filter_map(|line| Some(line["state"].as_str()?.to_owned())).collect()
    };
    assert_eq!(states(&site), ["stale", "fresh"]);
    site.change("content/a.en.md", "Text.", "Other text.");
    site.run(&["accept", "a", "--locale", "en"], 0);
    assert_eq!(states(&site), ["fresh", "stale"]);
}

#[test]
fn gates_fail_for_what_readers_wait_for() {
    let site = Site::accepted();
    let gate = |more: &[&str], code| {
        site.run(&[&["status", "--max-stale", "0", "--max-missing", "0"], more].concat(), code);
    };
    gate(&[], 0);
    site.change("content/a.fr.md", "671", "685");
    gate(&[], 1);
    gate(&["--max-stale", "1"], 2);
    let stale = |more: &[&str], code| {
        site.run(&[&["status", "--max-stale", "0"], more].concat(), code);
    };
    stale(&["--locale", "es"], 0);
    // Without a date of its own, the change counts from when the translation was accepted.
    stale(&["--grace", "48h", "--now", "2025-03-07T09:00Z"], 0);
    stale(&["--grace", "48h", "--now", "2025-03-07T11:00Z"], 1);
    site.change(
        "content/a.fr.md",
        "date: 2025-03-04",
        "date: 2025-03-04\nupdated: 2025-03-20T12:00Z",
    );
    stale(&["--grace", "48h", "--now", "2025-03-22T11:00Z"], 0);
    stale(&["--grace", "48h", "--now", "2025-03-22T13:00Z"], 1);
    stale(&["--grace", "soon"], 2);
    site.change("content/a.fr.md", "updated: 2025-03-20T12:00Z", "updated: 2025-03-20");
    assert!(site.run(&["status"], 0).contains("since 2025-03-20"), "a day is the site's");
    let said = site.errors(&["status", "--max-stale", "0"], 1);
    assert_eq!(said, "error: 1 translation is stale, and 0 allowed\n");
    site.change("content/a.en.md", "---\nText", "draft: true\n---\nText");
    stale(&[], 0);
    site.run(&["status", "--max-missing", "0"], 1);
    site.run(&["status", "--max-missing", "0", "--grace", "1w", "--now", "2025-03-05"], 0);
    site.change("content/a.fr.md", "title:", "draft: true\ntitle:");
    gate(&[], 0);
    site.remove("translations.lock");
    site.change("content/a.fr.md", "draft: true\n", "");
    site.run(&["status", "--max-unrecorded", "0"], 1);
}

#[test]
fn diff_shows_the_words_that_changed() {
    let site = Site::accepted();
    let none = "a (en): since 2025-03-05, nothing has changed in `fr`\n";
    assert_eq!(site.run(&["diff", "a", "--locale", "en"], 0), none);
    site.change("content/a.fr.md", "671 milliards", "685 milliards");
    site.change("content/a.fr.md", "exemple.org/a", "exemple.org/b");
    site.change("content/a.fr.md", "libre, et son", "libre.\n\nEt son");
    let text = "\
a (en): since 2025-03-05, 4 of 7 blocks have changed in `fr`

content/a.fr.md:7 paragraph changed
    Il compte [-671-]{+685+} milliards de paramètres.

content/a.fr.md:9 paragraph split
    Sa licence est libre[-, et-]{+. ¶ Et+} son code est lui aussi publié par ses auteurs.

content/a.fr.md:13 item changed
    Un lien
    (the same words: a link, a reference or markup changed)

once the translation is right: `depeche accept a --locale en`
";
    assert_eq!(site.run(&["diff", "content/a.en.md", "--locale", "en"], 0), text);
    let json = site.json(&["diff", "a", "--locale", "en"], 0);
    let change = &json[0]["changes"][0];
    assert_eq!((&change["change"], &change["line"]), (&"changed".into(), &7.into()));
    assert_eq!(change["words"][1], serde_json::json!({ "side": "old", "text": "671" }));
    assert_eq!(change["words"][2], serde_json::json!({ "side": "new", "text": "685" }));
    site.output(&["diff", "b"], 2);
    site.output(&["diff", "a", "--locale", "it"], 2);
    site.remove("translations.lock");
    assert!(site.run(&["diff", "a"], 0).starts_with("a (en): not in the ledger\n"));
}

#[test]
fn accepting_twice_changes_nothing() {
    let site = Site::accepted();
    let before = site.ledger();
    site.run(&["accept", "--all"], 0);
    assert_eq!(site.ledger(), before);
    // Facts are no words: the record is of the new file, and its date stays.
    site.change("content/a.fr.md", "date: 2025-03-04", "date: 2025-03-04\ntopics: []");
    site.run(&["accept", "--all"], 0);
    let after = site.ledger();
    let changed = before.lines().zip(after.lines()).filter(|(a, b)| a != b);
    assert_eq!(changed.count(), 1, "{before}\n{after}");
}

#[test]
fn accepting_one_translation_leaves_the_lines_of_others() {
    let site = Site::accepted();
    for name in ["b", "c"] {
        site.write(&format!("content/{name}.fr.md"), &ORIGINAL.replace("Un modèle", name));
        site.write(&format!("content/{name}.en.md"), &ENGLISH.replace("An open", name));
    }
    site.run(&["accept", "c"], 0);
    let before = site.ledger();
    site.run(&["accept", "b"], 0);
    let after = site.ledger();
    let mut rest = after.lines();
    assert!(before.lines().all(|line| rest.any(|other| other == line)), "{after}");
    site.output(&["accept"], 2);
    site.output(&["accept", "--all", "a"], 2);
    site.output(&["accept", "nothing"], 2);
}

#[test]
fn a_renamed_story_keeps_its_records() {
    let site = Site::accepted();
    for locale in ["fr", "en", "es"] {
        let file = |name: &str| site.path().join(format!("content/{name}.{locale}.md"));
        fs::create_dir_all(site.path().join("content/2025")).unwrap();
        fs::rename(file("a"), file("2025/modele")).unwrap();
    }
    site.change("content/2025/modele.fr.md", "671", "685");
    let text = "en  stale (1 of 6 blocks), since 2025-03-05  2025/modele\n\
                es  fresh                                    2025/modele\n\
                2 translations: 1 fresh, 1 stale, 0 unrecorded, 0 missing\n";
    assert_eq!(site.run(&["status"], 0), text);
    site.run(&["accept", "2025/modele"], 0);
    let ledger = site.ledger();
    assert!(ledger.contains("translation es 2025/modele\n"), "{ledger}");
    assert!(!ledger.contains("translation en a\n"), "{ledger}");
    site.remove("content/2025/modele.es.md");
    site.run(&["accept", "--all"], 0);
    assert!(!site.ledger().contains("translation es"), "{}", site.ledger());
}

#[test]
fn a_new_translation_is_recorded() {
    let site = Site::new();
    site.remove("content/a.es.md");
    site.run(&["translate", "a", "--to", "es"], 0);
    assert!(site.ledger().contains("\ntranslation es a\noriginal fr "), "{}", site.ledger());
    assert_eq!(site.run(&["list", "drafts"], 0), "es\ta\tcontent/a.es.md\n");
    assert_eq!(site.run(&["list", "unrecorded"], 0), "en\ta\tcontent/a.en.md\n");
    site.change("content/a.fr.md", "671", "685");
    assert_eq!(site.run(&["list", "stale"], 0), "es\ta\tcontent/a.es.md\n");
    site.remove("content/a.en.md");
    assert_eq!(site.run(&["list", "untranslated"], 0), "en\ta\tcontent/a.fr.md\n");
    assert_eq!(site.run(&["list", "future", "--now", "2025-03-01"], 0).lines().count(), 1);
    assert_eq!(site.run(&["list", "expired"], 0), "");
}

#[test]
fn a_ledger_that_git_could_not_merge_is_left_alone() {
    let site = Site::accepted();
    let line = "accepted 2025-03-05T10:00:00Z\n";
    let conflict =
        format!("<<<<<<< HEAD\n{line}=======\naccepted 2025-03-06T10:00:00Z\n>>>>>>> b\n");
    let text = site.ledger().replacen(line, &conflict, 1);
    site.write("translations.lock", &text);
    for (command, code) in [(&["status"][..], 1), (&["diff", "a"], 1), (&["accept", "--all"], 2)] {
        let said = site.errors(command, code);
        assert!(said.contains("error[merge-conflict]"), "{said}");
        assert!(said.contains("translations.lock:6:1"), "{said}");
    }
    site.remove("content/a.es.md");
    site.run(&["translate", "a", "--to", "es"], 0);
    assert_eq!(site.ledger(), text);
    site.remove("content/a.es.md");
    let path = site.path().join("translations.lock");
    fs::write(&path, b"version 1\n\xff\n").unwrap();
    site.run(&["translate", "a", "--to", "es"], 0);
    assert!(site.errors(&["accept", "--all"], 2).contains("error[not-utf8]"));
    assert_eq!(fs::read(&path).unwrap(), b"version 1\n\xff\n");
}

#[test]
fn the_desk_is_a_page_of_its_own() {
    let site = Site::accepted();
    site.change("content/a.fr.md", "Un modèle ouvert", "Un <modèle> ouvert");
    site.change("content/a.en.md", "Text.", "It has 700 billion parameters.");
    site.remove("content/a.es.md");
    site.write("content/b.fr.md", &ORIGINAL.replace("2025-03-04", "2125-03-04"));
    let file = site.path().join("desk.html");
    site.run(&["status", "--html", file.to_str().unwrap()], 0);
    let page = fs::read_to_string(&file).unwrap();
    for part in [
        "<span lang=\"fr\">Un &lt;modèle&gt; ouvert</span>",
        "<code>depeche diff a --locale en</code>",
        "<code>depeche translate a --to es</code>",
        "stale (1 of 6 blocks)",
        "<code>untranslated-story</code>",
        "<code>numbers-disagree</code>",
        "b, 2125-03-04, comes out 2125-03-04",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    for outside in ["<script", "src=", "href=", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside} in {page}");
    }
    let place = |part: &str| page.find(part).unwrap();
    assert!(place("depeche diff") < place("depeche translate"));
}

#[test]
fn a_new_site_is_fresh() {
    let site = Site(TempDir::new().unwrap());
    site.run(&["init", site.path().to_str().unwrap()], 0);
    let said = site.run(&["status", "--max-unrecorded", "0", "--max-missing", "0"], 0);
    assert!(said.contains("fresh"), "{said}");
}

#[test]
fn the_sample_site_is_fresh() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
    command.arg("--root").arg(env!("CARGO_MANIFEST_DIR"));
    command.args(["status", "--max-stale", "0", "--max-unrecorded", "0"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn what_time_will_do_is_told_the_next_first() {
    let site = Site::new();
    let later = |name: &str, keys: &str| {
        let text = format!("---\ntitle: {name}\ndate: 2025-03-04\n{keys}---\nTexte.\n");
        site.write(&format!("content/{name}.fr.md"), &text);
    };
    later("b", "publish_at: 2025-03-08\nexpires_at: 2025-04-01T12:00\n");
    later("c", "expires_at: 2025-03-07\n");
    later("past", "publish_at: 2025-03-05\nexpires_at: 2025-03-05T12:00\n");
    later("draft", "draft: true\npublish_at: 2025-03-08\n");
    later("never", "publish_at: 2025-03-09\nexpires_at: 2025-03-08\n");
    later("nor", "publish_at: 2025-03-09\nexpires_at: 2025-03-01\n");
    let now = ["--now", "2025-03-06"];
    let told = site.run(&[&["schedule"], &now[..]].concat(), 0);
    let expected = "\
2025-03-07T00:00:00+01:00\texpires\tfr\tc\tcontent/c.fr.md
2025-03-08T00:00:00+01:00\tappears\tfr\tb\tcontent/b.fr.md
2025-04-01T12:00:00+02:00\texpires\tfr\tb\tcontent/b.fr.md
";
    assert_eq!(told, expected);
    let told = site.run(&[&["schedule", "--format", "json"], &now[..]].concat(), 0);
    let first: Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    assert_eq!((&first["to"], &first["file"]), (&"expires".into(), &"content/c.fr.md".into()));
    assert_eq!(site.run(&[&["schedule", "--locale", "en"], &now[..]].concat(), 0), "");
}
