//! What can be asked for, and the help that says so.

use std::path::PathBuf;

#[cfg(feature = "publish")]
use crate::encode::Encoding;
use crate::schema::Schema;
use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// A static site generator for a news digest published in several languages.
#[derive(Debug, Parser)]
#[command(name = "depeche", version, about, propagate_version = true)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// The site's folder [default: the one at or above the current folder that holds depeche.yaml]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How problems are shown
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

#[cfg(feature = "publish")]
fn encoding(text: &str) -> Result<Encoding, String> {
    let found = Encoding::BY_EXTENSION.iter().find(|(known, _)| *known == text);
    found.map(|(_, encoding)| *encoding).ok_or_else(|| "write `br`, `gz` or `zst`".to_owned())
}

/// How problems are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With an excerpt of the file, for people
    Human,
    /// One JSON object a line, for programs
    Json,
    /// Annotations of GitHub Actions, beside the lines that they are about
    Github,
    /// A SARIF log, for services that track what analyses find
    Sarif,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the site
    Build(BuildArguments),
    /// Make the site, and make a folder or a bucket equal to it
    Publish(PublishArguments),
    /// Serve the site on this machine, and show each change at once
    #[cfg(feature = "serve")]
    Serve(ServeArguments),
    /// Report every problem, without writing anything
    Check(CheckArguments),
    /// Make a new site in a folder
    Init(InitArguments),
    /// Begin an article
    New(NewArguments),
    /// Begin a translation of a story: facts and structure copied, words left to write
    Translate(TranslateArguments),
    /// Take the articles of a site of Hugo, Zola or Jekyll
    Import(ImportArguments),
    /// Say which translations are fresh, stale or missing
    Status(StatusArguments),
    /// Show what changed in an original since its translation was accepted
    Diff(DiffArguments),
    /// Record that a translation is right as it is now
    Accept(AcceptArguments),
    /// List articles by what is to be done with them
    List(ListArguments),
    /// List what will appear and expire, and when
    Schedule(ScheduleArguments),
    /// Say which addresses are new since they were recorded in urls.lock, and which are lost
    Urls(UrlsArguments),
    /// Say what changes for readers since another build, as Markdown for a pull request
    Report(ReportArguments),
    /// Write an edition as an e-mail, for a program that sends it to readers
    Newsletter(NewsletterArguments),
    /// Print a file that tells a server of your own how to serve the site
    Server(ServerArguments),
    /// Print the manual's page of a problem
    Explain(ExplainArguments),
    /// Print a JSON Schema, by which an editor knows the keys of a file
    Schema(SchemaArguments),
    /// Write manual pages: of depeche, and of each command
    Man {
        /// The folder that they are written to
        dir: PathBuf,
    },
    /// Print a script that completes depeche's commands in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What commands that build take.
#[derive(Debug, Clone, Default, Args)]
pub struct SiteArguments {
    /// The site's address, in place of the configured one
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Take drafts, too
    #[arg(long)]
    pub drafts: bool,
    /// Take articles that are held back until later, or have expired, too
    #[arg(long)]
    pub future: bool,
    /// The moment that the site is built for [default: this one]
    #[arg(long, value_name = "DATE")]
    pub now: Option<String>,
    /// Let warnings fail the command
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Default, Args)]
pub struct BuildArguments {
    /// Where the site is written [default: public/ in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write the pages of these locales only
    #[arg(long, value_name = "TAG")]
    pub locale: Vec<String>,
    /// Exchange the whole output folder in one system call
    #[arg(long)]
    pub atomic: bool,
    /// Use nothing that the last build left in `.depeche/`, and leave nothing there
    #[arg(long)]
    pub fresh: bool,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Debug, Args)]
pub struct PublishArguments {
    /// Where readers are served from: a folder, or a bucket as s3://BUCKET/PREFIX
    #[arg(value_name = "TARGET")]
    pub target: String,
    /// Where the site is built [default: public/ in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Publish what the last build left, and build nothing
    #[arg(long)]
    pub no_build: bool,
    /// List what would change, and change nothing but the folder that the site is built in
    #[arg(long)]
    pub dry_run: bool,
    /// The address of the bucket's store, if it is not Amazon's [env: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL]
    #[arg(long, value_name = "URL")]
    #[cfg(feature = "publish")]
    pub endpoint: Option<String>,
    /// The bucket's region [env: AWS_REGION, AWS_DEFAULT_REGION] [default: us-east-1]
    #[arg(long, value_name = "NAME")]
    #[cfg(feature = "publish")]
    pub region: Option<String>,
    /// Let the bucket's website answer for old addresses with a redirect
    #[arg(long)]
    #[cfg(feature = "publish")]
    pub redirects: bool,
    /// Send files to the bucket in this form, with `Content-Encoding`: br, gz or zst, as in `precompress`
    #[cfg(feature = "publish")]
    #[arg(long, value_name = "FORM", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Delete at once from the bucket what only pages of a moment ago name
    #[arg(long)]
    #[cfg(feature = "publish")]
    pub prune: bool,
    /// Ask the bucket of every file, and mend what was changed there
    #[arg(long)]
    #[cfg(feature = "publish")]
    pub verify: bool,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Mend in the sources what can be mended without doubt
    #[arg(long)]
    pub fix: bool,
    /// Write the warnings there are to problems.lock, and dead links to links.lock: from then on they are not told again
    #[arg(long)]
    pub baseline: bool,
    /// Ask the web whether outside links still lead to something
    #[cfg(feature = "external")]
    #[arg(long)]
    pub external: bool,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[cfg(feature = "serve")]
#[derive(Debug, Clone, Args)]
pub struct ServeArguments {
    /// The port; if it is taken, the next that is free
    #[arg(long, default_value_t = 4747)]
    pub port: u16,
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: std::net::IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Look at the files every second, where changes made elsewhere are not reported
    #[arg(long)]
    pub poll: bool,
    /// The moment that the site is built for [default: this one]
    #[arg(long, value_name = "DATE")]
    pub now: Option<String>,
}

#[derive(Debug, Args)]
pub struct InitArguments {
    /// The folder, which must be new or empty
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct NewArguments {
    /// The article's title
    pub title: String,
    /// Its language [default: the site's first locale]
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
    /// When it happened [default: today]
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
}

#[derive(Debug, Args)]
pub struct TranslateArguments {
    /// The story: its name, as in `2025/deepseek-r2`, or the path of one of its files
    pub story: String,
    /// The language to translate to
    #[arg(long, value_name = "TAG")]
    pub to: String,
}

#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The folder of the other site, with its configuration
    pub dir: PathBuf,
    /// Whose site it is [default: as its files tell]
    #[arg(long, value_enum)]
    pub from: Option<Other>,
}

/// Other generators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Other {
    /// Hugo
    Hugo,
    /// Zola
    Zola,
    /// Jekyll
    Jekyll,
}

