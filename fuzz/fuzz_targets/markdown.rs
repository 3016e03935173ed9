#![no_main]

//! A body in two languages: set by the rules of each, compared with its translation, with raw HTML and without.

mod site;

libfuzzer_sys::fuzz_target!(|body: &str| {
    for (locale, config) in [("fr", ""), ("en", "html: escape\n")] {
        let text = format!("---\ntitle: T\ndate: 2025-03-04\n---\n\n{body}\n");
        site::check(config, &format!("content/b.{locale}.md"), text.as_bytes());
    }
});
