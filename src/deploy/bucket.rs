//! Buckets of S3 and of what speaks as it does.

mod answer;
mod request;

use std::fmt;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use rusty_s3::{Credentials, UrlStyle};
use ureq::Agent;

use super::StoreError;
use super::store::{Condition, MARK, MayRetry, NewObject, Object, Put, Store};
use crate::publish::is_clean;
use answer::Answer;
use request::{Method, Request};

/// Where in which bucket: `s3://bucket/prefix`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketAddress {
    bucket: String,
    /// Empty, or with `/` at its end.
    prefix: String,
}

impl BucketAddress {
    /// Reads what stands behind `s3://`; `None` if it is no name of a bucket, or no plain path in it.
    pub fn parse(text: &str) -> Option<Self> {
        let (bucket, prefix) = text.split_once('/').unwrap_or((text, ""));
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        let is_name = bucket.len() >= 3 && bucket.len() <= 63 && bucket.chars().all(plain);
        let prefix = prefix.trim_end_matches('/');
        let fine = is_name && !bucket.contains("..") && (prefix.is_empty() || is_clean(prefix));
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        fine.then(|| Self { bucket: bucket.to_owned(), prefix })
    }
}

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The address of a store that is not Amazon's.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
}

/// What opens the store. It is never shown.
#[derive(Clone)]
pub struct Access {
    /// The name of the key.
    pub key: String,
    /// The key.
    pub secret: String,
    /// What a key for a while has besides.
    pub token: Option<String>,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Access(…)")
    }
}

/// A bucket, or what is below a prefix in it.
pub struct Bucket {
    agent: Agent,
    bucket: rusty_s3::Bucket,
    credentials: Credentials,
    access: Access,
    prefix: String,
}

impl Bucket {
    /// A bucket that nobody was asked of yet.
    ///
    /// # Errors
    /// Says in a sentence why there is none: its address is none.
    pub fn new(address: &BucketAddress, place: &Place, access: Access) -> Result<Self, String> {
        // A name with dots in it has no certificate as a host.
        let style = match place.endpoint.is_none() && !address.bucket.contains(['.', '_']) {
            true => UrlStyle::VirtualHost,
            false => UrlStyle::Path,
        };
        let amazon = || format!("https://s3.{}.amazonaws.com", place.region);
        let endpoint = place.endpoint.clone().unwrap_or_else(amazon);
        let none = || format!("`{endpoint}` is not the address of a store");
        let url = endpoint.parse().map_err(|_| none())?;
        let bucket =
            rusty_s3::Bucket::new(url, style, address.bucket.clone(), place.region.clone());
        let Access { key, secret, token } = access.clone();
        let credentials = match token {
            Some(token) => Credentials::new_with_token(key, secret, token),
            None => Credentials::new(key, secret),
        };
        let prefix = address.prefix.clone();
        Ok(Self {
            agent: agent(),
            bucket: bucket.map_err(|_| none())?,
            credentials,
            access,
            prefix,
        })
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn request<'a>(&self, action: &'static str, method: Method, key: &'a str) -> Request<'a> {
        let object = self.key(key);
        Request { action, method, key, object, query: Vec::new(), headers: Vec::new(), body: &[] }
    }

    /// Asks for something that may not be there.
    fn find(&self, request: &Request<'_>) -> Result<Option<Answer>, StoreError> {
        let answer = self.ask(request, &|| true)?;
        match answer.status {
            200 => Ok(Some(answer)),
            // A missing bucket is another matter than a missing object.
            404 if answer.code().is_none_or(|code| code == "NoSuchKey" || code == "NotFound") => {
                Ok(None)
            }
            _ => Err(self.refused(request, &answer)),
        }
    }
}

/// What sends requests. Where a store is silent for half a minute, the request is sent again.
fn agent() -> Agent {
    let silence = Some(Duration::from_secs(30));
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(Duration::from_secs(10)))
        .timeout_per_read(silence)
        .timeout_per_write(silence)
        .timeout_recv_response(silence)
        .user_agent(concat!("depeche/", env!("CARGO_PKG_VERSION")))
        .build()
        .new_agent()
}

impl Store for Bucket {
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError> {
        let found = self.find(&self.request("read", Method::Get, key))?;
        Ok(found.map(|answer| Object {
            tag: answer.header("etag").unwrap_or_default().to_owned(),
            age: answer.age(),
            bytes: answer.body,
        }))
    }

    fn mark(&self, key: &str) -> Result<Option<String>, StoreError> {
        let found = self.find(&self.request("look at", Method::Head, key))?;
        Ok(found.map(|answer| answer.header(MARK).unwrap_or_default().to_owned()))
    }

