//! Links that lead out of the site: where they stand, and what is to be said of what they answered.
//!
//! The network is no function of the sources: a server may be down for an hour, and many refuse programs.
//! So only what is sure counts at once, and what is known is written down, in `links.lock`:
//!
//! ```text
//! version 1
//! https://example.org/gone dead
//! https://example.org/slow silent 2025-06-30
//! ```

#[cfg(feature = "external")]
pub mod ask;

use std::collections::BTreeMap;

use jiff::civil::Date;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::baseline::{self, Unreadable};
use crate::diag::{Code, Diagnostic, Span};
use crate::limits;
use crate::parse::Parsed;
use crate::parse::article::Article;

/// The name of the list, at the site's root.
pub const LINKS: &str = "links.lock";

/// What the list begins with.
const HEADER: &str = "\
# Outside links that are known not to answer. Commit this file; `depeche check --external --baseline` writes it.
version 1
";

/// What an address may not hold as it is, besides letters outside ASCII.
const UNSAFE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^');

/// Outside links by their addresses, and where each stands.
pub type Links = BTreeMap<String, Vec<Span>>;

/// What was found at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Something is there.
    Fine,
    /// Nothing is there, and the server says so.
    Dead(String),
    /// Nobody knows: the server refuses programs, is busy, or does not answer.
    Unclear(String),
}

/// Links that are known not to answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known(BTreeMap<String, State>);

/// What is known of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Dead,
    /// It could not be judged since that day.
    Silent(Date),
}

/// What is to be said of what links answered.
#[derive(Debug, Default)]
pub struct Judgement {
    /// Those that broke since the list was written.
    pub problems: Vec<Diagnostic>,
    /// What is known from now on.
    pub next: Known,
    /// How many lead to something.
    pub fine: usize,
    /// How many were known to be dead.
    pub known: usize,
    /// Those that nobody can judge today, and why.
    pub unclear: Vec<(String, String)>,
    /// Those of the list that answer again.
    pub back: Vec<String>,
}

/// Every outside link of the articles' texts and sources.
pub fn links(parsed: &Parsed) -> Links {
    let mut links = Links::new();
    for article in parsed.articles.iter() {
        for (written, span) in of_article(article) {
            if let Some(address) = address(&written) {
                links.entry(address).or_default().push(span);
            }
        }
    }
    links
}

fn of_article(article: &Article) -> impl Iterator<Item = (String, Span)> {
    let text = article.targets.iter().enumerate();
    let text = text.map(|(index, target)| (target.destination.clone(), article.target_span(index)));
    let sources = article.head.sources.iter().flat_map(|sources| sources.iter()).enumerate();
    let sources = sources.filter_map(|(index, source)| {
        Some((source.url.as_ref()?.to_string(), article.span(&format!("sources[{index}].url"))))
    });
    text.chain(sources)
}

/// The address that is asked for, if a link leads out of the site: without the place in its page, which no
/// server sees, and with all letters but ASCII's encoded.
fn address(written: &str) -> Option<String> {
    let written = written.trim();
    let (scheme, rest) = match written.strip_prefix("//") {
        Some(rest) => ("https", rest),
        None => written.split_once("://")?,
    };
    let scheme = scheme.to_ascii_lowercase();
    let rest = rest.split('#').next().unwrap_or_default();
    let web = scheme == "http" || scheme == "https";
    web.then(|| format!("{scheme}://{}", utf8_percent_encode(rest, UNSAFE)))
}

