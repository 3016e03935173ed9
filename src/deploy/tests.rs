//! Publishing to a bucket in memory, which fails where a test wants it to.

mod memory;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use tempfile::TempDir;

use super::lease::Lease;
use super::*;
use crate::encode::Encoding;
use crate::hashed::Fingerprint;
use crate::model::Route;
use crate::outputs::{Output, OutputBytes, Outputs};
use crate::publish::{Guard, publish};
use memory::{Fault, Memory};

/// A built site.
struct Site(TempDir);

impl Site {
    fn new(files: &[(String, String)]) -> Self {
        let site = Self(TempDir::new().unwrap());
        site.build(files);
        site
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("public")
    }

    fn build(&self, files: &[(String, String)]) {
        let guard = Guard { site_root: self.0.path().to_path_buf(), home: None };
        let output = |(path, text): &(String, String)| Output {
            path: Route::root().file(path).output_path(),
            bytes: OutputBytes::new(text.as_bytes()),
            kind: match path.rsplit('.').next() {
                Some("css" | "png") => OutputKind::Asset,
                Some("xml") => OutputKind::Feed,
                _ if path.contains("index") => OutputKind::Index,
                _ => OutputKind::Page,
            },
        };
        publish(&Outputs::new(files.iter().map(output).collect()), &self.folder(), &guard).unwrap();
    }

    fn deploy(&self, store: &Memory) -> Result<Changes, DeployError> {
        deploy(&Built::open(&self.folder()).unwrap(), store, &Settings::default(), &|_, _| ())
    }

    fn deploy_with(&self, store: &Memory, settings: Settings) -> Changes {
        let built = Built::open(&self.folder()).unwrap();
        let seen = preview(&built, store, &settings).unwrap();
        let done = deploy(&built, store, &settings, &|_, _| ()).unwrap();
        assert_eq!(seen, done, "a preview tells what is done");
        done
    }
}

/// A file that is named after what it holds.
fn asset(text: &str) -> (String, String) {
    let hash = Fingerprint::of_bytes(text.as_bytes()).hex();
    (format!("assets/a.{}.css", &hash[..10]), text.to_owned())
}

fn file(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), text.to_owned())
}

/// A site whose pages name one another and a stylesheet, in one of its versions.
fn site(version: usize) -> Vec<(String, String)> {
    let style = asset(&format!("style {version}"));
    let page = format!("{}\nversion {version}\n", style.0);
    let mut files: Vec<_> = (0..4).map(|n| file(&format!("fr/l’été {n}/p.html"), &page)).collect();
    let own = format!("fr/only-{version}/p.html");
    let list = format!("{own}\n{}\nfr/l’été 1/p.html\n", style.0);
    files.push(file(&own, &page));
    files.push(file("fr/index.html", &list));
    files.push(file("atom.xml", &format!("{own}\n")));
    files.push(file("fr/same/p.html", "same\n"));
    files.push(style);
    files
}

/// Fails unless the bucket holds the site, what the last one left for a moment, and nothing else.
fn check_holds(store: &Memory, files: &[(String, String)], hint: &str) {
    let objects = store.objects.lock().unwrap();
    for (path, text) in files {
        let found = objects.get(path).map(|(bytes, ..)| String::from_utf8(bytes.clone()).unwrap());
        assert_eq!(found.as_deref(), Some(text.as_str()), "{hint}: {path}");
    }
    let known: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let others: Vec<&String> = objects.keys().filter(|key| !known.contains(key.as_str())).collect();
    let own = others.iter().filter(|key| key.starts_with(OWN)).count();
    assert_eq!(own, 1, "{hint}: {others:?}");
    let assets = others.iter().filter(|key| key.starts_with("assets/")).count();
    assert_eq!(own + assets, others.len(), "{hint}: {others:?}");
}

