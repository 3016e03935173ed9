#![no_main]

use depeche::hashed::Hashed;
use depeche::parse::config;
use depeche::world::VPath;
use depeche_fuzz::site;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let read = config::parse(&VPath::new("depeche.yaml"), text);
    site::draw(&read.diagnostics, |_| Some(Hashed::from_bytes(text.as_bytes())));
    if site::is_one_of(16, text.as_bytes()) {
        site::check("depeche.yaml", text.as_bytes());
    }
});
