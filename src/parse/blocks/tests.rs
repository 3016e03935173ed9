use super::*;

/// Each block as a line: its kind, and its words.
fn lines(text: &str) -> Vec<String> {
    blocks(text, false).iter().map(|block| format!("{}: {}", block.kind, block.text)).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(lines(text), expected, "{text}");
}

fn fingerprint(text: &str) -> Fingerprint {
    blocks(text, false).first().expect("the text has a block").fingerprint
}

fn same(one: &str, other: &str) {
    assert_eq!(fingerprint(one), fingerprint(other), "{one} / {other}");
}

fn differ(one: &str, other: &str) {
    assert_ne!(fingerprint(one), fingerprint(other), "{one} / {other}");
}

#[test]
fn a_body_is_a_list_of_blocks() {
    check("", &[]);
    check("Un *deux*\ntrois.\n\nQuatre.", &["paragraph: Un deux trois.", "paragraph: Quatre."]);
    check("# A\n\n### B `c`\n", &["heading-1: A", "heading-3: B c"]);
    check("a\n\n---\n\nb", &["paragraph: a", "paragraph: b"]);
    check("> un\n>\n> deux", &["quotation: un", "quotation: deux"]);
    check("> [!NOTE]\n> un", &["quotation: un"]);
    check("```rust\nfn a() {\n}\n```", &["code: fn a() {\n}"]);
    check("Terme\n: Un sens.", &["term: Terme", "definition: Un sens."]);
}

#[test]
fn a_list_is_its_items_tight_or_loose() {
    let items = ["item: un", "item: deux"];
    check("- un\n- deux", &items);
    check("- un\n\n- deux", &items);
    check("1. un\n2. deux", &items);
    check("- un\n  - deux\n- trois", &["item: un", "item: deux", "item: trois"]);
    check("- un\n\n  deux", &["item: un", "paragraph: deux"]);
    check("- [x] un", &["item: un"]);
    check("- > un\n- # deux", &["quotation: un", "heading-1: deux"]);
    check("-\n- un", &["item: un"]);
}

#[test]
fn a_table_is_its_rows() {
    check("| a | b |\n|---|---|\n| 1 | *2* |\n| | |", &["row: a | b", "row: 1 | 2"]);
}

#[test]
fn a_picture_by_itself_is_a_figure() {
    check("![Un *chat*](chat.jpg)", &["figure: Un chat"]);
    check("[![Un chat](chat.jpg)](/chats/)", &["figure: Un chat"]);
    check("![](chat.jpg)", &["figure: "]);
    check("Voici ![un chat](chat.jpg).", &["paragraph: Voici un chat."]);
    check(
        "<figure><img src=a alt='Un chat'><figcaption>Ici</figcaption></figure>",
        &["figure: Un chat Ici"],
    );
}

#[test]
fn raw_html_counts_when_it_has_words() {
    check("<p>Un &amp; <b>deux</b></p>", &["html: Un & deux"]);
    check("<div>\n\nun\n\n</div>", &["paragraph: un"]);
    check("<!-- rien -->", &[]);
    check("<div>a<!-- b -->c</div>", &["html: a c"]);
    check("<script>let a = 1;</script>", &[]);
    check("un <abbr title=x>deux</abbr>", &["paragraph: un deux"]);
}

#[test]
fn footnotes_come_last_by_first_reference() {
    let text = "[^a]: A.\n\nUn[^b] et[^A].\n\n[^c]: C.\n\n[^b]: B.\n\n    Encore.\n";
    check(
        text,
        &["paragraph: Un et.", "footnote: B.", "footnote: Encore.", "footnote: A.", "footnote: C."],
    );
    check("Cité[^src:un], [sic], [^ non].", &["paragraph: Cité, [sic], [^ non]."]);
}

#[test]
fn a_range_is_the_blocks_source() {
    let check = |text: &str, expected: &[&str]| {
        let sources: Vec<&str> =
            blocks(text, false).iter().map(|b| &text[b.range.clone()]).collect();
        assert_eq!(sources, expected, "{text}");
    };
    check(
        "é *un*\n\n\n## deux\n\n- trois *quatre*\n- cinq\n\n",
        &["é *un*", "## deux", "trois *quatre*", "cinq"],
    );
    check("```\na\n```\n", &["```\na\n```"]);
    check("| a |\n|---|\n| b |\n", &["| a |", "| b |"]);
}

#[test]
fn what_a_translator_must_know_changes_the_fingerprint() {
    differ("un", "deux");
    differ("un", "# un");
    differ("[un](a.md)", "[un](b.md)");
    differ("![un](a.jpg)", "![un](b.jpg)");
    differ("un[^src:a]", "un[^src:b]");
    differ("~~un~~ deux", "un deux");
    differ("- [x] un", "- [ ] un");
    differ("`a : b`", "`a: b`");
    differ("| a | b |\n|-|-|", "| ab | |\n|-|-|");
    differ("pas un", "pas  d'un");
    differ("1,5", "15");
}

#[test]
fn what_is_but_layout_does_not() {
    same("un deux", "un\n  deux");
    same("*un*", "_un_");
    same("**un**", "un");
    same("[un][a]\n\n[a]: b.md", "[un](b.md)");
    same("- un", "1. un");
    same("# un", "un\n===");
    same("un <!-- note -->", "un ");
}

#[test]
fn what_is_but_typography_does_not() {
    same("l'IA", "l’IA");
    same("\"un\"", "« un »");
    same("\"un\"", "«\u{a0}un\u{202f}»");
    same("un !", "un\u{202f}!");
    same("un…", "un...");
    same("545 %", "545\u{a0}%");
}

#[test]
fn texts_are_parallel_when_their_blocks_are() {
    let place = |one: &str, other: &str| divergence(&blocks(one, false), &blocks(other, false));
    assert_eq!(place("# un\n\ndeux", "# one\n\ntwo"), None);
    assert_eq!(place("un\n\ndeux", "one\n\n- two"), Some(1));
    assert_eq!(place("un", "one\n\ntwo"), Some(1));
    assert!(parallel(&[], &[]));
    assert!(!parallel(&blocks("# un", false), &blocks("## one", false)));
}

proptest::proptest! {
    #[test]
    fn any_text_has_blocks_inside_it(text in "([ \\[\\]^:|#>*`~<a!-]|é|\n){0,60}") {
        for block in blocks(&text, false) {
            proptest::prop_assert!(text.get(block.range).is_some());
        }
    }
}

#[test]
fn a_formula_by_itself_is_a_block_of_its_own() {
    let found = |text: &str| -> Vec<_> {
        let blocks = blocks(text, true).into_iter();
        blocks.map(|block| format!("{} {}", block.kind, block.text)).collect()
    };
    assert_eq!(
        found("$$x^2$$\n\nA $y$\n\n$5-$10"),
        ["formula x^2", "paragraph A y", "paragraph $5-$10"]
    );
    let essence = |text: &str| blocks(text, true).remove(0).fingerprint;
    assert_ne!(essence("a $x$"), essence("a x"));
    assert_ne!(essence("a $x y$"), essence("a $x  y$"));
}
