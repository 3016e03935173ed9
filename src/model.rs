//! The small words that every stage speaks: each a type made by a constructor that checks.

mod date;
mod id;
mod locale;
mod period;
mod route;
mod slug;

pub use date::{Date, DateError};
pub use id::Id;
pub use locale::{Direction, Locale};
pub use period::Period;
pub use route::{BaseUrl, OutputPath, Route};
pub use slug::{Slug, SlugError};
