//! Raw HTML that is shown as text.

use super::*;
use crate::html;

fn manner() -> Manner {
    Manner { html: RawHtml::Escape, math: true, ..Language::of(&locale("en")).into() }
}

fn written(markdown: &str) -> String {
    let mut html = String::new();
    parse_as(manner(), markdown).value.text.write(&mut html, show);
    html
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(written(markdown).trim_end(), expected, "{markdown}");
}

/// A block of HTML, which stands first in its text.
fn block(text: &str) -> String {
    format!(
        "<pre id=\"b0.1\" tabindex=\"0\" role=\"region\" aria-label=\"{{code-label 1}}\"><code \
         class=\"language-html\">{text}</code></pre>"
    )
}

#[test]
fn tags_are_text() {
    check("it's <b>it's</b>", "<p id=\"b0.1\">it’s &lt;b&gt;it’s&lt;/b&gt;</p>");
    check(
        "a <a href=\"javascript:b\" id=c>",
        "<p id=\"b0.1\">a &lt;a href=\"javascript:b\" id=c&gt;</p>",
    );
    check(
        "a <? b ?> <!C d> <![CDATA[<e>]]>",
        "<p id=\"b0.1\">a &lt;? b ?&gt; &lt;!C d&gt; &lt;![CDATA[&lt;e&gt;]]&gt;</p>",
    );
    check(
        "![<b>a</b>](c)",
        "<figure id=\"b0.1\">{first image 0} alt=\"&lt;b&gt;a&lt;/b&gt;\">{end 0}</figure>",
    );
    check("## A <b>b</b>", "<h2 id=\"a-b-b-b\">A &lt;b&gt;b&lt;/b&gt;</h2>");
    assert_eq!(parse_as(manner(), "a <a href=b id=c>").value.anchors, [] as [&str; 0]);
    assert_eq!(parse_as(manner(), "## A <i>b").value.headings[0].text, "A <i>b");
}

#[test]
fn blocks_are_code() {
    check("<div>\n  *a*\n</div>", &block("&lt;div&gt;\n  *a*\n&lt;/div&gt;"));
    check(
        "<script>\n\na('<b>')\n</script>",
        &block("&lt;script&gt;\n\na('&lt;b&gt;')\n&lt;/script&gt;"),
    );
    check("<div>\n<!-- a\nb -->\nc <!-- d -->\n", &block("&lt;div&gt;\nc "));
    check("<![CDATA[\n<a>]]>", &block("&lt;![CDATA[\n&lt;a&gt;]]&gt;"));
    check(
        "- <div>\n  a\n",
        "<ul id=\"b0.1\">\n<li>\n<pre tabindex=\"0\" role=\"region\" aria-label=\"{code-label 1}\"><code \
         class=\"language-html\">&lt;div&gt;\na</code></pre>\n</li>\n</ul>",
    );
}

#[test]
fn comments_are_for_nobody() {
    check("a<!-- <b> -->c <!-->d", "<p id=\"b0.1\">ac d</p>");
    check("![a<!-- b -->](c)", "<figure id=\"b0.1\">{first image 0} alt=\"a\">{end 0}</figure>");
    check("<!-- a -->", "");
    check("<!-- parity: off, x\n-->\n\na", "<p id=\"b0.1\">a</p>");
    check("<!-- a --> <b>", &block(" &lt;b&gt;"));
    check("<!-- a", &block("&lt;!-- a"));
    check("<!--> <b> -->", &block(" &lt;b&gt; --&gt;"));
}

#[test]
fn what_is_shown_is_reported() {
    let check = |markdown: &str, expected: &[&str]| {
        let found = parse_as(manner(), markdown).diagnostics;
        let found: Vec<_> = found
            .iter()
            .map(|problem| (problem.code, &markdown[problem.span.clone().expect("a place").range]))
            .collect();
        let expected: Vec<_> = expected.iter().map(|at| (Code::EscapedHtml, *at)).collect();
        assert_eq!(found, expected, "{markdown}");
    };
    check("a <b>c</b> <!-- d --> <img src=x>", &["<b>", "<img src=x>"]);
    check("a\n\n<div>\n<p>\n</div>\n\nb", &["<div>\n<p>\n</div>"]);
    check("<!-- a -->\n\n`<b>` \\<b> &lt;b> 1 < 2", &[]);
}

/// The HTML as a page has it. A target of raw HTML would be markup.
fn filled(markdown: &str) -> String {
    let mut html = String::new();
    let fill = |kind: &HoleKind, out: &mut String| match kind {
        HoleKind::Link(_) => out.push_str(" href=\"x\""),
        HoleKind::Image { .. } => out.push_str("<img src=\"x\""),
        HoleKind::Url(_) => panic!("raw HTML has a link in {markdown}"),
        _ => {}
    };
    parse_as(manner(), markdown).value.text.write(&mut html, fill);
    html
}

/// What Markdown makes, and nothing else.
const ELEMENTS: &[&str] = &[
    "a",
    "aside",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];
const ATTRIBUTES: &[&str] = &[
    "alt",
    "aria-label",
    "checked",
    "class",
    "dir",
    "disabled",
    "hidden",
    "href",
    "id",
    "lang",
    "role",
    "scope",
    "src",
    "start",
    "tabindex",
    "title",
    "translate",
    "type",
];
const MATHEMATICAL: &[&str] = &[
    "annotation",
    "math",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "semantics",
];

proptest! {
    /// Pieces that matter to a parser of Markdown or of HTML, in any order.
    #[test]
    fn no_text_makes_markup_of_its_own(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..16)) {
        let markdown = pieces.concat();
        let html = filled(&markdown);
        for tag in html::tags(&html).iter().filter(|tag| !MATHEMATICAL.contains(&&*tag.name)) {
            prop_assert!(ELEMENTS.contains(&&*tag.name), "{} in {}\n{}", tag.name, markdown, html);
            for attribute in &tag.attributes {
                let known = ATTRIBUTES.contains(&&*attribute.name);
                prop_assert!(known, "{} in {}\n{}", attribute.name, markdown, html);
            }
        }
        prop_assert!(!html.contains("<!") && !html.contains("<?"), "{}\n{}", markdown, html);
    }
}

const PIECES: &[&str] = &[
    "<script>",
    "</script>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">",
    "<div",
    " onclick=x",
    ">",
    "<",
    "/",
    "\"",
    "'",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<!DOCTYPE x>",
    "<style>",
    "<textarea>",
    "</textarea>",
    "<pre>",
    "<svg onload=x>",
    "<p>",
    "</p>",
    "\n",
    "\n\n",
    "    ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "## ",
    "| a | b |\n|---|---|\n",
    "|",
    "```",
    "```chart\n",
    "title: <b>\n---\n",
    "a,b\nx,1\n",
    "`",
    "*",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "[x]: javascript:y '",
    "\\",
    "&lt;",
    "&#60;",
    "&amp;",
    "{#x .y",
    " onclick=z",
    "}",
    "{lang=en}",
    "$",
    "$$",
    "\\text{<b>}",
    ": ",
    "> [!NOTE]\n",
    "<javascript:x>",
    "<https://x.y/>",
    "<a@b.c>",
    "a",
    "\0",
    "é",
];
