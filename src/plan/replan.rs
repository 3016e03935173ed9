//! Pages that stay as they are planned.
//!
//! A better title is shown by a few pages, and moves none; another footer is on all, and no page says anything else for
//! it; another word may be on all, and moves none, unless it is one of addresses. Then the site has the files that it
//! had: those that show the same stay, with all that is known of them, and it need not be found out again that no two
//! claim one place.
//!
//! It gives up wherever it is not sure, and all is planned anew.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::hashed::Fingerprint;
use crate::model::OutputPath;
use crate::parse::Parsed;
use crate::parse::theme::Theme;
use crate::plan::basis::{Basis, Touched};
use crate::plan::collisions::{beginning_with, same_place, without_collisions};
use crate::plan::names::without_unsafe_names;
use crate::plan::subject::Locality;
use crate::plan::{
    AssetUrls, Content, Files, ListedAs, Origin, Page, Plan, Planner, Shown, Since, articles,
    assets, check_addresses, logo, search, standing, statics,
};
use crate::world::VPath;

/// The files of a site that differs from that of the last plan in the stories that are told anew, and in its looks;
/// nothing, if it may have others.
pub(super) fn files(
    since: &Since<'_>,
    basis: &Basis,
    planner: &Planner,
    parsed: &Parsed,
) -> Option<Files> {
    let before = since.plan;
    let same = since.flawless
        && before.statics == statics(parsed)
        && before.urls == parsed.urls
        && has_same_places(&before.planner, planner);
    if !same {
        return None;
    }
    let touched = basis.touched(&before.basis, planner);
    let (assets, urls) = assets(before, planner, &parsed.theme)?;
    let logo = logo::find(&planner.site, &urls).right()?;
    let made = made(planner, parsed, since.anew);
    let made = made.into_iter().map(|page| (page.path.clone(), page)).collect();
    let old_assets = assets.as_ref().map(|_| assets_of(before)).unwrap_or_default();
    let mut pages = Replan { before, planner, touched, made, old_assets }.pages()?;
    if let Some(assets) = assets {
        // What shows no story comes first.
        pages.splice(0..0, placed(assets, planner, &pages)?);
        let mut problems = Vec::new();
        check_addresses(planner, parsed, &pages, &mut problems);
        if !problems.is_empty() {
            return None;
        }
    }
    Some(Files { pages, assets: urls, logo })
}

/// Other assets than before, if each has a place of its own.
fn placed(
    assets: Vec<Arc<Page>>,
    planner: &Planner,
    pages: &[Arc<Page>],
) -> Option<Vec<Arc<Page>>> {
    let beside = beginning_with(pages, "assets");
    let is_taken = |page: &Arc<Page>| {
        beside.iter().any(|other| same_place(page, other) || same_place(other, page))
    };
    let (all, mut problems) = (assets.len(), Vec::new());
    let assets = without_unsafe_names(assets, &mut problems);
    let assets = without_collisions(planner, assets, &mut problems);
    (assets.len() == all && !assets.iter().any(is_taken)).then_some(assets)
}

/// The file of each asset of a plan, by its address.
fn assets_of(plan: &Plan) -> FxHashMap<&str, &VPath> {
    let assets = plan.theme.assets.iter();
    assets.filter_map(|(name, asset)| Some((plan.assets.get(name)?, &asset.file))).collect()
}

/// Whether the pages of a site are where they were, if the same stories stand in the same lists.
fn has_same_places(before: &Planner, now: &Planner) -> bool {
    let segments = |planner: &Planner| -> Vec<Fingerprint> {
        planner.localities.iter().map(Locality::segments).collect()
    };
    Fingerprint::of(&before.site.config) == Fingerprint::of(&now.site.config)
        && before.site.theme.layouts() == now.site.theme.layouts()
        && segments(before) == segments(now)
}

/// The files of assets, if there are others than before.
type OtherAssets = Option<Vec<Arc<Page>>>;

/// The files of the assets, and where all are; nothing, if something is wrong with them.
fn assets(
    before: &Plan,
    planner: &Planner,
    theme: &Theme,
) -> Option<(OtherAssets, Arc<AssetUrls>)> {
    let bytes = |theme: &Theme| -> Vec<Fingerprint> {
        let each = theme.assets.iter();
        each.map(|(name, asset)| Fingerprint::of(&(name, &asset.file, &asset.bytes))).collect()
    };
    if bytes(&before.theme) == bytes(theme) {
        return Some((None, Arc::clone(&before.assets)));
    }
    let planned = assets::plan(theme, &planner.site.config.base_url).right()?;
    let pages = planned.pages.into_iter().map(Arc::new).collect();
    Some((Some(pages), Arc::new(planned.urls)))
}

