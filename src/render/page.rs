//! A page of the theme: what its template makes, and what is put into that.

use std::cell::RefCell;
use std::ops::Range;

use super::frame::Gap;
use super::{Renderer, csp, foreign, frame, metadata};
use crate::diag::{Code, Diagnostic};
use crate::outputs::{Inlay, Manner};
use crate::parse::theme;
use crate::plan::{Drawn, View};

thread_local! {
    /// What a template writes to before the size of that is known: one for each thread, for all its pages.
    static FRAME: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Renderer {
    /// Makes a page of the theme, and hands it to `take` with the text in it.
    pub(super) fn html<T>(
        &self,
        place: usize,
        layout: &'static str,
        drawn: &Drawn<'_>,
        take: impl FnOnce(Vec<u8>, Vec<Inlay>) -> T,
    ) -> Result<T, Diagnostic> {
        let Some(view) = drawn.view() else { return Ok(take(Vec::new(), Vec::new())) };
        FRAME.with_borrow_mut(|frame| {
            frame.clear();
            let render = || self.engines[place].render(layout, view, &self.texts, frame);
            let rendered = self.running.run(&drawn.page().route, render);
            let text = rendered
                .map_err(|error| theme::problem(&error, &self.plan.theme, Code::TemplateError))?;
            let mut text = text.unwrap_or_default().into_bytes();
            foreign::resolve(&mut text);
            foreign::resolve(frame);
            let concerned = csp::concerns(&text);
            let (page, places) = self.fill(frame, (view, place), &text, concerned);
            let body = view.body().filter(|_| !places.is_empty() && !concerned);
            let inlay = body.map(|(_, body)| Inlay {
                file: body.file().clone(),
                manner: Manner::Page(body.keep()),
                places,
            });
            Ok(take(page, inlay.into_iter().collect()))
        })
    }

    /// Makes a frame into a page, and tells where its text is then.
    fn fill(
        &self,
        frame: &[u8],
        (view, place): (&View, usize),
        text: &[u8],
        concerned: bool,
    ) -> (Vec<u8>, Vec<Range<usize>>) {
        let shown =
            metadata::Shown { view, site: &self.plan.sites[place], origin: &self.plan.origin };
        let gaps = frame::gaps(frame);
        let made = |gap| {
            if gaps.iter().all(|(found, _)| *found != gap) {
                return Vec::new();
            }
            let mut made = match gap {
                Gap::Policy => {
                    csp::policy([frame, if concerned { text } else { b"" }]).into_bytes()
                }
                _ => metadata::said(gap, shown),
            };
            foreign::resolve(&mut made);
            made
        };
        let (json_ld, open_graph) = (made(Gap::JsonLd), made(Gap::OpenGraph));
        let policy = made(Gap::Policy);
        let with = |gap| match gap {
            Gap::Text => text,
            Gap::JsonLd => &json_ld,
            Gap::OpenGraph => &open_graph,
            Gap::Policy => &policy,
        };
        frame::fill(frame, &gaps, with)
    }
}
