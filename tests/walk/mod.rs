//! A random walk through the states of a site's folder.

mod steps;

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::{env, fs};

use tempfile::TempDir;

use crate::served::put;
use steps::STEPS;

/// Files that come and go.
const FILES: &[&str] = &[
    "content/x.fr.md",
    "content/x.en.md",
    "content/a/y.fr.md",
    "content/a/y.en.md",
    "content/a/b/z.fr.md",
    "content/a/b/index.fr.md",
    "content/c/index.fr.md",
    "content/c/index.en.md",
    "content/c/p.svg",
    "content/c/q.png",
    "content/pages/p.fr.md",
    "content/pages/p.en.md",
    "content/glossary/m.fr.md",
    "content/glossary/m.en.md",
    "content/glossary/n.fr.md",
    "static/t.txt",
    "static/d/t.txt",
    "assets/a.css",
    "i18n/fr/more.ftl",
    "templates/home.html",
    "templates/partials/stories.html",
    "themes/tiny/assets/a.css",
    "translations.lock",
];

/// Folders that come and go, and that things are moved to.
const FOLDERS: &[&str] = &[
    "content",
    "content/a",
    "content/a/b",
    "content/c",
    "content/d",
    "content/d/e",
    "content/glossary",
    "static/d",
    "templates",
    "templates/partials",
    "i18n",
    "assets",
];

/// Fixtures whose layouts and words a walk has as well: those of pages that a theme may lack.
const LAYOUTS_OF: &[&str] = &[
    "a-dossier-has-a-page",
    "a-source-of-several-stories-has-a-page",
    "a-term-is-explained-where-it-is-mentioned-first",
    "corrections-have-a-page",
];

/// How they are made anew.
const PICTURES: &str = "pictures: { widths: [16, 32] }\n";

/// What the configuration may say besides, or instead. Some of it decides which stories there are, and where; the
/// rest how they are shown.
const SETTINGS: &[(&str, &str)] = &[
    ("page_size: 2\n", "page_size: 1\n"),
    ("archives: [year, month]\n", "archives: [day]\nhighlight: false\n"),
    ("content: summary", "content: full"),
    ("Europe/Paris", "Asia/Tokyo"),
    ("topics:\n", "topics:\n  - { id: robots }\n"),
    (", parent: chips", ""),
    (PICTURES, ""),
    ("markdown: true\n", "untranslated: hide\n"),
    ("markdown: true\n", "untranslated: page\n"),
    ("markdown: true\n", "editions: week\n"),
    ("markdown: true\n", "permalink: \"{slug}\"\n"),
];

/// A picture.
const PICTURE: &str = "tests/sites/pictures-are-made-anew/content/a/drawing.png";

/// How many of the last steps are told.
const TOLD: usize = 40;

/// Where the walk has come to.
pub struct Walk {
    root: PathBuf,
    /// A folder that is no part of the site.
    away: TempDir,
    seed: u64,
    random: u64,
    count: u64,
    log: VecDeque<String>,
    /// The files that a site cannot do without.
    base: BTreeMap<PathBuf, Vec<u8>>,
}

/// The seed and the number of steps that `WALK` asks for: `7`, or `7,500`; else the first, and `steps`.
pub fn asked(steps: usize) -> (u64, usize) {
    let asked = env::var("WALK").unwrap_or_default();
    let mut numbers = asked.split(',').map(|number| number.parse::<u64>().ok());
    let seed = numbers.next().flatten().unwrap_or(1);
    let wanted = numbers.next().flatten().and_then(|steps| usize::try_from(steps).ok());
    (seed, wanted.unwrap_or(steps))
}

