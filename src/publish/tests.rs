//! Publishing to real folders.

mod amend;
mod built;
mod stops;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;
use walkdir::WalkDir;

use super::*;
use crate::model::Route;
use crate::outputs::{Output, OutputBytes, OutputKind};

/// A site, and a folder beside it to publish to.
struct Place {
    folder: TempDir,
}

/// A file or link of the target, but for depeche's own, with what it holds or leads to.
type Snapshot = BTreeMap<String, String>;

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("site/content")).unwrap();
        Self { folder }
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("site/public")
    }

    fn guard(&self) -> Guard {
        Guard {
            site_root: self.folder.path().join("site"),
            home: Some(self.folder.path().join("home")),
        }
    }

    fn publish(&self, site: &[(&str, &str)]) -> Result<Report, PublishError> {
        publish(&outputs(site), &self.target(), &self.guard())
    }

    /// Publishes until change number `stop` of the disk: from there on all fail, or only that one.
    fn stopped(
        &self,
        site: &[(&str, &str)],
        stop: usize,
        fault: Fault,
    ) -> Result<Report, PublishError> {
        self.stopped_while(Moving::OneByOne, site, stop, fault)
    }

    fn stopped_while(
        &self,
        moving: Moving,
        site: &[(&str, &str)],
        stop: usize,
        fault: Fault,
    ) -> Result<Report, PublishError> {
        let fuse = Blowing::new(stop, fault);
        publish_on(&outputs(site), &self.target(), &self.guard(), moving, &|| fuse.ask())
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.target().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.target().join(path)).unwrap()
    }

    fn snapshot(&self) -> Snapshot {
        snapshot(&self.target(), |path| !path.starts_with(OWN))
    }

    /// Checks that the target holds a site, and nothing is left over of how it got there.
    fn check_holds(&self, site: &[(&str, &str)], hint: &str) {
        assert_eq!(self.snapshot(), whole(site), "{hint}");
        let own = snapshot(&self.target().join(OWN), |_| true);
        assert_eq!(own.keys().collect::<Vec<_>>(), ["lock", "manifest"], "{hint}");
        let empty = WalkDir::new(self.target()).into_iter().flatten().filter(|entry| {
            entry.file_type().is_dir() && fs::read_dir(entry.path()).unwrap().next().is_none()
        });
        assert_eq!(empty.count(), 0, "{hint}: a folder is empty");
    }
}

/// A fuse that blows at change number `stop` of the disk: from there on always, or only then.
struct Blowing {
    count: AtomicUsize,
    stop: usize,
    fault: Fault,
}

impl Blowing {
    fn new(stop: usize, fault: Fault) -> Self {
        Self { count: AtomicUsize::new(0), stop, fault }
    }

