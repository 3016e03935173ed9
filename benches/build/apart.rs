//! Each measurement runs in a process of its own, so that its processor time and its peak of memory
//! are its own, and answers with lines of `name value`.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{Usage, UsageWho, getrusage};

use crate::{again, floor, live, stages};

/// Named numbers: seconds, counts or bytes.
pub type Figures = BTreeMap<String, f64>;

/// What a process took.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// Seconds that passed.
    pub wall: f64,
    /// Seconds of processor time.
    pub cpu: f64,
    /// The peak of resident memory, in bytes.
    pub memory: f64,
}

/// Runs this program again for one measurement, on `cores` cores, and reads what it answers.
pub fn apart(cores: usize, arguments: &[&str]) -> Result<Figures> {
    let output = Command::new(env::current_exe()?)
        .args(["--apart", &cores.to_string()])
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "`{}` failed", arguments.join(" "));
    let lines = String::from_utf8(output.stdout)?;
    let figures = lines.lines().filter_map(|line| line.rsplit_once(' '));
    figures.map(|(name, value)| Ok((name.to_owned(), value.parse()?))).collect()
}

/// The same, if what it answers is what it spent.
pub fn spent_apart(cores: usize, arguments: &[&str]) -> Result<Spent> {
    let figures = apart(cores, arguments)?;
    let of = |name: &str| figures.get(name).copied().with_context(|| format!("no {name} was told"));
    Ok(Spent { wall: of("wall")?, cpu: of("cpu")?, memory: of("memory")? })
}

/// What a program spends, from its start to its end.
pub fn program(cores: usize, program: &str, arguments: &[&str]) -> Result<Spent> {
    spent_apart(cores, &[&["program", program], arguments].concat())
}

/// The other side of [`apart`].
#[expect(clippy::print_stdout, reason = "standard output is how it answers")]
pub fn answer(arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [cores, ref rest @ ..] = arguments[..] else { anyhow::bail!("on how many cores?") };
    pin(cores.parse()?)?;
    let figures = match *rest {
        ["program", program, ref rest @ ..] => run(program, rest)?,
        ["floor", manifest, site, output] => {
            let started = Instant::now();
            floor::run(manifest.as_ref(), site.as_ref(), output.as_ref())?;
            spent(started.elapsed(), UsageWho::RUSAGE_SELF)?
        }
        ["stages", site, output] => stages::measured(site.as_ref(), output.as_ref())?,
        ["again", folder, stories, runs] => {
            again::measured(folder.as_ref(), stories.parse()?, runs.parse()?)?
        }
        ["live", folder, stories, runs] => {
            live::measured(folder.as_ref(), stories.parse()?, runs.parse()?)?
        }
        _ => anyhow::bail!("there is no such measurement"),
    };
    for (name, value) in figures {
        println!("{name} {value}");
    }
    Ok(())
}

fn run(program: &str, arguments: &[&str]) -> Result<Figures> {
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

/// The processor time that this process has used, in seconds, and its peak of memory, in bytes.
pub fn so_far() -> Result<(f64, f64)> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    Ok((seconds(&usage), peak(&usage)))
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a run fit into an f64")]
fn seconds(usage: &Usage) -> f64 {
    let of = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    of(usage.user_time()) + of(usage.system_time())
}

/// Apple's systems count bytes, others kilobytes.
#[expect(clippy::cast_precision_loss, reason = "a machine's memory in bytes fits into an f64")]
fn peak(usage: &Usage) -> f64 {
    let unit = if cfg!(target_vendor = "apple") { 1.0 } else { 1024.0 };
    usage.max_rss() as f64 * unit
}

/// Whether a process can be held to fewer cores than there are.
pub const CAN_PIN: bool = cfg!(target_os = "linux");

/// Holds this process, and those it starts, to the first `cores` of the cores that it may use.
#[cfg(target_os = "linux")]
fn pin(cores: usize) -> Result<()> {
    use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
    use nix::unistd::Pid;
    let this = Pid::from_raw(0);
    let allowed = sched_getaffinity(this)?;
    let mut chosen = CpuSet::new();
    let all = (0..CpuSet::count()).filter(|core| allowed.is_set(*core).unwrap_or(false));
    all.take(cores).try_for_each(|core| chosen.set(core))?;
    sched_setaffinity(this, &chosen).context("the process cannot be held to some cores")
}

#[cfg(not(target_os = "linux"))]
fn pin(_cores: usize) -> Result<()> {
    Ok(())
}

/// A path as an argument.
pub fn text(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("`{}` is not plain text", path.display()))
}
