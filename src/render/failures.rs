//! What went wrong with pages, told once for all that it breaks.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::model::Route;

/// A page that could not be rendered.
#[derive(Clone)]
pub struct Failure {
    /// What went wrong.
    pub problem: Diagnostic,
    /// Where the page would be.
    pub route: Route,
}

/// Each mistake once, with the pages that it breaks.
pub fn once_each(failures: Vec<Failure>) -> Vec<Diagnostic> {
    let mut failed: BTreeMap<String, (Diagnostic, Vec<Route>)> = BTreeMap::new();
    for Failure { problem, route } in failures {
        let key = format!("{:?} {}", problem.span, problem.message);
        failed.entry(key).or_insert((problem, Vec::new())).1.push(route);
    }
    failed.into_values().map(|(problem, routes)| on_pages(problem, routes)).collect()
}

/// Says which pages a template's mistake breaks.
fn on_pages(problem: Diagnostic, mut routes: Vec<Route>) -> Diagnostic {
    // A picture's files are of no interest.
    if problem.code != Code::TemplateError {
        return problem;
    }
    routes.sort_unstable();
    let first = routes.first().map(Route::as_str).unwrap_or_default();
    problem.help(match routes.len() {
        1 => format!("it fails on the page `{first}`"),
        count => format!("it fails on {count} pages, such as `{first}`"),
    })
}
