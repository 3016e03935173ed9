//! A few files in the place of others, and being stopped at each of the steps.

use super::*;
use crate::outputs::OutputBytes;
use crate::publish::amend::{Replacement, amend_on};
use crate::world::disk::Stamp;

/// What takes the place of files of [`OLD`].
const EDITS: &[(&str, &str)] = &[("atom.xml", "new feed"), ("fr/x/page.html", "new page")];

fn edited() -> Vec<(&'static str, &'static str)> {
    let new = |(path, text): &(&'static str, &'static str)| {
        let edit = EDITS.iter().find(|(edited, _)| edited == path);
        (*path, edit.map_or(*text, |(_, new)| new))
    };
    OLD.iter().map(new).collect()
}

fn replacements(files: &[(&str, &str)]) -> Vec<Replacement> {
    let file =
        |(path, text): &(&str, &str)| ((*path).to_owned(), OutputBytes::new(text.as_bytes()));
    files.iter().map(file).collect()
}

/// Publishes a site, and tells how it was left.
fn left(place: &Place, site: &[(&str, &str)]) -> Left {
    let outputs = outputs(site);
    let files = outputs.iter().map(|file| (file.path.clone(), file.kind)).collect();
    let publishing = Publishing::begin(files, &place.target(), &place.guard()).unwrap();
    outputs.iter().for_each(|output| publishing.put(output).unwrap());
    publishing.finish_and_look().unwrap().1
}

fn amended(
    place: &Place,
    left: &mut Left,
    files: &[(&str, &str)],
    fuse: Fuse<'_>,
) -> Result<Option<Report>, PublishError> {
    amend_on(replacements(files), &place.target(), &place.guard(), left, fuse)
}

#[test]
fn what_is_left_of_files_is_what_the_file_system_says_of_them() {
    let place = Place::new();
    for site in [OLD, NEW] {
        let left = left(&place, site);
        assert_eq!(left.len(), site.len());
        for (path, stamp) in left.stamps() {
            let found = fs::symlink_metadata(place.target().join(path)).unwrap();
            assert_eq!(stamp, Stamp::of(&found), "{path}");
        }
    }
}

#[test]
fn files_take_the_place_of_others() {
    let place = Place::new();
    let mut left = left(&place, OLD);
    let report = amended(&place, &mut left, EDITS, &|| Ok(())).unwrap();
    assert_eq!(report, Some(Report { written: 2, unchanged: OLD.len() - 2, deleted: 0 }));
    place.check_holds(&edited(), "amended");
    assert!(left.is_at(&place.target(), &place.guard()));
    let again = amended(&place, &mut left, EDITS, &|| panic!("nothing is to be done")).unwrap();
    assert_eq!(again.map(|report| report.written), Some(0));
    assert_eq!(place.publish(&edited()).unwrap().written, 0);
}

#[test]
fn a_target_that_is_not_as_it_was_left_is_not_touched() {
    let check = |change: &dyn Fn(&Place), files: &[(&str, &str)]| {
        let place = Place::new();
        let mut left = left(&place, OLD);
        change(&place);
        let before = place.target().exists().then(|| place.snapshot());
        assert_eq!(amended(&place, &mut left, files, &|| Ok(())).unwrap(), None);
        assert_eq!(place.target().exists().then(|| place.snapshot()), before);
    };
    check(&|place| place.write("fr/same.html", "another"), EDITS);
    check(&|place| fs::remove_file(place.target().join("fr/same.html")).unwrap(), EDITS);
    check(&|place| fs::remove_dir_all(place.target()).unwrap(), EDITS);
    check(&|place| drop(place.publish(NEW)), EDITS);
    check(&|_| (), &[("fr/new.html", "a file that nobody left there")]);
}

#[test]
fn it_may_be_stopped_at_any_step() {
    for fault in [Fault::Kill, Fault::Once] {
        for stop in 0.. {
            let hint = format!("{fault:?} at {stop}");
            let place = Place::new();
            let mut left = left(&place, OLD);
            let fuse = Blowing::new(stop, fault);
            if amended(&place, &mut left, EDITS, &|| fuse.ask()).is_ok() {
                assert!(stop > 8, "{stop} steps are too few");
                break;
            }
            stops::check_meanwhile(&place, Some(OLD), &edited(), &hint);
            place.publish(&edited()).unwrap();
            place.check_holds(&edited(), &hint);
        }
    }
}
