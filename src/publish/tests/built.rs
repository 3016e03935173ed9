//! Publishing what was built to another folder.

use super::*;

impl Place {
    fn elsewhere(&self) -> PathBuf {
        self.folder.path().join("www")
    }

    fn built(&self) -> Built {
        Built::open(&self.target()).unwrap()
    }
}

fn paths(site: &[(&str, &str)]) -> Vec<String> {
    site.iter().map(|(path, _)| (*path).to_owned()).collect()
}

#[test]
fn a_built_site_is_published_elsewhere_and_then_what_differs() {
    let place = Place::new();
    let (target, guard) = (place.elsewhere(), place.guard());
    let site = [
        ("a.css", "one"),
        ("atom.xml", "feed"),
        ("fr/index.html", "list"),
        ("fr/l’été à 2/x.html", "page"),
    ];
    place.publish(&site).unwrap();
    let seen = place.built().preview(&target, &guard).unwrap();
    assert!(!target.exists(), "a preview changes nothing");
    let changes = place.built().copy_to(&target, &guard).unwrap();
    assert_eq!(seen, changes);
    let order = ["a.css", "fr/l’été à 2/x.html", "fr/index.html", "atom.xml"];
    assert_eq!(changes.written, order, "assets first, then pages, lists, feeds");
    assert_eq!(snapshot(&target, |path| !path.starts_with(OWN)), whole(&site));

    let next = [("a.css", "two"), ("fr/index.html", "list")];
    place.publish(&next).unwrap();
    fs::write(target.join("mine.txt"), "mine").unwrap();
    let seen = place.built().preview(&target, &guard).unwrap();
    assert_eq!(fs::read_to_string(target.join("a.css")).unwrap(), "one");
    let changes = place.built().copy_to(&target, &guard).unwrap();
    assert_eq!(seen, changes);
    assert_eq!(changes.written, ["a.css"]);
    assert_eq!(changes.deleted, ["atom.xml", "fr/l’été à 2/x.html"]);
    assert_eq!(changes.unchanged, 1);
    assert_eq!(fs::read_to_string(target.join("mine.txt")).unwrap(), "mine");
}

#[test]
fn what_no_build_wrote_is_not_published() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    let (target, guard) = (place.elsewhere(), place.guard());
    place.write("secret.txt", "not of the site");
    let changes = place.built().copy_to(&target, &guard).unwrap();
    assert_eq!(changes.written.len(), OLD.len());
    assert!(!target.join("secret.txt").exists());

    place.write("a.css", "edited by hand");
    let refused = place.built().copy_to(&target, &guard).unwrap_err();
    assert!(matches!(refused, PublishError::Changed(_)), "{refused:?}");
    assert_eq!(fs::read_to_string(target.join("a.css")).unwrap(), "old style");
}

#[test]
fn half_a_site_is_not_published() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    place.write(JOURNAL, "depeche journal 1\n");
    let refused = Built::open(&place.target()).err();
    assert!(matches!(refused, Some(PublishError::Unfinished(_))), "{refused:?}");
    let foreign = place.folder.path().join("site/content");
    let refused = Built::open(&foreign).err();
    assert!(matches!(refused, Some(PublishError::NotBuilt(_))), "{refused:?}");
}

#[test]
fn a_target_that_is_not_ours_is_refused() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    let guard = place.guard();
    let check = |target: &Path, is_right: fn(&PublishError) -> bool| {
        for refused in
            [place.built().preview(target, &guard), place.built().copy_to(target, &guard)]
        {
            let refused = refused.unwrap_err();
            assert!(is_right(&refused), "{}: {refused:?}", target.display());
        }
    };
    let before = place.snapshot();
    let foreign = place.elsewhere();
    fs::create_dir_all(&foreign).unwrap();
    fs::write(foreign.join("index.html"), "theirs").unwrap();
    check(&foreign, |error| matches!(error, PublishError::Foreign(_)));
    check(&place.target(), |error| matches!(error, PublishError::Itself(_)));
    check(&place.target().join("fr/deeper"), |error| matches!(error, PublishError::Itself(_)));
    check(&place.guard().site_root, |error| matches!(error, PublishError::Site(_)));
    check(&place.guard().site_root.join("content/x"), |error| {
        matches!(error, PublishError::Sources(_))
    });
    check(&place.guard().home.unwrap(), |error| matches!(error, PublishError::Home(_)));
    assert_eq!(fs::read_to_string(foreign.join("index.html")).unwrap(), "theirs");
    assert_eq!(place.snapshot(), before);
}

#[test]
fn no_build_writes_while_its_site_is_published() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    let (one, two) = (place.built(), place.built());
    let refused = place.publish(NEW).unwrap_err();
    assert!(matches!(refused, PublishError::Busy(_)), "{refused:?}");
    drop((one, two));
    place.publish(NEW).unwrap();
}

#[test]
fn a_manifest_of_the_first_format_is_still_known() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    let now = place.read(MANIFEST);
    let first = |line: &str| match line.splitn(3, ' ').collect::<Vec<_>>()[..] {
        [bytes, _, path] if bytes.len() == 32 => format!("{bytes} {path}\n"),
        _ => "depeche manifest 1\n".to_owned(),
    };
    let first: String = now.lines().map(first).collect();
    place.write(MANIFEST, &first);
    assert_eq!(paths(OLD).len(), place.built().files().len());
    let report = place.publish(OLD).unwrap();
    assert_eq!(report, Report { written: 0, unchanged: OLD.len(), deleted: 0 });
    assert_eq!(place.read(MANIFEST), now, "and replaced");
}
