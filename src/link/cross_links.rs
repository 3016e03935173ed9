//! Links and pictures of articles: what each leads to.

mod articles;

use std::collections::BTreeMap;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::covers;
use super::figures;
use super::find::{ByName, FindStory};
use super::media::{Exhibit, Files};
use super::stories::Grouped;
use super::whereabouts::{Known, is_settled};
use super::{Archive, Held, Story, Telling};
use crate::collect::{Kind, StoryKey};
use crate::diag::{Checked, Code, Diagnostic, Span, nearest};
use crate::hashed::{Fingerprint, Hashed};
use crate::model::{Locale, Route};
use crate::parse::Parsed;
use crate::parse::chart::Data;
use crate::parse::config::Config;
use crate::parse::markdown::{Target, TargetKind};
use crate::picture::Picture;

/// What a link or picture of a body leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Resolved {
    /// Somewhere else on the web; or a place on the same page.
    AsWritten(String),
    /// An article of the site.
    Article {
        /// Its page.
        route: Route,
        /// `?query#fragment`, or nothing.
        suffix: String,
        /// The language of the article, when it is not the link's.
        foreign: Option<Locale>,
    },
    /// A path from the site's root, which `plan` checks once it knows every route.
    Path {
        /// The path.
        route: Route,
        /// `?query#fragment`, or nothing.
        suffix: String,
    },
    /// A file beside the article.
    Media {
        /// Where it goes.
        route: Route,
        /// Width and height, of a picture that tells.
        size: Option<(u32, u32)>,
    },
    /// A picture that is made anew.
    Picture(Hashed<Picture>),
    /// The figures of a chart, from a file.
    Figures(Hashed<Data>),
    /// Nothing that exists, as has been reported.
    Nothing,
}

/// What resolving links found out of a site, besides what each is.
pub struct Linked {
    /// The files that articles name.
    pub files: Files,
    /// See [`Site::whereabouts`].
    pub whereabouts: Fingerprint,
}

/// Resolves the links, pictures and covers of all articles. Some are those of the site `before`: see [`Known`].
///
/// A link to an article is the path of its file from the file that it stands in, or from `content/`
/// when it begins with `/`. Without a locale, `../2024/deepseek-v3.md`, it leads to the story in the
/// language of the page, so that translations can share it.
///
/// # Problems
/// - [`Code::BrokenLink`], [`Code::BrokenAnchor`], [`Code::LinkIntoOtherLanguage`],
///   [`Code::MissingImage`], [`Code::BadPicture`]; those of [`figures::find`].
pub fn resolve(
    parsed: &Parsed,
    grouped: &mut Grouped,
    before: Option<&Archive>,
) -> Checked<Linked> {
    let mut problems = Vec::new();
    let mut files = Files::default();
    let all: Vec<&Story> = grouped.told().collect();
    let known = Known::new(&parsed.config, &all, before);
    let stories: ByName<'_> = all.iter().map(|story| (story.key.as_str(), *story)).collect();
    let resolve = |(place, story): (usize, &&Story)| {
        if let Some(targets) = known.links(place, story) {
            return (targets, Vec::new(), Files::default());
        }
        links_of(parsed, (&stories, &grouped.held), story)
    };
    let resolved: Vec<Links> = all.par_iter().with_min_len(64).enumerate().map(resolve).collect();
    for (story, (resolved, found, named)) in grouped.told_mut().zip(resolved) {
        take_links(story, resolved, found.is_empty());
        problems.extend(found);
        files.extend(named);
        covers::place(parsed, story, &mut files, &mut problems);
    }
    problems.extend(files.take_problems());
    Checked { value: Linked { files, whereabouts: known.whereabouts }, diagnostics: problems }
}

/// What the links of a story are, what is wrong with them, and the files that they name.
pub type Links = (Targets, Vec<Diagnostic>, Files);

/// Looks up the links of a story among all stories, and those that are not published.
pub fn links_of<'a>(
    parsed: &'a Parsed,
    (stories, held): (&'a dyn FindStory, &'a BTreeMap<StoryKey, Held>),
    story: &Story,
) -> Links {
    let (problems, files) = Default::default();
    let mut resolver = Resolver { parsed, stories, held, problems, files };
    let targets = resolver.story(story);
    (targets, resolver.problems, resolver.files)
}

