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
//!       ──render───▶ Output     each file's bytes, as soon as they are made
//!       ──publish──▶ disk       stages what differs, then moves it all into place
//! ```
//!
//! Watching, serving and the command line stand around [`build`] and know nothing of its inside.

pub mod amend;
pub mod baseline;
mod batch;
pub mod byte_set;
pub mod card;
pub mod chart;
pub mod cli;
pub mod collect;
pub mod compare;
pub mod deferred;
#[cfg(feature = "publish")]
pub mod deploy;
pub mod desk;
pub mod diag;
pub mod embedded;
pub mod encode;
pub mod external;
pub mod hashed;
pub mod html;
pub mod import;
pub mod l10n;
pub mod ledger;
pub mod letter;
pub mod limits;
pub mod link;
pub mod memo;
pub mod model;
pub mod outputs;
pub mod packed;
pub mod parity;
pub mod parse;
pub mod part;
pub mod picture;
pub mod plan;
pub mod publish;
pub mod record;
pub mod render;
pub mod retell;
pub mod schema;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod shelf;
pub mod syntax;
pub mod typeset;
pub mod urls;
#[cfg(feature = "serve")]
pub mod watch;
pub mod world;

use std::sync::{Arc, Mutex};

use collect::Sources;
use diag::{Checked, Diagnostic, Severity};
use encode::Encoding;
use hashed::Fingerprint;
use jiff::Timestamp;
use letter::Letter;
use link::{Linked, Selection};
use model::{BaseUrl, Locale, OutputPath};
use outputs::{Outputs, Sink};
use parse::text::Texts;
use parse::{ParseMemo, Parsed};
use picture::Album;
use plan::server::{Server, Setup};
use plan::{Basis, NewSearchWords, Page, Plan, SearchMemo, SearchWords, Since};
use rayon::prelude::*;
use render::{Live, Parts, RenderMemo, Rendering, Running};
use retell::Shape;
use rustc_hash::FxHashSet;
use shelf::{Aside, Shelf};
use urls::Urls;
use world::World;

/// What a build is asked for, besides the site itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Takes the place of the configured address.
    pub base_url: Option<BaseUrl>,
    /// Which articles are taken besides those that are published.
    pub selection: Selection,
    /// Whether each translation is compared with its original, which no page needs.
    pub parity: bool,
}

/// What one build leaves for the next. It changes how long a build takes, never what it makes.
pub struct Memos {
    parse: ParseMemo,
    plan: PlanMemo,
    search: SearchMemo,
    render: Arc<RenderMemo>,
}

/// The last plan, and what it was made of; nothing if nothing is to be remembered.
type PlanMemo = Option<Mutex<Option<Kept>>>;

/// A plan that is right until its inputs change, or its time is over.
struct Kept {
    key: Fingerprint,
    since: Timestamp,
    linked: Linked,
    plan: Plan,
    /// Whether nothing was wrong: a problem names a place, which may have moved.
    flawless: bool,
    /// Whether nothing was wrong with the plan.
    planned: bool,
}

impl Kept {
    fn still_holds(&self, key: Fingerprint, now: Timestamp) -> bool {
        self.flawless
            && self.key == key
            && self.since <= now
            && self.plan.until.is_none_or(|until| now < until)
    }
}

impl Default for Memos {
    fn default() -> Self {
        let plan = Some(Mutex::default());
        let (parse, search, render): (_, SearchMemo, _) = Default::default();
        Self { parse, plan, search: search.with_words(SearchWords::new()), render }
    }
}

impl Memos {
    /// Remembers nothing: for a build that no other follows.
    pub fn forgetful() -> Self {
        let (parse, search) = (ParseMemo::forgetful(), SearchMemo::forgetful());
        Self { parse, plan: None, search, render: Arc::new(RenderMemo::forgetful()) }
    }

    /// Takes what an earlier process has left of articles, and keeps what there is for the next.
    #[must_use]
    pub fn with_shelf(self, shelf: Shelf) -> Self {
        Self { parse: self.parse.with_shelf(shelf), ..self }
    }

    /// Puts texts aside that are too much for the memory.
    #[must_use]
    pub fn with_aside(self, aside: Box<dyn Aside>) -> Self {
        Self { parse: self.parse.with_aside(aside), ..self }
    }

