//! Stage 2: each file alone, understood.

pub mod article;
pub mod config;
pub mod front_matter;
pub mod markdown;
pub mod theme;
pub mod yaml;
