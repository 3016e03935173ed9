//! What Markdown becomes. Holes are shown as `{link 0}` or `{word table-label 1}`.

mod escaped;
mod terms;
mod typography;

use proptest::prelude::*;

use super::*;
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::model::Locale;

fn locale(tag: &str) -> Locale {
    Locale::new(tag).expect("a tag")
}

fn parse_in(tag: &str, markdown: &str) -> Checked<Body> {
    parse_as(Language::of(&locale(tag)), markdown)
}

fn parse_as(manner: impl Into<Manner>, markdown: &str) -> Checked<Body> {
    parse(&VPath::new("a.md"), markdown, 0..markdown.len(), manner, &Form::default())
}

fn show(kind: &HoleKind, out: &mut String) {
    *out += &match kind {
        HoleKind::Link(target) => format!("{{link {target}}}"),
        HoleKind::LinkEnd(target) => format!("{{end {target}}}"),
        HoleKind::Image { target, first: false } => format!("{{image {target}}}"),
        HoleKind::Image { target, first: true } => format!("{{first image {target}}}"),
        HoleKind::ImageEnd(target) => format!("{{end {target}}}"),
        HoleKind::Url(target) => format!("{{url {target}}}"),
        HoleKind::Word(word, number) => format!("{{{} {number}}}", word.key()),
        HoleKind::Here | HoleKind::Ids { .. } => String::new(),
        HoleKind::Citation(source) => format!("{{cite {source}}}"),
        HoleKind::Term(index) => format!("{{term {index}}}"),
        HoleKind::TermEnd(index) => format!("{{/term {index}}}"),
        HoleKind::Chart(chart) => format!("{{chart {}}}", chart.number),
        HoleKind::Code { syntax, bytes } => {
            // What it is of stands just before.
            let start = out.rfind("<code").expect("a block");
            let code = out[start..].split_once('>').map(|(_, code)| code.len());
            assert_eq!(code, Some(*bytes));
            format!("{{{}}}", syntax.name())
        }
    };
}

/// The HTML without the ids of blocks, which have a test of their own.
fn html_in(tag: &str, markdown: &str) -> String {
    let mut html = String::new();
    let body = parse_in(tag, markdown).value;
    body.text.write(&mut html, show);
    body.blocks.iter().fold(html, |html, id| html.replacen(&format!(" id=\"{id}\""), "", 1))
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(html_in("en", markdown).trim_end(), expected, "{markdown}");
}

/// The problems, one per line, with the text that each points at.
fn problems(markdown: &str) -> String {
    let problem = |problem: Diagnostic| {
        let span = problem.span.expect("a place");
        let at = &markdown[span.range];
        format!("{} `{at}` {}\n", problem.code, problem.message)
    };
    let checked = parse_in("en", markdown);
    checked.diagnostics.into_iter().map(problem).collect()
}

#[test]
fn inline_marks() {
    check(
        "a *b* **c** ~~d~~ `e<f`",
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f</code></p>",
    );
    check("a\nb\\\nc", "<p>a\nb<br>\nc</p>");
    check("a & b < c", "<p>a &amp; b &lt; c</p>");
    check("a\r\n\r\nb", "<p>a</p>\n<p>b</p>");
    check("a\u{202e}b", "<p>a\u{202e}b</p>");
    check("a\0b", "<p>a\u{fffd}b</p>");
}

