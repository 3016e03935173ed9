#![no_main]

mod site;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| site::check("", "i18n/fr/more.ftl", bytes));