    /// Takes pictures that earlier processes have made, and keeps those that are made for the next.
    #[must_use]
    pub fn with_album(self, album: Box<dyn Album>) -> Self {
        let render = Arc::into_inner(self.render).expect("no site was rendered yet");
        Self { render: Arc::new(render.with_album(album)), ..self }
    }

    /// What is left of articles to the next process.
    pub fn take_shelf(&mut self) -> Option<Shelf> {
        self.parse.take_shelf()
    }

    /// Takes what an earlier process has found of the words of all articles for the search, and keeps it for the next.
    #[must_use]
    pub fn with_words(self, words: SearchWords) -> Self {
        Self { search: self.search.with_words(words), ..self }
    }

    /// What is left of words to the next process, but for those that it has.
    pub fn take_words(&mut self) -> NewSearchWords {
        self.search.take_words()
    }

    /// How many articles the last build parsed, and did not remember.
    pub fn parsed_articles(&self) -> u64 {
        self.parse.parsed_articles()
    }

    /// The pages that are being rendered.
    pub fn running(&self) -> Arc<Running> {
        self.render.running()
    }

    /// How many files the last build rendered, and did not remember.
    pub fn rendered_pages(&self) -> u64 {
        self.render.rendered_pages()
    }
}

/// Summarizes all that a site is made of, but for the time.
pub fn summary(sources: &Sources, options: &Options) -> Fingerprint {
    let files: Vec<_> = sources.all().map(|(path, file)| (path, &file.bytes)).collect();
    Fingerprint::of(&(files, &options.base_url, options.selection))
}

/// A site whose files are known, but for those of its search.
pub struct Prepared {
    plan: Plan,
    outline: Fingerprint,
    texts: Arc<Texts>,
    /// In which other forms files are wanted.
    encodings: Vec<Encoding>,
    /// There is no configuration, so that nobody knows what the site should be.
    assumed: bool,
    /// Whether all that is wrong with how its files fit together is of one story each.
    sound: bool,
}

/// Builds the whole site that `world` holds, in memory.
///
/// Never fails: a site with mistakes still gives every page that could be made, and each mistake is
/// in the diagnostics, sorted by place.
pub fn build(world: &dyn World, options: &Options, memos: &Memos) -> Checked<Outputs> {
    let mut diagnostics = Vec::new();
    let parsed = understand(collect::collect(world), options, memos);
    let prepared = prepare(parsed, options, memos).report_to(&mut diagnostics);
    let files = Mutex::default();
    let take = |output| {
        Vec::push(&mut files.lock().expect("no thread panics while it holds this lock"), output)
    };
    diagnostics.extend(prepared.with_search(memos).ready(memos).render(&take));
    diag::sort(&mut diagnostics);
    let files = files.into_inner().expect("no thread panics while it holds this lock");
    Checked { value: Outputs::new(files), diagnostics }
}

/// Understands each file: the second stage of a build. What it was read from is let go of.
pub fn understand(sources: Checked<Sources>, options: &Options, memos: &Memos) -> Checked<Parsed> {
    memos.parse.turn();
    let Checked { value: sources, mut diagnostics } = sources;
    let parsed = parse::parse(sources, options.base_url.as_ref(), &memos.parse);
    Checked { value: parsed.report_to(&mut diagnostics), diagnostics }
}

/// The same, for whoever holds the files for the next build.
pub fn understand_held(
    sources: &Checked<Sources>,
    options: &Options,
    memos: &Memos,
) -> Checked<Parsed> {
    memos.parse.turn();
    let mut diagnostics = sources.diagnostics.clone();
    let parsed = parse::parse_held(&sources.value, options.base_url.as_ref(), &memos.parse);
    Checked { value: parsed.report_to(&mut diagnostics), diagnostics }
}

