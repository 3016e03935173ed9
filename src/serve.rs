//! Answers from a build in memory, never from the disk: a page is made when it is asked for. The editors' page at `/_depeche/` is
//! made anew each time that it is asked for, by a function that the caller gives.
//!
//! A build is swapped for the next as a whole, so that no request sees half of one. On its way out a
//! page gets a script, `/_depeche/live.js`, which hears of later builds and reloads the page, or shows
//! the problems that were found. Only pages of this machine are answered: see `guard`.

mod answer;
mod connection;
mod events;
mod guard;

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LOCATION,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch::{self, Receiver, Sender};

use crate::outputs::content_type;
use crate::render::{Live, Unmade};
pub use answer::{Answer, answer};
use answer::{is_page, with_tag};
use connection::Patient;
pub use guard::{Guard, Refusal};

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// How one build differs from that before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Not at all.
    Nothing,
    /// In nothing but what its stylesheets say.
    Styles,
    /// In anything else.
    Pages,
}

/// One build, as it is served.
pub struct Snapshot {
    /// The files; nothing before the first build.
    files: Option<Arc<Live>>,
    /// What the path of every URL begins with: `/digest`, or nothing.
    base: String,
    /// What is wrong with the site, as JSON.
    problems: Arc<str>,
    build: u64,
    /// The last build that changed more than stylesheets.
    pages: u64,
    /// The last build that changed stylesheets.
    styles: u64,
}

impl Snapshot {
    /// No build yet. Builds are counted from `build`: the time, so that a page that is still open
    /// from an earlier run is of an earlier build.
    pub fn empty(build: u64) -> Self {
        let (base, problems) = (String::new(), "".into());
        Self { files: None, base, problems, build, pages: 0, styles: 0 }
    }

    /// The build after this one, whose URLs begin with `base`: `/digest`, or nothing.
    #[must_use]
    pub fn next(&self, files: &Arc<Live>, base: &str) -> Self {
        let (files, base) = (Some(Arc::clone(files)), base.to_owned());
        Self { files, base, problems: Arc::clone(&self.problems), build: self.build + 1, ..*self }
    }

    /// The same build with more files, which no open page is told of.
    #[must_use]
    pub fn with_files(&self, files: &Arc<Live>) -> Self {
        let (files, base) = (Some(Arc::clone(files)), self.base.clone());
        Self { files, base, problems: Arc::clone(&self.problems), ..*self }
    }

    /// The same files, when it is known what changed, and what is wrong.
    #[must_use]
    pub fn judged(&self, problems: Arc<str>, change: Change) -> Self {
        let build = self.build + 1;
        let pages = if change == Change::Pages { build } else { self.pages };
        let styles = if change == Change::Styles { build } else { self.styles };
        let (files, base) = (self.files.clone(), self.base.clone());
        Self { files, base, problems, build, pages, styles }
    }

    /// The files.
    pub fn files(&self) -> Option<&Arc<Live>> {
        self.files.as_ref()
    }

    /// What is wrong with the site, as JSON.
    pub fn problems(&self) -> &Arc<str> {
        &self.problems
    }

    /// Whether this is no build yet.
    fn is_empty(&self) -> bool {
        self.files.is_none()
    }
}

/// What makes the page at `/_depeche/`. It may take as long as reading the site does.
pub type Desk = Arc<dyn Fn() -> String + Send + Sync>;

/// Makes the two ends of what is served: who builds sends, who serves receives.
pub fn channel(first: Snapshot) -> (Sender<Arc<Snapshot>>, Receiver<Arc<Snapshot>>) {
    watch::channel(Arc::new(first))
}

/// Serves what the other end of `site` sends, from its first build on, until the process is asked to
/// stop (Ctrl-C, SIGTERM).
///
/// Fails with `BrokenPipe` when that end is gone, since what is served would never change again.
pub fn serve(listener: TcpListener, site: Receiver<Arc<Snapshot>>, desk: Desk) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let stop = stop()?;
        tokio::select! {
            () = stop => Ok(()),
            result = answer_all(listener, site, desk) => result,
        }
    });
    // An editors' page that is being made is no reason to stay.
    runtime.shutdown_background();
    result
}

