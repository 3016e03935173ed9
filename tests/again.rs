//! A second build does only what changed, and makes what a first one would.
//!
//! A random walk changes a real folder; after each step the site is built twice by the program, into
//! two folders: with what the builds before have left, and without. What is there then, what was said
//! and how it ended must be the same. On its way the walk damages what was left, and what was built.
//!
//! `WALK=7 cargo test --test again` goes another way, and `WALK=7,500` a longer one.
#![expect(clippy::disallowed_methods, reason = "a test of what happens on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[expect(dead_code, reason = "here nothing is served")]
mod served;
mod walk;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use walk::Walk;

/// How many steps are gone, unless `WALK` says otherwise.
const STEPS: usize = 60;

/// Moments between which stories come and go, one after the other.
const MOMENTS: &[&str] = &[
    "2025-06-30T12:00Z",
    "2025-06-30T12:01Z",
    // The first story, of 10 January, is news for two days.
    "2025-01-11T22:59Z",
    "2025-01-11T23:00Z",
];

/// What a build is asked for besides.
const OPTIONS: &[&[&str]] =
    &[&[], &[], &[], &["--drafts"], &["--base-url", "https://x.example/a/"]];

/// The two folders that are built into.
struct Targets {
    again: TempDir,
    fresh: TempDir,
}

impl Targets {
    fn both(&self) -> [PathBuf; 2] {
        [&self.again, &self.fresh].map(|target| target.path().join("public"))
    }
}

fn build(root: &Path, target: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_depeche"))
        .arg("build")
        .args(["--root".as_ref(), root.as_os_str(), "--output".as_ref(), target.as_os_str()])
        .args(arguments)
        .output()
        .unwrap()
}

/// What was said, but for times and places, and for what is only said of the record.
fn said(output: &Output, target: &Path) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let told =
        |line: &&str| !line.starts_with("built ") && !line.starts_with("note: what the last");
    let lines: Vec<&str> = said.lines().filter(told).collect();
    format!(
        "{:?}\n{}",
        output.status.code(),
        lines.join("\n").replace(&*target.to_string_lossy(), "TARGET")
    )
}

/// Every file of a folder, depeche's own included.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(folder).unwrap().to_owned();
                    all.insert(name, fs::read(path).unwrap());
                }
            }
        }
    }
    all
}

/// Builds twice, and compares; returns what was wrong, if the site was not built.
fn compare(root: &Path, targets: &Targets, walk: &Walk, arguments: &[&str]) -> Option<String> {
    let [again, fresh] = targets.both();
    let first = build(root, &again, arguments);
    let second = build(root, &fresh, &[arguments, &["--fresh"]].concat());
    let log = || format!("{arguments:?}\n{}", walk.log());
    assert_eq!(said(&first, &again), said(&second, &fresh), "{}", log());
    let wrong = (!first.status.success()).then(|| said(&first, &again));
    let (first, second) = (files(&again), files(&fresh));
    for (path, bytes) in &second {
        let text = |bytes: Option<&Vec<u8>>| {
            bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        assert_eq!(text(first.get(path)), text(Some(bytes)), "{}\n{}", path.display(), log());
    }
    assert_eq!(first.len(), second.len(), "{}", log());
    wrong
}

/// Damages a bit, or the end, of a file that a build has left for the next.
fn damage_record(root: &Path, walk: &mut Walk) {
    let names = [
        "articles",
        "articles-later",
        "words-fr",
        "words-en",
        "site",
        "shape",
        "texts",
        "later",
        "sources",
        "target",
    ];
    let file = root.join(".depeche").join(names[walk.below(names.len())]);
    let Ok(mut bytes) = fs::read(&file) else { return };
    match walk.below(3) {
        0 => bytes.truncate(walk.below(bytes.len())),
        1 => bytes.clear(),
        _ => {
            let at = walk.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << walk.below(8);
            }
        }
    }
    fs::write(file, bytes).unwrap();
}

/// Does the same to a file of both sites, or takes it away.
fn damage_site(targets: &Targets, walk: &mut Walk) {
    let [again, fresh] = targets.both();
    let all: Vec<PathBuf> =
        files(&again).into_keys().filter(|path| !path.starts_with(".depeche")).collect();
    let Some(path) = all.get(walk.below(all.len())) else { return };
    let gone = walk.below(2) == 0;
    for target in [again, fresh] {
        let path = target.join(path);
        match gone {
            true => fs::remove_file(path).unwrap(),
            // As long as before.
            false => {
                let length = fs::read(&path).unwrap().len();
                fs::write(path, vec![b'x'; length]).unwrap();
            }
        }
    }
}

