//! What is no prose, or not ours to judge.

use super::{check, check_kept};

#[test]
fn addresses_and_code() {
    for tag in ["fr", "en"] {
        check_kept(
            tag,
            &[
                "https://a.b/?c='d'&e",
                "https://a.b/l'x--y...z",
                "(https://a.b/1er)",
                "a.b'c@d.fr",
                "www.a.fr/l'x",
                "exemple.org/l'x--y",
                "xn--caf-dma.fr",
                "depeche build --strict",
                "fe80::1 et ::1 et 2001:db8::",
                "C:\\Users\\l'x",
                "std::fs::read",
                "/usr/l'x",
                "x='y'",
                "block__l'x--y",
                "a->b, a-->b",
                "a != b",
                "f(x)=2e10",
                "192.168.0.1",
                "1e-5",
                "#2e2e2e",
            ],
        );
    }
}

#[test]
fn marks_that_are_not_punctuation() {
    check_kept(
        "fr",
        &[
            "à 12:30",
            "un ratio de 3:1 ou 16:9",
            "a :: b",
            "un :sourire: là",
            "un :sourire:",
            "bon :) ou ;-) ou :-(",
            "a ?b=1",
            "a !important",
            "&amp; &nbsp; x",
            "https://a.b?",
            "le disque C:\\",
            "!",
        ],
    );
}

#[test]
fn names_of_models() {
    for tag in ["fr", "en"] {
        check_kept(
            tag,
            &[
                "GPT-4 et",
                "GPT-4 h",
                "Llama 3.1",
                "Llama 3.1 8B",
                "Claude 3.7 Sonnet",
                "o3-mini",
                "Qwen3-235B-A22B",
                "Gemini 2.5 Pro",
                "H100, A100 80GB, RTX 4090",
                "MATH-500",
                "Intel Xe",
                "Apple IIe",
                "en 2024 300",
                "01 23 45 67 89",
            ],
        );
    }
}

#[test]
fn what_is_around_an_address_is_set() {
    check(
        "fr",
        &[
            ("(voir https://a.b/c) !", "(voir https://a.b/c)~!"),
            ("\"https://a.b/c\"", "«_https://a.b/c_»"),
            ("l'exemple.org...", "l’exemple.org…"),
            ("Sur exemple.org : ceci", "Sur exemple.org_: ceci"),
            ("l'#IA, l'@IA", "l’#IA, l’@IA"),
        ],
    );
}
