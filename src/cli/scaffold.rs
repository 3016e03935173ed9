//! `init`, `new` and `translate`.
use super::arguments::{InitArguments, NewArguments, TranslateArguments};
use anyhow::{Result, bail};
use std::path::Path;

pub fn init(_arguments: &InitArguments) -> Result<u8> {
    bail!("not yet")
}
pub fn new(_root: &Path, _arguments: &NewArguments) -> Result<u8> {
    bail!("not yet")
}
pub fn translate(_root: &Path, _arguments: &TranslateArguments) -> Result<u8> {
    bail!("not yet")
}
