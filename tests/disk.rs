//! Sites on a disk that are odd, or do not hold still: each build ends soon, with a site that is right or a problem
//! that says what is wrong.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "sites are made on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "disk/restless.rs"]
mod restless;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Signs that a name may have on the disk, and in the site.
const SIGNS: &[&str] = &[
    "x",
    "quo\"te",
    "apo'strophe",
    "per%cent",
    "per%2fcent",
    "ques?tion",
    "ha#sh",
    "am&p",
    "am&amp;p",
    "le<ss",
    "gr>eat",
    "-dash",
    "dot.",
    "space ",
    " lead",
    "a*b",
    "a|b",
    "{{ x }}",
    "{% x %}",
    "[a](b)",
    "a;b=c",
    "a+b",
    "a,b",
    "$HOME",
    "`id`",
    "\u{202e}rtl",
    "\u{a0}",
    "con",
    "a~b",
    "😀",
    "é",
    "e\u{301}a",
];

/// A site of a folder, with one right story, and where it is built to.
struct Site {
    root: TempDir,
    target: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { root: TempDir::new().unwrap(), target: TempDir::new().unwrap() };
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/_base");
        for (path, bytes) in files(&base) {
            site.write(path.to_str().unwrap(), &bytes);
        }
        site.write("content/right.fr.md", article("Right", "Text.").as_bytes());
        site
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        self.put(path.as_bytes(), bytes);
    }

    fn put(&self, path: &[u8], bytes: &[u8]) {
        let path = self.root.path().join(OsStr::from_bytes(path));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Builds the site. Returns what is said, and how it ended.
    fn build(&self, options: &[&str]) -> (String, Option<i32>) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        command.args(["build", "--now", "2025-06-30", "--root"]).arg(self.root.path());
        command.arg("--output").arg(self.made()).args(options);
        let built = command.output().unwrap();
        (String::from_utf8_lossy(&built.stderr).into_owned(), built.status.code())
    }

    fn made(&self) -> PathBuf {
        self.target.path().join("public")
    }

    fn built(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let (said, code) = self.build(&[]);
        assert_eq!(code, Some(0), "{said}");
        files(&self.made())
    }

    /// What a build says that must fail with one error.
    fn refused(&self) -> String {
        let (said, code) = self.build(&[]);
        assert_eq!(code, Some(1), "{said}");
        let errors = said.lines().filter(|line| line.starts_with("error[")).count();
        assert_eq!(errors, 1, "{said}");
        assert!(!self.made().join("index.html").exists(), "a site with errors is written");
        said
    }
}

/// The files of a folder, but for depeche's own.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut all, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true if path.ends_with(".depeche") => {}
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(folder).unwrap().to_owned();
                    all.insert(name, fs::read(&path).unwrap());
                }
            }
        }
    }
    all
}

fn article(title: &str, body: &str) -> String {
    format!("---\ntitle: \"{title}\"\ndate: 2025-03-04\ntranslate: false\n---\n\n{body}\n")
}

/// The bytes that stand for themselves in no address, as `%XX`.
fn encoded(name: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric();
    name.bytes()
        .map(
            |byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") },
        )
        .collect()
}

/// The values of an attribute in a page, with their references resolved.
fn values(page: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    let found = page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap());
    found.map(|value| quick_xml::escape::unescape(value).unwrap().into_owned()).collect()
}

/// The file that an address leads to.
fn file_of(address: &str) -> String {
    let path = address.strip_prefix("https://example.org").unwrap_or(address);
    let path = path.split(['?', '#']).next().unwrap().trim_start_matches('/');
    let (mut bytes, mut rest) = (Vec::new(), path.as_bytes());
    while let [first, after @ ..] = rest {
        let escape = (*first == b'%')
            .then(|| u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &after[2..] } else { after };
    }
    let file = String::from_utf8(bytes).unwrap();
    if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file }
}

