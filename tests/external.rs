//! Outside links, asked for at servers on this machine that behave as badly as those of the web.

#![cfg(feature = "external")]
#![expect(clippy::disallowed_methods, reason = "servers and a site on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use depeche::external::Answer;
use depeche::external::ask::{Manners, ask};
use tempfile::TempDir;

const QUICK: Manners = Manners {
    timeout: Duration::from_millis(400),
    pause: Duration::from_millis(1),
    attempts: 3,
    wait: Duration::from_millis(10),
    longest_wait: Duration::from_secs(2),
    hosts: 16,
};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

/// A request as it was understood: method, path, and how many came before it.
struct Asked<'a> {
    method: &'a str,
    path: &'a str,
    before: usize,
}

/// A server of its own port, which goes on until the test's process ends.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
    /// The most requests that were being answered at the same time.
    most: Arc<AtomicUsize>,
}

impl Server {
    fn start(answer: impl Fn(&Asked<'_>, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (asked, most) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<AtomicUsize>::default());
        let now = Arc::<AtomicUsize>::default();
        let answer = Arc::new(answer);
        let server = Self { url, asked: Arc::clone(&asked), most: Arc::clone(&most) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (answer, asked) = (Arc::clone(&answer), Arc::clone(&asked));
                let (now, most) = (Arc::clone(&now), Arc::clone(&most));
                thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    let Some(line) = request(&stream) else { return };
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    let before = asked.lock().unwrap().len();
                    asked.lock().unwrap().push(line.clone());
                    let mut words = line.split(' ');
                    let (method, path) = (words.next().unwrap(), words.next().unwrap());
                    answer(&Asked { method, path, before }, &mut stream);
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    /// One that says the same to everybody.
    fn saying(text: &'static str) -> Self {
        Self::start(move |_, stream| say(stream, text))
    }

    fn methods(&self) -> String {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|line| line.split(' ').next().unwrap()).collect::<Vec<_>>().join(" ")
    }
}

fn request(stream: &TcpStream) -> Option<String> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).for_each(drop);
    Some(first)
}

/// The connection is closed afterwards: whoever keeps one open must see that.
fn say(stream: &mut TcpStream, text: &str) {
    let _ = stream.write_all(text.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").as_bytes());
}

/// What a server's one address is said to be, and which methods it was asked with.
fn asked(server: &Server) -> (Answer, String) {
    let address = format!("{}/", server.url);
    let mut answers = ask([address.as_str()], QUICK);
    (answers.remove(&address).unwrap(), server.methods())
}

fn check(server: &Server, expected: Answer, methods: &str) {
    assert_eq!(asked(server), (expected, methods.to_owned()));
}

fn dead(why: &str) -> Answer {
    Answer::Dead(why.to_owned())
}

fn unclear(why: &str) -> Answer {
    Answer::Unclear(why.to_owned())
}

#[test]
fn one_question_is_enough_for_a_good_server() {
    check(&Server::saying(OK), Answer::Fine, "HEAD");
}

#[test]
fn what_is_gone_is_asked_for_twice() {
    let gone = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    check(&Server::saying(gone), dead("404 Not Found"), "HEAD GET");
}

#[test]
fn a_server_that_knows_no_head_is_asked_as_readers_do() {
    for status in ["405 Method Not Allowed", "404 Not Found", "403 Forbidden", "500 Oops"] {
        let server = Server::start(move |asked, stream| match asked.method {
            "HEAD" => say(stream, &format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n")),
            _ => say(stream, OK),
        });
        check(&server, Answer::Fine, "HEAD GET");
    }
}

#[test]
fn a_body_without_an_end_is_not_read() {
    let server = Server::start(|asked, stream| match asked.method {
        "HEAD" => say(stream, "HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n"),
        _ => {
            say(stream, "HTTP/1.1 200 OK\r\n\r\n");
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
        }
    });
    check(&server, Answer::Fine, "HEAD GET");
}

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_asks() {
    let server = Server::start(|asked, stream| match asked.before {
        0 => say(stream, "HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"),
        _ => say(stream, OK),
    });
    let started = Instant::now();
    check(&server, Answer::Fine, "HEAD GET");
    assert!(started.elapsed() >= Duration::from_secs(1));
    let hour = "HTTP/1.1 429 Slow down\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n";
    check(&Server::saying(hour), unclear("429 Too Many Requests"), "HEAD");
    let busy = "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";
    check(&Server::saying(busy), unclear("503 Service Unavailable"), "HEAD GET GET");
}

#[test]
fn what_fails_is_tried_again() {
    let flaky = Server::start(|asked, stream| match asked.before {
        0 | 1 => say(stream, "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"),
        _ => say(stream, OK),
    });
    check(&flaky, Answer::Fine, "HEAD GET GET");
    let cut = Server::start(|asked, stream| match asked.before {
        0 => drop(stream.write_all(b"HTTP/1.1 20")),
        _ => say(stream, OK),
    });
    check(&cut, Answer::Fine, "HEAD GET");
    let broken = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
    check(&Server::saying(broken), unclear("500 Internal Server Error"), "HEAD GET GET GET");
}

#[test]
fn a_server_that_is_silent_or_speaks_something_else_is_unclear() {
    let slow = Server::start(|_, _| thread::sleep(Duration::from_secs(3)));
    assert_eq!(asked(&slow).0, unclear("no answer in time"));
    let garbage = Server::saying("\u{0}\u{1}SSH-2.0-none\r\n\r\n");
    assert!(matches!(asked(&garbage).0, Answer::Unclear(_)));
    let endless = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-More: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n").is_ok() {}
    });
    assert!(matches!(asked(&endless).0, Answer::Unclear(_)));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", nobody.local_addr().unwrap());
    drop(nobody);
    assert!(matches!(ask([address.as_str()], QUICK)[&address], Answer::Unclear(_)));
}

