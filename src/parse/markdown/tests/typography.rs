//! Typography across tags, in every kind of block. `_` is U+00A0 and `~` U+202F.

use super::*;

/// Checks what Markdown becomes in a language, without the tags of its only paragraph.
#[track_caller]
fn check_in(tag: &str, cases: &[(&str, &str)]) {
    for (markdown, expected) in cases {
        let html = html_in(tag, markdown).trim_end().replace('\u{a0}', "_");
        let html = html.replace('\u{202f}', "~");
        let inner = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
        assert_eq!(inner.unwrap_or(&html), *expected, "{markdown}");
    }
}

#[test]
fn quotes_cross_tags() {
    check_in(
        "fr",
        &[
            ("\"**gras**\"", "«_<strong>gras</strong>_»"),
            ("**\"gras\"**", "<strong>«_gras_»</strong>"),
            ("\"un *deux* trois\"", "«_un <em>deux</em> trois_»"),
            ("*\"un* deux\"", "<em>«_un</em> deux_»"),
            ("l'\"IA\" et \"`x`\"", "l’«_IA_» et «_<code>x</code>_»"),
            ("\"un \"*deux*\" trois\"", "«_un “<em>deux</em>” trois_»"),
            ("« *oui* »", "«_<em>oui</em>_»"),
            ("«*oui*»", "«_<em>oui</em>_»"),
            ("\"`a\"b`\" et \"c", "«_<code>a\"b</code>_» et \"c"),
            ("\"[lien](a)\"", "«_<a{link 0}>lien{end 0}</a>_»"),
            ("\"un\"[^src:a].", "«_un_»{cite a}."),
            ("<b>l'</b>IA, l'*IA*, l'`IA`", "<b>l’</b>IA, l’<em>IA</em>, l’<code>IA</code>"),
        ],
    );
    check_in(
        "en",
        &[
            ("\"**bold**\"", "“<strong>bold</strong>”"),
            ("*it*'s `x`'s", "<em>it</em>’s <code>x</code>’s"),
            ("\"a 'b *c*' d\"", "“a ‘b <em>c</em>’ d”"),
        ],
    );
}

#[test]
fn spaces_cross_tags() {
    check_in(
        "fr",
        &[
            ("*Note* !", "<em>Note</em>~!"),
            ("Oui *!*", "Oui~<em>!</em>"),
            ("**Note** : x", "<strong>Note</strong>_: x"),
            ("**Note:** x", "<strong>Note_:</strong> x"),
            ("**Note**: x", "<strong>Note</strong>_: x"),
            ("`x` : y", "<code>x</code>_: y"),
            ("`x`: y", "<code>x</code>_: y"),
            ("[a](b) ?", "<a{link 0}>a{end 0}</a>~?"),
            ("**10** *km*", "<strong>10</strong>_<em>km</em>"),
            ("**12** mars", "<strong>12</strong>_mars"),
            ("Mme **Curie**", "Mme_<strong>Curie</strong>"),
            ("Quoi\n? Dix : 10\nkm", "Quoi~? Dix_: 10_km"),
            ("Quoi  \n?", "Quoi<br>\n?"),
            ("un *– deux –* trois", "un <em>–_deux_–</em> trois"),
            ("a & b !", "a &amp; b~!"),
            ("mot[^src:a] !", "mot{cite a}~!"),
            ("Bon *...*", "Bon<em>…</em>"),
        ],
    );
}

#[test]
fn what_is_raised_has_a_tag() {
    check_in(
        "fr",
        &[
            ("1er, 1re, 2e", "1<sup>er</sup>, 1<sup>re</sup>, 2<sup>e</sup>"),
            ("le 1er mars", "le 1<sup>er</sup>_mars"),
            (
                "2d, 2de, 2nd, 1ers",
                "2<sup>d</sup>, 2<sup>de</sup>, 2<sup>nd</sup>, 1<sup>ers</sup>",
            ),
            ("au XXIe siècle", "au XXI<sup>e</sup>_siècle"),
            ("XIXe-XXe siècles", "XIX<sup>e</sup>-XX<sup>e</sup>_siècles"),
            ("François Ier", "François_I<sup>er</sup>"),
            ("la Ve République", "la V<sup>e</sup>_République"),
            ("la 1000e fois", "la 1000<sup>e</sup> fois"),
            ("1<sup>er</sup> mars", "1<sup>er</sup>_mars"),
            ("**1er** `1er`", "<strong>1<sup>er</sup></strong> <code>1er</code>"),
            ("1*er*", "1<em><sup>er</sup></em>"),
            ("Apple IIe, Intel Xe, GPT-2e, 2ème, 2e10", "Apple IIe, Intel Xe, GPT-2e, 2ème, 2e10"),
            ("Vers, Vie, Le, Ce, De, Me, Xe", "Vers, Vie, Le, Ce, De, Me, Xe"),
            ("exemple.org/1er 1er.org", "exemple.org/1er 1er.org"),
        ],
    );
    check_in("en", &[("1er, XXIe, 1st", "1er, XXIe, 1st")]);
}

