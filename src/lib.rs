//! depeche: a static site generator for a news digest in several languages.
pub mod collect;
pub mod diag;
pub mod embedded;
pub mod hashed;
pub mod l10n;
pub mod limits;
pub mod link;
pub mod memo;
pub mod model;
pub mod outputs;
pub mod parse;
pub mod plan;
pub mod publish;
pub mod typeset;
pub mod world;
