//! Stage 1: every file of the world, with its bytes and what it is.
//!
//! A file is known by its path alone; nothing is looked into here. Files of a theme that the world
//! lacks come from the binary, if it carries that theme.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::embedded;
use crate::hashed::Hashed;
use crate::limits;
use crate::world::disk::FOLDERS;
use crate::world::{FileBytes, Reread, VPath, World};

/// The name of the configuration, at the site's root.
pub const CONFIG: &str = "depeche.yaml";

/// The name of the ledger of translations, at the site's root.
pub const LEDGER: &str = "translations.lock";

/// The addresses that readers know.
pub const URLS: &str = "urls.lock";

/// The files of a site.
#[derive(Debug)]
pub struct Sources {
    /// Articles, in the order of their paths.
    pub articles: Vec<(VPath, Source)>,
    /// Another one whenever an article is another, or came, or went.
    pub revision: Revision,
    /// All other files, by their paths.
    pub files: BTreeMap<VPath, Source>,
    /// When the build runs.
    pub now: Timestamp,
}

/// Tells whether articles were touched since somebody looked: two are equal only if one is the other's copy.
#[derive(Debug, Clone, Default)]
pub struct Revision(Arc<()>);

impl PartialEq for Revision {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// One file.
#[derive(Debug, Clone)]
pub struct Source {
    /// What it is.
    pub role: Role,
    /// What it holds: articles may be read again later, all else is held.
    pub bytes: FileBytes,
}

impl Source {
    /// What it is, if it is an article.
    pub fn kind(&self) -> Option<Kind> {
        match self.role {
            Role::Article { kind, .. } => Some(kind),
            _ => None,
        }
    }
}

/// The name of a story: the path that its articles share, `2025/deepseek-r2`, in Unicode's
/// composed form, since some systems store names decomposed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StoryKey(Arc<str>);

/// What an article is, since a standing page has fewer keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A telling of a story.
    Article,
    /// A standing page: no date, no topics.
    Page,
    /// What an author has to say of an edition, and which stories it has.
    Edition,
    /// A term of the glossary, and what it means.
    Term,
}

/// What a file is, as its path tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Role {
    /// `depeche.yaml`.
    Config,
    /// `translations.lock`.
    Ledger,
    /// `urls.lock`.
    Urls,
    /// `content/…/NAME.LOCALE.md` or `content/…/NAME/index.LOCALE.md`.
    Article {
        /// The story it tells.
        story: StoryKey,
        /// What stands where the locale is expected.
        suffix: String,
        /// What it is by its folder: `content/pages/`, `content/editions/`, `content/glossary/`, or any
        /// other.
        kind: Kind,
    },
    /// A Markdown file in `content/` whose name has no locale.
    Misnamed,
    /// A folder that cannot be listed, such as `content/`.
    Folder,
    /// Anything else in `content/`: a picture beside its article.
    Media,
    /// `i18n/LOCALE/*.ftl` or `i18n/LOCALE.ftl`, of the site or of a theme.
    Messages {
        /// What stands where the locale is expected.
        locale: String,
        /// The theme, or the site itself.
        theme: Option<String>,
    },
    /// A file of `templates/`.
    Template {
        /// Its path below `templates/`.
        name: String,
        /// The theme, or the site itself.
        theme: Option<String>,
    },
    /// A file of `assets/`.
    Asset {
        /// Its path below `assets/`.
        name: String,
        /// The theme, or the site itself.
        theme: Option<String>,
    },
    /// A theme's `theme.yaml`.
    Manifest {
        /// The theme.
        theme: String,
    },
    /// A file of `static/`, which is copied as it is.
    Static {
        /// Its path below `static/`.
        name: String,
    },
}

impl Role {
    /// Whether it is an article, or a standing page.
    pub fn is_article(&self) -> bool {
        matches!(self, Self::Article { .. })
    }
}

