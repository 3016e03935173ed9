//! Puts the default theme, the site that `init` makes, the manual's pages on problems and the schemas into the
//! binary, so that depeche needs neither network nor installed files.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut code = String::new();
    let folders = [
        ("THEMES", "themes"),
        ("PROBLEMS", "docs/problems"),
        ("SCHEMAS", "schemas"),
        ("STARTER", "starter"),
    ];
    for (name, folder) in folders {
        println!("cargo:rerun-if-changed={folder}");
        let mut files = Vec::new();
        walk(&root.join(folder), &mut files)?;
        files.sort();
        let _ = writeln!(
            code,
            "/// Files of `{folder}/`, by path.\npub static {name}: &[(&str, &[u8])] = &["
        );
        for file in files {
            let path = file.strip_prefix(&root).expect("below the root").display().to_string();
            let _ =
                writeln!(code, "    ({:?}, include_bytes!({:?})),", path.replace('\\', "/"), file);
        }
        code.push_str("];\n");
    }
    fs::write(out.join("embedded.rs"), code)?;
    fonts(&out)?;
    println!("cargo:rustc-env=DEPECHE_BUILD={}", build(&root)?);
    Ok(())
}

/// Puts the fonts of cards where the program takes them in: two of many, which would be eight megabytes.
#[cfg(feature = "cards")]
fn fonts(out: &Path) -> io::Result<()> {
    for (place, name) in [(0, "regular.otf"), (4, "semibold.otf")] {
        let font = typst_assets::fonts().nth(place).expect("the crate has a dozen fonts");
        fs::write(out.join(name), font)?;
    }
    Ok(())
}

#[cfg(not(feature = "cards"))]
fn fonts(_out: &Path) -> io::Result<()> {
    Ok(())
}

/// Tells this program from every other depeche that might read what it leaves on the disk: by its
/// version, its sources, its libraries, and how it is compiled.
fn build(root: &Path) -> io::Result<String> {
    let mut files = vec![root.join("Cargo.toml"), root.join("build.rs")];
    // A package from a registry may come without the lock file.
    files.extend(Some(root.join("Cargo.lock")).filter(|lock| lock.is_file()));
    for folder in ["src", "themes"] {
        println!("cargo:rerun-if-changed={folder}");
        walk(&root.join(folder), &mut files)?;
    }
    println!("cargo:rerun-if-changed=Cargo.lock");
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(root).unwrap_or(&file).hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    for name in
        ["TARGET", "PROFILE", "CARGO_FEATURE_SERVE", "CARGO_FEATURE_IMAGES", "CARGO_FEATURE_CARDS"]
    {
        env::var_os(name).hash(&mut hasher);
    }
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    Ok(format!("{version}-{:016x}", hasher.finish()))
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        match hidden {
            true => {}
            false if path.is_dir() => walk(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}
