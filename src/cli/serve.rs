//! `serve`.
use super::arguments::{Common, ServeArguments};
use anyhow::{Result, bail};
pub fn run(_common: &Common, _arguments: &ServeArguments) -> Result<u8> {
    bail!("not yet")
}
