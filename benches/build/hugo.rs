//! Clean builds beside those of Hugo, if it is installed.
//!
//! Both build the same stories into as many kinds of pages: articles with breadcrumbs, contents,
//! sources, topics, related stories and neighbours; lists of twenty for the home page, topics, years,
//! months and authors; feeds of fifty whole texts; a sitemap. Links between stories are resolved by
//! both, and blocks of code highlighted by neither. Pages of both show the same facts.
//!
//! Hugo looks for related stories among all that share a topic, so that its time grows faster than the site: at
//! 10,000 pairs that is four fifths of it. So it is measured without them, too; depeche always has them.

mod site;

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::apart::{Spent, program, text};
use crate::clean::best;
use crate::corpus::{NOW, Site};
use crate::floor::{self, Written};
use crate::place::{Place, clear};
use crate::runs;

/// Measures and prints clean builds of both, in memory if there is room.
pub fn report(cores: &[usize], sizes: &[u64]) -> Result<()> {
    let Some(version) = version() else {
        println!("not measured: there is no program `hugo` in the folders of PATH");
        return Ok(());
    };
    println!("depeche {}, {version}", env!("CARGO_PKG_VERSION"));
    for stories in sizes.iter().copied() {
        let mut places = Place::all().into_iter();
        match places.find(|place| place.has_room(stories, 2).unwrap_or(false)) {
            Some(place) => compared(&place, cores, stories)?,
            None => println!("\n{stories} pairs: not measured, there is no room"),
        }
    }
    Ok(())
}

/// What Hugo calls itself, if it is there.
fn version() -> Option<String> {
    let output = Command::new("hugo").arg("version").output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.split_whitespace().nth(1).map(|version| format!("Hugo {version}"))
}

fn compared(place: &Place, cores: &[usize], stories: u64) -> Result<()> {
    let folder = place.folder()?;
    let path = |name: &str| folder.path().join(name);
    let site = Site::write(path("site"), stories)?;
    site::write(&path("hugo"), stories)?;
    let output = path("output");
    let (target, cache, theirs) = (text(&output)?, path("cache"), path("hugo"));
    let hugo = ["--quiet", "--noBuildLock", "--source", text(&theirs)?, "--cacheDir"];
    let hugo = [&hugo[..], &[text(&cache)?, "--destination", target, "--config"]].concat();
    let unrelated = format!("hugo.yaml,{}", site::UNRELATED);
    let hugos = ["hugo.yaml", &unrelated].map(|config| [&hugo[..], &[config]].concat());
    let depeche = ["build", "--root", text(&site.folder)?, "--now", NOW, "--output", target];
    println!("\n{stories} pairs, in {}: {} articles\n", place.name, 2 * stories);
    println!(
        "  clean build                        wall s    CPU s   peak MB    pages     files  \
         articles/s  wall Hugo ×  CPU Hugo ×"
    );
    let depeche = (env!("CARGO_BIN_EXE_depeche"), &depeche[..]);
    let programs = [depeche, ("hugo", &hugos[0]), ("hugo", &hugos[1])];
    let mut spent: Vec<_> = cores.iter().map(|_| programs.map(|_| Vec::new())).collect();
    let mut sizes = <[Written; 3]>::default();
    for _ in 0..runs(stories) {
        for (cores, spent) in cores.iter().copied().zip(&mut spent) {
            for ((runs, size), (name, arguments)) in spent.iter_mut().zip(&mut sizes).zip(programs)
            {
                site.forget()?;
                place.settle();
                runs.push(program(cores, name, arguments)?);
                *size = written(&output, &path("manifest"))?;
            }
        }
    }
    for (cores, spent) in cores.iter().copied().zip(spent) {
        let [depeche, hugo, unrelated] = spent.map(best);
        let (depeche, hugo, unrelated) = (depeche?, hugo?, unrelated?);
        row(cores, "depeche", stories, &depeche, &hugo, &sizes[0]);
        row(cores, "Hugo", stories, &hugo, &hugo, &sizes[1]);
        row(cores, "Hugo, none related", stories, &unrelated, &hugo, &sizes[2]);
        println!("  {:8} depeche: CPU {:.3} × Hugo, none related", "", depeche.cpu / unrelated.cpu);
    }
    Ok(())
}

/// What was written, and removes it.
fn written(output: &Path, manifest: &Path) -> Result<Written> {
    let written = floor::write_manifest(output, manifest)?;
    clear(output)?;
    Ok(written)
}

#[expect(clippy::cast_precision_loss, reason = "a site has fewer than 2^52 stories")]
fn row(cores: usize, name: &str, stories: u64, spent: &Spent, hugo: &Spent, written: &Written) {
    let cores = format!("{cores} core{}", if cores == 1 { "" } else { "s" });
    let Spent { wall, cpu, memory } = spent;
    let (megabytes, speed) = (memory / 1e6, (2 * stories) as f64 / wall);
    let (slower, dearer) = (wall / hugo.wall, cpu / hugo.cpu);
    let Written { pages, files, .. } = written;
    println!(
        "  {cores:8} {name:18} {wall:10.3} {cpu:8.3} {megabytes:9.1} {pages:8} {files:9} \
         {speed:11.0} {slower:12.3} {dearer:11.3}"
    );
}
