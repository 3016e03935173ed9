//! The languages that are known.

use serde::{Deserialize, Serialize};

/// A language that code is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Syntax {
    /// Shell scripts.
    Bash,
    /// Stylesheets.
    Css,
    /// What changed in files, line by line.
    Diff,
    /// How an image of a container is made.
    Dockerfile,
    /// Web pages.
    Html,
    /// JavaScript, with JSX.
    JavaScript,
    /// JSON, with comments or without.
    Json,
    /// Python.
    Python,
    /// Rust.
    Rust,
    /// TOML.
    Toml,
    /// TypeScript, without JSX.
    TypeScript,
    /// YAML.
    Yaml,
}

impl Syntax {
    /// Every language, with the words by which authors name it: first its own name.
    pub const ALL: &[(Self, &[&str])] = &[
        (Self::Bash, &["bash", "sh", "shell", "zsh"]),
        (Self::Css, &["css"]),
        (Self::Diff, &["diff", "patch"]),
        (Self::Dockerfile, &["dockerfile", "containerfile", "docker"]),
        (Self::Html, &["html", "htm"]),
        (Self::JavaScript, &["javascript", "cjs", "js", "jsx", "mjs"]),
        (Self::Json, &["json", "json5", "jsonc"]),
        (Self::Python, &["python", "py", "python3"]),
        (Self::Rust, &["rust", "rs"]),
        (Self::Toml, &["toml"]),
        (Self::TypeScript, &["typescript", "cts", "mts", "ts"]),
        (Self::Yaml, &["yaml", "yml"]),
    ];

    /// The language of that name, in capitals or not.
    pub fn named(name: &str) -> Option<Self> {
        let is = |known: &&str| known.eq_ignore_ascii_case(name);
        let found = Self::ALL.iter().find(|(_, names)| names.iter().any(is));
        found.map(|(syntax, _)| *syntax)
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(syntax, _)| *syntax == self);
        found.map_or("", |(_, names)| names[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_many_names() {
        for name in ["javascript", "js", "JS", "Mjs"] {
            assert_eq!(Syntax::named(name), Some(Syntax::JavaScript), "{name}");
        }
        for name in ["", "text", "chart", "sql", "js ", "jss"] {
            assert_eq!(Syntax::named(name), None, "{name}");
        }
    }

    #[test]
    fn no_name_is_of_two_languages() {
        let mut names: Vec<&str> =
            Syntax::ALL.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for (syntax, names) in Syntax::ALL {
            assert!(names.iter().all(|name| Syntax::named(name) == Some(*syntax)), "{names:?}");
            assert_eq!(syntax.name(), names[0]);
        }
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
