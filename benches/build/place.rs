//! Where sites are written: in memory, or on a disk.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use nix::sys::statvfs::statvfs;
use tempfile::TempDir;

/// About how many bytes a pair of articles takes as sources, and as pages.
const SOURCE_BYTES: u64 = 14_000;
const OUTPUT_BYTES: u64 = 90_000;

/// A kind of storage.
#[derive(Debug, Clone)]
pub struct Place {
    /// What tables call it.
    pub name: &'static str,
    folder: PathBuf,
    /// Whether its files take the memory that programs need, too.
    in_memory: bool,
}

impl Place {
    /// Memory, if the system has a folder whose files are there; and the disk of the build folder.
    pub fn all() -> Vec<Self> {
        let shared = PathBuf::from("/dev/shm");
        let memory = Self { name: "memory", folder: shared, in_memory: true };
        let disk =
            Self { name: "disk", folder: env!("CARGO_TARGET_TMPDIR").into(), in_memory: false };
        [memory, disk].into_iter().filter(|place| place.folder.is_dir()).collect()
    }

    /// Whether a site of so many stories fits here, with `outputs` of what is made of it.
    pub fn has_room(&self, stories: u64, outputs: u64) -> Result<bool> {
        let needed = stories * (SOURCE_BYTES + outputs * OUTPUT_BYTES);
        let system = statvfs(&self.folder)
            .with_context(|| format!("`{}` has no size", self.folder.display()))?;
        #[cfg_attr(
            target_os = "linux",
            expect(clippy::useless_conversion, reason = "not so elsewhere")
        )]
        let free = u64::from(system.blocks_available()) * u64::from(system.fragment_size());
        // Half of the memory is left to the programs.
        let unused = if self.in_memory { available_memory() / 2 } else { u64::MAX };
        Ok(needed <= free.min(unused))
    }

    /// How often to run what is run `runs` times in memory: half as often on a disk, whose files take
    /// far longer to be written out and removed than to be made.
    pub fn runs(&self, runs: usize) -> usize {
        if self.in_memory { runs } else { runs.div_ceil(2) }
    }

    /// Whether what was written is removed at once. Not on a disk: a file system without a journal, as ext4 may be,
    /// keeps away for minutes from the numbers of files that were just removed, and looks at each of them whenever it
    /// needs another. That takes several times as long as to write a site.
    pub fn clears(&self) -> bool {
        self.in_memory
    }

    /// Waits until nothing is left to be written to the disk, so that one measurement does not pay for
    /// the one before.
    pub fn settle(&self) {
        if !self.in_memory {
            nix::unistd::sync();
        }
    }

    /// A new folder, which is removed when it is dropped.
    pub fn folder(&self) -> Result<TempDir> {
        let folder = tempfile::Builder::new().prefix("depeche-bench-").tempdir_in(&self.folder);
        folder.with_context(|| format!("no folder can be made in `{}`", self.folder.display()))
    }
}

/// Bytes, where the system tells (Linux); else as many as can be.
fn available_memory() -> u64 {
    let told = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let kilobytes = line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.map_or(u64::MAX, |kilobytes| kilobytes * 1024)
}

/// Removes a folder, if it is there.
pub fn clear(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).with_context(|| format!("`{}` stays", folder.display()))?;
    }
    Ok(())
}
