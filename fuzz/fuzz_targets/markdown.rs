#![no_main]

//! A body in two languages: set by the rules of each, with raw HTML and without, and compared with its translation.

use depeche_fuzz::site;

libfuzzer_sys::fuzz_target!(|body: &str| {
    let text = format!("---\ntitle: T\ndate: 2025-03-04\n---\n\n{body}\n");
    site::read("content/a.en.md", &text);
    if site::is_one_of(32, body.as_bytes()) {
        site::check("content/a.en.md", text.as_bytes());
    }
});
