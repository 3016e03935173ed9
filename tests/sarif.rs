//! What `--format sarif` says of every fixture is valid, by the JSON Schema that OASIS publishes for it.
//!
//! A crate has the schema beside its code: `cargo fetch --locked --manifest-path tests/schemas/Cargo.toml` gets it. Without
//! it, nothing is tried but for `tests/run`.

#![expect(clippy::disallowed_methods, reason = "sites are made on the disk")]
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use rayon::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The schema, if it was fetched.
fn schema() -> Option<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--offline", "--locked", "--format-version", "1", "--manifest-path"]);
    let said = cargo.arg(tests().join("schemas/Cargo.toml")).output().unwrap();
    if !said.status.success() {
        let all = std::env::var_os("DEPECHE_TEST_ALL").is_some();
        assert!(!all, "the schema is missing: {}", String::from_utf8_lossy(&said.stderr));
        return None;
    }
    let known: Value = serde_json::from_slice(&said.stdout).unwrap();
    let mut packages = known["packages"].as_array().unwrap().iter();
    let package = packages.find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let text = fs::read(manifest.with_file_name("src/schema.json")).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

fn compile(schema: Value) -> (Schemas, SchemaIndex) {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("sarif.json", schema).unwrap();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    (schemas, index)
}

/// What `check` says of a fixture, which lies over the base of all.
fn said(name: &str) -> Value {
    let site = TempDir::new().unwrap();
    for layer in ["_base", name] {
        copy(&tests().join("sites").join(layer), site.path());
    }
    let mut depeche = Command::new(env!("CARGO_BIN_EXE_depeche"));
    depeche.args(["check", "--format", "sarif", "--now", "2025-06-30", "--root"]);
    let said = depeche.arg(site.path()).output().unwrap();
    serde_json::from_slice(&said.stdout).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(fs::copy(&path, target).unwrap()),
        }
    }
}

#[test]
fn what_is_said_of_every_fixture_is_valid() {
    let Some(schema) = schema() else { return };
    let (schemas, index) = compile(schema);
    let fixtures = fs::read_dir(tests().join("sites")).unwrap();
    let fixtures = fixtures.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let fixtures: Vec<String> = fixtures.filter(|name| name != "_base").collect();
    let codes = fixtures.par_iter().flat_map_iter(|name| {
        let log = said(name);
        let refused = schemas.validate(&log, index).err().map(|error| error.to_string());
        assert_eq!(refused, None, "{name}");
        let results = log["runs"][0]["results"].as_array().unwrap();
        results
            .iter()
            .map(|result| result["ruleId"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    });
    let codes: BTreeSet<String> = codes.collect();
    assert!(codes.len() > 60, "only {} codes were told of: {codes:?}", codes.len());
}

#[test]
fn the_schema_refuses_what_is_no_log() {
    let Some(schema) = schema() else { return };
    let (schemas, index) = compile(schema);
    let mut log = said("a-link-is-broken");
    let place = "/runs/0/results/0/locations/0/physicalLocation/region/startLine";
    *log.pointer_mut(place).unwrap() = 0.into();
    assert!(schemas.validate(&log, index).is_err());
}
