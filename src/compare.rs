//! What changes for readers from one build of a site to another.
//!
//! 1. Each build is summed up from its files alone ([`Snapshot`]), whatever made them.
//! 2. Two of them are compared ([`Changes`]).
//! 3. The outcome is written as [`markdown()`], for a pull request, or as JSON.

mod markdown;
mod page;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use markdown::markdown;
pub use page::Facts;

use crate::encode::Encoding;
use crate::hashed::Fingerprint;

/// All that is compared of a build.
#[derive(Debug, Default)]
pub struct Snapshot {
    files: BTreeMap<String, File>,
    /// Where old addresses lead, as a file for the server says.
    redirects: BTreeMap<String, String>,
}

#[derive(Debug)]
struct File {
    bytes: Fingerprint,
    size: u64,
    facts: Option<Facts>,
}

/// The file by which some hosts redirect.
const REDIRECTS: &str = "_redirects";

impl Snapshot {
    /// Adds a file, by its path in the build.
    pub fn add(&mut self, path: &str, bytes: &[u8]) {
        let text = || std::str::from_utf8(bytes).unwrap_or_default();
        if path == REDIRECTS {
            self.redirects = redirects(text());
        }
        let facts = path.ends_with(".html").then(|| Facts::of(text()));
        let (size, bytes) = (bytes.len() as u64, Fingerprint::of_bytes(bytes));
        self.files.insert(path.to_owned(), File { bytes, size, facts });
    }

    /// Leaves out what is but another form of a file that is there, for a server to choose.
    #[must_use]
    pub fn without_forms(mut self) -> Self {
        let is_form = |path: &String| {
            let original = Encoding::original(path);
            original.is_some_and(|(original, _)| self.files.contains_key(original))
        };
        let forms: Vec<String> = self.files.keys().filter(|path| is_form(path)).cloned().collect();
        forms.iter().for_each(|path| drop(self.files.remove(path)));
        self
    }

    /// The pages with words of their own, by address.
    fn pages(&self) -> BTreeMap<String, (&File, &Facts)> {
        let own = |facts: &&Facts| facts.leads_to.is_none();
        let pages = self.files.iter().filter_map(|(path, file)| {
            let facts = file.facts.as_ref().filter(own)?;
            Some((address(path), (file, facts)))
        });
        pages.collect()
    }

    /// Where an address leads that has no words of its own.
    fn leads_to(&self, address: &str) -> Option<&str> {
        let of_page = ["index.html", ""].iter().find_map(|name| {
            let path = format!("{}{name}", address.trim_start_matches('/'));
            self.files.get(&path)?.facts.as_ref()?.leads_to.as_deref()
        });
        of_page.or_else(|| self.redirects.get(address).map(String::as_str))
    }
}

/// The address of a page, as readers see it.
fn address(path: &str) -> String {
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    format!("/{path}")
}

/// Lines of `FROM TO [STATUS]`, as Cloudflare and Netlify read them.
fn redirects(text: &str) -> BTreeMap<String, String> {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let (from, to) = (words.next()?, words.next()?);
        from.starts_with('/').then(|| (from.to_owned(), to.to_owned()))
    };
    text.lines().filter_map(line).collect()
}

/// What changes from one build to another.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Pages that were not there before.
    pub added: Vec<Page>,
    /// Pages that are not there any more, and lead nowhere.
    pub gone: Vec<Page>,
    /// Pages that are not there any more, and lead on.
    pub redirected: Vec<Redirected>,
    /// Pages whose words are others.
    pub changed: Vec<Page>,
    /// How many pages have the same words in another dress, by language.
    pub restyled: BTreeMap<String, usize>,
    /// Articles that a language lacks now, and did not lack before.
    pub gaps: Vec<Gap>,
    /// Articles that a language lacked before, and has now.
    pub closed: Vec<Gap>,
    /// How many articles each language lacks now.
    pub missing: BTreeMap<String, usize>,
    /// How many bytes there are of each sort of file.
    pub weight: Vec<Weight>,
    /// Pages that grew most.
    pub grown: Vec<Grown>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Page {
    /// Its language.
    pub locale: String,
    /// Its address below the site's.
    pub url: String,
    /// Its title.
    pub title: String,
}

/// An address that leads on.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Redirected {
    /// What was there.
    #[serde(flatten)]
    pub page: Page,
    /// Where it leads now.
    pub to: String,
}

/// An article without a version in another language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Gap {
    /// The language it lacks.
    pub lacks: String,
    /// The article there is.
    #[serde(flatten)]
    pub page: Page,
}

/// Files of one sort.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// Which they are.
    pub sort: &'static str,
    /// How many there were, and their bytes.
    pub before: Sum,
    /// How many there are, and their bytes.
    pub after: Sum,
}

/// Some files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// How many.
    pub files: u64,
    /// How many bytes they hold.
    pub bytes: u64,
}

/// A page that weighs more than before.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Grown {
    /// Which it is.
    #[serde(flatten)]
    pub page: Page,
    /// Its bytes before.
    pub before: u64,
    /// Its bytes now.
    pub after: u64,
}