    fn ask(&self) -> io::Result<()> {
        let now = self.count.fetch_add(1, Ordering::SeqCst);
        let blows = match self.fault {
            Fault::Kill => now >= self.stop,
            Fault::Once => now == self.stop,
        };
        if blows { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    Kill,
    Once,
}

fn snapshot(folder: &Path, wanted: fn(&str) -> bool) -> Snapshot {
    let files = WalkDir::new(folder).into_iter().flatten();
    let files = files.filter(|entry| !entry.file_type().is_dir());
    let read = |path: &Path| match fs::read_link(path) {
        Ok(link) => format!("-> {}", link.display()),
        Err(_) => fs::read_to_string(path).unwrap(),
    };
    files
        .map(|file| {
            let name = file.path().strip_prefix(folder).unwrap().to_str().unwrap();
            (name.to_owned(), read(file.path()))
        })
        .filter(|(name, _)| wanted(name))
        .collect()
}

fn whole(site: &[(&str, &str)]) -> Snapshot {
    site.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn kind(path: &str) -> OutputKind {
    match path.rsplit('.').next() {
        Some("css" | "png") => OutputKind::Asset,
        Some("xml") => OutputKind::Feed,
        _ if path.contains("index") => OutputKind::Index,
        _ => OutputKind::Page,
    }
}

fn outputs(site: &[(&str, &str)]) -> Outputs {
    let file = |(path, text): &(&str, &str)| Output {
        path: Route::root().file(path).output_path(),
        bytes: OutputBytes::new(text.as_bytes()),
        kind: kind(path),
    };
    Outputs::new(site.iter().map(file).collect())
}

const OLD: &[(&str, &str)] = &[
    ("a.css", "old style"),
    ("fr/x/page.html", "old page"),
    ("fr/x/p.png", "old picture"),
    ("fr/index.html", "old index"),
    ("fr/gone/deep/page.html", "gone"),
    ("fr/same.html", "same"),
    ("swap", "was a file"),
    ("paws/in/a.html", "was in a folder"),
    ("paws/b.html", "was in a folder"),
    ("atom.xml", "old feed"),
];

const NEW: &[(&str, &str)] = &[
    ("a.css", "new style"),
    ("b.css", "more style"),
    ("fr/x/page.html", "new page"),
    ("fr/x/p.png", "new picture"),
    ("fr/y/page.html", "page y"),
    ("fr/y/p.png", "picture y"),
    ("fr/z/page.html", "page z"),
    ("fr/index.html", "new index"),
    ("fr/same.html", "same"),
    ("en/deep/down/page.html", "page en"),
    ("en/index.html", "index en"),
    ("swap/page.html", "is in a folder"),
    ("paws", "is a file"),
    ("atom.xml", "new feed"),
];

#[test]
fn a_site_is_published_and_then_what_differs() {
    let place = Place::new();
    let report = place.publish(OLD).unwrap();
    assert_eq!(report, Report { written: OLD.len(), unchanged: 0, deleted: 0 });
    place.check_holds(OLD, "at first");
    let report = place.publish(NEW).unwrap();
    assert_eq!(report, Report { written: 13, unchanged: 1, deleted: 4 });
    place.check_holds(NEW, "then");
    let report = place.publish(NEW).unwrap();
    assert_eq!(report, Report { written: 0, unchanged: NEW.len(), deleted: 0 });
    let report = place.publish(&[]).unwrap();
    assert_eq!(report.deleted, NEW.len());
    place.check_holds(&[], "at last");
}

#[test]
fn the_manifest_is_the_same_wherever_and_whenever() {
    let (one, other) = (Place::new(), Place::new());
    one.publish(NEW).unwrap();
    other.publish(OLD).unwrap();
    other.publish(NEW).unwrap();
    let manifest = one.read(MANIFEST);
    assert_eq!(manifest, other.read(MANIFEST));
    assert!(manifest.starts_with("depeche manifest 2\n"), "{manifest}");
    let line = format!("{} asset a.css\n", Sum::of(b"new style").hex());
    assert!(manifest.contains(&line), "{manifest}");
}

#[test]
fn sums_that_another_version_wrote_are_of_nothing_that_is_there() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    let manifest = place.read(MANIFEST);
    let line = |line: &str| match line.split_once(' ') {
        Some((sum, rest)) if Sum::from_hex(sum).is_some() => {
            format!("{} {rest}\n", Fingerprint::of(sum).hex())
        }
        _ => format!("{line}\n"),
    };
    place.write(MANIFEST, &manifest.lines().map(line).collect::<String>());
    assert_ne!(place.read(MANIFEST), manifest);
    let report = place.publish(OLD).unwrap();
    assert_eq!(report, Report { written: 0, unchanged: OLD.len(), deleted: 0 });
    assert_eq!(place.read(MANIFEST), manifest);
}

#[test]
fn what_did_not_change_is_not_touched_and_what_was_edited_is_healed() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    let modified =
        |path: &str| fs::metadata(place.target().join(path)).unwrap().modified().unwrap();
    let before = (modified("fr/same.html"), modified(MANIFEST));
    place.write("a.css", "OLD STYLE");
    place.write("fr/index.html", "");
    fs::remove_file(place.target().join("atom.xml")).unwrap();
    let report = place.publish(OLD).unwrap();
    assert_eq!(report, Report { written: 3, unchanged: 7, deleted: 0 });
    place.check_holds(OLD, "healed");
    place.publish(OLD).unwrap();
    assert_eq!((modified("fr/same.html"), modified(MANIFEST)).0, before.0);
}

#[test]
fn what_others_put_in_the_target_stays() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    for theirs in ["CNAME", "fr/gone/deep/theirs.txt", "theirs/x"] {
        place.write(theirs, "theirs");
    }
    place.publish(&[("x.html", "x")]).unwrap();
    let expected = [
        ("CNAME", "theirs"),
        ("fr/gone/deep/theirs.txt", "theirs"),
        ("theirs/x", "theirs"),
        ("x.html", "x"),
    ];
    assert_eq!(place.snapshot(), whole(&expected));
    // What is equal is taken over; what is not is in the way, as a file or as a folder.
    place.publish(&[("CNAME", "theirs")]).unwrap();
    for site in [[("theirs/x", "ours")], [("theirs", "ours")], [("theirs/x/y", "ours")]] {
        let before = place.snapshot();
        let refused = place.publish(&site);
        assert!(matches!(refused, Err(PublishError::InTheWay(_))), "{site:?}: {refused:?}");
        assert_eq!(place.snapshot(), before, "{site:?}");
    }
}

