//! Mentions of terms, marked in HTML.

use super::*;
use crate::parse::terms::Meaning;

const TERMS: [&str; 5] = ["modèle", "modèle de fondation", "MoE", "l'IA", "1er prix"];

fn form() -> Form {
    let term = |word: &&'static str| (*word, Meaning::Term((*word).into()));
    let words: Vec<(&str, Meaning)> = TERMS.iter().map(term).collect();
    let foreign = [("fine tuning", Meaning::Foreign("ajustement".into()))];
    Form::Text(Arc::new(Terms::new(&[words.as_slice(), &foreign].concat())))
}

fn parse_with_terms(markdown: &str) -> Checked<Body> {
    let file = VPath::new("a.md");
    parse(&file, markdown, 0..markdown.len(), Language::of(&locale("fr")), &form())
}

#[track_caller]
fn check_terms(markdown: &str, expected: &str) {
    let body = parse_with_terms(markdown).value;
    let mut html = String::new();
    body.text.write(&mut html, show);
    let html =
        body.blocks.iter().fold(html, |html, id| html.replacen(&format!(" id=\"{id}\""), "", 1));
    assert_eq!(html.trim_end(), expected, "{markdown}");
}

#[test]
fn a_term_is_marked_where_it_is_mentioned_first() {
    check_terms("Un MoE, un MoE.", "<p>Un {term 0}MoE{/term 0}, un MoE.</p>");
    check_terms("MoE\n\nMoE", "<p>{term 0}MoE{/term 0}</p>\n<p>MoE</p>");
    check_terms("MoE et modèle", "<p>{term 0}MoE{/term 0} et {term 1}modèle{/term 1}</p>");
    check_terms("Modèle\nde fondation", "<p>{term 0}Modèle\nde fondation{/term 0}</p>");
    check_terms("**MoE**", "<p><strong>{term 0}MoE{/term 0}</strong></p>");
    check_terms("- MoE\n- MoE", "<ul>\n<li>{term 0}MoE{/term 0}</li>\n<li>MoE</li>\n</ul>");
}

#[test]
fn typography_stays_around_a_term() {
    let nb = '\u{a0}';
    let nnb = '\u{202f}';
    check_terms("C'est l'IA !", &format!("<p>C’est {{term 0}}l’IA{{/term 0}}{nnb}!</p>"));
    check_terms(
        "Il dit : \"MoE\" ; MoE.",
        &format!("<p>Il dit{nb}: «{nb}{{term 0}}MoE{{/term 0}}{nb}»{nnb}; MoE.</p>"),
    );
    check_terms("Le 1er prix.", "<p>Le {term 0}1<sup>er</sup> prix{/term 0}.</p>");
}

#[test]
fn some_mentions_are_not_explained() {
    check_terms("`MoE`", "<p><code>MoE</code></p>");
    check_terms("mod*è*le", "<p>mod<em>è</em>le</p>");
    check_terms("MoE\\\nMoE", "<p>{term 0}MoE{/term 0}<br>\nMoE</p>");
    check_terms("[MoE](x), MoE", "<p><a{link 0}>MoE{end 0}</a>, {term 0}MoE{/term 0}</p>");
    check_terms("<i lang=\"en\">MoE</i>", "<p><i lang=\"en\">MoE</i></p>");
    check_terms("<button>MoE</button>", "<p><button>MoE</button></p>");
    check_terms("<dfn>MoE</dfn> MoE", "<p><dfn>MoE</dfn> {term 0}MoE{/term 0}</p>");
    check_terms("<p>MoE</p>", "<p>{term 0}MoE{/term 0}</p>");
    assert_eq!(parse_with_terms("![MoE](x)").value.mentions.len(), 0);
}

#[test]
fn a_note_comes_after_the_text() {
    let body = parse_with_terms("x[^n]\n\n[^n]: MoE et modèle\n\nUn modèle.").value;
    let names: Vec<&str> = body.mentions.iter().map(|name| &**name).collect();
    assert_eq!(names, ["modèle", "MoE"]);
}

#[test]
fn a_word_of_another_language_is_reported_where_it_stands() {
    let check = |markdown: &str, expected: &[&str]| {
        let problems = parse_with_terms(markdown).diagnostics.into_iter();
        let found: Vec<&str> = problems
            .filter(|problem| problem.code == Code::ForeignTerm)
            .map(|problem| &markdown[problem.span.expect("a place").range])
            .collect();
        assert_eq!(found, expected, "{markdown}");
    };
    check("Le fine tuning", &["fine tuning"]);
    check("> Le fine\n> tuning", &["fine\n> tuning"]);
    check("# Fine tuning\n\n[fine *tuning*](x)", &["Fine tuning", "fine *tuning"]);
    check("`fine tuning` <i lang=en>fine tuning</i>", &[]);
    check("<!-- terms: off, a -->\n\nfine tuning\n\nfine tuning", &["fine tuning"]);
    check("fine tuning <!-- terms: off, a -->\n\n- fine tuning", &["fine tuning"]);
    check("<!-- terms: off -->\n\nfine tuning", &["fine tuning"]);
    check("<!-- parity: off, a -->\n\nfine tuning", &["fine tuning"]);
}

proptest! {
    #[test]
    fn no_text_panics(text in "[MoE modèlefinetuning1rxd'’\"*_`<>/ib\\[\\]()\n!:;.#>-]{0,80}") {
        let body = parse_with_terms(&text).value;
        let mut html = String::new();
        body.text.write(&mut html, show);
        prop_assert_eq!(html.matches("{term ").count(), html.matches("{/term ").count());
        prop_assert_eq!(html.matches("{term ").count(), body.mentions.len());
    }
}
