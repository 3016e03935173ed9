//! Pictures: taken from the album, if an earlier process has made them, or made.

use std::sync::OnceLock;

use super::{RenderMemo, Rendered};
use crate::diag::Diagnostic;
use crate::hashed::Fingerprint;
use crate::outputs::OutputBytes;
use crate::picture::{Decoded, Recipe};
use crate::plan::{Content, Page};

/// An original's pixels, once somebody needs them; or why there are none.
#[derive(Default)]
pub struct Negative(OnceLock<Result<Decoded, String>>);

impl Negative {
    fn get(&self, recipe: &Recipe) -> Result<&Decoded, String> {
        let decode = || Decoded::new(&recipe.original.bytes);
        self.0.get_or_init(decode).as_ref().map_err(String::clone)
    }
}

/// The pictures that a picture is made together with: those of one original, which is decoded once.
pub fn group(page: &Page) -> Option<Fingerprint> {
    match &page.content {
        Content::Picture(recipe) => Some(recipe.original.bytes.fingerprint()),
        _ => None,
    }
}

/// Makes a picture.
///
/// # Problems
/// - [`Code::BadPicture`](crate::diag::Code::BadPicture).
pub fn picture(recipe: &Recipe, negative: &Negative, memo: &RenderMemo) -> Rendered {
    let key = recipe.fingerprint();
    if let Some(bytes) = memo.album.as_ref().and_then(|album| album.find(key)) {
        return Rendered::new(OutputBytes::new(bytes));
    }
    match negative.get(recipe).and_then(|decoded| decoded.make(recipe)) {
        Ok(bytes) => {
            if let Some(album) = &memo.album {
                album.keep(key, &bytes);
            }
            Rendered::new(OutputBytes::new(bytes))
        }
        Err(why) => Rendered::failed(damaged(recipe, &why)),
    }
}

/// What is wrong with a picture, without making it.
pub fn verdict(recipe: &Recipe, memo: &RenderMemo) -> Option<Diagnostic> {
    let is_made =
        memo.album.as_ref().is_some_and(|album| album.find(recipe.fingerprint()).is_some());
    if is_made {
        return None;
    }
    let bytes = &recipe.original.bytes;
    let why = memo.negatives.get(|| bytes.fingerprint(), || Decoded::new(bytes).err())?;
    Some(damaged(recipe, &why))
}

fn damaged(recipe: &Recipe, why: &str) -> Diagnostic {
    let help = "save it anew with a program that shows it";
    recipe.original.bad(&format!("this picture cannot be read: {why}"), help)
}