#[test]
fn every_kind_of_block_is_set() {
    check_in(
        "fr",
        &[
            ("## \"Oui\" !", "<h2 id=\"oui\">«_Oui_»~!</h2>"),
            ("- \"a\" !\n- b ?", "<ul>\n<li>«_a_»~!</li>\n<li>b~?</li>\n</ul>"),
            ("- a !\n  - b ?", "<ul>\n<li>a~!\n<ul>\n<li>b~?</li>\n</ul>\n</li>\n</ul>"),
            ("> \"a\" !", "<blockquote>\n<p>«_a_»~!</p>\n</blockquote>"),
            ("Mot !\n: Sens ?", "<dl>\n<dt>Mot~!</dt>\n<dd>Sens~?</dd>\n</dl>"),
            ("- a !\n  ***", "<ul>\n<li>a~!\n<hr>\n</li>\n</ul>"),
            ("~~a !~~", "<del>a~!</del>"),
        ],
    );
    let html = html_in("fr", "a | b\n-|-\n\"c | d\"\n10 % | e !\n\nx[^1]\n\n[^1]: Oui !");
    for part in ["<td>\"c</td><td>d\"</td>", "<td>10\u{a0}%</td><td>e\u{202f}!</td>"] {
        assert!(html.contains(part), "{html}");
    }
    assert!(html.contains("<p>Oui\u{202f}! <a"), "{html}");
}

#[test]
fn quotes_do_not_cross_blocks() {
    check_in("fr", &[("\"a\n\nb\"", "\"a</p>\n<p>b\"")]);
    check_in("fr", &[("- \"a\n- b\"", "<ul>\n<li>\"a</li>\n<li>b\"</li>\n</ul>")]);
}

#[test]
fn code_and_what_its_author_kept_stay() {
    check_in(
        "fr",
        &[
            ("`a !` `\"b\"` `l'x`", "<code>a !</code> <code>\"b\"</code> <code>l'x</code>"),
            ("<kbd>a !</kbd> <samp>b ?</samp>", "<kbd>a !</kbd> <samp>b ?</samp>"),
            ("<math><mi>a !</mi></math> b !", "<math><mi>a !</mi></math> b~!"),
            ("\\\"a\\\" \\'b\\' l\\'x", "\"a\" 'b' l'x"),
            ("a \\! b \\: c", "a ! b : c"),
            ("&quot;b&quot; a&nbsp;!", "\"b\" a_!"),
            ("caf&eacute; !", "café~!"),
            ("<https://a.b/l'x>", "<a{link 0}>https://a.b/l'x{end 0}</a>"),
            ("<a title=\"l'x !\">y</a>", "<a title=\"l'x !\">y</a>"),
            ("<!-- a ! -->", "<!-- a ! -->"),
            ("a<br>? b", "a<br>? b"),
            ("[x](a \"l'été !\")", "<a{link 0} title=\"l’été~!\">x{end 0}</a>"),
        ],
    );
}

#[test]
fn blocks_of_html_are_set_between_their_tags() {
    check_in(
        "fr",
        &[
            ("<div>Oui ! \"<b>x</b>\"</div>", "<div>Oui~! «_<b>x</b>_»</div>"),
            ("<ul>\n<li>\"a\n<li>b\" ?\n</ul>", "<ul>\n<li>\"a\n<li>b\"~?\n</ul>"),
            (
                "<div>a&nbsp;; &quot;b&quot; l'x &amp; 5 %</div>",
                "<div>a&nbsp;; &quot;b&quot; l’x &amp; 5_%</div>",
            ),
            ("<div lang=en>\"a\" !</div>\n<p>b !</p>", "<div lang=en>“a” !</div>\n<p>b~!</p>"),
            ("<pre>a !</pre>", "<pre>a !</pre>"),
            (
                "<div><code>a !</code> b ! <!-- c ! --></div>",
                "<div><code>a !</code> b ! <!-- c ! --></div>",
            ),
            (
                "<details>\n<summary>Quoi ?</summary>\n\nOui !\n\n</details>",
                "<details>\n<summary>Quoi~?</summary>\n<p>Oui~!</p>\n</details>",
            ),
            ("<div><a href=\"x\">l'y</a> !</div>", "<div><a href=\"{url 0}\">l’y</a>~!</div>"),
        ],
    );
}

