//! What may happen to a site's folder between two looks at it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{FILES, Walk, entries, files};

/// Texts that cannot be understood.
const BROKEN: &[&str] = &["---\ntitle: [\n---\n", "{% if", "x = { $", "{", "\u{0}"];

type Step = fn(&mut Walk) -> Option<String>;

/// What may happen, the likelier the more often it is named.
#[rustfmt::skip]
pub const STEPS: &[Step] = &[
    Walk::write, Walk::write, Walk::write, Walk::write, Walk::write_aside, Walk::write_aside,
    Walk::set_aside, Walk::remove, Walk::rename, Walk::swap, Walk::swap, Walk::make_folder, Walk::remove_folder,
    Walk::rename_folder, Walk::replace_folder, Walk::take_away, Walk::bring_back, Walk::check_out,
    Walk::burst, Walk::break_and_mend, Walk::spoil, Walk::mend_one, Walk::mend_one, Walk::mend_one,
    Walk::configure, Walk::touch, Walk::link, Walk::leave_over,
];

impl Walk {
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
        // A site that holds its own record is another after each build, and no two are the same.
        if target.starts_with(self.root.join(".depeche")) {
            return None;
        }
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
