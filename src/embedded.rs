//! What the binary carries: the default theme, the site that `init` makes, the manual's page of each
//! problem, and the schemas.

mod generated {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// The files of each theme that comes with depeche, by their path: `themes/gazette/theme.yaml`.
pub use generated::THEMES;

/// The files of a new site, by their path below it. `gitignore` stands for `.gitignore`, and
/// `{date}` for the day on which the site is made.
pub fn starter() -> impl Iterator<Item = (&'static str, &'static str)> {
    generated::STARTER.iter().filter_map(|(path, bytes)| {
        let path = path.strip_prefix("starter/")?;
        Some((path, std::str::from_utf8(bytes).ok()?))
    })
}

/// The manual's page of a problem, by the code's name, as Markdown.
pub fn problem(name: &str) -> Option<&'static str> {
    let path = format!("docs/problems/{name}.md");
    let found = generated::PROBLEMS.iter().find(|(file, _)| *file == path);
    found.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
}

/// A file of `schemas/`, by its name without `.json`.
pub fn schema(name: &str) -> &'static str {
    let path = format!("schemas/{name}.json");
    let found = generated::SCHEMAS.iter().find(|(file, _)| *file == path);
    let text = found.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok());
    text.expect("the program asks only for those it carries")
}