/// Pages that hold what they show, made anew: of all others it is looked up when they are rendered.
pub(super) fn made(planner: &Planner, parsed: &Parsed, anew: &[usize]) -> Vec<Arc<Page>> {
    let mut made: Vec<_> = standing::made_once(planner, parsed).into_iter().map(Arc::new).collect();
    for locality in &planner.localities {
        made.extend(standing::plan(planner, locality));
        made.extend(search::plan(planner, locality));
        let mut aliases = Vec::new();
        for story in anew {
            let story = &planner.site.archive.stories[*story];
            articles::aliases(planner, story, locality, &mut aliases);
        }
        made.extend(aliases.into_iter().map(Arc::new));
    }
    made
}

struct Replan<'a> {
    before: &'a Plan,
    planner: &'a Planner,
    /// The pages that may show something else; nothing, if all may.
    touched: Option<Touched>,
    made: FxHashMap<OutputPath, Arc<Page>>,
    /// The assets before, by their addresses, if there are others now.
    old_assets: FxHashMap<&'a str, &'a VPath>,
}

/// What becomes of a page.
enum Fate {
    Stays,
    /// Another is in its place.
    Replaced(Arc<Page>),
    /// It shows something else.
    Anew,
    Goes,
}

impl Replan<'_> {
    /// The pages but for new assets; nothing, if one must go or come.
    fn pages(&self) -> Option<Vec<Arc<Page>>> {
        let before = &self.before.pages;
        let fates: Vec<Fate> = before
            .par_iter()
            .with_min_len(256)
            .map(|page| self.fate(page))
            .collect::<Option<_>>()?;
        let replaced = fates.iter().filter(|fate| matches!(fate, Fate::Replaced(_))).count();
        if replaced != self.made.len() {
            return None;
        }
        let pages = before.iter().zip(fates).filter_map(|(page, fate)| match fate {
            Fate::Stays => Some(Arc::clone(page)),
            Fate::Replaced(by) => Some(by),
            Fate::Anew => page.anew().map(Arc::new),
            Fate::Goes => None,
        });
        Some(pages.collect())
    }

    fn fate(&self, page: &Page) -> Option<Fate> {
        match (&page.content, self.made.get(&page.path)) {
            (_, Some(by)) => is_listed_as(page, by).then(|| Fate::Replaced(Arc::clone(by))),
            (Content::Html(_, _, Shown::Made(_)) | Content::News(_), None) => None,
            (Content::Bytes(_), None) if self.is_old_asset(page) => Some(Fate::Goes),
            // What they lead to, or are made from, is as it was: that of stories told anew is made anew.
            (Content::Bytes(_) | Content::Redirect { .. } | Content::Picture(_), None)
            | (Content::SitemapIndex(_) | Content::Search(_), None) => Some(Fate::Stays),
            (Content::Html(..) | Content::Feed(_) | Content::Markdown(_), None)
            | (Content::Card(_) | Content::Sitemap(_), None) => {
                let touched = self.touched.as_ref();
                Some(match touched.is_none_or(|touched| touched.has(&page.content, self.planner)) {
                    true => Fate::Anew,
                    false => Fate::Stays,
                })
            }
        }
    }

    /// Whether it is the file of an asset, and none of `static/` that is the same.
    fn is_old_asset(&self, page: &Page) -> bool {
        let Origin::File(span) = &page.source else { return false };
        let address = || self.planner.site.config.base_url.href(&page.route);
        !self.old_assets.is_empty() && self.old_assets.get(&*address()) == Some(&&span.file)
    }
}

