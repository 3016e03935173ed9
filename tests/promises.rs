//! What depeche promises of a build that something happens to: tried on whole processes.
//!
//! `KILLS=200 cargo test --test promises` tries more builds than the few that are enough for every day.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "sites are made on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How many builds are killed, or read while they write, unless `KILLS` says otherwise.
fn builds() -> u32 {
    std::env::var("KILLS").map_or(12, |builds| builds.parse().unwrap())
}

/// Files below a folder, but for depeche's own.
type Files = BTreeMap<String, Vec<u8>>;

/// A site that `depeche init` made, with some stories more.
struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        let made = depeche().arg("init").arg(site.root()).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        for number in 0..8 {
            for locale in ["fr", "en"] {
                let text = format!(
                    "---\ntitle: Story {number}\ndate: 2025-03-{:02}\n---\n\nText {number}.\n",
                    number + 1
                );
                site.write(&format!("content/2025/s{number}.{locale}.md"), &text);
            }
        }
        site
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn target(&self) -> PathBuf {
        self.root().join("public")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Another text of one story, or another look of all pages.
    fn edit(&self, much: bool, version: u32) {
        match much {
            true => self.write("assets/gazette.css", &format!("body {{ margin: {version}px }}\n")),
            false => {
                let head = "---\ntitle: Story 3\ndate: 2025-03-04\n---\n\n";
                self.write("content/2025/s3.fr.md", &format!("{head}Version {version}.\n"));
            }
        }
    }

    fn command(&self, options: &[&str]) -> Command {
        let mut command = depeche();
        command.args(["build", "--now", "2025-06-30", "--root"]).arg(self.root()).args(options);
        command
    }

    fn build(&self, options: &[&str]) {
        let built = self.command(options).output().unwrap();
        assert!(built.status.success(), "{}", said(&built));
    }

    /// What a build of the site as it is now makes.
    fn made(&self) -> Files {
        let elsewhere = self.folder.path().join("elsewhere");
        self.build(&["--fresh", "-o", elsewhere.to_str().unwrap()]);
        files(&elsewhere)
    }
}

fn depeche() -> Command {
    Command::new(env!("CARGO_BIN_EXE_depeche"))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            match path.is_dir() {
                true if name == ".depeche" => {}
                true => folders.push(path),
                false => drop(files.insert(name, fs::read(&path).unwrap())),
            }
        }
    }
    files
}

/// The stylesheets and scripts that a page names.
fn assets(page: &[u8]) -> BTreeSet<String> {
    let page = String::from_utf8_lossy(page);
    let named = page.split('"').filter_map(|part| part.split_once("/assets/"));
    named.map(|(_, name)| format!("assets/{name}")).collect()
}

/// Checks that every file is whole, of the old site or of the new, and that no page lacks what it names.
fn check_whole(now: &Files, old: &Files, new: &Files, hint: &str) {
    for (path, bytes) in now {
        let whole = [old.get(path), new.get(path)].contains(&Some(bytes));
        assert!(whole, "{hint}: {path} is neither the old nor the new one");
        if path.ends_with(".html") {
            for asset in assets(bytes) {
                assert!(now.contains_key(&asset), "{hint}: {path} lacks {asset}");
            }
        }
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(now.contains_key(path), "{hint}: {path} is missing");
    }
}

/// Numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn kill(child: &mut Child) {
    // It may be done already.
    let _ = child.kill();
    child.wait().unwrap();
}

/// Kills builds at random moments; returns how many left the old site, a mixture, and the new one.
fn kill_builds(much: bool, options: &[&str]) -> [u32; 3] {
    let site = Site::new();
    let (mut dice, mut left) = (Dice(u64::from(much) + 1), [0; 3]);
    site.edit(much, 0);
    site.build(options);
    let mut old = site.made();
    site.edit(much, 1);
    let started = Instant::now();
    site.build(options);
    let time = u64::try_from(started.elapsed().as_micros()).unwrap();
    for version in 2..builds() + 2 {
        let before = files(&site.target());
        old = if version == 2 { site.made() } else { old };
        assert_eq!(before.len(), old.len());
        site.edit(much, version);
        let new = site.made();
        let differ = new.iter().filter(|(path, bytes)| old.get(*path) != Some(bytes)).count();
        assert_eq!(differ > new.len() / 2, much, "{differ} of {} files change", new.len());
        let mut child = site.command(options).stderr(Stdio::null()).spawn().unwrap();
        // The interesting moments are the last ones.
        let share = if version % 2 == 0 { time } else { time / 4 };
        let wait = time - share + dice.below(share + time / 10);
        thread::sleep(Duration::from_micros(wait));
        kill(&mut child);
        let now = files(&site.target());
        let hint = format!("{options:?}, version {version}, after {wait} µs");
        check_whole(&now, &old, &new, &hint);
        let state = if now == old { 0 } else { 1 + usize::from(now == new) };
        left[state] += 1;
        site.build(options);
        assert!(files(&site.target()) == new, "{hint}: the next build does not complete it");
        old = new;
    }
    left
}