#[test]
fn redirects_are_followed_and_judged_by_where_they_lead() {
    let server = Server::start(|asked, stream| {
        let to = |path: &str| {
            format!("HTTP/1.1 301 Moved\r\nLocation: {path}\r\nContent-Length: 0\r\n\r\n")
        };
        match asked.path {
            "/moved" => say(stream, &to("/there")),
            "/lost" => say(stream, &to("/gone")),
            "/circle" => say(stream, &to("/circle")),
            "/gone" => say(stream, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"),
            _ => say(stream, OK),
        }
    });
    let addresses = ["moved", "lost", "circle"].map(|path| format!("{}/{path}", server.url));
    let answers = ask(addresses.iter().map(String::as_str), QUICK);
    let answers: Vec<_> = addresses.iter().map(|address| answers[address].clone()).collect();
    assert_eq!(answers, [Answer::Fine, dead("410 Gone"), unclear("it leads on and on")]);
}

#[test]
fn a_host_is_asked_one_question_at_a_time_and_none_once_it_wants_none() {
    let calm = Server::start(|_, stream| {
        thread::sleep(Duration::from_millis(5));
        say(stream, OK);
    });
    let busy = Server::saying("HTTP/1.1 429 No\r\nRetry-After: 99\r\nContent-Length: 0\r\n\r\n");
    let of = |server: &Server| (0..20).map(|n| format!("{}/{n}", server.url)).collect::<Vec<_>>();
    let addresses = [of(&calm), of(&busy)].concat();
    let answers = ask(addresses.iter().map(String::as_str), QUICK);
    assert_eq!(answers.len(), 40);
    assert_eq!(answers.values().filter(|answer| **answer == Answer::Fine).count(), 20);
    assert_eq!(calm.most.load(Ordering::SeqCst), 1);
    assert_eq!(busy.methods(), "HEAD HEAD");
}

#[test]
fn what_is_no_address_is_dead() {
    let answers = ask(["http://[::1", "http:///x"], QUICK);
    let all: BTreeMap<_, _> = answers.into_iter().collect();
    assert!(all.values().all(|answer| matches!(answer, Answer::Dead(_))), "{all:?}");
}

#[test]
fn a_site_fails_for_links_that_newly_broke_and_for_no_others() {
    let gone = Server::saying("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    let busy = Server::saying("HTTP/1.1 429 No\r\nRetry-After: 99\r\nContent-Length: 0\r\n\r\n");
    let site = TempDir::new().unwrap();
    let write = |path: &str, text: &str| {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let run = |arguments: &[&str], code: i32| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        let command = command.arg("--root").arg(site.path()).arg("check").args(arguments);
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        said
    };
    write(
        "depeche.yaml",
        "base_url: https://example.org/\nlocales: [{ tag: en, region: en-GB }]\n",
    );
    let article = format!(
        "---\ntitle: T\ndate: 2025-03-04\nsources: [{{ title: S, url: '{}/s' }}]\n---\n\n\
         [a]({}/a#x) [b]({}/b)\n\n[again]({1}/a)\n",
        gone.url, gone.url, busy.url
    );
    write("content/a.en.md", &article);
    let external = ["--external", "--strict", "--now", "2025-06-30"];
    let said = run(&external, 1);
    assert!(
        said.contains(&format!("warning[dead-link]: `{}/a` is gone: 404 Not Found", gone.url)),
        "{said}"
    );
    assert!(said.contains(&format!("warning[dead-link]: `{}/s` is gone", gone.url)), "{said}");
    assert!(said.contains("note: and here: content/a.en.md:9:"), "{said}");
    assert!(said.contains(&format!("note: `{}/b` could not be judged: 429", busy.url)), "{said}");
    assert!(said.ends_with("2 warnings\n"), "{said}");

    run(&["--external", "--baseline", "--now", "2025-06-30"], 0);
    let list = fs::read_to_string(site.path().join("links.lock")).unwrap();
    assert!(list.contains(&format!("{}/a dead\n", gone.url)), "{list}");
    assert!(list.contains(&format!("{}/b silent 2025-06-30\n", busy.url)), "{list}");
    let said = run(&external, 0);
    assert!(
        said.contains("0 lead to something, 2 are known in `links.lock`, 1 could not"),
        "{said}"
    );
    // A host that stays silent for a month is told of.
    let said = run(&["--external", "--strict", "--now", "2025-07-30"], 1);
    assert!(said.contains("/b` has not answered since 2025-06-30: 429"), "{said}");
    write("links.lock", "version 1\nnonsense\n");
    assert!(run(&external, 2).starts_with("error: `links.lock`: line 2 cannot be read\n"));
}
