//! The manual says what is true: every problem has a page, and what the pages show happens.
//!
//! A page of `docs/problems/` shows a mistake and its mending as a `diff` of a site's files, each
//! below a line with the file's path between backticks, and then, as `text`, what depeche says of
//! it. Here each mistake is made in a small site, and mended again. What depeche says is written
//! anew by `UPDATE=1 cargo test --test manual`.

#![expect(clippy::disallowed_methods, reason = "the manual is read from the disk")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use depeche::collect;
use depeche::diag::{Code, Diagnostic, Texts, show};
use depeche::external::{self, Answer};
use depeche::l10n::{self, DateStyle};
use depeche::model::Date;
use depeche::parse::markdown::Word;
use depeche::parse::theme;
use depeche::world::{MemoryWorld, VPath, World};
use depeche::{Memos, Options, build, embedded};
use jiff::tz::TimeZone;

/// The site that the pages' files are laid over: nothing is wrong with it.
const BASE: &[(&str, &str)] = &[
    (
        "depeche.yaml",
        "base_url: https://example.org/\n\
         locales: [{ tag: en, region: en-GB }, { tag: fr, region: fr-FR }]\n\
         topics: [{ id: chips }, { id: robotics }]\n",
    ),
    ("i18n/en/names.ftl", "topic-chips = Chips\ntopic-robotics = Robotics\nauthor-ada = Ada\n"),
    ("i18n/fr/names.ftl", "topic-chips = Puces\ntopic-robotics = Robotique\nauthor-ada = Ada\n"),
];

/// Problems whose pages show no files: what is wrong is not in a text, or takes too many lines.
const WITHOUT_FILES: &[Code] = &[
    Code::UnreadableFile,
    Code::NotUtf8,
    Code::FileTooLarge,
    Code::UnsafeName,
    Code::MissingConfig,
    Code::BodyTooLarge,
    Code::MissingTemplate,
    Code::IncompatibleTheme,
];

#[test]
fn every_problem_has_a_page() {
    for code in Code::ALL {
        let page = embedded::problem(code.as_str());
        let page = page.unwrap_or_else(|| panic!("`docs/problems/{code}.md` is missing"));
        let title = format!("# {code} ({})", code.severity());
        assert_eq!(page.lines().next(), Some(title.as_str()), "the first line of `{code}.md`");
    }
}

#[test]
fn every_page_has_a_problem() {
    for entry in fs::read_dir(folder()).expect("the manual is there") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let code = name.strip_suffix(".md").and_then(Code::named);
        assert!(code.is_some(), "`docs/problems/{name}` is a page without a problem");
    }
}