impl Known {
    /// Reads the list.
    ///
    /// # Errors
    /// Says which line cannot be read, and why.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let entry = |(number, line)| entry(line).ok_or(Unreadable::Line(number));
        baseline::entries(text)?.into_iter().map(entry).collect::<Result<_, _>>().map(Self)
    }

    /// Writes the list. Equal lists give equal bytes.
    pub fn write(&self) -> String {
        let line = |(address, state): (&String, &State)| match state {
            State::Dead => format!("{address} dead\n"),
            State::Silent(since) => format!("{address} silent {since}\n"),
        };
        std::iter::once(HEADER.to_owned()).chain(self.0.iter().map(line)).collect()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn entry(line: &str) -> Option<(String, State)> {
    let mut parts = line.split(' ');
    let (address, state) = (parts.next()?, parts.next()?);
    let state = match (state, parts.next()) {
        ("dead", None) => State::Dead,
        ("silent", Some(since)) => State::Silent(since.parse().ok()?),
        _ => return None,
    };
    (parts.next().is_none()).then(|| (address.to_owned(), state))
}

/// Judges what links answered. A link without an answer is left out.
///
/// # Problems
/// - [`Code::DeadLink`], once per address, if the server says that nothing is there, or nobody could say for
///   [`limits::SILENT_DAYS`]; unless that is known.
pub fn judge(
    links: &Links,
    answers: &BTreeMap<String, Answer>,
    known: &Known,
    today: Date,
) -> Judgement {
    let mut judgement = Judgement::default();
    for (address, places) in links {
        let Some(answer) = answers.get(address) else { continue };
        let before = known.0.get(address).copied();
        judgement.add(address, places, answer, before, today);
    }
    judgement
}

impl Judgement {
    fn add(
        &mut self,
        address: &str,
        places: &[Span],
        answer: &Answer,
        before: Option<State>,
        today: Date,
    ) {
        let state = match (answer, before) {
            (Answer::Fine, before) => {
                self.fine += 1;
                self.back.extend(before.map(|_| address.to_owned()));
                return;
            }
            (_, Some(State::Dead)) => {
                self.known += 1;
                State::Dead
            }
            (Answer::Dead(why), _) => {
                self.problems.push(problem(places, format!("`{address}` is gone: {why}")));
                State::Dead
            }
            (Answer::Unclear(why), before) => {
                let since = before.and_then(State::since).unwrap_or(today);
                self.unclear(address, places, why, since, today)
            }
        };
        self.next.0.insert(address.to_owned(), state);
    }

    fn unclear(
        &mut self,
        address: &str,
        places: &[Span],
        why: &str,
        since: Date,
        today: Date,
    ) -> State {
        if (today - since).get_days() < limits::SILENT_DAYS {
            self.unclear.push((address.to_owned(), why.to_owned()));
            return State::Silent(since);
        }
        let message = format!("`{address}` has not answered since {since}: {why}");
        self.problems.push(problem(places, message));
        State::Dead
    }
}

impl State {
    fn since(self) -> Option<Date> {
        match self {
            Self::Silent(since) => Some(since),
            Self::Dead => None,
        }
    }
}

fn problem(places: &[Span], message: String) -> Diagnostic {
    let mut places = places.iter();
    let mut problem = Diagnostic::new(Code::DeadLink, message);
    if let Some(first) = places.next() {
        problem = problem.at(first.clone());
    }
    let problem = places.fold(problem, |problem, place| problem.and(place.clone(), "and here"));
    problem.help("lead to where the page is now, or to a copy that an archive keeps")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::VPath;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn only_what_leads_out_is_asked_for() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(address(written).as_deref(), expected, "{written}");
        };
        check("https://example.org/a#b", Some("https://example.org/a"));
        check("HTTP://example.org/é è?q=ü#x", Some("http://example.org/%C3%A9%20%C3%A8?q=%C3%BC"));
        check("https://example.org/%C3%A9", Some("https://example.org/%C3%A9"));
        check("//example.org/", Some("https://example.org/"));
        check("mailto:a@example.org", None);
        check("javascript://%0aalert(1)", None);
        check("/fr/a/", None);
        check("a.md", None);
    }

    #[test]
    fn what_is_written_is_read() {
        let text = format!("{HEADER}http://a/ dead\nhttp://b/ silent 2025-06-30\n");
        assert_eq!(Known::parse(&text).unwrap().write(), text);
        assert_eq!(Known::parse(""), Ok(Known::default()));
        for wrong in ["http://a/", "http://a/ alive", "http://a/ silent x", "http://a/ dead x"] {
            let text = format!("version 1\n{wrong}\n");
            assert_eq!(Known::parse(&text), Err(Unreadable::Line(2)), "{wrong}");
        }
    }

    /// Judges one link, and says what is told of it, and what is known then.
    fn judged(answer: Answer, known: &str, today: &str) -> (String, String) {
        let span = Span::new(&VPath::new("a.md"), 0..1);
        let links = Links::from([("http://a/".to_owned(), vec![span.clone(), span])]);
        let answers = BTreeMap::from([("http://a/".to_owned(), answer)]);
        let known = Known::parse(&format!("version 1\n{known}")).unwrap();
        let judged = judge(&links, &answers, &known, day(today));
        let told = judged.problems.iter().map(|problem| problem.message.clone());
        let told = match judged.back.is_empty() {
            true => told.collect(),
            false => "back".to_owned(),
        };
        (told, judged.next.write()[HEADER.len()..].to_owned())
    }

    #[test]
    fn only_what_newly_broke_is_told() {
        let dead = || Answer::Dead("404".to_owned());
        let unclear = || Answer::Unclear("429".to_owned());
        let check = |answer: Answer, known: &str, today: &str, told: &str, next: &str| {
            let expected = (told.to_owned(), next.to_owned());
            assert_eq!(judged(answer.clone(), known, today), expected, "{answer:?} {known}");
        };
        let (at_first, known) = ("2025-06-30", "http://a/ dead\n");
        let silent = "http://a/ silent 2025-06-30\n";
        check(Answer::Fine, "", at_first, "", "");
        check(Answer::Fine, known, at_first, "back", "");
        check(Answer::Fine, silent, at_first, "back", "");
        check(dead(), "", at_first, "`http://a/` is gone: 404", known);
        check(dead(), silent, at_first, "`http://a/` is gone: 404", known);
        check(dead(), known, at_first, "", known);
        check(unclear(), "", at_first, "", silent);
        check(unclear(), known, at_first, "", known);
        check(unclear(), silent, "2025-07-29", "", silent);
        let told = "`http://a/` has not answered since 2025-06-30: 429";
        check(unclear(), silent, "2025-07-30", told, known);
    }

    #[test]
    fn one_address_is_one_problem_in_all_its_places() {
        let spans: Vec<_> = ["a.md", "b.md"].map(|file| Span::file(&VPath::new(file))).into();
        let told = problem(&spans, "x".to_owned());
        assert_eq!(told.span.as_ref(), spans.first());
        assert_eq!(told.related, [(spans[1].clone(), "and here".to_owned())]);
    }
}
