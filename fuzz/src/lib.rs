//! What the targets share.

pub mod site;
