//! `depeche newsletter`: an edition as an e-mail.

use std::fs;
use std::io::{self, Write as _};

use anyhow::{Context, Result, bail};

use super::arguments::{Common, NewsletterArguments};
use super::report::Reporter;
use super::{RIGHT, WRONG, configuration, now, options, root, verdict};
use crate::collect;
use crate::diag::Checked;
use crate::model::Locale;
use crate::world::disk::DiskWorld;
use crate::{Memos, Prepared};

/// Writes the message, unless the site has errors.
pub fn run(common: &Common, arguments: &NewsletterArguments) -> Result<u8> {
    let root = root(common)?;
    let world = DiskWorld::open(&root, now(&root, arguments.site.now.as_deref())?);
    let (options, memos) = (options(&arguments.site)?, Memos::forgetful());
    let parsed = crate::understand(collect::collect(&world), &options, &memos);
    let Checked { value: prepared, diagnostics } = crate::prepare(parsed, &options, &memos);
    let locale = match &arguments.locale {
        None => configuration(&root).default_locale().clone(),
        Some(tag) => Locale::new(tag).with_context(|| format!("the site has no locale `{tag}`"))?,
    };
    Reporter::new(common, &world).problems(&diagnostics);
    if verdict(&diagnostics, arguments.site.strict) == WRONG {
        return Ok(WRONG);
    }
    write(arguments, &prepared, &locale)
}

fn write(arguments: &NewsletterArguments, prepared: &Prepared, locale: &Locale) -> Result<u8> {
    let message = match prepared.newsletter(&arguments.edition, locale) {
        Ok(letter) => letter.write(),
        Err(reason) => bail!(reason),
    };
    match &arguments.output {
        Some(file) => fs::write(file, message)
            .with_context(|| format!("`{}` cannot be written", file.display()))?,
        None => io::stdout().write_all(message.as_bytes()).context("the message is not taken")?,
    }
    Ok(RIGHT)
}