impl StoryKey {
    /// Takes a path below `content/`, without locale and extension.
    pub fn new(path: &str) -> Self {
        if path.is_ascii() {
            return Self(path.into());
        }
        let nfc = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
        Self(nfc.normalize(path).into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part of the name.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }
}

impl Borrow<str> for StoryKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for StoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads the world.
///
/// # Problems
/// - [`Code::UnreadableFile`] and [`Code::FileTooLarge`], for a file that belongs to the site.
pub fn collect(world: &dyn World) -> Checked<Sources> {
    let wanted: Vec<(VPath, Role)> = world
        .files()
        .into_par_iter()
        .with_min_len(64)
        .filter_map(|path| role(path.as_str()).map(|role| (path, role)))
        .collect();
    let reader = world.reader();
    let held = AtomicUsize::new(0);
    let read: Vec<_> = wanted
        .par_iter()
        .with_min_len(64)
        .map(|(path, role)| match reader.as_ref().filter(|_| role.is_article()) {
            Some(reader) => read_again(world, path, reader, &held),
            None => world.read(path).map(|bytes| FileBytes::held(without_mark(bytes, role))),
        })
        .collect();
    let mut diagnostics = Vec::new();
    let each = wanted.into_iter().zip(read).filter_map(|((path, role), result)| match result {
        Ok(bytes) => Some((path, Source { role, bytes })),
        Err(error) => {
            diagnostics.push(unreadable(&path, &error));
            None
        }
    });
    let (mut articles, mut others) = (Vec::new(), Vec::new());
    for (path, source) in each {
        match source.role.is_article() {
            true => articles.push((path, source)),
            false => others.push((path, source)),
        }
    }
    articles.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut files = others.into_iter().collect();
    add_embedded(&mut files);
    let sources = Sources { articles, revision: Revision::default(), files, now: world.now() };
    Checked { value: sources, diagnostics }
}

impl Sources {
    /// All files.
    pub fn all(&self) -> impl Iterator<Item = (&VPath, &Source)> {
        let articles = self.articles.iter().map(|(path, source)| (path, source));
        articles.chain(&self.files)
    }

    fn set_article(&mut self, path: &VPath, source: Option<Source>) {
        self.revision = Revision::default();
        let place = self.articles.binary_search_by(|(other, _)| other.cmp(path));
        match (place, source) {
            (Ok(place), Some(source)) => self.articles[place].1 = source,
            (Err(place), Some(source)) => self.articles.insert(place, (path.clone(), source)),
            (Ok(place), None) => drop(self.articles.remove(place)),
            (Err(_), None) => {}
        }
    }
}

/// Reads some files of the world anew; all others are as they were. Returns whether that is enough: where not, the
/// world must be read as a whole.
pub fn read_some<'p>(
    sources: &mut Sources,
    world: &dyn World,
    paths: impl Iterator<Item = &'p VPath>,
) -> bool {
    sources.now = world.now();
    for path in paths {
        // A theme takes the place of the one that the binary carries, whole.
        let Some(role) = role(path.as_str()) else { continue };
        if path.below("themes").is_some() || role == Role::Folder {
            return false;
        }
        let read = match world.read(path) {
            Ok(bytes) => Some(FileBytes::held(without_mark(bytes, &role))),
            // One that is listed all the same is a link that leads nowhere: that is to be told.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if world.files().contains(path) {
                    return false;
                }
                None
            }
            Err(_) => return false,
        };
        let is_article = role.is_article();
        let source = read.map(|bytes| Source { role, bytes });
        match (is_article, source) {
            (true, source) => sources.set_article(path, source),
            (false, Some(source)) => drop(sources.files.insert(path.clone(), source)),
            (false, None) => drop(sources.files.remove(path)),
        }
    }
    true
}

