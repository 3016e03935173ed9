//! `serve`: builds, serves, watches, and builds again.
//!
//! This thread answers requests; another builds, and swaps what is answered. The port is taken before
//! the first build, since its pages name it; who asks meanwhile waits.
//!
//! 1. **Understand** what changed, and plan the site: from then on a page that is asked for is fresh.
//! 2. **Compare**: files that are made of something else are tried, if they are few, and browsers are
//!    told to reload.
//! 3. While nothing moves, **gather** what the search finds, and **try** the other files, to learn what is
//!    wrong with them.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::Timestamp;
use tokio::sync::watch::Sender;

use super::arguments::{Common, ServeArguments};
use super::report::Reporter;
use super::{RIGHT, known};
use crate::collect::{self, Sources};
use crate::diag::{self, Checked, Diagnostic, Severity};
use crate::limits;
use crate::link::Selection;
use crate::model::BaseUrl;
use crate::parse::config;
use crate::plan::Page;
use crate::record::Record;
use crate::render::Live;
use crate::serve::{self, Change, Snapshot};
use crate::watch::{Changes, Inputs, Moved, Watcher};
use crate::world::disk::DiskWorld;
use crate::world::{VPath, World};
use crate::{Memos, Options, Prepared};

/// How many ports are tried when the wanted one is taken.
const PORTS: u16 = 100;

/// How many files are tried before browsers are told, at the most.
const AT_ONCE: usize = 256;

/// How many are tried at a time afterwards: an edit waits that long.
const AT_A_TIME: usize = 32;

/// How long after an edit the whole site is looked at, in case more changed than was reported.
const AFTERWARDS: Duration = Duration::from_millis(250);

/// Serves the site until the process is asked to stop.
pub fn run(common: &Common, arguments: &ServeArguments) -> Result<u8> {
    let root = super::root(common)?;
    let root = std::path::absolute(&root).context("the site's folder has no name")?;
    let listener = listen(arguments)?;
    let address = listener.local_addr().context("the port has no number")?;
    let first = Snapshot::empty(Timestamp::now().as_millisecond().unsigned_abs());
    let (sender, site) = serve::channel(first);
    let problems = Arc::default();
    let desk = desk(&root, arguments, &problems);
    let record = Record::of(&root);
    let builder = Builder {
        world: DiskWorld::open(&root, moment(&root, arguments)?),
        memos: Memos::default()
            .with_shelf(record.articles().unwrap_or_default())
            .with_words(record.words().unwrap_or_default())
            .with_album(Box::new(record.album())),
        inputs: Inputs::default(),
        sources: None,
        believes: false,
        open: None,
        search: Vec::new(),
        said: Vec::new(),
        common: common.clone(),
        arguments: arguments.clone(),
        authority: authority(address),
        problems,
    };
    super::overdue::watch(builder.memos.running());
    thread::Builder::new()
        .name("builder".to_owned())
        .spawn(move || builder.run(root, &sender))
        .context("there is no thread to build in")?;
    match serve::serve(listener, site, desk) {
        Ok(()) => Ok(RIGHT),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            anyhow::bail!("the site can no longer be built")
        }
        Err(error) => Err(error).context("requests cannot be answered"),
    }
}

/// Takes the wanted port, or the next that is free.
fn listen(arguments: &ServeArguments) -> Result<TcpListener> {
    let (bind, wanted) = (arguments.bind, arguments.port);
    for port in wanted..=wanted.saturating_add(PORTS) {
        match TcpListener::bind((bind, port)) {
            Ok(listener) => {
                if port != wanted {
                    say!("port {wanted} is taken: using {port}");
                }
                return Ok(listener);
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => {
                let address = SocketAddr::new(bind, port);
                return Err(error).with_context(|| format!("`{address}` cannot be listened on"));
            }
        }
    }
    anyhow::bail!(
        "ports {wanted} to {} are taken\nhelp: name another with `--port`",
        wanted.saturating_add(PORTS)
    )
}

/// What URLs call the server: one that listens everywhere is called by this machine's own name.
fn authority(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port()).to_string()
}

