//! `serve` never lies: after any series of changes it serves what a clean build makes.
//!
//! A random walk changes a real folder in all the ways that editors, file managers and git do, while
//! the program serves it. After every few steps each file that is served is compared, byte for byte,
//! with a clean build of the folder, and so is the number of problems.
//!
//! `WALK=7 cargo test --test live` goes another way, and `WALK=7,2000` a longer one.
#![cfg(feature = "serve")]
#![expect(clippy::disallowed_methods, reason = "a test of what happens on the disk, in time")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod served;
mod walk;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use depeche::diag::Severity;
use depeche::link::Selection;
use depeche::model::BaseUrl;
use depeche::parse::config;
use depeche::world::disk::DiskWorld;
use depeche::world::{VPath, World};
use depeche::{Memos, Options};
use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use served::{DEADLINE, Site};
use walk::Walk;

/// How many steps are gone, unless `WALK` says otherwise.
const STEPS: usize = 200;
/// When the site is built for.
const NOW: &str = "2025-06-30T12:00Z";

/// What is served, or should be: each path with its status and its bytes, and the problems.
#[derive(PartialEq, Eq)]
struct Shown {
    files: Vec<(String, u16, Vec<u8>)>,
    problems: String,
}

/// Asks one thing after the other.
struct Client(BufReader<TcpStream>);

impl Client {
    fn new(site: &Site) -> Self {
        let stream = site.connect();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    fn send(&mut self, path: &str) {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the server has gone away");
        line.trim_end().to_lowercase()
    }

    fn get(&mut self, path: &str) -> (u16, Vec<u8>) {
        self.send(path);
        let status = self.line().split(' ').nth(1).unwrap().parse().unwrap();
        let mut length = 0;
        loop {
            let line = self.line();
            match line.split_once(": ") {
                Some(("content-length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        match status {
            // What cannot be made is nothing to a build, which would not be published.
            500 => (200, Vec::new()),
            _ => (status, without_script(body)),
        }
    }

    /// What a page is told first: how many errors and warnings there are.
    fn problems(mut self) -> String {
        self.send("/_depeche/events");
        loop {
            let line = self.line();
            if let Some(told) = line.strip_prefix("data: ") {
                return told.split(",\"problems\"").next().unwrap().to_owned();
            }
        }
    }
}

/// A page as the build made it, without the script that it is served with.
fn without_script(mut page: Vec<u8>) -> Vec<u8> {
    let find =
        |page: &[u8], part: &str| page.windows(part.len()).position(|w| w == part.as_bytes());
    if let Some(start) = find(&page, "<script src=\"/_depeche/live.js\"") {
        let end = start + find(&page[start..], "</script>").unwrap() + "</script>".len();
        page.drain(start..end);
    }
    page
}

/// What a build of the folder makes that knows of no other.
fn clean(root: &Path, port: u16) -> Shown {
    let world = DiskWorld::open(root, NOW.replace("Z", ":00Z").parse::<Timestamp>().unwrap());
    let file = VPath::new("depeche.yaml");
    let text = world.read(&file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let base = text.map(|text| config::parse(&file, &text).value.base_url.path().to_owned());
    let base = base.unwrap_or_default();
    let options = Options {
        base_url: Some(BaseUrl::parse(&format!("http://127.0.0.1:{port}{base}/")).unwrap()),
        selection: Selection { drafts: true, future: true },
        parity: false,
    };
    let built = depeche::build(&world, &options, &Memos::forgetful());
    let count =
        |severity| built.diagnostics.iter().filter(|one| one.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let files = built.value.iter().map(|file| {
        let parts: Vec<_> = file.path.as_str().split('/').map(encoded).collect();
        (format!("{base}/{}", parts.join("/")), 200, file.bytes.to_vec())
    });
    Shown {
        files: files.collect(),
        problems: format!("{{\"errors\":{errors},\"warnings\":{warnings}"),
    }
}

fn encoded(part: &str) -> String {
    utf8_percent_encode(part, NON_ALPHANUMERIC).to_string()
}

/// What is served at the paths of `expected`, and at those where something was before.
fn served(site: &Site, client: &mut Client, expected: &Shown, before: &BTreeSet<String>) -> Shown {
    let there: BTreeSet<&String> = expected.files.iter().map(|(path, ..)| path).collect();
    let of = |path: &String, client: &mut Client| {
        let (status, bytes) = client.get(path);
        (path.clone(), status, bytes)
    };
    let gone = before.iter().filter(|path| !there.contains(path));
    let gone: Vec<_> =
        gone.map(|path| of(path, client)).filter(|(_, status, _)| *status != 404).collect();
    let files = expected.files.iter().map(|(path, ..)| of(path, client)).chain(gone).collect();
    Shown { files, problems: Client::new(site).problems() }
}

/// How two things that should be one differ.
fn difference(served: &Shown, clean: &Shown) -> String {
    let files = served.files.iter().filter(|file| !clean.files.contains(file));
    let of = |(path, status, bytes): &(String, u16, Vec<u8>)| {
        let clean = clean.files.iter().find(|(other, ..)| other == path);
        let clean = clean.map(|(.., bytes)| String::from_utf8_lossy(bytes));
        let served = String::from_utf8_lossy(bytes);
        format!("{path}: {status}\n== served ==\n{served}\n== clean ==\n{clean:?}\n")
    };
    let files: String = files.map(of).collect();
    format!("problems: served {}, clean {}\n{files}", served.problems, clean.problems)
}

/// Waits until what is served is what a clean build makes.
fn settles(site: &Site, walk: &Walk, before: &mut BTreeSet<String>) {
    let expected = clean(site.root.path(), site.port);
    let mut client = Client::new(site);
    let end = Instant::now() + DEADLINE;
    loop {
        let shown = served(site, &mut client, &expected, before);
        if shown == expected {
            break;
        }
        let log = walk.log();
        assert!(Instant::now() < end, "{log}\n{}", difference(&shown, &expected));
        thread::sleep(Duration::from_millis(2));
    }
    *before = expected.files.into_iter().map(|(path, ..)| path).collect();
}

#[test]
fn what_is_served_is_what_a_clean_build_makes() {
    let (seed, steps) = walk::asked(STEPS);
    let root = walk::site();
    let mut walk = Walk::new(root.path(), seed);
    let site = Site::of(root, &["--port", "0", "--now", NOW]);
    let mut before = BTreeSet::new();
    let mut gone = 0;
    while gone < steps {
        settles(&site, &walk, &mut before);
        // Some changes come one by one, and some while others are being built.
        for _ in 0..walk.below(6) {
            walk.step();
            gone += 1;
        }
    }
    walk.mend();
    settles(&site, &walk, &mut before);
}
