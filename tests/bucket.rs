//! What `publish` does to a bucket: of a real store that checks signatures, `s3s-fs`, over connections
//! that break.
//!
//! Without that server these tests are ignored, which is said; with `DEPECHE_TEST_ALL` in the environment,
//! as in `tests/run`, they fail.

#![expect(clippy::disallowed_methods, reason = "a site and a store are on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod store;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use store::{BUCKET, Fault, KEY, PREFIX, Proxy, SECRET, Store, said, server};

fn main() {
    let needed = std::env::var_os("DEPECHE_TEST_ALL").is_some();
    let missing = server().is_none();
    let trial = |(name, test): (&str, fn())| {
        let run = move || match missing {
            true => Err(Failed::from("there is no `s3s-fs`: see `.ci/run`")),
            false => {
                test();
                Ok(())
            }
        };
        Trial::test(name, run).with_ignored_flag(missing && !needed)
    };
    let tests: [(&str, fn()); 9] = [
        ("a_bucket_is_made_equal_to_the_site", a_bucket_is_made_equal_to_the_site),
        ("a_dry_run_changes_nothing", a_dry_run_changes_nothing),
        ("old_addresses_are_redirects_if_asked_for", old_addresses_are_redirects_if_asked_for),
        ("no_reader_gets_a_page_without_its_assets", no_reader_gets_a_page_without_its_assets),
        (
            "a_publish_that_is_killed_is_finished_by_the_next",
            a_publish_that_is_killed_is_finished_by_the_next,
        ),
        ("two_publishers_do_not_harm_one_another", two_publishers_do_not_harm_one_another),
        ("a_wrong_secret_is_told_and_not_shown", a_wrong_secret_is_told_and_not_shown),
        ("a_bucket_of_others_is_refused", a_bucket_of_others_is_refused),
        ("a_store_that_keeps_failing_is_given_up", a_store_that_keeps_failing_is_given_up),
    ];
    libtest_mimic::run(&Arguments::from_args(), tests.into_iter().map(trial).collect()).exit();
}

/// A site of some pages, with a stylesheet of that version.
fn write_site(store: &Store, version: usize) {
    for story in 0..6 {
        let text = format!(
            "---\ntitle: Le titre {story}\ndate: 2025-03-0{}\nsummary: Version {version}\ntranslate: false\n---\n\nUn texte.\n",
            story + 1
        );
        store.write(&format!("content/s{story}.fr.md"), &text);
    }
    let only = format!(
        "---\ntitle: Seul {version}\ndate: 2025-02-01\nsummary: Un\ntranslate: false\n---\n\nUn texte.\n"
    );
    store.write("content/only.fr.md", &only);
    store.write("assets/gazette.css", &format!("body {{ margin: {version}px }}\n"));
    store.write("static/l’été à 2 + 3 & 4.txt", "un nom");
}

fn a_bucket_is_made_equal_to_the_site() {
    let store = Store::new();
    write_site(&store, 1);
    let first = store.publish(&[], 0);
    assert!(said(&first).contains("0 unchanged, 0 deleted"), "{}", said(&first));
    store.check_equal("first");
    for (path, bytes) in store.built() {
        let got = store.get(&path);
        assert!(got.status == 200 && got.bytes == bytes, "{path}: {}", got.status);
        let immutable = got.cache_control.contains("immutable");
        assert_eq!(immutable, path.starts_with("assets/"), "{path}: {}", got.cache_control);
        let text = [".html", ".css", ".xml", ".json", ".txt"].iter().any(|end| path.ends_with(end));
        assert!(
            !text || got.content_type.ends_with("; charset=utf-8"),
            "{path}: {}",
            got.content_type
        );
    }
    assert_eq!(store.get("fr/atom.xml").content_type, "application/atom+xml; charset=utf-8");
    assert_eq!(store.get("l’été à 2 + 3 & 4.txt").bytes, b"un nom");

    assert!(said(&store.publish(&[], 0)).contains("0 written"));
    write_site(&store, 2);
    let second = store.publish(&["--format", "json"], 0);
    let told = String::from_utf8(second.stdout).unwrap();
    assert!(
        told.contains(
            r#"{"change":"delete","dry_run":false,"path":"fr/2025/02/seul-1/index.html"}"#
        ),
        "{told}"
    );
    assert!(!told.contains("\"path\":\"l’été"), "a file that did not change is not sent: {told}");
    store.check_equal("second");
}

