//! Asks the web about addresses, politely: one request at a time to each host, `HEAD` before `GET`, bodies never
//! read, a pause in between, and no more questions to a host that wants none.
#![expect(clippy::disallowed_methods, reason = "others are asked, and waited for")]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use percent_encoding::percent_decode_str;
use ureq::http::{HeaderMap, Response, StatusCode, Uri, header};
use ureq::{Agent, Body, Error};

use super::Answer;

/// How others are asked.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// How long an answer may take.
    pub timeout: Duration,
    /// How long a host is left alone after each question.
    pub pause: Duration,
    /// How often a question is put before its answer is unclear.
    pub attempts: u32,
    /// How long to wait before the second attempt, if the host does not say; twice as long before each further.
    pub wait: Duration,
    /// The longest that a host may ask to wait: past that, it is not asked again.
    pub longest_wait: Duration,
    /// How many hosts are asked at the same time.
    pub hosts: usize,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(15),
            pause: Duration::from_millis(100),
            attempts: 3,
            wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(30),
            hosts: 16,
        }
    }
}

/// After how many unclear answers in a row a host is left alone.
const PATIENCE: usize = 2;

/// Asks for each address, and returns all answers.
pub fn ask<'a>(
    addresses: impl IntoIterator<Item = &'a str>,
    manners: Manners,
) -> BTreeMap<String, Answer> {
    let mut hosts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        hosts.entry(host(address)).or_default().push(address);
    }
    let mut hosts: Vec<_> = hosts.into_values().collect();
    // The host with most addresses takes longest: it is taken first, from the end.
    hosts.sort_by_key(Vec::len);
    let workers = manners.hosts.min(hosts.len());
    let (hosts, answers) = (Mutex::new(hosts), Mutex::new(BTreeMap::new()));
    let next = || hosts.lock().expect("no thread panics while it holds this lock").pop();
    let work = || {
        while let Some(addresses) = next() {
            let of_host = ask_host(&addresses, manners);
            answers.lock().expect("no thread panics while it holds this lock").extend(of_host);
        }
    };
    thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(work))));
    answers.into_inner().expect("no thread panics while it holds this lock")
}

/// What questions are counted by: the name and the port.
fn host(address: &str) -> String {
    let uri = in_ascii(address).parse::<Uri>().ok();
    uri.and_then(|uri| Some(uri.authority()?.as_str().to_ascii_lowercase())).unwrap_or_default()
}

fn ask_host(addresses: &[&str], manners: Manners) -> Vec<(String, Answer)> {
    let config = Agent::config_builder()
        .timeout_global(Some(manners.timeout))
        .http_status_as_error(false)
        .user_agent(concat!("depeche/", env!("CARGO_PKG_VERSION"), " (checks links)"))
        .accept("*/*")
        .build();
    let host = Host { agent: Agent::new_with_config(config), manners };
    let mut answers = Vec::with_capacity(addresses.len());
    let mut unclear = 0;
    for address in addresses {
        let answer = match answers.last() {
            Some((_, Answer::Unclear(why))) if unclear >= PATIENCE => Answer::Unclear(why.clone()),
            _ => host.ask(address),
        };
        unclear = if matches!(answer, Answer::Unclear(_)) { unclear + 1 } else { 0 };
        answers.push(((*address).to_owned(), answer));
    }
    answers
}

/// One host, and how it is spoken to.
struct Host {
    agent: Agent,
    manners: Manners,
}

/// How one question was answered.
enum Reply {
    Is(Answer),
    /// Another attempt may bring another answer.
    Later(String),
    /// The host is busy: whatever it is asked, it says so, and perhaps for how long.
    Busy(String, Option<Duration>),
}

impl Host {
    fn ask(&self, address: &str) -> Answer {
        let mut wait = self.manners.wait;
        let mut reply = self.first(address);
        for _ in 1..self.manners.attempts {
            let time = match &reply {
                Reply::Is(_) => break,
                Reply::Later(_) => wait,
                Reply::Busy(_, asked) => asked.unwrap_or(wait),
            };
            if time > self.manners.longest_wait {
                break;
            }
            thread::sleep(time);
            wait *= 2;
            reply = self.get(address);
        }
        match reply {
            Reply::Is(answer) => answer,
            Reply::Later(why) | Reply::Busy(why, _) => Answer::Unclear(why),
        }
    }

    /// Asks without wanting the body. Some hosts do not know that question, or answer it wrongly: they are asked again.
    fn first(&self, address: &str) -> Reply {
        let answer = self.agent.head(in_ascii(address)).call();
        thread::sleep(self.manners.pause);
        let failed = matches!(&answer, Ok(answer) if answer.status().as_u16() >= 400);
        match judge(answer) {
            Reply::Is(Answer::Dead(_) | Answer::Unclear(_)) | Reply::Later(_) if failed => {
                self.get(address)
            }
            reply => reply,
        }
    }

