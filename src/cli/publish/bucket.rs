//! Publishing to a bucket: what the environment says of it, and how far it has come.

use std::env;
use std::io::{self, IsTerminal, Write};

use anyhow::{Context, Result, anyhow, bail};

use super::super::arguments::PublishArguments;
use crate::deploy::{self, Access, BucketAddress, Place, Settings};
use crate::publish::{Built, Changes};

pub use crate::deploy::Bucket;

/// The bucket of an address, with what the environment has to open it.
pub fn open(address: &str, arguments: &PublishArguments) -> Result<Bucket> {
    let address = BucketAddress::parse(address).context(
        "this is not the address of a bucket\nhelp: write `s3://bucket` or `s3://bucket/prefix`",
    )?;
    let place = Place {
        endpoint: arguments
            .endpoint
            .clone()
            .or_else(|| variable("AWS_ENDPOINT_URL_S3"))
            .or_else(|| variable("AWS_ENDPOINT_URL")),
        region: arguments
            .region
            .clone()
            .or_else(|| variable("AWS_REGION"))
            .or_else(|| variable("AWS_DEFAULT_REGION"))
            .unwrap_or_else(|| "us-east-1".to_owned()),
    };
    Bucket::new(&address, &place, access()?).map_err(|error| anyhow!(error))
}

fn access() -> Result<Access> {
    let need = |name: &str| {
        variable(name).with_context(|| {
            format!(
                "`{name}` is not set\nhelp: a bucket is opened with `AWS_ACCESS_KEY_ID` and \
                 `AWS_SECRET_ACCESS_KEY` in the environment"
            )
        })
    };
    let (key, secret) = (need("AWS_ACCESS_KEY_ID")?, need("AWS_SECRET_ACCESS_KEY")?);
    let token = variable("AWS_SESSION_TOKEN");
    let plain = |text: &String| text.chars().all(|c| c.is_ascii_graphic());
    if ![Some(&key), Some(&secret), token.as_ref()].into_iter().flatten().all(plain) {
        bail!("a credential in the environment has characters that none has: was it pasted whole?");
    }
    Ok(Access { key, secret, token })
}

/// A variable of the environment. Workflows set those to nothing that have no value; what is pasted often
/// ends with a line feed.
fn variable(name: &str) -> Option<String> {
    let value = env::var(name).ok()?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

/// Makes a bucket equal to a built site.
pub fn publish(built: &Built, bucket: &Bucket, arguments: &PublishArguments) -> Result<Changes> {
    let PublishArguments { redirects, encoding, prune, verify, dry_run, .. } = *arguments;
    let settings = Settings { redirects, encoding, prune, verify };
    if dry_run {
        return deploy::preview(built, bucket, &settings).map_err(anyhow::Error::msg);
    }
    let shows = io::stderr().is_terminal();
    let progress = |done: usize, total: usize| {
        if shows {
            // One write, so that two threads do not write into one another's line.
            let line =
                format!("\r{done} of {total}{}", if done == total { "\r\x1b[K" } else { "" });
            let _ = io::stderr().write_all(line.as_bytes());
        }
    };
    deploy::deploy(built, bucket, &settings, &progress).map_err(anyhow::Error::msg)
}
