//! One table: what each language writes, and the numbers it means.

use proptest::prelude::*;

use super::*;

/// The numbers of a text, each as its kind and value; those that need no answer in parentheses.
fn said(tag: &str, text: &str) -> String {
    let numbers = read(text, Language::of(tag).expect("a table"));
    let one = |number: &Quantity| {
        let value = number.value;
        let what = match &number.kind {
            Kind::Plain => format!("{value}"),
            Kind::Label => format!("no {value}"),
            Kind::Part(parts) => format!("{} of {parts}", value.times(*parts)),
            Kind::Percent => format!("{value}%"),
            Kind::Money(currency) => format!("{value} {currency}"),
            Kind::Unit(measure, 1) => format!("{value} {measure}"),
            Kind::Unit(measure, many) => format!("{value}x{many} {measure}"),
            Kind::Ordinal => format!("{value}th"),
            Kind::Day(month) => format!("{value}/{month}"),
            Kind::Month => format!("month {value}"),
            Kind::Time => format!("minute {value}"),
            Kind::Name(name) => format!("`{name}`"),
        };
        let what = match number.also {
            Some(also) => format!("{what} or {also}"),
            None => what,
        };
        if number.weight == Weight::Certain { what } else { format!("({what})") }
    };
    numbers.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn check(tag: &str, text: &str, expected: &str) {
    assert_eq!(said(tag, text), expected, "{tag}: {text}");
}

#[test]
fn both_notations_are_read() {
    check("fr", "1 000 milliards de dollars", "1000000000000 dollar");
    check("en", "$1 trillion", "1000000000000 dollar");
    check("fr", "1,5 million", "1500000");
    check("en", "1.5 million", "1500000");
    check("fr", "671 milliards de paramètres", "671000000000");
    check("en", "671B parameters", "671000000000");
    check("fr", "79,8 %", "79.8%");
    check("fr", "79,8\u{202f}%", "79.8%");
    check("en", "79.8%", "79.8%");
    check("en", "79.8 per cent", "79.8%");
    check("fr", "sept pour cent", "7%");
    check("fr", "128\u{a0}000 puces", "128000");
    check("en", "128,000 chips", "128000");
    check("en", "from $10,000 to $20,000", "10000 dollar, 20000 dollar");
    check("fr", "5,6 M€ et 3 Md$", "5600000 euro, 3000000000 dollar");
    check(
        "en",
        "$5.6m, £3bn and US$40tn",
        "5600000 dollar, 3000000000 pound, 40000000000000 dollar",
    );
    check("fr", "5 ou 6 millions d'euros", "5 or 5000000, 6000000 euro");
    check("fr", "2024 300 puces", "2024, 300");
    check("es", "1.500 millones de euros", "1500000000 euro");
}

#[test]
fn words_are_read() {
    check("fr", "trois modèles, dix-sept jours", "3, 17x86400000 time");
    check("en", "three models, seventeen days", "3, 17x86400000 time");
    check("fr", "quatre-vingt-dix-sept puces", "97");
    check("fr", "soixante et onze, vingt et un", "71, 21");
    check("fr", "deux cents pages, mille fois", "200, 1000");
    check("en", "twenty-one, two hundred and five", "21, 205");
    check("fr", "trois milliards", "3000000000");
    check("en", "half a million, a million", "500000, 1000000");
    check("fr", "un demi-million, un million et demi", "(1), 500000, 1500000");
    check("en", "one and a half million", "1500000");
    check("fr", "un modèle neuf", "(1), (9)");
    check("en", "the first of two, the fourth", "(1th), (2), 4th");
    check("en", "the twenty-first century, the Ninth Circuit, tenth-placed", "21th, (9th), (10th)");
    check("fr", "vingt et unième, une dizaine de milliers", "21th, (1), 10000");
    check("fr", "mille milliards de dollars", "1000000000000 dollar");
    check("fr", "Mille deux cents emplois, mille neuf cent quatre-vingt-quatre", "1200, 1984");
    check(
        "fr",
        "deux mille trois cents euros, deux millions trois cent mille",
        "2300 euro, 2300000",
    );
    check("en", "two thousand three hundred, two million three hundred thousand", "2300, 2300000");
    check("en", "two thousand and five, between two and three thousand", "2005, (2 or 2000), 3000");
    check(
        "en",
        "two thousand and five hundred, two million and five",
        "2000, 500 or 500000, 2000000, 5 or 5000000",
    );
    check("fr", "deux mille trois cents milliards d'euros", "2300000000000 euro");
    check("fr", "un million deux cent mille trois cents", "1200300");
    check("en", "twelve hundred jobs", "1200");
}

#[test]
fn dates_and_times_are_read() {
    check("fr", "le 27 janvier 2025", "27/1, 2025");
    check("en", "on January 27, 2025", "27/1, 2025");
    check("en", "on 27 January 2025", "27/1, 2025");
    check("en", "January 27", "27/1");
    check("fr", "1er août 2024", "1/8, 2024");
    check("en", "the 1st of August", "1/8");
    check("fr", "les 4 et 6 février", "4/2, 6/2");
    check("fr", "en février 2025", "month 2, 2025");
    check("en", "May 2025; it may", "month 5, 2025");
    check("en", "in May", "(month 5)");
    check("en", "2025-02-26", "26/2, 2025");
    check("fr", "26/02/2025", "26/2, 2025");
    check("en", "2/26/2025", "26/2, 2025");
    check("es", "26 de febrero de 2025", "26/2, 2025");
    check("fr", "à 14 h 30, à 14h30", "minute 870, minute 870");
    check("en", "2.30pm, 2:30 p.m., 14:30", "minute 870, minute 870, minute 870");
    check("en", "12.15am, 12 noon", "minute 15, 12, (12)");
    check("fr", "14 h", "14x3600000 time");
    check("en", "May 17-18, May 17 and 18, 2025; Feb. 5", "17/5, 18/5, 17/5, 18/5, 2025, 5/2");
    check("en", "May 17 and 18 people", "17/5, 18");
}

#[test]
fn ordinals_and_names_are_read() {
    check("fr", "XXIe siècle, 3e essai", "21th, 3th");
    check("es", "el siglo XXI, los siglos V y", "21th, 5th");
    check("en", "21st century, 3rd try", "21th, 3th");
    check("fr", "GPT-4o, Claude 3.5 Sonnet, R1-0528", "`4o`, no 3.5, `r1`, no 528");
    check("en", "GPT-4o and Claude 3.5 Sonnet", "`4o`, no 3.5");
    check("fr", "la H800, 235B-A22B", "`h800`, 235000000000, `a22b`");
    check("en", "H100s at https://x.org/2412.19437 ×172, 10x", "`h100`, 172, 10");
    check("en", "1.2.3 and 192.168.0.1", "`1.2.3`, `192.168.0.1`");
    check("en", "an 8-bit format, a 20-page report", "(1), 8 bits, (1), 20");
}

/// Whether each number of one text that needs an answer has one in the other.
fn agree(french: &str, english: &str) -> bool {
    let of = |tag, text| read(text, Language::of(tag).expect("a table"));
    let (french_numbers, english_numbers) = (of("fr", french), of("en", english));
    let answered = |a: &[Quantity], b: &[Quantity]| {
        let mut certain = a.iter().filter(|number| number.weight == Weight::Certain);
        certain.all(|a| b.iter().any(|b| a.agrees(b) && b.agrees(a)))
    };
    answered(&french_numbers, &english_numbers) && answered(&english_numbers, &french_numbers)
}

#[test]
fn texts_that_say_the_same_agree() {
    assert!(agree("deux semaines", "14 days"));
    assert!(agree("trois essais", "3 trials"));
    assert!(agree("quinze jours", "two weeks"));
    assert!(agree("de 9 à 17 h", "9am to 5pm"));
    assert!(agree("saison 2024-2025", "the 2024-25 season"));
    assert!(agree("le 4 février, puis le 6", "on February 4, then on February 6"));
    assert!(agree("du 17 au 18 mai", "on May 17-18"));
    assert!(agree("2e trimestre", "Q2"));
    assert!(agree("le XXIe siècle", "the twenty-first century"));
    assert!(agree("14 h", "2pm"));
    assert!(agree("XXIe siècle", "21st century"));
    assert!(agree("le XIXe siècle", "the nineteenth century"));
    assert!(agree("les années quatre-vingt-dix", "the nineties"));
    assert!(agree("27 centimes", "$0.27"));
    assert!(agree("16 Go", "16 GB"));
    assert!(agree("de 5 à 6 %", "5% to 6%"));
    assert!(agree("un tiers des salariés", "a third of the staff"));
    assert!(agree("un tiers des salariés", "one in three of the staff"));
    assert!(agree("un Français sur trois", "a third of the French"));
    assert!(agree("trois quarts des voix", "75% of the vote"));
    assert!(agree("un tiers des voix", "33% of the vote"));
    assert!(agree("la moitié des voix", "half the vote"));
    assert!(agree("1/3 des voix", "one third of the vote"));
    assert!(agree("½ million", "half a million"));
    assert!(agree(
        "au troisième trimestre, un troisième essai",
        "in the third quarter, a third try"
    ));
    assert!(agree("deux trimestres", "two quarters"));
    assert!(agree("une heure et demie", "90 minutes"));
    assert!(agree("1 h 30", "90 minutes"));
    assert!(agree("2 h 30", "2 hours 30 minutes"));
    assert!(agree("deux ans et demi", "30 months"));
    assert!(agree("14 heures 30", "2.30pm"));
    assert!(agree("à trois heures de l'après-midi", "at 3pm"));
    assert!(agree("à 9 heures et demie du soir", "at 9.30pm"));
    assert!(agree("vers dix-sept heures", "around five in the afternoon"));
    assert!(!agree("à trois heures du matin", "at 3pm"));
    check("fr", "trois heures du matin, trois heures durant", "minute 180, 3x3600000 time");
    check("es", "las cinco de la tarde", "minute 1020");
    assert!(agree("un demi-siècle", "fifty years"));
    assert!(agree("une décennie", "ten years"));
    assert!(agree("une demi-douzaine", "six"));
    assert!(agree("les années 90", "the 1990s"));
    assert!(agree("Louis XIV", "Louis XIV"));
    assert!(agree("chapitre IV", "chapter 4"));
    assert!(agree("François Ier", "Francis I"));
    assert!(agree("la Seconde Guerre mondiale", "World War II"));
    assert!(agree("la Ve République", "the Fifth Republic"));
    assert!(!agree("un tiers des salariés", "a quarter of the staff"));
    assert!(!agree("trois quarts des voix", "70% of the vote"));
    assert!(!agree("un tiers des voix", "30% of the vote"));
    assert!(!agree("une heure et demie", "80 minutes"));
    assert!(!agree("Louis XIV", "Louis XVI"));
    assert!(!agree("5 %", "$5"));
    assert!(!agree("6 mois", "6 years"));
    assert!(!agree("27 janvier", "27 February"));
    assert!(!agree("1 billion", "1 billion"));
}

#[test]
fn parts_are_read() {
    check("fr", "un tiers des salariés, deux tiers", "1 of 3, 2 of 3");
    check("en", "a third of the staff, two-thirds, two thirds", "1 of 3, 2 of 3, 2 of 3");
    check("en", "a third-party app, two third-party apps", "(1), (3th), (2), (3th)");
    check("en", "the third of March, a third model", "(3th), (month 3), (1 of 3)");
    check("fr", "trois quarts, la moitié des voix, à moitié", "3 of 4, 1 of 2, (1 of 2)");
    check("en", "half of them, half the time, three quarters", "1 of 2, (1 of 2), (3 of 4)");
    check("fr", "1/3, ½, 3⁄4, 2½ et 24/7", "1 of 3, 1 of 2, 3 of 4, 2.5, 24, 7");
    check("en", "1/3/2025, 01/02, 3/2", "3/1, 2025, 1, 2, 3, 2");
    check("en", "two and a half, 2 and three-quarters, 1 and half of it", "2.5, 2.75, 1, 1 of 2");
    check("fr", "un tiers de million, un quart de milliard", "1000000/3, 250000000");
    check("en", "a quarter of a million", "250000");
    check("en", "two dozen, half a dozen", "24, (6)");
    check("de", "zwei Drittel, die Hälfte der, ein Viertel", "2 of 3, 1 of 2, (1 of 4)");
}

#[test]
fn durations_are_read() {
    check("fr", "une heure et demie, 90 minutes", "1.5x3600000 time, 90x60000 time");
    check("en", "an hour and a half, half an hour", "1.5x3600000 time, 0.5x3600000 time");
    check("fr", "un quart d'heure, une demi-heure", "0.25x3600000 time, (1), 0.5x3600000 time");
    check("en", "a quarter of an hour, half a century", "0.25x3600000 time, 0.5x1200 months");
    check("fr", "2 h 30, deux heures trente", "minute 150, 2.5x3600000 time");
    check("en", "2 hours 30 minutes", "2.5x3600000 time");
    check(
        "en",
        "2 hours and 30 minutes, 2 hours to 3 days",
        "2.5x3600000 time, 2x3600000 time, 3x86400000 time",
    );
    check(
        "en",
        "2 years and 3 days, 1 hour 90 minutes",
        "2x12 months, 3x86400000 time, 1x3600000 time, 90x60000 time",
    );
    check("fr", "24 heures, 10 salariés", "24x3600000 time, 10");
    check(
        "de",
        "eineinhalb Stunden, drei Stunden 20 Minuten",
        "1.5x3600000 time, 10/3x3600000 time",
    );
    check("fr", "les années 90", "90 or 1990");
    check(
        "en",
        "the '90s, the nineties, 90 days",
        "90x1000 time or 1990, (1990), 90x86400000 time",
    );
}

#[test]
fn times_in_words_are_read() {
    check("fr", "midi et demi, minuit et quart", "minute 750, minute 15");
    check("fr", "midi moins le quart, minuit moins le quart", "minute 705, minute 1425");
    check("fr", "trois heures moins le quart", "minute 165 or 885");
    check("fr", "quinze heures moins le quart", "minute 885");
    check("fr", "à 3 heures moins le quart de l'après-midi", "minute 885");
    check("fr", "trois heures et demie, à midi, à minuit", "3.5x3600000 time, (12), (0)");
    check("en", "half past twelve", "minute 750 or 30");
    check("en", "a quarter to three, quarter past 9", "minute 165 or 885, minute 555 or 1275");
    check("en", "half past noon, quarter to midnight", "minute 750, minute 1425");
    check("en", "half past 3pm, half past three in the morning", "minute 930, minute 210");
    check("en", "half past twelve in the afternoon", "minute 750");
    check("en", "from a quarter to three quarters", "(1 of 4), (3 of 4)");
    check("en", "a quarter to three million, half past", "(1 of 4), 3000000, (1 of 2)");
    check("de", "halb drei, Viertel vor zwölf", "minute 150 or 870, minute 705 or 1425");
    check("de", "Viertel nach Mitternacht", "minute 15");
    check("es", "las tres y media, las tres menos cuarto", "minute 210 or 930, minute 165 or 885");
    check("es", "la una y cuarto de la tarde, las tres", "minute 795, 3");
    for (french, english) in [
        ("midi et demi", "half past twelve"),
        ("midi et demi", "12.30pm"),
        ("minuit et quart", "quarter past midnight"),
        ("minuit et quart", "a quarter past twelve"),
        ("0 h 15", "quarter past midnight"),
        ("minuit", "12am"),
        ("trois heures moins le quart", "quarter to three"),
        ("trois heures moins le quart", "2.45pm"),
        ("14 h 45", "quarter to three"),
        ("trois heures et demie", "half past three"),
        ("trois heures et quart", "quarter past three"),
        ("15 h 30", "half past three"),
        ("quinze heures trente", "half past three in the afternoon"),
    ] {
        assert!(agree(french, english), "{french} = {english}");
    }
    assert!(!agree("trois heures moins le quart", "quarter past three"));
    assert!(!agree("midi et demi", "half past two"));
    assert!(!agree("15 h 30", "half past three in the morning"));
}

#[test]
fn roman_numerals_are_read() {
    check("fr", "Louis XIV, chapitre IV, chapitre V", "no 14, no 4, no 5");
    check("en", "Louis XIV, chapter V; CV, MD, XL", "no 14, no 5, (no 40)");
    check("fr", "François Ier, Id Software", "1th");
    check("en", "Francis I and I", "(no 1)");
    check("fr", "la CCI, le CDI, ICI, la Ve République", "5th");
    check("de", "Kapitel IV, Ludwig XIV.", "no 4, no 14");
}

#[test]
fn german_is_read() {
    check("de", "1.500 Millionen Euro, 3,5 Mrd. Euro", "1500000000 euro, 3500000000 euro");
    check("de", "einundzwanzig, zweihundertfünf, dreitausend", "21, 205, 3000");
    check("de", "zweitausendvierundzwanzig, neunundneunzig", "2024, 99");
    check("de", "hundertfünfzigtausend, tausendundeins", "150000, 1001");
    check("de", "am 27. Januar 2025, am 3. März", "27/1, 2025, 3/3");
    check("de", "14.30 Uhr, 14 Uhr, 14 Uhr 30", "minute 870, minute 840, minute 870");
    check("de", "79,8 %, 79,8 Prozent", "79.8%, 79.8%");
    check(
        "de",
        "die vierte von acht, der einundzwanzigsten, im 21. Jahrhundert",
        "4th, 8, 21th, 21",
    );
    check(
        "de",
        "eine halbe Million, eine Billion, zweieinhalb Millionen",
        "(1), 500000, 1000000000000, 2500000",
    );
    check("de", "die 90er Jahre, die Neunzigerjahre", "90 or 1990, (1990)");
    check("de", "Der Hund und die Stunde, am Abend", "");
    check("de", &"tausend".repeat(100_000), "");
}

proptest! {
    #[test]
    fn no_text_panics(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "1", "12", "000", "2025", "99999999999999999999", " ", "\u{a0}", ".", ",", "-", "/", ":",
                "$", "€", "%", "US", "USD", "M", "Md", "million", "milliards", "de", "et", "demi", "half",
                "a", "and", "mille", "cent", "quatre", "vingt", "dix", "hundred", "h", "pm", "p", "m",
                "mai", "May", "février", "1er", "XXIe", "MMe", "x", "s", "é", "https://x", "\u{301}",
                "½", "tiers", "third", "quarts", "heure", "hour", "hours", "30", "XIV", "I", "chapter", "und",
                "zwanzig", "hundert", "tausend", "Viertel", "Uhr", "einhalb", "ste", "dozen", "of", "des",
            ]),
            0..30,
        ),
    ) {
        let text = words.concat();
        for tag in ["de", "en", "es", "fr"] {
            for number in read(&text, Language::of(tag).expect("a table")) {
                prop_assert!(text.get(number.range).is_some());
            }
        }
    }
}
