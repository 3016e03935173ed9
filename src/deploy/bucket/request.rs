//! One request to a store, sent again until it is answered.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::thread;
use std::time::Duration;

use rusty_s3::S3Action;
use ureq::Error;

use super::Bucket;
use super::answer::Answer;
use crate::deploy::StoreError;
use crate::deploy::store::MayRetry;
use crate::limits::BUCKET_RECORD_BYTES;

/// How often a request is sent before it is given up.
const ATTEMPTS: u32 = 7;
/// How long is waited after the first attempt; twice as long after each further one.
const FIRST_WAIT: Duration = Duration::from_millis(200);
/// The longest that is waited, also if the store asks for more.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// How long the signature of a request holds.
const SIGNED_FOR: Duration = Duration::from_secs(15 * 60);

/// What is asked of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Head,
    Put,
    Delete,
}

/// A request, as often as it is sent.
pub struct Request<'a> {
    /// What it does, as a verb.
    pub action: &'static str,
    pub method: Method,
    /// The object, as people are told of it.
    pub key: &'a str,
    /// The object, as the store knows it.
    pub object: String,
    pub query: Vec<(&'static str, String)>,
    pub headers: Vec<(&'static str, String)>,
    pub body: &'a [u8],
}

/// Why a request was not answered.
struct Fault {
    why: String,
    /// Whether it may be answered if it is sent again.
    passes: bool,
}

impl Bucket {
    /// Sends a request until it is answered by more than "later", as long as it may be sent again.
    pub fn ask(
        &self,
        request: &Request<'_>,
        may_retry: MayRetry<'_>,
    ) -> Result<Answer, StoreError> {
        let mut attempt = 1;
        loop {
            let (why, wait) = match self.send(request) {
                Ok(answer) if !answer.is_later() => return Ok(answer),
                Ok(answer) => (self.words(request, &answer), answer.wait()),
                Err(fault) if !fault.passes => return Err(failed(request, fault.why)),
                Err(fault) => (fault.why, None),
            };
            if attempt == ATTEMPTS {
                return Err(failed(request, format!("{why}; it was tried {ATTEMPTS} times")));
            }
            thread::sleep(wait.unwrap_or_else(|| pause(attempt)).min(LONGEST_WAIT));
            if !may_retry() {
                return Err(failed(request, why));
            }
            attempt += 1;
        }
    }

    /// What to tell of an answer that is none to hope for.
    pub fn refused(&self, request: &Request<'_>, answer: &Answer) -> StoreError {
        failed(request, self.words(request, answer))
    }

    fn words(&self, request: &Request<'_>, answer: &Answer) -> String {
        let secrets =
            [Some(&self.access.secret), self.access.token.as_ref(), Some(&self.access.key)];
        let hide = |text: String, secret: &String| match secret.is_empty() {
            true => text,
            false => text.replace(secret.as_str(), "…"),
        };
        secrets.into_iter().flatten().fold(answer.words(request.action), hide)
    }

    fn send(&self, request: &Request<'_>) -> Result<Answer, Fault> {
        let url = self.sign(request);
        let headers = request.headers.iter();
        let answered = match request.method {
            Method::Put => {
                let sent = headers
                    .fold(self.agent.put(&url), |sent, (name, value)| sent.header(*name, value));
                sent.send(request.body)
            }
            Method::Get => self.agent.get(&url).call(),
            Method::Head => self.agent.head(&url).call(),
            Method::Delete => self.agent.delete(&url).call(),
        };
        let (head, mut body) = answered.map_err(|error| fault(&error))?.into_parts();
        let read = body.with_config().limit(BUCKET_RECORD_BYTES).read_to_vec();
        let body = read.map_err(|error| fault(&error))?;
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
    }

    /// The address of a request, with a signature of all that it is but its body.
    fn sign(&self, request: &Request<'_>) -> String {
        let (bucket, credentials, object) =
            (&self.bucket, Some(&self.credentials), request.object.as_str());
        match request.method {
            Method::Get => signed(bucket.get_object(credentials, object), request),
            Method::Head => signed(bucket.head_object(credentials, object), request),
            Method::Put => signed(bucket.put_object(credentials, object), request),
            Method::Delete => signed(bucket.delete_object(credentials, object), request),
        }
    }
}

fn signed<'r>(mut action: impl S3Action<'r>, request: &'r Request<'_>) -> String {
    for (name, value) in &request.query {
        action.query_mut().insert(*name, value.as_str());
    }
    for (name, value) in &request.headers {
        action.headers_mut().insert(*name, value.as_str());
    }
    action.sign(SIGNED_FOR).into()
}

fn failed(request: &Request<'_>, why: String) -> StoreError {
    StoreError { action: request.action, key: request.key.to_owned(), why }
}

/// How long to wait, no two who failed together the same time.
fn pause(attempt: u32) -> Duration {
    let random = RandomState::new().build_hasher().finish() % 512;
    let part = 0.5 + f64::from(u16::try_from(random).unwrap_or_default()) / 1024.0;
    (FIRST_WAIT * 2_u32.pow(attempt - 1)).mul_f64(part)
}

/// What went wrong, in words that do not hold the address of the request: its signature is in it.
fn fault(error: &Error) -> Fault {
    let why = match error {
        Error::Io(error) => format!("the connection failed: {error}"),
        Error::Timeout(_) => "there was no answer in time".to_owned(),
        Error::HostNotFound => "there is no such host".to_owned(),
        Error::Rustls(error) => format!("no safe connection: {error}"),
        Error::BodyExceedsLimit(_) => "it is too large".to_owned(),
        _ => "the connection failed".to_owned(),
    };
    let lasting = matches!(
        error,
        Error::HostNotFound
            | Error::BadUri(_)
            | Error::Http(_)
            | Error::InvalidProxyUrl
            | Error::BodyExceedsLimit(_)
            | Error::Tls(_)
            | Error::Rustls(_)
    );
    Fault { why, passes: !lasting }
}
