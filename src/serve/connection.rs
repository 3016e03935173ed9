//! Connections that cannot be held for ever.
//!
//! Of all connections, at most [`limits::CONNECTIONS`] are kept: when one more comes, the one that was
//! written to longest ago is closed. And one that is not written to for
//! [`limits::CONNECTION_SECONDS`] is closed, whatever arrives on it: so a request that comes byte by
//! byte, a reader that takes nothing, and a connection kept open for nothing end alike. Streams of
//! events are written to more often than that.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep, sleep};

use crate::limits;

/// A listener whose connections end.
pub struct Patient {
    listener: TcpListener,
    open: Open,
    count: u64,
    patience: Duration,
}

/// Every open connection, by number.
type Open = Arc<Mutex<BTreeMap<u64, Slot>>>;

struct Slot {
    written: Instant,
    /// Dropped to close the connection.
    _keep: oneshot::Sender<()>,
}

impl Patient {
    /// Limits the connections of a listener.
    pub fn new(listener: TcpListener) -> Self {
        let patience = Duration::from_secs(limits::CONNECTION_SECONDS);
        Self { listener, open: Arc::default(), count: 0, patience }
    }

    fn admit(&mut self, stream: TcpStream) -> Connection {
        // Events are small, and are wanted at once.
        let _ = stream.set_nodelay(true);
        let (keep, closed) = oneshot::channel();
        self.count += 1;
        let mut open = self.open.lock().expect("no thread panics while it holds this lock");
        if open.len() >= limits::CONNECTIONS {
            let idlest =
                open.iter().min_by_key(|(_, slot)| slot.written).map(|(number, _)| *number);
            idlest.and_then(|number| open.remove(&number));
        }
        open.insert(self.count, Slot { written: Instant::now(), _keep: keep });
        drop(open);
        Connection {
            stream,
            closed,
            patience: self.patience,
            end: Box::pin(sleep(self.patience)),
            number: self.count,
            open: Arc::clone(&self.open),
        }
    }
}

impl Listener for Patient {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        (self.admit(stream), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that ends when it is not written to.
pub struct Connection {
    stream: TcpStream,
    closed: oneshot::Receiver<()>,
    patience: Duration,
    end: Pin<Box<Sleep>>,
    number: u64,
    open: Open,
}

impl Connection {
    /// Fails once the connection is to end, and wakes the task when that comes.
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        let over = self.end.as_mut().poll(context).is_ready();
        if over || Pin::new(&mut self.closed).poll(context).is_ready() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        Ok(())
    }

    fn wrote(&mut self) {
        let now = Instant::now();
        let end = now + self.patience;
        self.end.as_mut().reset(end);
        let mut open = self.open.lock().expect("no thread panics while it holds this lock");
        if let Some(slot) = open.get_mut(&self.number) {
            slot.written = now;
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.open.lock().expect("no thread panics while it holds this lock").remove(&self.number);
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.wrote();
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, bytes))?;
        self.wrote();
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use std::io::{Read, Write};

    /// Serves one client, which must be done within the time that a test may take.
    fn serve(client: impl FnOnce(std::net::TcpStream) + Send + 'static) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let patient = Patient { patience: Duration::from_millis(50), ..Patient::new(listener) };
            let done = tokio::task::spawn_blocking(move || {
                let stream = std::net::TcpStream::connect(address).unwrap();
                stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
                client(stream);
            });
            let router = Router::new().fallback(|| async { "here" });
            tokio::select! {
                done = done => done.unwrap(),
                result = axum::serve(patient, router) => result.unwrap(),
            }
        });
    }

    #[test]
    fn a_connection_that_says_nothing_ends() {
        serve(|mut stream| assert_eq!(stream.read(&mut [0]).unwrap(), 0));
    }

    #[test]
    fn a_request_that_never_ends_does() {
        serve(|mut stream| {
            stream.write_all(b"GET / HTTP/1.1\r\nX: ").unwrap();
            stream.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
            // Bytes that go on coming win no time.
            while stream.write_all(b"x").is_ok() {
                match stream.read(&mut [0]) {
                    Err(error) if error.kind() != io::ErrorKind::ConnectionReset => {}
                    end => return assert!(!matches!(end, Ok(1)), "nothing was asked"),
                }
            }
        });
    }

    #[test]
    fn a_connection_that_was_answered_ends_later() {
        serve(|mut stream| {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert!(answer.ends_with("here"), "{answer}");
        });
    }
}
