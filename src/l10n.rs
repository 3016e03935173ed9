//! Words and locale data: the one module that speaks to Fluent and to ICU4X.
//!
//! - [`Formats`] writes dates, numbers and lists, and sorts, as one region does (CLDR).
//! - [`Initials`] are the letters of an index in a language.
//! - [`MessageFile`] is one parsed `.ftl` file; [`Messages`] are all of a locale's, the site's over the theme's.
//! - [`Words`] are the bundles of every locale: they make a text from a key and arguments.
//! - [`check`] compares what is asked for with what there is; [`template_uses`] finds what a template asks for.

mod check;
mod dates;
mod entry;
mod file;
pub mod foreign;
mod formats;
mod functions;
mod guard;
mod initials;
mod messages;
mod money;
mod numbers;
mod options;
mod parents;
mod parts;
mod relative;
mod template_uses;
mod units;
mod walk;
mod words;

pub use check::{Prefix, Use, check};
pub use dates::DateStyle;
pub use entry::{Attribute, CallOption, Content, Entry, EntryKind, Reference, Target, Variable};
pub use file::MessageFile;
pub use formats::Formats;
pub use initials::Initials;
pub use messages::Messages;
pub use money::Currency;
pub use numbers::{Grouping, Measure, Notation, NumberOptions, PluralRule, Width};
pub use relative::{TimeUnit, Wording};
pub use template_uses::{TemplateUses, template_uses};
pub use units::names as unit_names;
pub use words::{Arg, LocaleMessages, Text, Words};

#[cfg(test)]
mod tests;
