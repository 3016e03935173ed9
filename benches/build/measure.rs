//! What is measured. Each measurement runs in a process of its own, so that its processor time and
//! its peak of memory are its own, and answers with lines of `name value`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use depeche::outputs::Outputs;
use depeche::parse::ParseMemo;
use depeche::publish::{Guard, publish};
use depeche::render::RenderMemo;
use depeche::world::disk::DiskWorld;
use depeche::{Memos, Options};
use jiff::Timestamp;
use nix::sys::resource::{Usage, UsageWho, getrusage};

use crate::{corpus, floor};

/// Named numbers: seconds, counts or bytes.
pub type Figures = BTreeMap<String, f64>;

/// How often each edit is made; the median counts.
const EDITS: u32 = 5;

/// Runs this program again for one measurement, and reads what it answers.
pub fn apart(arguments: &[&str]) -> Result<Figures> {
    let output = Command::new(env::current_exe()?)
        .arg("--apart")
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "`{}` failed", arguments.join(" "));
    let lines = String::from_utf8(output.stdout)?;
    let figures = lines.lines().filter_map(|line| line.rsplit_once(' '));
    figures.map(|(name, value)| Ok((name.to_owned(), value.parse()?))).collect()
}

/// The other side of [`apart`].
pub fn answer(arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let figures = match arguments[..] {
        ["program", program, ref rest @ ..] => program_once(program, rest)?,
        ["floor", manifest, site, output] => {
            let started = Instant::now();
            floor::run(manifest.as_ref(), site.as_ref(), output.as_ref())?;
            spent(started.elapsed(), UsageWho::RUSAGE_SELF)?
        }
        ["corpus", folder, stories] => {
            corpus::write(folder.as_ref(), stories.parse()?)?;
            Figures::new()
        }
        ["stages", site, output] => stages(site.as_ref(), output.as_ref())?,
        ["edits", site, output, stories] => {
            edits(site.as_ref(), output.as_ref(), stories.parse()?)?
        }
        _ => anyhow::bail!("there is no such measurement"),
    };
    for (name, value) in figures {
        println!("{name} {value}");
    }
    Ok(())
}

fn program_once(program: &str, arguments: &[&str]) -> Result<Figures> {
    let started = Instant::now();
    let output = Command::new(program).args(arguments).output()?;
    let elapsed = started.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`{program}` failed:\n{said}");
    spent(elapsed, UsageWho::RUSAGE_CHILDREN)
}

