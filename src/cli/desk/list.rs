//! `list`: articles by what is to be done with them.

use anyhow::Result;

use super::{Opened, is_human, out};
use crate::cli::arguments::{Common, ListArguments, Listed};
use crate::desk::{Cell, Desk, Row, State};
use crate::link::Held;
use crate::world::World;

/// Lists articles, the newest story first.
pub fn run(common: &Common, arguments: &ListArguments) -> Result<u8> {
    let opened = Opened::open(common, arguments.now.as_deref())?;
    let locales = opened.locales(&arguments.locale)?;
    let code = opened.report(common);
    let desk = Desk::new(&opened.site, opened.world.now());
    for row in &desk.rows {
        for cell in row.cells.iter().filter(|cell| locales.contains(&cell.locale)) {
            if is_listed(arguments.what, row, cell) {
                say(common, row, cell);
            }
        }
    }
    Ok(code)
}

fn is_listed(what: Listed, row: &Row<'_>, cell: &Cell<'_>) -> bool {
    match what {
        Listed::Untranslated => cell.state == State::Missing && row.is_published(),
        Listed::Stale => matches!(cell.state, State::Stale { .. }),
        Listed::Unrecorded => cell.state == State::Unrecorded,
        Listed::Drafts => cell.held() == Some(Held::Draft),
        Listed::Future => cell.held() == Some(Held::Future),
        Listed::Expired => cell.held() == Some(Held::Expired),
    }
}

fn say(common: &Common, row: &Row<'_>, cell: &Cell<'_>) {
    let own = || cell.telling.map(|telling| &telling.article.file);
    let original = || row.story.telling(row.story.original).map(|telling| &telling.article.file);
    let file = own().or_else(original).map(|file| file.as_str()).unwrap_or_default();
    match is_human(common) {
        true => out(format_args!("{}\t{}\t{file}", cell.locale, row.story.key)),
        false => out(format_args!("{}", super::status::json(row, cell))),
    }
}
