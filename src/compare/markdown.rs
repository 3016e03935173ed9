//! The comparison as Markdown that a pull request shows.

use std::fmt::Write;

use super::{Changes, Gap, Page, Sum};

/// How many pages of a list are named.
const NAMED: usize = 30;

/// Writes what changes for readers.
pub fn markdown(changes: &Changes) -> String {
    let mut out = "## What changes for readers\n\n".to_owned();
    if changes.is_empty() {
        out.push_str("Nothing.\n");
        return out;
    }
    let restyled: usize = changes.restyled.values().sum();
    let counts = [
        (changes.added.len(), "new"),
        (changes.changed.len(), "with other words"),
        (restyled, "with the same words in another dress"),
        (changes.redirected.len(), "that lead on"),
        (changes.gone.len(), "gone"),
    ];
    let said = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said.map(|(count, what)| format!("{count} {what}")).collect();
    match said.is_empty() {
        true => out.push_str("No page changes.\n"),
        false => drop(writeln!(out, "Pages: {}.", said.join(", "))),
    }
    pages(&mut out, "Gone, and leading nowhere", &changes.gone);
    list(&mut out, "Leading on", &changes.redirected, |moved| {
        format!("`{}` leads to `{}`", moved.page.url, moved.to)
    });
    pages(&mut out, "New", &changes.added);
    pages(&mut out, "With other words", &changes.changed);
    gaps(&mut out, changes);
    weight(&mut out, changes);
    out
}

fn list<T>(out: &mut String, title: &str, items: &[T], line: impl Fn(&T) -> String) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n### {title}\n");
    for item in items.iter().take(NAMED) {
        let _ = writeln!(out, "- {}", line(item));
    }
    if items.len() > NAMED {
        let _ = writeln!(out, "- and {} more", items.len() - NAMED);
    }
}

fn pages(out: &mut String, title: &str, pages: &[Page]) {
    list(out, title, pages, named);
}

fn named(page: &Page) -> String {
    let language = if page.locale.is_empty() { "" } else { &format!(" ({})", page.locale) };
    format!("`{}` {}{language}", page.url, escaped(&page.title))
}

fn gaps(out: &mut String, changes: &Changes) {
    let line = |gap: &Gap| format!("{}: not in {}", named(&gap.page), gap.lacks);
    list(out, "Without a translation", &changes.gaps, line);
    let line = |gap: &Gap| format!("{}: now in {}", named(&gap.page), gap.lacks);
    list(out, "Translated", &changes.closed, line);
    if !changes.gaps.is_empty() || !changes.closed.is_empty() {
        let all = changes.missing.iter().map(|(locale, count)| format!("{locale} {count}"));
        let all = all.collect::<Vec<_>>().join(", ");
        let all = if all.is_empty() { "none".to_owned() } else { all };
        let _ = writeln!(out, "\nArticles that a language lacks, in all: {all}.");
    }
}

fn weight(out: &mut String, changes: &Changes) {
    let differs = changes.weight.iter().filter(|weight| weight.before != weight.after);
    let rows: Vec<_> = differs.collect();
    if !rows.is_empty() {
        out.push_str("\n### Weight\n\n| | before | after | |\n|---|---:|---:|---:|\n");
        for row in rows {
            let change = change(row.before.bytes, row.after.bytes);
            let _ = writeln!(
                out,
                "| {} | {} | {} | {change} |",
                row.sort,
                sum(row.before),
                sum(row.after)
            );
        }
    }
    list(out, "Grown most", &changes.grown, |grown| {
        format!("{}: {} to {}", named(&grown.page), bytes(grown.before), bytes(grown.after))
    });
}

fn sum(sum: Sum) -> String {
    match sum.files {
        0 => "–".to_owned(),
        1 => format!("1 file, {}", bytes(sum.bytes)),
        files => format!("{files} files, {}", bytes(sum.bytes)),
    }
}

/// Bytes in the largest unit that leaves a digit before the point.
fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["B", "kB", "MB", "GB"];
    let mut unit = 0;
    let mut rest = count as f64;
    while rest >= 1000.0 && unit + 1 < UNITS.len() {
        rest /= 1000.0;
        unit += 1;
    }
    if unit == 0 { format!("{count} B") } else { format!("{rest:.1} {}", UNITS[unit]) }
}

fn change(before: u64, after: u64) -> String {
    match before {
        _ if before == after => "±0 %".to_owned(),
        0 => "new".to_owned(),
        before => format!("{:+.1} %", (after as f64 / before as f64 - 1.0) * 100.0),
    }
}

/// A title as Markdown: what would be markup is itself.
fn escaped(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for letter in title.chars() {
        if "\\`*_[]<>|#~@&".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Redirected, Weight};
    use super::*;

    fn page(url: &str, title: &str) -> Page {
        Page { locale: "fr".into(), url: url.into(), title: title.into() }
    }

    #[test]
    fn nothing_is_said_in_a_word() {
        assert!(markdown(&Changes::default()).ends_with("\n\nNothing.\n"));
    }

    #[test]
    fn what_changes_is_counted_and_named() {
        let many = (0..32).map(|n| page(&format!("/fr/{n}/"), "*Titre*")).collect();
        let gap = Gap { lacks: "en".into(), page: page("/fr/a/", "A") };
        let changes = Changes {
            added: many,
            redirected: vec![Redirected { page: page("/fr/b/", "B"), to: "/fr/c/".into() }],
            gaps: vec![gap],
            missing: [("en".to_owned(), 3)].into(),
            weight: vec![Weight {
                sort: "styles",
                before: Sum { files: 1, bytes: 999 },
                after: Sum { files: 2, bytes: 12_345 },
            }],
            ..Changes::default()
        };
        let said = markdown(&changes);
        for line in [
            "Pages: 32 new, 1 that lead on.",
            "- `/fr/0/` \\*Titre\\* (fr)",
            "- and 2 more",
            "- `/fr/b/` leads to `/fr/c/`",
            "- `/fr/a/` A (fr): not in en",
            "Articles that a language lacks, in all: en 3.",
            "| styles | 1 file, 999 B | 2 files, 12.3 kB | +1135.7 % |",
        ] {
            assert!(said.lines().any(|found| found == line), "{line}\n{said}");
        }
    }
}
