//! Pages that lead on to another address, read back from what they hold.

/// The longest such page, in bytes: its address stands there three times.
pub const LONGEST: u64 = 16 * 1024;

/// What stands before the address.
const BEFORE: &str = "<meta http-equiv=\"refresh\" content=\"0; url=";

/// Where a page leads on to, if it does so at once; `None` for any other page.
pub fn destination(html: &str) -> Option<String> {
    let start = html.find(BEFORE)? + BEFORE.len();
    let address = &html[start..start + html[start..].find('"')?];
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let plain =
        plain.iter().fold(address.to_owned(), |text, (escaped, c)| text.replace(escaped, c));
    // What is no address cannot be a header either.
    let is_header = plain.chars().all(|c| c.is_ascii_graphic());
    let leads =
        plain.starts_with("http://") || plain.starts_with("https://") || plain.starts_with('/');
    (is_header && leads).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_page_leads_is_read() {
        let check = |to: &str, expected: Option<&str>| {
            let html = format!("<html>{BEFORE}{to}\">\n<link>");
            assert_eq!(destination(&html).as_deref(), expected, "{to}");
        };
        check("https://example.org/fr/", Some("https://example.org/fr/"));
        check("https://example.org/?a=1&amp;b=%22", Some("https://example.org/?a=1&b=%22"));
        check("/fr/", Some("/fr/"));
        check("javascript:x", None);
        check("https://example.org/\r\nx: y", None);
        check("https://example.org/é", None);
        assert_eq!(destination("<p>a page</p>"), None);
        assert_eq!(destination(BEFORE), None);
    }
}
