//! What the binary carries: the default theme, and the manual's page of each problem.

mod generated {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// The files of each theme that comes with depeche, by their path: `themes/gazette/theme.yaml`.
pub use generated::THEMES;

/// The manual's page of a problem, by the code's name, as Markdown.
pub fn problem(name: &str) -> Option<&'static str> {
    let path = format!("docs/problems/{name}.md");
    let found = generated::PROBLEMS.iter().find(|(file, _)| *file == path);
    found.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
}
