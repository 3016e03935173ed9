//! What is wrong with templates, as the template engine tells it.
//!
//! The engine takes templates all or none. So those with a mistake are set aside, with those that
//! need them, until it takes the rest: a page that has nothing to do with a mistake is rendered.

use std::collections::BTreeSet;

use tera::{ErrorKind, Kwargs, State, Tera, Value};

use super::fold::{self, Shape};
use super::{FILTERS, FUNCTIONS, Template, Theme, mentions};
use crate::diag::{Code, Diagnostic, Span};

/// Sets aside templates until the engine takes the rest.
///
/// Mistakes between templates are told only once each is right alone: otherwise what a broken one
/// defines would be missed in all the others.
pub fn set_aside(theme: &mut Theme) -> Vec<Diagnostic> {
    if understand(theme).is_ok() {
        return Vec::new();
    }
    let mut told = alone(theme);
    remove(theme, told.iter().map(|(name, _)| name.clone()).collect());
    let mut problems: Vec<Diagnostic> = told.drain(..).map(|(_, problem)| problem).collect();
    let mut first = problems.is_empty();
    while let Err(error) = understand(theme) {
        if std::mem::take(&mut first) {
            problems = each(&error, theme);
        }
        let mut guilty = culprits(&error, theme);
        if guilty.is_empty() {
            guilty = theme.templates.keys().cloned().collect();
        }
        remove(theme, guilty);
    }
    problems
}

/// The templates that are wrong by themselves.
fn alone(theme: &Theme) -> Vec<(String, Diagnostic)> {
    let wrong = theme.templates.iter().filter_map(|(name, template)| {
        let error = engine().add_raw_template(name, template.text()).err()?;
        let alone = matches!(error.kind(), ErrorKind::SyntaxError(_));
        alone.then(|| (name.clone(), problem(&error, theme, Code::TemplateSyntax)))
    });
    wrong.collect()
}

/// Gives the theme its engine, if that takes all templates together.
///
/// It is told of mistakes as the templates have them, not as they were folded.
fn understand(theme: &mut Theme) -> Result<(), tera::Error> {
    let (folded, shapes) = folded(theme);
    if let Ok(engine) = engine_of(folded, &shapes) {
        (theme.engine, theme.shapes) = (engine, Some(shapes));
        return Ok(());
    }
    let templates = theme.templates.iter();
    theme.engine = engine_of(templates.map(|(name, template)| (name, template.text())), &[])?;
    theme.shapes = None;
    Ok(())
}

/// All templates as they are folded, and the shapes of their calls.
fn folded(theme: &Theme) -> (Vec<(&String, String)>, Vec<Shape>) {
    let mut shapes = BTreeSet::new();
    let templates = theme.templates.iter().map(|(name, template)| {
        let folded = fold::fold(template.text(), &theme.assets);
        shapes.extend(folded.shapes);
        (name, folded.text)
    });
    (templates.collect(), shapes.into_iter().collect())
}

/// An engine that has taken all templates.
fn engine_of<'t, T: AsRef<str>>(
    templates: impl IntoIterator<Item = (&'t String, T)>,
    shapes: &[Shape],
) -> Result<Tera, tera::Error> {
    let mut engine = engine();
    for shape in shapes {
        engine.register_filter(shape.filter(), nothing);
    }
    engine.add_raw_templates(templates)?;
    Ok(engine)
}

/// Sets aside templates, and those that extend or include them.
fn remove(theme: &mut Theme, mut names: Vec<String>) {
    while let Some(name) = names.pop() {
        if let Some(template) = theme.templates.remove(&name) {
            theme.set_aside.push(template);
            let needs = |other: &&String| mentions(theme.templates[*other].text(), &name);
            names.extend(theme.templates.keys().filter(needs).cloned());
        }
    }
}

/// The templates that an error is about.
fn culprits(error: &tera::Error, theme: &Theme) -> Vec<String> {
    let names: BTreeSet<String> = match error.kind() {
        ErrorKind::SyntaxError(report) => [report.filename().to_owned()].into(),
        ErrorKind::MissingParent { current, .. } => [current.clone()].into(),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            [tpl.clone()].into()
        }
        other => reports(&other.to_string()).into_iter().map(|report| report.file).collect(),
    };
    names.into_iter().filter(|name| theme.templates.contains_key(name)).collect()
}

