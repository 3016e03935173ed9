//! What a page is told while it is open.
//!
//! - `problems`: what is wrong with the site; first of all, and whenever that changes.
//! - `css`: nothing but stylesheets changed.
//! - `reload`: anything else changed.
//!
//! A page says which build it is of, so that a change between its loading and its asking is not lost.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::http::{HeaderMap, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use tokio::sync::watch::Receiver;
use tokio_stream::Stream;
use tokio_stream::wrappers::WatchStream;

use super::Snapshot;

/// Less than a connection may be idle.
const BEAT: Duration = Duration::from_secs(crate::limits::CONNECTION_SECONDS / 3);

/// Tells a page what happened since it was made, and goes on telling.
pub fn stream(
    site: Receiver<Arc<Snapshot>>,
    uri: &Uri,
    headers: &HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let seen = since(uri, headers).unwrap_or_else(|| site.borrow().build);
    let news = News { seen, problems: None };
    let events = Events { site: WatchStream::new(site), news, waiting: VecDeque::new() };
    Sse::new(events).keep_alive(KeepAlive::new().interval(BEAT))
}

/// The build that the page is of: what it heard last, or what it was made by.
fn since(uri: &Uri, headers: &HeaderMap) -> Option<u64> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let query = || uri.query()?.split('&').find_map(|pair| pair.strip_prefix("since="));
    last.or_else(|| query()?.parse().ok())
}

struct Events {
    site: WatchStream<Arc<Snapshot>>,
    news: News,
    waiting: VecDeque<Event>,
}

impl Stream for Events {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Poll::Ready(Some(Ok(event)));
            }
            match Pin::new(&mut self.site).poll_next(context) {
                Poll::Ready(Some(snapshot)) => {
                    let told = self.news.of(&snapshot);
                    let id = snapshot.build.to_string();
                    let events = told
                        .into_iter()
                        .map(|(name, data)| Event::default().event(name).id(&id).data(data));
                    self.waiting.extend(events);
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

/// What a page knows.
struct News {
    seen: u64,
    problems: Option<Arc<str>>,
}

impl News {
    /// What is new to the page, as names of events with their data. Builds may have been skipped.
    fn of(&mut self, site: &Snapshot) -> Vec<(&'static str, String)> {
        let mut told = Vec::new();
        if self.problems.as_ref() != Some(&site.problems) {
            told.push(("problems", site.problems.to_string()));
            self.problems = Some(Arc::clone(&site.problems));
        }
        if site.pages > self.seen {
            told.push(("reload", site.build.to_string()));
        } else if site.styles > self.seen {
            told.push(("css", site.build.to_string()));
        }
        self.seen = site.build;
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::Change;

    fn next(site: &Snapshot, problems: &str, change: Change) -> Snapshot {
        site.judged(problems.into(), change)
    }

    #[test]
    fn a_page_is_told_what_it_does_not_know() {
        let first = next(&Snapshot::empty(10), "[]", Change::Pages);
        let mut news = News { seen: 11, problems: None };
        let mut check = |site: &Snapshot, expected: &[&str]| {
            let names: Vec<_> = news.of(site).iter().map(|(name, _)| *name).collect();
            assert_eq!(names, expected, "build {}", site.build);
        };
        check(&first, &["problems"]);
        let site = next(&first, "[]", Change::Nothing);
        check(&site, &[]);
        let site = next(&site, "[]", Change::Styles);
        check(&site, &["css"]);
        let site = next(&site, "[1]", Change::Pages);
        check(&site, &["problems", "reload"]);
        // Builds that a slow page did not hear of: the last of them changed only stylesheets.
        let site = next(&next(&site, "[1]", Change::Pages), "[1]", Change::Styles);
        check(&site, &["reload"]);
        check(&site, &[]);
    }

    #[test]
    fn a_page_says_which_build_it_is_of() {
        let check = |uri: &str, last: Option<&'static str>, expected: Option<u64>| {
            let mut headers = HeaderMap::new();
            last.map(|id| headers.insert("last-event-id", id.parse().unwrap()));
            assert_eq!(since(&uri.parse().unwrap(), &headers), expected, "{uri} {last:?}");
        };
        check("/_depeche/events", None, None);
        check("/_depeche/events?since=7", None, Some(7));
        check("/_depeche/events?since=7", Some("9"), Some(9));
        check("/_depeche/events?since=-1", Some("x"), None);
    }
}
