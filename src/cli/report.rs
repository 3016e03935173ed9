//! What a command says of problems and of its work: problems on the standard error stream for
//! people, and on the standard output stream, as JSON, for programs.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use super::arguments::{Common, Format};
use crate::diag::{Diagnostic, Severity, show};
use crate::embedded;
use crate::hashed::Hashed;
use crate::publish::Report;
use crate::world::{VPath, World};

/// Says things, in the form that was asked for.
pub struct Reporter<'a> {
    format: Format,
    color: bool,
    world: &'a dyn World,
}

impl<'a> Reporter<'a> {
    /// A reporter of problems in a world's files.
    pub fn new(common: &Common, world: &'a dyn World) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { format: common.format, color: wanted && std::io::stderr().is_terminal(), world }
    }

    /// Shows every problem, with an excerpt of its file.
    pub fn problems(&self, problems: &[Diagnostic]) {
        let texts = self.texts(problems);
        let text_of =
            |file: &VPath| texts.get(file).and_then(|bytes| std::str::from_utf8(bytes).ok());
        for problem in problems {
            match self.format {
                Format::Human => {
                    eprintln!("{}\n", show::human_with(problem, &text_of, self.color).trim_end())
                }
                Format::Json => {
                    // A reader that has gone away wants no more lines.
                    let _ = writeln!(std::io::stdout(), "{}", show::json_with(problem, &text_of));
                }
            }
        }
    }

    /// Each problem as a JSON object.
    #[cfg(feature = "serve")]
    pub fn json(&self, problems: &[&Diagnostic]) -> Vec<String> {
        let texts = self.texts(problems.iter().copied());
        let text_of =
            |file: &VPath| texts.get(file).and_then(|bytes| std::str::from_utf8(bytes).ok());
        problems.iter().map(|problem| show::json_with(problem, &text_of)).collect()
    }

    /// The text of every file that has a problem: the world's, or one that the binary carries.
    fn texts<'p>(
        &self,
        problems: impl IntoIterator<Item = &'p Diagnostic>,
    ) -> BTreeMap<VPath, Hashed<[u8]>> {
        let files = problems.into_iter().flat_map(|problem| {
            let related = problem.related.iter().map(|(span, _)| &span.file);
            problem.span.iter().map(|span| &span.file).chain(related)
        });
        let mut texts = BTreeMap::new();
        for file in files {
            if !texts.contains_key(file)
                && let Some(bytes) = self.bytes(file)
            {
                texts.insert(file.clone(), bytes);
            }
        }
        texts
    }

    fn bytes(&self, file: &VPath) -> Option<Hashed<[u8]>> {
        self.world.read(file).ok().or_else(|| {
            let carried = embedded::THEMES.iter().find(|(path, _)| *path == file.as_str());
            carried.map(|(_, bytes)| Hashed::from_bytes(*bytes))
        })
    }

    /// Says something that nobody has to do anything about.
    pub fn note(&self, text: &str) {
        if self.format == Format::Human {
            eprintln!("note: {text}");
        }
    }

    /// Says what was built, and where.
    pub fn built(&self, files: usize, report: &Report, target: &Path, time: Duration) {
        if self.format == Format::Human {
            eprintln!(
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
        if self.format == Format::Human {
            eprintln!("{files} files after {} ms{}", time.as_millis(), and_problems(problems));
        }
    }

    /// Says how much an edit changed of what `serve` shows.
    #[cfg(feature = "serve")]
    pub fn rebuilt(&self, files: usize, time: Duration, problems: &[Diagnostic]) {
        if self.format == Format::Human {
            let word = if files == 1 { "file" } else { "files" };
            let problems = and_problems(problems);
            eprintln!("rebuilt in {} ms: {files} {word} changed{problems}", time.as_millis());
        }
    }

    /// Says why nothing was written.
    pub fn refused(&self, problems: &[Diagnostic], strict: bool) {
        if self.format == Format::Human {
            let error = problems.iter().any(|problem| problem.severity() == Severity::Error);
            let why = if strict && !error { " (--strict)" } else { "" };
            eprintln!("nothing was written: {}{why}", count(problems));
        }
    }

    /// Says what `check --fix` wrote.
    pub fn mended(&self, problems: usize, files: usize) {
        if self.format == Format::Human && problems > 0 {
            let of = |count: usize, word: &str| match count {
                1 => format!("1 {word}"),
                count => format!("{count} {word}s"),
            };
            eprintln!("mended {} in {}", of(problems, "problem"), of(files, "file"));
        }
    }

    /// Says how many problems there are.
    pub fn checked(&self, problems: &[Diagnostic]) {
        if self.format == Format::Human {
            eprintln!("{}", count(problems));
        }
    }
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