/// The site where every walk begins: the base of the fixtures, with all that may be made.
pub fn site() -> TempDir {
    let root = TempDir::new().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/_base");
    for file in files(&base) {
        put(root.path(), file.strip_prefix(&base).unwrap(), fs::read(&file).unwrap());
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    for fixture in LAYOUTS_OF.iter().map(|name| fixtures.join(name)) {
        let all = files(&fixture.join("templates")).into_iter().chain(files(&fixture.join("i18n")));
        for file in all.filter(|file| !file.ends_with("article.html")) {
            put(root.path(), file.strip_prefix(&fixture).unwrap(), fs::read(&file).unwrap());
        }
    }
    let path = root.path().join("depeche.yaml");
    let config = fs::read_to_string(&path).unwrap().replace("[atom]", "[atom, json]");
    fs::write(path, format!("{config}markdown: true\nnews_sitemap: true\n{PICTURES}")).unwrap();
    root
}

/// Every file below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (folders, mut all): (Vec<_>, Vec<_>) = entries(folder)
        .into_iter()
        .partition(|path| fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()));
    all.extend(folders.iter().flat_map(|folder| files(folder)));
    all.sort();
    all
}

/// Every folder below a folder, sorted.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let is_folder = |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    let mut all: Vec<PathBuf> = entries(folder).into_iter().filter(is_folder).collect();
    all.extend(all.clone().iter().flat_map(|folder| folders(folder)));
    all.sort();
    all
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

impl Walk {
    pub fn new(root: &Path, seed: u64) -> Self {
        let read = |path: PathBuf| {
            let bytes = fs::read(&path).unwrap();
            (path, bytes)
        };
        let base = files(root).into_iter().map(read).collect();
        let away = TempDir::new().unwrap();
        let (root, log) = (root.to_owned(), VecDeque::new());
        Self { root, away, seed, random: seed, count: 0, log, base }
    }

    /// How the walk came to where it is.
    pub fn log(&self) -> String {
        let steps: Vec<&str> = self.log.iter().map(String::as_str).collect();
        format!(
            "WALK={}, after {} steps, the last of them:\n{}",
            self.seed,
            self.count,
            steps.join("\n")
        )
    }

    /// A number from nothing to less than `end` (splitmix64).
    pub fn below(&mut self, end: usize) -> usize {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % end.max(1)
    }