/// A site that its editors keep right: what they do, one thing after the other.
struct Desk<'a> {
    root: &'a Path,
    count: usize,
}

impl Desk<'_> {
    fn article(&self, number: usize, locale: &str) -> PathBuf {
        self.root.join(format!("content/n{number}.{locale}.md"))
    }

    /// Writes an article with its links, or another one in its place.
    fn write(&self, number: usize, locale: &str, walk: &mut Walk) {
        let original = if locale == "fr" { "" } else { "translated_from: fr\n" };
        let lists = [
            "dossier: race\n",
            "dossier: race\nsources: [{ title: R, url: \"https://example.org/r\" }]\n",
            "dossier: over\nsources: [{ title: S, url: \"https://example.org/s\" }]\n",
            "",
        ];
        let updates =
            ["updates: [{ date: 2025-06-20, kind: correction, note: N }]\n", "", ""][walk.below(3)];
        let facts = format!(
            "date: 2025-0{}-1{}\ntopics: [{}]\n{}",
            1 + number % 6,
            number % 10,
            ["chips", "export-controls"][number % 2],
            lists[walk.below(4)],
        );
        let facts = if original.is_empty() { facts } else { original.to_owned() };
        let held = if number % 3 == 1 { "publish_at: 2025-06-30T14:01\n" } else { "" };
        let link = number
            .checked_sub(1)
            .filter(|other| other % 3 != 1)
            .map(|other| format!("[a](n{other}.{locale}.md)"));
        // The others move with their titles.
        let slug =
            if number.is_multiple_of(2) { format!("slug: n{number}\n") } else { String::new() };
        let text = format!(
            "---\ntitle: {locale} {number} {}\n{slug}summary: s {}\n{facts}{updates}{held}---\n\n## H {}\n\nx {} {}\n",
            walk.below(3),
            walk.below(2),
            walk.below(2),
            walk.below(9),
            link.filter(|_| self.article(number - 1, locale).exists()).unwrap_or_default(),
        );
        fs::write(self.article(number, locale), text).unwrap();
    }

    /// Replaces a part of a file by another each time.
    fn vary(&self, path: &str, part: &str, walk: &mut Walk) {
        let path = self.root.join(path);
        let text = fs::read_to_string(&path).unwrap();
        let before = text.split(part).next().unwrap().to_owned();
        let after = text.split_once(part).unwrap().1;
        let rest = after.split_once('\n').unwrap().1;
        fs::write(path, format!("{before}{part}{}\n{rest}", 1 + walk.below(5))).unwrap();
    }

    fn step(&mut self, walk: &mut Walk) {
        let any = walk.below(self.count.max(1));
        let locale = ["fr", "en"][walk.below(2)];
        match walk.below(12) {
            0..=2 => {
                self.write(self.count, "fr", walk);
                self.write(self.count, "en", walk);
                self.count += 1;
            }
            3..=6 if self.count > 0 => self.write(any, locale, walk),
            // A text and nothing else.
            7 if self.article(any, locale).exists() => {
                let path = self.article(any, locale);
                let text = fs::read_to_string(&path).unwrap();
                fs::write(path, format!("{text}\nMore {}.\n", walk.below(9))).unwrap();
            }
            // A title and nothing else.
            8 if self.article(any, locale).exists() => {
                let path = format!("content/n{any}.{locale}.md");
                self.vary(&path, &format!("title: {locale} {any} "), walk);
            }
            9 => self.vary("themes/tiny/i18n/fr.ftl", "site-title = Le Condensé", walk),
            10 => self.vary("themes/tiny/templates/partials/stories.html", "story: ", walk),
            11 => self.vary("depeche.yaml", "page_size: ", walk),
            _ => {}
        }
    }
}

/// Whether nothing is wrong but that some story is not there yet, to which another leads.
fn is_early(said: &str) -> bool {
    let mut errors = said.lines().filter(|line| line.starts_with("error"));
    errors.all(|line| line.ends_with("is not published (future)"))
}

