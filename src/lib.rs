//! depeche: a static site generator for a news digest in several languages.
//!
//! A build is five pure functions in a row, then one that writes. Each takes what those before it
//! made, and makes one value of its own:
//!
//! ```text
//! World ──collect──▶ Sources    each file's bytes, and what its path says it is
//!       ──parse────▶ Parsed     each file alone, understood: articles, messages, theme, config
//!       ──link─────▶ Site       files together: stories, translations, topics, links
//!       ──plan─────▶ Plan       every file the site will have: a route, and what it shows
//!       ──render───▶ Outputs    those files' bytes, in memory
//!       ──publish──▶ disk       stages what differs, then moves it into place
//! ```
//!
//! Watching, serving and the command line stand around [`build`] and know nothing of its inside.

pub mod cli;
pub mod collect;
pub mod diag;
pub mod embedded;
pub mod hashed;
pub mod l10n;
pub mod limits;
pub mod link;
pub mod memo;
pub mod model;
pub mod outputs;
pub mod parse;
pub mod part;
pub mod plan;
pub mod publish;
pub mod render;
#[cfg(feature = "serve")]
pub mod serve;
pub mod typeset;
#[cfg(feature = "serve")]
pub mod watch;
pub mod world;

use diag::Checked;
use link::Selection;
use model::BaseUrl;
use outputs::Outputs;
use parse::ParseMemo;
use render::RenderMemo;
use world::World;

/// What a build is asked for, besides the site itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Takes the place of the configured address.
    pub base_url: Option<BaseUrl>,
    /// Which articles are taken besides those that are published.
    pub selection: Selection,
}

/// What one build leaves for the next. It changes how long a build takes, never what it makes.
#[derive(Default)]
pub struct Memos {
    parse: ParseMemo,
    render: RenderMemo,
}

impl Memos {
    /// Remembers nothing: for a build that no other follows.
    pub fn forgetful() -> Self {
        Self { parse: ParseMemo::forgetful(), render: RenderMemo::forgetful() }
    }

    /// How many articles the last build parsed, and did not remember.
    pub fn parsed_articles(&self) -> u64 {
        self.parse.parsed_articles()
    }

    /// How many files the last build rendered, and did not remember.
    pub fn rendered_pages(&self) -> u64 {
        self.render.rendered_pages()
    }
}

/// Builds the whole site that `world` holds.
///
/// Never fails: a site with mistakes still gives every page that could be made, and each mistake is
/// in the diagnostics, sorted by place.
pub fn build(world: &dyn World, options: &Options, memos: &Memos) -> Checked<Outputs> {
    memos.parse.turn();
    memos.render.turn();
    let mut diagnostics = Vec::new();
    let sources = collect::collect(world).report_to(&mut diagnostics);
    let parsed =
        parse::parse(&sources, options.base_url.as_ref(), &memos.parse).report_to(&mut diagnostics);
    let mut later = Vec::new();
    let site = link::link(&parsed, options.selection).report_to(&mut later);
    let plan = plan::plan(&site, &parsed).report_to(&mut later);
    let assumed = parsed.config.assumed;
    // Giving back what the stages made takes as long as linking it: nobody has to wait for that.
    rayon::spawn(move || drop((sources, parsed, site)));
    let outputs = render::render(plan, &memos.render).report_to(&mut later);
    // How files fit together cannot be judged by a configuration that is not there.
    if !assumed {
        diagnostics.append(&mut later);
    }
    diag::sort(&mut diagnostics);
    Checked { value: outputs, diagnostics }
}