/// Answers requests; those that come before the first build wait for it.
async fn answer_all(
    listener: TcpListener,
    mut site: Receiver<Arc<Snapshot>>,
    desk: Desk,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let guard = Guard::new(listener.local_addr()?.ip());
    let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
    site.wait_for(|site| !site.is_empty()).await.map_err(gone)?;
    let server = Server { guard, site: site.clone(), desk, desk_turn: Arc::default() };
    let router = Router::new().fallback(respond).with_state(server);
    tokio::select! {
        result = axum::serve(Patient::new(listener), router) => result,
        error = async { while site.changed().await.is_ok() {} } => {
            let () = error;
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
}

/// Resolves when the process is asked to stop. It listens from now on, not from when it is awaited.
fn stop() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
    };
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.0.recv() => {}
            _ = terminate.1.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// What a request is answered from.
#[derive(Clone)]
struct Server {
    guard: Guard,
    site: Receiver<Arc<Snapshot>>,
    desk: Desk,
    desk_turn: Arc<tokio::sync::Mutex<()>>,
}

async fn respond(State(server): State<Server>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let checked = server.guard.check(&request.uri, &request.headers);
    let mut response = match checked {
        Ok(()) if asks_for_desk(&request) => of_desk(&server).await,
        Ok(()) => of_method(&server, &request).await,
        Err(Refusal::Malformed) => says(StatusCode::BAD_REQUEST, "this request names no host"),
        Err(Refusal::Foreign) => {
            says(StatusCode::FORBIDDEN, "only pages of this machine are answered: use localhost")
        }
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Drafts are nobody else's: a page from elsewhere may not even embed them.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

async fn of_method(server: &Server, request: &Parts) -> Response {
    match request.method {
        Method::GET => of_path(server, request).await,
        Method::HEAD => {
            let mut response = of_path(server, request).await;
            *response.body_mut() = Body::empty();
            response
        }
        _ => {
            let refusal = says(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered");
            ([(ALLOW, "GET, HEAD")], refusal).into_response()
        }
    }
}

async fn of_path(server: &Server, request: &Parts) -> Response {
    match request.uri.path() {
        "/_depeche" => to(StatusCode::MOVED_PERMANENTLY, "/_depeche/", None),
        "/_depeche/events" => {
            events::stream(server.site.clone(), &request.uri, &request.headers).into_response()
        }
        "/_depeche/live.js" => own("live.js", include_str!("serve/live.js")),
        "/_depeche/live.css" => own("live.css", include_str!("serve/live.css")),
        path => {
            let site = Arc::clone(&server.site.borrow());
            of_site(site, path, request.uri.query()).await
        }
    }
}

fn asks_for_desk(request: &Parts) -> bool {
    request.uri.path() == "/_depeche/" && matches!(request.method, Method::GET | Method::HEAD)
}

/// The editors' page. It is made elsewhere, so that other requests need not wait for it.
///
/// One at a time: each takes as much memory as the site, and whoever asked may have gone.
async fn of_desk(server: &Server) -> Response {
    let desk = Arc::clone(&server.desk);
    let turn = Arc::clone(&server.desk_turn).lock_owned().await;
    let site = Arc::clone(&server.site.borrow());
    let make = move || {
        let page = desk();
        drop(turn);
        page
    };
    match tokio::task::spawn_blocking(make).await {
        Ok(page) => with_body(StatusCode::OK, HTML, live(&site, page.as_bytes())),
        Err(_) => could_not_be_made(),
    }
}

async fn of_site(site: Arc<Snapshot>, path: &str, query: Option<&str>) -> Response {
    let has = |path: &str| site.files.as_ref().is_some_and(|files| files.has(path));
    match answer(&has, &site.base, path) {
        Answer::File(path) => of_file(site, StatusCode::OK, path).await,
        Answer::Missing(Some(path)) => of_file(site, StatusCode::NOT_FOUND, path).await,
        Answer::Missing(None) => nowhere(&site),
        Answer::Moved(path) => to(StatusCode::MOVED_PERMANENTLY, &path, query),
        Answer::Elsewhere(path) => to(StatusCode::FOUND, &path, query),
    }
}

/// A file, which is made elsewhere, so that other requests need not wait for it.
async fn of_file(site: Arc<Snapshot>, status: StatusCode, path: String) -> Response {
    let made = tokio::task::spawn_blocking(move || {
        let file = site.files.as_ref()?.get(&path)?;
        Some(match (file, is_page(&path)) {
            (Ok(file), true) => with_body(status, HTML, live(&site, &file.bytes)),
            (Ok(file), false) => {
                with_body(status, content_type(&path), Bytes::from_owner(file.bytes.clone()))
            }
            (Err(Unmade), true) if status == StatusCode::NOT_FOUND => nowhere(&site),
            (Err(Unmade), true) => unmade(&site),
            (Err(Unmade), false) => could_not_be_made(),
        })
    });
    made.await.ok().flatten().unwrap_or_else(could_not_be_made)
}

/// What stands in for a site's own page that says so.
fn nowhere(site: &Snapshot) -> Response {
    let page = "<!DOCTYPE html><title>404</title><p>This page does not exist.</p>";
    with_body(StatusCode::NOT_FOUND, HTML, live(site, page.as_bytes()))
}

/// What stands in for a page until it can be made. Whoever has an earlier one keeps it.
fn unmade(site: &Snapshot) -> Response {
    let page = "<!DOCTYPE html><title>500</title><p>This page cannot be made before an error is mended.</p>";
    with_body(StatusCode::INTERNAL_SERVER_ERROR, HTML, live(site, page.as_bytes()))
}

fn could_not_be_made() -> Response {
    says(StatusCode::INTERNAL_SERVER_ERROR, "this page could not be made")
}

/// A page with the script that keeps it up to date. Its policy allows scripts of its own site.
fn live(site: &Snapshot, page: &[u8]) -> Bytes {
    let build = site.build;
    let tag = format!("<script src=\"/_depeche/live.js\" data-build=\"{build}\" defer></script>");
    with_tag(page, &tag).into()
}

/// A file that every site has while it is served.
fn own(name: &str, text: &'static str) -> Response {
    with_body(StatusCode::OK, content_type(name), Bytes::from_static(text.as_bytes()))
}

fn says(status: StatusCode, text: &'static str) -> Response {
    with_body(status, TEXT, Bytes::from_static(text.as_bytes()))
}

fn with_body(status: StatusCode, content_type: &'static str, body: Bytes) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (CONTENT_LENGTH, HeaderValue::from(body.len())),
    ];
    (status, headers, body).into_response()
}

fn to(status: StatusCode, path: &str, query: Option<&str>) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    (status, [(LOCATION, format!("{path}{query}"))]).into_response()
}
