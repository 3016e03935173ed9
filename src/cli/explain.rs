//! `explain`: the manual's page of a problem.

use anyhow::{Result, bail};

use super::RIGHT;
use super::arguments::ExplainArguments;
use crate::diag::{Code, nearest};
use crate::embedded;

/// Prints a code's page, or the list of codes.
pub fn run(arguments: &ExplainArguments) -> Result<u8> {
    let Some(name) = &arguments.code else {
        for code in Code::ALL {
            println!("{:<28} {}", code.as_str(), code.severity());
        }
        return Ok(RIGHT);
    };
    match Code::named(name).and_then(|code| embedded::problem(code.as_str())) {
        Some(page) => println!("{}", page.trim_end()),
        None => {
            let codes = Code::ALL.iter().map(|code| code.as_str());
            match nearest(name, codes) {
                Some(near) => bail!("there is no problem `{name}`; did you mean `{near}`?"),
                None => {
                    bail!("there is no problem `{name}`\nhelp: `depeche explain` lists them all")
                }
            }
        }
    }
    Ok(RIGHT)
}
