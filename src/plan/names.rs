//! Names that no file of the site may have: some system or program would refuse it, or take it for another.

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::plan::{Origin, Page};

/// How much of a name is said, in characters.
const SHOWN: usize = 80;

/// Leaves out pages that no file can be made of.
///
/// # Problems
/// - [`Code::UnsafeName`], at what the page is made of.
pub fn without_unsafe_names(
    mut pages: Vec<Arc<Page>>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Arc<Page>> {
    let faults = pages.par_iter().with_min_len(256).map(|page| fault(page.path.as_str()));
    let mut faults = faults.collect::<Vec<_>>().into_iter();
    pages.retain(|page| match faults.next().flatten() {
        Some(fault) => {
            problems.push(unsafe_name(page, &fault));
            false
        }
        None => true,
    });
    pages
}

fn unsafe_name(page: &Page, fault: &str) -> Diagnostic {
    let shown: String = page.route.as_str().chars().take(SHOWN).collect();
    let more = if shown.len() < page.route.as_str().len() { "…" } else { "" };
    let message = format!("`{}{more}` cannot be a file of the site: {fault}", shown.escape_debug());
    let problem = Diagnostic::new(Code::UnsafeName, message).help("give it another name");
    match &page.source {
        Origin::File(span) => problem.at(span.clone()),
        Origin::Made(_) | Origin::Shown => problem,
    }
}

/// What is wrong with a path, if anything is.
fn fault(path: &str) -> Option<String> {
    if path.len() > limits::PATH_BYTES {
        return Some(format!("its path has more than {} bytes", limits::PATH_BYTES));
    }
    if path.split('/').any(|name| name.len() > limits::NAME_BYTES) {
        return Some(format!("its name has more than {} bytes", limits::NAME_BYTES));
    }
    let odd = path.chars().find(|c| matches!(c, ':' | '\\') || c.is_control())?;
    Some(format!("its name has `{}`", odd.escape_debug()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_some_system_refuses_are_told() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(fault(path).as_deref(), expected, "{path}");
        };
        check("fr/2025/03/x/index.html", None);
        check("a b/été?#%&<.png", None);
        check("a:b", Some("its name has `:`"));
        check("a/b\\c", Some("its name has `\\\\`"));
        check("a\nb", Some("its name has `\\n`"));
        let long = |bytes: usize| format!("a/{}", "x".repeat(bytes));
        check(&long(limits::NAME_BYTES), None);
        check(&long(limits::NAME_BYTES + 1), Some("its name has more than 250 bytes"));
        let deep = |bytes: usize| "a/".repeat(bytes / 2) + &"a".repeat(bytes % 2);
        check(&deep(limits::PATH_BYTES), None);
        check(&deep(limits::PATH_BYTES + 1), Some("its path has more than 900 bytes"));
    }
}
