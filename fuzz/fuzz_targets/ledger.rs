#![no_main]

//! The lists that depeche keeps: what it reads of one, it writes as it would be read.

use depeche::external::Known;
use depeche::{baseline::Baseline, ledger, urls};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let read = ledger::parse(text).value;
    let written = ledger::write(&read);
    assert_eq!(ledger::write(&ledger::parse(&written).value), written);
    let read = urls::parse(text).value;
    let written = urls::write(&read);
    assert_eq!(urls::write(&urls::parse(&written).value), written);
    if let Ok(known) = Baseline::parse(text) {
        assert_eq!(Baseline::parse(&known.write()), Ok(known));
    }
    if let Ok(known) = Known::parse(text) {
        assert_eq!(Known::parse(&known.write()), Ok(known));
    }
});