    fn put(&self, object: &NewObject<'_>, may_retry: MayRetry<'_>) -> Result<Put, StoreError> {
        let mut request = self.request("write", Method::Put, object.key);
        request.body = object.bytes;
        request.headers = object.headers.to_vec();
        request.headers.extend(match object.condition {
            Condition::Any => None,
            Condition::Nothing => Some(("if-none-match", "*".to_owned())),
            Condition::Tag(tag) => Some(("if-match", tag.to_owned())),
        });
        let conditional = object.condition != Condition::Any;
        let answer = self.ask(&request, may_retry)?;
        match answer.status {
            200..=299 => Ok(Put::Done(answer.header("etag").unwrap_or_default().to_owned())),
            412 => Ok(Put::Refused),
            // The object whose tag was given is gone.
            404 if conditional && answer.code() == Some("NoSuchKey") => Ok(Put::Refused),
            // Some stores know no conditions: there, two who publish at once must not be.
            501 if conditional => {
                self.put(&NewObject { condition: Condition::Any, ..*object }, may_retry)
            }
            _ => Err(self.refused(&request, &answer)),
        }
    }

    fn delete(&self, key: &str, may_retry: MayRetry<'_>) -> Result<(), StoreError> {
        let request = self.request("delete", Method::Delete, key);
        let answer = self.ask(&request, may_retry)?;
        match answer.status {
            200..=299 => Ok(()),
            404 if answer.code() != Some("NoSuchBucket") => Ok(()),
            _ => Err(self.refused(&request, &answer)),
        }
    }

    fn holds_others(&self, own: &str) -> Result<bool, StoreError> {
        // Depeche's own come first or not at all in a list that begins with them.
        let query = [("encoding-type", "url"), ("list-type", "2"), ("max-keys", "20")];
        let mut request = self.request("list", Method::Get, "");
        request.object = String::new();
        request.query = query.map(|(name, value)| (name, value.to_owned())).to_vec();
        request.query.push(("prefix", self.prefix.clone()));
        let answer = self.ask(&request, &|| true)?;
        if answer.status != 200 {
            return Err(self.refused(&request, &answer));
        }
        let own = format!("{}{own}", self.prefix);
        // A console makes an empty object for a folder.
        let is_other = |key: &String| *key != self.prefix && !key.starts_with(&own);
        Ok(keys(&String::from_utf8_lossy(&answer.body)).any(|key| is_other(&key)))
    }
}

/// The keys of a list, which are written as in a form that is sent: a blank is a plus.
fn keys(list: &str) -> impl Iterator<Item = String> {
    let keys = list.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next());
    keys.map(|key| percent_decode_str(&key.replace('+', " ")).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    #[test]
    fn an_address_names_a_bucket_and_perhaps_a_prefix() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let found = BucketAddress::parse(text);
            let found = found.as_ref().map(|found| (&*found.bucket, &*found.prefix));
            assert_eq!(found, expected, "{text}");
        };
        check("bucket", Some(("bucket", "")));
        check("bucket/", Some(("bucket", "")));
        check("my.bucket-1/l’été à/b", Some(("my.bucket-1", "l’été à/b/")));
        check("my.bucket-1/a/b//", Some(("my.bucket-1", "a/b/")));
        check("", None);
        check("/a", None);
        check("bu", None);
        check("bucket/../a", None);
        check("bucket//a", None);
        check("bucket/.depeche", None);
        check("user:password@host/a", None);
    }

    #[test]
    fn the_keys_of_a_list_are_read() {
        let list = "<ListBucketResult><Contents><Key>a/l%E2%80%99%C3%A9t%C3%A9+x/b%2Bc.css</Key></Contents>\
                    <Contents><Key>.depeche/lock</Key></Contents></ListBucketResult>";
        assert_eq!(keys(list).collect::<Vec<_>>(), ["a/l’été x/b+c.css", ".depeche/lock"]);
    }

    /// A store that is always busy, and how often it was asked until somebody gave up.
    #[test]
    fn what_is_no_more_ours_is_not_tried_again() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let busy = std::thread::spawn(move || {
            for stream in listener.incoming().take(2) {
                let mut stream = stream.unwrap();
                let _ = stream.read(&mut [0; 4096]).unwrap();
                let answer = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        let place = Place { endpoint: Some(endpoint), region: "x".into() };
        let access = Access { key: "KEY".into(), secret: "SECRET".into(), token: None };
        let address = BucketAddress::parse("bucket").unwrap();
        let bucket = Bucket::new(&address, &place, access).unwrap();
        let asked = std::cell::Cell::new(0);
        let may_retry = || {
            asked.set(asked.get() + 1);
            asked.get() < 2
        };
        let refused = bucket.delete("a", &may_retry).unwrap_err();
        assert!(refused.why.contains("503"), "{refused}");
        assert_eq!(asked.get(), 2);
        busy.join().unwrap();
    }

    #[test]
    fn an_access_is_never_shown() {
        let access = Access { key: "KEY".into(), secret: "SECRET".into(), token: None };
        assert_eq!(format!("{access:?}"), "Access(…)");
    }
}