#[test]
fn a_second_build_makes_what_a_first_one_would() {
    let (seed, steps) = walk::asked(STEPS);
    let root = walk::site();
    let mut walk = Walk::new(root.path(), seed);
    let targets = Targets { again: TempDir::new().unwrap(), fresh: TempDir::new().unwrap() };
    fs::create_dir_all(root.path().join("content")).unwrap();
    let mut desk = Desk { root: root.path(), count: 0 };
    let mut moments = MOMENTS.iter().cycle();
    let (mut moment, mut options) = (moments.next().unwrap(), OPTIONS[0]);
    for _ in 0..steps {
        let arguments = [&["--now", moment], options].concat();
        let wrong = compare(root.path(), &targets, &walk, &arguments);
        assert!(wrong.as_deref().is_none_or(is_early), "{wrong:?}");
        match walk.below(10) {
            0 => damage_record(root.path(), &mut walk),
            1 => damage_site(&targets, &mut walk),
            2 => moment = moments.next().unwrap(),
            3 => options = OPTIONS[walk.below(OPTIONS.len())],
            _ => desk.step(&mut walk),
        }
    }
}

#[test]
fn a_second_build_says_what_a_first_one_would_whatever_is_wrong() {
    let (seed, steps) = walk::asked(STEPS);
    let root = walk::site();
    let mut walk = Walk::new(root.path(), seed);
    let targets = Targets { again: TempDir::new().unwrap(), fresh: TempDir::new().unwrap() };
    for _ in 0..steps {
        compare(root.path(), &targets, &walk, &["--now", MOMENTS[0]]);
        // Most states of this walk are broken.
        if walk.below(4) == 0 { walk.mend() } else { walk.step() }
    }
    walk.mend();
    compare(root.path(), &targets, &walk, &["--now", MOMENTS[0]]);
}

