//! The theme: templates and assets, the site's own over the theme's.
//!
//! Tera is spoken to here, to check the templates, and in `render`, to run them.

mod check;
pub mod fold;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use semver::{Version, VersionReq};
use tera::Tera;

use crate::collect::{Role, Source, Sources};
use crate::diag::{Checked, Code, Diagnostic};
use crate::hashed::{Fingerprint, Hashed};
use crate::parse::article;
use crate::parse::config::{Archives, Config};
use crate::parse::yaml::{Document, Node, Part};
use crate::world::VPath;

pub use check::problem;

/// The functions that templates may call, besides Tera's own.
pub const FUNCTIONS: &[&str] = &["t", "asset", "csp", "json_ld", "open_graph", "shared"];

/// The filters that templates may use, besides Tera's own.
pub const FILTERS: &[&str] = &[
    "date",
    "date_range",
    "time",
    "number",
    "ordinal",
    "relative",
    "list",
    "lang",
    "absolute",
    "fit",
];

/// The layouts that every theme has.
const LAYOUTS: &[&str] =
    &["home", "article", "page", "topics", "topic", "archives", "authors", "author", "404", "root"];

/// A theme, and what the site puts over it.
#[derive(Debug, Default)]
pub struct Theme {
    /// Templates, by the name that other templates know them by. None has a mistake in itself.
    pub templates: BTreeMap<String, Template>,
    /// Assets, by their path below `assets/`.
    pub assets: BTreeMap<String, Asset>,
    /// How wide pictures in texts are, as the attribute `sizes` says it (HTML, section 4.8.4.2.2); empty, if
    /// the theme does not.
    pub picture_sizes: Arc<str>,
    /// Templates that have a mistake, or need one that has: no page is made of them.
    pub set_aside: Vec<Template>,
    /// Whether a template asks something of a text, and does not only say where it stands.
    pub asks_of_texts: bool,
    /// All other templates, understood. Its functions and filters are still to be given.
    pub engine: Tera,
    /// The filters of lists that calls in them became; nothing, if all calls are as they are written.
    pub shapes: Option<Vec<fold::Shape>>,
}

/// A template.
#[derive(Debug, Clone)]
pub struct Template {
    /// Where it is.
    pub file: VPath,
    /// Its text.
    pub source: Hashed<Vec<u8>>,
}

/// A stylesheet, script, picture or font.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Where it is.
    pub file: VPath,
    /// What it holds.
    pub bytes: Hashed<Vec<u8>>,
}

impl Template {
    /// The template's text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.source).unwrap_or_default()
    }
}

impl Theme {
    /// Whether the theme has a layout, be it one with a mistake.
    pub fn has_layout(&self, name: &str) -> bool {
        let file = format!("{name}.html");
        let broken = |template: &Template| template.file.as_str().ends_with(&format!("/{file}"));
        self.templates.contains_key(&file) || self.set_aside.iter().any(broken)
    }

    /// The names of all templates, be they right or not: [`has_layout`](Self::has_layout) asks for nothing else.
    pub fn layouts(&self) -> (Vec<&String>, Vec<&VPath>) {
        let broken = self.set_aside.iter().map(|template| &template.file);
        (self.templates.keys().collect(), broken.collect())
    }

    /// What each layout draws on.
    pub fn reach(&self) -> Reach<'_> {
        let ties = |template| Ties::of(template, self);
        let templates = self.templates.iter();
        Reach(templates.map(|(name, template)| (name.as_str(), ties(template))).collect())
    }
}

/// What the templates of a theme draw on.
#[derive(Debug)]
pub struct Reach<'a>(BTreeMap<&'a str, Ties<'a>>);

/// What one template draws on, and what is in it that others, or what is made of it, depend on.
#[derive(Debug)]
struct Ties<'a> {
    file: &'a VPath,
    source: &'a Hashed<Vec<u8>>,
    named: Vec<&'a str>,
    /// Whether it may draw on others than those.
    names_any: bool,
    components: bool,
    locales: bool,
}