#[test]
fn what_a_page_shows_happens() {
    let memos = Memos::default();
    for code in Code::ALL {
        let file = folder().join(format!("{code}.md"));
        let page = fs::read_to_string(&file).expect("every problem has a page");
        let example = Example::of(&page);
        assert_eq!(example.wrong.is_empty(), WITHOUT_FILES.contains(code), "the files of {code}");
        if example.wrong.is_empty() {
            continue;
        }
        let said = problems(&example.wrong, *code, &memos);
        let (found, said): (Vec<Diagnostic>, Vec<String>) = said.into_iter().unzip();
        assert!(!found.is_empty(), "{code}: nothing is wrong");
        assert!(found.iter().all(|problem| problem.code == *code), "{code}: {found:#?}");
        let left = problems(&example.mended, *code, &memos);
        assert!(left.is_empty(), "{code} is not mended: {left:#?}");
        match env::var_os("UPDATE") {
            None => assert_eq!(output(&page), said.join("\n"), "what depeche says of {code}"),
            Some(_) => {
                let (before, after) = page.split_once(BLOCK).expect("it was found before");
                let after = after.get(output(&page).len()..).expect("it was found before");
                let page = format!("{before}{BLOCK}{}{after}", said.join("\n"));
                fs::write(&file, page).expect("the page can be written");
            }
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems")
}

/// How the block begins that shows what depeche says.
const BLOCK: &str = "```text\n";

/// The block of what depeche says.
fn output(page: &str) -> &str {
    let (_, rest) = page.split_once(BLOCK).expect("a page shows what depeche says");
    rest.split_once("```\n").expect("the block has an end").0
}

/// A site's files with a mistake, and with the mistake mended.
#[derive(Default)]
struct Example {
    wrong: BTreeMap<String, String>,
    mended: BTreeMap<String, String>,
}

impl Example {
    /// Reads a page's `diff` blocks. The line above one names the file; a second path in that line is
    /// the file's name once the mistake is mended.
    fn of(page: &str) -> Self {
        let mut example = Self::default();
        let mut paths: Vec<&str> = Vec::new();
        let mut lines = page.lines();
        while let Some(line) = lines.next() {
            if line.starts_with('`') && line.ends_with("`:") {
                paths = line.split('`').skip(1).step_by(2).collect();
            } else if line == "```diff" {
                let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                let first = paths.first().expect("a path stands above a diff");
                let last = paths.last().expect("a path stands above a diff");
                add(&mut example.wrong, first, &block, '+');
                add(&mut example.mended, last, &block, '-');
            }
        }
        example
    }
}

/// Adds the file that a diff makes without the lines of one sign; none, if no line is left.
fn add(files: &mut BTreeMap<String, String>, path: &str, block: &[&str], without: char) {
    let lines = block.iter().filter(|line| !line.starts_with(without));
    let text: String = lines.map(|line| format!("{}\n", line.get(1..).unwrap_or(""))).collect();
    if !text.is_empty() {
        files.insert(path.to_owned(), text);
    }
}

/// What is wrong with the base under some files, and what depeche says of each problem. That a story
/// is in one language counts only if the page is about that.
fn problems(
    files: &BTreeMap<String, String>,
    about: Code,
    memos: &Memos,
) -> Vec<(Diagnostic, String)> {
    let now = Date::parse("2025-06-30").expect("a date").instant(&TimeZone::UTC);
    let mut world = MemoryWorld::new(now);
    let own = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    for (path, text) in BASE.iter().copied().chain(own) {
        world.write(path, text.as_bytes());
    }
    let read = |path: VPath| {
        let bytes = world.read(&path).expect("the file was written");
        (path, bytes)
    };
    let files: BTreeMap<VPath, _> = world.files().into_iter().map(read).collect();
    let texts = Texts::of_files(&files);
    let options = Options { parity: true, ..Options::default() };
    let mut found = build(&world, &options, memos).diagnostics;
    if about == Code::DeadLink {
        found.extend(dead_links(&world, &options));
    }
    found.retain(|problem| problem.code == about || problem.code != Code::UntranslatedStory);
    let say = |problem: Diagnostic| {
        let said = show::human(&problem, &texts, false);
        let lines = said.trim_end().lines().map(|line| format!("{}\n", line.trim_end()));
        (problem, lines.collect())
    };
    found.into_iter().map(say).collect()
}

/// What is said of the outside links of a site whose address ends in `gone`.
fn dead_links(world: &MemoryWorld, options: &Options) -> Vec<Diagnostic> {
    let parsed = depeche::understand(collect::collect(world), options, &Memos::forgetful());
    let links = external::links(&parsed.value);
    let answer = |url: &String| match url.ends_with("gone") {
        true => (url.clone(), Answer::Dead("404 Not Found".to_owned())),
        false => (url.clone(), Answer::Fine),
    };
    let answers = links.keys().map(answer).collect();
    let today = TimeZone::UTC.to_datetime(world.now()).date();
    external::judge(&links, &answers, &external::Known::default(), today).problems
}

#[test]
fn links_of_the_manual_lead_to_places() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name));
    for page in pages.into_iter().chain(manual()) {
        let text = without_code(&read(&page));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            // Pictures are made from the built site.
            if link.contains("://") || link.starts_with("docs/images/") {
                continue;
            }
            let (path, place) = link.split_once('#').unwrap_or((link, ""));
            let target = match path {
                "" => page.clone(),
                path => page.parent().expect("a file has a folder").join(path),
            };
            let shown = page.display();
            assert!(target.exists(), "{shown} links to {link}, which is not there");
            let there = place.is_empty() || places(&read(&target)).contains(&place.to_owned());
            assert!(there, "{shown} links to {link}, a place that is not there");
        }
    }
}

