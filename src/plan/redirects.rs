//! Pages at old addresses that lead on: those of `redirects` in the configuration.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::collect::CONFIG;
use crate::diag::{Code, Diagnostic, Span};
use crate::link::Site;
use crate::model::Locale;
use crate::outputs::OutputKind;
use crate::parse::config::{Destination, Redirect};
use crate::parse::yaml::Part;
use crate::plan::{Content, Origin, Page};
use crate::world::VPath;

/// The pages.
pub fn plan(site: &Site) -> Vec<Page> {
    let page = |redirect: &Redirect| {
        let to = match &redirect.to {
            Destination::Here(route) => site.config.base_url.permalink(route),
            Destination::Elsewhere(url) => url.clone(),
        };
        let (title, locale) = (Arc::from(to.as_str()), locale(site, redirect));
        let content = Content::Redirect { to, title, locale };
        Page::new(
            redirect.from.clone(),
            OutputKind::Page,
            Origin::File(span(site, redirect)),
            content,
        )
    };
    site.config.redirects.iter().map(page).collect()
}

/// The locale that an address begins with, or the default one.
fn locale(site: &Site, redirect: &Redirect) -> Locale {
    let first = redirect.from.as_str().split('/').nth(1);
    let locales = || site.config.locales.iter().map(|locale| &locale.tag);
    let named = locales().find(|tag| Some(tag.as_str()) == first);
    named.or_else(|| locales().next()).cloned().expect("a site has a locale")
}

/// Reports what leads nowhere.
///
/// # Problems
/// - [`Code::BrokenLink`], at the new address.
pub fn check(site: &Site, pages: &[Arc<Page>], problems: &mut Vec<Diagnostic>) {
    if site.config.redirects.is_empty() {
        return;
    }
    let there: FxHashSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    for redirect in &site.config.redirects {
        let Destination::Here(route) = &redirect.to else { continue };
        if !there.contains(route.output_path().as_str()) {
            let known = pages.iter().map(|page| page.route.as_str());
            let place = site.config.span(&format!("redirects[{}].to", redirect.index), Part::Value);
            let message = format!("the site has no `{route}`");
            let problem = Diagnostic::new(Code::BrokenLink, message).at(place);
            problems.push(problem.suggest(route.as_str(), known, "name a page that there is"));
        }
    }
}

fn span(site: &Site, redirect: &Redirect) -> Span {
    let span = site.config.span(&format!("redirects[{}].from", redirect.index), Part::Value);
    if span.range.is_empty() { Span::file(&VPath::new(CONFIG)) } else { span }
}