#[test]
fn a_build_that_changes_little_may_be_killed_at_any_moment() {
    let left = kill_builds(false, &[]);
    assert!(left[0] > 0, "no build was killed before it was done: {left:?}");
}

#[test]
fn a_build_that_changes_much_may_be_killed_at_any_moment() {
    let left = kill_builds(true, &[]);
    assert!(left[0] > 0, "no build was killed before it was done: {left:?}");
}

#[test]
fn with_atomic_there_is_nothing_between_two_sites() {
    let left = kill_builds(true, &["--atomic"]);
    assert!(left[0] > 0 && left[1] == 0, "{left:?}");
}

#[test]
fn a_reader_never_finds_half_a_site() {
    let site = Site::new();
    site.build(&[]);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0;
            while !done.load(Ordering::Relaxed) {
                for path in ["fr/index.html", "en/2025/03/story-3/index.html", "fr/atom.xml"] {
                    let read = || fs::read(site.target().join(path)).unwrap();
                    let page = read();
                    let text = String::from_utf8(page.clone()).unwrap();
                    let end = text.trim_end();
                    assert!(end.ends_with("</html>") || end.ends_with("</feed>"), "{path} is cut");
                    let lacks =
                        assets(&page).into_iter().find(|name| !site.target().join(name).exists());
                    // Between the two looks the page may have become another.
                    assert!(lacks.is_none() || read() != page, "{path} lacks {lacks:?}");
                    reads += 1;
                }
            }
            reads
        });
        for version in 0..builds() {
            site.edit(true, version);
            site.build(if version % 2 == 0 { &[] } else { &["--atomic"] });
        }
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 100);
    });
}

#[test]
fn two_builds_at_once_do_no_harm() {
    let site = Site::new();
    site.build(&[]);
    for version in 0..6 {
        site.edit(true, version);
        let spawn = || site.command(&[]).stderr(Stdio::piped()).spawn().unwrap();
        for ended in [spawn(), spawn()].map(|child| child.wait_with_output().unwrap()) {
            let busy = said(&ended).contains("another depeche is publishing");
            let right = ended.status.success() || (ended.status.code() == Some(2) && busy);
            assert!(right, "{:?} {}", ended.status, said(&ended));
        }
        site.build(&[]);
        assert!(files(&site.target()) == site.made());
    }
}

/// Builds under limits of the shell, and returns what came of it.
fn limited(site: &Site, limits: &str) -> Output {
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(format!("{limits} && exec \"$0\" \"$@\""))
        .arg(env!("CARGO_BIN_EXE_depeche"));
    shell.args(["build", "--now", "2025-06-30", "--root"]).arg(site.root());
    shell.env("RUST_BACKTRACE", "0").output().unwrap()
}

#[test]
fn without_files_or_memory_the_old_site_stays() {
    let site = Site::new();
    let mut failed = BTreeSet::new();
    let limits = (3..20).map(|handles| format!("ulimit -n {handles}"));
    let limits = limits.chain((1..7).map(|step| format!("ulimit -v {}", step * 30_000)));
    for (version, limit) in (0..).zip(limits.chain(["ulimit -f 4".to_owned()])) {
        site.edit(true, version);
        site.build(&[]);
        let old = files(&site.target());
        site.edit(true, version + 1000);
        let ended = limited(&site, &limit);
        let (now, new) = (files(&site.target()), site.made());
        if ended.status.success() {
            assert!(now == new, "{limit}");
        } else {
            failed.insert(limit[..9].to_owned());
            assert!(!said(&ended).contains("panicked"), "{limit}: {}", said(&ended));
            check_whole(&now, &old, &new, &format!("{limit}: {}", said(&ended)));
        }
        site.build(&[]);
        assert!(files(&site.target()) == new, "{limit}: the next build is not right");
    }
    assert_eq!(failed.len(), 3, "each of the limits stops a build: {failed:?}");
}

/// Names, to the process that runs it in a space of its own, a file system that this test makes small.
const ROOM: &str = "DEPECHE_TEST_ROOM";

/// Runs itself again where it may mount a file system that nobody else sees and that is gone when it ends.
#[test]
#[cfg(target_os = "linux")]
fn without_room_the_old_site_stays() {
    if let Some(room) = std::env::var_os(ROOM) {
        return fill(Path::new(&room));
    }
    let room = TempDir::new().unwrap();
    let apart = |options: &str| {
        let mut command = Command::new("unshare");
        command.args([options, "--"]);
        command
    };
    // Root may do so, and others where the system lets them be root in a space of their own.
    let may = |options: &&str| {
        let tried = apart(options).args(["mount", "-t", "tmpfs", "none"]).arg(room.path()).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let Some(options) = ["-m", "-rm"].into_iter().find(may) else {
        let all = std::env::var_os("DEPECHE_TEST_ALL").is_some();
        return assert!(!all, "no file system may be mounted here, so that this cannot be tried");
    };
    let again = apart(options)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "without_room_the_old_site_stays", "--nocapture"])
        .env(ROOM, room.path())
        .env("TMPDIR", room.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&again.stdout) + String::from_utf8_lossy(&again.stderr);
    assert!(again.status.success() && told.contains("1 passed"), "{told}");
}

