#![no_main]

use depeche_fuzz::site;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| site::check("templates/404.html", bytes));
