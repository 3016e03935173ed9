//! The fixtures' base as a site in memory, and what a build makes of a site, as texts.
#![expect(clippy::disallowed_methods, reason = "the base is read from the disk")]

use std::fs;
use std::path::Path;

use depeche::diag::Checked;
use depeche::outputs::Outputs;
use depeche::world::MemoryWorld;
use jiff::Timestamp;

/// The base, on 30 June 2025.
pub fn base() -> MemoryWorld {
    let mut world = MemoryWorld::new(Timestamp::from_second(1_751_284_800).expect("a time"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/_base");
    read(&root, "", &mut world);
    world
}

fn read(folder: &Path, below: &str, world: &mut MemoryWorld) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => read(&entry.path(), &format!("{path}/"), world),
            false => world.write(&path, &fs::read(entry.path()).expect("a file")),
        }
    }
}

/// Problems, and files with what they hold.
pub fn told(built: &Checked<Outputs>) -> Vec<String> {
    let problems = built.diagnostics.iter().map(|problem| format!("{problem:?}"));
    let file = |file: &depeche::outputs::Output| {
        format!("{} {}", file.path, String::from_utf8_lossy(&file.bytes))
    };
    problems.chain(built.value.iter().map(file)).collect()
}