/// Gives a story what its links are.
pub fn take_links(story: &mut Story, resolved: Targets, all_right: bool) {
    story.settled = all_right && is_settled(&resolved);
    for (telling, targets) in story.tellings.iter_mut().zip(resolved) {
        if let (Some(telling), Some(targets)) = (telling, targets) {
            telling.targets = targets.into();
        }
    }
}

/// The problem of a picture that is not there.
pub fn missing_image(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingImage, format!("there is no picture `{name}`"))
        .at(span)
        .help("put it beside the article, or write its path from the article's file")
}

/// What the targets of a story's articles are, by locale.
pub type Targets = Vec<Option<Arc<[Resolved]>>>;

/// Resolves the links of one story.
struct Resolver<'a> {
    parsed: &'a Parsed,
    stories: &'a dyn FindStory,
    held: &'a BTreeMap<StoryKey, Held>,
    problems: Vec<Diagnostic>,
    files: Files,
}

/// A link while it is being resolved.
struct Asked<'a> {
    telling: &'a Telling,
    target: &'a Target,
    /// The place among the article's targets.
    index: usize,
    /// The place of the article's locale.
    locale: usize,
}

impl Asked<'_> {
    fn span(&self) -> Span {
        self.telling.article.target_span(self.index)
    }
}

impl<'a> Resolver<'a> {
    fn story(&mut self, story: &Story) -> Targets {
        let each = story.tellings.iter().enumerate();
        each.map(|(locale, telling)| {
            let telling = telling.as_ref()?;
            self.check_citations(story, telling);
            let targets = telling.article.targets.iter().enumerate();
            let asked = |(index, target)| Asked { telling, target, index, locale };
            Some(targets.map(asked).map(|asked| self.resolve(&asked)).collect())
        })
        .collect()
    }

    /// Checks that each `[^src:ID]` cites a source that the story has.
    fn check_citations(&mut self, story: &Story, telling: &Telling) {
        let sources = || story.facts.sources.iter().filter_map(|source| source.id.as_deref());
        for id in &telling.article.citations {
            if sources().any(|known| known == id) {
                continue;
            }
            let span = telling.article.body_span(&format!("[^src:{id}]"));
            let all = sources().collect::<Vec<_>>().join(", ");
            let help = match all.is_empty() {
                true => "give a source of the original this `id`".to_owned(),
                false => format!("the ids of this story's sources are {all}"),
            };
            let message = format!("there is no source `{id}`");
            let problem = Diagnostic::new(Code::UndefinedReference, message).at(span);
            self.problems.push(problem.suggest(id, sources(), help));
        }
    }

    fn resolve(&mut self, asked: &Asked<'_>) -> Resolved {
        if asked.target.kind == TargetKind::Data {
            let (article, target) = (&asked.telling.article, asked.index);
            let found = figures::find(&self.parsed.media, article, target);
            return match found.report_to(&mut self.problems) {
                Some(data) => Resolved::Figures(data),
                None => Resolved::Nothing,
            };
        }
        let written = asked.target.destination.trim();
        match scheme(written) {
            Some("http" | "https" | "mailto" | "tel") => Resolved::AsWritten(written.to_owned()),
            Some("data")
                if asked.target.kind == TargetKind::Image && written.starts_with("data:image/") =>
            {
                Resolved::AsWritten(written.to_owned())
            }
            Some(scheme) => {
                let message =
                    format!("a link of the form `{scheme}:` is not safe on a public page");
                self.broken(
                    asked,
                    message,
                    "write an address that begins with `https://`".to_owned(),
                )
            }
            None if written.starts_with("//") => Resolved::AsWritten(written.to_owned()),
            None if written.is_empty() => self.broken(
                asked,
                "this link leads nowhere".to_owned(),
                "write where it leads".to_owned(),
            ),
            None => self.inside(asked, written),
        }
    }

