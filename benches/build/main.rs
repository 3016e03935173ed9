//! How long depeche takes, beside the least that any generator must do.
//!
//! `cargo bench` measures sites of 1,000 and 10,000 articles; `cargo bench -- 100000` others. In one
//! run, at each size:
//!
//! - the [floor](floor), a clean build and a second one, each as a program of its own: wall time,
//!   processor time, peak of memory, ratio to the floor;
//! - the stages of a clean build;
//! - the time from an edit to the site on the disk, in a process that has built the site before.
//!
//! Files are in memory where the system allows, so that what is measured is depeche and no disk.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program that measures")]

mod corpus;
mod floor;
mod measure;
mod words;

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};
use measure::{Figures, apart};

/// The program's own allocator, so that what is measured in this process is measured as it is there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Articles, half of them in each language.
const SIZES: [u64; 2] = [1_000, 10_000];
/// The program is run this often, and the fastest run counts: other work on the machine only adds.
const RUNS: usize = 3;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let Some(("--apart", rest)) =
        arguments.split_first().map(|(first, rest)| (first.as_str(), rest))
    {
        return measure::answer(rest);
    }
    let asked: Vec<u64> = arguments.iter().filter_map(|size| size.parse().ok()).collect();
    let sizes = if asked.is_empty() { SIZES.to_vec() } else { asked };
    let cores = std::thread::available_parallelism()?;
    println!("depeche {} on {cores} cores\n", env!("CARGO_PKG_VERSION"));
    for articles in sizes {
        let folder = tempfile::Builder::new().prefix("depeche-bench-").tempdir_in(memory())?;
        measured(folder.path(), (articles / 2).max(1))?;
    }
    Ok(())
}

/// A folder whose files are in memory, if there is one.
fn memory() -> PathBuf {
    let shared = PathBuf::from("/dev/shm");
    if shared.is_dir() { shared } else { env::temp_dir() }
}

fn measured(folder: &Path, stories: u64) -> Result<()> {
    let site = folder.join("site");
    corpus::write(&site, stories)?;
    let text = |path: &Path| path.to_str().map(str::to_owned).context("a path of plain text");
    let root = text(&site)?;
    let (manifest, built) = (text(&folder.join("manifest"))?, text(&folder.join("built"))?);
    let depeche = env!("CARGO_BIN_EXE_depeche");
    let build = |output: &str| {
        let fixed = ["program", depeche, "build", "--root", &root, "--now", corpus::NOW];
        apart(&[&fixed[..], &["--output", output]].concat())
    };
    let clean = best((0..RUNS).map(|run| build(&text(&folder.join(format!("clean-{run}")))?)))?;
    build(&built)?;
    let again = best((0..RUNS).map(|_| build(&built)))?;
    let files = floor::write_manifest(built.as_ref(), manifest.as_ref())?;
    let floor = best((0..RUNS).map(|run| {
        apart(&["floor", &manifest, &root, &text(&folder.join(format!("floor-{run}")))?])
    }))?;
    println!("{} articles, {files} files", 2 * stories);
    println!("                     wall         CPU      memory   wall    CPU   files");
    println!("                        s           s          MB   ×floor  ×floor   /s");
    for (name, figures) in [("floor", &floor), ("clean build", &clean), ("second build", &again)] {
        row(name, figures, &floor, files);
    }
    stages(&apart(&["stages", &root, &text(&folder.join("stages"))?])?);
    edits(&apart(&["edits", &root, &text(&folder.join("edits"))?, &stories.to_string()])?);
    fs::remove_dir_all(folder)?;
    Ok(())
}

fn best(runs: impl Iterator<Item = Result<Figures>>) -> Result<Figures> {
    let runs = runs.collect::<Result<Vec<_>>>()?;
    let fastest = runs.into_iter().min_by(|a, b| a["wall"].total_cmp(&b["wall"]));
    fastest.context("there is at least one run")
}

#[expect(clippy::cast_precision_loss, reason = "a site has fewer than 2^52 files")]
fn row(name: &str, figures: &Figures, floor: &Figures, files: usize) {
    let (wall, cpu, memory) = (figures["wall"], figures["cpu"], figures["memory"] / 1e6);
    let (slower, dearer) = (wall / floor["wall"], cpu / floor["cpu"]);
    let speed = files as f64 / wall;
    println!(
        "  {name:14} {wall:8.3} {cpu:11.3} {memory:11.1} {slower:8.2} {dearer:7.2} {speed:7.0}"
    );
}

fn stages(figures: &Figures) {
    println!("\n                   clean                       again");
    println!("  stage              ms      CPU ms   peak MB      ms      CPU ms");
    for key in figures.keys() {
        if let Some(name) = key.strip_suffix(".clean.wall") {
            let of = |what: &str| figures[&format!("{name}.{what}")];
            let (wall, cpu) = (of("clean.wall") * 1e3, of("clean.cpu") * 1e3);
            let (later, dearer) = (of("again.wall") * 1e3, of("again.cpu") * 1e3);
            let memory = of("clean.memory") / 1e6;
            println!("  {name:12} {wall:8.1} {cpu:11.1} {memory:9.1} {later:8.1} {dearer:11.1}");
        }
    }
}

fn edits(figures: &Figures) {
    println!("\n  edit of       build ms   publish ms   rendered files");
    for name in ["first", "nothing", "body", "title", "message", "template"] {
        let of = |what: &str| figures[&format!("{name}.{what}")];
        let (built, published) = (of("build") * 1e3, of("publish") * 1e3);
        println!("  {name:10} {built:11.1} {published:12.1} {:16.0}", of("rendered"));
    }
    println!("  peak {:.1} MB\n", figures["memory"] / 1e6);
}
