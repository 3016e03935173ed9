//! Why a site could not be published to a bucket, in words for the person who asked for it.

use std::error::Error;
use std::fmt;

use crate::encode::Encoding;
use crate::publish::PublishError;

/// Why a site was not published, or not wholly. The next publish goes on with it.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeployError {
    /// The built site cannot be read.
    Built(PublishError),
    /// The place has objects, and no record that says that depeche put them there.
    Foreign,
    /// An object that depeche did not put there stands where a file of the site goes.
    InTheWay(String),
    /// No file of the site has the form that files shall be sent in.
    NoForm(Encoding),
    /// Another process is publishing there; if it was killed, wait for so many seconds.
    Busy(u64),
    /// Another process has taken over, since this one was not heard of.
    Overtaken,
    /// A record in `.depeche/` is not what depeche writes.
    Damaged(&'static str),
    /// The store failed.
    Store(StoreError),
}

/// What a store could not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError {
    /// What was tried, as a verb.
    pub action: &'static str,
    /// The object.
    pub key: String,
    /// Why it failed, in words that hold no secret.
    pub why: String,
}

impl fmt::Display for DeployError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Built(error) => error.fmt(f),
            Self::Foreign => f.write_str(
                "it holds objects that depeche did not put there: choose another bucket or prefix, \
                 or empty this one by hand",
            ),
            Self::InTheWay(key) => write!(
                f,
                "`{key}` is in the way, and depeche did not put it there: move it away, or delete it"
            ),
            Self::NoForm(encoding) => {
                let extension = encoding.extension();
                write!(
                    f,
                    "the site has no `.{extension}` files to send: write `precompress: [{extension}]` \
                     in `depeche.yaml`"
                )
            }
            Self::Busy(seconds) => write!(
                f,
                "another depeche is publishing to it: wait until it is done; if it was stopped, \
                 publish again in {seconds} seconds"
            ),
            Self::Overtaken => f.write_str(
                "another depeche has taken over, since this one was not heard of for too long: \
                 publish again when it is done",
            ),
            Self::Damaged(key) => write!(
                f,
                "`{key}` cannot be read: empty the bucket or prefix by hand, and publish again"
            ),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {} `{}`: {}", self.action, self.key, self.why)
    }
}

impl Error for DeployError {}

impl Error for StoreError {}

impl From<StoreError> for DeployError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<PublishError> for DeployError {
    fn from(error: PublishError) -> Self {
        Self::Built(error)
    }
}
