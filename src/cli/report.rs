//! What a command says of problems and of its work: problems on the standard error stream for
//! people, and on the standard output stream, as JSON, for programs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::arguments::{Common, Format};
use super::out;
use crate::baseline::{BASELINE, Baseline};
use crate::diag::annotations::{self, Sources};
use crate::diag::{Code, Diagnostic, Severity, Texts, show};
use crate::embedded;
use crate::hashed::Hashed;
use crate::publish::Report;
use crate::world::{VPath, World};

/// Says things, in the form that was asked for.
pub struct Reporter<'a> {
    format: Format,
    color: bool,
    /// The site's folder as the repository names it.
    prefix: String,
    world: &'a dyn World,
}

impl<'a> Reporter<'a> {
    /// A reporter of problems in a world's files.
    pub fn new(common: &Common, world: &'a dyn World) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let color = wanted && std::io::stderr().is_terminal();
        Self { format: common.format, color, prefix: prefix(common), world }
    }

    /// Shows every problem, with an excerpt of its file.
    pub fn problems(&self, problems: &[Diagnostic]) {
        let files = self.files(problems);
        let texts = Texts::of_files(&files);
        let page_of = |code: Code| embedded::problem(code.as_str());
        let sources = Sources { texts: &texts, prefix: &self.prefix, page_of: &page_of };
        if self.format == Format::Sarif {
            // None is a log, too.
            out(annotations::sarif(&problems.iter().collect::<Vec<_>>(), &sources));
            return;
        }
        for problem in problems {
            match self.format {
                Format::Human => {
                    say!("{}\n", show::human(problem, &texts, self.color).trim_end())
                }
                Format::Github => out(annotations::github(problem, &sources)),
                Format::Json | Format::Sarif => out(show::json(problem, &texts)),
            }
        }
    }

    /// Takes the problems that are known from a list. What is left of them is there no more.
    pub fn take(&self, known: Baseline, problems: &mut Vec<Diagnostic>) -> Baseline {
        if known.is_empty() {
            return known;
        }
        let files = self.files(problems.iter());
        known.take_from(problems, &Texts::of_files(&files))
    }

    /// The warnings of a list, as they can be known.
    pub fn baseline(&self, problems: &[Diagnostic]) -> Baseline {
        let files = self.files(problems);
        Baseline::of(problems, &Texts::of_files(&files))
    }

    /// Each problem as a JSON object.
    #[cfg(feature = "serve")]
    pub fn json(&self, problems: &[&Diagnostic]) -> Vec<String> {
        let files = self.files(problems.iter().copied());
        let texts = Texts::of_files(&files);
        problems.iter().map(|problem| show::json(problem, &texts)).collect()
    }

    /// Every file that a problem names: the world's, or one that the binary carries.
    fn files<'p>(
        &self,
        problems: impl IntoIterator<Item = &'p Diagnostic>,
    ) -> BTreeMap<VPath, Hashed<Vec<u8>>> {
        let named: BTreeSet<&VPath> = problems.into_iter().flat_map(Diagnostic::files).collect();
        let read = |file: &VPath| Some((file.clone(), self.bytes(file)?));
        named.into_iter().filter_map(read).collect()
    }

    fn bytes(&self, file: &VPath) -> Option<Hashed<Vec<u8>>> {
        self.world.read(file).ok().or_else(|| {
            let carried = embedded::THEMES.iter().find(|(path, _)| *path == file.as_str());
            carried.map(|(_, bytes)| Hashed::from_bytes(*bytes))
        })
    }

    /// Whether people read what is said of the work: also in the log of a service.
    fn speaks(&self) -> bool {
        matches!(self.format, Format::Human | Format::Github)
    }

    /// Says something that nobody has to do anything about.
    pub fn note(&self, text: &str) {
        if self.speaks() {
            say!("note: {text}");
        }
    }

    /// Says what was built, and where.
    pub fn built(&self, files: usize, report: &Report, target: &Path, time: Duration) {
        if self.speaks() {
            say!(
                "built {files} files in {} ms: {} written, {} unchanged, {} deleted, in {}",
                time.as_millis(),
                report.written,
                report.unchanged,
                report.deleted,
                target.display()
            );
        }
    }

    /// Says what `serve` begins with.
    #[cfg(feature = "serve")]
    pub fn first(&self, files: usize, time: Duration, problems: &[Diagnostic]) {
        if self.speaks() {
            say!("{files} files after {} ms{}", time.as_millis(), and_problems(problems));
        }
    }

    /// Says how much an edit changed of what `serve` shows.
    #[cfg(feature = "serve")]
    pub fn rebuilt(&self, files: usize, time: Duration, problems: &[Diagnostic]) {
        if self.speaks() {
            let word = if files == 1 { "file" } else { "files" };
            let problems = and_problems(problems);
            say!("rebuilt in {} ms: {files} {word} changed{problems}", time.as_millis());
        }
    }

    /// Says why nothing was written.
    pub fn refused(&self, problems: &[Diagnostic], strict: bool) {
        if self.speaks() {
            let error = problems.iter().any(|problem| problem.severity() == Severity::Error);
            let why = if strict && !error { " (--strict)" } else { "" };
            say!("nothing was written: {}{why}", count(problems));
        }
    }

    /// Says what `check --fix` wrote.
    pub fn mended(&self, problems: usize, files: usize) {
        if self.speaks() && problems > 0 {
            let of = |count: usize, word: &str| match count {
                1 => format!("1 {word}"),
                count => format!("{count} {word}s"),
            };
            say!("mended {} in {}", of(problems, "problem"), of(files, "file"));
        }
    }

    /// Says how many problems there are, and how many more are known.
    pub fn checked(&self, problems: &[Diagnostic], known: usize) {
        if self.speaks() {
            let known = match known {
                0 => String::new(),
                known => format!(" besides {known} in `{BASELINE}`"),
            };
            say!("{}{known}", count(problems));
        }
    }
}

/// The site's folder as the repository names it: below the workspace of a service, or else below the
/// current folder. Empty if it is that folder itself, or lies elsewhere.
fn prefix(common: &Common) -> String {
    let real = |path: PathBuf| path.canonicalize().ok();
    let Some(root) = super::root(common).ok().and_then(real) else { return String::new() };
    let workspace = std::env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
    let around = [workspace, std::env::current_dir().ok()].into_iter().flatten().filter_map(real);
    let below = |folder: PathBuf| Some(root.strip_prefix(folder).ok()?.to_owned());
    let names = around.filter_map(below).next().unwrap_or_default();
    let names = names.components().map(|name| format!("{}/", name.as_os_str().to_string_lossy()));
    names.collect()
}

#[cfg(feature = "serve")]
fn and_problems(problems: &[Diagnostic]) -> String {
    if problems.is_empty() { String::new() } else { format!(", {}", count(problems)) }
}

fn count(problems: &[Diagnostic]) -> String {
    let of = |severity: Severity| {
        problems.iter().filter(|problem| problem.severity() == severity).count()
    };
    let some = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    };
    match (of(Severity::Error), of(Severity::Warning)) {
        (0, 0) => "no problems".to_owned(),
        (errors, 0) => some(errors, "error"),
        (0, warnings) => some(warnings, "warning"),
        (errors, warnings) => {
            format!("{} and {}", some(errors, "error"), some(warnings, "warning"))
        }
    }
}
