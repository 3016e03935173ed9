//! The manual has a page for each problem, and none besides.

#![expect(clippy::disallowed_methods, reason = "the manual is read from the disk")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use depeche::diag::Code;
use depeche::embedded;

#[test]
fn every_problem_has_a_page() {
    for code in Code::ALL {
        let page = embedded::problem(code.as_str());
        let page = page.unwrap_or_else(|| panic!("`docs/problems/{code}.md` is missing"));
        let title = format!("# {code} ({})", code.severity());
        assert_eq!(page.lines().next(), Some(title.as_str()), "the first line of `{code}.md`");
    }
}

#[test]
fn every_page_has_a_problem() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let entries = fs::read_dir(folder).expect("the manual is there");
    let found: BTreeSet<String> = entries.map(|entry| name(entry.expect("an entry"))).collect();
    let wanted: BTreeSet<String> = Code::ALL.iter().map(|code| format!("{code}.md")).collect();
    let strays: Vec<&String> = found.difference(&wanted).collect();
    assert!(strays.is_empty(), "pages without a problem: {strays:?}");
}
