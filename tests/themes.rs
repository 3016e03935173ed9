//! Nothing is wired to one theme: the sample site is made with *plain*, which has as little as a theme
//! needs, as it is with *gazette*.

#![expect(clippy::disallowed_methods, reason = "the sample site is read from the disk")]

use std::collections::BTreeSet;
use std::path::Path;

use depeche::collect;
use depeche::diag::Diagnostic;
use depeche::outputs::Outputs;
use depeche::world::disk::DiskWorld;
use depeche::world::{MemoryWorld, VPath, World};
use depeche::{Memos, Options, build};
use jiff::Timestamp;

/// The sample site with another theme.
fn sample(theme: &str) -> (Outputs, Vec<Diagnostic>) {
    let now: Timestamp = "2025-06-30T12:00:00Z".parse().expect("a moment");
    let disk = DiskWorld::open(env!("CARGO_MANIFEST_DIR"), now);
    let mut world = MemoryWorld::new(now);
    // A theme that leaves pages out has not their addresses, which readers know.
    for path in disk.files().into_iter().filter(|path| path.as_str() != collect::URLS) {
        world.write(path.as_str(), &disk.read(&path).expect("a file of the sample site"));
    }
    let config = world.read(&VPath::new("depeche.yaml")).expect("the configuration");
    let config =
        String::from_utf8_lossy(&config).replace("theme: gazette", &format!("theme: {theme}"));
    world.write("depeche.yaml", config.as_bytes());
    let built = build(&world, &Options::default(), &Memos::forgetful());
    (built.value, built.diagnostics)
}

/// The site that `depeche init` makes, with a theme of this repository; its English is another language, or left out.
fn starter(theme: &str, english: Option<&str>) -> (Outputs, Vec<Diagnostic>) {
    let now: Timestamp = "2025-06-30T12:00:00Z".parse().expect("a moment");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut world = MemoryWorld::new(now);
    for (folder, below) in [(here.join("starter"), ""), (here.to_owned(), "themes/")] {
        let disk = DiskWorld::open(folder, now);
        for path in disk.files().iter().filter(|path| path.as_str().starts_with(below)) {
            let file = disk.read(path).expect("a file");
            let text = String::from_utf8_lossy(&file).replace("{date}", "2025-06-01");
            let is_english =
                path.as_str().contains(".en.") || path.as_str().starts_with("i18n/en/");
            match english.filter(|_| is_english) {
                Some(tag) => {
                    let [suffix, folder] = [format!(".{tag}."), format!("i18n/{tag}/")];
                    let path = path.as_str().replace(".en.", &suffix).replace("i18n/en/", &folder);
                    world.write(&path, text.as_bytes());
                }
                None if is_english => {}
                None => world.write(path.as_str(), text.as_bytes()),
            }
        }
    }
    let line = "  - { tag: en, region: en-GB }\n";
    let other = english.map(|tag| format!("  - {{ tag: {tag}, region: {tag} }}\n"));
    let config = world.read(&VPath::new("depeche.yaml")).expect("the configuration");
    let config = String::from_utf8_lossy(&config);
    let config = config.replace("theme: gazette", &format!("theme: {theme}"));
    world.write("depeche.yaml", config.replace(line, &other.unwrap_or_default()).as_bytes());
    let built = build(&world, &Options::default(), &Memos::forgetful());
    (built.value, built.diagnostics)
}

/// The pages of stories and lists, which every theme has.
fn pages(outputs: &Outputs) -> BTreeSet<&str> {
    let paths = outputs.iter().map(|file| file.path.as_str());
    paths.filter(|path| path.ends_with("/index.html")).collect()
}

#[test]
fn the_sample_site_needs_no_gazette() {
    let (gazette, problems) = sample("gazette");
    assert_eq!(problems, Vec::new());
    let (plain, problems) = sample("plain");
    assert_eq!(problems, Vec::new());
    let lacking: Vec<&str> = pages(&gazette).difference(&pages(&plain)).copied().collect();
    // Layouts that a theme may leave out.
    let optional = [
        "flux",
        "feeds",
        "recherche",
        "search",
        "dossiers",
        "sources",
        "corrections",
        "editions",
        "glossaire",
        "glossary",
        "plan-du-site",
        "site-map",
    ];
    let optional = |path: &&str| optional.iter().any(|name| path.contains(&format!("/{name}/")));
    assert!(lacking.iter().all(optional), "{lacking:?}");
    assert_eq!(pages(&plain).difference(&pages(&gazette)).count(), 0);
}

#[test]
fn plain_is_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/plain");
    let size = |folder: &str| -> u64 {
        let entries = walkdir::WalkDir::new(root.join(folder)).into_iter().flatten();
        let files = entries.filter(|entry| entry.file_type().is_file());
        files.filter_map(|entry| Some(entry.metadata().ok()?.len())).sum()
    };
    assert!(size("templates") < 8_000, "{} bytes of templates", size("templates"));
    assert!(size("assets") < 1_000, "{} bytes of assets", size("assets"));
}

#[test]
fn a_site_in_one_language_offers_no_other() {
    let offers = |outputs: &Outputs, text: &str| {
        let pages = outputs.iter().filter(|file| file.path.as_str().ends_with("/index.html"));
        pages.filter(|page| String::from_utf8_lossy(&page.bytes).contains(text)).count()
    };
    for theme in ["gazette", "plain"] {
        let (site, problems) = starter(theme, None);
        assert_eq!(problems, Vec::new(), "{theme}");
        assert!(pages(&site).len() > 3, "{theme}");
        let (sample, _) = sample(theme);
        for text in ["aria-current=\"true\"", "hreflang=", "class=\"languages\"", "class=\"offer\""]
        {
            assert_eq!(offers(&site, text), 0, "{theme} {text}");
        }
        for text in ["aria-current=\"true\"", "hreflang="] {
            assert_eq!(offers(&sample, text), pages(&sample).len(), "{theme} {text}");
        }
    }
}

#[test]
fn a_language_may_be_written_from_right_to_left() {
    for theme in ["gazette", "plain"] {
        let (site, _) = starter(theme, Some("ar"));
        let check = |page: &str, parts: &[&str]| {
            let file = site.iter().find(|file| file.path.as_str() == page);
            let html = String::from_utf8_lossy(&file.expect(page).bytes);
            for part in parts {
                assert!(html.contains(part), "{theme} {page} {part}: {html}");
            }
        };
        let link = " lang=\"fr\" dir=\"ltr\" hreflang=\"fr\"";
        // The themes have no Arabic words.
        let fallback = "<span lang=\"fr\" dir=\"ltr\">";
        let arabic = ["<html lang=\"ar\" dir=\"rtl\">", link, fallback];
        check("ar/index.html", &arabic);
        check("ar/2025/06/welcome/index.html", &arabic);
        let link = " lang=\"ar\" dir=\"rtl\" hreflang=\"ar\"";
        check("fr/index.html", &["<html lang=\"fr\">", link]);
    }
}