/// Does all that is left of a build but render: afterwards it is known which files there will be.
pub fn prepare(parsed: Checked<Parsed>, options: &Options, memos: &Memos) -> Checked<Prepared> {
    memos.search.turn();
    memos.render.turn();
    let mut diagnostics = Vec::new();
    let parsed = parsed.report_to(&mut diagnostics);
    let mut later = Vec::new();
    let arranged = arrange(&parsed, options, &memos.plan).report_to(&mut later);
    let assumed = parsed.config.assumed;
    let sound = arranged.sound && !assumed && link::has_clear_ledger(&parsed);
    let plan = arranged.plan;
    // How files fit together cannot be judged by a configuration that is not there.
    if !assumed {
        diagnostics.append(&mut later);
    }
    let outline = plan_key(&parsed, options);
    let (texts, encodings) = (Arc::clone(&parsed.texts), parsed.config.precompress.clone());
    let prepared = Prepared { plan, outline, texts, encodings, assumed, sound };
    // Giving back what the stages made takes as long as linking it: nobody has to wait for that.
    rayon::spawn(move || drop(parsed));
    diag::sort(&mut diagnostics);
    debug_assert!(
        !prepared.plan.site().archive.is_mistaken()
            || diagnostics.iter().any(|problem| problem.severity() == Severity::Error),
        "what follows from a mistake is not told, nor is the mistake"
    );
    Checked { value: prepared, diagnostics }
}

impl Prepared {
    /// Every file that rendering makes: where it goes, and when it is moved there.
    pub fn files(&self) -> publish::Listing {
        let pages = self.plan.pages.par_iter().with_min_len(256);
        pages.map(|page| (page.path.clone(), page.kind)).collect()
    }

    /// In which other forms each file is wanted.
    pub fn encodings(&self) -> &[Encoding] {
        &self.encodings
    }

    /// A file that tells a server of one's own how to serve the site. `root` is the folder that the
    /// paths of all addresses begin in; with `negotiate`, it leads from `/` to the reader's language itself.
    pub fn server(&self, server: Server, root: &str, negotiate: bool) -> String {
        let (root, encodings) = (root.to_owned(), self.encodings.clone());
        plan::server::write(&self.plan, server, &Setup { root, negotiate, encodings })
    }

    /// The fingerprints of its pictures and cards, by which an album knows them.
    pub fn pictures(&self) -> FxHashSet<Fingerprint> {
        render::album_keys(&self.plan)
    }

    /// The addresses that readers will know.
    pub fn addresses(&self) -> Urls {
        self.plan.addresses()
    }

    /// What all of it is made from. To give that back takes as long as to write a few files of a large site: whoever
    /// holds it decides when.
    pub fn grounds(&self) -> impl Send + use<> {
        (self.plan.grounds(), Arc::clone(&self.texts))
    }

    /// What must be known of it to tell some of its stories anew; nothing, if something is wrong that is not of one story
    /// alone, or if its files are made of the whole site.
    pub fn shape(&self) -> Option<Shape> {
        let is_for = self.sound && retell::is_for(&self.plan.site().config);
        is_for.then(|| Shape::of(&self.plan))
    }

    /// What the pages draw on.
    pub fn basis(&self) -> Arc<Basis> {
        Arc::clone(&self.plan.basis)
    }

    /// Takes what an earlier process found each file to show: see [`Plan::recall`].
    pub fn recall(
        &self,
        before: &Basis,
        shown: &(dyn Fn(&OutputPath) -> Option<Fingerprint> + Sync),
    ) {
        self.plan.recall(before, shown);
    }

    /// An edition as a newsletter.
    ///
    /// # Errors
    /// Says in a sentence why there is none: no such locale, edition, template or sender.
    pub fn newsletter(&self, edition: &str, locale: &Locale) -> Result<Letter, String> {
        let (place, planned) = self.plan.letter(edition, locale)?;
        let parts = (planned.page, planned.view);
        let made = render::newsletter(&self.plan, &self.texts, place, parts);
        let Parts { text, html } = made.map_err(|problem| problem.message)?;
        Ok(Letter { text, html, ..planned.letter })
    }

    /// Until when the site is what it will be now, if nobody edits it.
    pub fn until(&self) -> Option<Timestamp> {
        self.plan.until
    }

    /// Makes the files of the search: words of all texts, merged.
    pub fn search(&self, memos: &Memos) -> Vec<Arc<Page>> {
        self.plan.search(self.outline, &self.texts, &memos.search)
    }

