//! A random walk through the states of a site's folder.

use std::collections::{BTreeMap, VecDeque};
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::served::put;

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

/// A picture.
const PICTURE: &str = "tests/sites/pictures-are-made-anew/content/a/drawing.png";

/// Texts that cannot be understood.
const BROKEN: &[&str] = &["---\ntitle: [\n---\n", "{% if", "x = { $", "{", "\u{0}"];

/// How many of the last steps are told.
const TOLD: usize = 40;

type Step = fn(&mut Walk) -> Option<String>;

/// What may happen, the likelier the more often it is named.
#[rustfmt::skip]
const STEPS: &[Step] = &[
    Walk::write, Walk::write, Walk::write, Walk::write, Walk::write_aside, Walk::write_aside,
    Walk::set_aside, Walk::remove, Walk::rename, Walk::swap, Walk::swap, Walk::make_folder, Walk::remove_folder,
    Walk::rename_folder, Walk::replace_folder, Walk::take_away, Walk::bring_back, Walk::check_out,
    Walk::burst, Walk::break_and_mend, Walk::spoil, Walk::mend_one, Walk::mend_one, Walk::mend_one,
    Walk::configure, Walk::touch, Walk::link, Walk::leave_over,
];

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
            Some("yaml") => return self.base[&self.root.join("depeche.yaml")].clone(),
            Some("lock") => "version 1\n".to_owned(),
            _ => format!("Un texte, {number}.\n"),
        };
        text.into_bytes()
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

    /// Writes a file in place, as most editors do.
    fn write(&mut self) -> Option<String> {
        let path = match self.below(3) {
            0 => self.some_file()?,
            _ => self.any_file(),
        };
        let text = self.text(&path);
        self.put(&path, &text);
        Some(format!("write {}", self.name(&path)))
    }

    /// Writes a file beside, and renames it into place, as others do.
    fn write_aside(&mut self) -> Option<String> {
        let path = self.any_file();
        if !path.parent()?.is_dir() || path.is_dir() {
            return None;
        }
        let name = path.file_name()?.to_str()?;
        let aside =
            self.one(&[format!(".{name}.swp"), format!("{name}.tmp"), format!("sed{name}")]);
        let aside = path.with_file_name(aside?);
        let text = self.text(&path);
        fs::write(&aside, text).unwrap();
        fs::rename(&aside, &path).unwrap();
        Some(format!("write {} by way of {}", self.name(&path), self.name(&aside)))
    }

    /// Renames a file, and writes it anew, as vim does.
    fn set_aside(&mut self) -> Option<String> {
        let path = self.some_file()?;
        let backup = path.with_file_name(format!("{}~", path.file_name()?.to_str()?));
        fs::rename(&path, &backup).unwrap();
        let text = self.text(&path);
        self.put(&path, &text);
        if self.below(2) == 0 {
            fs::remove_file(&backup).unwrap();
        }
        Some(format!("write {} after setting it aside", self.name(&path)))
    }

    fn remove(&mut self) -> Option<String> {
        let path = self.some_file()?;
        fs::remove_file(&path).unwrap();
        Some(format!("remove {}", self.name(&path)))
    }

    fn rename(&mut self) -> Option<String> {
        let from = self.some_file()?;
        let to = match self.below(2) {
            0 => self.any_file(),
            _ => self.free_place(from.file_name()?.to_str()?)?,
        };
        if !to.parent()?.is_dir() || to.is_dir() || from == to {
            return None;
        }
        fs::rename(&from, &to).unwrap();
        Some(format!("rename {} to {}", self.name(&from), self.name(&to)))
    }

    /// Two files of one length and one time change places: only their names tell that they did.
    fn swap(&mut self) -> Option<String> {
        let [one, other, aside] =
            ["1.txt", "2.txt", ".aside"].map(|name| self.root.join("static").join(name));
        for (path, bytes) in [(&one, b"1"), (&other, b"2")] {
            if fs::symlink_metadata(path).is_err() {
                self.put(path, bytes);
                let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
                File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
            }
        }
        for (from, to) in [(&one, &aside), (&other, &one), (&aside, &other)] {
            fs::rename(from, to).unwrap();
        }
        Some("swap two files".to_owned())
    }

    /// Makes a folder with files in it and below, at once.
    fn make_folder(&mut self) -> Option<String> {
        let folder = self.free_place("f")?;
        for path in ["new.fr.md", "new.en.md", "g/deep.fr.md", "g/h/deeper.fr.md"] {
            let path = folder.join(path);
            let text = self.text(&path);
            self.put(&path, &text);
        }
        Some(format!("make folder {}", self.name(&folder)))
    }

    fn remove_folder(&mut self) -> Option<String> {
        let folder = self.some_folder()?;
        fs::remove_dir_all(&folder).unwrap();
        Some(format!("remove folder {}", self.name(&folder)))
    }

    fn rename_folder(&mut self) -> Option<String> {
        let from = self.some_folder()?;
        let to = match self.below(2) {
            0 => from.with_file_name(["b", "c", "f", "static", "assets", "x.fr.md"][self.below(6)]),
            _ => self.free_place(from.file_name()?.to_str()?)?,
        };
        if to.starts_with(&from) || fs::symlink_metadata(&to).is_ok() {
            return None;
        }
        fs::rename(&from, &to).unwrap();
        let edited = self.edit_below(&to);
        Some(format!("rename folder {} to {}{edited}", self.name(&from), self.name(&to)))
    }

    /// Edits a file in a folder that has only just come, at times.
    fn edit_below(&mut self, folder: &Path) -> String {
        match self.one(&files(folder)).filter(|_| self.below(2) == 0) {
            Some(path) => {
                let text = self.text(&path);
                self.put(&path, &text);
                format!(", and write {}", self.name(&path))
            }
            None => String::new(),
        }
    }

    /// Puts a copy in place of a folder.
    fn replace_folder(&mut self) -> Option<String> {
        let folder = self.some_folder()?;
        let old = files(&folder);
        let old: Vec<_> =
            old.into_iter().filter_map(|path| Some((fs::read(&path).ok()?, path))).collect();
        fs::remove_dir_all(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
        old.into_iter().for_each(|(bytes, path)| self.put(&path, &bytes));
        let edited = self.edit_below(&folder);
        Some(format!("replace folder {}{edited}", self.name(&folder)))
    }

    /// Moves a folder out of the site.
    fn take_away(&mut self) -> Option<String> {
        let folder = self.some_folder()?;
        let number = self.below(3);
        let place = self.away.path().join(number.to_string());
        if place.exists() {
            return None;
        }
        fs::rename(&folder, &place).unwrap();
        // Nobody hears of what happens there.
        self.one(&files(&place)).map(|file| fs::write(file, "Ailleurs."));
        Some(format!("take away {}", self.name(&folder)))
    }

    /// Moves a folder into the site.
    fn bring_back(&mut self) -> Option<String> {
        let from = self.one(&entries(self.away.path()))?;
        let to = self.free_place("back")?;
        fs::rename(&from, &to).unwrap();
        let edited = self.edit_below(&to);
        Some(format!("bring {} back{edited}", self.name(&to)))
    }

    /// Changes many files at once, and removes as many, as `git checkout` does.
    fn check_out(&mut self) -> Option<String> {
        let branch = self.below(3);
        for (number, file) in FILES.iter().enumerate() {
            let path = self.root.join(file);
            if (number + branch).is_multiple_of(3) {
                // Emptied folders go, too.
                if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_dir()) {
                    fs::remove_file(&path).unwrap();
                    let _ = fs::remove_dir(path.parent()?);
                }
            } else {
                let text = self.text(&path);
                let _ = fs::remove_file(&path);
                self.put(&path, &text);
            }
        }
        Some(format!("check out branch {branch}"))
    }

    /// Saves one file a thousand times, or several in turn, now and then.
    fn burst(&mut self) -> Option<String> {
        if self.below(4) > 0 {
            return None;
        }
        let paths: Vec<PathBuf> = (0..1 + self.below(3)).map(|_| self.any_file()).collect();
        for turn in 0..1000 {
            let path = &paths[turn % paths.len()];
            let text = self.text(path);
            self.put(path, &text);
        }
        let names: Vec<_> = paths.iter().map(|path| self.name(path)).collect();
        Some(format!("save a thousand times: {}", names.join(", ")))
    }

    /// A mistake, and its repair before anybody can have seen it.
    fn break_and_mend(&mut self) -> Option<String> {
        let path = self.some_file()?;
        let (bytes, broken) = (fs::read(&path).ok()?, self.one(BROKEN)?);
        self.put(&path, broken.as_bytes());
        self.put(&path, &bytes);
        Some(format!("break and mend {}", self.name(&path)))
    }

    /// A mistake that stays.
    fn spoil(&mut self) -> Option<String> {
        let path = self.some_file()?;
        let broken = self.one(BROKEN)?;
        self.put(&path, broken.as_bytes());
        Some(format!("spoil {}", self.name(&path)))
    }

    /// Mends a file that the site cannot do without.
    fn mend_one(&mut self) -> Option<String> {
        let wrong = |(path, bytes): &(&PathBuf, &Vec<u8>)| {
            fs::read(path).map_or(true, |now| now != **bytes)
        };
        let wrong: Vec<PathBuf> =
            self.base.iter().filter(wrong).map(|(path, _)| path.clone()).collect();
        let path = self.one(&wrong)?;
        let bytes = self.base[&path].clone();
        self.put(&path, &bytes);
        Some(format!("mend {}", self.name(&path)))
    }

    fn configure(&mut self) -> Option<String> {
        let path = self.root.join("depeche.yaml");
        let base = String::from_utf8_lossy(&self.base[&path]).into_owned();
        let (from, to) = self.one(&[
            ("example.org/", "example.org/digest/"),
            ("page_size: 2", "page_size: 1"),
            ("[year, month]", "[day]"),
            ("theme: tiny", "theme: none"),
            ("page_size: 2", "page_size: 2\nhtml: escape"),
            ("", ""),
        ])?;
        self.put(&path, base.replacen(from, to, 1).as_bytes());
        Some(format!("configure {to}"))
    }

    /// Changes nothing but a time.
    fn touch(&mut self) -> Option<String> {
        let path = self.some_file()?;
        let seconds = u64::try_from(self.below(1000)).unwrap();
        let time = SystemTime::now() - Duration::from_secs(seconds);
        File::options().write(true).open(&path).ok()?.set_modified(time).ok()?;
        Some(format!("touch {}", self.name(&path)))
    }

    /// Links to a file or a folder of the site.
    fn link(&mut self) -> Option<String> {
        let target = match self.below(2) {
            0 => self.some_file()?,
            _ => self.some_folder()?,
        };
        let place = self.free_place(target.file_name()?.to_str()?)?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(&target, &place).unwrap();
        #[cfg(not(unix))]
        return None;
        #[cfg(unix)]
        Some(format!("link {} to {}", self.name(&place), self.name(&target)))
    }

    /// Leaves what editors leave.
    fn leave_over(&mut self) -> Option<String> {
        let name = self.one(&["4913", ".x.fr.md.swp", "#x.fr.md#"])?;
        let place = self.free_place(name)?;
        fs::write(&place, "x").unwrap();
        Some(format!("leave {}", self.name(&place)))
    }
}