#[derive(Debug, Args)]
pub struct StatusArguments {
    /// Only translations into this language; may be given several times
    #[arg(long, value_name = "TAG")]
    pub locale: Vec<String>,
    /// Fail if more published translations than this are stale
    #[arg(long, value_name = "COUNT")]
    pub max_stale: Option<usize>,
    /// Fail if more published stories than this lack a translation
    #[arg(long, value_name = "COUNT")]
    pub max_missing: Option<usize>,
    /// Fail if more published translations than this are not in the ledger
    #[arg(long, value_name = "COUNT")]
    pub max_unrecorded: Option<usize>,
    /// How long a translation may be stale or missing before it counts: 48h, 3d, 1w
    #[arg(long, value_name = "TIME")]
    pub grace: Option<String>,
    /// Write the translation desk as a page to this file, too
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// The moment that is taken for this one
    #[arg(long, value_name = "DATE")]
    pub now: Option<String>,
}

#[derive(Debug, Args)]
pub struct UrlsArguments {
    /// Add the new addresses to urls.lock
    #[arg(long)]
    pub record: bool,
    /// Take an address out of urls.lock, for what is gone for good; may be given several times
    #[arg(long, value_name = "PATH")]
    pub forget: Vec<String>,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Debug, Args)]
pub struct ReportArguments {
    /// The folder with the other build: the site as it was before
    #[arg(long, value_name = "DIR")]
    pub base: PathBuf,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The story: its name, as in `2025/deepseek-r2`, or the path of one of its files
    pub story: String,
    /// Only the translation into this language; may be given several times
    #[arg(long, value_name = "TAG")]
    pub locale: Vec<String>,
}

#[derive(Debug, Args)]
pub struct AcceptArguments {
    /// The story: its name, as in `2025/deepseek-r2`, or the path of one of its files
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub story: Option<String>,
    /// Only the translation into this language; may be given several times
    #[arg(long, value_name = "TAG")]
    pub locale: Vec<String>,
    /// Every translation there is; records of articles that are gone are dropped
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct ListArguments {
    /// Which articles
    #[arg(value_enum)]
    pub what: Listed,
    /// Only in this language; may be given several times
    #[arg(long, value_name = "TAG")]
    pub locale: Vec<String>,
    /// The moment that is taken for this one
    #[arg(long, value_name = "DATE")]
    pub now: Option<String>,
}

#[derive(Debug, Args)]
pub struct ScheduleArguments {
    /// Only in this language; may be given several times
    #[arg(long, value_name = "TAG")]
    pub locale: Vec<String>,
    /// The moment that is taken for this one
    #[arg(long, value_name = "DATE")]
    pub now: Option<String>,
}

/// What articles can be listed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// Stories that a language lacks
    Untranslated,
    /// Translations whose original has changed
    Stale,
    /// Translations that are not in the ledger
    Unrecorded,
    /// Drafts
    Drafts,
    /// Those held back until later
    Future,
    /// Those that have expired
    Expired,
}

#[derive(Debug, Args)]
pub struct NewsletterArguments {
    /// The edition's name, as in its address: `2025-w09`
    pub edition: String,
    /// Its language [default: the site's first locale]
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
    /// The file that is written, which ends in `.eml` [default: the message is printed]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Debug, Args)]
pub struct ServerArguments {
    /// The program that serves
    #[arg(value_enum)]
    pub server: ServerName,
    /// The folder that readers are served from [default: public/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Let the server itself lead from / to the reader's language
    #[arg(long)]
    pub negotiate: bool,
    #[command(flatten)]
    pub site: SiteArguments,
}

/// A program that serves files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ServerName {
    /// A file for /etc/nginx/conf.d/
    Nginx,
    /// A Caddyfile, or a part of one
    Caddy,
}

#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The problem's code; without one, all codes are listed
    pub code: Option<String>,
}

#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// What it describes
    #[arg(
        value_enum,
        value_name = "WHAT",
        required_unless_present = "write",
        conflicts_with = "write"
    )]
    pub what: Option<Schema>,
    /// Write all of them to schemas/ in the site's folder, in the place of those of an earlier depeche
    #[arg(long)]
    pub write: bool,
}

impl ValueEnum for Schema {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.what()))
    }
}
