//! `depeche serve`: from the save of a file to the moment when pages are served fresh.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::apart::{Figures, apart, text};
use crate::corpus::{NOW, Site};
use crate::edits::{self, Edit};
use crate::http::Browser;
use crate::place::Place;

/// How often a page is asked for until it is fresh: often enough to see it at once, and not so often
/// that the asking takes the time of the building.
const PAUSE: Duration = Duration::from_micros(500);
/// How long the program has been idle when it has done all that it does on its own: it makes every page once,
/// to find out what is wrong, and looks at the whole site a moment after an edit.
const IDLE: Duration = Duration::from_millis(400);
/// How long a page may stay stale, or the program say nothing, before something must be wrong.
const DEADLINE: Duration = Duration::from_secs(600);

/// Measures and prints edits of a served site, each of [`Edit::LIVE`] `runs` times.
pub fn report(place: &Place, cores: usize, stories: u64, runs: usize) -> Result<()> {
    let folder = place.folder()?;
    edits::own_files(&Site::write(folder.path().join("site"), stories)?)?;
    let arguments = [text(folder.path())?, &stories.to_string(), &runs.to_string()];
    let figures = apart(cores, &[&["live"], &arguments[..]].concat())?;
    println!("\n  serve, saved        own page fresh ms   every page fresh ms    files changed");
    for edit in Edit::LIVE {
        let of = |what: &str| figures[&format!("{}.{what}", edit.name())];
        let (own, all) = (of("own") * 1e3, of("all") * 1e3);
        println!("  {:15} {own:21.1} {all:21.1} {:16}", edit.name(), of("changed"));
    }
    let memory = figures
        .get("memory")
        .map_or("not measured".to_owned(), |bytes| format!("{:.1} MB", bytes / 1e6));
    println!("  the first page after {:.1} ms; peak of memory {memory}", figures["first"] * 1e3);
    Ok(())
}

/// Serves the site in `folder`, and edits it. Of `runs` times of each edit, the median counts.
pub fn measured(folder: &Path, stories: u64, runs: u64) -> Result<Figures> {
    let site = Site { folder: folder.join("site"), stories };
    let started = Instant::now();
    let mut server = Server::start(&site)?;
    Browser::open(server.port)?.get(&site.url(0, "fr"))?;
    let mut figures = Figures::from([("first".into(), started.elapsed().as_secs_f64())]);
    for edit in Edit::LIVE {
        let mut fresh = (1..=runs)
            .map(|turn| server.fresh_after(edit, &site, turn))
            .collect::<Result<Vec<Fresh>>>()?;
        for (what, of) in [("own", Fresh::own as fn(&Fresh) -> f64), ("all", Fresh::all)] {
            fresh.sort_by(|a, b| of(a).total_cmp(&of(b)));
            let median = fresh.get(fresh.len() / 2).context("there is at least one run")?;
            figures.insert(format!("{}.{what}", edit.name()), of(median));
            figures.insert(format!("{}.changed", edit.name()), median.changed);
        }
    }
    if let Some(bytes) = peak(&server.process) {
        figures.insert("memory".into(), bytes);
    }
    Ok(figures)
}

/// How long an edit took to be seen.
struct Fresh {
    own: Duration,
    all: Duration,
    changed: f64,
}

impl Fresh {
    fn own(&self) -> f64 {
        self.own.as_secs_f64()
    }

    fn all(&self) -> f64 {
        self.all.as_secs_f64()
    }
}

/// The program, until it is dropped.
struct Server {
    process: Child,
    port: u16,
    /// The lines of its standard error stream.
    said: Receiver<String>,
}

impl Server {
    /// Starts the program, and waits until its first build is done.
    fn start(site: &Site) -> Result<Self> {
        let mut process = Command::new(env!("CARGO_BIN_EXE_depeche"))
            .args(["serve", "--port", "0", "--now", NOW, "--root", text(&site.folder)?])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let errors = BufReader::new(process.stderr.take().context("its errors are piped")?);
        let (sender, said) = channel();
        thread::spawn(move || {
            // Whoever does not listen any more wants no more lines.
            errors.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        let mut server = Self { process, port: 0, said };
        let line = server.says("serving ")?;
        let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        server.port = port.and_then(|port| port.parse().ok()).context("no port was told")?;
        Ok(server)
    }

    /// Waits for a line that begins with `start`.
    fn says(&self, start: &str) -> Result<String> {
        loop {
            let line = self.said.recv_timeout(DEADLINE).context("the program says nothing")?;
            ensure!(!line.starts_with("error"), "the program says `{line}`");
            if line.starts_with(start) {
                return Ok(line);
            }
        }
    }

    /// Waits until the program does nothing, as when an author has read a page and begins to write.
    fn rest(&self) -> Result<()> {
        let began = Instant::now();
        let mut before = worked(&self.process);
        loop {
            ensure!(began.elapsed() < DEADLINE, "the program finds no rest");
            thread::sleep(IDLE);
            let now = worked(&self.process);
            if now == before {
                return Ok(());
            }
            before = now;
        }
    }

    /// Makes an edit, and waits until it is seen.
    fn fresh_after(&mut self, edit: Edit, site: &Site, turn: u64) -> Result<Fresh> {
        let mut browser = Browser::open(self.port)?;
        let [own, far] = edit.shown_by(site);
        let (old_own, old_far) = (page(&mut browser, &own)?, page(&mut browser, &far)?);
        self.rest()?;
        while self.said.try_recv().is_ok() {}
        edit.make(site, turn)?;
        let saved = Instant::now();
        until_other(&mut browser, &own, &old_own)?;
        let own = saved.elapsed();
        until_other(&mut browser, &far, &old_far)?;
        let all = saved.elapsed();
        let line = self.says("rebuilt ")?;
        let count = line.split(": ").nth(1).and_then(|rest| rest.split(' ').next());
        let changed = count.and_then(|count| count.parse().ok()).context("no count was told")?;
        Ok(Fresh { own, all, changed })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn until_other(browser: &mut Browser, path: &str, old: &[u8]) -> Result<()> {
    let began = Instant::now();
    while page(browser, path)? == old {
        ensure!(began.elapsed() < DEADLINE, "`{path}` stays as it was");
        thread::sleep(PAUSE);
    }
    Ok(())
}

/// A page without the tag that serving adds to it, which names the build.
fn page(browser: &mut Browser, path: &str) -> Result<Vec<u8>> {
    const TAG: &[u8] = b"<script src=\"/_depeche/";
    const END: &[u8] = b"</script>";
    let mut page = browser.get(path)?;
    let find = |text: &[u8], part: &[u8]| text.windows(part.len()).rposition(|text| text == part);
    if let Some(start) = find(&page, TAG)
        && let Some(end) = find(&page[start..], END)
    {
        page.drain(start..start + end + END.len());
    }
    Ok(page)
}

/// The processor time of a process in ticks, where the system tells (Linux).
fn worked(process: &Child) -> Option<(u64, u64)> {
    let status = fs::read_to_string(format!("/proc/{}/stat", process.id())).ok()?;
    // The name of the program, in parentheses, may hold anything.
    let mut fields = status.rsplit_once(')')?.1.split_whitespace().skip(11);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// The most memory that a process has had, in bytes, where the system tells (Linux).
fn peak(process: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024.0)
}