#[test]
fn blocks() {
    check("> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>");
    check("- a\n  - b\n- c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>");
    check("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
    check("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>");
    check(
        "- [ ] a\n- [x] b",
        "<ul>\n<li><input type=\"checkbox\" disabled aria-label=\"{task-open 1}\"> a</li>\n\
         <li><input type=\"checkbox\" disabled checked aria-label=\"{task-done 1}\"> b</li>\n</ul>",
    );
    check(
        "> [!WARNING]\n> Mind.",
        "<aside class=\"alert alert-warning\">\n<p class=\"alert-title\">{alert-warning 1}</p>\n\
         <p>Mind.</p>\n</aside>",
    );
}

#[test]
fn code_is_escaped_and_labelled() {
    check(
        "```rust,ignore\nlet a = \"<b>\" ...\n```\n\n    x",
        "<pre tabindex=\"0\" role=\"region\" aria-label=\"{code-label 1}\">\
         <code class=\"language-rust\">let a = \"&lt;b&gt;\" ...\n{rust}</code></pre>\n\
         <pre tabindex=\"0\" role=\"region\" aria-label=\"{code-label 2}\"><code>x</code></pre>",
    );
}

#[test]
fn tables_are_labelled_and_aligned_by_class() {
    check(
        "a|b|c\n-|:-|-:\n1|2|3",
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{table-label 1}\"><table>\n\
         <thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-left\">b</th>\
         <th scope=\"col\" class=\"align-right\">c</th></tr>\n</thead>\n<tbody>\n\
         <tr><td>1</td><td class=\"align-left\">2</td><td class=\"align-right\">3</td></tr>\n\
         </tbody>\n</table></div>",
    );
}

#[test]
fn headings_move_below_the_title_of_the_page() {
    check("## a\n### b", "<h2 id=\"a\">a</h2>\n<h3 id=\"b\">b</h3>");
    check("## a\n# b", "<h3 id=\"a\">a</h3>\n<h2 id=\"b\">b</h2>");
    check("# a\n###### b", "<h2 id=\"a\">a</h2>\n<h6 id=\"b\">b</h6>");
}

#[test]
fn headings_have_ascii_ids_that_are_unique() {
    check(
        "## L'été : *Œuvre* `x`",
        "<h2 id=\"l-ete-oeuvre-x\">L’été : <em>Œuvre</em> <code>x</code></h2>",
    );
    check("## …", "<h2 id=\"section\">…</h2>");
    check("## a\n## a", "<h2 id=\"a\">a</h2>\n<h2 id=\"a-2\">a</h2>");
    check(
        "## a\n## b {#a .c lang=fr onclick=x}",
        "<h2 id=\"a-2\">a</h2>\n<h2 id=\"a\" class=\"c\" lang=\"fr\">b</h2>",
    );
    check("<p id=a>\n\n## a", "<p id=a>\n<h2 id=\"a-2\">a</h2>");
    let body = parse_in("fr", "# L'IA\n\n## « *Oui* »\n\n<i id=x></i>").value;
    let headings: Vec<_> = body.headings.iter().map(|h| (h.level, &*h.id, &*h.text)).collect();
    assert_eq!(headings, [(2, "l-ia", "L'IA"), (3, "oui", "« Oui »")]);
    assert_eq!(body.anchors, ["l-ia", "oui", "x"]);
}

#[test]
fn blocks_have_ids_that_say_nothing_of_their_words() {
    let ids = |markdown: &str| {
        parse_in("en", markdown)
            .value
            .blocks
            .iter()
            .map(BlockId::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        ids("a\n\nb\n\n## c\n\n- d\n\n  e\n- f\n\n> g\n\n### h\n\ni"),
        "b0.1 b0.2 b1.0 b1.1 b1.2 b2.0 b2.1"
    );
    assert_eq!(
        ids("![a](b)\n\n```\nc\n```\n\n|d|\n|-|\n\ne\n: f\n\n1. g"),
        "b0.1 b0.2 b0.3 b0.4 b0.5"
    );
    // What is a quotation's, or a note's, is reached through it.
    assert_eq!(ids("> ## a\n>\n> b\n\nc[^1]\n\n[^1]: d"), "b0.1 b0.2");
    let html = |markdown: &str| parse_in("en", markdown).value.text.html;
    assert_eq!(html("a"), "<p id=\"b0.1\">a</p>\n");
    assert_eq!(html("2. a"), "<ol id=\"b0.1\" start=\"2\">\n<li>a</li>\n</ol>\n");
    assert_eq!(html("## b0.1 {#b0.1}\n\na"), "<h2 id=\"b0.1\">b0.1</h2>\n<p id=\"b1.1\">a</p>\n");
}

#[test]
fn links_and_pictures_leave_holes() {
    check("[a](b)", "<p><a{link 0}>a{end 0}</a></p>");
    check("[a](b \"it's\")", "<p><a{link 0} title=\"it’s\">a{end 0}</a></p>");
    check("<https://a.b/--c>", "<p><a{link 0}>https://a.b/--c{end 0}</a></p>");
    check("a ![b *c*](d \"e\")", "<p>a {image 0} alt=\"b c\" title=\"e\">{end 0}</p>");
    check("![a ![b](c) d](e)", "<figure>{first image 0} alt=\"a b d\">{end 0}</figure>");
    check(
        "![a](b \"c's\")\n",
        "<figure>{first image 0} alt=\"a\">{end 0}<figcaption>c’s</figcaption></figure>",
    );
    check("[![a](b)](c)", "<p><a{link 0}>{first image 1} alt=\"a\">{end 1}{end 0}</a></p>");
}

#[test]
fn targets_are_kept_as_written_with_their_place() {
    let check = |markdown: &str, expected: &[(&str, &str)]| {
        let body = parse_in("en", markdown).value;
        let targets: Vec<_> = body
            .targets
            .iter()
            .map(|target| (&*target.destination, &markdown[target.span.clone()]))
            .collect();
        assert_eq!(targets, expected, "{markdown}");
    };
    check("[a](b%20c?d&e)", &[("b%20c?d&e", "b%20c?d&e")]);
    check("[a](<b c>)", &[("b c", "b c")]);
    check("[a](b&amp;c)", &[("b&c", "[a](b&amp;c)")]);
    check("[a][b]\n\n[b]: javascript:c", &[("javascript:c", "javascript:c")]);
    check("<a@b.c>", &[("mailto:a@b.c", "a@b.c")]);
    check("> <div>\n> <a\n> href='x'>", &[("x", "x")]);
    check("<img alt src=a&amp;b>", &[("a&b", "a&amp;b")]);
}

#[test]
fn raw_html_passes() {
    check("<a href='x' id=y>z</a>", "<p><a href=\"{url 0}\" id=y>z</a></p>");
    check("<video src=x poster=y></video>", "<p><video src=\"{url 0}\" poster=y></video></p>");
    check("<!-- <a href=x> -->", "<!-- <a href=x> -->");
    check("<div>\n\n*a*\n\n</div>", "<div>\n<p><em>a</em></p>\n</div>");
    check("<kbd>it's</kbd> it's", "<p><kbd>it's</kbd> it’s</p>");
    check("<i lang=fr>a !</i> b !", "<p><i lang=fr>a\u{202f}!</i> b !</p>");
}

#[test]
fn footnotes_are_numbered_by_their_first_reference() {
    check(
        "a[^x] b[^Été] c[^x]\n\n[^été]: B\n\n[^x]: A\n\n[^z]: C",
        "<p>a<sup class=\"footnote-ref note-1\"><a href=\"#fn-x\" id=\"fnref-x\" role=\"doc-noteref\" \
         aria-label=\"{footnote-ref 1}\">1</a></sup> b<sup class=\"footnote-ref note-2\"><a href=\"#fn-ete\" \
         id=\"fnref-ete\" role=\"doc-noteref\" aria-label=\"{footnote-ref 2}\">2</a></sup> \
         c<sup class=\"footnote-ref\"><a href=\"#fn-x\" id=\"fnref-x-2\" role=\"doc-noteref\" \
         aria-label=\"{footnote-ref 1}\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{footnotes-title 2}\">\n<ol>\n\
         <li id=\"fn-x\">\n<p>A <a class=\"footnote-back\" href=\"#fnref-x\" role=\"doc-backlink\" \
         aria-label=\"{footnote-back 1}\">↩\u{fe0e}</a> <a class=\"footnote-back\" href=\"#fnref-x-2\" \
         role=\"doc-backlink\" aria-label=\"{footnote-back 1}\">↩\u{fe0e}<sup>2</sup></a></p>\n</li>\n\
         <li id=\"fn-ete\">\n<p>B <a class=\"footnote-back\" href=\"#fnref-ete\" role=\"doc-backlink\" \
         aria-label=\"{footnote-back 2}\">↩\u{fe0e}</a></p>\n</li>\n</ol>\n</section>",
    );
}

#[test]
fn a_footnote_may_refer_to_another() {
    let body = parse_in("en", "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]").value;
    assert_eq!(body.anchors, ["fnref-1", "fn-1", "fnref-2", "fn-2", "fnref-1-2"]);
    assert_eq!(body.words, 1);
}

#[test]
fn citations_are_left_to_the_page() {
    check("a[^src:b-c] d.", "<p>a{cite b-c} d.</p>");
    assert_eq!(problems("a[^src:b]"), "");
}

#[test]
fn broken_references_are_reported_where_they_are() {
    let check = |markdown: &str, expected: &str| assert_eq!(problems(markdown), expected);
    check("a [b][c] d", "undefined-reference `[b][c]` no link is named `c` here\n");
    check("a[^b]\n\n[^c]: d", "undefined-reference `[^b]` no footnote is named `b` here\n");
    check("[sic] […] [a][] \\[^b] `[^c]` [^d e]", "");
    check("![](a)", "missing-alt `![](a)` this picture has no alternative text\n");
    check(
        "a <img src=b> <img alt=''>",
        "missing-alt `<img src=b>` this picture has no alternative text\n",
    );
}

#[test]
fn a_near_name_is_suggested() {
    let check = |markdown: &str, expected: &str| {
        let help = parse_in("en", markdown).diagnostics[0].help.clone();
        assert_eq!(help.as_deref(), Some(expected));
    };
    check("[a][rport]\n\n[report]: b", "did you mean `report`?");
    check("a[^nte]\n\n[^note]: b", "did you mean `note`?");
    check("a[^x]", "define it with `[^x]: …`");
}

#[test]
fn spans_are_bytes_of_the_whole_file() {
    let source = "---\ntitle: é\n---\n[a](b) [c][d]";
    let start = source.len() - "[a](b) [c][d]".len();
    let parsed = parse(
        &VPath::new("a.md"),
        source,
        start..source.len(),
        Language::of(&locale("fr")),
        &Form::default(),
    );
    assert_eq!(&source[parsed.value.targets[0].span.clone()], "b");
    let span = parsed.diagnostics[0].span.clone().expect("a place");
    assert_eq!(&source[span.range], "[c][d]");
}

#[test]
fn french_is_typeset_across_tags() {
    let check = |markdown: &str, expected: &str| {
        assert_eq!(html_in("fr", markdown).trim_end(), format!("<p>{expected}</p>"));
    };
    check("**Oui** ! l'*IA*", "<strong>Oui</strong>\u{202f}! l’<em>IA</em>");
    check("Oui *!*", "Oui\u{202f}<em>!</em>");
    check("\"**oui**\"", "«\u{a0}<strong>oui</strong>\u{a0}»");
    check("l'\"IA\" et \"`x`\"", "l’«\u{a0}IA\u{a0}» et «\u{a0}<code>x</code>\u{a0}»");
    check("\\\"a\\\" &quot;b&quot;", "\"a\" \"b\"");
    check("`a !` <https://a.b/?x !>", "<code>a !</code> &lt;https://a.b/?x\u{202f}!&gt;");
}

#[test]
fn words_are_counted_once() {
    let check = |markdown: &str, expected: u32| {
        assert_eq!(parse_in("fr", markdown).value.words, expected, "{markdown}");
    };
    check("L'été, c'est **for**mi`dable` !", 3);
    check("# a\n\nb\nc | [d](e)\n\n```\nf g\n```\n\n![h](i)", 4);
    check("", 0);
}

#[test]
fn nesting_has_a_limit() {
    let depth = limits::BLOCK_DEPTH;
    let quotes = |count: usize| format!("{}a", "> ".repeat(count));
    // The paragraph inside is one level more.
    assert_eq!(problems(&quotes(depth - 1)), "");
    let checked = parse_in("en", &quotes(depth));
    assert_eq!(checked.diagnostics[0].code, Code::BodyTooLarge);
    let closed = checked.value.text.html.matches("</blockquote>").count();
    assert_eq!(closed, depth);
}

#[test]
fn growth_has_a_limit() {
    let table = |rows: usize| {
        format!("{}\n{}\n{}", "|".repeat(2000), "-|".repeat(1999), "a|\n".repeat(rows))
    };
    let checked = parse_in("en", &table(2000));
    let codes: Vec<Code> = checked.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::BodyTooLarge]);
    let html = checked.value.text.html;
    assert!(html.ends_with("</tr>\n</tbody>\n</table></div>\n"));
    assert!(html.len() < table(2000).len() * limits::BODY_EXPANSION + 100);
}