#[test]
fn a_folder_that_must_survive_is_refused() {
    let place = Place::new();
    let base = fs::canonicalize(place.folder.path()).unwrap();
    for folder in ["home", "site/src", "elsewhere"] {
        fs::create_dir_all(base.join(folder)).unwrap();
    }
    fs::write(base.join("site/src/main.rs"), "").unwrap();
    fs::write(base.join("elsewhere/letter.txt"), "").unwrap();
    let check = |target: &str, expected: fn(PathBuf) -> PublishError| {
        let before = snapshot(&base, |_| true);
        let refused = publish(&outputs(NEW), &base.join(target), &place.guard());
        let refused = refused.expect_err(target);
        let expected = expected(PathBuf::new());
        let same = std::mem::discriminant(&refused) == std::mem::discriminant(&expected);
        assert!(same, "{target}: {refused:?}");
        assert!(!refused.to_string().is_empty());
        assert_eq!(snapshot(&base, |_| true), before, "{target}");
    };
    check("/", PublishError::FileSystem);
    check("home", PublishError::Home);
    check("", PublishError::Home);
    check("site", PublishError::Site);
    check("site/", PublishError::Site);
    check("site/public/..", PublishError::Site);
    check("site/content", PublishError::Sources);
    check("site/content/new/folder", PublishError::Sources);
    check("site/public/../content", PublishError::Sources);
    for folder in crate::world::disk::FOLDERS {
        check(&format!("site/{folder}/x"), PublishError::Sources);
    }
    check("site/src", PublishError::Foreign);
    check("elsewhere", PublishError::Foreign);
    check("elsewhere/letter.txt", PublishError::NotAFolder);
    fs::remove_dir(base.join("home")).unwrap();
    check("", PublishError::Home);
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_around_a_refusal() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let base = place.folder.path();
    fs::create_dir_all(base.join("notes")).unwrap();
    symlink(base.join("notes"), base.join("site/i18n")).unwrap();
    symlink(base.join("site/content"), place.target()).unwrap();
    symlink(base.join("nothing"), base.join("dangling")).unwrap();
    let publish = |target: &str| publish(&outputs(NEW), &base.join(target), &place.guard());
    for target in ["site/public", "site/public/x", "notes", "notes/x"] {
        let refused = publish(target);
        assert!(matches!(refused, Err(PublishError::Sources(_))), "{target}: {refused:?}");
    }
    assert!(matches!(publish("dangling"), Err(PublishError::Io { .. })));
    fs::create_dir(base.join("real")).unwrap();
    symlink(base.join("real"), base.join("link")).unwrap();
    publish("link").unwrap();
    assert_eq!(fs::read_to_string(base.join("real/a.css")).unwrap(), "new style");
}

