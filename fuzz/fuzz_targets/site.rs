//! A small site, one file of which is whatever the fuzzer makes.

use depeche::diag::show;
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
    for problem in &built.diagnostics {
        let text_of = |file: &VPath| world.read(file).ok();
        let text = problem.span.as_ref().and_then(|span| text_of(&span.file));
        let text = text.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
        show::human(problem, text, true);
        show::json(problem, text);
    }
}
