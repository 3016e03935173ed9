//! The plain part: what a template writes as headings, paragraphs and links becomes lines to be read.
//!
//! 1. `# ` and `## ` before a line make it a heading, which is underlined;
//! 2. `[words](https://…)` becomes the words and a number, and the addresses stand at the end;
//! 3. lines are broken at blanks, never at spaces that keep words together.

use std::fmt::Write;

/// How long a line may be, in characters.
const LINE: usize = 76;

/// Makes the plain part of what a template has written.
pub fn finish(written: &str) -> String {
    let (mut links, mut out) = (Vec::new(), String::new());
    for line in written.lines().map(str::trim_end) {
        let line = numbered(line, &mut links);
        match (heading(&line), line.as_str()) {
            (Some((text, sign)), _) => push_heading(&mut out, text, sign),
            (None, "") if out.is_empty() || out.ends_with("\n\n") => {}
            (None, line) => push_wrapped(&mut out, line),
        }
    }
    let mut out = out.trim_end().to_owned() + "\n";
    if !links.is_empty() {
        out.push('\n');
    }
    for (index, url) in links.iter().enumerate() {
        let _ = writeln!(out, "[{}] {url}", index + 1);
    }
    out
}

fn heading(line: &str) -> Option<(&str, char)> {
    let first = line.strip_prefix("# ").map(|text| (text, '='));
    first
        .or_else(|| Some((line.trim_start_matches('#').strip_prefix(' ')?, '-')))
        .filter(|_| line.starts_with('#'))
}

fn push_heading(out: &mut String, text: &str, sign: char) {
    let start = out.len();
    push_wrapped(out, text);
    let longest = out[start..].lines().map(|line| line.chars().count()).max().unwrap_or(0);
    out.extend(std::iter::repeat_n(sign, longest));
    out.push('\n');
}

/// A line whose links are numbers. An address that comes again has its number again.
fn numbered(line: &str, links: &mut Vec<String>) -> String {
    let (mut out, mut rest) = (String::new(), line);
    while let Some((before, after)) = rest.split_once("](http") {
        let end = closing(after);
        let url = format!("http{}", &after[..end]);
        let (outside, words) = before.rsplit_once('[').unwrap_or((before, ""));
        let known = links.iter().position(|link| *link == url);
        let number = known.unwrap_or_else(|| {
            links.push(url);
            links.len() - 1
        });
        // The number stays with its words.
        let _ = write!(out, "{outside}{words}\u{a0}[{}]", number + 1);
        rest = after.get(end + 1..).unwrap_or_default();
    }
    out + rest
}

/// Where the bracket closes that an address stands in.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Writes a line as several, if it is long. Those of an entry of a list stand below its text.
fn push_wrapped(out: &mut String, line: &str) {
    let indent = if line.starts_with("- ") { 2 } else { 0 };
    let mut width = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        if width > indent && width + 1 + length > LINE {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            width = indent;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out.push('\n');
}

/// The text of HTML that depeche has made, as [`finish`] takes it: `[words](https://…)`, `## ` and `- `.
pub fn of_html(html: &str) -> String {
    let mut out = String::new();
    let mut links: Vec<Option<String>> = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        push_text(&mut out, text);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        push_tag(&mut out, tag, &mut links);
        rest = after;
    }
    push_text(&mut out, rest);
    out.trim().to_owned()
}

fn push_text(out: &mut String, text: &str) {
    for word in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
        let trimmed = word.trim_end_matches(|c: char| c.is_ascii_whitespace());
        out.push_str(&decoded(trimmed));
        if trimmed.len() < word.len() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    }
}

fn decoded(text: &str) -> String {
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

fn push_tag(out: &mut String, tag: &str, links: &mut Vec<Option<String>>) {
    let name: &str = tag.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
    match name {
        "p" | "ul" | "ol" | "blockquote" | "table" | "pre" | "hr" | "figure" | "figcaption" => {
            begin(out, "\n\n")
        }
        "h2" | "h3" | "h4" | "h5" | "h6" => begin(out, "\n\n## "),
        "li" => begin(out, "\n- "),
        "br" | "tr" | "div" => begin(out, "\n"),
        "/td" | "/th" => out.push(' '),
        "/p" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" | "/ul" | "/ol" => begin(out, "\n\n"),
        "a" => {
            let url = attribute(tag, "href").filter(|url| url.starts_with("http"));
            if url.is_some() {
                out.push('[');
            }
            links.push(url);
        }
        "/a" => {
            if let Some(Some(url)) = links.pop() {
                let _ = write!(out, "]({url})");
            }
        }
        "img" => out.push_str(&attribute(tag, "alt").unwrap_or_default()),
        _ => {}
    }
}

/// Begins a line. An entry of a list keeps its sign beside its first words.
fn begin(out: &mut String, with: &str) {
    if out.ends_with("- ") && with.trim().is_empty() {
        return;
    }
    out.truncate(out.trim_end().len());
    out.push_str(if out.is_empty() { with.trim_start() } else { with });
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    Some(decoded(value.split('"').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_numbers_and_headings_have_lines() {
        let check = |written: &str, expected: &str| assert_eq!(finish(written), expected);
        check("# Été\n\n\n\nUn mot.  \n", "Été\n===\n\nUn mot.\n");
        check(
            "## [Un](https://a/) et [deux](https://b/x_(y)) ; [trois](https://a/)",
            "Un\u{a0}[1] et deux\u{a0}[2] ; trois\u{a0}[1]\n------------------------------\n\
             \n[1] https://a/\n[2] https://b/x_(y)\n",
        );
        check("Un [mot] (https).", "Un [mot] (https).\n");
    }

    #[test]
    fn lines_break_at_blanks_alone() {
        let line = format!("- {}", "mot\u{202f}; ".repeat(30));
        let text = finish(&line);
        assert!(text.lines().all(|line| line.chars().count() <= LINE), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("  mot")), "{text}");
        assert!(!text.contains("\n  ;"), "{text}");
    }

    #[test]
    fn html_becomes_text() {
        let check = |html: &str, expected: &str| assert_eq!(of_html(html), expected);
        check(
            "<p id=\"b0.1\">Un <em>mot</em> &amp;\ndeux.</p>\n<p>Trois.</p>",
            "Un mot & deux.\n\nTrois.",
        );
        check(
            "<p><a href=\"https://a/?b&amp;c\">ici</a>, <a href=\"#x\">là</a></p>",
            "[ici](https://a/?b&c), là",
        );
        check(
            "<h2 id=\"x\">Titre</h2><ul><li><p>un</p></li><li>deux</li></ul>",
            "## Titre\n- un\n- deux",
        );
        check("&amp;lt;", "&lt;");
    }
}
