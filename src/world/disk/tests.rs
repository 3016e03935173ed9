//! A folder of the disk, as a build sees it.

use super::*;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

fn site(files: &[&str]) -> TempDir {
    let root = TempDir::new().unwrap();
    for file in files {
        write(&root, file, file.as_bytes());
    }
    root
}

fn write(root: &TempDir, file: &str, bytes: &[u8]) {
    let path = root.path().join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Two files of one length and one time.
const TWINS: [&str; 2] = ["content/a.fr.md", "content/b.fr.md"];

fn open(root: &TempDir) -> DiskWorld {
    DiskWorld::open(root.path(), Timestamp::UNIX_EPOCH)
}

fn names(world: &DiskWorld) -> Vec<String> {
    world.files().iter().map(VPath::to_string).collect()
}

fn read(world: &DiskWorld, path: &str) -> Result<Hashed<Vec<u8>>, io::ErrorKind> {
    world.read(&VPath::new(path)).map_err(|error| error.kind())
}

#[test]
fn a_site_is_its_configuration_and_its_folders() {
    let ours = [
        "assets/main.css",
        "content/a-b.fr.md",
        "content/a/b.fr.md",
        "content/été.fr.md",
        "depeche.yaml",
        "i18n/fr/topics.ftl",
        "static/.well-known/security.txt",
        "static/robots.txt",
        "templates/x.html",
        "themes/gazette/theme.yaml",
    ];
    let others = [
        ".git/HEAD",
        "README.md",
        "content/.#a.fr.md",
        "content/.hidden/a.fr.md",
        "content/.well-known/x",
        "content/4913",
        "content/a.fr.md.swp",
        "content/a.fr.md~",
        "content/#a.fr.md#",
        "public/index.html",
        "sub/depeche.yaml",
    ];
    let root = site(&[&ours[..], &others[..]].concat());
    let world = open(&root);
    assert_eq!(names(&world), ours);
    for file in ours {
        assert_eq!(&*read(&world, file).unwrap(), file.as_bytes());
    }
}

#[test]
fn the_folders_of_a_site_are_those_that_it_is_read_from() {
    let root = site(&["depeche.yaml", "content/a/b.fr.md", ".git/x", "public/x", "static/.x/y"]);
    let world = open(&root);
    let name = |path: PathBuf| path.strip_prefix(root.path()).unwrap().display().to_string();
    let folders: Vec<String> = world
        .watched()
        .map(|watched| match watched {
            Watched::Folder(path) => name(path),
            Watched::Link(path) => panic!("{} is no link", path.display()),
        })
        .collect();
    assert_eq!(folders.len(), 4, "{folders:?}");
    assert_eq!(folders[0], "");
    for folder in ["content", "content/a", "static"] {
        assert!(folders.iter().any(|found| found == folder), "{folder}");
    }
}

#[test]
fn a_path_tells_whether_it_would_belong_to_the_site() {
    let check = |path: &str, expected: bool| {
        assert_eq!(is_visible(&VPath::new(path)), expected, "{path}");
    };
    check("depeche.yaml", true);
    check("content", true);
    check("content/a/b.fr.md", true);
    check("static/.well-known/security.txt", true);
    check("static/.well-knowns", false);
    check("content/.well-known", false);
    check("content/.git/HEAD", false);
    check("content/a.fr.md~", false);
    check("content/4913", false);
    check("public/index.html", false);
    check("README.md", false);
}

#[test]
fn folders_are_followed_down_to_their_limit() {
    let depth = |folders: usize| format!("content/{}a.fr.md", "x/".repeat(folders - 1));
    let (at, past) = (depth(limits::FOLDER_DEPTH - 1), depth(limits::FOLDER_DEPTH));
    let root = site(&[&at, &past]);
    let deepest = past.rsplit_once('/').unwrap().0.to_owned();
    assert_eq!(names(&open(&root)), [at, deepest.clone()]);
    let error = open(&root).read(&VPath::new(&deepest)).unwrap_err();
    assert!(error.to_string().contains("nested more than 31 deep"), "{error}");
}

#[test]
fn a_path_that_leaves_the_root_is_not_found() {
    let root = site(&["content/a.fr.md"]);
    for path in
        ["../x", "/etc/hostname", "content/../content/a.fr.md", "", "content//a.fr.md", "no"]
    {
        assert_eq!(read(&open(&root), path), Err(io::ErrorKind::NotFound), "{path}");
    }
    assert!(read(&open(&root), "content").is_err());
}

#[test]
fn a_file_is_read_up_to_its_limit() {
    let root = site(&[]);
    let world = open(&root);
    let check = |path: &str, length: u64, expected: bool| {
        write(&root, path, b"");
        let file = File::options().write(true).open(root.path().join(path)).unwrap();
        file.set_len(length).unwrap();
        let too_large = read(&world, path) == Err(io::ErrorKind::FileTooLarge);
        assert_eq!(too_large, !expected, "{path} {length}");
    };
    check("content/a.fr.MD", limits::TEXT_BYTES, true);
    check("content/a.fr.MD", limits::TEXT_BYTES + 1, false);
    check("content/a.png", limits::TEXT_BYTES + 1, true);
    check("static/a.json", limits::TEXT_BYTES + 1, true);
    check("content/a.png", limits::ASSET_BYTES + 1, false);
}

#[test]
fn a_root_is_found_from_below() {
    let root = site(&["depeche.yaml", "content/a/b.fr.md"]);
    let base = root.path().to_path_buf();
    assert_eq!(find_root(&base), Some(base.clone()));
    assert_eq!(find_root(&base.join("content/a")), Some(base.clone()));
    assert_eq!(find_root(base.parent().unwrap()), None);
}

/// A world that trusts the time of what has only just changed.
fn trusting(root: &TempDir) -> DiskWorld {
    let cache = Arc::new(ReadCache::trusting());
    DiskWorld::with_cache(root.path(), Timestamp::UNIX_EPOCH, cache)
}

#[test]
fn a_file_that_did_not_change_is_not_read_again() {
    let root = site(&TWINS);
    let again = |first: &DiskWorld| {
        let path = TWINS[0];
        let before = read(first, path).unwrap();
        let world = first.reopen(Timestamp::UNIX_EPOCH);
        world.files();
        Arc::ptr_eq(before.arc(), read(&world, path).unwrap().arc())
    };
    let first = trusting(&root);
    assert!(again(&first));
    assert!(!again(&open(&root)), "it has only just changed");
    fs::remove_file(root.path().join(TWINS[0])).unwrap();
    assert_eq!(read(&first, TWINS[0]), Err(io::ErrorKind::NotFound));
    first.files();
    let Memory::Bytes(cache) = &first.memory else { panic!("it remembers bytes") };
    assert!(cache.is_empty());
}

#[test]
fn a_file_that_changed_is_read_again() {
    let root = site(&TWINS);
    let old = SystemTime::now() - Duration::from_secs(100);
    let age = |name: &str| {
        let file = File::options().write(true).open(root.path().join(name)).unwrap();
        file.set_modified(old).unwrap();
    };
    TWINS.iter().for_each(|name| age(name));
    let world = trusting(&root);
    TWINS.iter().for_each(|name| drop(read(&world, name)));
    write(&root, TWINS[0], b"content/X.fr.md");
    assert_eq!(&*read(&world, TWINS[0]).unwrap(), b"content/X.fr.md");
    // Another file takes its name, and brings its own time along.
    let [one, other] = TWINS.map(|name| root.path().join(name));
    write(&root, TWINS[0], TWINS[0].as_bytes());
    age(TWINS[0]);
    read(&world, TWINS[0]).unwrap();
    fs::rename(other, one).unwrap();
    if cfg!(unix) {
        assert_eq!(&*read(&world, TWINS[0]).unwrap(), TWINS[1].as_bytes());
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    #[test]
    fn links_are_followed_but_not_in_circles_nor_above_the_site() {
        let root = site(&["depeche.yaml", "content/a.fr.md"]);
        let elsewhere = site(&["b.fr.md"]);
        let content = root.path().join("content");
        symlink(elsewhere.path(), content.join("linked")).unwrap();
        symlink(content.join("a.fr.md"), content.join("c.fr.md")).unwrap();
        symlink(&content, content.join("circle")).unwrap();
        symlink(root.path(), content.join("root")).unwrap();
        symlink("/", content.join("all")).unwrap();
        symlink("/", root.path().join("static")).unwrap();
        symlink("nothing", content.join("lost.fr.md")).unwrap();
        symlink("nothing", content.join(".#lock")).unwrap();
        let world = open(&root);
        let expected = ["a.fr.md", "c.fr.md", "linked/b.fr.md", "lost.fr.md"];
        let mut expected = expected.map(|name| format!("content/{name}")).to_vec();
        expected.push(CONFIG.to_owned());
        assert_eq!(names(&world), expected);
        let link = Watched::Link(content.join("c.fr.md"));
        assert_eq!(world.watched().filter(|one| *one == link).count(), 1);
        assert_eq!(&*read(&world, "content/linked/b.fr.md").unwrap(), b"b.fr.md");
        assert_eq!(read(&world, "content/lost.fr.md"), Err(io::ErrorKind::NotFound));
    }

    #[test]
    fn a_name_that_is_not_utf8_is_listed_and_not_found() {
        let root = site(&["content/a.fr.md"]);
        let name = OsStr::from_bytes(b"content/b\xff.fr.md");
        fs::write(root.path().join(name), "b").unwrap();
        let world = open(&root);
        assert_eq!(names(&world), ["content/a.fr.md", "content/b\u{fffd}.fr.md"]);
        let read = read(&world, "content/b\u{fffd}.fr.md");
        assert_eq!(read, Err(io::ErrorKind::NotFound));
    }

    #[test]
    fn a_pipe_is_listed_and_never_opened() {
        let root = site(&["content/a.fr.md"]);
        let pipe = root.path().join("content/pipe.fr.md");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        symlink("/dev/zero", root.path().join("content/zero.png")).unwrap();
        let world = open(&root);
        assert_eq!(names(&world).len(), 3);
        for name in ["pipe.fr.md", "zero.png"] {
            let read = read(&world, &format!("content/{name}"));
            assert_eq!(read, Err(io::ErrorKind::InvalidInput), "{name}");
        }
    }
}