/// When the site is built for.
fn moment(root: &Path, arguments: &ServeArguments) -> Result<Timestamp> {
    super::now(root, arguments.now.as_deref())
}

/// Builds, again and again.
struct Builder {
    world: DiskWorld,
    memos: Memos,
    /// What the last build was made from.
    inputs: Inputs,
    /// The same, and what each file is; nothing, if that is to be found out.
    sources: Option<Checked<Sources>>,
    /// Whether the site was last looked at only where something was reported.
    believes: bool,
    common: Common,
    arguments: ServeArguments,
    authority: String,
    problems: Arc<Problems>,
    /// The last build, as long as not all is known of it.
    open: Option<Opened>,
    /// The files of the search, as they were gathered last.
    search: Vec<Arc<Page>>,
    /// The problems that were printed last.
    said: Vec<Diagnostic>,
}

/// A build of which not all is known.
struct Opened {
    files: Arc<Live>,
    /// The site, as long as its search is that of the last build.
    unsearched: Option<Prepared>,
    /// What was wrong before any file was made.
    problems: Vec<Diagnostic>,
    /// The files that are still to be tried.
    untried: Vec<usize>,
    /// Whether there is no configuration, by which files could be judged.
    assumed: bool,
}

impl Opened {
    /// Tries some files, and returns whether these were the last.
    fn try_some(&mut self, most: usize) -> bool {
        let some = self.untried.split_off(self.untried.len().saturating_sub(most));
        self.files.try_some(&some);
        self.untried.is_empty()
    }

    /// All that is known to be wrong.
    fn all_problems(&self) -> Vec<Diagnostic> {
        let mut problems = self.problems.clone();
        if !self.assumed {
            problems.extend(self.files.problems());
        }
        diag::sort(&mut problems);
        problems
    }
}

/// What is wrong with the site, by its last build.
type Problems = Mutex<Vec<Diagnostic>>;

/// What makes the editors' page: it reads the site anew, since a build keeps no more than its files.
fn desk(root: &Path, arguments: &ServeArguments, problems: &Arc<Problems>) -> serve::Desk {
    let (root, now, problems) = (root.to_owned(), arguments.now.clone(), Arc::clone(problems));
    Arc::new(move || {
        let found = problems.lock().expect("the list's lock is held by no panic").clone();
        super::desk::page(&root, now.as_deref(), &found)
            .unwrap_or_else(|error| format!("<!DOCTYPE html><title>Error</title><p>{error:#}</p>"))
    })
}

impl Builder {
    /// Builds now and after each change, until nobody wants what is built.
    fn run(mut self, root: PathBuf, site: &Sender<Arc<Snapshot>>) {
        // Watched before it is built, or an edit in between would go unseen.
        let watcher = match self.arguments.poll {
            true => Watcher::polling(&root),
            false => Watcher::new(&root),
        };
        let mut watcher = match watcher {
            Ok(watcher) => watcher,
            Err(error) => return say!("error: `{}`: {error}", root.display()),
        };
        self.inputs.read_all(&self.world);
        let address = self.build_first(site);
        say!("serving {address} (Ctrl-C stops)");
        if self.arguments.open {
            open(&address);
        }
        loop {
            if let Some(warning) = watcher.warning() {
                say!("warning: {warning}");
            }
            let Some(moved) = self.wait(&mut watcher, site) else { continue };
            if site.is_closed() {
                return;
            }
            let started = Instant::now();
            let changes = self.look(&moved, &mut watcher);
            if !changes.is_empty() {
                self.build(site, &changes, started);
            }
        }
    }

    /// Waits for something to move. While nothing does, files are tried; `None` after some of them.
    fn wait(&mut self, watcher: &mut Watcher, site: &Sender<Arc<Snapshot>>) -> Option<Moved> {
        if let Some(open) = &mut self.open {
            if let Some(moved) = watcher.wait_at_most(Duration::ZERO) {
                return Some(moved);
            }
            match open.unsearched.take() {
                Some(prepared) => self.gather(site, &prepared),
                None => drop(open.try_some(AT_A_TIME).then(|| self.judge(site, Change::Nothing))),
            }
            return None;
        }
        Some(match self.believes {
            true => watcher.wait_at_most(AFTERWARDS).unwrap_or(Moved::Anything),
            false => watcher.wait(),
        })
    }