#[test]
fn names_may_have_any_sign_that_addresses_can_write() {
    let site = Site::new();
    let picture = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";
    for (number, sign) in SIGNS.iter().enumerate() {
        let body = format!("![alt]({}.svg) [file]({}.csv)", encoded(sign), encoded(sign));
        site.write(
            &format!("content/odd/{sign}.fr.md"),
            article(&format!("Titre {number}"), &body).as_bytes(),
        );
        site.write(&format!("content/odd/{sign}.svg"), picture);
        site.write(&format!("content/odd/{sign}.csv"), sign.as_bytes());
        site.write(
            &format!("content/{sign} folder/index.fr.md"),
            article(&format!("Dossier {number}"), "").as_bytes(),
        );
        site.write(&format!("static/{sign}.txt"), sign.as_bytes());
        site.write(&format!("static/in {sign}/{sign}"), sign.as_bytes());
        site.write(&format!("assets/{sign}.css"), b"a { color: red }");
        site.write(&format!("templates/{sign}.html"), b"nothing");
        site.write(&format!("i18n/fr/{sign}.ftl"), format!("odd-{number} = x\n").as_bytes());
    }
    let built = site.built();
    let page = |file: &str| std::str::from_utf8(&built[Path::new(file)]).unwrap();
    for (number, sign) in SIGNS.iter().enumerate() {
        for file in [format!("{sign}.txt"), format!("in {sign}/{sign}")] {
            assert_eq!(
                built.get(Path::new(&file)).map(Vec::as_slice),
                Some(sign.as_bytes()),
                "{file}"
            );
        }
        let text = page(&format!("fr/2025/03/titre-{number}/index.html"));
        let led: Vec<String> =
            values(text, "src").into_iter().chain(values(text, "href")).collect();
        let led: Vec<_> =
            led.iter().filter(|to| to.contains("/media/")).map(|to| file_of(to)).collect();
        assert_eq!(led.len(), 2, "{sign}: {text}");
        for (file, bytes) in led.iter().zip([&picture[..], sign.as_bytes()]) {
            assert_eq!(
                built.get(Path::new(file)).map(Vec::as_slice),
                Some(bytes),
                "{sign}: {file}"
            );
        }
        page(&format!("fr/2025/03/dossier-{number}/index.html"));
    }
    let assets = built.keys().filter(|file| file.extension() == Some(OsStr::new("css"))).count();
    assert_eq!(assets, SIGNS.len());
    for (file, bytes) in
        built.iter().filter(|(file, _)| file.extension() == Some(OsStr::new("xml")))
    {
        let mut reader = quick_xml::Reader::from_reader(&bytes[..]);
        let mut buffer = Vec::new();
        while reader.read_event_into(&mut buffer).unwrap() != quick_xml::events::Event::Eof {
            buffer.clear();
        }
        let text = std::str::from_utf8(bytes).unwrap();
        for address in text.split("<loc>").skip(1).map(|rest| rest.split('<').next().unwrap()) {
            let file = file_of(&quick_xml::escape::unescape(address).unwrap());
            assert!(built.contains_key(Path::new(&file)), "{}: {address}", file);
        }
        let _ = file;
    }
    assert_eq!(site.built(), built, "a second build makes another site");
}

#[test]
fn names_that_no_site_may_have_are_told() {
    let unsafe_name = |fault: &str| format!("cannot be a file of the site: its name has {fault}");
    let backslash = "this file cannot be read: its name has a backslash".to_owned();
    let lost = "this file cannot be read: its name is not UTF-8".to_owned();
    let long = |bytes: usize, end: &str| "n".repeat(bytes - end.len()) + end;
    for (path, told) in [
        (b"static/a:b".to_vec(), unsafe_name("`:`")),
        (b"assets/a\nb.css".to_vec(), unsafe_name("`\\n`")),
        (b"static/a\x1b[2J".to_vec(), unsafe_name("`\\u{1b}`")),
        (b"static/a\\b".to_vec(), backslash.clone()),
        (b"content/a\\b.fr.md".to_vec(), backslash),
        (b"static/\xff\xfe".to_vec(), lost.clone()),
        (b"content/\xe9t\xe9.fr.md".to_vec(), lost.clone()),
        (b"templates/\xff.html".to_vec(), lost),
        (format!("static/{}", long(255, ".txt")).into_bytes(), unsafe_name("more than 250 bytes")),
        (format!("assets/{}", long(245, ".css")).into_bytes(), unsafe_name("more than 250 bytes")),
    ] {
        let site = Site::new();
        site.put(&path, article("T", "Text.").as_bytes());
        let said = site.refused();
        let shown = String::from_utf8_lossy(&path);
        assert!(said.contains(&told), "{shown:?}: {said}");
        assert!(!said.contains('\x1b') && said.lines().count() < 10, "{shown:?}: {said}");
        // Without it, the site is right.
        fs::remove_file(site.root.path().join(OsStr::from_bytes(&path))).unwrap();
        site.built();
    }
}