#[test]
fn hostile_bodies_end() {
    let deep = 50_000;
    for body in [
        "[".repeat(deep),
        "[a](".repeat(deep),
        "![".repeat(deep),
        "> ".repeat(deep) + "a",
        "- ".repeat(deep) + "a",
        "*a **b ".repeat(deep),
        "*a ".repeat(deep) + &"b*".repeat(deep),
        "[^a]".repeat(deep) + "\n\n[^a]: b[^a]",
        "[a][b] ".repeat(deep) + "\n\n[c]: d",
        "<a href=".repeat(deep),
        "<b>a</i>".repeat(deep),
        "# a\n".repeat(deep),
        "1 000 ".repeat(deep),
        "\"'".repeat(deep),
        "|".repeat(deep) + "\n" + &"-|".repeat(deep),
        "a\n: ".repeat(deep),
        "Oui? *a* ".repeat(deep / 5),
        "<i lang=en>a</i> \"b ".repeat(deep / 5),
        "<div>a ! <b>b? ".repeat(deep / 5),
        format!("<div>{}", "l'a &amp;; ".repeat(deep / 5)),
        "`".repeat(deep) + "\0\u{202e}",
    ] {
        let checked = parse_in("fr", &body);
        assert!(checked.value.text.holes.is_sorted_by_key(|hole| hole.at));
    }
}

