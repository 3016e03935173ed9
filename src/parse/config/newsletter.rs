//! The sender of newsletters.

use super::Newsletter;
use crate::diag::{Code, Diagnostic};
use crate::parse::yaml::{Fields, Node};

/// Reads the key `newsletter`.
///
/// # Problems
/// - [`Code::BadValue`], for what cannot stand in the head of a message.
pub fn read(mut fields: Fields<'_, '_>) -> Newsletter {
    let from = fields.take("from").and_then(|node| fine(&node, is_mailbox, MAILBOX));
    let ways = fields.take("unsubscribe").and_then(|node| node.list()).unwrap_or_default();
    let unsubscribe = ways.iter().filter_map(|node| fine(node, is_way_out, WAY_OUT)).collect();
    let list_id = fields.take("list_id").and_then(|node| fine(&node, is_list, LIST));
    fields.finish();
    Newsletter { from, unsubscribe, list_id }
}

const MAILBOX: &str = "write `Name <name@example.org>`, or the address alone";
const WAY_OUT: &str =
    "write an address that begins with `https://` or `mailto:`, of ASCII and without blanks";
const LIST: &str = "write `Name <list.example.org>`";

fn fine(node: &Node<'_, '_>, is: fn(&str) -> bool, help: &str) -> Option<String> {
    let text = node.text()?;
    if is(&text) {
        return Some(text);
    }
    let message = format!("`{}` cannot stand in the head of a message", text.escape_default());
    node.report(Diagnostic::new(Code::BadValue, message).help(help));
    None
}

/// Whether a text is an address, or a name and an address in angle brackets.
fn is_mailbox(text: &str) -> bool {
    let address = within(text).unwrap_or(text);
    let halves = address.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && !host.contains('@')
    });
    halves && is_plain(address) && !text.chars().any(char::is_control)
}

fn is_list(text: &str) -> bool {
    within(text).is_some_and(is_plain) && !text.chars().any(char::is_control)
}

/// An address that a header of RFC 2369 may hold on a line of its own.
fn is_way_out(text: &str) -> bool {
    let known = text.starts_with("https://") || text.starts_with("mailto:");
    known && text.len() < 900 && text.chars().all(|c| c.is_ascii_graphic() && !"<>".contains(c))
}

/// What stands in angle brackets at the end.
fn within(text: &str) -> Option<&str> {
    Some(text.strip_suffix('>')?.rsplit_once('<')?.1)
}

fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"<>()[],;:\\\"".contains(c);
    !text.is_empty() && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_other_texts() {
        let check = |text: &str, is: bool| assert_eq!(is_mailbox(text), is, "{text}");
        check("a@example.org", true);
        check("Fil d’IA <a@example.org>", true);
        check("a@localhost", false);
        check("a", false);
        check("<a@b@c.org>", false);
        check("A\r\nBcc: x <a@example.org>", false);
        check("é@example.org", false);
    }

    #[test]
    fn a_way_out_is_an_address() {
        let check = |text: &str, is: bool| assert_eq!(is_way_out(text), is, "{text}");
        check("https://example.org/leave?id={{id}}", true);
        check("mailto:leave@example.org?subject=leave", true);
        check("http://example.org/", false);
        check("https://example.org/> x", false);
    }
}