/// What a file holds without the byte order mark that some editors begin a text with.
///
/// As many blanks stand in for it, so that all else keeps its place; an article may have the mark.
fn without_mark(bytes: Hashed<Vec<u8>>, role: &Role) -> Hashed<Vec<u8>> {
    let blanks = match role {
        Role::Config
        | Role::Ledger
        | Role::Urls
        | Role::Messages { .. }
        | Role::Manifest { .. } => b"\n\n\n",
        Role::Template { .. } => b"   ",
        _ => return bytes,
    };
    match bytes.strip_prefix("\u{feff}".as_bytes()) {
        Some(rest) => Hashed::from_bytes([blanks, rest].concat()),
        None => bytes,
    }
}

/// A file that need not be held, nor even read if it is known. `held` is how much is held of others.
fn read_again(
    world: &dyn World,
    path: &VPath,
    reader: &Arc<dyn Reread>,
    held: &AtomicUsize,
) -> io::Result<FileBytes> {
    if let Some(known) = world.known(path) {
        return Ok(FileBytes::again(known, None, path, reader));
    }
    let bytes = world.read(path)?;
    let room = held.fetch_add(bytes.len(), Ordering::Relaxed) < limits::SOURCES_HELD_BYTES;
    Ok(FileBytes::again(bytes.fingerprint(), room.then_some(bytes), path, reader))
}

fn unreadable(path: &VPath, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::FileTooLarge {
        let text = limits::TEXT_BYTES / 1024 / 1024;
        let asset = limits::ASSET_BYTES / 1024 / 1024;
        let help = format!("text may have {text} MiB, a picture or other asset {asset} MiB");
        return Diagnostic::new(Code::FileTooLarge, "this file is too large")
            .at(Span::file(path))
            .help(help);
    }
    Diagnostic::new(Code::UnreadableFile, format!("this file cannot be read: {error}"))
        .at(Span::file(path))
        .help("check that it exists, that its name is UTF-8, and that you may read it")
}

/// Adds the themes that the binary carries and the world does not have.
fn add_embedded(files: &mut BTreeMap<VPath, Source>) {
    let own: BTreeSet<String> = files
        .keys()
        .filter_map(|path| {
            path.as_str().strip_prefix("themes/")?.split('/').next().map(str::to_owned)
        })
        .collect();
    for (path, bytes) in embedded::THEMES {
        let theme = path.split('/').nth(1).unwrap_or_default();
        if let Some(role) = role(path).filter(|_| !own.contains(theme)) {
            let bytes = FileBytes::held(Hashed::from_bytes(*bytes));
            files.insert(VPath::new(path), Source { role, bytes });
        }
    }
}

/// What a path stands for; `None` for a file that is not the site's.
fn role(path: &str) -> Option<Role> {
    if path == CONFIG {
        return Some(Role::Config);
    }
    if path == LEDGER {
        return Some(Role::Ledger);
    }
    if path == URLS {
        return Some(Role::Urls);
    }
    // A folder stands for what is in it only if that cannot be listed: the site must not be made without it.
    let (folder, rest) = path.split_once('/').unwrap_or((path, ""));
    if rest.is_empty() {
        return FOLDERS.contains(&folder).then_some(Role::Folder);
    }
    match folder {
        "content" => Some(content(rest)),
        "static" => Some(Role::Static { name: rest.to_owned() }),
        "themes" => {
            let (theme, rest) = rest.split_once('/')?;
            themed(rest, Some(theme.to_owned()))
        }
        _ => themed(path, None),
    }
}

/// Files that a theme has, and a site may have over it.
fn themed(path: &str, theme: Option<String>) -> Option<Role> {
    if path == "theme.yaml" {
        return theme.map(|theme| Role::Manifest { theme });
    }
    let (folder, rest) = path.split_once('/')?;
    let name = rest.to_owned();
    match folder {
        "templates" => Some(Role::Template { name, theme }),
        "assets" => Some(Role::Asset { name, theme }),
        "i18n" => {
            let name = rest.strip_suffix(".ftl")?;
            let locale = name.split_once('/').map_or(name, |(locale, _)| locale).to_owned();
            Some(Role::Messages { locale, theme })
        }
        _ => None,
    }
}

