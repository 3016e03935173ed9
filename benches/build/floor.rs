//! The least that any generator must do: read every input, parse its Markdown, write as many files
//! of the same sizes.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use walkdir::WalkDir;

/// Reads the site in `site`, and writes to `output` files of the paths and sizes in `manifest`.
pub fn run(manifest: &Path, site: &Path, output: &Path) -> io::Result<()> {
    let wanted = read_manifest(manifest)?;
    let inputs: Vec<PathBuf> = files(site).map(|(path, _)| path).collect();
    let texts: Vec<Vec<u8>> =
        inputs.par_iter().map(|path| parsed(path)).collect::<io::Result<_>>()?;
    let folders: BTreeSet<&Path> = wanted.iter().filter_map(|(path, _)| path.parent()).collect();
    for folder in folders {
        fs::create_dir_all(output.join(folder))?;
    }
    wanted.par_iter().enumerate().try_for_each(|(place, (path, size))| {
        let text = &texts[place % texts.len()];
        let bytes: Vec<u8> = text.iter().copied().cycle().take(*size).collect();
        fs::write(output.join(path), bytes)
    })
}

/// A file's bytes, or the HTML that its Markdown makes.
fn parsed(path: &Path) -> io::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    if path.extension().is_none_or(|extension| extension != "md") {
        return Ok(bytes);
    }
    let text = String::from_utf8_lossy(&bytes);
    let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
    let mut made = String::with_capacity(body.len() * 2);
    html::push_html(&mut made, Parser::new_ext(body, Options::all()));
    Ok(made.into_bytes())
}

/// What a built site consists of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written {
    /// All files.
    pub files: u64,
    /// Files of HTML.
    pub pages: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

/// Writes down which files a built site has, and how large they are.
pub fn write_manifest(built: &Path, manifest: &Path) -> io::Result<Written> {
    let mut file = io::BufWriter::new(fs::File::create(manifest)?);
    let mut written = Written::default();
    for (path, size) in files(built) {
        let path = path.strip_prefix(built).expect("the walk began there");
        writeln!(file, "{size} {}", path.display())?;
        written.files += 1;
        written.pages += u64::from(path.extension().is_some_and(|extension| extension == "html"));
        written.bytes += size;
    }
    file.flush()?;
    Ok(written)
}

fn read_manifest(manifest: &Path) -> io::Result<Vec<(PathBuf, usize)>> {
    let text = fs::read_to_string(manifest)?;
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    Ok(lines.filter_map(|(size, path)| Some((path.into(), size.parse().ok()?))).collect())
}

fn files(folder: &Path) -> impl Iterator<Item = (PathBuf, u64)> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().to_owned(), entry.metadata().map_or(0, |data| data.len())))
}