#[test]
fn what_two_builds_have_left_is_not_taken_for_what_one_did() {
    let (root, target) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (root, target) = (root.path(), target.path().join("public"));
    let config =
        "base_url: https://x.example/\ntheme: gazette\nlocales: [{ tag: fr, region: fr-FR }]\n";
    fs::write(root.join("depeche.yaml"), config).unwrap();
    fs::create_dir(root.join("content")).unwrap();
    let draft = "---\ntitle: A\ndate: 2025-03-04\ndraft: true\n---\n\nUn texte.\n";
    fs::write(root.join("content/a.fr.md"), draft).unwrap();
    let now = ["--now", MOMENTS[0]];
    let kept = root.join(".depeche/site");
    build(root, &target, &now);
    let (clean, first) = (files(&target), fs::read(&kept).unwrap());
    build(root, &target, &[&now[..], &["--drafts"]].concat());
    assert!(files(&target).len() > clean.len(), "the draft is there");
    // As if the second had been killed while it wrote down what it made.
    fs::write(&kept, first).unwrap();
    for name in ["texts", "later"] {
        let _ = fs::remove_file(root.join(".depeche").join(name));
    }
    build(root, &target, &now);
    let again = files(&target);
    assert_eq!(again.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
    assert!(again == clean);
}

#[test]
fn what_is_said_otherwise_is_found_by_what_was_left_of_the_whole_site() {
    let (root, target) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (root, target) = (root.path(), target.path().join("public"));
    let config = "base_url: https://x.example/\ntheme: gazette\nsearch: false\n\
                  locales: [{ tag: fr, region: fr-FR }]\n";
    fs::write(root.join("depeche.yaml"), config).unwrap();
    fs::create_dir(root.join("content")).unwrap();
    let write = |name: &str, title: &str, text: &str| {
        let text = format!("---\ntitle: {title}\nslug: {name}\ndate: 2025-03-04\n---\n\n{text}\n");
        fs::write(root.join(format!("content/{name}.fr.md")), text).unwrap();
    };
    write("a", "A", "Un texte.");
    write("b", "B", "[a](a.md)");
    // They are written whole when the whole site was looked at.
    let kept = || ["site", "shape", "texts", "target"].map(|name| root.join(".depeche").join(name));
    let records = || kept().map(|path| fs::read(path).unwrap());
    let check = |edit: &str, whole: bool| {
        let before = records();
        let said = build(root, &target, &["--now", MOMENTS[0]]);
        assert!(said.status.success(), "{edit}: {}", String::from_utf8_lossy(&said.stderr));
        assert_eq!(records() != before, whole, "{edit}");
        let fresh = TempDir::new().unwrap();
        let fresh = fresh.path().join("public");
        build(root, &fresh, &["--now", MOMENTS[0], "--fresh"]);
        assert!(files(&target) == files(&fresh), "{edit}");
    };
    build(root, &target, &["--now", MOMENTS[0]]);
    write("a", "Autre", "Un texte.");
    check("a title", false);
    write("a", "Autre", "Un texte, et plus.");
    check("a text", false);
    write("a", "Encore un autre", "Un texte, et plus.");
    write("b", "B", "[a](a.md), et un texte");
    check("a title, and the text of another", false);
    write("b", "B", "## Ici\n\n[a](a.md)");
    check("a heading", false);
    write("a", "Encore un autre", "[là](b.md#ici)");
    check("a link to it", false);
    write("b", "B", "## Là\n\n[a](a.md)");
    let said = build(root, &target, &["--now", MOMENTS[0]]);
    assert!(!said.status.success(), "a link is broken");
    write("b", "B", "## Ici\n\n[a](a.md)");
    check("it is mended", false);
    write("c", "C", "Un texte.");
    check("a story", true);
    write("c", "Cé", "Un texte.");
    check("its title", false);
    fs::remove_file(root.join(".depeche/shape")).unwrap();
    write("c", "Cè", "Un texte.");
    let before = files(&target);
    build(root, &target, &["--now", MOMENTS[0]]);
    assert!(files(&target) != before && kept()[1].exists(), "it is left again");
}

/// The pictures and cards that were kept, with what changes when one is written again.
#[cfg(unix)]
fn kept(root: &Path) -> BTreeMap<PathBuf, u64> {
    use std::os::unix::fs::MetadataExt;
    let folder = root.join(".depeche/pictures");
    let found = files(&folder).into_keys();
    found.map(|name| (name.clone(), fs::metadata(folder.join(name)).unwrap().ino())).collect()
}

#[cfg(unix)]
#[test]
fn pictures_and_cards_are_made_once() {
    let root = walk::site();
    let root = root.path();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let copy = |fixture: &str, folder: &str| {
        let folder = fixtures.join(fixture).join(folder);
        for (name, bytes) in files(&folder) {
            served::put(root, Path::new(folder.file_name().unwrap()).join(name), bytes);
        }
    };
    copy("pictures-are-made-anew", "content");
    let card = fs::read(fixtures.join("articles-have-cards/templates/card.svg")).unwrap();
    served::put(root, "templates/card.svg", card);
    let config = fs::read_to_string(root.join("depeche.yaml")).unwrap();
    fs::write(root.join("depeche.yaml"), format!("{config}cards: true\n")).unwrap();
    let target = root.join("public");
    let make = |arguments: &[&str]| {
        let built = build(root, &target, arguments);
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        files(&target)
    };
    let first = make(&[]);
    let made = kept(root);
    // Two widths of two pictures as WebP, each once for all programs, and three articles.
    assert_eq!(made.len(), 2 * 3 + 3, "{made:?}");
    // Where a cache has brought what was kept, and not the site.
    fs::remove_dir_all(&target).unwrap();
    assert!(make(&[]) == first);
    assert_eq!(kept(root), made);
    // Another title has another card, and all else is as it was.
    let article = root.join("content/b.fr.md");
    let text = fs::read_to_string(&article).unwrap();
    fs::write(&article, text.replace("Couvert", "Voilé")).unwrap();
    make(&[]);
    let then = kept(root);
    assert_eq!(then.len(), made.len());
    assert_eq!(then.iter().filter(|entry| !made.contains_key(entry.0)).count(), 1);
    assert!(then.iter().all(|(name, inode)| made.get(name).is_none_or(|made| made == inode)));
    // What nobody shows is let go of.
    fs::remove_file(article).unwrap();
    make(&[]);
    assert_eq!(kept(root).len(), made.len() - 1);
    // A damaged one is made again.
    let name = kept(root).into_keys().next().unwrap();
    let file = root.join(".depeche/pictures").join(name);
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    fs::remove_dir_all(&target).unwrap();
    make(&[]);
    assert!(fs::read(file).unwrap() == whole);
}