impl<'a> Ties<'a> {
    fn of(template: &'a Template, theme: &'a Theme) -> Self {
        let text = template.text();
        let known = |name| theme.templates.get_key_value(name).map(|(name, _)| name.as_str());
        let quoted = QUOTES.into_iter().flat_map(|quote| text.split(quote));
        Self {
            file: &template.file,
            source: &template.source,
            named: quoted.filter_map(known).collect(),
            names_any: names_any(text),
            components: ["{%component", "{%-component"].iter().any(|code| holds(text, code)),
            locales: holds(text, "locale="),
        }
    }
}

impl Reach<'_> {
    /// The fingerprint of a layout and of all that it may draw on, and whether any of that names a locale.
    pub fn layout(&self, name: &str) -> (Fingerprint, bool) {
        let reached = self.reached(name);
        // A mistake in one of them is told with its place.
        let parts: Vec<_> =
            reached.iter().map(|(name, ties)| (name, ties.file, ties.source)).collect();
        (Fingerprint::of(&parts), reached.values().any(|ties| ties.locales))
    }

    /// A layout, what it extends and includes, and every template with a component.
    fn reached(&self, name: &str) -> BTreeMap<&str, &Ties<'_>> {
        let shared = self.0.iter().filter(|(_, ties)| ties.components);
        let mut next: Vec<&str> = shared.map(|(name, _)| *name).chain([name]).collect();
        let mut reached = BTreeMap::new();
        while let Some(name) = next.pop() {
            if let Some((name, ties)) = self.0.get_key_value(name)
                && reached.insert(*name, ties).is_none()
            {
                match ties.names_any {
                    true => next.extend(self.0.keys()),
                    false => next.extend(&ties.named),
                }
            }
        }
        reached
    }
}

/// Whether a template holds a piece of code, which is without blanks, with any blanks in it.
fn holds(text: &str, code: &str) -> bool {
    let first = code.chars().next().unwrap_or_default();
    text.match_indices(first).any(|(at, _)| {
        let mut rest = text[at..].chars().filter(|c| !c.is_whitespace());
        code.chars().all(|c| rest.next() == Some(c))
    })
}

/// What stands around a name in a template.
const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Whether a template names another between quotes: to extend or include it.
fn mentions(text: &str, name: &str) -> bool {
    QUOTES.into_iter().any(|quote| text.contains(&format!("{quote}{name}{quote}")))
}

/// Whether it cannot be seen which templates a template draws on: it finds out a name for `shared`, or may write one with
/// an escape.
fn names_any(text: &str) -> bool {
    let code: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_plain = |call: &str| {
        let name = call.split_once("template=").map(|(_, name)| name);
        let quoted = name.and_then(|name| name.strip_prefix(QUOTES)?.split_once(QUOTES));
        quoted.is_some_and(|(_, after)| after.starts_with([',', ')']))
    };
    text.contains('\\') || code.split("shared(").skip(1).any(|call| !is_plain(call))
}

/// Reads the configured theme.
///
/// # Problems
/// - [`Code::UnknownTheme`], if there is no such theme; [`Code::IncompatibleTheme`], if it is for others.
/// - [`Code::TemplateSyntax`], at the template engine's own position, once for each mistake.
/// - [`Code::MissingTemplate`], for a layout that the site needs.
/// - [`Code::UnknownKey`] and the like in `theme.yaml`.
pub fn parse(sources: &Sources, config: &Config) -> Checked<Theme> {
    let mut diagnostics = Vec::new();
    let mut theme = Theme::default();
    // The theme first, so that the site's files take the place of its own.
    for own in [Some(&config.theme), None] {
        for (file, source) in &sources.files {
            add(&mut theme, own, file, source, &mut diagnostics);
        }
    }
    if theme.templates.is_empty() {
        diagnostics.push(unknown_theme(sources, config));
    } else {
        diagnostics.extend(missing_layouts(&theme, config));
        diagnostics.extend(check::set_aside(&mut theme));
        theme.asks_of_texts = theme.templates.values().any(|one| texts::asks(one.text()));
    }
    Checked { value: theme, diagnostics }
}

