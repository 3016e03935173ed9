//! Old addresses that lead on: those that no article can claim as its alias.

use super::bad_value;
use crate::diag::{Code, Diagnostic};
use crate::model::Route;
use crate::parse::yaml::{Fields, Node};

/// An old address, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Redirect {
    /// The old address, on this site.
    pub from: Route,
    /// The new one.
    pub to: Destination,
    /// Which of the list it is, for its place.
    pub index: usize,
}

/// Where an old address leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Destination {
    /// To a file of this site.
    Here(Route),
    /// To another site.
    Elsewhere(String),
}

/// Reads the key `redirects`.
///
/// # Problems
/// - [`Code::UnsafeAlias`], for an old address that is none of this site.
/// - [`Code::BadValue`], for a new one that is neither a path nor an address, and for an old one that is named twice.
pub fn read(list: Vec<Node<'_, '_>>) -> Vec<Redirect> {
    let mut redirects: Vec<Redirect> = Vec::new();
    for (index, item) in list.into_iter().enumerate() {
        let Some(mut fields) = item.fields() else { continue };
        let (from, to) = (old(&mut fields), fields.need("to").and_then(destination));
        fields.finish();
        let (Some((node, from)), Some(to)) = (from, to) else { continue };
        if redirects.iter().any(|other| other.from == from) {
            let message = format!("`{from}` leads somewhere already");
            bad_value::<()>(&node, message, "keep one of the two");
            continue;
        }
        redirects.push(Redirect { from, to, index });
    }
    redirects
}

fn old<'v, 'a>(fields: &mut Fields<'v, 'a>) -> Option<(Node<'v, 'a>, Route)> {
    let node = fields.need("from")?;
    let text = node.text()?;
    let route = Route::parse(&text);
    if route.is_none() {
        let message = format!("`{text}` is not a path of this site");
        let help = "write it from the root, without the site's address: `/old/path/`";
        node.report(Diagnostic::new(Code::UnsafeAlias, message).help(help));
    }
    Some((node, route?))
}

fn destination(node: Node<'_, '_>) -> Option<Destination> {
    let text = node.text()?;
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !"\"<>".contains(c));
    if is_web && plain {
        return Some(Destination::Elsewhere(text));
    }
    let here = Route::parse(&text).map(Destination::Here);
    here.or_else(|| {
        let message = format!("`{text}` is neither a path of this site nor an address");
        bad_value(&node, message, "write `/new/path/` or `https://example.org/new/`")
    })
}
