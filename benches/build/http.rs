//! As much of a browser as it takes to see whether a page is fresh.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// How long an answer may take. The first waits for the first build.
const PATIENCE: Duration = Duration::from_secs(600);

/// A connection that stays open from one request to the next.
pub struct Browser {
    connection: BufReader<TcpStream>,
    port: u16,
}

impl Browser {
    /// Connects to a server on this machine.
    pub fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("nothing answers at port {port}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { connection: BufReader::new(stream), port })
    }

    /// The body of the answer to a `GET`, which must be 200.
    pub fn get(&mut self, path: &str) -> Result<Vec<u8>> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port);
        self.connection.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        ensure!(status.contains(" 200 "), "`{path}` is answered with `{status}`");
        let mut length = None;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = Some(value.trim().parse()?);
            }
        }
        let mut body = vec![0; length.with_context(|| format!("`{path}` has no length"))?];
        self.connection.read_exact(&mut body)?;
        Ok(body)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        let read = self.connection.read_line(&mut line)?;
        ensure!(read > 0, "the server closed the connection");
        Ok(line.trim_end().to_owned())
    }
}
