//! Fixture sites: each folder of `tests/sites/` is a site, and a test.
//!
//! A fixture lies over `_base/`, is built from memory, and what was made and complained of is
//! compared with its `expected.txt`, which `UPDATE=1 cargo test --test sites NAME` writes anew.
//! Besides the site's own files a folder may hold:
//!
//! - `PATH.removed`, an empty file: the site has no `PATH`;
//! - `show.txt`: which outputs to print, one glob a line, and after a blank, which of their lines;
//!   `!files` alone leaves out all outputs, which the theme that depeche carries would change;
//! - `now.txt`: when the site is built, if not at noon on 30 June 2025; an edit's is from then on;
//! - `options.txt`: `drafts`, `future`, `parity`, `base_url=…`;
//! - `faults.txt`: `PATH too-large` or `PATH unreadable`, files that the disk does not give;
//! - `answers.txt`: `URL fine`, `URL dead WHY` or `URL unclear WHY`, what outside links answer;
//! - `edits/1-name/…`: files laid over the site, one edit after the other.
//!
//! Every site, before and after each edit, is also built from nothing, with its files listed
//! backwards, and a second time with what the first build remembers: all must be the same.

#![expect(clippy::disallowed_methods, reason = "fixtures are read from the disk")]

mod fixture;

use std::path::Path;
use std::{env, fs};

use depeche::diag::Code;
use fixture::Fixture;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the fixtures are there")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with(['_', '.']))
        .collect();
    names.sort();
    let trial = |name: String| {
        let folder = folder.clone();
        Trial::test(name.clone(), move || check(&folder, &name))
    };
    let every_code = Trial::test("every-code-has-a-fixture", {
        let (folder, names) = (folder.clone(), names.clone());
        move || missing_codes(&folder, &names)
    });
    let trials = names.into_iter().map(trial).chain([every_code]).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn missing_codes(sites: &Path, names: &[String]) -> Result<(), Failed> {
    let read = |name: &String| fs::read_to_string(sites.join(name).join("expected.txt"));
    let all: String = names.iter().filter_map(|name| read(name).ok()).collect();
    let codes = Code::ALL.iter().map(|code| code.as_str());
    let missing: Vec<&str> = codes.filter(|code| !all.contains(&format!("[{code}] "))).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no fixture has {missing:?}").into()) }
}

fn check(sites: &Path, name: &str) -> Result<(), Failed> {
    let folder = sites.join(name);
    let made = Fixture::load(&sites.join("_base"), &folder)?.run()?;
    let file = folder.join("expected.txt");
    if env::var_os("UPDATE").is_some() {
        return Ok(fs::write(file, made)?);
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if made == expected {
        return Ok(());
    }
    let diff = fixture::diff(&expected, &made);
    Err(format!("{diff}\nif that is right: UPDATE=1 cargo test --test sites {name}").into())
}
