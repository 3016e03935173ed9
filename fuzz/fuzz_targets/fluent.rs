#![no_main]

//! Messages: read, then said with arguments of each kind, whatever they call them.

use std::sync::{Arc, LazyLock};

use depeche::diag::Checked;
use depeche::hashed::Hashed;
use depeche::l10n::{Arg, Formats, LocaleMessages, MessageFile, Messages, Words};
use depeche::model::{Date, Locale};
use depeche::world::VPath;
use depeche_fuzz::site;

static FRENCH: LazyLock<Arc<Formats>> =
    LazyLock::new(|| Arc::new(Formats::new("fr-FR").expect("CLDR has French")));

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Checked { value: file, diagnostics } =
        MessageFile::parse(&VPath::new("i18n/fr/more.ftl"), text);
    site::draw(&diagnostics, |_| Some(Hashed::from_bytes(text.as_bytes())));
    say(file);
    if site::is_one_of(32, text.as_bytes()) {
        site::check("i18n/fr/more.ftl", text.as_bytes());
    }
});

fn say(file: MessageFile) {
    let messages = Messages::new(&[], &[Arc::new(file)]).value;
    let keys: Vec<(String, Vec<String>)> = messages
        .entries()
        .map(|(_, entry)| {
            (entry.id.clone(), entry.attributes.iter().map(|one| one.name.clone()).collect())
        })
        .collect();
    let locale = Locale::new("fr").expect("a locale");
    let words = Words::new(vec![LocaleMessages {
        locale: locale.clone(),
        formats: Arc::clone(&FRENCH),
        messages,
    }]);
    let date = Date::parse("2025-03-04T09:30").expect("a date");
    for arg in [Arg::Number(1234.5), Arg::Date(date), Arg::Text("AI".into())] {
        let args =
            ["count", "number", "year", "title", "site", "name"].map(|name| (name, arg.clone()));
        for (key, attributes) in &keys {
            words.text(&locale, key, &args);
            for attribute in attributes {
                words.attribute(&locale, key, attribute, &args);
            }
        }
    }
}