/// How many of the pages that grew are named, and from how much on.
const GROWN: usize = 5;
const GROWN_BYTES: u64 = 1024;

/// Compares two builds.
pub fn compare(before: &Snapshot, after: &Snapshot) -> Changes {
    let (old, new) = (before.pages(), after.pages());
    let mut changes = Changes::default();
    for (address, (file, facts)) in &new {
        let page = || facts.page(address);
        match old.get(address) {
            None => changes.added.push(page()),
            Some((was, _)) if was.bytes == file.bytes => {}
            Some((was, said)) => {
                match said.words == facts.words && said.title == facts.title {
                    true => *changes.restyled.entry(facts.locale.clone()).or_default() += 1,
                    false => changes.changed.push(page()),
                }
                let (before, after) = (was.size, file.size);
                if after >= before + GROWN_BYTES {
                    changes.grown.push(Grown { page: page(), before, after });
                }
            }
        }
    }
    for (address, (_, facts)) in &old {
        if !new.contains_key(address) {
            let page = facts.page(address);
            match after.leads_to(address) {
                Some(to) => changes.redirected.push(Redirected { page, to: to.to_owned() }),
                None => changes.gone.push(page),
            }
        }
    }
    changes.grown.sort_by_key(|grown| std::cmp::Reverse(grown.after - grown.before));
    changes.grown.truncate(GROWN);
    let (lacked, lacks) = (gaps(&old), gaps(&new));
    changes.gaps = lacks.difference(&lacked).cloned().collect();
    changes.closed = lacked.difference(&lacks).cloned().collect();
    // What is gone closes no gap.
    changes.closed.retain(|gap| new.contains_key(&gap.page.url));
    for gap in &lacks {
        *changes.missing.entry(gap.lacks.clone()).or_default() += 1;
    }
    changes.weight = weights(before, after);
    changes.sort();
    changes
}

impl Changes {
    /// By language, then by address.
    fn sort(&mut self) {
        for pages in [&mut self.added, &mut self.gone, &mut self.changed] {
            pages.sort();
        }
        self.redirected.sort_by(|a, b| a.page.cmp(&b.page));
    }

    /// Whether readers will notice anything.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.gone.is_empty()
            && self.redirected.is_empty()
            && self.changed.is_empty()
            && self.restyled.is_empty()
            && self.weight.iter().all(|weight| weight.before == weight.after)
    }
}

/// Which articles lack which of the site's languages. A theme that does not say which pages are articles has
/// only such.
fn gaps(pages: &BTreeMap<String, (&File, &Facts)>) -> BTreeSet<Gap> {
    let locales: BTreeSet<&str> = pages
        .values()
        .filter(|(_, facts)| !facts.locale.is_empty())
        .map(|(_, facts)| facts.locale.as_str())
        .collect();
    let says = pages.values().any(|(_, facts)| facts.article);
    let articles = pages.iter().filter(|(_, (_, facts))| facts.article || !says);
    let of = |(address, (_, facts)): (&String, &(&File, &Facts))| {
        let lacks = |locale: &&&str| {
            **locale != facts.locale && !facts.alternates.iter().any(|tag| tag == **locale)
        };
        let gap = |locale: &&str| Gap { lacks: (*locale).to_owned(), page: facts.page(address) };
        locales.iter().filter(lacks).map(gap).collect::<Vec<_>>()
    };
    articles.flat_map(of).collect()
}

fn weights(before: &Snapshot, after: &Snapshot) -> Vec<Weight> {
    let sums = |snapshot: &Snapshot| {
        let mut sums: BTreeMap<&'static str, Sum> = BTreeMap::new();
        for (path, file) in &snapshot.files {
            let sum = sums.entry(sort_of(path)).or_default();
            sum.files += 1;
            sum.bytes += file.size;
        }
        sums
    };
    let (before, after) = (sums(before), sums(after));
    let of = |sums: &BTreeMap<_, Sum>, sort| sums.get(sort).copied().unwrap_or_default();
    let weight =
        |sort: &'static str| Weight { sort, before: of(&before, sort), after: of(&after, sort) };
    let there = |weight: &Weight| weight.before.files + weight.after.files > 0;
    SORTS.iter().map(|sort| weight(sort)).filter(there).collect()
}

const SORTS: [&str; 6] = ["pages", "feeds and maps", "styles", "scripts", "pictures", "others"];

