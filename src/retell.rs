//! Stories that are told anew, and nothing else.
//!
//! Another lead, a better title, one more link: the site has the same files, and a few of them show that story. Which
//! ones follows from what the last build left of the whole site ([`Shape`]). Each is made as a build of the whole
//! site makes it, and other articles are read only where those files show them.
//!
//! This is a shorter way to the same site, and gives up wherever it is not sure: when a story comes or goes, when it
//! stands elsewhere, when more may be wrong than with that story.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::collect::Sources;
use crate::diag::{self, Checked, Code, Diagnostic};
use crate::link::{self, Contents, ContentsLater, Selection, Teller, ToldAnew};
use crate::model::{BaseUrl, OutputPath};
use crate::outputs::{Inlay, Key, Output, OutputBytes, Sink};
use crate::parse::article::Article;
use crate::parse::config::Config;
use crate::parse::deferred::DeferredArticles;
use crate::parse::text::Texts;
use crate::parse::{ParseMemo, lifetime};
use crate::plan::{Basis, BasisLater, Drawn, Plan, Sketch};
use crate::render::{RenderMemo, Rendering};
use crate::shelf::Shelf;
use crate::world::VPath;

/// Whether single stories of a site can be told anew: a search, cards and other forms of files are made of whole sites.
pub fn is_for(config: &Config) -> bool {
    !(config.assumed || config.search || config.cards) && config.precompress.is_empty()
}

/// What must be known of a site to tell some of its stories anew: it stays as long as none comes, goes or moves.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shape {
    contents: Contents,
    sketch: Sketch,
}

impl Shape {
    /// That of a site of which all that is wrong is of one story each.
    pub fn of(plan: &Plan) -> Self {
        let contents = || Contents::of(&plan.site().archive);
        let (contents, sketch) = rayon::join(contents, || Sketch::of(plan));
        Self { contents, sketch }
    }

    /// The same, with what changed later; nothing, if that belongs to another.
    #[must_use]
    pub fn with(self, changed: &ContentsLater) -> Option<Self> {
        Some(Self { contents: self.contents.with(changed)?, ..self })
    }
}

/// A site whose shape is known, of which some articles were edited, and nothing else.
pub struct Edit<'a> {
    /// All its files.
    pub sources: &'a Sources,
    /// Those that were edited.
    pub files: &'a [&'a VPath],
    /// What was wrong with it.
    pub problems: &'a [Diagnostic],
    /// The address that takes the place of the configured one.
    pub base_url: Option<&'a BaseUrl>,
    /// Which articles are taken besides those that are published.
    pub selection: Selection,
    /// What was understood of articles.
    pub shelf: Shelf,
    /// What the pages drew on.
    pub basis: &'a Basis,
    /// What a file was made of.
    pub made: &'a (dyn Fn(&OutputPath) -> Option<Key> + Sync),
    /// Tells which pages are being rendered.
    pub memo: &'a RenderMemo,
}

/// Stories that were told anew.
pub struct Retold {
    /// The files that are made of something else.
    pub files: Vec<Remade>,
    /// All articles of the stories.
    pub articles: Vec<Arc<Article>>,
    /// What is wrong with the site.
    pub problems: Vec<Diagnostic>,
    /// What is other about what pages draw on.
    pub basis: BasisLater,
    /// What is other about the shape of the site.
    pub changed: ContentsLater,
    /// What all of it was found out from.
    pub grounds: Grounds,
}

/// What stories were told anew from. To give it back takes as long as to write a few files: whoever holds it decides
/// when.
pub struct Grounds {
    _articles: Arc<DeferredArticles>,
    _teller: Arc<Teller>,
}

/// A file that was made again.
pub struct Remade {
    /// Where it is.
    pub path: OutputPath,
    /// What it holds.
    pub bytes: OutputBytes,
    /// What it is made of.
    pub key: Key,
    /// The texts in it.
    pub texts: Vec<Inlay>,
}

/// Tells the stories of edited articles anew, and makes the files that show them. Nothing, if more may follow from the
/// edit, or if a file cannot be made.
pub fn retell(shape: Shape, edited: Edit<'_>) -> Option<Retold> {
    let Edit { sources, files, problems, base_url, selection, shelf, basis, made, memo } = edited;
    // A mistake of a template is told with the number of pages that it breaks: to count them takes all pages.
    if problems.iter().any(|problem| problem.code == Code::TemplateError) {
        return None;
    }
    let known = ParseMemo::forgetful().with_shelf(shelf);
    let (parsed, articles) = DeferredArticles::new(sources, base_url, known);
    let config = &parsed.config;
    let Checked { value: told, diagnostics: mut now } = articles.of_files(files)?;
    now.extend(lifetime::check(&told, config));
    let articles = Arc::new(articles);
    let source = Arc::clone(&articles);
    let Shape { contents, sketch } = shape;
    let teller =
        Teller::new(&parsed, selection, contents, Box::new(move |story| source.articles_of(story)));
    let ToldAnew { site, anew, problems: found, changed } =
        teller.tell_anew(teller.site(), &told)?;
    now.extend(found);
    let mut problems = link::replace_problems(problems, &told, now)?;
    diag::sort(&mut problems);
    let definitions = articles.definitions();
    let drawing_on = (&*parsed, &definitions);
    let plan = sketch.plan(&Arc::new(site), drawing_on, (selection, basis), &anew)?;
    let basis = plan.basis.later(&anew);
    let texts = Arc::new(texts_of(&plan, &articles));
    let making = Making { made, files: Mutex::new(Some(Vec::new())) };
    let failed = Rendering::new(plan, &texts, memo).render(&making);
    let files = making.files.into_inner().unwrap_or_else(PoisonError::into_inner)?;
    let right = failed.is_empty() && !teller.failed();
    let grounds = Grounds { _articles: articles, _teller: teller };
    right.then_some(Retold { files, articles: told, problems, basis, changed, grounds })
}

/// The texts that the pages of a plan hold.
fn texts_of(plan: &Plan, articles: &DeferredArticles) -> Texts {
    let mut texts = Texts::default();
    for page in plan.pages.iter() {
        texts.extend(articles.texts(Drawn::new(page, plan).texts().into_iter()));
    }
    texts
}

/// Takes files that are made of something else than before.
struct Making<'a> {
    made: &'a (dyn Fn(&OutputPath) -> Option<Key> + Sync),
    /// Nothing, if a file has no key: something went wrong, or an article was another when its text was read again.
    files: Mutex<Option<Vec<Remade>>>,
}

impl Sink for Making<'_> {
    fn is_keyed(&self) -> bool {
        true
    }

    fn has(&self, path: &OutputPath, key: Key) -> bool {
        (self.made)(path) == Some(key)
    }

    fn take(&self, output: Output, key: Option<Key>, texts: Vec<Inlay>) {
        let Output { path, bytes, .. } = output;
        let remade = key.map(|key| Remade { path, bytes, key, texts });
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        match (remade, &mut *files) {
            (Some(remade), Some(files)) => files.push(remade),
            _ => *files = None,
        }
    }
}
