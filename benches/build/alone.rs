//! Cards, pictures and charts, each in a site that has them and nothing else besides its texts.
//!
//! What each takes depends on how many there are, and on nothing else of a site: so they are measured in one of few
//! stories, and told by the piece.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context, Result};
use image::{Rgb, RgbImage};

use crate::apart::{Spent, program, text};
use crate::corpus::{LOCALES, NOW, Site};
use crate::place::{Place, clear};

/// Story pairs.
const STORIES: u64 = 100;
/// How many pictures there are, one for each of the first stories.
const PICTURES: u64 = 20;
/// How many charts each article has: one is too quickly drawn to be told from other work of the machine.
const CHARTS: u64 = 10;
/// How often each site is built.
const RUNS: usize = 3;
/// How large a picture is: wider than the widest that is made of it.
const SIZE: (u32, u32) = (1800, 1200);

/// What a site has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extra {
    Nothing,
    Cards,
    Pictures,
    Charts,
}

impl Extra {
    const ALL: [Self; 4] = [Self::Nothing, Self::Cards, Self::Pictures, Self::Charts];

    fn name(self) -> &'static str {
        match self {
            Self::Nothing => "texts",
            Self::Cards => "cards",
            Self::Pictures => "pictures",
            Self::Charts => "charts",
        }
    }

    /// Adds them to a site of texts, and tells how many there are.
    fn add(self, site: &Site) -> Result<u64> {
        let articles = site.stories * LOCALES.len() as u64;
        match self {
            Self::Nothing => return Ok(articles),
            Self::Cards => append(&site.folder.join("depeche.yaml"), "cards: true\n")?,
            Self::Pictures => {
                append(&site.folder.join("depeche.yaml"), "pictures: true\n")?;
                for story in 0..PICTURES {
                    let name = format!("picture-{story}.jpg");
                    picture(story, &site.path(story, LOCALES[0]).with_file_name(&name))?;
                    for locale in LOCALES {
                        append(&site.path(story, locale), &format!("\n![{name}]({name})\n"))?;
                    }
                }
                return Ok(PICTURES);
            }
            Self::Charts => {
                for story in 0..site.stories {
                    let charts: String =
                        (0..CHARTS).map(|chart| self::chart(story + chart)).collect();
                    for locale in LOCALES {
                        append(&site.path(story, locale), &charts)?;
                    }
                }
                return Ok(articles * CHARTS);
            }
        }
        Ok(articles)
    }
}

/// Measures each, and prints what it adds to a clean build, and how long one takes that finds nothing to do.
pub fn report(places: &[Place], cores: &[usize]) -> Result<()> {
    let (place, cores) =
        places.first().zip(cores.first()).context("there is no place for a site")?;
    println!(
        "measured on their own, {STORIES} pairs, {cores} core{}\n\n  \
         site of           pieces   clean CPU s   each CPU ms   peak MB   again wall ms",
        if *cores == 1 { "" } else { "s" }
    );
    let mut plain = None;
    for extra in Extra::ALL {
        let folder = place.folder()?;
        let site = Site::write(folder.path().join("site"), STORIES)?;
        let pieces = extra.add(&site)?;
        let (clean, again) = measured(&site, &folder.path().join("output"), *cores)?;
        let before = *plain.get_or_insert(clean.cpu);
        let each = match extra {
            Extra::Nothing => "–".to_owned(),
            _ => format!("{:.2}", (clean.cpu - before) * 1e3 / pieces as f64),
        };
        println!(
            "  {:12} {pieces:11} {:13.3} {each:>13} {:9.1} {:15.1}",
            extra.name(),
            clean.cpu,
            clean.memory / 1e6,
            again.wall * 1e3
        );
    }
    Ok(())
}

/// The cheapest of some clean builds, and the fastest of as many that find nothing to do.
fn measured(site: &Site, output: &Path, cores: usize) -> Result<(Spent, Spent)> {
    let (root, target) = (text(&site.folder)?, text(output)?);
    let depeche = env!("CARGO_BIN_EXE_depeche");
    let build =
        || program(cores, depeche, &["build", "--root", root, "--now", NOW, "--output", target]);
    let (mut clean, mut again) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        clear(output)?;
        site.forget()?;
        clean.push(build()?);
        again.push(build()?);
    }
    let cheapest = clean.into_iter().min_by(|a, b| a.cpu.total_cmp(&b.cpu));
    let fastest = again.into_iter().min_by(|a, b| a.wall.total_cmp(&b.wall));
    cheapest.zip(fastest).context("there is at least one run")
}

fn append(file: &Path, text: &str) -> io::Result<()> {
    File::options().append(true).open(file)?.write_all(text.as_bytes())
}

/// A picture with what photographs have: soft changes, edges, and noise.
fn picture(number: u64, file: &Path) -> Result<()> {
    let (width, height) = SIZE;
    let mut noise = number + 1;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        let soft = |along: u32, whole: u32| (along * 200 / whole) as u8;
        let edge = if (x / 150 + y / 200).is_multiple_of(2) { 30 } else { 0 };
        let grain = (noise % 16) as u8;
        Rgb([soft(x, width) + edge, soft(y, height) + grain, soft(x + y, width + height) + grain])
    });
    let mut bytes = io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    fs::write(file, bytes.into_inner())?;
    Ok(())
}

/// Twelve months of two series.
fn chart(number: u64) -> String {
    let mut chart = "\n```chart\ntitle: Months\nkind: line\n---\nMonth, One, Two\n".to_owned();
    for month in 1..=12 {
        let (one, two) = ((number * 7 + month * 13) % 90 + 10, (number * 11 + month * 5) % 90 + 10);
        chart.push_str(&format!("2024-{month:02}, {one}.5, {two}\n"));
    }
    chart + "```\n"
}
