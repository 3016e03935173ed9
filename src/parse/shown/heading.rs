//! Headings as templates see them.

use serde::{Deserialize, Serialize};

/// A heading of a text.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
pub struct HeadingView {
    /// 2 to 6.
    pub level: u8,
    /// The fragment that leads to it.
    pub id: String,
    /// Its text.
    pub text: String,
}
