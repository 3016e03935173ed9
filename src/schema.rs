//! JSON Schemas of the files that authors write in YAML, for editors: draft 7, which all of these know.
//!
//! They are written by hand in `schemas/`. `tests/schema.rs` asks the parsers of each of their keys, words, numbers and
//! types, so that neither side changes alone.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::embedded;

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// `depeche.yaml`.
    Config,
    /// The head of an article.
    Article,
    /// The head of a standing page.
    Page,
    /// The head of an edition made by hand.
    Edition,
    /// The head of a term of the glossary.
    Term,
}

/// The folder of a site that holds its schemas.
pub const FOLDER: &str = "schemas";

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

impl Schema {
    /// Every schema.
    pub const ALL: [Self; 5] = [Self::Config, Self::Article, Self::Page, Self::Edition, Self::Term];

    /// The schema's name, and that of its file but for `.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Article => "article",
            Self::Page => "page",
            Self::Edition => "edition",
            Self::Term => "term",
        }
    }

    /// What is described.
    pub fn what(self) -> &'static str {
        match self {
            Self::Config => "depeche.yaml",
            Self::Article => "The front matter of articles",
            Self::Page => "The front matter of standing pages, in content/pages/",
            Self::Edition => "The front matter of editions made by hand, in content/editions/",
            Self::Term => "The front matter of terms, in content/glossary/",
        }
    }

    /// The schema as JSON, whole by itself.
    pub fn text(self) -> String {
        if self == Self::Config {
            return embedded::schema("config").to_owned();
        }
        let all: Value =
            serde_json::from_str(embedded::schema("front-matter")).expect("`schemas/` holds JSON");
        let definitions = all["definitions"].as_object().expect("it defines the kinds of files");
        let mut schema = definitions[self.name()].clone();
        let mut reached = BTreeSet::new();
        reach(&schema, definitions, &mut reached);
        let reached: Map<String, Value> =
            reached.into_iter().map(|name| (name.to_owned(), definitions[name].clone())).collect();
        schema["$schema"] = DRAFT.into();
        schema["definitions"] = reached.into();
        format!("{schema:#}\n")
    }
}

/// Gathers the definitions that a part of a schema refers to, and those that they refer to.
fn reach<'a>(part: &Value, all: &'a Map<String, Value>, reached: &mut BTreeSet<&'a str>) {
    match part {
        Value::Array(items) => items.iter().for_each(|item| reach(item, all, reached)),
        Value::Object(entries) => {
            for (key, value) in entries {
                let name = value.as_str().filter(|_| key == "$ref");
                let name = name.and_then(|name| name.strip_prefix("#/definitions/"));
                match name.and_then(|name| all.get_key_value(name)) {
                    Some((name, definition)) if reached.insert(name) => {
                        reach(definition, all, reached);
                    }
                    Some(_) => {}
                    None => reach(value, all, reached),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_defines_what_it_refers_to_and_no_more() {
        for schema in Schema::ALL {
            let text = schema.text();
            let json: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(json["$schema"], DRAFT);
            let definitions = json["definitions"].as_object().expect("definitions");
            let refers = |name: &str| text.contains(&format!("\"$ref\": \"#/definitions/{name}\""));
            assert!(definitions.keys().all(|name| refers(name)), "{schema:?} has too many");
            let defined = definitions.keys().filter(|name| refers(name)).count();
            let mut all: Vec<&str> = text.split("#/definitions/").skip(1).collect();
            all.iter_mut().for_each(|rest| *rest = rest.split('"').next().unwrap_or_default());
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), defined, "{schema:?} lacks some of {all:?}");
        }
    }
}
