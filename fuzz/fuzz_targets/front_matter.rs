#![no_main]

use depeche_fuzz::site;

libfuzzer_sys::fuzz_target!(|lines: &str| {
    let text = format!("---\ntitle: The other\n{lines}\n---\n\nText.\n");
    site::read("content/a.en.md", &text);
    if site::is_one_of(16, lines.as_bytes()) {
        site::check("content/a.en.md", text.as_bytes());
    }
});
