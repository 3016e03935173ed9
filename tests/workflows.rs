//! The workflows of the manual are YAML, and call depeche as it can be called.

#![expect(clippy::disallowed_methods, reason = "the manual is read from the disk")]

use std::path::Path;
use std::process::Command;
use std::{fs, io};

fn workflows() -> io::Result<Vec<(String, String)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/workflows");
    let file = |entry: io::Result<fs::DirEntry>| {
        let path = entry?.path();
        Ok((path.display().to_string(), fs::read_to_string(path)?))
    };
    fs::read_dir(folder)?.map(file).collect()
}

/// Each call of depeche in a workflow: its arguments, but for what only the workflow knows.
fn calls(text: &str) -> Vec<Vec<String>> {
    let commands = ["build", "check", "publish", "schedule", "urls"];
    let code = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let pieces = code.flat_map(|line| line.split("depeche ").skip(1));
    let pieces = pieces.filter_map(|piece| {
        // What another program gives is one value.
        let piece = match piece.split_once("\"$(") {
            Some((before, rest)) => format!("{before}2025-01-01{}", rest.split_once(")\"")?.1),
            None => piece.to_owned(),
        };
        let call = piece.split(['|', ')', ';', '&']).next()?;
        Some(call.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    });
    pieces.filter(|call| call.first().is_some_and(|first| commands.contains(&&**first))).collect()
}

#[test]
fn workflows_are_yaml_and_call_depeche_as_it_is() {
    let all = workflows().unwrap();
    assert_eq!(all.len(), 6);
    for (name, text) in all {
        let parsed: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        assert!(parsed.as_mapping().is_some_and(|map| map.len() > 3), "{name}");
        let calls = calls(&text);
        assert!(!calls.is_empty(), "{name} calls depeche");
        for call in calls {
            let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
            let output = command.args(&call).arg("--help").output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{name}: depeche {}: {told}", call.join(" "));
        }
    }
}