/// One of several mistakes that the engine tells as one text.
struct Report {
    message: String,
    file: String,
    /// Both count from 1; columns are characters.
    line: usize,
    column: usize,
}

/// Reads the engine's text: `error: …`, and on the next line `--> FILE:LINE:COLUMN`.
fn reports(text: &str) -> Vec<Report> {
    let lines = text.lines().zip(text.lines().skip(1));
    let report = |(first, second): (&str, &str)| {
        let place = second.trim_start().strip_prefix("--> ")?;
        let mut parts = place.rsplitn(3, ':');
        let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let message = first.strip_prefix("error: ")?.to_owned();
        Some(Report { message, file: parts.next()?.to_owned(), line, column })
    };
    lines.filter_map(report).collect()
}

/// Every mistake that an error tells of.
fn each(error: &tera::Error, theme: &Theme) -> Vec<Diagnostic> {
    let ErrorKind::Msg(text) = error.kind() else {
        return vec![problem(error, theme, Code::TemplateSyntax)];
    };
    let found: Vec<Diagnostic> =
        reports(text).into_iter().filter_map(|report| unknown(&report, theme)).collect();
    if found.is_empty() { vec![problem(error, theme, Code::TemplateSyntax)] } else { found }
}

/// A name that nobody knows: `Unknown filter `shout``.
fn unknown(report: &Report, theme: &Theme) -> Option<Diagnostic> {
    let template = theme.templates.get(&report.file)?;
    let text = template.text();
    let above = text.split_inclusive('\n').take(report.line.checked_sub(1)?);
    let line = above.map(str::len).sum::<usize>();
    let inside = text[line..].char_indices().nth(report.column.checked_sub(1)?);
    let start = line + inside.map_or(0, |(at, _)| at);
    let name = report.message.split('`').nth(1).unwrap_or_default();
    let length = text[start..].find(name).map_or(0, |at| at + name.len());
    let problem = Diagnostic::new(Code::TemplateSyntax, clause(&report.message))
        .at(Span::new(&template.file, start..start + length));
    let known: Vec<&str> = match report.message.split(' ').nth(1) {
        Some("function") => FUNCTIONS.to_vec(),
        Some("filter") => FILTERS.to_vec(),
        Some("template") => theme.templates.keys().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    Some(problem.suggest(name, known, "check its name"))
}

/// An engine whose functions exist but do nothing: Tera checks their names when it reads templates.
fn engine() -> Tera {
    let mut tera = Tera::new();
    for name in FUNCTIONS {
        tera.register_function(*name, |_: Kwargs, _: &State<'_>| String::new());
    }
    let filters = FILTERS.iter().map(|name| (*name).to_owned());
    for name in filters.chain(fold::filters()) {
        tera.register_filter(name, nothing);
    }
    tera
}

/// A filter that does nothing.
fn nothing(_: &Value, _: Kwargs, _: &State<'_>) -> String {
    String::new()
}

/// A template engine's error as a problem, at the engine's own position.
pub fn problem(error: &tera::Error, theme: &Theme, code: Code) -> Diagnostic {
    let file = |name: &str| theme.templates.get(name).map(|template| template.file.clone());
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let problem = Diagnostic::new(code, clause(report.message()));
            let Some(template) = theme.templates.get(report.filename()) else { return problem };
            let told = report.span().range.clone();
            // Syntax is told of templates as they are written.
            let is_folded =
                theme.shapes.is_some() && matches!(error.kind(), ErrorKind::RenderingError(_));
            let at = match is_folded {
                true => fold::place(template.text(), &theme.assets, told),
                false => told,
            };
            problem.at(Span::new(&template.file, at))
        }
        ErrorKind::MissingParent { current, parent } => {
            let problem =
                Diagnostic::new(code, format!("there is no template `{parent}` to extend"));
            let known = theme.templates.keys().map(String::as_str);
            let problem = problem.suggest(parent, known, "check the name in `extends`");
            match theme.templates.get(current) {
                Some(template) => problem.at(named(template, parent)),
                None => problem,
            }
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            let message = format!("templates use one another in a circle: {}", chain.join(", "));
            let problem = Diagnostic::new(code, message);
            match file(tpl) {
                Some(file) => problem.at(Span::file(&file)),
                None => problem,
            }
        }
        other => Diagnostic::new(code, clause(&other.to_string())),
    }
}

