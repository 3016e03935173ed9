//! Texts in files, in each of the ways in which files have them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{csp, foreign, xml};
use crate::l10n::foreign::has_marks;
use crate::outputs::{Inlay, Manner};
use crate::parse::text::Texts;
use crate::plan::body::{BodyView, Place};

/// A text as a file has it that had `old` in its place; nothing, if more than the text would change.
fn written(
    body: &BodyView,
    manner: &Manner,
    old: &str,
    (texts, origin): (&Texts, &str),
) -> Option<String> {
    let mut text = String::new();
    match manner {
        Manner::Page(_) => {
            body.write(texts, &mut text, Place::Page);
            let mut html = text.into_bytes();
            foreign::resolve(&mut html);
            let is_plain = !html.is_empty() && !csp::concerns(&html);
            return is_plain.then(|| String::from_utf8(html).ok()).flatten();
        }
        Manner::Atom(permalink) | Manner::Json(permalink) => {
            body.write(texts, &mut text, Place::Feed { origin, permalink });
        }
        Manner::Markdown(permalink) => {
            body.write_markdown(texts, &mut text, origin, permalink);
            // Below the text stand the sources that it names.
            if cited(&text) != cited(old) {
                return None;
            }
        }
        Manner::Other => return None,
    }
    if has_marks(&text) {
        return None;
    }
    match manner {
        Manner::Atom(_) => {
            let mut escaped = String::new();
            xml::push(&mut escaped, &text);
            Some(escaped)
        }
        Manner::Json(_) => {
            let quoted = serde_json::to_string(&text).ok()?;
            Some(quoted[1..quoted.len() - 1].to_owned())
        }
        _ => Some(text.trim().to_owned()),
    }
}

/// The sources that a text in Markdown names.
fn cited(text: &str) -> BTreeSet<&str> {
    text.split("[^src:").skip(1).filter_map(|rest| Some(rest.split_once(']')?.0)).collect()
}

/// A file with other texts in it: those whose body `body` knows. Tells where all texts are then. Nothing, if
/// more than texts would change.
pub fn amended<'b>(
    old: &str,
    inlays: &mut [Inlay],
    body: impl Fn(&Inlay) -> Option<&'b BodyView>,
    (texts, origin): (&Texts, &str),
) -> Option<String> {
    let mut places: Vec<(usize, usize, Range<usize>)> = Vec::new();
    for (index, inlay) in inlays.iter().enumerate() {
        let ranges = inlay.places.iter().enumerate();
        places.extend(ranges.map(|(place, range)| (index, place, range.clone())));
        if inlay.places.is_empty() && body(inlay).is_some() {
            return None;
        }
    }
    places.sort_unstable_by_key(|(_, _, range)| range.start);
    let mut new = String::with_capacity(old.len() + 1024);
    let mut from = 0;
    for (index, place, range) in places {
        new.push_str(old.get(from..range.start)?);
        let start = new.len();
        let before = old.get(range.clone())?;
        match body(&inlays[index]) {
            Some(body) => {
                let manner = &inlays[index].manner;
                new.push_str(&written(body, manner, before, (texts, origin))?);
            }
            None => new.push_str(before),
        }
        inlays[index].places[place] = start..new.len();
        from = range.end;
    }
    new.push_str(old.get(from..)?);
    Some(new)
}
