//! Why a site could not be published, in words for the person who asked for it.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a site was not published, or not wholly.
#[derive(Debug)]
#[non_exhaustive]
pub enum PublishError {
    /// The target is the root of the file system.
    FileSystem(PathBuf),
    /// The target is the home folder, or holds it.
    Home(PathBuf),
    /// The target is the site's root, or holds it.
    Site(PathBuf),
    /// The target is, or is inside, a folder of the site's sources.
    Sources(PathBuf),
    /// The target is not a folder.
    NotAFolder(PathBuf),
    /// The target has files, and no manifest that says that depeche wrote them.
    Foreign(PathBuf),
    /// Another process is publishing to the target.
    Busy(PathBuf),
    /// Something that depeche did not write stands where a file or folder of the site goes.
    InTheWay(PathBuf),
    /// A record in `.depeche/` is not what depeche writes.
    Damaged(PathBuf),
    /// What is to be published is no folder that a build wrote.
    NotBuilt(PathBuf),
    /// What is to be published is half a site: a build was killed while it moved files.
    Unfinished(PathBuf),
    /// A file is not what the build wrote.
    Changed(PathBuf),
    /// A folder would be published into itself.
    Itself(PathBuf),
    /// An output's path is not a relative path that goes down.
    UnsafePath(String),
    /// Two outputs, of which one would have to be a file and a folder at once.
    Nested(String),
    /// The system refused.
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const OTHER: &str = "choose another output folder";
        match self {
            Self::FileSystem(_) => write!(f, "the output folder is `/`: {OTHER}"),
            Self::Home(path) => {
                let path = path.display();
                write!(f, "`{path}` is your home folder, or holds it: {OTHER}")
            }
            Self::Site(path) => {
                let path = path.display();
                write!(
                    f,
                    "`{path}` is the site's own folder, or holds it: {OTHER}, such as `public`"
                )
            }
            Self::Sources(path) => {
                let path = path.display();
                write!(f, "`{path}` belongs to the site's sources: {OTHER}, such as `public`")
            }
            Self::NotAFolder(path) => write!(f, "`{}` is not a folder: {OTHER}", path.display()),
            Self::Foreign(path) => write!(
                f,
                "`{}` holds files that depeche did not write: {OTHER}, or empty this one by hand",
                path.display()
            ),
            Self::Busy(path) => write!(
                f,
                "another depeche is publishing to `{}`: wait until it is done",
                path.display()
            ),
            Self::InTheWay(path) => write!(
                f,
                "`{}` is in the way, and depeche did not write it: move it away, or delete it",
                path.display()
            ),
            Self::Damaged(path) => write!(
                f,
                "`{}` cannot be read: empty the output folder by hand, and publish again",
                path.display()
            ),
            Self::NotBuilt(path) => {
                write!(
                    f,
                    "`{}` is no folder that `depeche build` wrote: build first",
                    path.display()
                )
            }
            Self::Unfinished(path) => write!(
                f,
                "a build to `{}` was cut short: build again, which finishes it",
                path.display()
            ),
            Self::Changed(path) => {
                write!(
                    f,
                    "`{}` is not as this version of depeche built it: build again",
                    path.display()
                )
            }
            Self::Itself(path) => write!(
                f,
                "`{}` is the folder that is to be published, or overlaps it: choose another target",
                path.display()
            ),
            Self::UnsafePath(path) => {
                write!(f, "`{}` cannot be a file of the site", path.escape_debug())
            }
            Self::Nested(path) => {
                write!(f, "`{path}` would have to be both a file and a folder")
            }
            Self::Io { action, path, error } => {
                write!(f, "could not {action} `{}`: {error}", path.display())
            }
        }
    }
}

impl Error for PublishError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// Adds to a failing of the system what was tried, and on what.
pub(super) trait At<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, PublishError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, PublishError> {
        self.map_err(|error| PublishError::Io { action, path: path.to_path_buf(), error })
    }
}