/// The HTML of a text with formulas, each as its source.
fn formulas(markdown: &str) -> String {
    let manner = Manner { math: true, ..Language::of(&locale("en")).into() };
    let body =
        parse(&VPath::new("a.md"), markdown, 0..markdown.len(), manner, &Form::default()).value;
    let mut html = String::new();
    body.text.write(&mut html, show);
    crate::parse::formula::as_typed(&html).replace(" id=\"b0.1\"", "")
}

#[test]
fn dollars_stand_around_formulas_where_an_article_says_so() {
    let check = |markdown: &str, expected: &str| {
        assert_eq!(formulas(markdown).trim_end(), format!("<p>{expected}</p>"));
    };
    check("a $x_1 \"y\"$ b", "a <code>x_1 \"y\"</code> b");
    // A wide formula scrolls, so the keyboard has to reach it.
    check(
        "$$\\frac 1 2$$",
        "<span class=\"formula\" tabindex=\"0\"><code>\\frac 1 2</code></span>",
    );
    check("from $5 billion to $10 billion", "from $5\u{a0}billion to $10\u{a0}billion");
    check("entre 5 $ et 10 $ environ", "entre 5\u{a0}$ et 10\u{a0}$ environ");
    check("$5-$10, US$5/$10", "$5-$10, US$5/$10");
    check("\\$5 and $6$", "$5 and <code>6</code>");
    assert_eq!(html_in("en", "a $x$ b").trim_end(), "<p>a $x$ b</p>");
}

