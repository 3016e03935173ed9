//! Files beside which `build` puts forms of them that take less to send.

#![expect(clippy::disallowed_methods, reason = "a site is made on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;
use walkdir::WalkDir;

const CONFIG: &str = "base_url: https://example.org/\nlocales: [{ tag: fr, region: fr-FR }]\n";

type Files = BTreeMap<String, Vec<u8>>;

struct Site(TempDir);

impl Site {
    fn new(forms: &str) -> Self {
        let site = Self(TempDir::new().unwrap());
        site.forms(forms);
        site.article("a", "Un titre");
        site.article("b", "Un autre");
        site.write("static/photo.png", &[137; 4000]);
        site.write("static/police.woff2", &[0; 4000]);
        site.write("static/petit.txt", b"petit");
        site.write("static/notes.txt", &b"des notes ".repeat(200));
        site.write("static/notes.txt.gz", b"made by hand");
        site
    }

    fn forms(&self, forms: &str) {
        self.write("depeche.yaml", format!("{CONFIG}{forms}\n").as_bytes());
    }

    fn article(&self, name: &str, title: &str) {
        let text = format!("---\ntitle: {title}\ndate: 2025-03-04\n---\n\nUn texte.\n");
        self.write(&format!("content/{name}.fr.md"), text.as_bytes());
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        let output = command.arg("--root").arg(self.0.path()).args(arguments).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {told}");
        told
    }

    /// Builds, and fails unless a build from nothing makes the same, to the last record.
    fn build(&self) -> Files {
        self.run(&["build"]);
        let fresh = TempDir::new().unwrap();
        self.run(&["build", "--fresh", "-o", fresh.path().join("x").to_str().unwrap()]);
        let made = files(&self.0.path().join("public"));
        assert!(made == files(&fresh.path().join("x")), "a build from nothing makes the same");
        made
    }
}

fn files(root: &Path) -> Files {
    let entries = WalkDir::new(root).into_iter().map(|entry| entry.unwrap());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (path, fs::read(entry.path()).unwrap())
    };
    entries.filter(|entry| entry.file_type().is_file()).map(file).collect()
}

fn decoded(extension: &str, bytes: &[u8]) -> Vec<u8> {
    let mut back = Vec::new();
    let read = match extension {
        "br" => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut back),
        "gz" => flate2::read::GzDecoder::new(bytes).read_to_end(&mut back),
        _ => zstd::stream::Decoder::new(bytes).unwrap().read_to_end(&mut back),
    };
    read.unwrap();
    back
}

/// The forms of a site, each of which holds what its original does. Returns how many there are.
fn check_forms(made: &Files, extension: &str) -> usize {
    let end = format!(".{extension}");
    let forms = made.iter().filter_map(|(path, bytes)| Some((path.strip_suffix(&end)?, bytes)));
    let forms: Vec<_> =
        forms.filter(|(path, _)| *path != "notes.txt" || extension != "gz").collect();
    for (path, bytes) in &forms {
        assert!(decoded(extension, bytes) == made[*path], "{path}{end}");
        assert!(bytes.len() < made[*path].len(), "{path}{end}");
    }
    forms.len()
}

#[test]
fn texts_have_the_forms_that_were_asked_for() {
    let site = Site::new("precompress: [zst, br, gz]");
    let made = site.build();
    let pages = made.keys().filter(|path| path.ends_with(".html")).count();
    for extension in ["br", "gz", "zst"] {
        assert!(check_forms(&made, extension) > pages, "{extension}");
    }
    let has = |path: &str| made.contains_key(path);
    assert!(has("fr/index.html.br") && has("fr/atom.xml.gz") && has("notes.txt.zst"));
    assert!(!has("photo.png.br") && !has("police.woff2.gz") && !has("petit.txt.br"));
    assert_eq!(made["notes.txt.gz"], b"made by hand", "what the author made stays");
    assert!(!made.keys().any(|path| path.ends_with(".br.gz") || path.ends_with(".gz.zst")));
}

#[test]
fn forms_follow_their_files() {
    let site = Site::new("precompress: [br, gz]");
    let first = site.build();
    site.article("a", "Un titre qui change");
    let second = site.build();
    assert!(first.contains_key("fr/2025/03/un-titre/index.html.br"));
    assert!(!second.contains_key("fr/2025/03/un-titre/index.html.br"), "it goes with its file");
    assert!(first["fr/index.html.br"] != second["fr/index.html.br"]);
    check_forms(&second, "br");

    // Too short for a form now, and long again.
    site.write("static/notes.txt", b"court");
    assert!(!site.build().contains_key("notes.txt.br"));
    site.write("static/notes.txt", &b"de longues notes ".repeat(200));
    assert!(site.build().contains_key("notes.txt.br"));

    site.forms("precompress: [gz, zst]");
    let third = site.build();
    assert!(!third.keys().any(|path| path.ends_with(".br")));
    assert!(check_forms(&third, "zst") > 5);
    site.forms("");
    let last = site.build();
    let forms = last.keys().filter(|path| path.ends_with(".zst") || path.ends_with(".gz"));
    assert_eq!(forms.collect::<Vec<_>>(), ["notes.txt.gz"]);
}

#[test]
fn what_did_not_change_is_not_compressed_again() {
    let site = Site::new("precompress: [br]");
    site.build();
    let modified = |path: &str| -> SystemTime {
        fs::metadata(site.0.path().join("public").join(path)).unwrap().modified().unwrap()
    };
    let before = modified("fr/2025/03/un-autre/index.html.br");
    // A form that somebody broke is made again, and the others stay.
    site.write("public/fr/index.html.br", b"broken");
    fs::remove_file(site.0.path().join("public/fr/atom.xml.br")).unwrap();
    let told = site.run(&["build"]);
    assert!(told.contains(" 2 written"), "{told}");
    check_forms(&site.build(), "br");
    assert_eq!(modified("fr/2025/03/un-autre/index.html.br"), before);
}

#[test]
fn a_folder_that_is_published_to_has_them_too() {
    let site = Site::new("precompress: [br]");
    let target = TempDir::new().unwrap();
    let www = target.path().join("www");
    site.run(&["publish", www.to_str().unwrap()]);
    assert!(files(&www) == files(&site.0.path().join("public")));
    assert!(www.join("fr/index.html.br").exists());
}