#[test]
fn lang_switches_the_rules_and_back() {
    check_in(
        "fr",
        &[
            ("a ! <i lang=en>\"b\" !</i> c !", "a~! <i lang=en>“b” !</i> c~!"),
            ("\"<i lang=en>b \"c\"</i>\"", "«_<i lang=en>b “c”</i>_»"),
            ("<i lang=en>a</i> !", "<i lang=en>a</i>~!"),
            ("<i lang=en>a <b lang=fr>b !</b> c !</i>", "<i lang=en>a <b lang=fr>b~!</b> c !</i>"),
            ("<i lang=ja>a !</i> b !", "<i lang=ja>a !</i> b~!"),
            ("<i lang=''>a !</i> b !", "<i lang=''>a !</i> b~!"),
            (
                "<i lang=en>\"a <b lang=fr>\"b\"</b> c\"</i> \"d\"",
                "<i lang=en>“a <b lang=fr>«_b_»</b> c”</i> «_d_»",
            ),
            ("## \"a\" ! {lang=en}", "<h2 id=\"a\" lang=\"en\">“a” !</h2>"),
            (
                "## \"a <b>b</b>\" ! {lang=en}\n\nc !",
                "<h2 id=\"a-b\" lang=\"en\">“a <b>b</b>” !</h2>\n<p>c~!</p>",
            ),
            (
                "<div lang=en>\n\n\"a\" !\n\n</div>\n\nb !",
                "<div lang=en>\n<p>“a” !</p>\n</div>\n<p>b~!</p>",
            ),
        ],
    );
    check_in("en", &[("\"a <i lang=fr>b \"c\" !</i>\"", "“a <i lang=fr>b «_c_»~!</i>”")]);
    check_in("de", &[("\"a\" !", "\"a\" !")]);
}

#[test]
fn what_is_not_closed_ends_with_its_block() {
    check_in(
        "fr",
        &[
            ("<i lang=en>a !\n\nb !", "<i lang=en>a !</p>\n<p>b~!"),
            ("- <kbd>a !\n- b !", "<ul>\n<li><kbd>a !</li>\n<li>b~!</li>\n</ul>"),
            (
                "<div lang=en>\n\n<b>a !\n\nb !\n\n</div>\n\nc !",
                "<div lang=en>\n<p><b>a !</p>\n<p>b !</p>\n</div>\n<p>c~!</p>",
            ),
        ],
    );
}

#[test]
fn ids_come_from_the_text_as_typed() {
    let body = parse_in("fr", "## L'été \"2e\" : 50 000 € !\n\n## 1er mars").value;
    let ids: Vec<_> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["l-ete-2e-50-000", "1er-mars"]);
    assert_eq!(body.headings[0].text, "L'été \"2e\" : 50 000 € !");
}

#[test]
fn holes_stay_where_they_are() {
    check_in(
        "fr",
        &[
            (
                "[a !](b)[^src:c] \"[d](e)\" !",
                "<a{link 0}>a~!{end 0}</a>{cite c} «_<a{link 1}>d{end 1}</a>_»~!",
            ),
            ("\"a\"![b](c)\"d\"", "«_a_»{image 0} alt=\"b\">{end 0}\"d\""),
        ],
    );
}

proptest! {
    #[test]
    fn code_is_never_changed(code in "[a-z \"'!?:.0-9%-]{1,20}", around in "[a-z \"'!?:.*]{0,12}") {
        prop_assume!(!code.trim().is_empty());
        let code = format!("x{}x", code);
        let html = html_in("fr", &format!("a {around} `{code}` {around} b"));
        let escaped = format!("<code>{code}</code>");
        prop_assert!(html.contains(&escaped), "{}", html);
    }

    #[test]
    fn words_are_those_of_the_source(text in "[a-z «»\"'!?:.*\n_0-9%€-]{0,60}", french: bool) {
        let tag = if french { "fr" } else { "en" };
        let words = |html: &str| -> String {
            let quotes = "«»“”‘’'\"…–—.-";
            html.chars().filter(|c| !c.is_whitespace() && !quotes.contains(*c)).collect()
        };
        // A language without a table shows what the same Markdown is as typed.
        let set = html_in(tag, &text).replace("<sup>", "").replace("</sup>", "");
        prop_assert_eq!(words(&set), words(&html_in("de", &text)));
    }
}
