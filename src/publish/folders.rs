//! Which folders of a site a target has already.
//!
//! A site has nearly as many folders as pages. To look at each would be a fifth of a build after a small change: of
//! many in one folder, that folder is listed.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::plan::Listing;
use super::record::folders_of;

/// Of so many in one folder, that folder is listed.
const MANY: usize = 8;

/// The folders of a site, each once: those at the top, then those in them, and so on.
pub(super) fn levels(listing: &Listing) -> Vec<Vec<&str>> {
    let mut seen = FxHashSet::default();
    let mut levels: Vec<Vec<&str>> = Vec::new();
    for (path, _) in listing {
        for (depth, folder) in folders_of(path.as_str()).enumerate() {
            if seen.insert(folder) {
                levels.resize_with(levels.len().max(depth + 1), Vec::new);
                levels[depth].push(folder);
            }
        }
    }
    levels
}

/// Tells apart some folders of one level: those that a listing shows to be there, and those that nothing is known of.
/// What is no folder, or a link to one, is among the latter, as is all that a file system spells in another way.
pub(super) fn told<'a>(root: &Path, level: Vec<&'a str>) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut above: FxHashMap<&str, usize> = FxHashMap::default();
    for folder in &level {
        *above.entry(parent(folder)).or_default() += 1;
    }
    let many: Vec<&str> = above.into_iter().filter(|of| of.1 >= MANY).map(|of| of.0).collect();
    let listed: FxHashMap<&str, FxHashSet<String>> =
        many.into_par_iter().map(|folder| (folder, folders_in(&root.join(folder)))).collect();
    level.into_iter().partition(|folder| {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        listed.get(parent(folder)).is_some_and(|names| names.contains(name))
    })
}

/// The folder that a path is in; nothing, if that is the target itself.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The names of the folders in a folder. One that cannot be listed shows none.
fn folders_in(folder: &Path) -> FxHashSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_folders_are_told_by_a_listing_and_few_are_not() {
        let root = tempfile::TempDir::new().unwrap();
        let names: Vec<String> = (0..MANY).map(|number| format!("many/{number}")).collect();
        let at = |name: &str| root.path().join(name);
        names[2..].iter().chain([&"few/a".to_owned()]).for_each(|name| {
            fs::create_dir_all(at(name)).unwrap();
        });
        fs::write(at("many/0"), "a file").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(at("few/a"), at("many/1")).unwrap();
        let level = names.iter().map(String::as_str).chain(["few/a"]).collect();
        let (there, unknown) = told(root.path(), level);
        assert_eq!(there, names[2..]);
        assert_eq!(unknown, ["many/0", "many/1", "few/a"]);
    }
}
