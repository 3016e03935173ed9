#![no_main]

mod site;

libfuzzer_sys::fuzz_target!(|lines: &str| {
    let text = format!("---\ntitle: The other\n{lines}\n---\n\nText.\n");
    site::check("", "content/a.en.md", text.as_bytes());
});