#[test]
fn names_may_be_as_long_as_the_disk_allows() {
    let site = Site::new();
    let long = |end: &str| "n".repeat(255 - end.len()) + end;
    let (picture, template) = (long(".svg"), long(".html"));
    let body = format!("![alt]({picture}) [file]({})", long(".csv"));
    site.write(&format!("content/{}", long(".fr.md")), article("Un titre", &body).as_bytes());
    site.write(&format!("content/{picture}"), b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write(&format!("content/{}", long(".csv")), b"a,b");
    site.write(&format!("content/{}/index.fr.md", long("")), article("Un autre", "").as_bytes());
    site.write(&format!("templates/{template}"), b"included");
    site.write(&format!("i18n/fr/{}", long(".ftl")), b"long = x\n");
    site.write("templates/404.html", format!("{{% include \"{template}\" %}}").as_bytes());
    let built = site.built();
    assert_eq!(built[Path::new("fr/404.html")], b"included");
    for page in ["fr/2025/03/un-titre/index.html", "fr/2025/03/un-autre/index.html"] {
        assert!(built.contains_key(Path::new(page)), "{page}");
    }
    assert_eq!(built.keys().filter(|file| file.starts_with("media")).count(), 2);
}

#[test]
fn what_is_no_file_is_told_and_links_in_circles_are_not_followed() {
    let site = Site::new();
    let content = site.root.path().join("content");
    symlink("..", content.join("circle")).unwrap();
    symlink("loop-b", content.join("loop-a")).unwrap();
    symlink("loop-a", content.join("loop-b")).unwrap();
    symlink("/dev/zero", content.join("zero.fr.md")).unwrap();
    symlink("/proc/self/mem", content.join("mem.png")).unwrap();
    symlink("/", content.join("all")).unwrap();
    let pipe = content.join("pipe.fr.md");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (said, code) = site.build(&[]);
    assert_eq!(code, Some(1), "{said}");
    for name in ["loop-a", "loop-b", "zero.fr.md", "pipe.fr.md"] {
        assert!(said.contains(&format!("--> content/{name}")), "{name}: {said}");
    }
    for name in ["loop-a", "loop-b", "zero.fr.md", "pipe.fr.md", "mem.png"] {
        fs::remove_file(content.join(name)).unwrap();
    }
    site.built();
}

#[test]
fn a_folder_may_have_a_hundred_thousand_files() {
    let site = Site::new();
    let folder = site.root.path().join("content/many");
    fs::create_dir_all(&folder).unwrap();
    for number in 0..100_000 {
        fs::File::create(folder.join(format!("{number}.txt"))).unwrap();
    }
    site.write("content/many/index.fr.md", article("Un titre", "[file](99999.txt)").as_bytes());
    let built = site.built();
    assert_eq!(built.keys().filter(|file| file.starts_with("media")).count(), 1);
}

#[test]
fn nobody_has_to_read_what_is_said() {
    let site = Site::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
    command.args(["build", "--root"]).arg(site.root.path()).arg("--output").arg(site.made());
    assert_eq!(command.stderr(writer).status().unwrap().code(), Some(0));
    assert!(site.made().join("index.html").exists());
}