#[test]
fn the_manual_tells_all_that_there_is() {
    let told = |page: &str, what: &[String]| {
        let text = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page));
        let told = |name: &String| {
            ["`", ":", "("].iter().any(|end| text.contains(&format!("{name}{end}")))
        };
        let missing: Vec<_> = what.iter().filter(|name| !told(name)).collect();
        assert!(!what.is_empty() && missing.is_empty(), "docs/{page} lacks {missing:?}");
    };
    let keys = |file: &str| {
        let source = source(file);
        [between(&source, "take(\"", '"'), between(&source, "need(\"", '"')].concat()
    };
    told("configuration.md", &keys("src/parse/config.rs"));
    told("front-matter.md", &keys("src/parse/front_matter.rs"));
    for views in ["view", "view/article", "view/editions", "view/lists", "../parse/shown"] {
        let source = source(&format!("src/plan/{views}.rs"));
        let structs = source.split("\nimpl ").next().unwrap_or_default();
        told("themes.md", &between(structs, "    pub ", ':'));
    }
    told("words.md", &between(&source("src/link/vocabulary.rs"), "    (\"", '"'));
    told("words.md", &Word::ALL.iter().map(|word| word.key().to_owned()).collect::<Vec<_>>());
    told("words.md", &l10n::unit_names().map(str::to_owned).collect::<Vec<_>>());
    told(
        "themes.md",
        &theme::FILTERS.iter().map(|filter| (*filter).to_owned()).collect::<Vec<_>>(),
    );
    let functions = theme::FUNCTIONS.iter().map(|name| (*name).to_owned());
    told("themes.md", &functions.collect::<Vec<_>>());
    told("words.md", &DateStyle::skeletons().map(str::to_owned).collect::<Vec<_>>());
}

#[test]
fn the_manual_tells_every_command_and_option() {
    let page = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md"));
    let help = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_depeche")).args(arguments).output();
        String::from_utf8(output.expect("depeche runs").stdout).expect("its help is text")
    };
    let all = help(&["--help"]);
    let (_, commands) = all.split_once("Commands:\n").expect("the help lists the commands");
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let commands = commands.filter_map(|line| line.split_whitespace().next());
    for command in commands.filter(|command| *command != "help") {
        assert!(page.contains(&format!("\n## `{command}`\n")), "`{command}` has no section");
        for option in between(&help(&[command, "--help"]), " --", ' ') {
            let name = option.lines().next().unwrap_or_default();
            let told = page.contains(&format!("--{name}")) || ["help", "version"].contains(&name);
            assert!(told, "docs/commands.md lacks `--{name}` of `{command}`");
        }
    }
}

/// The pages of the manual, but for those of problems.
fn manual() -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs"));
    let paths = entries.expect("the manual is there").map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file of the program, without its tests.
fn source(file: &str) -> String {
    let text = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// What stands between each place that `open` stands in and the next `close`.
fn between(text: &str, open: &str, close: char) -> Vec<String> {
    let found = text.split(open).skip(1).filter_map(|rest| rest.split(close).next());
    found.map(str::to_owned).collect()
}

fn without_code(text: &str) -> String {
    let text: String = text.split("```").step_by(2).collect();
    text.split('`').step_by(2).collect()
}

/// The places of a page that can be linked to, as GitHub names them.
fn places(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let place = |line: &str| -> String {
        let words = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        words.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
    };
    headings.map(place).collect()
}
