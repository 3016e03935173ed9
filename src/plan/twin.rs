//! Articles as Markdown, beside their pages: for programs that read words and no layout.

use serde::{Deserialize, Serialize};

use crate::diag::Span;
use crate::link::{Site, Telling};
use crate::model::Route;
use crate::outputs::OutputKind;
use crate::plan::articles;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{Alternate, ArticleView};
use crate::plan::{Content, Origin, Page, Planner};
use crate::world::VPath;

/// What an article's Markdown holds.
#[derive(Debug, Hash)]
pub struct Twin {
    /// The article's page.
    pub url: String,
    /// The page and its counterparts.
    pub alternates: Vec<Alternate>,
    /// The article.
    pub article: ArticleView,
}

/// An article to be written as Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwinOf {
    /// The locale's place.
    locality: usize,
    /// The story's.
    pub place: usize,
}

/// Where an article is as Markdown, if the site has that and the article is published.
pub fn route(site: &Site, telling: &Telling) -> Option<Route> {
    let wanted = site.config.markdown && telling.held.is_none();
    wanted.then(|| telling.route.file("index.md"))
}

/// Plans the Markdown of an article that the locale has in its own language.
pub fn plan(planner: &Planner, locality: &Locality, place: usize) -> Option<Page> {
    let telling = planner.site.archive.stories[place].telling(locality.place)?;
    let route = route(&planner.site, telling)?;
    let source = Origin::File(Span::file(&telling.article.file));
    let content = Content::Markdown(TwinOf { locality: locality.place, place });
    Some(Page::new(route, OutputKind::Page, source, content))
}

impl TwinOf {
    /// Gathers what it holds.
    pub fn twin(&self, planner: &Planner) -> Option<Twin> {
        let locality = &planner.localities[self.locality];
        let telling = planner.site.archive.stories[self.place].telling(self.locality)?;
        let draft = articles::draft(planner, locality, &Subject::Story(self.place), telling)?;
        Some(Twin {
            url: planner.site.config.base_url.permalink(&telling.route),
            alternates: draft.alternates(planner),
            article: articles::article_view(
                planner,
                locality,
                self.place,
                (self.locality, telling),
            ),
        })
    }

    /// The file of the text.
    pub fn file<'p>(&self, planner: &'p Planner) -> Option<&'p VPath> {
        let telling = planner.site.archive.stories[self.place].telling(self.locality)?;
        Some(&telling.article.file)
    }
}