#[test]
fn a_formula_that_cannot_be_read_is_shown_as_typed() {
    let markdown = "a\n\n> b $x + \\unknown$";
    let manner = Manner { math: true, ..Manner::default() };
    let parsed = parse(&VPath::new("a.md"), markdown, 0..markdown.len(), manner, &Form::default());
    let at = parsed.diagnostics[0].span.clone().expect("a place").range;
    assert_eq!(&markdown[at], "x + \\unknown");
    assert_eq!(parsed.diagnostics[0].code, Code::MalformedFormula);
    assert!(parsed.value.text.html.contains("<code>x + \\unknown</code>"));
}

#[test]
fn a_chart_is_a_figure_whose_words_are_set() {
    check(
        "```chart\ntitle: \"\\\"Open\\\" weights...\"\nsource: A report [^src:one], 2024\n---\na,b\nx,1\n```",
        "<figure class=\"chart\">\n<figcaption>“Open” weights…</figcaption>\n{chart 1}\
         <p class=\"chart-source\">A report{cite one}, 2024</p>\n</figure>",
    );
    check(
        "```chart\ntitle: t\nfrom: a.csv\n```",
        "<figure class=\"chart\">\n<figcaption>t</figcaption>\n{chart 1}</figure>",
    );
    assert_eq!(
        html_in("fr", "```chart\ntitle: \"Prix : la baisse\"\n---\na,b\nx,1\n```\n").lines().nth(1),
        Some("<figcaption>Prix\u{a0}: la baisse</figcaption>")
    );
}