#[test]
fn a_site_is_sent_and_then_what_differs() {
    let (store, built) = (Memory::new(), Site::new(&site(1)));
    let first = built.deploy_with(&store, Settings::default());
    assert_eq!(first.written.len(), site(1).len());
    assert!(first.written[0].starts_with("assets/") && first.written[8] == "atom.xml");
    check_holds(&store, &site(1), "first");
    let again = built.deploy_with(&store, Settings::default());
    assert_eq!(again, Changes { unchanged: site(1).len(), ..Changes::default() });

    built.build(&site(2));
    let second = built.deploy_with(&store, Settings::default());
    assert_eq!((second.written.len(), second.unchanged), (8, 1));
    assert_eq!(second.deleted, ["fr/only-1/p.html"], "the stylesheet stays for a moment");
    assert!(store.keys().contains(&asset("style 1").0));
    check_holds(&store, &site(2), "second");

    let third = built.deploy_with(&store, Settings::default());
    assert_eq!(third.deleted, [asset("style 1").0]);
    built.build(&site(1));
    let back = built.deploy_with(&store, Settings { prune: true, ..Settings::default() });
    assert_eq!(back.deleted, ["fr/only-2/p.html".to_owned(), asset("style 2").0]);
    assert_eq!(*store.wrong.lock().unwrap(), Vec::<String>::new());
}

#[test]
fn an_asset_that_is_wanted_again_need_not_be_sent() {
    let (store, built) = (Memory::new(), Site::new(&site(1)));
    built.deploy(&store).unwrap();
    built.build(&site(2));
    built.deploy(&store).unwrap();
    built.build(&site(1));
    let back = built.deploy_with(&store, Settings::default());
    assert!(!back.written.contains(&asset("style 1").0), "{:?}", back.written);
    check_holds(&store, &site(1), "back");
}

/// Every stop at every request, then another version: nothing of the first may be taken for right.
#[test]
fn a_publish_may_stop_at_any_request() {
    for fault in [Fault::Kill, Fault::Once, Fault::Deaf] {
        let mut at = 0;
        loop {
            let (store, built) = (Memory::new(), Site::new(&site(1)));
            built.deploy(&store).unwrap();
            built.build(&site(2));
            store.with(fault(at));
            let stopped = built.deploy(&store).is_err();
            let hint = format!("{:?}", fault(at));
            let reached = store.asked.load(Ordering::SeqCst) > at;
            store.with(Fault::None);
            store.clock.fetch_add(1000, Ordering::SeqCst);
            assert_eq!(*store.wrong.lock().unwrap(), Vec::<String>::new(), "{hint}");
            for version in [3, 1, 2] {
                built.build(&site(version));
                built.deploy(&store).unwrap();
                check_holds(&store, &site(version), &format!("{hint}, then {version}"));
            }
            assert_eq!(*store.wrong.lock().unwrap(), Vec::<String>::new(), "{hint}");
            if !reached {
                assert!(!stopped && at > 12, "{hint}");
                break;
            }
            at += 1;
        }
    }
}

#[test]
fn what_was_sent_before_a_stop_is_not_sent_again() {
    let (store, built) = (Memory::new(), Site::new(&site(1)));
    built.deploy(&store).unwrap();
    built.build(&site(2));
    // Some pages have arrived by then.
    store.with(Fault::Kill(14));
    built.deploy(&store).unwrap_err();
    store.with(Fault::None);
    store.clock.fetch_add(1000, Ordering::SeqCst);
    let rest = built.deploy_with(&store, Settings::default());
    assert!(!rest.written.contains(&asset("style 2").0), "{:?}", rest.written);
    assert!(rest.written.contains(&"atom.xml".to_owned()));
    check_holds(&store, &site(2), "resumed");
}

#[test]
fn a_bucket_that_is_not_ours_is_refused() {
    let (store, built) = (Memory::new(), Site::new(&site(1)));
    store.set("theirs.txt", "theirs");
    assert!(matches!(built.deploy(&store), Err(DeployError::Foreign)));
    assert_eq!(store.keys(), ["theirs.txt"], "not even a lock is left");
}

#[test]
fn what_others_put_there_stays() {
    let (store, built) = (Memory::new(), Site::new(&site(1)));
    built.deploy(&store).unwrap();
    store.set("fr/theirs.html", "theirs");
    built.build(&site(2));
    built.deploy(&store).unwrap();
    assert!(store.keys().contains(&"fr/theirs.html".to_owned()));

    let mut files = site(2);
    files.push(file("fr/theirs.html", "ours"));
    built.build(&files);
    // The first attempt leaves a journal, which names it; that does not make it ours.
    for attempt in 1..4 {
        let refused = built.deploy(&store).unwrap_err();
        let in_the_way = matches!(&refused, DeployError::InTheWay(key) if key == "fr/theirs.html");
        assert!(in_the_way, "{attempt}: {refused:?}");
    }
    built.build(&site(3));
    let done = built.deploy_with(&store, Settings::default());
    assert!(!done.deleted.contains(&"fr/theirs.html".to_owned()), "{done:?}");
    let objects = store.objects.lock().unwrap();
    assert_eq!(objects["fr/theirs.html"].0, b"theirs");
}