fn sort_of(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "html" => SORTS[0],
        "xml" => SORTS[1],
        "json" if path.ends_with("feed.json") => SORTS[1],
        "css" => SORTS[2],
        "js" => SORTS[3],
        "png" | "jpg" | "jpeg" | "webp" | "avif" | "gif" | "svg" | "ico" => SORTS[4],
        _ => SORTS[5],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(locale: &str, title: &str, head: &str, words: &str) -> String {
        format!(
            "<!doctype html><html lang=\"{locale}\"><head><title>{title}</title>{head}</head>\
             <body><nav>x</nav><main><p>{words}</p></main></body></html>"
        )
    }

    fn snapshot(files: &[(&str, String)]) -> Snapshot {
        let mut snapshot = Snapshot::default();
        files.iter().for_each(|(path, text)| snapshot.add(path, text.as_bytes()));
        snapshot
    }

    fn urls(pages: &[Page]) -> Vec<&str> {
        pages.iter().map(|page| page.url.as_str()).collect()
    }

    #[test]
    fn pages_come_go_lead_on_and_change() {
        let lead = "<meta http-equiv=\"refresh\" content=\"0; url=https://example.org/fr/new/\">";
        let before = snapshot(&[
            ("fr/same/index.html", page("fr", "Same", "", "same")),
            ("fr/words/index.html", page("fr", "Words", "", "one")),
            ("fr/dress/index.html", page("fr", "Dress", "<meta name=a>", "same")),
            ("fr/gone/index.html", page("fr", "Gone", "", "x")),
            ("fr/old/index.html", page("fr", "Old", "", "x")),
            ("fr/older/index.html", page("fr", "Older", "", "x")),
            ("404.html", page("fr", "404", "", "x")),
        ]);
        let after = snapshot(&[
            ("fr/same/index.html", page("fr", "Same", "", "same")),
            ("fr/words/index.html", page("fr", "Words", "", "two")),
            ("fr/dress/index.html", page("fr", "Dress", "<meta name=b>", "same")),
            ("fr/old/index.html", page("fr", "Old", lead, "")),
            ("fr/new/index.html", page("fr", "New", "", "x")),
            ("_redirects", "/fr/older/ /fr/new/ 301\n# no\n".to_owned()),
            ("404.html", page("fr", "404", "", "x")),
        ]);
        let changes = compare(&before, &after);
        assert_eq!(urls(&changes.added), ["/fr/new/"]);
        assert_eq!(urls(&changes.gone), ["/fr/gone/"]);
        assert_eq!(urls(&changes.changed), ["/fr/words/"]);
        assert_eq!(changes.restyled, BTreeMap::from([("fr".to_owned(), 1)]));
        let redirected = changes.redirected.iter().map(|r| (r.page.url.as_str(), r.to.as_str()));
        assert_eq!(
            redirected.collect::<Vec<_>>(),
            [("/fr/old/", "https://example.org/fr/new/"), ("/fr/older/", "/fr/new/")]
        );
        assert!(!changes.is_empty());
        assert!(compare(&before, &before).is_empty());
    }

    #[test]
    fn a_gap_opens_and_closes() {
        let article = "<meta property=\"og:type\" content=\"article\">";
        let both = |other: &str| {
            format!("{article}<link rel=alternate hreflang={other} href=\"https://x/\">")
        };
        let before = snapshot(&[
            ("fr/a/index.html", page("fr", "A", article, "x")),
            ("fr/b/index.html", page("fr", "B", article, "x")),
            ("fr/index.html", page("fr", "Home", "", "x")),
            ("en/index.html", page("en", "Home", "", "x")),
        ]);
        let after = snapshot(&[
            ("fr/a/index.html", page("fr", "A", &both("en"), "x")),
            ("en/a/index.html", page("en", "A", &both("fr"), "x")),
            ("fr/c/index.html", page("fr", "C", article, "x")),
            ("en/index.html", page("en", "Home", "", "x")),
        ]);
        let changes = compare(&before, &after);
        let urls = |gaps: &[Gap]| {
            gaps.iter().map(|gap| format!("{} {}", gap.lacks, gap.page.url)).collect::<Vec<_>>()
        };
        assert_eq!(urls(&changes.gaps), ["en /fr/c/"]);
        assert_eq!(urls(&changes.closed), ["en /fr/a/"]);
        assert_eq!(changes.missing, BTreeMap::from([("en".to_owned(), 1)]));
    }

    #[test]
    fn a_form_of_a_file_weighs_nothing() {
        let plain = [("a.css", "123".into()), ("b.gz", "1".into())];
        let forms = [("a.css.br", "1".into()), ("a.css.gz", "12".into())];
        let before = snapshot(&[&plain[..], &forms].concat()).without_forms();
        assert!(compare(&before, &snapshot(&plain)).is_empty());
    }

    #[test]
    fn files_are_weighed_by_sort() {
        let before = snapshot(&[("a.css", "123".into()), ("x/feed.json", "12".into())]);
        let after =
            snapshot(&[("a.css", "12345".into()), ("b.css", "1".into()), ("CNAME", "x".into())]);
        let weight = |weight: &Weight| {
            let Sum { files, bytes } = weight.after;
            format!("{}: {} to {files}/{bytes}", weight.sort, weight.before.bytes)
        };
        let weights: Vec<_> = compare(&before, &after).weight.iter().map(weight).collect();
        assert_eq!(weights, ["feeds and maps: 2 to 0/0", "styles: 3 to 2/6", "others: 0 to 1/1"]);
    }
}
