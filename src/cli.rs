//! The command line: what each command does, and the one module that prints.

#![expect(clippy::print_stdout, reason = "this is the module that prints")]
#![expect(
    clippy::disallowed_methods,
    reason = "the command line stands between depeche and the process"
)]

/// Says something on the standard error stream. A reader that has gone away wants no more of it.
macro_rules! say {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($said)*);
    }};
}

mod arguments;
mod build;
mod check;
mod compare;
mod desk;
mod explain;
#[cfg(feature = "external")]
mod external;
mod fix;
mod import;
mod known;
mod newsletter;
mod overdue;
mod publish;
mod report;
mod scaffold;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod server;
mod urls;

use std::env;
use std::fmt::Display;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{CommandFactory, Parser};
use jiff::Timestamp;

use crate::Options;
use crate::collect::CONFIG;
use crate::diag::{Diagnostic, Severity};
use crate::link::Selection;
use crate::model::{BaseUrl, Locale, OutputPath};
use crate::parse::config;
use crate::world::disk::{DiskWorld, find_root};
use crate::world::{VPath, World};

use arguments::{Arguments, Command, Common, SiteArguments};

/// The site is right.
const RIGHT: u8 = 0;
/// The site has errors, or warnings under `--strict`; more translations are stale than allowed.
const WRONG: u8 = 1;
/// The command could not run.
const FAILED: u8 = 2;

/// Runs depeche with the arguments of the process.
///
/// Exits with 0 if all is well, 1 if the site has errors (with `--strict`, warnings), and 2 if the
/// command could not run.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            say!("error: {error:#}");
            ExitCode::from(FAILED)
        }
    }
}

fn run(arguments: Arguments) -> Result<u8> {
    let common = arguments.common;
    match arguments.command {
        Command::Build(arguments) => build::run(&common, &arguments),
        Command::Publish(arguments) => publish::run(&common, &arguments),
        Command::Check(arguments) => check::run(&common, &arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(&common, &arguments),
        Command::Init(arguments) => scaffold::init(&arguments),
        Command::New(arguments) => scaffold::new(&root(&common)?, &arguments),
        Command::Translate(arguments) => scaffold::translate(&root(&common)?, &arguments),
        Command::Import(arguments) => import::run(&common, &arguments),
        Command::Status(arguments) => desk::status::run(&common, &arguments),
        Command::Diff(arguments) => desk::diff::run(&common, &arguments),
        Command::Accept(arguments) => desk::accept::run(&common, &arguments),
        Command::List(arguments) => desk::list::run(&common, &arguments),
        Command::Schedule(arguments) => desk::schedule::run(&common, &arguments),
        Command::Urls(arguments) => urls::run(&common, &arguments),
        Command::Report(arguments) => compare::run(&common, &arguments),
        Command::Newsletter(arguments) => newsletter::run(&common, &arguments),
        Command::Server(arguments) => server::run(&common, &arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Schema(arguments) => schema::run(&common, &arguments),
        Command::Man { dir } => {
            fs::create_dir_all(&dir)
                .and_then(|()| clap_mangen::generate_to(Arguments::command(), &dir))
                .with_context(|| format!("`{}` cannot be written to", dir.display()))?;
            Ok(RIGHT)
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "depeche", &mut io::stdout());
            Ok(RIGHT)
        }
    }
}

/// The folder that holds `depeche.yaml`: as asked for, or at or above the current one.
fn root(common: &Common) -> Result<PathBuf> {
    match &common.root {
        Some(root) if !root.is_dir() => bail!("there is no folder `{}`", root.display()),
        Some(root) => Ok(root.clone()),
        None => {
            let here = env::current_dir().context("the current folder cannot be read")?;
            find_root(&here).with_context(|| {
                format!(
                    "there is no `depeche.yaml` in `{}` or above it\n\
                     help: run `depeche init my-digest` to make a site, or name its folder with `--root`",
                    here.display()
                )
            })
        }
    }
}

/// When the build runs: now, or when `--now` says, on the site's clocks.
fn now(root: &Path, text: Option<&str>) -> Result<Timestamp> {
    let Some(text) = text else { return Ok(Timestamp::now()) };
    let date = crate::model::Date::parse(text).map_err(|error| {
        anyhow::anyhow!("{error}\nhelp: write `--now 2025-02-26` or `--now 2025-02-26T09:30+01:00`")
    })?;
    Ok(date.instant(&configuration(root).time_zone))
}

fn options(site: &SiteArguments) -> Result<Options> {
    let base_url = site.base_url.as_deref().map(|url| {
        BaseUrl::parse(url).with_context(|| {
            format!(
                "`{url}` is not the address of a site\nhelp: write it whole: `https://example.org/`"
            )
        })
    });
    let selection = Selection { drafts: site.drafts, future: site.future };
    Ok(Options { base_url: base_url.transpose()?, selection, parity: false })
}

/// Writes a file of the site's folder: whole, or not at all.
fn save(root: &Path, name: &str, text: &str) -> Result<()> {
    let (path, staged) = (root.join(name), root.join(format!(".{name}.new")));
    fs::write(&staged, text)
        .and_then(|()| fs::rename(&staged, &path))
        .with_context(|| format!("`{}` cannot be written", path.display()))
}

/// Writes a line to the standard output stream. A reader that has gone away wants no more of them.
fn out(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// The code to exit with.
fn verdict(diagnostics: &[Diagnostic], strict: bool) -> u8 {
    let worst = diagnostics.iter().map(|problem| problem.severity()).max();
    match worst {
        Some(Severity::Error) => WRONG,
        Some(Severity::Warning) if strict => WRONG,
        _ => RIGHT,
    }
}

/// Which files are published: all, or those of some locales, with those that belong to none.
enum Wanted {
    All,
    Of { wanted: Vec<Locale>, declared: Vec<Locale> },
}

impl Wanted {
    fn new(root: &Path, tags: &[String]) -> Result<Self> {
        if tags.is_empty() {
            return Ok(Self::All);
        }
        let config = configuration(root);
        let declared: Vec<Locale> = config.locales.into_iter().map(|locale| locale.tag).collect();
        let known = |tag: &String| {
            let locale = Locale::new(tag).filter(|locale| declared.contains(locale));
            locale.with_context(|| format!("the site has no locale `{tag}`"))
        };
        let wanted = tags.iter().map(known).collect::<Result<_>>()?;
        Ok(Self::Of { wanted, declared })
    }

    fn has(&self, path: &OutputPath) -> bool {
        let Self::Of { wanted, declared } = self else { return true };
        let folder = path.as_str().split_once('/').map(|(folder, _)| folder);
        let of = |locale: &Locale| Some(locale.as_str()) == folder;
        wanted.iter().any(of) || !declared.iter().any(of)
    }
}

/// The site's configuration, as far as it can be read.
fn configuration(root: &Path) -> config::Config {
    let file = VPath::new(CONFIG);
    let bytes = DiskWorld::open(root, Timestamp::UNIX_EPOCH).read(&file).ok();
    let source = bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
    config::parse(&file, source.unwrap_or_default()).value
}

fn target(root: &Path, output: Option<&Path>) -> Result<PathBuf> {
    match output {
        Some(output) => std::path::absolute(output).context("the output folder has no name"),
        None => Ok(root.join("public")),
    }
}

fn home() -> Option<PathBuf> {
    env::home_dir()
}
