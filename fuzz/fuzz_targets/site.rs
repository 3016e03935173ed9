//! A small site, one file of which is whatever the fuzzer makes.

use std::collections::BTreeMap;

use depeche::diag::{Diagnostic, Texts, show};
use depeche::world::{MemoryWorld, VPath, World};
use depeche::{Memos, Options, build};
use jiff::Timestamp;

const CONFIG: &str = "base_url: https://example.org/\n\
                      locales: [{ tag: fr, region: fr-FR }, { tag: en, region: en-GB }]\n\
                      topics: [{ id: chips }]\n";

const ARTICLE: &str = "---\ntitle: Un titre\ndate: 2025-03-04\ntopics: [chips]\n---\n\nDu texte.\n";

/// Builds the site, and draws all that is wrong with it: neither may panic.
pub fn check(path: &str, bytes: &[u8]) {
    let mut world = MemoryWorld::new(Timestamp::from_second(1_751_284_800).expect("a time"));
    world.write("depeche.yaml", CONFIG.as_bytes());
    world.write("content/a.fr.md", ARTICLE.as_bytes());
    world.write(path, bytes);
    let options = Options { parity: true, ..Options::default() };
    let built = build(&world, &options, &Memos::forgetful());
    let files = built.diagnostics.iter().flat_map(Diagnostic::files);
    let read = |file: &VPath| Some((file.clone(), world.read(file).ok()?));
    let files: BTreeMap<VPath, _> = files.filter_map(read).collect();
    let texts = Texts::of_files(&files);
    for problem in &built.diagnostics {
        show::human(problem, &texts, true);
        show::json(problem, &texts);
    }
}
