//! `server`: how a server of one's own is to serve the site.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::arguments::{Common, ServerArguments, ServerName};
use super::report::Reporter;
use super::{RIGHT, WRONG, configuration, now, options, out, root, target, verdict};
use crate::Memos;
use crate::collect;
use crate::diag::Checked;
use crate::plan::server::Server;
use crate::world::disk::DiskWorld;

/// Prints the file, unless the site has errors.
pub fn run(common: &Common, arguments: &ServerArguments) -> Result<u8> {
    let root = root(common)?;
    let options = options(&arguments.site)?;
    let base_url = options.base_url.clone().unwrap_or_else(|| configuration(&root).base_url);
    let folder = target(&std::path::absolute(&root)?, arguments.folder.as_deref())?;
    let folder = above(&folder, base_url.path())?;
    let world = DiskWorld::open(&root, now(&root, arguments.site.now.as_deref())?);
    let memos = Memos::forgetful();
    let parsed = crate::understand(collect::collect(&world), &options, &memos);
    let Checked { value: prepared, diagnostics } = crate::prepare(parsed, &options, &memos);
    Reporter::new(common, &world).problems(&diagnostics);
    if verdict(&diagnostics, arguments.site.strict) == WRONG {
        return Ok(WRONG);
    }
    let server = match arguments.server {
        ServerName::Nginx => Server::Nginx,
        ServerName::Caddy => Server::Caddy,
    };
    out(prepared.server(server, &folder, arguments.negotiate).trim_end());
    Ok(RIGHT)
}

/// The folder that a site's path begins in: a server looks for all of an address below it.
fn above(folder: &Path, base: &str) -> Result<String> {
    let text = folder.to_str().context("the name of the folder is not UTF-8")?;
    let text = text.trim_end_matches('/');
    if text.contains(['\n', '"']) {
        bail!("`{}` cannot be written into a file of a server", text.escape_debug());
    }
    match text.strip_suffix(base) {
        Some("") => Ok("/".to_owned()),
        Some(above) => Ok(above.to_owned()),
        None => bail!(
            "the site lives below `{base}/`, and `{text}` does not end with that\n\
             help: publish to such a folder, and name it: `--folder /var/www{base}`"
        ),
    }
}