/// Leaves builds less and less room, until they can do nothing at all.
#[cfg(target_os = "linux")]
fn fill(room: &Path) {
    mount(room, "size=64m");
    let (site, mut failed) = (Site::new(), 0);
    for version in 0..10 {
        site.edit(true, version);
        site.build(&[]);
        let old = files(&site.target());
        site.edit(true, version + 1000);
        let new = site.made();
        let free = u64::from(9 - version) * 48 * 1024;
        mount(room, &format!("remount,size={}", taken(room) + free));
        let ended = site.command(&[]).output().unwrap();
        let now = files(&site.target());
        mount(room, "remount,size=64m");
        let hint = format!("{free} bytes: {}", said(&ended));
        if ended.status.success() {
            assert!(now == new, "{hint}");
        } else {
            failed += 1;
            assert!(!said(&ended).contains("panicked"), "{hint}");
            check_whole(&now, &old, &new, &hint);
        }
        site.build(&[]);
        assert!(files(&site.target()) == new, "{hint}: the next build is not right");
    }
    assert!((3..10).contains(&failed), "{failed} builds had no room");
}

#[cfg(target_os = "linux")]
fn mount(room: &Path, options: &str) {
    let mount =
        Command::new("mount").args(["-t", "tmpfs", "-o", options, "none"]).arg(room).output();
    let mount = mount.unwrap();
    assert!(mount.status.success(), "{options}: {}", said(&mount));
}

/// How many bytes of a file system are taken.
#[cfg(target_os = "linux")]
fn taken(room: &Path) -> u64 {
    let room = nix::sys::statvfs::statvfs(room).unwrap();
    (room.blocks() - room.blocks_free()) * room.fragment_size()
}

/// A build by somebody to whom not everything is open, as it is to root.
fn as_nobody(site: &Site) -> Command {
    let program = site.folder.path().join("depeche");
    // By another process: a program that this one has open for writing, and with it each that it has just started, could not
    // be run (ETXTBSY).
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_depeche")).arg(&program).status();
    assert!(copied.unwrap().success());
    fs::set_permissions(site.folder.path(), Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(&program);
    command.args(["build", "--now", "2025-06-30", "--root"]).arg(site.root());
    if fs::metadata(&program).unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    command
}

#[test]
fn a_target_that_cannot_be_written_to_stays() {
    let site = Site::new();
    site.build(&[]);
    let old = files(&site.target());
    site.edit(true, 1);
    let mut command = as_nobody(&site);
    let rights = |folder: &Path, mode: u32| {
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            let inside = fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path());
            folders.extend(inside.filter(|path| path.is_dir()));
            fs::set_permissions(&next, Permissions::from_mode(mode)).unwrap();
        }
    };
    rights(&site.target(), 0o555);
    let ended = command.output().unwrap();
    rights(&site.target(), 0o755);
    assert_eq!(ended.status.code(), Some(2), "{}", said(&ended));
    assert!(said(&ended).contains("could not"), "{}", said(&ended));
    assert!(files(&site.target()) == old);
}

#[test]
fn the_same_sources_give_the_same_bytes_anywhere() {
    let site = Site::new();
    let expected = site.made();
    let other = Site { folder: TempDir::new().unwrap() };
    // The files are made in another order, in another folder, at other times.
    let sources: Files = files(&site.root());
    for (path, bytes) in sources.iter().rev() {
        other.write(path, std::str::from_utf8(bytes).unwrap());
    }
    let zones = ["UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu"];
    let languages = ["C", "fr_FR.UTF-8", "tr_TR.UTF-8"];
    for number in 0..20 {
        let target = other.folder.path().join(format!("out{number}"));
        let mut command = other.command(&["--fresh", "-o"]);
        command.arg(&target).env("TZ", zones[number % 4]).env("LC_ALL", languages[number % 3]);
        command.env("RAYON_NUM_THREADS", (number % 5 + 1).to_string());
        command.current_dir(if number % 2 == 0 {
            "/"
        } else {
            other.folder.path().to_str().unwrap()
        });
        let built = command.output().unwrap();
        assert!(built.status.success(), "{}", said(&built));
        assert!(files(&target) == expected, "build {number} differs");
    }
}

#[test]
fn a_folder_that_cannot_be_listed_is_no_empty_folder() {
    let site = Site::new();
    site.build(&[]);
    let old = files(&site.target());
    for folder in ["content", "content/2025", "i18n"] {
        let locked = site.root().join(folder);
        let mut command = as_nobody(&site);
        fs::set_permissions(&locked, Permissions::from_mode(0o000)).unwrap();
        let ended = command.output().unwrap();
        fs::set_permissions(&locked, Permissions::from_mode(0o755)).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{folder}: {}", said(&ended));
        assert!(said(&ended).contains("error[unreadable-file]"), "{}", said(&ended));
        assert!(files(&site.target()) == old, "{folder}");
    }
}
