//! Blocks of code, with elements around their words.

use crate::html;
use crate::limits;
use crate::parse::markdown::escape::push_text;
use crate::syntax::{self, Class, Syntax};

/// Puts elements around the words of a block of code, which is the last `bytes` of `out`.
pub fn highlight(syntax: Syntax, bytes: usize, out: &mut String) {
    let start = out.len() - bytes;
    let code = html::unescape(&out[start..]);
    if code.len() > limits::CODE_BYTES {
        return;
    }
    out.truncate(start);
    syntax::highlight(syntax, &code, &mut |class, piece| {
        let (open, close) = class.map_or(("", ""), element);
        out.push_str(open);
        push_text(piece, out);
        out.push_str(close);
    });
}

/// The tags around a word of a class.
fn element(class: Class) -> (&'static str, &'static str) {
    let open = match class {
        Class::Keyword => "<span class=\"hk\">",
        Class::String => "<span class=\"hs\">",
        Class::Number => "<span class=\"hn\">",
        Class::Comment => "<span class=\"hc\">",
        Class::Function => "<span class=\"hf\">",
        Class::Type => "<span class=\"ht\">",
        Class::Name => "<span class=\"ha\">",
        Class::Inserted => return ("<ins>", "</ins>"),
        Class::Deleted => return ("<del>", "</del>"),
    };
    (open, "</span>")
}
