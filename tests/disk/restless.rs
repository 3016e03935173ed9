//! Sites whose files change while they are built.

use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use std::{fs, io, thread};

use depeche::diag::{Diagnostic, Texts, show};
use depeche::hashed::{Fingerprint, Hashed};
use depeche::world::{MemoryWorld, Reread, VPath, World};
use depeche::{Memos, Options};
use jiff::Timestamp;

use super::{Site, article, files};

/// What happens to a file, one thing after the other, until nothing happens any more.
fn stir(site: &Site, still: &AtomicBool) {
    let path = |name: &str| site.root.path().join("content").join(name);
    let remove = |name: &str| {
        let path = path(name);
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.unwrap();
    };
    for turn in 0.. {
        if still.load(Ordering::Relaxed) {
            return;
        }
        let text =
            article(&format!("Title {turn}"), &format!("Text {turn}.\n\n").repeat(turn % 50));
        fs::write(path("a.fr.md"), &text).unwrap();
        // Cut short, as an editor that writes in place leaves it for a moment.
        fs::write(path("b.fr.md"), &text[..turn % 30]).unwrap();
        fs::write(path("new"), text.replace("Title", "Other")).unwrap();
        fs::rename(path("new"), path("b.fr.md")).unwrap();
        match turn % 4 {
            0 => fs::create_dir(path("c.fr.md")).unwrap(),
            1 => fs::write(path("c.fr.md"), text.replace("Title", "Third")).unwrap(),
            2 => fs::write(path("c.fr.md"), b"\xff\xfe").unwrap(),
            _ => symlink("nowhere", path("c.fr.md")).unwrap(),
        }
        thread::sleep(Duration::from_millis(turn as u64 % 7));
        remove("c.fr.md");
    }
}

#[test]
fn builds_of_a_site_that_does_not_hold_still_do_no_harm() {
    let site = Site::new();
    site.write(
        "depeche.yaml",
        &[&fs::read(site.root.path().join("depeche.yaml")).unwrap()[..], b"markdown: true\n"]
            .concat(),
    );
    site.built();
    for _ in 0..3 {
        let still = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| stir(&site, &still));
            for _ in 0..8 {
                let (said, code) = site.build(&[]);
                assert!(
                    matches!(code, Some(0 | 1)) && !said.contains("panicked"),
                    "{code:?}: {said}"
                );
            }
            still.store(true, Ordering::Relaxed);
        });
        let built = site.built();
        let (said, code) = site.build(&["--fresh"]);
        assert_eq!(code, Some(0), "{said}");
        assert!(files(&site.made()) == built, "what was kept of restless files is wrong");
    }
}

/// What becomes of a file.
#[derive(Debug, Clone)]
enum Change {
    /// It is gone.
    Gone,
    /// A folder or a pipe stands in its place.
    NoFile,
    /// It holds something else.
    To(Vec<u8>),
}

/// A file of a world that changes once it was read some times.
struct Restless {
    world: MemoryWorld,
    file: VPath,
    /// How often it is read before it changes.
    reads: usize,
    change: Change,
    /// How often it was read.
    read: AtomicUsize,
    noticed: AtomicBool,
}

impl Reread for Restless {
    fn read(&self, path: &VPath) -> io::Result<Hashed<Vec<u8>>> {
        if *path != self.file || self.read.fetch_add(1, Ordering::Relaxed) < self.reads {
            return self.world.read(path);
        }
        match &self.change {
            Change::Gone => Err(io::ErrorKind::NotFound.into()),
            Change::NoFile => Err(io::ErrorKind::InvalidInput.into()),
            Change::To(bytes) => Ok(Hashed::from_bytes(&bytes[..])),
        }
    }

    fn changed(&self) {
        self.noticed.store(true, Ordering::Relaxed);
    }
}

/// A world with such a file, of which an earlier build may have seen all.
struct RestlessWorld {
    inner: Arc<Restless>,
    seen: bool,
}

