//! A depeche that was built without the feature `cards`. Configurations that ask for cards are told so.

use super::Weight;

/// Guesses: nobody sees it.
pub fn width(text: &str, _weight: Weight) -> f64 {
    text.chars().count() as f64 / 2.0
}

/// Says that there is nothing to do it with.
///
/// # Errors
/// Always.
pub fn check(_svg: &str) -> Result<(), String> {
    Err("this depeche was built without the feature `cards`".to_owned())
}

/// The same.
///
/// # Errors
/// Always.
pub fn draw(svg: &str) -> Result<Vec<u8>, String> {
    check(svg).map(|()| Vec::new())
}
