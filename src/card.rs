//! Cards: what social networks show of an article, 1200 × 630 pixels that the theme has drawn as SVG.
//!
//! The font is inside the program, so that a card is the same wherever it is made: Libertinus Serif, regular
//! and semibold, under the SIL Open Font License 1.1, which the font's own tables hold.
//!
//! 1. [`fit`] breaks a text into lines for the template, which SVG does not;
//! 2. [`draw`] makes the picture, and [`check`] finds out what is wrong with it.
//!
//! A build without the feature `cards` knows the words, and draws none.

#[cfg(feature = "cards")]
mod draw;
mod fit;
#[cfg(feature = "cards")]
mod font;
#[cfg(not(feature = "cards"))]
mod none;

#[cfg(feature = "cards")]
pub use draw::{check, draw};
pub use fit::{Fitted, Room};
#[cfg(feature = "cards")]
use font::width;
#[cfg(not(feature = "cards"))]
use none::width;
#[cfg(not(feature = "cards"))]
pub use none::{check, draw};

/// Whether this depeche can draw cards.
pub const AVAILABLE: bool = cfg!(feature = "cards");

/// Width and height of a card in pixels.
pub const SIZE: (u32, u32) = (1200, 630);

/// Changes when the same SVG would be drawn otherwise.
pub const EDITION: u32 = 1;

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    Semibold,
}

/// Breaks a text into lines that have room, in the largest letters with which they do.
pub fn fit(text: &str, room: Room, weight: Weight) -> Fitted {
    fit::fit(text, room, |text| width(text, weight))
}
