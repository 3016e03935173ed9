//! A proxy that passes requests on, but for some.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is passed on.
    None,
    /// It is passed on after a while.
    Slow,
    /// Half of it is passed on, then both ends are closed.
    CutRequest,
    /// It is passed on, and nobody learns what came of it.
    CutAnswer,
    /// It is answered with an error.
    Status(u16),
}

/// A proxy on a port of its own.
pub struct Proxy {
    pub port: u16,
    pub faults: Arc<AtomicUsize>,
}

impl Proxy {
    /// Passes requests on to a port; `fault` says what becomes of each, by its number and its first line.
    pub fn new(to: u16, fault: fn(usize, &str) -> Fault) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (count, faults) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&faults);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (count, counted) = (Arc::clone(&count), Arc::clone(&counted));
                // An end that is closed is an error of no interest.
                thread::spawn(move || {
                    serve(client, to, &|line| {
                        let fault = fault(count.fetch_add(1, Ordering::SeqCst), line);
                        if !matches!(fault, Fault::None | Fault::Slow) {
                            counted.fetch_add(1, Ordering::SeqCst);
                        }
                        fault
                    })
                });
            }
        });
        Self { port, faults }
    }
}

/// One request of a connection, which is closed then.
fn serve(mut client: TcpStream, to: u16, fault: &dyn Fn(&str) -> Fault) -> Option<()> {
    let (head, mut body) = read_head(&mut client)?;
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().unwrap());
    let fault = fault(head.lines().next().unwrap_or_default());
    let wanted = if fault == Fault::CutRequest { length / 2 } else { length };
    let mut chunk = [0; 4096];
    while body.len() < wanted {
        let read = client.read(&mut chunk).ok().filter(|read| *read > 0)?;
        body.extend_from_slice(&chunk[..read]);
    }
    if let Fault::Status(status) = fault {
        let text = "<Error><Code>SlowDown</Code><Message>Later</Message></Error>";
        let length = text.len();
        let answer = format!(
            "HTTP/1.1 {status} Later\r\nretry-after: 0\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{text}"
        );
        return client.write_all(answer.as_bytes()).ok();
    }
    if fault == Fault::Slow {
        thread::sleep(Duration::from_millis(150));
    }
    let mut server = TcpStream::connect(("127.0.0.1", to)).ok()?;
    server.write_all(head.trim_end_matches("\r\n").as_bytes()).ok()?;
    server.write_all(b"\r\nconnection: close\r\n\r\n").ok()?;
    body.truncate(wanted);
    server.write_all(&body).ok()?;
    if fault == Fault::CutRequest {
        server.shutdown(Shutdown::Both).ok()?;
        return client.shutdown(Shutdown::Both).ok();
    }
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).ok()?;
    if fault == Fault::CutAnswer {
        return client.shutdown(Shutdown::Both).ok();
    }
    client.write_all(&answer).ok()
}

/// The lines of a request, and what came with them of its body.
fn read_head(client: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            let body = bytes.split_off(end + 4);
            return Some((String::from_utf8(bytes).ok()?, body));
        }
        let read = client.read(&mut chunk).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&chunk[..read]);
    }
}
