//! Links that are written as paths of the site, which only its files can prove right.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic};
use crate::link::{Resolved, Telling};
use crate::model::Route;
use crate::plan::{Content, Page, Planner};

/// Checks links that are written as paths against the routes that there are.
pub fn check_paths(planner: &Planner, pages: &[Arc<Page>], problems: &mut Vec<Diagnostic>) {
    let Planner { site, localities, .. } = planner;
    let by_path = |resolved: &Resolved| matches!(resolved, Resolved::Path { .. });
    let stories = || site.archive.told();
    let targets = || stories().flat_map(|story| story.tellings.iter().flatten());
    if !targets().any(|telling| telling.targets.iter().any(by_path)) {
        return;
    }
    let routes: BTreeMap<&str, &Page> =
        pages.iter().map(|page| (page.route.as_str(), &**page)).collect();
    for story in stories() {
        for (place, telling) in story.tellings.iter().enumerate() {
            let Some(telling) = telling else { continue };
            for (index, resolved) in telling.targets.iter().enumerate() {
                if let Resolved::Path { route, .. } = resolved {
                    let asked = Asked { telling, index, route, home: &localities[place].home };
                    problems.extend(asked.check(planner, &routes));
                }
            }
        }
    }
}

/// A link that is written as a path.
struct Asked<'a> {
    telling: &'a Telling,
    index: usize,
    route: &'a Route,
    home: &'a Route,
}

impl Asked<'_> {
    fn check(&self, planner: &Planner, routes: &BTreeMap<&str, &Page>) -> Option<Diagnostic> {
        let span = self.telling.article.target_span(self.index);
        let Some(page) = routes.get(self.route.as_str()) else {
            let slash = format!("{}/", self.route);
            let problem =
                Diagnostic::new(Code::BrokenLink, format!("the site has no `{}`", self.route));
            let known = routes.keys().copied();
            let help = "link to an article by its file, such as `/2025/some-story.md`";
            return Some(match routes.contains_key(slash.as_str()) {
                true => {
                    problem.at(span).help(format!("write `{slash}`, with the slash at its end"))
                }
                false => problem.at(span).suggest(self.route.as_str(), known, help),
            });
        };
        // The root is of all languages.
        let own =
            self.route.as_str().starts_with(self.home.as_str()) || *self.route == Route::root();
        if own || !matches!(page.content, Content::Html(..)) {
            return None;
        }
        let listed = page.in_sitemap(planner)?;
        let base = &planner.site.config.base_url;
        let home = base.permalink(self.home);
        let counterpart = listed.alternates.iter().find(|other| other.url.starts_with(&home))?;
        let problem = Diagnostic::new(
            Code::LinkIntoOtherLanguage,
            "this link leads into another language, and there is such a page in this one",
        );
        let path = counterpart.url.strip_prefix(base.origin()).unwrap_or(&counterpart.url);
        let path = path.strip_prefix(base.path()).unwrap_or(path);
        Some(problem.at(span).help(format!("write `{path}`")))
    }
}