    /// Reads what moved: only that, if these are single files. Returns what is not as it was when the last
    /// build was made.
    fn look(&mut self, moved: &Moved, watcher: &mut Watcher) -> Changes {
        // An argument that was read once is read again.
        let now = moment(self.world.root(), &self.arguments).unwrap_or(self.world.now());
        self.world = self.world.reopen(now);
        let some = match moved {
            Moved::Files(paths) => self.inputs.read_some(&self.world, paths),
            Moved::Anything => None,
        };
        self.believes = some.is_some();
        some.unwrap_or_else(|| {
            watcher.look_around();
            self.inputs.read_all(&self.world)
        })
    }

    /// Builds for the first time. Returns the site's address.
    fn build_first(&mut self, site: &Sender<Arc<Snapshot>>) -> String {
        let started = Instant::now();
        let base_url = self.plan(site, None);
        // What an earlier process has left of articles was of use, and would only grow.
        self.memos.take_shelf();
        if let Some(open) = &mut self.open {
            open.untried = (0..open.files.len()).collect();
            let files = open.files.len();
            self.judge(site, Change::Pages);
            Reporter::new(&self.common, &self.inputs).first(files, started.elapsed(), &self.said);
        }
        base_url.to_string()
    }

    /// Builds from what was read, and swaps what is served.
    fn build(&mut self, site: &Sender<Arc<Snapshot>>, changes: &Changes, started: Instant) {
        let before = site.borrow().files().cloned();
        self.plan(site, Some(changes));
        let Some(open) = &mut self.open else { return };
        open.untried = open.files.untried();
        let files = open.untried.len();
        // The editors' page shows the ledger, whatever the site shows of it.
        let same = before.is_some_and(|before| open.files.is_same(&before))
            && !changes.touch(collect::LEDGER);
        let change = change_of(changes, same);
        if files <= AT_ONCE {
            open.try_some(AT_ONCE);
        }
        self.judge(site, change);
        let reporter = Reporter::new(&self.common, &self.inputs);
        reporter.rebuilt(files, started.elapsed(), &self.said);
    }

    /// Gathers what the search finds, and swaps what is served.
    fn gather(&mut self, site: &Sender<Arc<Snapshot>>, prepared: &Prepared) {
        let search = prepared.search(&self.memos);
        let Some(open) = &mut self.open else { return };
        let same = |(one, other): (&Arc<Page>, &Arc<Page>)| Arc::ptr_eq(one, other);
        if search.len() != self.search.len() || !search.iter().zip(&self.search).all(same) {
            self.search = search;
            let none_was_tried = open.untried.len() == open.files.len();
            open.files = Arc::new(prepared.live(&self.search, &self.memos));
            open.untried = match none_was_tried {
                true => (0..open.files.len()).collect(),
                false => open.files.untried(),
            };
            open.files.sort();
            let next = site.borrow().with_files(&open.files);
            site.send_replace(Arc::new(next));
        }
        if open.untried.is_empty() {
            self.judge(site, Change::Nothing);
        }
    }

    /// Plans the site, and swaps what is served: whoever asks for a page gets it fresh, and nobody is
    /// told as yet.
    fn plan(&mut self, site: &Sender<Arc<Snapshot>>, changes: Option<&Changes>) -> BaseUrl {
        let base_url = base_url(&self.inputs, &self.authority);
        let options = Options {
            base_url: Some(base_url.clone()),
            selection: Selection { drafts: true, future: true },
            parity: false,
        };
        let sources = self.collect(changes);
        let parsed = crate::understand_held(&sources, &options, &self.memos);
        self.sources = Some(sources);
        let Checked { value: prepared, diagnostics: problems } =
            crate::prepare(parsed, &options, &self.memos);
        let assumed = prepared.is_assumed();
        let files = Arc::new(prepared.live(&self.search, &self.memos));
        let next = site.borrow().next(&files, base_url.path());
        site.send_replace(Arc::new(next));
        files.sort();
        let (unsearched, untried) = (Some(prepared), Vec::new());
        self.open = Some(Opened { files, unsearched, problems, untried, assumed });
        base_url
    }