impl World for RestlessWorld {
    fn files(&self) -> Vec<VPath> {
        self.inner.world.files()
    }

    fn read(&self, path: &VPath) -> io::Result<Hashed<Vec<u8>>> {
        Reread::read(&*self.inner, path)
    }

    fn known(&self, path: &VPath) -> Option<Fingerprint> {
        let bytes = self.seen.then(|| self.inner.world.read(path).ok())?;
        Some(bytes?.fingerprint())
    }

    fn reader(&self) -> Option<Arc<dyn Reread>> {
        Some(Arc::clone(&self.inner) as Arc<dyn Reread>)
    }

    fn now(&self) -> Timestamp {
        self.inner.world.now()
    }
}

/// The files that a build makes, and what is said of the site, drawn beside its files as they are then.
fn outcome(world: &dyn World) -> (BTreeMap<String, Vec<u8>>, Vec<String>) {
    let built = depeche::build(world, &Options::default(), &Memos::default());
    let made =
        built.value.iter().map(|made| (made.path.to_string(), made.bytes.to_vec())).collect();
    let told = built.diagnostics.iter().flat_map(Diagnostic::files);
    let texts = told.filter_map(|file| Some((file.clone(), world.read(file).ok()?))).collect();
    let texts = Texts::of_files(&texts);
    for problem in &built.diagnostics {
        show::human(problem, &texts, false);
    }
    let said = built.diagnostics.iter().map(|problem| format!("{problem:?}")).collect();
    (made, said)
}

#[test]
fn a_file_may_change_between_any_two_reads() {
    let mut world = MemoryWorld::new("2025-06-30T12:00:00Z".parse().unwrap());
    for (path, bytes) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/_base")) {
        world.write(path.to_str().unwrap(), &bytes);
    }
    let config = world.read(&VPath::new("depeche.yaml")).unwrap();
    world.write("depeche.yaml", &[&config[..], b"markdown: true\n"].concat());
    world.write("content/right.fr.md", article("Right", "Text.").as_bytes());
    // A problem whose place is looked for when all files are known.
    let head = "---\ntitle: Été\ndate: 2025-03-04\ntranslate: false\ntopics: [nowhere]\n---\n\n";
    let text = format!("{head}Voilà [un lien](right.md), « un texte ».\n\nUn *autre*.\n");
    world.write("content/a.fr.md", text.as_bytes());
    let expected = outcome(&world);
    let changes = [
        Change::Gone,
        Change::NoFile,
        Change::To(Vec::new()),
        Change::To(b"\xff\xfe\0".to_vec()),
        Change::To(text.as_bytes()[..text.len() / 2].to_vec()),
        Change::To(format!("{text}{text}").into_bytes()),
        // Where letters began, none does.
        Change::To("é".repeat(text.len() / 2).into_bytes()),
        Change::To("---\ntitle: T\n---\n".into()),
    ];
    let mut late = 0;
    for seen in [false, true] {
        for (reads, change) in
            (0..6).flat_map(|reads| changes.iter().map(move |change| (reads, change)))
        {
            let inner = Arc::new(Restless {
                world: world.clone(),
                file: VPath::new("content/a.fr.md"),
                reads,
                change: change.clone(),
                read: AtomicUsize::new(0),
                noticed: AtomicBool::new(false),
            });
            let (made, said) = outcome(&RestlessWorld { inner: Arc::clone(&inner), seen });
            let hint = format!("{change:?} after {reads} reads, seen: {seen}");
            assert!(made.contains_key("fr/2025/03/right/index.html"), "{hint}");
            let noticed = inner.noticed.load(Ordering::Relaxed);
            if (&made, &said) == (&expected.0, &expected.1) {
                continue;
            }
            late += usize::from(noticed);
            // The first read is all that there is to know of a file, but for one that was seen before.
            let told = said != expected.1;
            assert!(noticed || reads == 0 && !seen && told, "{hint}: {said:?}");
        }
    }
    assert!(late > 10, "hardly any change comes between two reads: {late}");
}