#[test]
fn one_that_was_overtaken_changes_nothing_more() {
    let (store, built) = (Memory::new(), Site::new(&site(1)));
    built.deploy(&store).unwrap();
    built.build(&site(2));
    let first = Lease::take(&store).unwrap();
    store.clock.store(1000, Ordering::SeqCst);
    let second = Lease::take(&store).unwrap();
    // It was asleep, and learns of it when it wakes.
    first.renew();
    store.set(JOURNAL, "depeche bucket journal 1\npage fr/second.html\n");
    let before = store.objects.lock().unwrap().clone();
    let built = Built::open(&built.folder()).unwrap();
    let (settings, progress) = (Settings::default(), |_, _| ());
    let work = Work {
        built: &built,
        store: &store,
        settings: &settings,
        progress: &progress,
        lease: &first,
    };
    assert!(matches!(work.run(), Err(DeployError::Overtaken)));
    first.release();
    assert!(*store.objects.lock().unwrap() == before, "not even its journal is there");
    second.release();
}

#[test]
fn what_was_changed_behind_our_back_is_mended_when_asked() {
    let (store, built) = (Memory::new(), Site::new(&site(1)));
    built.deploy(&store).unwrap();
    store.objects.lock().unwrap().remove("atom.xml");
    store.set("fr/same/p.html", "edited");
    assert_eq!(built.deploy(&store).unwrap().written, Vec::<String>::new());
    let mended = built.deploy_with(&store, Settings { verify: true, ..Settings::default() });
    assert_eq!(mended.written, ["fr/same/p.html", "atom.xml"]);
    check_holds(&store, &site(1), "mended");
}

#[test]
fn a_record_that_was_tampered_with_is_not_obeyed() {
    let check = |record: &str, text: &str| {
        let (store, built) = (Memory::new(), Site::new(&site(1)));
        built.deploy(&store).unwrap();
        store.set(record, text);
        let refused = built.deploy(&store).unwrap_err();
        assert!(matches!(refused, DeployError::Damaged(_)), "{text}: {refused:?}");
    };
    let hash = "0".repeat(32);
    check(MANIFEST, "");
    check(MANIFEST, "depeche bucket 2\n");
    check(MANIFEST, &format!("depeche bucket 1\n{hash} {hash} 1 page live ../x\n"));
    check(MANIFEST, &format!("depeche bucket 1\n{hash} {hash} 1 page live .depeche/lock\n"));
    check(MANIFEST, &format!("depeche bucket 1\n{hash} {hash} 1 page dead x\n"));
    check(JOURNAL, "depeche bucket journal 1\npage /etc\n");
}

#[test]
fn objects_are_served_as_what_they_are() {
    let store = Memory::new();
    let mut files = site(1);
    let leads = "<meta http-equiv=\"refresh\" content=\"0; url=https://example.org/new/?a&amp;b\">";
    files.push(file("old/p.html", leads));
    let built = Site::new(&files);
    built.deploy_with(&store, Settings { redirects: true, ..Settings::default() });
    let check = |path: &str, name: &str, expected: Option<&str>| {
        assert_eq!(store.header(path, name).as_deref(), expected, "{path} {name}");
    };
    let style = asset("style 1").0;
    check(&style, "cache-control", Some("public, max-age=31536000, immutable"));
    check(&style, "content-type", Some("text/css; charset=utf-8"));
    check("fr/index.html", "cache-control", Some("public, max-age=0, must-revalidate"));
    check("fr/index.html", "content-type", Some("text/html; charset=utf-8"));
    check("atom.xml", "content-type", Some("application/atom+xml; charset=utf-8"));
    let redirect = "x-amz-website-redirect-location";
    check("old/p.html", redirect, Some("https://example.org/new/?a&b"));
    check("fr/index.html", redirect, None);
    // By this a later publish, perhaps of another version of depeche, knows what is there.
    check("fr/index.html", MARK, Some("f055148bbe4e35be0c71927361492240"));
    // Other headers make another object of the same bytes.
    let plain = built.deploy_with(&store, Settings::default());
    assert_eq!(plain.written, ["old/p.html"]);
    check("old/p.html", redirect, None);
}

