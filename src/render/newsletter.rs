//! An edition as a newsletter: what the theme's templates make of the view that its page has.

use std::sync::Arc;

use super::engine::Engine;
use super::foreign;
use crate::diag::{Code, Diagnostic};
use crate::l10n::foreign::without_marks;
use crate::letter::text;
use crate::limits;
use crate::parse::text::Texts;
use crate::parse::theme;
use crate::plan::view::{EditionPage, NewsletterView};
use crate::plan::{Plan, View};

/// An edition, as the two templates have it.
pub struct Parts {
    /// What `newsletter.txt` makes.
    pub text: String,
    /// What `newsletter.html` makes: short enough to be shown whole by programs that cut long ones.
    pub html: String,
}

/// Renders an edition's newsletter in the locale at a place.
///
/// # Problems
/// - [`Code::TemplateError`].
pub fn newsletter(
    plan: &Plan,
    texts: &Arc<Texts>,
    place: usize,
    (page, letter): (EditionPage, NewsletterView),
) -> Result<Parts, Diagnostic> {
    let engine = Engine::new(plan, place);
    let render = |template: &str, view: &View, letter: &NewsletterView| {
        let mut out = Vec::new();
        let rendered =
            engine.render_letter(template, (view, letter), texts, &plan.origin, &mut out);
        rendered.map_err(|error| theme::problem(&error, &plan.theme, Code::TemplateError))?;
        Ok(out)
    };
    let (mut view, mut letter) = (View::Edition(page), letter);
    let written = render("newsletter.txt", &view, &letter)?;
    let text = text::finish(&without_marks(&String::from_utf8_lossy(&written)));
    loop {
        let mut html = render("newsletter.html", &view, &letter)?;
        foreign::resolve(&mut html);
        if html.len() < limits::NEWSLETTER_BYTES || !shorten(&mut view) {
            return Ok(Parts { text, html: String::from_utf8_lossy(&html).into_owned() });
        }
        letter.cut = true;
    }
}

/// Leaves out the last story, or else the editorial; `false` if there is nothing left to leave out.
fn shorten(view: &mut View) -> bool {
    let View::Edition(page) = view else { return false };
    page.stories.pop().is_some() || page.editorial.take().is_some()
}