#[test]
fn a_chart_that_is_wrong_is_shown_as_typed() {
    let wrong = "```chart\ntitle: <t>\n```";
    check(
        wrong,
        "<figure class=\"chart\">\n<pre tabindex=\"0\"><code>title: &lt;t&gt;\n</code></pre>\n</figure>",
    );
    assert_eq!(problems(wrong), "bad-chart-data `title: <t>` this chart has no figures\n");
    let quoted = "> ```chart\n> title: t\n> ---\n> a,b\n> x,é\n> ```";
    assert!(problems(quoted).starts_with("bad-chart-data `é` "), "{}", problems(quoted));
    let listed = "1. ```chart\n   titel: t\n   ```";
    assert!(problems(listed).ends_with("unknown-key `titel` unknown key `titel`\n"));
    let many = "```chart\ntitle: t\n---\na,b\nx,1\n```\n\n".repeat(51);
    assert_eq!(problems(&many).matches("chart-too-large").count(), 1);
}

proptest! {
    #[test]
    fn no_text_panics(text in "[\\[\\]\\(\\)!<>a-c=\"'` \n|:*_^#&;.é\\\\0-9-]{0,80}", french: bool) {
        let checked = parse_in(if french { "fr" } else { "en" }, &text);
        let body = checked.value;
        for hole in &body.text.holes {
            prop_assert!(body.text.html.is_char_boundary(hole.at));
        }
        prop_assert!(body.text.holes.is_sorted_by_key(|hole| hole.at));
        for target in &body.targets {
            prop_assert!(text.get(target.span.clone()).is_some());
        }
        for problem in checked.diagnostics {
            prop_assert!(problem.span.is_some_and(|span| text.get(span.range).is_some()));
        }
        for anchor in body.headings.iter().map(|heading| &heading.id) {
            prop_assert!(anchor.is_ascii() && body.anchors.contains(anchor));
        }
        let mut out = String::new();
        body.text.write(&mut out, show);
    }

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        let _ = parse_in("fr", &text);
    }
}