/// Whether the sitemap, which has the page before, would say the same of this one.
fn is_listed_as(before: &Page, now: &Page) -> bool {
    match (&before.listed, &now.listed) {
        (Some(ListedAs::Made(before)), Some(ListedAs::Made(now))) => {
            Fingerprint::of(before) == Fingerprint::of(now)
        }
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect;
    use crate::link::{Linked, Selection, link_after};
    use crate::parse::{self, ParseMemo};
    use crate::plan::plan_after;
    use crate::world::MemoryWorld;
    use jiff::Timestamp;
    use rustc_hash::FxHashSet;

    /// A site that is edited, in one process.
    struct Edited {
        world: MemoryWorld,
        memo: ParseMemo,
        last: Option<(Linked, Plan)>,
    }

    impl Edited {
        fn new(files: &[(&str, &str)]) -> Self {
            let world = MemoryWorld::new(Timestamp::UNIX_EPOCH);
            let mut site = Self { world, memo: ParseMemo::default(), last: None };
            files.iter().for_each(|(path, text)| site.world.write(path, text.as_bytes()));
            assert_eq!(site.plan(), None);
            site
        }

        /// Writes a file, and says how many pages are others; nothing, if all were planned anew.
        fn others(&mut self, path: &str, text: &str) -> Option<usize> {
            self.world.write(path, text.as_bytes());
            self.plan()
        }

        fn plan(&mut self) -> Option<usize> {
            let parsed = parse::parse(collect::collect(&self.world).value, None, &self.memo).value;
            let last = self.last.as_ref();
            let selection = Selection::default();
            let linked = link_after(&parsed, selection, last.map(|(linked, _)| linked));
            let flawless = linked.diagnostics.is_empty();
            assert!(flawless, "{:?}", linked.diagnostics);
            let linked = linked.value;
            let since = last.zip(linked.anew.as_deref());
            let since = since.map(|((_, plan), anew)| Since { plan, flawless, anew });
            let planned = plan_after(&linked.site, &parsed, selection, since).value;
            let paths = |plan: &Plan| {
                let mut paths: Vec<_> = plan.pages.iter().map(|page| page.path.clone()).collect();
                paths.sort_by(|a, b| a.as_str().cmp(b.as_str()));
                paths
            };
            let clean = plan_after(&linked.site, &parsed, selection, None).value;
            assert_eq!(paths(&planned), paths(&clean));
            let before = last.map(|(_, plan)| plan.pages.iter().map(Arc::as_ptr).collect());
            let before: FxHashSet<_> = before.unwrap_or_default();
            let others = planned.pages.iter().filter(|page| !before.contains(&Arc::as_ptr(page)));
            let others = planned.is_again.then(|| others.count());
            self.last = Some((linked, planned));
            others
        }
    }

    #[test]
    fn only_pages_that_may_show_something_else_are_others() {
        let config = "base_url: https://x.example/\ntheme: gazette\nmarkdown: false\n\
                      locales: [{ tag: fr, region: fr-FR }]\ntopics: [{ id: a }, { id: b }]\n";
        let article = |title: &str, topic: &str| {
            format!(
                "---\ntitle: {title}\nslug: {topic}\ndate: 1969-01-01\ntopics: [{topic}]\n---\n"
            )
        };
        let words = "topic-a = Alpha\ntopic-b = Beta\n";
        let mut site = Edited::new(&[
            ("depeche.yaml", config),
            ("i18n/fr/topics.ftl", words),
            ("content/a.fr.md", &article("A", "a")),
            ("content/b.fr.md", &article("B", "b")),
        ]);
        let all = site.last.as_ref().map_or(0, |(_, plan)| plan.pages.len());
        let held = site.others("templates/partials/footer.html", "<footer></footer>");
        let held = held.expect("the footer concerns no page");
        let assets = site.last.as_ref().map_or(0, |(_, plan)| plan.assets.names().count());
        assert_eq!(site.others("assets/gazette.css", "a {}"), Some(held + assets));
        let told = site.others("content/b.fr.md", &article("Bé", "b")).expect("it stands there");
        assert!(held < told && told < all, "{held} < {told} < {all}");
        assert_eq!(site.others("static/x.txt", "x"), None, "a new file");
        assert_eq!(site.others("depeche.yaml", &format!("{config}page_size: 1\n")), None);
        let all = site.last.as_ref().map_or(0, |(_, plan)| plan.pages.len());
        let said = site.others("i18n/fr/topics.ftl", &format!("{words}site-tagline = Autre\n"));
        let said = said.expect("a word moves nothing");
        assert!(told < said && said < all, "{told} < {said} < {all}");
        let address = format!("{words}url-topics = themes\n");
        assert_eq!(site.others("i18n/fr/topics.ftl", &address), None);
    }
}