fn add(
    theme: &mut Theme,
    own: Option<&String>,
    file: &VPath,
    source: &Source,
    problems: &mut Vec<Diagnostic>,
) {
    match &source.role {
        Role::Template { name, theme: of }
            if of.as_ref() == own
                && article::text(file, &source.bytes.get(), problems).is_some() =>
        {
            let template = Template { file: file.clone(), source: source.bytes.get() };
            theme.templates.insert(name.clone(), template);
        }
        Role::Asset { name, theme: of } if of.as_ref() == own => {
            let asset = Asset { file: file.clone(), bytes: source.bytes.get() };
            theme.assets.insert(name.clone(), asset);
        }
        Role::Manifest { theme: of } if Some(of) == own => {
            if let Some(text) = article::text(file, &source.bytes.get(), problems) {
                problems.extend(manifest(theme, file, text));
            }
        }
        _ => {}
    }
}

fn manifest(theme: &mut Theme, file: &VPath, text: &str) -> Vec<Diagnostic> {
    let document = Document::new(file, text, 0);
    if let Some(tree) = document.parse()
        && let Some(mut fields) = document.fields(&tree)
    {
        fields.need("name").and_then(|node| node.text());
        for key in ["description", "license", "homepage"] {
            fields.take(key).and_then(|node| node.text());
        }
        if let Some(sizes) = fields.take("picture_sizes").and_then(|node| node.text()) {
            theme.picture_sizes = sizes.into();
        }
        if let Some(versions) = fields.take("depeche") {
            check_versions(&versions);
        }
        fields.finish();
    }
    document.into_problems()
}

/// Checks the versions of depeche that a theme works with, as Cargo writes them: `>=0.1, <0.3`.
fn check_versions(node: &Node<'_, '_>) {
    let Some(text) = node.text() else { return };
    let own = env!("CARGO_PKG_VERSION");
    match VersionReq::parse(&text) {
        Err(_) => {
            let message = format!("`{text}` names no versions");
            let help = format!("write the first and the next that does not fit: `>={own}, <1`");
            node.report(Diagnostic::new(Code::BadValue, message).help(help));
        }
        Ok(wanted) if Version::parse(own).is_ok_and(|own| wanted.matches(&own)) => {}
        Ok(_) => {
            let message = format!("this theme works with depeche {text}, and this is {own}");
            let help = "look for another version of the theme, or of depeche";
            node.report(Diagnostic::new(Code::IncompatibleTheme, message).help(help));
        }
    }
}

fn unknown_theme(sources: &Sources, config: &Config) -> Diagnostic {
    let known: BTreeSet<&str> = sources
        .files
        .values()
        .filter_map(|source| match &source.role {
            Role::Template { theme: Some(theme), .. } => Some(theme.as_str()),
            _ => None,
        })
        .collect();
    let message = format!("there is no theme `{}`", config.theme);
    Diagnostic::new(Code::UnknownTheme, message).at(config.span("theme", Part::Value)).suggest(
        &config.theme,
        known,
        "put it in `themes/`, or write `theme: gazette`",
    )
}

fn missing_layouts(theme: &Theme, config: &Config) -> Vec<Diagnostic> {
    let Archives { year, month, day } = config.archives;
    let dated = [("year", year), ("month", month), ("day", day)];
    let card = config.cards.then(|| "card.svg".to_owned());
    let wanted = LAYOUTS
        .iter()
        .copied()
        .chain(dated.iter().filter(|(_, made)| *made).map(|(name, _)| *name));
    wanted
        .map(|name| format!("{name}.html"))
        .chain(card)
        .filter(|file| !theme.templates.contains_key(file))
        .map(|file| {
            let message = format!("the theme has no layout `{file}`");
            Diagnostic::new(Code::MissingTemplate, message)
                .help(format!("add `themes/{}/templates/{file}`", config.theme))
        })
        .collect()
}
