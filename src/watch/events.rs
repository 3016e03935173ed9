//! What the system's events mean to a site.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind};

use crate::world::VPath;
use crate::world::disk::{is_visible, virtual_path};

/// What an event says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Something happened to these files, and may go on: they are being written, or went away.
    Begun(Vec<VPath>),
    /// These files are whole: they were closed after writing, or renamed.
    Whole(Vec<VPath>),
    /// Anything may have happened: perhaps there is a new folder.
    Any,
}

/// Passes on what concerns the site.
pub fn reporter(root: PathBuf, said: Sender<Said>) -> impl FnMut(notify::Result<Event>) + Send {
    move |event| {
        let heard = match &event {
            Ok(event) => heard(&root, event, &Path::is_dir, &Path::is_symlink),
            Err(_) => Some(Said::Any),
        };
        // Nobody listens any more when the process ends.
        let _ = heard.map(|heard| said.send(heard));
    }
}

/// What an event means to the site; `None` if it does not concern it.
///
/// To read a file is an event, too: a build would otherwise call for the next. Where a name appears,
/// `is_folder` tells a folder from the file that an editor moves into place of another, which is
/// no reason to look around. A folder that went away takes its watch with it, and so does the file
/// that a link leads to, though the link, which `is_link` knows, is still there.
fn heard(
    root: &Path,
    event: &Event,
    is_folder: &dyn Fn(&Path) -> bool,
    is_link: &dyn Fn(&Path) -> bool,
) -> Option<Said> {
    if event.need_rescan() {
        return Some(Said::Any);
    }
    if matches!(event.kind, EventKind::Access(kind) if kind != CLOSED) {
        return None;
    }
    let changes_watches = |path: &Path| match event.kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_)) => false,
        EventKind::Remove(_) => is_link(path),
        _ => is_folder(path) || is_link(path),
    };
    let mut files = Vec::new();
    for path in &event.paths {
        match virtual_path(path, root) {
            Some(file) if is_visible(&file) => {
                if changes_watches(path) {
                    return Some(Said::Any);
                }
                files.push(file);
            }
            None if path == root => return Some(Said::Any),
            _ => {}
        }
    }
    match (files.is_empty(), is_end(event.kind)) {
        (true, _) => None,
        (false, true) => Some(Said::Whole(files)),
        (false, false) => Some(Said::Begun(files)),
    }
}

const CLOSED: AccessKind = AccessKind::Close(AccessMode::Write);

/// Whether an event is the last of those that saving a file makes.
fn is_end(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(_) => true,
        EventKind::Modify(ModifyKind::Name(mode)) => {
            matches!(mode, RenameMode::To | RenameMode::Both)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, Flag, MetadataKind, RemoveKind};

    #[test]
    fn an_event_concerns_the_site_or_not() {
        let check = |kind: EventKind, path: &str, expected: Option<fn(Vec<VPath>) -> Said>| {
            let event = Event::new(kind).add_path(Path::new("/site").join(path));
            let is_folder = |path: &Path| path.extension().is_none();
            let is_link = |path: &Path| path.ends_with("link.fr.md");
            let said = heard(Path::new("/site"), &event, &is_folder, &is_link);
            let expected = expected.map(|said| said(vec![VPath::new(path)]));
            assert_eq!(said, expected, "{kind:?} {path}");
        };
        let any = |_| Said::Any;
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let renamed = |mode| EventKind::Modify(ModifyKind::Name(mode));
        let closed = |mode| EventKind::Access(AccessKind::Close(mode));
        let times = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        check(data, "content/a.fr.md", Some(Said::Begun));
        check(data, "depeche.yaml", Some(Said::Begun));
        check(times, "content/a.fr.md", Some(Said::Begun));
        check(times, "content", Some(any));
        check(closed(AccessMode::Write), "content/a.fr.md", Some(Said::Whole));
        check(closed(AccessMode::Read), "content/a.fr.md", None);
        check(EventKind::Access(AccessKind::Open(AccessMode::Any)), "content/a.fr.md", None);
        check(EventKind::Create(CreateKind::Folder), "content/new", Some(any));
        check(EventKind::Create(CreateKind::Any), "content/a.fr.md", Some(Said::Begun));
        check(EventKind::Remove(RemoveKind::File), "content/a.fr.md", Some(Said::Begun));
        check(EventKind::Remove(RemoveKind::Folder), "content/a", Some(Said::Begun));
        check(EventKind::Remove(RemoveKind::File), "content/link.fr.md", Some(any));
        check(EventKind::Create(CreateKind::File), "content/link.fr.md", Some(any));
        check(data, "content/link.fr.md", Some(Said::Begun));
        check(renamed(RenameMode::From), "content/a.fr.md", Some(Said::Begun));
        check(renamed(RenameMode::To), "content/a.fr.md", Some(Said::Whole));
        check(renamed(RenameMode::To), "content/moved", Some(any));
        check(renamed(RenameMode::To), "i18n", Some(any));
        check(renamed(RenameMode::From), "", Some(any));
        check(EventKind::Remove(RemoveKind::Folder), "", Some(any));
        check(EventKind::Create(CreateKind::Folder), "public", None);
        check(data, ".git/index", None);
        check(data, "README.md", None);
        check(data, "content/.a.fr.md.swp", None);
        check(data, "content/4913", None);
        check(data, "../elsewhere/content/a.fr.md", None);
    }

    #[test]
    fn a_full_queue_may_hide_anything() {
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(heard(Path::new("/site"), &event, &|_| false, &|_| false), Some(Said::Any));
    }
}
