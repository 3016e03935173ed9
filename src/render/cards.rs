//! Cards: taken from the album, if an earlier process has drawn them, or drawn.

use std::borrow::Cow;

use super::engine::Engine;
use super::{RenderMemo, Rendered};
use crate::card;
use crate::diag::{Code, Diagnostic, Span};
use crate::hashed::Fingerprint;
use crate::l10n::foreign::without_marks;
use crate::outputs::OutputBytes;
use crate::parse::theme::{self, Theme};
use crate::plan::TEMPLATE_OF_CARDS as TEMPLATE;
use crate::plan::view::CardPage;

/// Draws a card.
///
/// # Problems
/// - [`Code::TemplateError`], if the template fails, or makes no SVG.
pub fn card(
    view: &CardPage,
    engine: &Engine,
    theme: &Theme,
    memo: &RenderMemo,
    key: Fingerprint,
) -> Rendered {
    if let Some(bytes) = memo.album.as_ref().and_then(|album| album.find(key)) {
        return Rendered::new(OutputBytes::new(bytes));
    }
    let drawn = svg(view, engine, theme)
        .and_then(|svg| card::draw(&svg).map_err(|why| no_svg(theme, &why)));
    match drawn {
        Ok(bytes) => {
            if let Some(album) = &memo.album {
                album.keep(key, &bytes);
            }
            Rendered::new(OutputBytes::new(bytes))
        }
        Err(problem) => Rendered::failed(problem),
    }
}

/// What is wrong with a card, without drawing it.
pub fn verdict(view: &CardPage, engine: &Engine, theme: &Theme) -> Option<Diagnostic> {
    let checked = svg(view, engine, theme)
        .and_then(|svg| card::check(&svg).map_err(|why| no_svg(theme, &why)));
    checked.err()
}

fn svg(view: &CardPage, engine: &Engine, theme: &Theme) -> Result<String, Diagnostic> {
    let mut out = Vec::new();
    let rendered = engine.render_card(TEMPLATE, view, &mut out);
    rendered.map_err(|error| theme::problem(&error, theme, Code::TemplateError))?;
    let text = String::from_utf8_lossy(&out);
    Ok(match without_marks(&text) {
        Cow::Borrowed(_) => text.into_owned(),
        Cow::Owned(plain) => plain,
    })
}

fn no_svg(theme: &Theme, why: &str) -> Diagnostic {
    let problem = Diagnostic::new(Code::TemplateError, format!("this makes no SVG: {why}"));
    match theme.templates.get(TEMPLATE) {
        Some(template) => problem.at(Span::file(&template.file)),
        None => problem,
    }
}
