//! Publishing, and being stopped at each of the steps.

use super::*;

/// Stops a publish at each step in turn, and checks what is there then, and after the next publish.
fn check_stops(before: Option<&[(&str, &str)]>, after: &[(&str, &str)], fault: Fault) {
    for stop in 0.. {
        let hint = format!("{fault:?} at {stop}");
        let place = Place::new();
        if let Some(before) = before {
            place.publish(before).unwrap();
        }
        if place.stopped(after, stop, fault).is_ok() {
            assert!(stop > 30, "{stop} steps are too few");
            return;
        }
        check_meanwhile(&place, before, after, &hint);
        if stop % 2 == 0 {
            place.publish(after).unwrap();
            place.check_holds(after, &hint);
        }
        // Whatever is published next, nothing is left of the publish that was stopped.
        let third = [("third.html", "3"), ("fr/x", "3"), ("paws/in/a.html", "3")];
        place.publish(&third).unwrap();
        place.check_holds(&third, &hint);
    }
}

/// Checks the target of a publish that was stopped.
pub fn check_meanwhile(
    place: &Place,
    before: Option<&[(&str, &str)]>,
    after: &[(&str, &str)],
    hint: &str,
) {
    let (now, new) = (place.snapshot(), whole(after));
    let old = before.map(whole).unwrap_or_default();
    for (path, text) in &now {
        let is_whole = [old.get(path), new.get(path)].contains(&Some(text));
        assert!(is_whole, "{hint}: {path} holds {text:?}");
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(now.contains_key(path), "{hint}: {path} is missing");
    }
    if !place.target().join(JOURNAL).exists() {
        assert!(now == old || now == new, "{hint}: half of it, and no journal");
    }
    let is_new = |path: &&(&str, &str)| now.get(path.0).map(String::as_str) == Some(path.1);
    // Where nothing was before, folders come with all that is in them, and only what is in none keeps the order.
    let last_new = after
        .iter()
        .filter(is_new)
        .filter(|(path, _)| before.is_some() || !path.contains('/'))
        .filter(|(path, text)| old.get(*path).map(String::as_str) != Some(*text));
    if let Some(last) = last_new.map(|(path, _)| kind(path)).max() {
        let earlier = after.iter().filter(|(path, _)| kind(path) < last);
        for file in earlier {
            assert!(is_new(&file), "{hint}: {} comes after a {last:?}", file.0);
        }
    }
}

#[test]
fn a_first_publish_may_be_killed_at_any_step() {
    check_stops(None, NEW, Fault::Kill);
}

#[test]
fn a_second_publish_may_be_killed_at_any_step() {
    check_stops(Some(OLD), NEW, Fault::Kill);
}

#[test]
fn any_step_may_fail() {
    check_stops(None, NEW, Fault::Once);
    check_stops(Some(OLD), NEW, Fault::Once);
}

#[test]
fn the_publish_that_finishes_another_may_be_killed_too() {
    for first in (30..90).step_by(6) {
        for second in (0..40).step_by(4) {
            let place = Place::new();
            place.publish(OLD).unwrap();
            let _ = place.stopped(NEW, first, Fault::Kill);
            let _ = place.stopped(NEW, second, Fault::Kill);
            check_meanwhile(&place, Some(OLD), NEW, &format!("{first}, {second}"));
            place.publish(NEW).unwrap();
            place.check_holds(NEW, &format!("{first}, {second}"));
        }
    }
}

#[test]
fn an_error_while_staging_leaves_the_target_as_it_was() {
    let place = Place::new();
    for stop in 0..10 {
        place.stopped(NEW, stop, Fault::Once).unwrap_err();
        assert!(!place.target().exists(), "{stop}");
    }
    fs::create_dir_all(place.target()).unwrap();
    place.stopped(NEW, 5, Fault::Once).unwrap_err();
    assert_eq!(fs::read_dir(place.target()).unwrap().count(), 0);
    place.publish(OLD).unwrap();
    let error = place.stopped(NEW, 5, Fault::Once).unwrap_err();
    assert!(error.to_string().starts_with("could not write `"), "{error}");
    place.check_holds(OLD, "after an error");
}

#[cfg(unix)]
#[test]
fn links_made_after_a_kill_are_not_followed_by_the_publish_that_finishes() {
    use std::os::unix::fs::symlink;
    for stop in 0..90 {
        let place = Place::new();
        place.publish(OLD).unwrap();
        let _ = place.stopped(NEW, stop, Fault::Kill);
        let outside = place.folder.path().join("outside");
        fs::rename(place.target().join("fr"), &outside).unwrap();
        symlink(&outside, place.target().join("fr")).unwrap();
        let before = snapshot(&outside, |_| true);
        place.publish(NEW).unwrap();
        assert_eq!(snapshot(&outside, |_| true), before, "{stop}");
        place.check_holds(NEW, &format!("{stop}"));
    }
}

#[test]
fn an_exchange_may_be_stopped_at_any_step_and_there_is_none_between_two_sites() {
    for fault in [Fault::Kill, Fault::Once] {
        for stop in 0.. {
            let hint = format!("{fault:?} at {stop}");
            let place = Place::new();
            place.publish(OLD).unwrap();
            place.write("mine/x.txt", "mine");
            place.write("mine/y.txt", "mine");
            let mine = |mut site: Snapshot| {
                site.insert("mine/x.txt".into(), "mine".into());
                site.insert("mine/y.txt".into(), "mine".into());
                site
            };
            let done = place.stopped_while(Moving::AtOnce, NEW, stop, fault).is_ok();
            let now = place.snapshot();
            assert!([OLD, NEW].map(whole).map(mine).contains(&now), "{hint}: {now:#?}");
            if done {
                assert!(stop > 30, "{stop} steps are too few");
                assert_eq!(now, mine(whole(NEW)), "{hint}");
                break;
            }
            place.publish(NEW).unwrap();
            assert_eq!(place.snapshot(), mine(whole(NEW)), "{hint}");
            let beside = fs::read_dir(place.target().parent().unwrap()).unwrap();
            let beside = beside.map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
            assert_eq!(beside.len(), 2, "{hint}: {beside:?}");
        }
    }
}
