//! A depeche that was built without the feature `images`. Configurations that ask for pictures are told
//! so, and no file gets here.

use super::{Format, Look, Recipe};

/// Takes every file as it is.
pub fn look(_name: &str, _bytes: &[u8]) -> Look {
    Look::AsItIs
}

/// A picture that nobody can decode.
pub struct Decoded(Format);

impl Decoded {
    /// Says that there is nothing to do it with.
    ///
    /// # Errors
    /// Always.
    pub fn new(_bytes: &[u8]) -> Result<Self, String> {
        Err("this depeche was built without the feature `images`".to_owned())
    }

    /// Nobody gets here.
    ///
    /// # Errors
    /// Always.
    pub fn make(&self, _recipe: &Recipe) -> Result<Vec<u8>, String> {
        Err(format!("there is nothing to make {} with", self.0.media_type()))
    }
}