fn a_dry_run_changes_nothing() {
    let store = Store::new();
    write_site(&store, 1);
    let seen = store.publish(&["--dry-run"], 0);
    assert!(store.objects().is_empty());
    let told = String::from_utf8(seen.stdout).unwrap();
    assert_eq!(told.lines().count(), store.built().len(), "{told}");
    assert!(told.lines().all(|line| line.starts_with("write ")), "{told}");
}

fn old_addresses_are_redirects_if_asked_for() {
    let store = Store::new();
    write_site(&store, 1);
    store.publish(&[], 0);
    assert_eq!(store.get("old/index.html").redirect, "");
    let asked = store.publish(&["--redirects"], 0);
    assert!(said(&asked).contains(": 1 written"), "{}", said(&asked));
    assert_eq!(store.get("old/index.html").redirect, "https://example.org/fr/");
}

/// One request in three goes wrong, each in another way.
fn misbehave(number: usize, _: &str) -> Fault {
    match number % 18 {
        2 => Fault::CutRequest,
        5 => Fault::CutAnswer,
        8 => Fault::Status(500),
        11 => Fault::Status(503),
        14 => Fault::Status(429),
        17 => Fault::Slow,
        _ => Fault::None,
    }
}

fn no_reader_gets_a_page_without_its_assets() {
    let store = Store::new();
    let proxy = Proxy::new(store.port, misbehave);
    write_site(&store, 1);
    store.publish_by(proxy.port, &[], 0);
    store.check_equal("first");
    let (over, read) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut pages = 0;
            while !over.load(Ordering::SeqCst) {
                for page in
                    ["fr/index.html", "fr/2025/03/le-titre-0/index.html", "fr/2025/index.html"]
                {
                    pages += 1;
                    read_page(&store, page);
                    read.store(true, Ordering::SeqCst);
                }
            }
            pages
        });
        for version in 2..6 {
            write_site(&store, version);
            store.publish_by(proxy.port, &[], 0);
            store.check_equal(&format!("version {version}"));
        }
        over.store(true, Ordering::SeqCst);
        let pages = reader.join().expect("a reader got all that a page needs");
        assert!(pages > 20, "the reader was there meanwhile: {pages}");
    });
    let faults = proxy.faults.load(Ordering::SeqCst);
    assert!(faults > 30, "the connections were bad: {faults}");
}

/// Reads a page as a browser does: with all that it cannot do without.
fn read_page(store: &Store, page: &str) {
    let got = store.get(page);
    let html = String::from_utf8(got.bytes).unwrap();
    assert!(
        got.status == 200 && got.whole && html.ends_with("</html>\n"),
        "{page}: {}",
        got.status
    );
    let assets: Vec<&str> = html
        .split('"')
        .filter_map(|value| value.strip_prefix('/'))
        .filter(|path| path.starts_with("assets/"))
        .collect();
    assert!(!assets.is_empty(), "{page} has a stylesheet");
    for asset in assets {
        let got = store.get(asset);
        assert!(got.status == 200 && got.whole, "{page} lacks {asset}");
    }
}

