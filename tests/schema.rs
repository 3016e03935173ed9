//! The JSON Schemas of `schemas/` say what the parsers say: each key, word, range and type of either is the other's.
//!
//! A document for every value of every key is made from a schema, given to the parser, and checked against the schema by a
//! validator. What the parser offers in its messages must be what the schema has.

#![expect(clippy::disallowed_methods, reason = "sites and the manual are read from the disk")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use depeche::collect::Kind;
use depeche::diag::{Code, Diagnostic};
use depeche::parse::config::{self, Config};
use depeche::parse::front_matter;
use depeche::schema::Schema;
use depeche::world::VPath;
use serde_json::{Map, Value, json};

/// What no key, word or range is near.
const STRANGE: &str = "zzzzzzzzzzzzzzzzzzzz";

/// Problems of a document that no schema can see.
const UNSEEN: &[&str] = &[
    "there is no time zone",
    "is of another language than",
    "is declared twice",
    "leads somewhere already",
    "has no day 30",
    "topics stand above",
];

/// Texts that each key is given: words, ids and names; dates; tags; addresses; paths; senders; permalinks.
const TEXTS: &str = "
    x true É con con-fus lpt9 com0 a--b -a a- 5g A a_b a.b .x a/b a\\b zzzzzzzzzzzzzzzzzzzz
    2025 2025-02 0000-01 2025-00 2025-13 2025-2-3 2025-02-26 2025-02-30 2025-02-32 2025-02-26T09:30 2025-02-26t09:30z
    2025-02-26T24:00 2025-02-26T09:60 2025-02-26T09:30+01:00 2025-02-26T09:30-0330 2025-02-26T09:30+01
    2025-02-26T09:30+24:00
    fr FR fr-FR fr_FR zh-Hant-TW sl-rozaj-biske de-1996 es-419 french! abcd
    https://example.org/ https://example.org HTTP://Example.org/a https:// ftp://x/ https://me.github.io/a/b/
    https://example.org/?q https://example.org// https://[::1]:80/ https://é/ https://x/\" javascript:x mailto:a@b.c
    mailto:é
    / /a /a/ /a/b.html // /a//b a/ /a?b /é/ /a:b
    a@b.org a@b <a@b.org a@b.org> <a@b@c.org> <b.org> <>
    {slug} {year}/{slug} /{slug}/ {year} {slg} {slug É/{slug}";

/// The same, with blanks: each ends where a `|` is, which no other has.
const WITH_BLANKS: &str = "| |\u{a0}|a b|a\tb| 2025-02 |2025-02-26 09:30:15|https://a b/|/a b/|N <a@b.org>|N <b.org>\
    |<b.org> N|A\nB <a@b.org>";

const NUMBERS: &str = "0 1 15 16 100 101 1000 1001 2025 8192 8193 10000 10001 4000000000";

/// Values that each key is given.
fn values() -> Vec<Value> {
    let texts = TEXTS.split_whitespace().chain(WITH_BLANKS.split('|')).map(str::to_owned);
    let texts = texts.chain(["a".repeat(201)]).chain(words());
    let numbers = NUMBERS.split(' ').map(|number| number.parse::<u64>().expect("a number"));
    let mut values = vec![Value::Null, true.into(), false.into(), (-1).into(), 1.5.into()];
    values.extend(texts.map(Value::from));
    values.extend(numbers.map(Value::from));
    let lists: Vec<Value> = values.iter().map(|value| json!([value])).collect();
    values.extend(lists);
    let nested = json!([[], {}, [[]], [{}], { "x": 1 }, { "x": { "y": [null] } }]);
    values.extend(nested.as_array().into_iter().flatten().cloned());
    values
}

/// Every word that some key may have.
fn words() -> BTreeSet<String> {
    let all = Schema::ALL.into_iter().flat_map(|schema| Described::new(schema).places());
    all.flat_map(|place| place.words()).collect()
}

/// A schema, and what checks documents against it.
struct Described {
    schema: Schema,
    json: Value,
    compiled: Schemas,
    index: SchemaIndex,
}

/// A key at some depth, an item of a list, or the whole document.
struct Place {
    /// The way to it: names of keys, and nothing for an item.
    path: Vec<Option<String>>,
    /// Its part of the schema, with what that refers to.
    part: Value,
}

impl Described {
    fn new(schema: Schema) -> Self {
        let json: Value = serde_json::from_str(&schema.text()).expect("JSON");
        let (mut compiled, mut compiler) = (Schemas::new(), Compiler::new());
        let name = format!("{}.json", schema.name());
        compiler.add_resource(&name, json.clone()).expect("a resource");
        let index = compiler.compile(&name, &mut compiled);
        let index = index.unwrap_or_else(|error| panic!("{name}: {error:#}"));
        Self { schema, json, compiled, index }
    }

    /// Whether the schema has nothing against a document.
    fn takes(&self, document: &Value) -> bool {
        self.compiled.validate(document, self.index).is_ok()
    }

    /// What it has against one.
    fn why(&self, document: &Value) -> String {
        let refused = self.compiled.validate(document, self.index).err();
        refused.map_or("nothing".to_owned(), |error| error.to_string())
    }

    /// What the parser says of a document, but for what no schema can see.
    fn problems(&self, document: &Value) -> Vec<Diagnostic> {
        let mut problems = parse(self.schema, &document.to_string());
        problems.retain(is_seen);
        problems
    }

    /// The whole document, and every key and item in it.
    fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        self.gather(Vec::new(), self.resolved(&self.json), &mut places);
        places
    }

    fn gather(&self, path: Vec<Option<String>>, part: Value, places: &mut Vec<Place>) {
        let below = |step: Option<&String>| [&path[..], &[step.cloned()]].concat();
        for (key, part) in part["properties"].as_object().into_iter().flatten() {
            self.gather(below(Some(key)), self.resolved(part), places);
        }
        if let Some(items) = part.get("items") {
            self.gather(below(None), self.resolved(items), places);
        }
        places.push(Place { path, part });
    }

    /// A part of the schema together with the definitions that it refers to.
    fn resolved(&self, part: &Value) -> Value {
        let mut whole = part.as_object().expect("a schema").clone();
        let all = part["allOf"].as_array().into_iter().flatten().chain([part]);
        let names = all.filter_map(|part| part["$ref"].as_str());
        for name in names {
            let name = name.strip_prefix("#/definitions/").expect("a definition");
            let definition = self.resolved(&self.json["definitions"][name]);
            for (key, value) in definition.as_object().expect("a schema") {
                whole.entry(key).or_insert_with(|| value.clone());
            }
        }
        whole.into()
    }

    /// A small document that is right, but for a value at a place.
    fn document(&self, place: &Place, value: Value) -> Value {
        self.with(&self.resolved(&self.json), &place.path, value)
    }

    fn with(&self, part: &Value, path: &[Option<String>], value: Value) -> Value {
        match path.split_first() {
            None => value,
            Some((None, rest)) => json!([self.with(&self.resolved(&part["items"]), rest, value)]),
            Some((Some(key), rest)) => {
                let below = self.resolved(&part["properties"][key]);
                let mut whole = self.needed(part);
                whole.insert(key.clone(), self.with(&below, rest, value));
                whole.into()
            }
        }
    }

    /// The keys that a mapping must have.
    fn needed(&self, part: &Value) -> Map<String, Value> {
        let keys = part["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        keys.map(|key| (key.to_owned(), self.sample(&self.resolved(&part["properties"][key]))))
            .collect()
    }

    /// A value that is right.
    fn sample(&self, part: &Value) -> Value {
        let example = part["examples"].get(0).or_else(|| part["enum"].get(0));
        match (example, part["type"].as_str()) {
            (Some(example), _) => example.clone(),
            (None, Some("string")) => "x".into(),
            (None, Some("array")) => json!([self.sample(&self.resolved(&part["items"]))]),
            (None, Some("object")) => self.needed(part).into(),
            (None, other) => panic!("what is a value of {other:?}?"),
        }
    }
}

impl Place {
    fn name(&self) -> String {
        let steps = self.path.iter().map(|step| step.as_deref().unwrap_or("[]"));
        steps.collect::<Vec<_>>().join(".")
    }

    fn words(&self) -> BTreeSet<String> {
        let words = self.part["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    }

    fn is(&self, kind: &str) -> bool {
        let kinds = &self.part["type"];
        kinds == kind || kinds.as_array().into_iter().flatten().any(|other| other == kind)
    }
}

/// What a parser says of a text.
fn parse(schema: Schema, text: &str) -> Vec<Diagnostic> {
    let file = VPath::new("x");
    let kind = match schema {
        Schema::Config => return config::parse(&file, text).diagnostics,
        Schema::Article => Kind::Article,
        Schema::Page => Kind::Page,
        Schema::Edition => Kind::Edition,
        Schema::Term => Kind::Term,
    };
    let mut problems = Vec::new();
    front_matter::parse(&file, text, &(0..text.len()), kind, &mut problems);
    problems
}

/// Whether a value is none of the many lists of one item, which only lists are given.
fn is_one(value: &Value) -> bool {
    value.as_array().is_none_or(|items| items.first().is_none_or(|first| !first.is_string()))
}

fn is_seen(problem: &Diagnostic) -> bool {
    let codes = [Code::UnknownTopic, Code::CyclicTopics, Code::AmbiguousTopic];
    !codes.contains(&problem.code) && !UNSEEN.iter().any(|part| problem.message.contains(part))
}

/// The words between backticks.
fn quoted(text: &str) -> BTreeSet<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The help of a problem with such a message, if there is one.
fn help(problems: &[Diagnostic], message: &str) -> Option<String> {
    let problem = problems.iter().find(|problem| problem.message.contains(message));
    problem.map(|problem| problem.help.clone().unwrap_or_default())
}

#[test]
fn every_value_is_right_or_wrong_for_both() {
    let values = values();
    let mut wrong = String::new();
    for described in Schema::ALL.map(Described::new) {
        for place in described.places() {
            for value in values.iter().filter(|value| place.is("array") || is_one(value)) {
                let document = described.document(&place, value.clone());
                let problems = described.problems(&document);
                if problems.is_empty() != described.takes(&document) {
                    let (name, place) = (described.schema.name(), place.name());
                    let (said, why) =
                        (problems.first().map(|p| &p.message), described.why(&document));
                    wrong += &format!("{name} {place}: {value}: {said:?}, {why}\n");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "the parser and the schema differ on these:\n{wrong}");
}

#[test]
fn a_mapping_has_the_same_keys_in_both() {
    for described in Schema::ALL.map(Described::new) {
        for place in
            described.places().iter().filter(|place| place.part.get("properties").is_some())
        {
            let name = format!("{} {}", described.schema.name(), place.name());
            let mut keys = described.needed(&place.part);
            keys.insert(STRANGE.to_owned(), 1.into());
            let problems = described.problems(&described.document(place, keys.into()));
            let known = help(&problems, &format!("unknown key `{STRANGE}`"));
            let known = known.unwrap_or_else(|| panic!("{name}: {problems:?}"));
            let keys = place.part["properties"].as_object().expect("keys").keys().cloned();
            assert_eq!(keys.collect::<BTreeSet<_>>(), quoted(&known), "the keys of {name}");

            let empty = described.problems(&described.document(place, json!({})));
            let missing = empty.iter().filter(|problem| problem.code == Code::MissingKey);
            let missing: BTreeSet<String> =
                missing.flat_map(|problem| quoted(&problem.message)).collect();
            let needed = described.needed(&place.part).into_iter().map(|(key, _)| key);
            assert_eq!(needed.collect::<BTreeSet<_>>(), missing, "the needed keys of {name}");
        }
    }
}

#[test]
fn a_key_has_the_same_words_and_numbers_in_both() {
    for described in Schema::ALL.map(Described::new) {
        for place in described.places() {
            let name = format!("{} {}", described.schema.name(), place.name());
            let problems = described.problems(&described.document(&place, STRANGE.into()));
            let known =
                help(&problems, "is not one of the values allowed here").unwrap_or_default();
            let words = quoted(&known);
            // One word is no alternative, and is suggested however far it is.
            assert_eq!(place.words(), words, "the words of {name}");
            if place.is("integer") {
                let problems =
                    described.problems(&described.document(&place, 4_000_000_000_u64.into()));
                let range = help(&problems, "is out of range").unwrap_or_default();
                let (least, most) = (&place.part["minimum"], &place.part["maximum"]);
                assert_eq!(range, format!("write a number from {least} to {most}"), "{name}");
            }
        }
    }
}

#[test]
fn a_default_is_what_is_without_the_key() {
    let described = Described::new(Schema::Config);
    let places = described.places();
    let without = described.needed(&described.json);
    let mut checked = 0;
    for place in places.iter().filter(|place| place.part.get("default").is_some()) {
        let default = place.part["default"].clone();
        if place.path[0].as_deref() == Some("pictures") && place.path.len() > 1 {
            let usual = described.document(place, default);
            let plain = json!({ "pictures": true });
            assert_eq!(shown(&with(&without, &plain)), shown(&usual), "{}", place.name());
        } else {
            let usual = described.document(place, default);
            assert_eq!(shown(&without.clone().into()), shown(&usual), "{}", place.name());
        }
        checked += 1;
    }
    assert!(checked > 15, "only {checked} defaults");
}

fn with(keys: &Map<String, Value>, more: &Value) -> Value {
    let mut all = keys.clone();
    all.extend(more.as_object().expect("keys").clone());
    all.into()
}

/// All that a configuration says, but for its text.
fn shown(document: &Value) -> String {
    let config: Config = config::parse(&VPath::new("x"), &document.to_string()).value;
    let all = format!("{config:?}");
    all.split(", source: ").next().unwrap_or_default().to_owned()
}

#[test]
fn what_a_key_is_said_to_be_is_what_the_manual_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |page: &str| fs::read_to_string(root.join("docs").join(page)).expect("a page");
    let config = pieces(&read("configuration.md"));
    let head = [pieces(&read("front-matter.md")), pieces(&read("glossary.md"))].concat();
    for described in Schema::ALL.map(Described::new) {
        let pages = if described.schema == Schema::Config { &config } else { &head };
        for place in described.places() {
            let Some(Some(key)) = place.path.last() else { continue };
            let name = format!("{} {}", described.schema.name(), place.name());
            let said = place.part["description"].as_str().unwrap_or_default();
            let said = said.strip_suffix('.').unwrap_or_else(|| panic!("{name} is no sentence"));
            let (key, said) = (format!("`{key}`"), said.to_lowercase());
            let there = pages.iter().any(|piece| piece.contains(&key) && piece.contains(&said));
            assert!(there, "the manual does not say of {name}: {said}");
        }
    }
}

/// The paragraphs, items and rows of a page, each behind the heading that it stands below; on one line, without links
/// and in lower case.
fn pieces(page: &str) -> Vec<String> {
    let (mut pieces, mut heading) = (Vec::<String>::new(), String::new());
    let mut goes_on = false;
    for line in page.lines() {
        if line.starts_with('#') {
            heading = line.to_owned();
        }
        if line.is_empty() || line.starts_with(['#', '|']) || line.starts_with("- ") || !goes_on {
            pieces.push(heading.clone());
        }
        goes_on = !line.is_empty() && !line.starts_with(['#', '|']);
        if let Some(piece) = pieces.last_mut() {
            *piece += " ";
            *piece += line.trim();
        }
    }
    pieces.iter().map(|piece| without_links(piece).to_lowercase()).collect()
}

fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let (before, label) = before.rsplit_once('[').unwrap_or((before, ""));
        out += before;
        out += label;
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[test]
fn files_of_sites_are_right_or_wrong_for_both() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("depeche.yaml")];
    for folder in ["tests/sites", "content", "starter"] {
        walk(&root.join(folder), &mut files);
    }
    let all = Schema::ALL.map(Described::new);
    let (mut right, mut wrong) = (0, 0);
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let Some((schema, text)) = described_by(&file, &text) else { continue };
        // What cannot be read as YAML, as a mapping with a key twice, has no values.
        let Ok(tree) = serde_yaml::from_str::<serde_yaml::Value>(&text) else { continue };
        let document = serde_json::to_value(tree).expect("keys are texts");
        let described =
            all.iter().find(|described| described.schema == schema).expect("all are there");
        let problems: Vec<_> = parse(schema, &text).into_iter().filter(is_seen).collect();
        let (file, why) = (file.display(), described.why(&document));
        assert_eq!(problems.is_empty(), described.takes(&document), "{file}: {problems:?}, {why}");
        *(if problems.is_empty() { &mut right } else { &mut wrong }) += 1;
    }
    assert!(right > 300 && wrong > 5, "only {right} files are right, and {wrong} wrong");
}

/// The schema of a file, and its YAML.
fn described_by(file: &Path, text: &str) -> Option<(Schema, String)> {
    let path = file.to_str()?.replace('\\', "/");
    if path.ends_with("/depeche.yaml") {
        return Some((Schema::Config, text.to_owned()));
    }
    let kinds =
        [("pages", Schema::Page), ("editions", Schema::Edition), ("glossary", Schema::Term)];
    let kind = kinds.iter().find(|(folder, _)| path.contains(&format!("/content/{folder}/")));
    let schema = kind.map_or(Schema::Article, |(_, schema)| *schema);
    let mut problems = Vec::new();
    let parts = front_matter::split(&VPath::new("x"), text, &mut problems);
    let is_article = path.ends_with(".md") && path.contains("/content/") && problems.is_empty();
    is_article.then(|| (schema, text[parts.front].to_owned()))
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

#[test]
fn a_new_site_has_the_schemas_and_names_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    run(&["init", site.to_str().expect("UTF-8")]);
    let config = fs::read_to_string(site.join("depeche.yaml")).expect("a configuration");
    let first = config.lines().next().unwrap_or_default();
    let named = first.strip_prefix("# yaml-language-server: $schema=").expect("a schema");
    assert_eq!(fs::read_to_string(site.join(named)).ok(), Some(Schema::Config.text()));

    fs::write(site.join(named), "{}").expect("a file");
    run(&["schema", "--write", "--root", site.to_str().expect("UTF-8")]);
    for schema in Schema::ALL {
        let file = site.join("schemas").join(schema.name()).with_extension("json");
        assert_eq!(fs::read_to_string(file).ok(), Some(schema.text()), "{schema:?}");
        assert_eq!(run(&["schema", schema.name()]), schema.text());
    }
    let files = fs::read_dir(site.join("schemas")).expect("a folder");
    assert_eq!(files.count(), Schema::ALL.len(), "nothing else is left there");
}

/// What depeche prints.
fn run(arguments: &[&str]) -> String {
    let run =
        Command::new(env!("CARGO_BIN_EXE_depeche")).args(arguments).output().expect("a process");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("UTF-8")
}
