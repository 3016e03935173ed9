//! `schema`: what editors need to know of the files that authors write.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};

use super::arguments::{Common, SchemaArguments};
use super::{RIGHT, out, root, save};
use crate::schema::{FOLDER, Schema};

/// Prints a schema, or writes all of them.
pub fn run(common: &Common, arguments: &SchemaArguments) -> Result<u8> {
    match arguments.what {
        Some(schema) => {
            let _ = io::stdout().write_all(schema.text().as_bytes());
        }
        None => {
            write(&root(common)?)?;
            out(format_args!("wrote {} schemas to `{FOLDER}/`", Schema::ALL.len()));
        }
    }
    Ok(RIGHT)
}

/// Writes all schemas to a site's folder, in the place of those that are there.
pub fn write(site: &Path) -> Result<()> {
    let folder = site.join(FOLDER);
    fs::create_dir_all(&folder)
        .with_context(|| format!("`{}` cannot be made", folder.display()))?;
    for schema in Schema::ALL {
        save(&folder, &format!("{}.json", schema.name()), &schema.text())?;
    }
    Ok(())
}
