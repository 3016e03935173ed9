//! How long each stage takes, in a process that keeps what a stage makes until the last is done.

use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use anyhow::Result;
use depeche::Options;
use depeche::link::Selection;
use depeche::outputs::Outputs;
use depeche::parse::ParseMemo;
use depeche::publish::{Guard, publish};
use depeche::render::{RenderMemo, Rendering};
use depeche::world::disk::DiskWorld;
use jiff::Timestamp;

use crate::apart::{Figures, apart, so_far, text};
use crate::corpus::{NOW, Site};
use crate::place::Place;

/// Measures and prints the stages of a clean build, and of one with all that it left.
pub fn report(place: &Place, cores: usize, stories: u64) -> Result<()> {
    let folder = place.folder()?;
    let site = Site::write(folder.path().join("site"), stories)?;
    let output = folder.path().join("output");
    let figures = apart(cores, &["stages", text(&site.folder)?, text(&output)?])?;
    println!("\n  stage             clean ms    CPU ms   peak MB    again ms    CPU ms");
    for key in figures.keys() {
        if let Some(name) = key.strip_suffix(".clean.wall") {
            let of = |what: &str| figures[&format!("{name}.{what}")];
            let (wall, cpu) = (of("clean.wall") * 1e3, of("clean.cpu") * 1e3);
            let (later, dearer) = (of("again.wall") * 1e3, of("again.cpu") * 1e3);
            let memory = of("clean.memory") / 1e6;
            println!("  {name:14} {wall:11.1} {cpu:9.1} {memory:9.1} {later:11.1} {dearer:9.1}");
        }
    }
    Ok(())
}

/// The time of each stage of a build from nothing, and of one again with nothing changed.
pub fn measured(site: &Path, output: &Path) -> Result<Figures> {
    let now: Timestamp = format!("{NOW}T00:00:00Z").parse()?;
    let mut world = DiskWorld::open(site, now);
    let (parse_memo, render_memo) = (ParseMemo::default(), RenderMemo::default());
    let guard = Guard { site_root: site.to_owned(), home: None };
    let mut figures = Figures::new();
    for round in ["clean", "again"] {
        let mut last = (Instant::now(), so_far()?.0);
        let mut lap = |name: &str| -> Result<()> {
            let (cpu, memory) = so_far()?;
            figures.insert(format!("{name}.{round}.wall"), last.0.elapsed().as_secs_f64());
            figures.insert(format!("{name}.{round}.cpu"), cpu - last.1);
            figures.insert(format!("{name}.{round}.memory"), memory);
            last = (Instant::now(), cpu);
            Ok(())
        };
        world = world.reopen(now);
        parse_memo.turn();
        render_memo.turn();
        let sources = depeche::collect::collect(&world).value;
        lap("1 collect")?;
        let parsed = depeche::parse::parse(sources, None, &parse_memo).value;
        lap("2 parse")?;
        let linked = depeche::link::link(&parsed, Options::default().selection).value;
        lap("3 link")?;
        let plan = depeche::plan::plan(&linked, &parsed, Selection::default()).value;
        lap("4 plan")?;
        let files = Mutex::default();
        let take = |output| Vec::push(&mut files.lock().expect("no thread panics"), output);
        Rendering::new(plan, &parsed.texts, &render_memo).render(&take);
        let outputs = Outputs::new(files.into_inner().expect("no thread panicked"));
        lap("5 render")?;
        publish(&outputs, output, &guard).map_err(|error| anyhow::anyhow!("{error}"))?;
        lap("6 publish")?;
        drop((outputs, parsed));
        lap("7 drop")?;
    }
    Ok(figures)
}
