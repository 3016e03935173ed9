//! A store that checks signatures, as a process of its own, and a proxy before it that misbehaves.

mod proxy;

use std::fs;
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rusty_s3::{Credentials, S3Action, UrlStyle};
use tempfile::TempDir;

pub use proxy::{Fault, Proxy};

/// The name of the bucket, and what the site is published below.
pub const BUCKET: &str = "digest";
pub const PREFIX: &str = "l’été à 2";

pub const KEY: &str = "AKIDEXAMPLE0123456789";
pub const SECRET: &str = "wJalrXUtnFEMI+K7MDENG/bPxRfiCYEXAMPLEKEY";

/// Where the server is: named by `S3S_FS`, or installed below `target/tools`, or in the `PATH`.
pub fn server() -> Option<PathBuf> {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/bin/s3s-fs");
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths).map(|folder| folder.join("s3s-fs"));
    let named = std::env::var_os("S3S_FS").map(PathBuf::from);
    named.into_iter().chain([tools]).chain(found).find(|path| path.is_file())
}

/// A site, and a store with an empty bucket.
pub struct Store {
    pub folder: TempDir,
    process: Child,
    pub port: u16,
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Store {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("store").join(BUCKET)).unwrap();
        let port = free_port();
        let process = Command::new(server().expect("the server is there"))
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .args(["--access-key", KEY, "--secret-key", SECRET])
            .arg(folder.path().join("store"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let store = Self { folder, process, port };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server does not start");
            thread::sleep(Duration::from_millis(20));
        }
        store.write("depeche.yaml", CONFIG);
        store
    }

    /// Writes a file of the site.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join("site").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The command that publishes the site to the bucket.
    pub fn command(&self, port: u16, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        command
            .env_clear()
            .env("AWS_ACCESS_KEY_ID", KEY)
            .env("AWS_SECRET_ACCESS_KEY", SECRET)
            .env("HOME", self.folder.path().join("home"))
            .arg("--root")
            .arg(self.folder.path().join("site"))
            .args(["publish", &format!("s3://{BUCKET}/{PREFIX}")])
            .args(["--endpoint", &format!("http://127.0.0.1:{port}")])
            .args(arguments);
        command
    }

    pub fn publish_by(&self, port: u16, arguments: &[&str], code: i32) -> Output {
        let output = self.command(port, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", said(&output));
        output
    }

    pub fn publish(&self, arguments: &[&str], code: i32) -> Output {
        self.publish_by(self.port, arguments, code)
    }

    /// Asks the store for an object, as a reader who has the key.
    pub fn get(&self, path: &str) -> Got {
        let endpoint = format!("http://127.0.0.1:{}", self.port).parse().unwrap();
        let bucket = rusty_s3::Bucket::new(endpoint, UrlStyle::Path, BUCKET, "us-east-1").unwrap();
        let (credentials, key) = (Credentials::new(KEY, SECRET), format!("{PREFIX}/{path}"));
        let url = bucket.get_object(Some(&credentials), &key).sign(Duration::from_secs(60));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .new_agent();
        let (head, mut body) = agent.get(url.as_str()).call().unwrap().into_parts();
        let mut bytes = Vec::new();
        let whole = body.as_reader().read_to_end(&mut bytes).is_ok();
        let header = |name: &str| {
            head.headers
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
                .unwrap_or_default()
        };
        Got {
            status: head.status.as_u16(),
            content_type: header("content-type"),
            cache_control: header("cache-control"),
            redirect: header("x-amz-website-redirect-location"),
            bytes,
            whole,
        }
    }

    /// The keys of all objects, and what they hold.
    pub fn objects(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        files(&self.folder.path().join("store").join(BUCKET))
    }

    /// What was built, by path.
    pub fn built(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        let mut files = files(&self.folder.path().join("site/public"));
        files.retain(|path, _| !path.starts_with(".depeche/"));
        files
    }

    /// Makes a lock that a killed publish has left so old that nobody holds it.
    pub fn forget_lock(&self) {
        let lock = self.folder.path().join("store").join(BUCKET).join(PREFIX).join(".depeche/lock");
        if let Ok(file) = fs::File::options().write(true).open(lock) {
            file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
        }
    }

    /// Fails unless the bucket holds what was built, what the last one left for a moment, and our records.
    pub fn check_equal(&self, hint: &str) {
        let prefix = format!("{PREFIX}/");
        let objects = self.objects();
        let there = |path: &str| objects.get(&format!("{prefix}{path}"));
        let built = self.built();
        for (path, bytes) in &built {
            assert!(there(path) == Some(bytes), "{hint}: {path} differs");
        }
        for key in objects.keys() {
            let path = key.strip_prefix(&prefix).unwrap_or_else(|| panic!("{hint}: {key}"));
            let stays = path.starts_with("assets/") || path == ".depeche/manifest";
            assert!(stays || built.contains_key(path), "{hint}: {path} is left");
        }
    }
}

/// An answer to a reader.
pub struct Got {
    pub status: u16,
    pub content_type: String,
    pub cache_control: String,
    pub redirect: String,
    pub bytes: Vec<u8>,
    pub whole: bool,
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn files(root: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.unwrap());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (path, fs::read(entry.path()).unwrap())
    };
    entries.filter(|entry| entry.file_type().is_file()).map(file).collect()
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

const CONFIG: &str = "\
base_url: https://example.org/
locales: [{ tag: fr, region: fr-FR }, { tag: en, region: en-GB }]
untranslated: list
redirects:
  - { from: /old/, to: /fr/ }
";