/// Where a template names another.
fn named(template: &Template, name: &str) -> Span {
    let start = template.text().find(name).unwrap_or(0);
    Span::new(&template.file, start..start + name.len())
}

/// An engine's sentence as a clause: its first line, without capital and full stop.
fn clause(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut letters = line.chars();
    let second = line.chars().nth(1);
    match letters.next() {
        Some(first) if second.is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hashed::Hashed;
    use crate::world::VPath;

    /// A theme of one template.
    fn theme_of(source: &str) -> Theme {
        let file = VPath::new("templates/a.html");
        let template = Template { file, source: Hashed::from_bytes(source.as_bytes()) };
        let mut theme = Theme::default();
        theme.templates.insert("a.html".to_owned(), template);
        theme
    }

    #[test]
    fn the_engine_takes_a_folded_call_wherever_it_takes_a_call() {
        let source = "{% component a(b: string) %}{{ b }}{% endcomponent a %}\
            {% set c = t(key=\"d\") %}{% if t(key=\"d\") and not t(key=\"e\") %}{{ t(key=\"d\") | upper }}{% endif %}\
            {{ c or t(key=\"d\") }}{{ t(key=\"d\") ~ t(key=\"e\") }}{{ t(key=\"d\")[:2] }}{{ [t(key=\"d\")] }}\
            {{ <a b={t(key=\"d\")}/> }}{{ t(key=\"d\", e=t(key=\"e\")) }}{{ t(key=\"d\") if c else t(key=\"e\") }}\
            {% for e in [c] %}{{ e | date(style=\"long\") | upper }}{% endfor %}{{ c == t(key=\"d\") }}\
            {% set f = t(key=\"g\", h=1) %}{% if t(key=\"g\", h=c) and not t(key=\"g\", h=true) %}{% endif %}\
            {{ t(key=\"g\", h=f.g, i=\"}}\") | upper }}{{ c or t(key=\"g\", h=1.5) ~ t(key=\"g\", h=none) }}\
            {{ <a b={t(key=\"g\", h=c)}/> }}{{ [t(key=\"g\", h=c)[:2], ...c] }}\
            {{ shared(template=\"a\", h=c, i=1) | safe }}{{ t(key=\"g\", h=c) if c else t(key=\"g\", h=1) }}";
        let mut theme = theme_of(source);
        let (folded, shapes) = folded(&theme);
        for call in ["t(key=\"d\")", "t(key=\"g\"", "shared("] {
            assert!(!folded[0].1.contains(call), "{call}");
        }
        engine_of(folded, &shapes).expect("it is taken");
        assert!(set_aside(&mut theme).is_empty() && theme.shapes.is_some());
    }

    #[test]
    fn mistakes_are_told_of_templates_as_they_are_written() {
        let check = |source: &str, wrong: &str| {
            let mut theme = theme_of(source);
            let problems = set_aside(&mut theme);
            let span = problems[0].span.as_ref().expect("it has a place");
            assert_eq!(&source[span.range.clone()], wrong, "{source}");
        };
        check("{{ t(key=\"a\", =\"b\") }}", "=");
        check("{{ t(key=\"a\", true=b) }}", "true");
        check(
            "{% for a in b %}{{ t(key=\"a\", n=loop.nope, name=a.headline) }}{% endfor %}",
            "nope",
        );
    }

    #[test]
    fn a_theme_whose_folded_calls_are_not_taken_keeps_its_calls() {
        let source = "{{ [[t(key=\"a\", b=c)]] }}";
        let mut theme = theme_of(source);
        assert!(set_aside(&mut theme).is_empty());
        assert!(theme.shapes.is_none());
    }
}