#[test]
fn files_are_sent_in_the_form_that_was_asked_for() {
    let store = Memory::new();
    let (style, text) = asset("style 1");
    let mut files = site(1);
    files.push((format!("{style}.gz"), "small style".to_owned()));
    files.push(file("fr/index.html.gz", "small list"));
    files.push(file("notes.zip.gz", "another thing"));
    let built = Site::new(&files);
    built.deploy_with(&store, Settings::default());
    let body = |path: &str| {
        let objects = store.objects.lock().unwrap();
        objects.get(path).map(|held| String::from_utf8(held.0.clone()).unwrap())
    };
    assert_eq!(body(&style), Some(text));
    assert_eq!(body(&format!("{style}.gz")), None, "a bucket does not choose among forms");
    assert_eq!(body("notes.zip.gz").as_deref(), Some("another thing"));

    let gzip = Settings { encoding: Some(Encoding::Gzip), ..Settings::default() };
    let second = built.deploy_with(&store, gzip);
    assert_eq!(second.written, [style.as_str(), "fr/index.html"]);
    assert_eq!(body(&style).as_deref(), Some("small style"));
    assert_eq!(store.header(&style, "content-encoding").as_deref(), Some("gzip"));
    let immutable = store.header(&style, "cache-control").unwrap();
    assert!(immutable.contains("immutable"), "{immutable}");
    assert_eq!(
        store.header("fr/index.html", "content-type").as_deref(),
        Some("text/html; charset=utf-8")
    );

    let brotli = Settings { encoding: Some(Encoding::Brotli), ..Settings::default() };
    let refused = preview(&Built::open(&built.folder()).unwrap(), &store, &brotli).unwrap_err();
    assert!(refused.to_string().contains("precompress: [br]"), "{refused}");
}

#[test]
fn one_publishes_at_a_time_and_a_dead_one_is_followed() {
    let (store, built) = (Memory::new(), Site::new(&site(1)));
    let first = Lease::take(&store).unwrap();
    let refused = built.deploy(&store).unwrap_err();
    assert!(matches!(refused, DeployError::Busy(1..=181)), "{refused:?}");
    store.clock.store(170, Ordering::SeqCst);
    assert!(Lease::take(&store).is_err(), "it may still be at work");
    first.renew();
    store.clock.store(340, Ordering::SeqCst);
    assert!(Lease::take(&store).is_err(), "it was heard of");
    first.check().unwrap();

    store.clock.store(351 + 170, Ordering::SeqCst);
    let second = Lease::take(&store).unwrap();
    first.renew();
    assert!(matches!(first.check(), Err(DeployError::Overtaken)), "the first one learns of it");
    first.release();
    second.renew();
    second.check().unwrap();
    second.release();
    assert_eq!(store.keys(), Vec::<String>::new());
    built.deploy(&store).unwrap();
}

#[test]
fn a_lost_answer_does_not_lose_the_lock() {
    let store = Memory::new();
    let lease = Lease::take(&store).unwrap();
    store.with(Fault::Deaf(0));
    lease.renew();
    store.with(Fault::None);
    lease.renew();
    lease.check().unwrap();
    lease.release();
    assert_eq!(store.keys(), Vec::<String>::new());
}

#[test]
fn two_who_publish_at_once_leave_one_site() {
    for round in 0..8 {
        let store = Memory::new();
        let sites = [Site::new(&site(1)), Site::new(&site(2))];
        let done: Vec<bool> = thread::scope(|scope| {
            let run = |site: &Site| site.deploy(&store).is_ok();
            let handles: Vec<_> = sites.iter().map(|site| scope.spawn(move || run(site))).collect();
            handles.into_iter().map(|handle| handle.join().unwrap()).collect()
        });
        assert_eq!(*store.wrong.lock().unwrap(), Vec::<String>::new(), "round {round}");
        if !done.iter().any(|done| *done) {
            assert_eq!(store.keys(), Vec::<String>::new());
            continue;
        }
        let holds = |version: usize| {
            let objects = store.objects.lock().unwrap();
            site(version)
                .iter()
                .all(|(path, text)| objects.get(path).is_some_and(|held| held.0 == text.as_bytes()))
        };
        assert!(holds(1) || holds(2), "round {round}");
    }
}
