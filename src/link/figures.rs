//! The figures of charts that stand in files beside articles.

use std::collections::BTreeMap;

use crate::diag::{Checked, Code, Diagnostic, Span, nearest};
use crate::hashed::Hashed;
use crate::limits;
use crate::parse::article::{self, Article};
use crate::parse::chart::{Data, FromFile, read_rows};
use crate::world::VPath;

/// Reads the figures that a target of an article names, for its chart.
///
/// # Problems
/// - [`Code::MissingChartData`], [`Code::ChartTooLarge`], [`Code::NotUtf8`].
/// - [`Code::BadChartData`], in the file; [`Code::BadValue`] for a column that it lacks, in the chart.
pub fn find(
    media: &BTreeMap<VPath, Hashed<Vec<u8>>>,
    article: &Article,
    target: usize,
) -> Checked<Option<Hashed<Data>>> {
    let mut diagnostics = Vec::new();
    let chart = article.figures.iter().find(|chart| chart.target == target);
    let data = chart.and_then(|chart| read(media, article, chart, &mut diagnostics));
    Checked { value: data, diagnostics }
}

fn read(
    media: &BTreeMap<VPath, Hashed<Vec<u8>>>,
    article: &Article,
    chart: &FromFile,
    problems: &mut Vec<Diagnostic>,
) -> Option<Hashed<Data>> {
    let name = &article.targets[chart.target].destination;
    let span = article.target_span(chart.target);
    let found = article.file.join(name).and_then(|file| Some((media.get(&file)?, file)));
    let Some((bytes, file)) = found else {
        problems.push(missing(media, article, name, span));
        return None;
    };
    if bytes.len() > limits::CHART_BYTES {
        let message = format!("`{name}` is too large for a chart");
        let help = format!("a file of figures may have {} KiB", limits::CHART_BYTES / 1024);
        problems.push(Diagnostic::new(Code::ChartTooLarge, message).at(span).help(help));
        return None;
    }
    let text = article::text(&file, bytes, problems)?;
    match read_rows(text, &chart.choice, chart.kind) {
        Ok(data) => Some(Hashed::new(data)),
        Err(faults) => {
            problems.extend(faults.into_iter().map(|fault| {
                let span = match (&fault.at, &fault.column) {
                    (Some(at), _) => Span::new(&file, at.clone()),
                    (None, column) => asked_for(article, chart, column.as_deref()),
                };
                fault.problem().at(span)
            }));
            None
        }
    }
}

/// Where a chart asks for a column.
fn asked_for(article: &Article, chart: &FromFile, column: Option<&str>) -> Span {
    let block = article.source_text().get(chart.block.clone()).unwrap_or_default();
    let found = column.and_then(|column| {
        let at = chart.block.start + block.rfind(column)?;
        Some(at..at + column.len())
    });
    Span::new(&article.file, found.unwrap_or_else(|| chart.block.clone()))
}

fn missing(
    media: &BTreeMap<VPath, Hashed<Vec<u8>>>,
    article: &Article,
    name: &str,
    span: Span,
) -> Diagnostic {
    let problem =
        Diagnostic::new(Code::MissingChartData, format!("there is no file `{name}`")).at(span);
    let names = media.keys().filter_map(|file| file.below(article.file.folder()));
    problem.help(match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "put it beside the article, or write its path from the article's file".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::{Kind, Role, Source, StoryKey};
    use crate::model::Locale;
    use crate::parse::article::Input;
    use crate::parse::config::Config;
    use crate::world::FileBytes;

    /// The problems of a chart that draws this file.
    fn problems(figures: &[u8]) -> Vec<String> {
        let text = "---\ntitle: t\n---\n```chart\ntitle: t\nfrom: a.csv\n```\n";
        let story = StoryKey::new("a");
        let role = Role::Article { story: story.clone(), suffix: "en".into(), kind: Kind::Page };
        let bytes = FileBytes::held(Hashed::from_bytes(text.as_bytes()));
        let (file, config) = (VPath::new("content/a.en.md"), Config::fallback(""));
        let mut declared = config.locales[0].clone();
        declared.tag = Locale::new("en").expect("a tag");
        let source = Source { role, bytes };
        let input = Input {
            file: &file,
            source: &source,
            story: &story,
            declared: &declared,
            kind: Kind::Page,
            searched: false,
            html: Default::default(),
            terms: &Default::default(),
        };
        let article = article::parse(input).value;
        let media = [(VPath::new("content/a.csv"), Hashed::from_bytes(figures))].into();
        let found = find(&media, &article, 0);
        let problem = |problem: Diagnostic| format!("{} {}", problem.code, problem.message);
        found.diagnostics.into_iter().map(problem).collect()
    }

    #[test]
    fn a_file_has_its_limit() {
        let mut figures = b"a,b\nx,1\n".to_vec();
        figures.resize(limits::CHART_BYTES, b'\n');
        assert_eq!(problems(&figures), [""; 0]);
        figures.push(b'\n');
        assert_eq!(problems(&figures), ["chart-too-large `a.csv` is too large for a chart"]);
    }

    #[test]
    fn a_file_must_be_text() {
        assert_eq!(problems(b"a,b\nx,\xff"), ["not-utf8 this file is not UTF-8 (line 2)"]);
    }
}
