//! Clean builds, beside the floor: in memory and on disk, on one core and on two.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::apart::{CAN_PIN, Spent, program, spent_apart, text};
use crate::corpus::{NOW, Site};
use crate::floor::{self, Written};
use crate::place::{Place, clear};

/// How many programs run in each turn.
const KINDS: usize = 3;

/// What the sizes of a run are compared by.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// Pairs of articles.
    pub stories: u64,
    /// What the floor and a clean build took, in the first place, on one core if it can be had.
    pub floor: Spent,
    pub clean: Spent,
}

/// Measures and prints clean builds of `stories` stories, each `runs` times. What it leaves on a disk is in `kept`.
pub fn report(
    places: &[Place],
    cores: &[usize],
    (stories, runs): (u64, usize),
    kept: &mut Vec<TempDir>,
) -> Result<Point> {
    let mut first = None;
    let mut headed = false;
    for place in places {
        let times = place.runs(runs);
        if !place.has_room(stories, 1)? {
            println!("  not measured in {}: there is no room", place.name);
            continue;
        }
        let outputs = KINDS * times * cores.len();
        let clears = place.clears() || !place.has_room(stories, outputs as u64)?;
        if clears && !place.clears() {
            println!(
                "  {}: each output is removed before the next, since there is no room",
                place.name
            );
        }
        let folder = place.folder()?;
        let site = Site::write(folder.path().join("site"), stories)?;
        let (written, compared) = compared(place, (folder.path(), clears), &site, cores, times)?;
        if !headed {
            head(stories, &written);
            headed = true;
        }
        for (cores, runs) in cores.iter().zip(compared) {
            let (floor, clean) = (best(runs.floors)?, best(runs.cleans)?);
            let searched = best(runs.searched)?;
            row(place.name, *cores, "floor", &floor, &floor, stories, &written);
            row(place.name, *cores, "clean build", &clean, &floor, stories, &written);
            row(place.name, *cores, "with search", &searched, &floor, stories, &written);
            first = first.or(Some(Point { stories, floor, clean }));
        }
        // What is removed from a disk costs those who write to it later.
        kept.extend(Some(folder).filter(|_| !place.clears()));
        // What comes next is measured in memory, and pays for no disk.
        place.settle();
    }
    if !CAN_PIN {
        println!("  not measured on one core: this system holds no process to some of its cores");
    }
    first.context("there is no room for a site anywhere")
}

/// What each run took, on so many cores.
#[derive(Debug, Default)]
struct Runs {
    floors: Vec<Spent>,
    cleans: Vec<Spent>,
    /// Clean builds of a site that has a search.
    searched: Vec<Spent>,
}

/// Where one run after the other writes to.
struct Outputs<'a> {
    folder: &'a Path,
    /// Whether what a run has written goes before the next.
    clears: bool,
    count: Cell<usize>,
}

impl Outputs<'_> {
    /// A folder that is not there.
    fn next(&self) -> Result<PathBuf> {
        let number = if self.clears { 0 } else { self.count.get() };
        self.count.set(number + 1);
        let output = self.folder.join(format!("output-{number}"));
        clear(&output)?;
        Ok(output)
    }
}

/// Runs all in turns, on each number of cores, so that other work on the machine falls upon each; the fastest
/// runs count, since it only adds.
fn compared(
    place: &Place,
    (folder, clears): (&Path, bool),
    site: &Site,
    cores: &[usize],
    times: usize,
) -> Result<(Written, Vec<Runs>)> {
    let (root, manifest) = (text(&site.folder)?, folder.join("manifest"));
    let outputs = Outputs { folder, clears, count: Cell::new(0) };
    let build = |cores, output: &Path| {
        let depeche = env!("CARGO_BIN_EXE_depeche");
        let build = ["build", "--root", root, "--now", NOW, "--output", text(output)?];
        site.forget()?;
        place.settle();
        program(cores, depeche, &build)
    };
    let mut written = None;
    let mut all: Vec<Runs> = cores.iter().map(|_| Runs::default()).collect();
    for _ in 0..times {
        for (cores, runs) in cores.iter().copied().zip(&mut all) {
            let output = outputs.next()?;
            runs.cleans.push(build(cores, &output)?);
            if written.is_none() {
                written = Some(floor::write_manifest(&output, &manifest)?);
            }
            let output = outputs.next()?;
            place.settle();
            let floor = ["floor", text(&manifest)?, root, text(&output)?];
            runs.floors.push(spent_apart(cores, &floor)?);
            site.set_search(true)?;
            runs.searched.push(build(cores, &outputs.next()?)?);
            site.set_search(false)?;
        }
    }
    Ok((written.context("there is at least one run")?, all))
}

/// The fastest.
pub fn best(runs: Vec<Spent>) -> Result<Spent> {
    let fastest = runs.into_iter().min_by(|a, b| a.wall.total_cmp(&b.wall));
    fastest.context("there is at least one run")
}

fn head(stories: u64, written: &Written) {
    let Written { files, pages, bytes } = written;
    let (articles, megabytes) = (2 * stories, bytes / 1_000_000);
    println!(
        "{stories} pairs: {articles} articles, {pages} pages, {files} files, {megabytes} MB\n"
    );
    println!(
        "  clean build                    wall s  × floor     CPU s  × floor   peak MB  \
         pages/s  articles/s"
    );
}

#[expect(clippy::cast_precision_loss, reason = "a site has fewer than 2^52 files")]
fn row(
    place: &str,
    cores: usize,
    name: &str,
    spent: &Spent,
    floor: &Spent,
    stories: u64,
    written: &Written,
) {
    let place = format!("{place}, {cores} core{}", if cores == 1 { "" } else { "s" });
    let Spent { wall, cpu, memory } = spent;
    let (slower, dearer) = (wall / floor.wall, cpu / floor.cpu);
    let speed = |count: u64| count as f64 / wall;
    let (pages, articles) = (speed(written.pages), speed(2 * stories));
    println!(
        "  {place:15} {name:11} {wall:9.3} {slower:8.2} {cpu:9.3} {dearer:8.2} {:9.1} \
         {pages:8.0} {articles:11.0}",
        memory / 1e6
    );
}

/// Prints how processor time grows from each size to the next, and from the first to the last: the
/// exponent of a power of the size.
#[expect(clippy::cast_precision_loss, reason = "a site has fewer than 2^52 stories")]
pub fn growth(points: &[Point]) {
    let all = points.first().zip(points.last()).filter(|_| points.len() > 2);
    let pairs: Vec<_> = points.iter().zip(points.iter().skip(1)).chain(all).collect();
    if pairs.is_empty() {
        return;
    }
    println!("growth of CPU as a power of the size, where and as the first rows are:");
    for (a, b) in pairs {
        let exponent = |of: fn(&Point) -> f64| {
            (of(b) / of(a)).ln() / (b.stories as f64 / a.stories as f64).ln()
        };
        let (clean, floor) = (exponent(|point| point.clean.cpu), exponent(|point| point.floor.cpu));
        println!("  {:>7} to {:>7} pairs: {clean:.3}, floor {floor:.3}", a.stories, b.stories);
    }
}