    fn one<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let at = self.below(all.len());
        all.get(at).cloned()
    }

    /// Changes something.
    pub fn step(&mut self) {
        let done = loop {
            let step = self.one(STEPS).unwrap();
            if let Some(done) = step(self) {
                break done;
            }
        };
        self.count += 1;
        self.log.push_back(format!("{}: {done}", self.count));
        if self.log.len() > TOLD {
            self.log.pop_front();
        }
    }

    /// Gives the site all that it cannot do without.
    pub fn mend(&mut self) {
        for (path, bytes) in self.base.clone() {
            self.put(&path, &bytes);
        }
    }

    fn name(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// Writes a file, in place of whatever bars its way.
    fn put(&mut self, path: &Path, bytes: &[u8]) {
        for above in path.strip_prefix(&self.root).unwrap().ancestors().skip(1) {
            let above = self.root.join(above);
            if fs::symlink_metadata(&above).is_ok_and(|found| !found.is_dir()) {
                fs::remove_file(&above).unwrap();
            }
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
            fs::remove_dir_all(path).unwrap();
        }
        if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
            fs::remove_file(path).unwrap();
        }
        fs::write(path, bytes).unwrap();
    }

    /// A file that may or may not be there.
    fn any_file(&mut self) -> PathBuf {
        let file = self.one(FILES).unwrap();
        self.root.join(file)
    }

    /// A file that is there.
    fn some_file(&mut self) -> Option<PathBuf> {
        self.one(&files(&self.root))
    }

    /// A folder that is there.
    fn some_folder(&mut self) -> Option<PathBuf> {
        self.one(&folders(&self.root))
    }

    /// A name in a folder that may or may not be there.
    fn free_place(&mut self, name: &str) -> Option<PathBuf> {
        let folder = self.one(FOLDERS)?;
        let folder = self.root.join(folder);
        let place = folder.join(name);
        (folder.is_dir() && fs::symlink_metadata(&place).is_err()).then_some(place)
    }

    /// What a file of that path may hold.
    fn text(&mut self, path: &Path) -> Vec<u8> {
        if let Some(base) = self.base.get(path).filter(|_| !path.ends_with("depeche.yaml")).cloned()
        {
            let comment = match path.extension().and_then(|extension| extension.to_str()) {
                Some("html") => format!("<i>{}</i>", self.below(1000)),
                Some("ftl") => format!("\nunused-{} = x\n", self.below(1000)),
                _ => String::new(),
            };
            return [base, comment.into_bytes()].concat();
        }
        let number = self.below(1000);
        let text = match path.extension().and_then(|extension| extension.to_str()) {
            Some("md") => self.article(path, number),
            Some("ftl") => format!("topic-chips = Puces {number}\nauthor-ada = Ada {number}\n"),
            Some("html") => {
                let base = self.root.join("themes/tiny").join(self.name(path));
                let base = self.base.get(&base).map(|base| String::from_utf8_lossy(base));
                format!("{}<b>{number}</b>", base.unwrap_or_default())
            }
            Some("css") => format!("body {{ margin: {number}px }}\n"),
            Some("svg") => {
                format!(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{number}\" height=\"9\"/>"
                )
            }
            Some("png") => return self.picture(number),
            Some("yaml") => self.config(),
            Some("lock") => "version 1\n".to_owned(),
            _ => format!("Un texte, {number}.\n"),
        };
        text.into_bytes()
    }

    /// The configuration, as it was or with another setting.
    fn config(&mut self) -> String {
        let base = &self.base[&self.root.join("depeche.yaml")];
        let base = String::from_utf8_lossy(base).into_owned();
        let other = self.one(SETTINGS).filter(|_| self.below(2) == 0);
        other.map_or(base.clone(), |(from, to)| base.replace(from, to))
    }

    /// A picture, another for each number, or the beginning of one.
    fn picture(&mut self, number: usize) -> Vec<u8> {
        let mut picture = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(PICTURE)).unwrap();
        match self.below(4) {
            0 => picture.truncate(picture.len() - 20),
            // Nobody reads what stands behind the end.
            _ => picture.extend(number.to_le_bytes()),
        }
        picture
    }

    fn article(&mut self, path: &Path, number: usize) -> String {
        if path.parent().is_some_and(|folder| folder.ends_with("content/glossary")) {
            return self.term(number);
        }
        let name = path.file_stem().unwrap().to_string_lossy().replace(['.', ' '], "-");
        let head = match self.below(8) {
            0 => "title: [\n".to_owned(),
            1 => "title: Sans date\n".to_owned(),
            2 => format!("title: \"Autre {number}\"\ndate: 2025-06-{:02}\n", 1 + number % 28),
            _ => format!("title: \"Titre {number}\"\ndate: 2025-03-04\nslug: {name}\n"),
        };
        let facts = self.one(&[
            "dossier: race\n",
            "dossier: over\n",
            "dossier: race\nsources: [{ title: R, url: \"https://example.org/r\" }]\n",
            "updates: [{ date: 2025-03-05, kind: correction, note: N }]\n",
            "",
        ]);
        let head = format!("{head}{}", facts.unwrap());
        let body = self.one(&[
            "Un texte.",
            "Un <i>texte</i>.",
            "Voir [x](/x.md).",
            "Voir [y](../a/y.md#partie).",
            "![Une image](p.svg)",
            "![Une image](q.png)",
            "## Partie {#partie}\n\nDu texte.",
        ]);
        format!("---\n{head}topics: [chips]\nauthors: [ada]\n---\n\n{} {number}\n", body.unwrap())
    }

    /// A term that some of the articles mention.
    fn term(&mut self, number: usize) -> String {
        let term = self.one(&["texte", "image", "autre"]).unwrap();
        let more = self.one(&["forms: [partie]\n", "avoid: [voir]\n", "draft: true\n", "", ""]);
        let definition = self.one(&["Un mot", "[Un mot](/x.md)", "- Un\n- mot"]).unwrap();
        format!("---\nterm: {term}\n{}---\n\n{definition} {number}\n", more.unwrap())
    }
}
