//! What a plan leaves to the next process, so that the pages that show a story can be planned again without all others.
//!
//! It gives up wherever it is not sure, as [`replan`] does for a plan of the same process.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::basis::Basis;
use super::index::Index;
use super::page::Drawing;
use super::subject::Locality;
use super::{Content, Files, ListedAs, Origin, Page, Plan, Planner, Shown};
use super::{assets, logo, plan_of, replan};
use crate::hashed::Fingerprint;
use crate::link::{Selection, Site};
use crate::model::Route;
use crate::outputs::OutputKind;
use crate::parse::Parsed;
use crate::parse::text::Texts;

/// The lists of a site, and what is on its pages.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sketch {
    /// Those of each locale.
    indexes: Vec<Arc<Index>>,
    /// Pages that show stories, and what each shows of them.
    drawn: Vec<(Route, OutputKind, Drawing)>,
    /// All other files, by their paths.
    others: FxHashMap<String, Other>,
}

/// A file that shows no story, or was made with the plan.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Other {
    /// Of what the sitemap says of it.
    listed: Option<Fingerprint>,
    /// Whether it follows from all stories, so that it is planned again with any of them.
    is_made: bool,
}

impl Sketch {
    /// That of a plan.
    pub fn of(plan: &Plan) -> Self {
        let (mut drawn, mut others) = (Vec::new(), FxHashMap::default());
        for page in plan.pages.iter() {
            match Drawing::of(&page.content) {
                Some(drawing) => drawn.push((page.route.clone(), page.kind, drawing)),
                None => {
                    others.insert(page.path.to_string(), Other::of(page));
                }
            }
        }
        let localities = plan.planner.localities.iter();
        let indexes = localities.map(|locality| Arc::clone(&locality.index)).collect();
        Self { indexes, drawn, others }
    }

    /// Plans the pages of a site that may show something else than those of the plan that left this, which drew on the
    /// basis `before`: the site differs in the stories that are told `anew`. Nothing, if it may have other files, or if
    /// something is wrong.
    pub fn plan(
        &self,
        site: &Arc<Site>,
        (parsed, texts): (&Parsed, &Texts),
        (selection, before): (Selection, &Basis),
        anew: &[usize],
    ) -> Option<Plan> {
        let mut problems = Vec::new();
        let localities = self
            .indexes
            .iter()
            .enumerate()
            .map(|(place, index)| Locality::new(site, place, Arc::clone(index), &mut problems));
        let localities = localities.collect();
        let planner = Planner::new(site, localities, texts);
        let basis = Basis::of(site, selection, Some((before, anew)));
        let touched = basis.touched(before, &planner).filter(|touched| !touched.moved)?;
        // It may be a text alone that is another, which pages show whose view is the same.
        let touched = touched.with(anew);
        let assets = assets::plan(&parsed.theme, &site.config.base_url).right()?;
        let logo = logo::find(site, &assets.urls).right()?;
        if !problems.is_empty() {
            return None;
        }
        let mut pages = replan::made(&planner, parsed, anew);
        if !self.has_places_of(&pages) {
            return None;
        }
        let again = self.drawn.par_iter().with_min_len(256).filter_map(|(route, kind, drawing)| {
            let content = Some(drawing.content()).filter(|held| touched.has(held, &planner))?;
            let page = Page::new(route.clone(), *kind, Origin::Shown, content);
            Some(Arc::new(page))
        });
        pages.par_extend(again);
        let files = Files { pages, assets: Arc::new(assets.urls), logo };
        Some(plan_of(parsed, planner, basis, files, false))
    }

    /// Whether all files that were made with the plan are there again, and no others, and the sitemap would say the same
    /// of them.
    fn has_places_of(&self, made: &[Arc<Page>]) -> bool {
        let known = |page: &Arc<Page>| self.others.get(page.path.as_str());
        let is_known = |page: &Arc<Page>| {
            known(page).is_some_and(|other| other.listed == Other::of(page).listed)
        };
        let again = made.iter().filter(|page| known(page).is_some_and(|other| other.is_made));
        let all = self.others.values().filter(|other| other.is_made);
        made.iter().all(is_known) && again.count() == all.count()
    }
}

impl Other {
    fn of(page: &Page) -> Self {
        let listed = match &page.listed {
            Some(ListedAs::Made(listed)) => Some(Fingerprint::of(listed)),
            Some(ListedAs::Shown) | None => None,
        };
        let is_made =
            matches!(page.content, Content::Html(_, _, Shown::Made(_)) | Content::News(_));
        Self { listed, is_made }
    }
}
