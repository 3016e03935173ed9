//! The development server as a process of its own, asked over the loopback.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Met only by a machine in trouble.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// How many lines of the program are shown when a test fails.
const LAST_LINES: usize = 80;

/// A site that is served.
pub struct Site {
    pub root: TempDir,
    pub process: Child,
    pub port: u16,
    said: Receiver<String>,
}

impl Site {
    /// Serves the site in a folder, and waits until it is there.
    pub fn of(root: TempDir, arguments: &[&str]) -> Self {
        let mut site = Self::begin(root, arguments);
        let line = site.says("serving ");
        let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        site.port = port.and_then(|port| port.parse().ok()).expect("the address names a port");
        site
    }

    /// Begins to serve the site in a folder.
    pub fn begin(root: TempDir, arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_depeche"))
            .arg("serve")
            .args(arguments)
            .arg("--root")
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
        Self { root, process, port: 0, said }
    }

    /// Waits for a line on the terminal.
    pub fn says(&self, part: &str) -> String {
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

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream
    }
}

impl Drop for Site {
    #[expect(clippy::print_stderr, reason = "a test that fails has nowhere else to say why")]
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        if thread::panicking() {
            // Whoever reads of a failure wants to know how the program ended.
            let said: Vec<String> = self.said.iter().collect();
            let last = said.len().saturating_sub(LAST_LINES);
            eprintln!("the program said at last:\n{}", said[last..].join("\n"));
        }
    }
}

/// Writes a file, and the folders that it needs.
pub fn put(root: &Path, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