    /// A link within the site.
    fn inside(&mut self, asked: &Asked<'_>, written: &str) -> Resolved {
        let (path, suffix) = written.split_at(written.find(['?', '#']).unwrap_or(written.len()));
        let Ok(path) = percent_decode_str(path).decode_utf8() else {
            return self.broken(
                asked,
                format!("`{written}` is not a path"),
                "write it as UTF-8".to_owned(),
            );
        };
        if path.is_empty() {
            return self.same_page(asked, suffix);
        }
        if let Some(name) = path.strip_suffix(".md") {
            let file = match name.strip_prefix('/') {
                Some(name) => Some(format!("content/{name}")),
                None => asked.telling.article.file.joined(name),
            };
            return self.article(asked, file.as_deref(), suffix);
        }
        if path.starts_with('/') {
            return match Route::parse(&path) {
                Some(route) => Resolved::Path { route, suffix: suffix.to_owned() },
                None => self.broken(
                    asked,
                    format!("`{path}` is not a path of this site"),
                    "write it from the site's root, without `..` or empty parts".to_owned(),
                ),
            };
        }
        self.beside(asked, &path)
    }

    fn same_page(&mut self, asked: &Asked<'_>, suffix: &str) -> Resolved {
        self.check_anchor(asked, asked.telling, suffix);
        Resolved::AsWritten(suffix.to_owned())
    }

    /// A file beside the article.
    fn beside(&mut self, asked: &Asked<'_>, path: &str) -> Resolved {
        let file = asked.telling.article.file.join(path);
        let found = file.as_ref().and_then(|file| Some((file, self.parsed.media.get(file)?)));
        if let Some((file, bytes)) = found {
            let shown = match asked.target.kind {
                TargetKind::Image => {
                    self.files.show(file, bytes, self.parsed.config.pictures.as_ref())
                }
                TargetKind::Link | TargetKind::Data => Exhibit::File(self.files.lead(file, bytes)),
            };
            return match shown {
                Exhibit::File(media) => Resolved::Media { route: media.route, size: media.size },
                Exhibit::Picture(picture) => Resolved::Picture(picture),
            };
        }
        match asked.target.kind {
            TargetKind::Image => {
                let problem = missing_image(path, asked.span());
                let folder = asked.telling.article.file.folder();
                let names = self.parsed.media.keys().filter_map(|file| file.below(folder));
                let near = nearest(path, names).map(|near| format!("did you mean `{near}`?"));
                self.problems.push(match near {
                    Some(near) => problem.help(near),
                    None => problem,
                });
                Resolved::Nothing
            }
            TargetKind::Link | TargetKind::Data => {
                let help = "write the path of an article, such as `other-story.md`, of a file beside \
                            this one, or a whole address with `https://`";
                self.broken(
                    asked,
                    format!("there is no `{path}` beside this article"),
                    help.to_owned(),
                )
            }
        }
    }

    fn broken(&mut self, asked: &Asked<'_>, message: String, help: String) -> Resolved {
        let problem = Diagnostic::new(Code::BrokenLink, message);
        self.problems.push(problem.at(asked.span()).help(help));
        Resolved::Nothing
    }
}

/// Where the page is that a locale makes around an article of another language.
pub fn fallback_route(config: &Config, story: &Story, telling: &Telling, locale: usize) -> Route {
    let home = Route::folder([config.locales[locale].tag.as_str()]);
    let own = Route::folder([telling.article.locale.as_str()]);
    let below = telling.route.as_str().strip_prefix(own.as_str()).unwrap_or_default();
    debug_assert!(telling.article.kind != Kind::Article || !below.is_empty(), "{}", story.key);
    home.join(below)
}

/// The scheme of an address, in lower case as far as it is one that is known.
fn scheme(written: &str) -> Option<&'static str> {
    let (scheme, _) = written.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let known = ["http", "https", "mailto", "tel", "data", "javascript", "vbscript", "file"];
    let found = known.into_iter().find(|known| scheme.eq_ignore_ascii_case(known));
    // Any other word before a colon could be made to run something by a program that knows it.
    is_scheme.then(|| found.unwrap_or("unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_told_from_a_path() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(scheme(written), expected, "{written}")
        };
        check("https://x/", Some("https"));
        check("JavaScript:x", Some("javascript"));
        check("other.md", None);
        check("a/b:c", None);
        check("#a:b", None);
        check("spotify:x", Some("unknown"));
    }
}
