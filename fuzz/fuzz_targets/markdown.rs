#![no_main]

//! A body in two languages: set by the rules of each, and compared with its translation.

mod site;

libfuzzer_sys::fuzz_target!(|body: &str| {
    for locale in ["fr", "en"] {
        let text = format!("---\ntitle: T\ndate: 2025-03-04\n---\n\n{body}\n");
        site::check(&format!("content/b.{locale}.md"), text.as_bytes());
    }
});
