//! Stage 2: each file alone, understood.

pub mod config;
pub mod front_matter;
pub mod yaml;
