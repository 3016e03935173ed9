//! The addresses that readers know: `urls.lock`.
//!
//! One line for each, sorted, so that two who add some rarely touch the same lines:
//!
//! ```text
//! version 1
//! /en/2025/02/deepseek-r2/ en 2025/deepseek-r2
//! /en/topics/chips/
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use crate::collect::{StoryKey, URLS};
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::model::{Locale, Route};
use crate::world::VPath;

/// What the file begins with.
const HEADER: &str = "\
# The addresses that readers know. Commit this file; `depeche urls --record` writes it.
version 1
";

/// Addresses, and what each led to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Urls(pub BTreeMap<Route, Known>);

/// What is known of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The article that it led to, if it was that of one.
    pub article: Option<(Locale, StoryKey)>,
    /// Its line, in bytes of the file.
    pub range: Range<usize>,
}

/// Writes the file. Equal lists give equal bytes.
pub fn write(urls: &Urls) -> String {
    let line = |(route, known): (&Route, &Known)| match &known.article {
        Some((locale, story)) => format!("{route} {locale} {story}\n"),
        None => format!("{route}\n"),
    };
    std::iter::once(HEADER.to_owned()).chain(urls.0.iter().map(line)).collect()
}

/// Reads the file. Lines that cannot be read are left out.
///
/// # Problems
/// - [`Code::MergeConflict`], at each place that git could not merge.
/// - [`Code::MalformedUrls`], at the first line that is none of such a list.
pub fn parse(text: &str) -> Checked<Urls> {
    let mut reader = Reader { first: true, ..Reader::default() };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        reader.line(content, at..at + content.len());
        at += line.len();
    }
    Checked { value: Urls(reader.urls), diagnostics: reader.problems }
}

#[derive(Default)]
struct Reader {
    urls: BTreeMap<Route, Known>,
    problems: Vec<Diagnostic>,
    /// Whether no line but comments was read.
    first: bool,
    malformed: bool,
}

impl Reader {
    fn line(&mut self, line: &str, range: Range<usize>) {
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        if line.starts_with("<<<<<<< ") {
            return self.conflict(range);
        }
        // What stands between the marks of a conflict is kept from both sides.
        if line.starts_with("=======")
            || line.starts_with(">>>>>>> ")
            || line.starts_with("|||||||")
        {
            return;
        }
        if std::mem::take(&mut self.first) {
            if line != "version 1" {
                self.malformed(range, "this depeche reads `version 1` of this list");
            }
            return;
        }
        match entry(line, range.clone()) {
            Some((route, known)) => drop(self.urls.insert(route, known)),
            None => self.malformed(range, "this line is no address"),
        }
    }

    fn conflict(&mut self, range: Range<usize>) {
        let problem = Diagnostic::new(Code::MergeConflict, "git could not merge this list");
        self.problems.push(
            problem
                .at(Span::new(&VPath::new(URLS), range))
                .help("keep the lines of both sides, take out the three marks, then run `depeche urls --record`"),
        );
    }

    fn malformed(&mut self, range: Range<usize>, message: &str) {
        if !std::mem::replace(&mut self.malformed, true) {
            self.problems.push(
                Diagnostic::new(Code::MalformedUrls, message)
                    .at(Span::new(&VPath::new(URLS), range))
                    .help("take the file from your last commit"),
            );
        }
    }
}

/// An address, and perhaps the locale and the name of its article, which may have spaces.
fn entry(line: &str, range: Range<usize>) -> Option<(Route, Known)> {
    let (path, article) = match line.split_once(' ') {
        Some((path, article)) => (path, Some(article)),
        None => (line, None),
    };
    let article = match article {
        Some(article) => {
            let (locale, story) = article.split_once(' ')?;
            Some((Locale::new(locale)?, StoryKey::new(story)))
        }
        None => None,
    };
    Some((Route::parse(path)?, Known { article, range }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) -> Urls {
        let Checked { value, diagnostics } = parse(text);
        let told = diagnostics.iter().map(|problem| {
            let span = problem.span.as_ref().unwrap();
            format!("{} {}", problem.code, &text[span.range.clone()])
        });
        assert_eq!(told.collect::<Vec<_>>(), expected, "{text}");
        value
    }

    #[test]
    fn what_is_written_is_read() {
        let text = format!("{HEADER}/en/2025/x/ en a b/c\n/en/topics/\n/fr/atom.xml\n");
        let urls = check(&text, &[]);
        assert_eq!(urls.0.len(), 3);
        assert_eq!(write(&urls), text);
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(write(&check(&crlf, &[])), text);
        assert_eq!(check("", &[]), Urls::default());
    }

    #[test]
    fn what_cannot_be_read_is_told_once() {
        let two = check("version 1\n/a/\nb\nc d\n/e/\n", &["malformed-urls b"]);
        assert_eq!(two.0.len(), 2);
        check("version 2\n/a/\n", &["malformed-urls version 2"]);
        check("version 1\n/a/ en\n", &["malformed-urls /a/ en"]);
        check("version 1\n/../a/\n", &["malformed-urls /../a/"]);
    }

    #[test]
    fn both_sides_of_a_conflict_are_kept() {
        let text = "version 1\n/a/\n<<<<<<< HEAD\n/b/\n=======\n/c/\n>>>>>>> theirs\n/d/\n";
        assert_eq!(check(text, &["merge-conflict <<<<<<< HEAD"]).0.len(), 4);
    }
}