    /// What each file is: of those alone that changed, if that is enough.
    fn collect(&mut self, changes: Option<&Changes>) -> Checked<Sources> {
        let last = self.sources.take().zip(changes);
        let again = |(mut last, changes): (Checked<Sources>, &Changes)| {
            let again = last.diagnostics.is_empty()
                && collect::read_some(&mut last.value, &self.inputs, changes.paths());
            again.then_some(last)
        };
        last.and_then(again).unwrap_or_else(|| collect::collect(&self.inputs))
    }

    /// Tells browsers, and the terminal, what is known of the last build.
    fn judge(&mut self, site: &Sender<Arc<Snapshot>>, change: Change) {
        let Some(open) = &self.open else { return };
        let mut problems = open.all_problems();
        let reporter = Reporter::new(&self.common, &self.inputs);
        // A list that cannot be read hides nothing: `check` says what is wrong with it.
        let known = known::read(self.world.root()).unwrap_or_default();
        reporter.take(known, &mut problems);
        let shown: Arc<str> = overlay(&reporter, &problems).into();
        let before = Arc::clone(&site.borrow());
        if shown != *before.problems() || change != Change::Nothing {
            site.send_replace(Arc::new(before.judged(shown, change)));
        }
        if problems != self.said {
            // Of the same build some may have been said.
            let news =
                |problem: &&Diagnostic| change != Change::Nothing || !self.said.contains(*problem);
            let news: Vec<Diagnostic> = problems.iter().filter(news).cloned().collect();
            reporter.problems(&news);
        }
        self.problems.lock().expect("the list's lock is held by no panic").clone_from(&problems);
        self.said = problems;
        if open.untried.is_empty() && open.unsearched.is_none() {
            self.open = None;
        }
    }
}

/// What a browser is to do about changes of files, if they made the `same` site or another.
fn change_of(changes: &Changes, same: bool) -> Change {
    match () {
        () if same => Change::Nothing,
        () if changes.are_styles() => Change::Styles,
        () => Change::Pages,
    }
}

/// The site's address while it is served: its own path, so that links are as they will be.
fn base_url(world: &dyn World, authority: &str) -> BaseUrl {
    let file = VPath::new(collect::CONFIG);
    let bytes = world.read(&file).ok();
    let text = bytes.as_ref().and_then(|bytes| std::str::from_utf8(bytes).ok());
    let configured = text.map(|text| config::parse(&file, text).value.base_url);
    let path = configured.as_ref().map_or("", BaseUrl::path);
    BaseUrl::parse(&format!("http://{authority}{path}/"))
        .expect("a plain address, and a path that was read before")
}

/// The problems as the browser shows them: how many there are, and the first of them.
fn overlay(reporter: &Reporter<'_>, problems: &[Diagnostic]) -> String {
    let of = |severity| problems.iter().filter(|problem| problem.severity() == severity).count();
    // Errors first, so that none is left out for a warning's sake.
    let mut shown: Vec<&Diagnostic> = problems.iter().collect();
    shown.sort_by_key(|problem| std::cmp::Reverse(problem.severity()));
    shown.truncate(limits::SHOWN_PROBLEMS);
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let list = reporter.json(&shown).join(",");
    format!("{{\"errors\":{errors},\"warnings\":{warnings},\"problems\":[{list}]}}")
}

/// Shows the site in the browser. That it cannot be is no reason to stop.
fn open(address: &str) {
    let mut command = match () {
        () if cfg!(target_os = "macos") => Command::new("open"),
        () if cfg!(target_os = "windows") => {
            let mut command = Command::new("cmd");
            command.args(["/C", "start", ""]);
            command
        }
        () => Command::new("xdg-open"),
    };
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        // Some wait for the browser to end.
        Ok(mut child) => drop(thread::spawn(move || child.wait())),
        Err(error) => say!("warning: the browser could not be opened: {error}"),
    }
}
