//! Charts: blocks of code whose language is `chart`.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::Writer;
use super::gathered::Gathered;
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::parse::chart::{self, Figures, FromFile, Read};
use crate::parse::markdown::{self, HoleKind, TargetKind, escape};
use crate::parse::typography;
use crate::typeset::{self, Form};

impl Writer<'_> {
    /// Whether a block of code is read as a chart: past the limit it is code.
    pub(super) fn is_chart(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) -> bool {
        if !markdown::is_chart(kind) {
            return false;
        }
        self.charts += 1;
        if self.charts == limits::CHARTS + 1 {
            let message = format!("a text may have {} charts", limits::CHARTS);
            self.report(Code::ChartTooLarge, message, range.clone(), "split the article");
        }
        self.charts <= limits::CHARTS
    }

    pub(super) fn start_chart(&mut self, range: Range<usize>) {
        self.open("<figure class=\"chart\">\n");
        self.chart = Some((Gathered::default(), range));
    }

    /// Writes a chart but for its figures, which the page draws in its language. One that cannot be
    /// drawn is shown as it was typed.
    pub(super) fn end_chart(&mut self) {
        let Some((block, range)) = self.chart.take() else { return };
        let (read, problems) = chart::read(self.file, &block.text, self.charts);
        for problem in problems {
            let problem = self.placed(problem, &block);
            self.diagnostics.push(problem);
        }
        match read {
            Some(read) => self.write_chart(read, &block, range),
            None => {
                self.push("<pre tabindex=\"0\"><code>");
                escape::push_text(&block.text, &mut self.out().html);
                self.push("</code></pre>\n");
            }
        }
        self.push("</figure>\n");
    }

    fn write_chart(&mut self, read: Read, block: &Gathered, range: Range<usize>) {
        let Read { mut chart, file } = read;
        let words = [&chart.description, &chart.unit, &chart.source].into_iter().flatten();
        words.chain([&chart.title]).for_each(|text| self.judge(text, block));
        self.push("<figcaption>");
        self.set(&chart.title);
        self.push("</figcaption>\n");
        if let Some((name, at)) = file {
            let target = self.target(TargetKind::Data, name, block.in_body(at));
            chart.figures = Figures::File(target);
            self.drafts.figures.push(FromFile {
                target,
                choice: chart.choice.clone(),
                kind: chart.kind,
                block: self.in_file(range),
            });
        }
        self.drafts.has_charts = true;
        let source = chart.source.clone();
        self.hole(HoleKind::Chart(Box::new(chart)));
        if let Some(source) = source {
            self.push("<p class=\"chart-source\">");
            self.source(&source);
            self.push("</p>\n");
        }
    }

    /// Writes where figures come from, which may cite sources: `[^src:ID]`.
    fn source(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("[^src:")
            && let Some((id, behind)) = after.split_once(']')
        {
            self.set(before.trim_end());
            self.hole(HoleKind::Citation(id.to_owned()));
            rest = behind;
        }
        self.set(rest);
    }

    /// Writes words as the language sets them.
    fn set(&mut self, text: &str) {
        let text = typeset::plain(text, self.language());
        escape::push_text(&text, &mut self.out().html);
    }

    /// Reports what only an author can mend in words of a chart.
    fn judge(&mut self, text: &str, block: &Gathered) {
        let (_, faults) = typeset::edits_and_faults(text, self.language(), Form::Plain);
        let Some(start) = block.text.find(text).filter(|_| !faults.is_empty()) else { return };
        for fault in &faults {
            let range = block.in_body(start + fault.at.start..start + fault.at.end);
            let (wrong, range) = (&text[fault.at.clone()], self.in_file(range));
            let problem = typography::problem(fault, wrong, self.file, Some(range), 0..0);
            self.diagnostics.push(problem);
        }
    }

    /// A problem of a block, at its place in the file.
    fn placed(&self, mut problem: Diagnostic, block: &Gathered) -> Diagnostic {
        let others = problem.related.iter_mut().map(|(span, _)| span);
        for span in problem.span.iter_mut().chain(others) {
            span.range = self.in_file(block.in_body(span.range.clone()));
        }
        problem
    }
}
