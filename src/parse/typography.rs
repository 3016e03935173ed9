//! What only an author can mend in a text, as problems.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Span};
use crate::parse::yaml::Written;
use crate::typeset::{Fault, FaultKind};
use crate::world::VPath;

/// Reports the faults of a text of the head, each where it stands, or else at the whole text.
pub fn report(
    file: &VPath,
    place: Range<usize>,
    text: &str,
    written: Option<&Written<'_>>,
    faults: &[Fault],
    problems: &mut Vec<Diagnostic>,
) {
    let at = |fault: &Fault| written?.locate(&fault.at);
    let fixes = faults.iter().filter(|fault| at(fault).is_some());
    let fixes = fixes.filter_map(|fault| Some((fault.at.clone(), fault.instead.as_deref()?)));
    let mut fixes: Vec<_> = fixes.collect();
    fixes.sort_by_key(|(at, _)| at.start);
    // Of two that overlap, the first is written.
    let mut end = 0;
    fixes.retain(|(at, _)| {
        let apart = at.start >= end;
        if apart {
            end = at.end;
        }
        apart
    });
    let safe = written.is_some_and(|written| written.takes(&fixes));
    for fault in faults {
        let wrong = &text[fault.at.clone()];
        let mut problem = problem(fault, wrong, file, at(fault), place.clone());
        if !safe {
            problem.fix = None;
        }
        problems.push(problem);
    }
}

/// The problem that a fault of a text is. `range` is where it stands in its file, and `wrong` what
/// stands there; without them, the problem is that of the whole `otherwise`, and has no fix.
pub fn problem(
    fault: &Fault,
    wrong: &str,
    file: &VPath,
    range: Option<Range<usize>>,
    otherwise: Range<usize>,
) -> Diagnostic {
    let (code, message) = describe(fault.kind, wrong);
    let fix = fault.instead.clone().filter(|_| range.is_some());
    let problem = Diagnostic::new(code, message)
        .at(Span::new(file, range.unwrap_or(otherwise)))
        .help(help(fault));
    match fix {
        Some(fix) => problem.fix(fix),
        None => problem,
    }
}

fn describe(kind: FaultKind, wrong: &str) -> (Code, String) {
    match kind {
        FaultKind::UnpairedQuote => {
            (Code::UnpairedQuote, "this quote has no partner, and stays as typed".to_owned())
        }
        FaultKind::ForeignQuotes => {
            (Code::ForeignQuotes, "these quotation marks are those of another language".to_owned())
        }
        FaultKind::MissingSpace => {
            (Code::MissingSpace, format!("there is no space before `{wrong}`"))
        }
        FaultKind::DoubleSpace => {
            (Code::DoubleSpace, format!("there are {} spaces here", wrong.len()))
        }
        FaultKind::PlainLetter => {
            (Code::PlainLetter, format!("`{wrong}` lacks an accent or a ligature"))
        }
        FaultKind::WrongAbbreviation => {
            (Code::WrongAbbreviation, format!("`{wrong}` is no abbreviation"))
        }
        FaultKind::WrongCapital => {
            (Code::WrongCapital, format!("`{wrong}` has a capital that it should not have"))
        }
        FaultKind::TitleFullStop => {
            (Code::TitleFullStop, "this title ends with a full stop".to_owned())
        }
    }
}

fn help(fault: &Fault) -> String {
    match (fault.kind, &fault.instead) {
        (FaultKind::MissingSpace, _) => {
            "type one: it becomes the right one, and does not break the line".to_owned()
        }
        (FaultKind::DoubleSpace, _) => "leave one".to_owned(),
        (_, Some(instead)) => format!("write `{instead}`"),
        (FaultKind::UnpairedQuote, _) => {
            "add the other one, or write `\\\"` if it is meant to be straight".to_owned()
        }
        (FaultKind::ForeignQuotes, _) => {
            "write straight quotes `\"…\"`: they become those of the language".to_owned()
        }
        (FaultKind::TitleFullStop, _) => "leave it out".to_owned(),
        _ => "give capitals to names and to the first word alone".to_owned(),
    }
}
