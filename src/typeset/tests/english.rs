//! English, by the *Chicago Manual of Style* and *New Hart's Rules*.

use super::check;

#[test]
fn quotes() {
    check(
        "en",
        &[
            ("\"Yes,\" he said.", "“Yes,” he said."),
            ("\"It's 'so' good,\" he said...", "“It’s ‘so’ good,” he said…"),
            ("\"a \"b\" c\"", "“a ‘b’ c”"),
            ("(\"x\")", "(“x”)"),
            ("the \"AI Act\"", "the “AI Act”"),
            ("\"'So,' he said\"", "“‘So,’ he said”"),
            ("'so'", "‘so’"),
            ("'\"so\"'", "‘“so”’"),
            ("He said \"it's the 'end'\".", "He said “it’s the ‘end’”."),
            ("\"the dogs'\", \"'so'\"", "“the dogs’”, “‘so’”"),
            ("'\"Yes,\" she said'", "‘“Yes,” she said’"),
            ("\"the ‘end’\" x", "“the ‘end’” x"),
            ("pre-\"AI\"", "pre-“AI”"),
            ("\"Why?\"", "“Why?”"),
            ("\"one\"—\"two\"", "“one”—“two”"),
            ("\"in 2025\"", "“in 2025”"),
            ("\"\u{fffc}\"", "“\u{fffc}”"),
            ("“a” \"b\"", "“a” “b”"),
            ("“a \"b\" c”", "“a ‘b’ c”"),
        ],
    );
}

#[test]
fn quotes_without_a_partner_stay() {
    check(
        "en",
        &[
            ("a 5\" screen, 6' tall", "a 5\" screen, 6' tall"),
            ("6'2\" tall", "6'2\" tall"),
            ("a \"word", "a \"word"),
            ("\"", "\""),
            ("\"a 5\" screen\"", "“a 5\" screen”"),
        ],
    );
}

#[test]
fn apostrophes() {
    check(
        "en",
        &[
            ("it's, don't, O'Brien", "it’s, don’t, O’Brien"),
            ("the dogs' bowls", "the dogs’ bowls"),
            ("the '90s and the 1990's", "the ’90s and the 1990’s"),
            ("'tis, 'twas, get 'em", "’tis, ’twas, get ’em"),
            ("rock 'n' roll", "rock ’n’ roll"),
            ("the class of '68", "the class of ’68"),
            ("James's", "James’s"),
            ("'gram", "’gram"),
            ("OpenAI's 'o3' model", "OpenAI’s ‘o3’ model"),
            ("\u{fffc}'s", "\u{fffc}’s"),
            ("y'all'd've", "y’all’d’ve"),
        ],
    );
}

#[test]
fn ellipses_and_dashes() {
    check(
        "en",
        &[
            ("well...", "well…"),
            ("well ... then", "well … then"),
            ("[...]", "[…]"),
            ("....", "...."),
            ("a -- b---c", "a – b—c"),
            ("1990--1995", "1990–1995"),
            ("pp. 10-12", "pp._10–12"),
            ("pages 10-12", "pages 10–12"),
            ("1990-1995", "1990-1995"),
            ("2025-03-04", "2025-03-04"),
            ("555-1234", "555-1234"),
            ("well-known", "well-known"),
            ("a – b – c", "a – b – c"),
        ],
    );
}

#[test]
fn no_space_is_added() {
    check(
        "en",
        &[
            ("Really? Yes! Well; so: go.", "Really? Yes! Well; so: go."),
            ("Really ?", "Really ?"),
            ("« oui »", "« oui »"),
            ("50 000 people", "50 000 people"),
            ("10%", "10%"),
            ("12:30", "12:30"),
            ("$5", "$5"),
        ],
    );
}

#[test]
fn numbers() {
    check(
        "en",
        &[
            ("5 km", "5_km"),
            ("80 GB of memory", "80_GB of memory"),
            ("10 %", "10_%"),
            ("20 °C", "20_°C"),
            ("$5.6 million", "$5.6_million"),
            ("671 billion parameters", "671_billion parameters"),
            ("p. 12, No. 5", "p._12, No._5"),
            ("no. 5, fig. 3", "no._5, fig._3"),
            ("It has no. 5 people", "It has no._5 people"),
            ("January 27", "January_27"),
            ("27 January 2025", "27_January 2025"),
            ("you may 27 times", "you may 27 times"),
            ("January 2025", "January 2025"),
            ("5 people", "5 people"),
            ("1st, 2nd, 21st century", "1st, 2nd, 21st century"),
        ],
    );
}

#[test]
fn names() {
    check(
        "en",
        &[
            ("Mr Smith, Mr. Smith", "Mr_Smith, Mr._Smith"),
            ("Mrs Smith and Dr Jones", "Mrs_Smith and Dr_Jones"),
            ("Prof. Hinton", "Prof._Hinton"),
            ("Henry VIII", "Henry_VIII"),
            ("Part II", "Part II"),
            ("I am", "I am"),
        ],
    );
}

#[test]
fn what_stands_close_to_other_things() {
    check(
        "en",
        &[
            ("\"'Nested,' she said.\"", "“‘Nested,’ she said.”"),
            ("'\"Quoted\" inside', \"'Twas\"", "‘“Quoted” inside’, “’Twas”"),
            ("the dogs', y'all'd've, O'Neil's", "the dogs’, y’all’d’ve, O’Neil’s"),
            ("the '60s and '70s; class of '99", "the ’60s and ’70s; class of ’99"),
            ("5' 10\", a 12\" disk, 6'2\"", "5' 10\", a 12\" disk, 6'2\""),
            ("(\"a\") [\"b\"] \"c\"-d \"e\"/f", "(“a”) [“b”] “c”-d “e”/f"),
            ("See (https://x.org/A_(b)); example.com.", "See (https://x.org/A_(b)); example.com."),
            ("at 2.30pm, 14:30, --strict -v", "at 2.30pm, 14:30, --strict -v"),
        ],
    );
}
