//! How long depeche takes, beside the least that any generator must do.
//!
//! `cargo bench` measures sites of 1,000, 10,000 and 50,000 story pairs, that is, stories told in French
//! and in English; `cargo bench -- 500000` others. In one run, at each size:
//!
//! - [clean builds](clean) beside the [floor], each as a program of its own, in memory and on disk, on
//!   one core and on two: wall time, processor time, ratio to the floor, speed, peak of memory;
//! - the [stages] of a clean build;
//! - [builds again](again), after no edit or a small one, with the files that were written;
//! - in [`serve`](live), the time from the save of a file to the moment when pages are fresh;
//!
//! and at last, how processor time grows with the size, and what cards, pictures and charts take, each
//! [alone]. All but the first is measured in memory, if there is room. `cargo bench -- hugo 1000 10000`
//! compares clean builds with [Hugo's](hugo).

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program that measures")]

mod again;
mod alone;
mod apart;
mod clean;
mod corpus;
mod edits;
mod floor;
mod http;
mod hugo;
mod live;
mod place;
mod stages;
mod words;

use std::env;

use anyhow::{Result, bail, ensure};

use place::Place;

/// The program's own allocator, so that what is measured in this process is measured as it is there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Story pairs.
const SIZES: [u64; 3] = [1_000, 10_000, 50_000];
/// The fewest pairs that make more than one page of a list.
const FEWEST: u64 = 100;
/// The most pairs whose whole output is held in memory, as `serve` does.
const HELD: u64 = 100_000;
/// How many cores are measured at the most.
const CORES: usize = 2;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("--apart") => apart::answer(&arguments[1..]),
        Some("alone") => alone::report(&Place::all(), &cores()?),
        Some("hugo") => hugo::report(&cores()?, &sizes(&arguments[1..])?),
        Some("corpus") => write_corpus(&arguments[1..]),
        _ => report(&sizes(&arguments)?),
    }
}

/// Writes a site of so many story pairs into a folder.
fn write_corpus(arguments: &[String]) -> Result<()> {
    let [folder, rest @ ..] = arguments else { bail!("into which folder?") };
    let [size] = sizes(rest)?[..] else { bail!("of how many story pairs?") };
    corpus::Site::write(folder.into(), size)?;
    Ok(())
}

/// The sizes that are asked for. Cargo adds an option of its own, `--bench`.
fn sizes(arguments: &[String]) -> Result<Vec<u64>> {
    let asked = arguments.iter().filter(|argument| !argument.starts_with("--"));
    let sizes = asked.map(|size| Ok(size.replace(['_', ','], "").parse()?));
    let sizes = sizes.collect::<Result<Vec<u64>>>()?;
    ensure!(sizes.iter().all(|size| *size >= FEWEST), "a site has at least {FEWEST} story pairs");
    Ok(if sizes.is_empty() { SIZES.to_vec() } else { sizes })
}

/// How many cores a process is held to, one measurement after the other.
fn cores() -> Result<Vec<usize>> {
    let most = std::thread::available_parallelism()?.get().min(CORES);
    Ok(if apart::CAN_PIN && most > 1 { vec![1, most] } else { vec![most] })
}

/// How often a site is measured: other work on the machine weighs more on what is short.
fn runs(stories: u64) -> usize {
    match stories {
        0..=2_000 => 5,
        2_001..=20_000 => 3,
        _ => 1,
    }
}

fn report(sizes: &[u64]) -> Result<()> {
    let (places, cores) = (Place::all(), cores()?);
    let all = cores.last().copied().unwrap_or(1);
    println!("depeche {}, at most {all} cores\n", env!("CARGO_PKG_VERSION"));
    let (mut points, mut kept, mut right) = (Vec::new(), Vec::new(), true);
    for stories in sizes.iter().copied() {
        let runs = runs(stories);
        points.push(clean::report(&places, &cores, (stories, runs), &mut kept)?);
        let with_room = |outputs| {
            let fits = |place: &&Place| place.has_room(stories, outputs).unwrap_or(false);
            places.iter().find(fits)
        };
        match with_room(1) {
            Some(place) if stories <= HELD => stages::report(place, all, stories)?,
            _ => println!("\n  stages: not measured, there is no room for the whole site"),
        }
        match with_room(2) {
            Some(place) => right &= again::report(place, all, stories, runs)?,
            None => println!("\n  build again: not measured, there is no room for two outputs"),
        }
        match with_room(1) {
            Some(place) if stories <= HELD => live::report(place, all, stories, runs)?,
            _ => println!("\n  serve: not measured, there is no room for the whole site"),
        }
        println!();
    }
    clean::growth(&points);
    println!();
    alone::report(&places, &cores)?;
    ensure!(right, "a build again made something else than a clean build");
    Ok(())
}
