//! `serve`, asked over the loopback as a browser would ask.
//!
//! Nothing here waits for a fixed time: what is to happen is asked for until it has, or until a
//! deadline that only a machine in trouble meets.
#![cfg(feature = "serve")]
#![expect(clippy::disallowed_methods, reason = "a test of what happens on the disk, in time")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod served;
#[path = "serve/strangers.rs"]
mod strangers;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use served::{DEADLINE, Site, put};
use tempfile::TempDir;

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

impl Site {
    fn serve() -> Self {
        Self::serve_at("0")
    }

    fn serve_at(port: &str) -> Self {
        Self::of(small(), &["--port", port])
    }

    fn write(&self, path: &str, text: &str) {
        put(self.root.path(), path, text);
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

/// A small site.
fn small() -> TempDir {
    let root = TempDir::new().unwrap();
    put(root.path(), "depeche.yaml", CONFIG);
    put(root.path(), "i18n/fr/site.ftl", MESSAGES);
    put(root.path(), ARTICLE, article("Les poids ouverts"));
    root
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
fn an_edit_shows() {
    let site = Site::serve();
    let mut events = site.events();
    until(&mut events, "event: problems");
    site.write(ARTICLE, &article("Les poids fermés"));
    until(&mut events, "event: reload");
    let page = "/digest/fr/2025/03/poids/";
    check(&site.get(page), 200, &["Les poids fermés"]);
    assert!(site.says("rebuilt in ").contains("changed"));
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

#[cfg(unix)]
#[test]
fn every_name_of_a_file_that_is_edited_shows_it() {
    let root = small();
    put(root.path(), "static/a.txt", "avant");
    std::os::unix::fs::symlink("a.txt", root.path().join("static/b.txt")).unwrap();
    fs::hard_link(root.path().join("static/a.txt"), root.path().join("static/c.txt")).unwrap();
    let site = Site::of(root, &["--port", "0"]);
    site.write("static/a.txt", "apr\u{e8}s");
    for name in ["a", "b", "c"] {
        site.get_until(&format!("/digest/{name}.txt"), |answer| answer.contains("apr\u{e8}s"));
    }
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
fn a_page_that_nobody_asks_for_is_tried_all_the_same() {
    let root = small();
    for number in 0..300 {
        let text = article(&format!("Titre {number}"));
        let text = text.replace("slug: poids", &format!("slug: s{number}"));
        put(root.path(), format!("content/s{number}.fr.md"), text);
    }
    let site = Site::of(root, &["--port", "0"]);
    let mut events = site.events();
    assert!(until(&mut events, "data: {").contains("\"errors\":0"));
    let page = |wrong: &str| {
        format!(
            "{{% if article.title == \"{wrong}\" %}}{{{{ article.no }}}}{{% endif %}}{{{{ article.title }}}}"
        )
    };
    site.write("templates/article.html", &page("Titre 7"));
    // The others are there at once.
    site.get_until("/digest/fr/2025/03/s8/", |answer| answer.contains("\nTitre 8<script"));
    let told = until(&mut events, "data: {\"errors\":1");
    assert!(told.contains("template-error") && told.contains("/fr/2025/03/s7/"), "{told}");
    site.says("--> templates/article.html:1:");
    site.write("templates/article.html", &page("Titre"));
    assert!(until(&mut events, "data: {").contains("\"errors\":0"));
    site.get_until("/digest/fr/2025/03/s7/", |answer| answer.contains("\nTitre 7<script"));
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
fn a_page_that_cannot_be_made_is_none() {
    let site = Site::serve();
    let page = "/digest/fr/2025/03/poids/";
    let waits =
        |answer: &str| answer.starts_with("HTTP/1.1 500 ") && answer.contains("/_depeche/live.js");
    for broken in ["{{ nothing.at.all }}", "{% if %}"] {
        site.write("templates/article.html", broken);
        site.get_until(page, waits);
        check(&site.get("/digest/fr/"), 200, &["Les poids ouverts"]);
        fs::remove_file(site.root.path().join("templates/article.html")).unwrap();
        site.get_until(page, |answer| answer.starts_with("HTTP/1.1 200 "));
    }
}

#[test]
fn a_taken_port_is_passed_over() {
    let first = Site::serve();
    let second = Site::serve_at(&first.port.to_string());
    assert_ne!(first.port, second.port);
}

#[cfg(unix)]
impl Site {
    /// Asks the process to stop, and waits until it has.
    fn stop(&mut self, signal: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        let end = Instant::now() + DEADLINE;
        let code = loop {
            match self.process.try_wait().unwrap() {
                Some(status) => break status.code(),
                None => thread::sleep(Duration::from_millis(5)),
            }
            assert!(Instant::now() < end, "it does not stop upon {signal}");
        };
        assert_eq!(code, Some(0), "{signal}");
    }
}

#[cfg(unix)]
#[test]
fn it_stops_when_asked() {
    for signal in ["INT", "TERM"] {
        let root = small();
        put(root.path(), "static/large.bin", vec![0; 8 << 20]);
        let mut site = Site::of(root, &["--port", "0"]);
        let _events: Vec<_> = (0..5).map(|_| site.events()).collect();
        let mut unread = site.connect();
        let head = "GET /digest/large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n";
        unread.write_all(head.as_bytes()).unwrap();
        assert_eq!(unread.read(&mut [0]).unwrap(), 1);
        site.stop(signal);
    }
}

#[cfg(unix)]
#[test]
fn it_stops_while_it_builds() {
    let root = small();
    for number in 0..300 {
        let text = article("Un de plus").replace("slug: poids", &format!("slug: n{number}"));
        put(root.path(), format!("content/n{number}.fr.md"), text);
    }
    let mut site = Site::of(root, &["--port", "0"]);
    let mut events = site.events();
    until(&mut events, "event: problems");
    site.write("depeche.yaml", &CONFIG.replace("/digest/", "/autre/"));
    until(&mut events, "event: reload");
    // The next build and the editors' page each take longer than it takes to ask for the end.
    site.write("depeche.yaml", CONFIG);
    let mut desk = site.connect();
    desk.write_all(b"GET /_depeche/ HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    site.stop("TERM");
}

#[test]
fn files_are_looked_at_where_the_system_would_not_report() {
    let site = Site::of(small(), &["--port", "0", "--poll"]);
    let mut events = site.events();
    until(&mut events, "event: problems");
    site.write(ARTICLE, &article("Les poids fermés"));
    until(&mut events, "event: reload");
    check(&site.get("/digest/fr/2025/03/poids/"), 200, &["Les poids fermés"]);
    site.write("content/d/autre.fr.md", &article("Un autre").replace("slug: poids", "slug: autre"));
    until(&mut events, "event: reload");
    check(&site.get("/digest/fr/2025/03/autre/"), 200, &["Un autre"]);
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