    /// The same site with a search.
    #[must_use]
    pub fn with_search(mut self, memos: &Memos) -> Self {
        let files = self.search(memos);
        self.plan.add_search(&files);
        self
    }

    /// Makes files when somebody asks for them; those of the search are given, since they take longest.
    /// What is wrong with templates is known once files were tried: see [`Live::try_some`].
    pub fn live(&self, search: &[Arc<Page>], memos: &Memos) -> Live {
        let mut plan = self.plan.clone();
        plan.add_search(search);
        Live::new(plan, &self.texts, &memos.render)
    }

    /// Whether there is no configuration, so that nobody knows what the site should be.
    pub fn is_assumed(&self) -> bool {
        self.assumed
    }

    /// Makes ready what its pages share.
    pub fn ready(self, memos: &Memos) -> Ready<'_> {
        let rendering = Rendering::new(self.plan, &self.texts, &memos.render);
        Ready { rendering, assumed: self.assumed }
    }
}

/// A site of which nothing is left to do but to render it.
pub struct Ready<'m> {
    rendering: Rendering<'m>,
    assumed: bool,
}

impl Ready<'_> {
    /// Finds out what rendering says is wrong, without making what nobody wants.
    pub fn judge(self) -> Vec<Diagnostic> {
        let diagnostics = self.rendering.judge();
        if self.assumed { Vec::new() } else { diagnostics }
    }

    /// Renders every file, and hands each over as soon as it is made. Returns what went wrong.
    pub fn render(self, sink: &dyn Sink) -> Vec<Diagnostic> {
        let diagnostics = self.rendering.render(sink);
        if self.assumed { Vec::new() } else { diagnostics }
    }
}

/// Summarizes what a plan is made of, but for the time.
fn plan_key(parsed: &Parsed, options: &Options) -> Fingerprint {
    Fingerprint::of(&(parsed.outline, options.selection))
}

/// Links and plans, unless nothing that these read has changed since the last build: while an author
/// writes on in a text, the site around it stays as it is.
///
/// Only a plan without problems is taken as it is; of any other some is still right. None is remembered when
/// texts are compared with their originals.
fn arrange(parsed: &Parsed, options: &Options, memo: &PlanMemo) -> Checked<Arranged> {
    let memo = memo.as_ref().filter(|_| !options.parity);
    let last = || Some(memo?.lock().expect("no thread panics while it holds this lock"));
    let key = plan_key(parsed, options);
    let still = |last: &Option<Kept>| {
        let kept = last.as_ref().filter(|kept| kept.still_holds(key, parsed.now));
        kept.map(|kept| kept.plan.clone())
    };
    if let Some(plan) = last().and_then(|last| still(&last)) {
        return Checked { value: Arranged { plan, sound: true }, diagnostics: Vec::new() };
    }
    let mut diagnostics = Vec::new();
    let kept = last().and_then(|mut last| last.take());
    let before = kept.as_ref().map(|kept| &kept.linked);
    let linked = link::link_after(parsed, options.selection, before).report_to(&mut diagnostics);
    if options.parity {
        diagnostics.extend(parity::compare(&linked.site));
    }
    let since = kept.as_ref().zip(linked.anew.as_deref());
    let since = since.map(|(kept, anew)| Since { plan: &kept.plan, flawless: kept.planned, anew });
    let plan = plan::plan_after(&linked.site, parsed, options.selection, since);
    let planned = plan.diagnostics.is_empty();
    let plan = plan.report_to(&mut diagnostics);
    let sound = planned && linked.is_sound();
    if let Some(kept) = &kept {
        kept.plan.leave_to(&plan);
    }
    match last() {
        Some(mut last) => {
            // What follows from a mistake of a story is not told, and may be once the story says something else.
            let flawless = diagnostics.is_empty() && !linked.site.archive.is_mistaken();
            let plan = plan.clone();
            *last = Some(Kept { key, since: parsed.now, linked, plan, flawless, planned });
        }
        None => rayon::spawn(move || drop(linked)),
    }
    rayon::spawn(move || drop(kept));
    Checked { value: Arranged { plan, sound }, diagnostics }
}

/// A plan that was made, or kept.
struct Arranged {
    plan: Plan,
    /// Whether all that is wrong with it and what it was made from is of one story each.
    sound: bool,
}