fn spent(elapsed: Duration, who: UsageWho) -> Result<Figures> {
    let usage = getrusage(who)?;
    Ok(Figures::from([
        ("wall".into(), elapsed.as_secs_f64()),
        ("cpu".into(), seconds(&usage)),
        ("memory".into(), peak(&usage)),
    ]))
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a run fit into an f64")]
fn seconds(usage: &Usage) -> f64 {
    let of = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    of(usage.user_time()) + of(usage.system_time())
}

/// The peak of resident memory in bytes; Apple's systems count bytes, others kilobytes.
#[expect(clippy::cast_precision_loss, reason = "a machine's memory in bytes fits into an f64")]
fn peak(usage: &Usage) -> f64 {
    let unit = if cfg!(target_vendor = "apple") { 1.0 } else { 1024.0 };
    usage.max_rss() as f64 * unit
}

fn now() -> Result<Timestamp> {
    Ok(format!("{}T00:00:00Z", corpus::NOW).parse()?)
}

/// The time of each stage of a build from nothing, and of one again with nothing changed.
fn stages(site: &Path, output: &Path) -> Result<Figures> {
    let mut world = DiskWorld::open(site, now()?);
    let (parse_memo, render_memo) = (ParseMemo::default(), RenderMemo::default());
    let mut figures = Figures::new();
    for round in ["clean", "again"] {
        let mut last = (Instant::now(), seconds(&getrusage(UsageWho::RUSAGE_SELF)?));
        let mut lap = |name: &str| -> Result<()> {
            let usage = getrusage(UsageWho::RUSAGE_SELF)?;
            figures.insert(format!("{name}.{round}.wall"), last.0.elapsed().as_secs_f64());
            figures.insert(format!("{name}.{round}.cpu"), seconds(&usage) - last.1);
            figures.insert(format!("{name}.{round}.memory"), peak(&usage));
            last = (Instant::now(), seconds(&usage));
            Ok(())
        };
        world = world.reopen(now()?);
        parse_memo.turn();
        render_memo.turn();
        let sources = depeche::collect::collect(&world).value;
        lap("1 collect")?;
        let parsed = depeche::parse::parse(&sources, None, &parse_memo).value;
        lap("2 parse")?;
        let linked = depeche::link::link(&parsed, Options::default().selection).value;
        lap("3 link")?;
        let plan = depeche::plan::plan(&linked, &parsed).value;
        lap("4 plan")?;
        let files = Mutex::default();
        let take = |output| Vec::push(&mut files.lock().expect("no thread panics"), output);
        depeche::render::render(plan, &parsed.texts, &render_memo, &take);
        let outputs = Outputs::new(files.into_inner().expect("no thread panicked"));
        lap("5 render")?;
        publish(&outputs, output, &guard(site)).map_err(|error| anyhow::anyhow!("{error}"))?;
        lap("6 publish")?;
        drop((outputs, linked, parsed, sources));
        lap("7 drop")?;
    }
    Ok(figures)
}

fn guard(site: &Path) -> Guard {
    Guard { site_root: site.to_owned(), home: None }
}

/// The time from an edit to the site on the disk, as `serve` and `watch` work: with all that the
/// last build left.
fn edits(site: &Path, output: &Path, stories: u64) -> Result<Figures> {
    let memos = Memos::default();
    let mut world = DiskWorld::open(site, now()?);
    let mut figures = Figures::new();
    let article = site.join(corpus::path(stories / 2, stories, "fr"));
    let theme = "themes/gazette/templates/article.html";
    let (_, template) = depeche::embedded::THEMES
        .iter()
        .find(|(path, _)| *path == theme)
        .context("the theme has an article")?;
    let template = String::from_utf8(template.to_vec())?;
    let own = site.join("templates/article.html");
    fs::create_dir(site.join("templates"))?;
    let words = site.join("i18n/fr/site.ftl");
    let (text, messages) = (fs::read_to_string(&article)?, fs::read_to_string(&words)?);
    let mut build = |name: &str| -> Result<()> {
        let mut times = Vec::new();
        for turn in 0..EDITS {
            match name {
                "body" => fs::write(&article, format!("{text}\nUn mot de plus, le {turn}.\n"))?,
                "title" => {
                    let new = format!("title: \"Un titre neuf, le {turn}e : ");
                    fs::write(&article, text.replacen("title: \"", &new, 1))?;
                }
                "message" => {
                    let new = format!("byline = De ({turn})");
                    fs::write(&words, messages.replacen(corpus::BYLINE, &new, 1))?;
                }
                "template" => {
                    let new = template.replacen("<article ", &format!("<article id=e{turn} "), 1);
                    ensure!(new != template, "the template has no `<article `");
                    fs::write(&own, new)?;
                }
                _ => {}
            }
            let started = Instant::now();
            world = world.reopen(now()?);
            let checked = depeche::build(&world, &Options::default(), &memos);
            let built = started.elapsed();
            let problem = checked.diagnostics.first();
            ensure!(problem.is_none(), "{name}: {}", problem.map_or("", |p| &p.message));
            let outputs = checked.value;
            let started = Instant::now();
            publish(&outputs, output, &guard(site)).map_err(|error| anyhow::anyhow!("{error}"))?;
            times.push((built, started.elapsed()));
            if name == "first" {
                break;
            }
        }
        times.sort();
        let (built, published) = times[times.len() / 2];
        figures.insert(format!("{name}.build"), built.as_secs_f64());
        figures.insert(format!("{name}.publish"), published.as_secs_f64());
        #[expect(clippy::cast_precision_loss, reason = "a site has fewer than 2^52 pages")]
        figures.insert(format!("{name}.rendered"), memos.rendered_pages() as f64);
        Ok(())
    };
    for name in ["first", "nothing", "body", "title", "message", "template"] {
        build(name)?;
    }
    figures.insert("memory".into(), peak(&getrusage(UsageWho::RUSAGE_SELF)?));
    Ok(figures)
}
