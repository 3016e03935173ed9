//! What an author may do to a site between two builds.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::corpus::{LOCALES, Site};

/// One change of a site's files. All but a message and the configuration concern its newest story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// None at all.
    Nothing,
    /// A sentence at the end of a text.
    Body,
    /// Another title, which lists and neighbours show, too.
    Title,
    /// A story newer than all others, in both languages.
    Story,
    /// A word that all articles of one language show.
    Message,
    /// The footer of all pages.
    Partial,
    /// The stylesheet of all pages.
    Style,
    /// In `depeche.yaml`, how many stories a page of a list shows.
    Config,
}

const PARTIAL: &str = "templates/partials/footer.html";
const STYLE: &str = "assets/gazette.css";
const PAGE_SIZE: u64 = 20;

impl Edit {
    /// Those that builds are repeated after, in this order.
    pub const AGAIN: [Self; 4] = [Self::Nothing, Self::Body, Self::Title, Self::Story];
    /// Those that are made while the site is served.
    pub const LIVE: [Self; 6] =
        [Self::Body, Self::Title, Self::Message, Self::Partial, Self::Style, Self::Config];

    /// What tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Body => "body",
            Self::Title => "title",
            Self::Story => "new story",
            Self::Message => "message",
            Self::Partial => "partial",
            Self::Style => "stylesheet",
            Self::Config => "depeche.yaml",
        }
    }

    /// Makes the edit. Each `turn`, from 1, writes something else.
    pub fn make(self, site: &Site, turn: u64) -> Result<()> {
        let article = site.path(site.stories - 1, LOCALES[0]);
        let file = |path: &str| site.folder.join(path);
        match self {
            Self::Nothing => Ok(()),
            Self::Body => append(&article, &format!("\nUn mot de plus, le {turn}.\n")),
            Self::Title => replace(&article, "title: ", &format!("\"Un titre neuf, le {turn}\"")),
            Self::Story => Ok(site.add_newest(turn)?),
            Self::Message => {
                replace(&file("i18n/fr/site.ftl"), "byline = ", &format!("De ({turn})"))
            }
            Self::Partial => replace(
                &file(PARTIAL),
                "<footer ",
                &format!("class=\"colophon\" id=\"edit-{turn}\">"),
            ),
            Self::Style => append(&file(STYLE), &format!(".edit-{turn} {{ color: red }}\n")),
            Self::Config => {
                replace(&file("depeche.yaml"), "page_size: ", &(PAGE_SIZE + turn).to_string())
            }
        }
    }

    /// A page that shows the edit, and one that shows it as well, as far from it as there is.
    pub fn shown_by(self, site: &Site) -> [String; 2] {
        let [first, other] = LOCALES;
        let own = site.url(site.stories - 1, first);
        match self {
            Self::Title => [own, format!("/{first}/")],
            // Feeds have the whole text.
            Self::Body => [own, format!("/{first}/atom.xml")],
            Self::Config => [first, other].map(|locale| format!("/{locale}/page/1/")),
            _ => [own, site.url(0, first)],
        }
    }
}

/// Copies into the site those files of the theme that are edited.
pub fn own_files(site: &Site) -> Result<()> {
    for path in [PARTIAL, STYLE] {
        let name = format!("themes/gazette/{path}");
        let (_, bytes) = depeche::embedded::THEMES
            .iter()
            .find(|(path, _)| *path == name)
            .with_context(|| format!("the program has no `{name}`"))?;
        let own: PathBuf = site.folder.join(path);
        fs::create_dir_all(own.parent().context("a file has a folder")?)?;
        fs::write(own, bytes)?;
    }
    Ok(())
}

fn append(path: &Path, more: &str) -> Result<()> {
    let text = fs::read_to_string(path)?;
    Ok(fs::write(path, text + more)?)
}

/// Writes `new` for the rest of the first line that begins with `start`.
fn replace(path: &Path, start: &str, new: &str) -> Result<()> {
    let text = fs::read_to_string(path)?;
    let mut lines: Vec<&str> = text.split('\n').collect();
    let line = lines.iter_mut().find(|line| line.starts_with(start));
    let written = format!("{start}{new}");
    *line.with_context(|| format!("`{}` has no `{start}`", path.display()))? = &written;
    let text_now = lines.join("\n");
    ensure!(text_now != text, "`{}` has this edit already", path.display());
    Ok(fs::write(path, text_now)?)
}
