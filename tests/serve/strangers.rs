//! What `serve` refuses: pages of elsewhere, paths outside of the site, too much, and whoever keeps it waiting.

use std::io::{BufRead, Read, Write};
use std::net::{Shutdown, TcpStream};

use super::{ARTICLE, CONFIG, article, check, small};
use crate::served::{Site, put};

/// What an answer may say to pages of elsewhere: nothing.
fn check_is_ours_alone(answer: &str) {
    let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
    assert!(!head.contains("access-control-"), "{head}");
}

#[test]
fn strangers_are_refused() {
    let site = Site::serve();
    let own = format!("Host: 127.0.0.1:{}\r\n", site.port);
    let refused = |headers: &str, status: u16| {
        for path in
            ["/digest/fr/", "/digest/no", "/_depeche/", "/_depeche/events", "/_depeche/live.js"]
        {
            let answer = site.ask("GET", path, headers);
            check(&answer, status, &[]);
            check_is_ours_alone(&answer);
            assert!(!answer.contains("Le Fil"), "{answer}");
        }
    };
    refused("", 400);
    refused("Host:\r\n", 400);
    refused("Host: localhost\r\nHost: localhost\r\n", 400);
    refused("Host: exemple.org\r\nHost: localhost\r\n", 400);
    refused("Host: localhost:http\r\n", 400);
    refused("Host: x@localhost\r\n", 400);
    refused("Host: h\u{f4}te\r\n", 400);
    refused("Host: exemple.org\r\n", 403);
    refused("Host: localhost.exemple.org\r\n", 403);
    refused("Host: localhost\r\nOrigin: http://exemple.org\r\n", 403);
    refused("Host: localhost\r\nOrigin: null\r\n", 403);
    refused("Host: localhost\r\nOrigin:\r\n", 403);
    refused("Host: localhost\r\nOrigin: localhost\r\n", 403);
    refused("Host: localhost\r\nOrigin: http://localhost:x\r\n", 400);
    refused("Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://localhost\r\n", 400);
    refused("Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://exemple.org\r\n", 400);
    for headers in
        [own.as_str(), "Host: [::1]:1\r\n", "Host: localhost\r\nOrigin: http://localhost:1\r\n"]
    {
        let answer = site.ask("GET", "/digest/fr/", headers);
        check(&answer, 200, &["Le Fil"]);
        check_is_ours_alone(&answer);
    }
}

#[test]
fn no_page_of_elsewhere_is_allowed_anything() {
    let site = Site::serve();
    let asks =
        "Host: localhost\r\nOrigin: http://localhost:1\r\nAccess-Control-Request-Method: GET\r\n";
    for path in ["/digest/fr/", "/digest/no", "/", "/_depeche/", "/_depeche/live.js", "/_depeche"] {
        for method in ["GET", "HEAD", "OPTIONS", "POST"] {
            check_is_ours_alone(&site.ask(method, path, asks));
        }
    }
    let mut events = site.events();
    let mut line = String::new();
    while events.read_line(&mut line).unwrap() > 2 {}
    check_is_ours_alone(&line);
}

#[test]
fn nothing_but_the_site_is_answered() {
    let site = Site::serve();
    // A site that is served is its outputs: none of its files has a path on the disk for a name.
    let source = "base_url:";
    assert!(CONFIG.contains(source));
    for path in [
        "/depeche.yaml",
        "/digest/depeche.yaml",
        "/digest/content/poids.fr.md",
        "/../depeche.yaml",
        "/digest/../../depeche.yaml",
        "/digest/%2e%2e/depeche.yaml",
        "/digest/..%2fdepeche.yaml",
        "/digest/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/digest/..%5cdepeche.yaml",
        "/digest/%252e%252e/depeche.yaml",
        "/digest/fr/%00",
        "/digest//etc/passwd",
        "//etc/passwd",
        "/etc/passwd",
        "/digest/%ff",
        "/digest/%",
        "/_depeche/../depeche.yaml",
        "/_depeche/live.js/..",
        "/_depeche/%2e%2e/depeche.yaml",
    ] {
        let answer = site.get(path);
        check(&answer, 404, &[]);
        assert!(!answer.contains(source) && !answer.contains("root:"), "{path}: {answer}");
    }
    let absolute = "http://localhost/digest/fr/";
    check(&site.get(absolute), 200, &["Le Fil"]);
    check(&site.get("http://exemple.org/digest/fr/"), 403, &[]);
    check(&site.raw("nonsense\r\n\r\n"), 400, &[]);
}

#[test]
fn what_is_too_large_is_refused() {
    let site = Site::serve();
    let long = "x".repeat(4 << 20);
    let host = "GET / HTTP/1.1\r\nHost: localhost\r\n";
    for request in [
        format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        format!("{host}X: {long}\r\n\r\n"),
        format!("{host}{}\r\n", "X: x\r\n".repeat(10_000)),
        format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{long}",
            long.len()
        ),
        long.clone(),
    ] {
        let mut stream = site.connect();
        // It may be refused, and the connection closed, before all of it was sent.
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let refused = answer.is_empty() || answer.starts_with(b"HTTP/1.1 4");
        assert!(refused, "{}", String::from_utf8_lossy(&answer));
    }
    check(&site.get("/digest/fr/"), 200, &[]);
}

#[test]
fn readers_who_are_idle_or_take_nothing_hinder_nobody() {
    let root = small();
    put(root.path(), "static/large.bin", vec![0; 8 << 20]);
    let site = Site::of(root, &["--port", "0"]);
    let begin = |request: &str| {
        let mut stream = site.connect();
        // It may have been closed already, to make place for others.
        let _ = stream.write_all(request.as_bytes());
        stream
    };
    let mut idle: Vec<TcpStream> =
        (0..500).map(|number| begin(["", "GET / HTTP/1.1\r\nHost: loc"][number % 2])).collect();
    check(&site.get("/digest/fr/"), 200, &[]);
    let _unread: Vec<TcpStream> = (0..100)
        .map(|_| begin("GET /digest/large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .collect();
    check(&site.get("/digest/fr/"), 200, &[]);
    site.write(ARTICLE, &article("Les poids fermés"));
    site.get_until("/digest/fr/2025/03/poids/", |page| page.contains("Les poids fermés"));
    let mut end = Vec::new();
    assert!(matches!(idle[0].read_to_end(&mut end), Ok(0) | Err(_)), "the first one was closed");
}
