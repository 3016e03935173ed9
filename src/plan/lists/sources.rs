//! Sources that several stories cite: who published them, and all that cites each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Lists;
use crate::hashed::Fingerprint;
use crate::l10n::Formats;
use crate::parse::front_matter::Source;
use crate::plan::Planner;
use crate::plan::articles::source_view;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{CitedSource, PageView, Publisher, SourcesPage};

/// Where a page says all that cites a source, if several stories do.
pub fn cited_by(planner: &Planner, locality: &Locality, source: &Source) -> Option<String> {
    let url = source.url.as_ref().filter(|url| locality.index.cited.contains_key(*url))?;
    let page = locality.link(&planner.site, &Subject::Sources)?;
    Some(format!("{}#{}", page.href, anchor(url)))
}

/// The fragment of a source, which follows from its address and from nothing else.
fn anchor(url: &str) -> String {
    let bytes = Fingerprint::of_bytes(url.as_bytes()).bytes();
    let digits: String = bytes[..5].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("s-{digits}")
}

impl Lists<'_> {
    /// The page of sources, by publisher; those of which none is known come last.
    pub(super) fn sources(&self, page: PageView) -> SourcesPage {
        let mut by_publisher: BTreeMap<Option<Arc<str>>, Vec<CitedSource>> = BTreeMap::new();
        for (url, stories) in &self.locality.index.cited {
            let Some(source) = self.cited(url, stories) else { continue };
            by_publisher.entry(source.source.publisher.clone()).or_default().push(source);
        }
        let formats = self.locality.speech.formats();
        let publisher = |(name, sources)| Publisher { name, sources: sorted(formats, sources) };
        let mut publishers: Vec<_> = by_publisher.into_iter().map(publisher).collect();
        publishers.sort_by(|a, b| match (&a.name, &b.name) {
            (Some(a), Some(b)) => formats.compare(a, b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        SourcesPage { page, publishers }
    }

    /// A source as the newest story that cites it knows it.
    fn cited(&self, url: &Arc<str>, stories: &[usize]) -> Option<CitedSource> {
        let sources = &self.planner.site.archive.stories[*stories.first()?].facts.sources;
        let (place, source) =
            sources.iter().enumerate().find(|(_, source)| source.url.as_ref() == Some(url))?;
        Some(CitedSource {
            anchor: anchor(url),
            source: source_view(self.planner, self.locality, place, source),
            stories: self.teasers(stories),
        })
    }
}

/// Sources by title, as the page's language sorts words.
fn sorted(formats: &Formats, mut sources: Vec<CitedSource>) -> Vec<CitedSource> {
    sources.sort_by(|a, b| {
        let (a, b) = (&a.source, &b.source);
        formats.compare(&a.title, &b.title).then_with(|| a.url.cmp(&b.url))
    });
    sources
}