fn a_publish_that_is_killed_is_finished_by_the_next() {
    let store = Store::new();
    // So that there is a moment to be killed in.
    let slow = Proxy::new(store.port, |_, _| Fault::Slow);
    write_site(&store, 1);
    store.publish(&[], 0);
    for (round, wait) in [0, 200, 400, 700, 1000, 1400].into_iter().enumerate() {
        write_site(&store, round + 2);
        // Built before, so that all the time is that of publishing.
        store.publish(&["--dry-run"], 0);
        let mut process = store.command(slow.port, &["--no-build"]).spawn().unwrap();
        thread::sleep(Duration::from_millis(wait + 200));
        process.kill().unwrap();
        process.wait().unwrap();
        // What was sent before arrives, and may do so after its sender is gone.
        thread::sleep(Duration::from_secs(1));
        if store.objects().contains_key(&format!("{PREFIX}/.depeche/lock")) {
            let refused = store.publish(&["--no-build"], 2);
            assert!(said(&refused).contains("another depeche is publishing"), "{}", said(&refused));
        }
        store.forget_lock();
        for version in [round + 30, round + 1] {
            write_site(&store, version);
            store.publish(&[], 0);
            store.check_equal(&format!("killed after {wait} ms, then {version}"));
        }
    }
}

fn two_publishers_do_not_harm_one_another() {
    let store = Store::new();
    let slow = Proxy::new(store.port, |_, _| Fault::Slow);
    write_site(&store, 1);
    store.publish(&["--dry-run"], 0);
    let mut first = store.command(slow.port, &["--no-build"]).spawn().unwrap();
    let lock = format!("{PREFIX}/.depeche/lock");
    while !store.objects().contains_key(&lock) {
        thread::sleep(Duration::from_millis(10));
    }
    let second = store.publish(&["--no-build"], 2);
    assert!(said(&second).contains("another depeche is publishing to it"), "{}", said(&second));
    assert!(first.wait().unwrap().success());
    store.check_equal("the first one");
    store.publish(&[], 0);
}

fn a_wrong_secret_is_told_and_not_shown() {
    let store = Store::new();
    write_site(&store, 1);
    let wrong = "AWrongSecretThatNobodyShouldSee/0123456789";
    let mut command = store.command(store.port, &[]);
    let output = command.env("AWS_SECRET_ACCESS_KEY", wrong).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = format!("{}{}", said(&output), String::from_utf8_lossy(&output.stdout));
    assert!(
        told.contains("`AWS_SECRET_ACCESS_KEY` does not belong to `AWS_ACCESS_KEY_ID`"),
        "{told}"
    );
    for secret in [wrong, SECRET, KEY, "X-Amz", "Signature="] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    assert!(store.objects().is_empty());

    let mut command = store.command(store.port, &[]);
    let output = command.env_remove("AWS_SECRET_ACCESS_KEY").output().unwrap();
    assert!(said(&output).contains("`AWS_SECRET_ACCESS_KEY` is not set"), "{}", said(&output));
    assert!(!said(&output).contains("built"), "nothing is built for nothing: {}", said(&output));
}

fn a_bucket_of_others_is_refused() {
    let store = Store::new();
    write_site(&store, 1);
    let theirs = store.folder.path().join("store").join(BUCKET).join(PREFIX);
    std::fs::create_dir_all(&theirs).unwrap();
    std::fs::write(theirs.join("theirs.txt"), "theirs").unwrap();
    let refused = store.publish(&[], 2);
    assert!(said(&refused).contains("depeche did not put there"), "{}", said(&refused));
    assert_eq!(store.objects().len(), 1, "not even a lock is left");
}

fn a_store_that_keeps_failing_is_given_up() {
    let store = Store::new();
    write_site(&store, 1);
    let broken = Proxy::new(store.port, |_, line| match line.contains("/assets/") {
        true => Fault::Status(500),
        false => Fault::None,
    });
    let refused = store.publish_by(broken.port, &[], 2);
    let told = said(&refused);
    assert!(told.contains("could not write `assets/") && told.contains("tried 7 times"), "{told}");
    let pages = store.objects().into_keys().filter(|key| key.ends_with(".html")).count();
    assert_eq!(pages, 0, "no page comes before its assets");
    // The lock was given back, so that one need not wait.
    store.publish(&[], 0);
    store.check_equal("mended");
}
