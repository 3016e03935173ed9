//! `serve`, asked over the loopback as a browser would ask.
//!
//! Nothing here waits for a fixed time: what is to happen is asked for until it has, or until a
//! deadline that only a machine in trouble meets.
#![cfg(feature = "serve")]
#![expect(clippy::disallowed_methods, reason = "a test of what happens on the disk, in time")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const DEADLINE: Duration = Duration::from_secs(60);

const CONFIG: &str = "\
base_url: https://exemple.org/digest/
time_zone: Europe/Paris
theme: gazette
locales:
  - { tag: fr, region: fr-FR }
permalink: \"{year}/{month}/{slug}\"
";

const MESSAGES: &str = "\
site-title = Le Fil
site-tagline = Des nouvelles
site-description = Des nouvelles, en petit nombre.
";

const ARTICLE: &str = "content/poids.fr.md";

fn article(title: &str) -> String {
    format!(
        "---\ntitle: {title}\nsummary: Un résumé.\ndate: 2025-03-04\nslug: poids\n---\nUn texte.\n"
    )
}

/// A small site, served.
struct Site {
    root: TempDir,
    process: Child,
    port: u16,
    said: Receiver<String>,
}

impl Site {
    fn serve() -> Self {
        Self::serve_at("0")
    }

    fn serve_at(port: &str) -> Self {
        let root = TempDir::new().unwrap();
        put(root.path(), "depeche.yaml", CONFIG);
        put(root.path(), "i18n/fr/site.ftl", MESSAGES);
        put(root.path(), ARTICLE, &article("Les poids ouverts"));
        let mut process = Command::new(env!("CARGO_BIN_EXE_depeche"))
            .args(["serve", "--port", port, "--root"])
            .arg(root.path())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, said) = channel();
        let errors = BufReader::new(process.stderr.take().unwrap());
        thread::spawn(move || {
            errors.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let mut site = Self { root, process, port: 0, said };
        let line = site.says("serving ");
        let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        site.port = port.and_then(|port| port.parse().ok()).expect("the address names a port");
        site
    }

    /// Waits for a line on the terminal.
    fn says(&self, part: &str) -> String {
        let end = Instant::now() + DEADLINE;
        loop {
            let rest = end.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(rest) {
                Ok(line) if line.contains(part) => return line,
                Ok(_) => {}
                Err(error) => panic!("`{part}` is not said: {error}"),
            }
        }
    }

    fn write(&self, path: &str, text: &str) {
        put(self.root.path(), path, text);
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream
    }

    /// Sends a request as it is, and reads until the server closes.
    fn raw(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> String {
        self.raw(&format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n"))
    }

    fn get(&self, path: &str) -> String {
        self.ask("GET", path, "Host: localhost\r\n")
    }

    /// Asks until an answer is as it should be.
    fn get_until(&self, path: &str, right: impl Fn(&str) -> bool) {
        let end = Instant::now() + DEADLINE;
        loop {
            let answer = self.get(path);
            if right(&answer) {
                return;
            }
            assert!(Instant::now() < end, "{path} never becomes right:\n{answer}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Opens the stream of events, and waits for its first line.
    fn events(&self) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        let head = "GET /_depeche/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let mut events = BufReader::new(stream);
        assert!(until(&mut events, "content-type").contains("text/event-stream"));
        events
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The next line that begins so.
fn until(lines: &mut impl BufRead, start: &str) -> String {
    let end = Instant::now() + DEADLINE;
    while Instant::now() < end {
        let mut line = String::new();
        if lines.read_line(&mut line).unwrap() == 0 {
            break;
        }
        if line.starts_with(start) {
            return line;
        }
    }
    panic!("no line begins with `{start}`");
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn check(answer: &str, status: u16, parts: &[&str]) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "not {status}: {answer}");
    for part in parts {
        assert!(answer.to_lowercase().contains(&part.to_lowercase()), "no `{part}` in {answer}");
    }
}

#[test]
fn files_are_answered_from_the_site() {
    let site = Site::serve();
    let page = "/digest/fr/2025/03/poids/";
    let html = "content-type: text/html; charset=utf-8";
    let live = "<script src=\"/_depeche/live.js\" data-build=";
    check(&site.get(page), 200, &[html, "cache-control: no-store", live, "Les poids ouverts"]);
    check(&site.get("/"), 302, &["location: /digest/\r\n"]);
    check(&site.get("/digest"), 301, &["location: /digest/\r\n"]);
    check(&site.get("/digest/fr/2025?a=b"), 301, &["location: /digest/fr/2025/?a=b\r\n"]);
    check(&site.get("/digest/fr/no"), 404, &[html, live]);
    check(&site.get("/digest/fr/atom.xml"), 200, &["content-type: application/atom+xml"]);
    check(&site.get("/_depeche/live.js"), 200, &["content-type: text/javascript"]);
    check(&site.get("/_depeche/live.css"), 200, &["content-type: text/css"]);
    let head = site.ask("HEAD", page, "Host: localhost\r\n");
    check(&head, 200, &[html, "content-length: "]);
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    check(&site.ask("POST", page, "Host: localhost\r\n"), 405, &["allow: GET, HEAD"]);
    let length = |answer: &str| {
        let lower = answer.to_lowercase();
        lower.lines().find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned))
    };
    assert_eq!(length(&head), length(&site.get(page)));
    assert!(!site.root.path().join("public").exists());
}

#[test]
fn strangers_and_tricks_are_refused() {
    let site = Site::serve();
    let page = "/digest/fr/";
    check(&site.ask("GET", page, "Host: exemple.org\r\n"), 403, &[]);
    check(&site.ask("GET", page, &format!("Host: 127.0.0.1:{}\r\n", site.port)), 200, &[]);
    check(&site.ask("GET", page, "Host: [::1]:1\r\n"), 200, &[]);
    check(&site.ask("GET", page, ""), 400, &[]);
    check(&site.ask("GET", page, "Host: a\r\nHost: localhost\r\n"), 400, &[]);
    check(&site.ask("GET", page, "Host: localhost\r\nOrigin: http://exemple.org\r\n"), 403, &[]);
    check(&site.ask("GET", page, "Host: localhost\r\nOrigin: http://localhost:1\r\n"), 200, &[]);
    check(&site.ask("GET", "/_depeche/events", "Host: exemple.org\r\n"), 403, &[]);
    let allowed = site.ask("GET", page, "Host: localhost\r\nOrigin: http://localhost:1\r\n");
    assert!(!allowed.to_lowercase().contains("access-control-"), "{allowed}");
    for path in ["/../depeche.yaml", "/digest/../../depeche.yaml", "/digest/%2e%2e/depeche.yaml"] {
        check(&site.get(path), 404, &[]);
    }
    check(&site.raw("nonsense\r\n\r\n"), 400, &[]);
    check(&site.get(page), 200, &[]);
}

#[test]
fn idle_connections_hinder_nobody() {
    let site = Site::serve();
    let mut idle: Vec<TcpStream> = (0..depeche::limits::CONNECTIONS + 50)
        .map(|number| {
            let mut stream = site.connect();
            if number % 2 == 0 {
                // It may have been closed already, to make place for others.
                let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: loc");
            }
            stream
        })
        .collect();
    check(&site.get("/digest/fr/"), 200, &[]);
    let mut end = Vec::new();
    assert!(matches!(idle[0].read_to_end(&mut end), Ok(0) | Err(_)), "the first one was closed");
}

#[test]
fn an_edit_shows() {
    let site = Site::serve();
    let mut events = site.events();
    until(&mut events, "event: problems");
    site.write(ARTICLE, &article("Les poids fermés"));
    until(&mut events, "event: reload");
    let page = "/digest/fr/2025/03/poids/";
    check(&site.get(page), 200, &["Les poids fermés"]);
    assert!(site.says("rebuilt in ").contains("rendered"));
    fs::remove_file(site.root.path().join(ARTICLE)).unwrap();
    site.get_until(page, |answer| answer.starts_with("HTTP/1.1 404 "));
}

#[test]
fn an_article_in_a_new_folder_shows() {
    let site = Site::serve();
    let text = article("Un autre").replace("slug: poids", "slug: autre");
    site.write("content/2025/03/autre/index.fr.md", &text);
    site.get_until("/digest/fr/2025/03/autre/", |answer| answer.contains("Un autre"));
    site.write("content/2025/03/autre/index.fr.md", &text.replace("Un autre", "Le même"));
    site.get_until("/digest/fr/2025/03/autre/", |answer| answer.contains("Le même"));
    // A folder of the site itself that was not there.
    site.write("static/robots.txt", "User-agent: x\n");
    site.get_until("/digest/robots.txt", |answer| answer.contains("User-agent: x"));
}

#[test]
fn a_problem_is_told_and_so_is_its_end() {
    let site = Site::serve();
    let mut events = site.events();
    assert!(until(&mut events, "data: ").contains("\"errors\":0"));
    site.write(ARTICLE, &article("[Les poids"));
    let told = until(&mut events, "data: {");
    assert!(!told.contains("\"errors\":0"), "{told}");
    assert!(told.contains(&format!("\"file\":\"{ARTICLE}\"")), "{told}");
    assert!(told.contains("\"line\":"), "{told}");
    site.says(&format!("--> {ARTICLE}:"));
    // The rest of the site is there.
    check(&site.get("/digest/fr/"), 200, &[]);
    site.write(ARTICLE, &article("Les poids ouverts"));
    assert!(until(&mut events, "data: {").contains("\"errors\":0"));
    site.get_until("/digest/fr/2025/03/poids/", |answer| answer.starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_page_hears_what_it_missed() {
    let site = Site::serve();
    let answer = site.get("/digest/fr/");
    let build = answer.split("data-build=\"").nth(1).and_then(|rest| rest.split('"').next());
    let build = build.expect("a page says its build").to_owned();
    site.write(ARTICLE, &article("Les poids fermés"));
    site.says("rebuilt in ");
    let mut stream = site.connect();
    let head = format!("GET /_depeche/events?since={build} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    until(&mut BufReader::new(stream), "event: reload");
}

#[test]
fn a_change_of_style_reloads_nothing() {
    let site = Site::serve();
    site.write("assets/gazette.css", "body { color: red }\n");
    site.says("rebuilt in ");
    let mut events = site.events();
    site.write("assets/gazette.css", "body { color: blue }\n");
    until(&mut events, "event: css");
}

#[test]
fn a_taken_port_is_passed_over() {
    let first = Site::serve();
    let second = Site::serve_at(&first.port.to_string());
    assert_ne!(first.port, second.port);
}

#[cfg(unix)]
#[test]
fn it_stops_when_asked() {
    for signal in ["INT", "TERM"] {
        let mut site = Site::serve();
        let _events = site.events();
        let id = site.process.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        assert_eq!(site.process.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn editors_have_a_page() {
    let site = Site::serve();
    check(&site.get("/_depeche"), 301, &["location: /_depeche/\r\n"]);
    let html = "content-type: text/html; charset=utf-8";
    let live = "<script src=\"/_depeche/live.js\" data-build=";
    let title = "<span lang=\"fr\">Les poids ouverts</span>";
    check(&site.get("/_depeche/"), 200, &[html, live, title, "cache-control: no-store"]);
    let head = site.ask("HEAD", "/_depeche/", "Host: localhost\r\n");
    check(&head, 200, &[html]);
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    check(&site.ask("GET", "/_depeche/", "Host: exemple.org\r\n"), 403, &[]);
    site.write(ARTICLE, &article("Un <autre> titre"));
    site.get_until("/_depeche/", |page| page.contains("Un &lt;autre&gt; titre"));
    site.write(ARTICLE, "rien");
    site.get_until("/_depeche/", |page| page.contains("<code>missing-front-matter</code>"));
}

#[test]
fn the_editors_page_hears_of_the_ledger() {
    let site = Site::serve();
    let mut events = site.events();
    until(&mut events, "data:");
    site.write("translations.lock", "version 1\n");
    assert!(!until(&mut events, "data:").is_empty());
}