    fn get(&self, address: &str) -> Reply {
        let answer = self.agent.get(in_ascii(address)).call();
        thread::sleep(self.manners.pause);
        judge(answer)
    }
}

/// An address whose host is written as the network knows it: `xn--…` for a name with other letters than ASCII's.
fn in_ascii(address: &str) -> String {
    let ascii = || {
        let (scheme, rest) = address.split_once("://")?;
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let name = percent_decode_str(authority).decode_utf8().ok()?;
        let (name, port) = name.split_once(':').unwrap_or((&name, ""));
        let name = idna::domain_to_ascii(name).ok()?;
        let port = if port.is_empty() { String::new() } else { format!(":{port}") };
        Some(format!("{scheme}://{name}{port}{path}"))
    };
    let plain = !address.contains('%');
    if plain { address.to_owned() } else { ascii().unwrap_or_else(|| address.to_owned()) }
}

fn judge(answer: Result<Response<Body>, Error>) -> Reply {
    match answer {
        Ok(response) => judge_status(response.status(), response.headers()),
        Err(Error::BadUri(_) | Error::Http(_)) => {
            Reply::Is(Answer::Dead("that is no address".to_owned()))
        }
        // A name that is gone, and a network that is down, look the same.
        Err(Error::HostNotFound) => Reply::Later("its name is not known".to_owned()),
        Err(Error::Timeout(_)) => Reply::Later("no answer in time".to_owned()),
        Err(Error::TooManyRedirects) => Reply::Is(Answer::Unclear("it leads on and on".to_owned())),
        Err(error) => Reply::Later(error.to_string()),
    }
}

fn judge_status(status: StatusCode, headers: &HeaderMap) -> Reply {
    let why = status.to_string();
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Reply::Is(Answer::Dead(why)),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Reply::Busy(why, retry_after(headers))
        }
        status if status.is_server_error() => Reply::Later(why),
        // Many refuse programs, and let readers in.
        status if status.is_client_error() => Reply::Is(Answer::Unclear(why)),
        _ => Reply::Is(Answer::Fine),
    }
}

/// How long a host asks to wait: some seconds, or until a moment (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(value).ok()?.timestamp();
    Some(until.duration_since(Timestamp::now()).try_into().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_judged_as_readers_would_find_it() {
        let check = |status: u16, expected: &str| {
            let status = StatusCode::from_u16(status).unwrap();
            let said = match judge_status(status, &HeaderMap::new()) {
                Reply::Is(Answer::Fine) => "fine",
                Reply::Is(Answer::Dead(_)) => "dead",
                Reply::Is(Answer::Unclear(_)) => "unclear",
                Reply::Later(_) => "later",
                Reply::Busy(..) => "busy",
            };
            assert_eq!(said, expected, "{status}");
        };
        [200, 204, 206, 304].iter().for_each(|&status| check(status, "fine"));
        [404, 410].iter().for_each(|&status| check(status, "dead"));
        [400, 401, 403, 405, 406, 451].iter().for_each(|&status| check(status, "unclear"));
        [500, 502, 504].iter().for_each(|&status| check(status, "later"));
        [429, 503].iter().for_each(|&status| check(status, "busy"));
    }

    #[test]
    fn a_host_says_how_long_to_wait() {
        let after = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, value.parse().unwrap());
            retry_after(&headers)
        };
        assert_eq!(after("7"), Some(Duration::from_secs(7)));
        assert_eq!(after("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        assert!(after("Fri, 01 Jan 2100 00:00:00 GMT").unwrap() > Duration::from_secs(86_400));
        assert_eq!(after("soon"), None);
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }

    #[test]
    fn a_name_of_other_letters_is_asked_for_in_ascii() {
        let check = |address: &str, expected: &str| assert_eq!(in_ascii(address), expected);
        check("https://ex%C3%A4mple.org/%C3%A9?%20", "https://xn--exmple-cua.org/%C3%A9?%20");
        check("http://ex%C3%A4mple.org:81", "http://xn--exmple-cua.org:81");
        check("https://example.org/%C3%A9", "https://example.org/%C3%A9");
        check("https://example.org/a", "https://example.org/a");
        check("http://%FF/", "http://%FF/");
        check("http://[::1]:80/%20", "http://[::1]:80/%20");
    }

    #[test]
    fn questions_are_counted_by_host_and_port() {
        assert_eq!(host("https://Example.org/a"), "example.org");
        assert_eq!(host("http://example.org:81/b"), "example.org:81");
        assert_eq!(host("http://[::1"), "");
        assert_eq!(host("https://ex%C3%A4mple.org/b"), "xn--exmple-cua.org");
    }
}