/// What a file below `content/` is.
fn content(path: &str) -> Role {
    let Some(stem) = path.strip_suffix(".md") else {
        return Role::Media;
    };
    let dot = stem.rfind('.').filter(|dot| !stem[*dot..].contains('/'));
    let Some((base, suffix)) = dot.map(|dot| (&stem[..dot], &stem[dot + 1..])) else {
        return Role::Misnamed;
    };
    // An article folder is named like the story, and its articles `index`.
    let story = base.strip_suffix("/index").unwrap_or(base);
    let kind = match story.split_once('/') {
        Some(("pages", _)) => Kind::Page,
        Some(("editions", _)) => Kind::Edition,
        Some(("glossary", _)) => Kind::Term,
        _ => Kind::Article,
    };
    Role::Article { story: StoryKey::new(story), suffix: suffix.to_owned(), kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_what_a_file_is() {
        let check = |path: &str, expected: &str| {
            assert_eq!(
                role(path).map_or("nothing".into(), |role| format!("{role:?}")),
                expected,
                "{path}"
            );
        };
        check("depeche.yaml", "Config");
        check("translations.lock", "Ledger");
        check("urls.lock", "Urls");
        check("content/translations.lock", "Media");
        check("README.md", "nothing");
        check("content", "Folder");
        check("docs", "nothing");
        check("content/a/x.fr.md", r#"Article { story: a/x, suffix: "fr", kind: Article }"#);
        check("content/a/x/index.fr.md", r#"Article { story: a/x, suffix: "fr", kind: Article }"#);
        check(
            "content/pages/about.en.md",
            r#"Article { story: pages/about, suffix: "en", kind: Page }"#,
        );
        check(
            "content/editions/2025-w09.fr.md",
            r#"Article { story: editions/2025-w09, suffix: "fr", kind: Edition }"#,
        );
        check(
            "content/glossary/moe.fr.md",
            r#"Article { story: glossary/moe, suffix: "fr", kind: Term }"#,
        );
        check("content/a.b/x.md", "Misnamed");
        check("content/a/x.jpg", "Media");
        check("i18n/fr/a.ftl", r#"Messages { locale: "fr", theme: None }"#);
        check("i18n/fr/a/b.ftl", r#"Messages { locale: "fr", theme: None }"#);
        check("i18n/fr.ftl", r#"Messages { locale: "fr", theme: None }"#);
        check("themes/t/i18n/fr.ftl", r#"Messages { locale: "fr", theme: Some("t") }"#);
        check("themes/t/i18n/fr/a.ftl", r#"Messages { locale: "fr", theme: Some("t") }"#);
        check("themes/t/templates/a/b.html", r#"Template { name: "a/b.html", theme: Some("t") }"#);
        check("templates/a.html", r#"Template { name: "a.html", theme: None }"#);
        check("assets/a.css", r#"Asset { name: "a.css", theme: None }"#);
        check("static/CNAME", r#"Static { name: "CNAME" }"#);
        check("themes/t/theme.yaml", r#"Manifest { theme: "t" }"#);
        check("theme.yaml", "nothing");
    }

    #[test]
    fn blanks_stand_in_for_the_mark_of_a_text() {
        let check = |path: &str, bytes: &[u8], expected: &[u8]| {
            let role = role(path).unwrap();
            assert_eq!(&*without_mark(Hashed::from_bytes(bytes), &role), expected, "{path}");
        };
        check("depeche.yaml", b"\xef\xbb\xbfa: 1", b"\n\n\na: 1");
        check("depeche.yaml", b"a: 1", b"a: 1");
        check("i18n/fr/a.ftl", b"\xef\xbb\xbf", b"\n\n\n");
        check("templates/a.html", b"\xef\xbb\xbf<p>", b"   <p>");
        check("static/a.txt", b"\xef\xbb\xbfa", b"\xef\xbb\xbfa");
    }

    #[test]
    fn a_story_has_one_name_however_the_system_stores_it() {
        assert_eq!(StoryKey::new("e\u{301}te\u{301}"), StoryKey::new("été"));
    }
}