#[cfg(unix)]
#[test]
fn links_in_the_target_are_replaced_and_never_followed() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let outside = place.folder.path().join("outside");
    fs::create_dir_all(outside.join("x")).unwrap();
    for path in ["x/page.html", "page.html", "same.html", "a.css"] {
        fs::write(outside.join(path), "same").unwrap();
    }
    let before = snapshot(&outside, |_| true);
    // A folder, a file that is to change, one that is not, and one that is to be deleted.
    for site in [OLD, NEW, &[("third.html", "3")]] {
        place.publish(OLD).unwrap();
        let target = place.target();
        fs::remove_dir_all(target.join("fr")).unwrap();
        symlink(&outside, target.join("fr")).unwrap();
        fs::remove_file(target.join("a.css")).unwrap();
        symlink(outside.join("a.css"), target.join("a.css")).unwrap();
        place.publish(site).unwrap();
        assert_eq!(snapshot(&outside, |_| true), before);
        let stays = place.snapshot().remove("fr");
        assert_eq!(stays.is_some(), site.len() == 1, "a link that nobody needs stays");
        let _ = fs::remove_file(target.join("fr"));
        place.publish(site).unwrap();
        place.check_holds(site, "without links");
    }
}

#[cfg(unix)]
#[test]
fn depeches_own_folder_must_not_be_a_link() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    fs::create_dir_all(place.target()).unwrap();
    let outside = place.folder.path().join("outside");
    fs::create_dir_all(&outside).unwrap();
    symlink(&outside, place.target().join(OWN)).unwrap();
    assert!(matches!(place.publish(NEW), Err(PublishError::Damaged(_))));
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
}

#[test]
fn two_cannot_publish_at_once() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    let held = lock(&place.target()).unwrap();
    let refused = place.publish(NEW).unwrap_err();
    assert!(matches!(refused, PublishError::Busy(_)), "{refused:?}");
    place.check_holds(OLD, "while the other publishes");
    drop(held);
    place.publish(NEW).unwrap();
}

#[test]
fn a_path_that_leaves_the_target_is_refused() {
    let place = Place::new();
    for path in
        ["../x", "a/../../x", "a//b", "./a", ".depeche/manifest", ".Depeche", "a\nb", "c:x", "a\\b"]
    {
        let refused = place.publish(&[(path, "x")]);
        assert!(matches!(refused, Err(PublishError::UnsafePath(_))), "{path}: {refused:?}");
    }
    let refused = place.publish(&[("a", "x"), ("a/b", "x")]);
    assert!(matches!(refused, Err(PublishError::Nested(_))), "{refused:?}");
    assert!(!place.target().exists());
}

#[test]
fn a_record_that_was_tampered_with_is_not_obeyed() {
    let precious = |place: &Place| place.folder.path().join("site/precious");
    for (record, text) in [
        (MANIFEST, "depeche manifest 1\n0 ../precious\n"),
        (MANIFEST, "depeche manifest 3\n"),
        (MANIFEST, ""),
        (JOURNAL, "depeche journal 1\nremove ../precious\n"),
        (JOURNAL, "depeche journal 1\nmove 0 ../precious\n"),
        (JOURNAL, "depeche journal 1\nmove /etc x\n"),
        (JOURNAL, "\0"),
    ] {
        let place = Place::new();
        place.publish(OLD).unwrap();
        fs::write(precious(&place), "precious").unwrap();
        place.write(record, text);
        let refused = place.publish(NEW);
        assert!(matches!(refused, Err(PublishError::Damaged(_))), "{text}: {refused:?}");
        assert_eq!(fs::read_to_string(precious(&place)).unwrap(), "precious");
    }
}

#[test]
fn a_file_may_change_the_case_of_its_name() {
    let place = Place::new();
    place.publish(&[("fr/A.html", "a"), ("B/x.html", "b")]).unwrap();
    let site = [("fr/a.html", "a"), ("b/x.html", "b")];
    place.publish(&site).unwrap();
    place.check_holds(&site, "respelt");
}

#[test]
fn a_target_from_which_a_file_was_taken_is_looked_at_again() {
    let root = TempDir::new().unwrap();
    let page = Route::root().output_path();
    let bytes = Sum::of(b"x");
    let manifest = Manifest::of([(&page, OutputKind::Page, bytes)].into_iter());
    let plan = Plan::new(vec![(page.clone(), OutputKind::Page)], manifest, root.path()).unwrap();
    let manifest = plan.old();
    let look = || Left::default().look(root.path(), (manifest, &manifest.to_text()), &plan);
    assert_eq!(look().manifest(), None);
    fs::write(root.path().join(page.as_str()), "x").unwrap();
    assert!(look().manifest().is_some());
}
