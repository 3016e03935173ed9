//! What changed, line by line.

use super::Class;
use super::scanner::{self, Scanner};

/// How lines begin that are of no file.
const AROUND: [&str; 7] = ["@@", "diff ", "index ", "new file", "deleted file", "rename ", "\\ "];

/// Tells the lines that came from those that went, and both from what stands around them.
pub(super) fn scan(scanner: &mut Scanner<'_, '_>) {
    let mut names = 0;
    while scanner.peek().is_some() {
        let (line, next) = scanner.rest().split_at(scanner::line(scanner.rest()));
        // The names of two files: a line that begins with `--` may have gone, too.
        if line.starts_with("--- ") && next.starts_with("\n+++ ") {
            names = 2;
        }
        let class = match line.as_bytes().first() {
            _ if names > 0 => Some(Class::Comment),
            Some(b'+') => Some(Class::Inserted),
            Some(b'-') => Some(Class::Deleted),
            _ => AROUND.iter().any(|word| line.starts_with(word)).then_some(Class::Comment),
        };
        names -= names.min(1);
        scanner.take(line.trim_end_matches('\r').len(), class);
        scanner.skip(scanner::line(scanner.rest()));
        scanner.skip_one();
    }
}
