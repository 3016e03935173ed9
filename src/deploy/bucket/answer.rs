//! What a store answers, and what that means.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use ureq::http::HeaderMap;

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the store asks for patience.
    pub fn is_later(&self) -> bool {
        match self.status {
            408 | 429 => true,
            // Two conditional writes at once, of which one may be repeated.
            409 => self.code() == Some("ConditionalRequestConflict"),
            // A body that did not come fast enough is "bad".
            400 => self.code() == Some("RequestTimeout"),
            501 => false,
            status => status >= 500,
        }
    }

    /// How long the store asks to wait.
    pub fn wait(&self) -> Option<Duration> {
        self.header("retry-after")?.trim().parse().ok().map(Duration::from_secs)
    }

    /// How old an object is, on the store's own clock.
    pub fn age(&self) -> Duration {
        let moment = |name| {
            let text = self.header(name)?;
            let moment = rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
            Some(Timestamp::as_second(moment))
        };
        let age = moment("date").zip(moment("last-modified")).map(|(now, then)| now - then);
        Duration::from_secs(age.and_then(|age| age.try_into().ok()).unwrap_or_default())
    }

    /// The code of an error.
    pub fn code(&self) -> Option<&str> {
        self.element("Code")
    }

    fn element(&self, name: &str) -> Option<&str> {
        let text = std::str::from_utf8(&self.body).ok()?;
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        rest.split_once(&format!("</{name}>")).map(|(value, _)| value)
    }

    /// An error in words: what to do about it, where that is known.
    pub fn words(&self, action: &str) -> String {
        let code = self.code().unwrap_or_default();
        let meaning = match (code, self.status) {
            ("SignatureDoesNotMatch", _) => {
                "`AWS_SECRET_ACCESS_KEY` does not belong to `AWS_ACCESS_KEY_ID`".to_owned()
            }
            ("InvalidAccessKeyId", _) => "the store does not know `AWS_ACCESS_KEY_ID`".to_owned(),
            ("ExpiredToken" | "InvalidToken" | "TokenRefreshRequired", _) => {
                "`AWS_SESSION_TOKEN` does not hold any more".to_owned()
            }
            ("RequestTimeTooSkewed", _) => "the clock of this machine is wrong".to_owned(),
            ("NoSuchBucket", _) => "there is no such bucket".to_owned(),
            ("AccessDenied", _) | ("", 403) => {
                format!("these credentials may not {action} anything there")
            }
            (_, 300..=399) => match self.header("x-amz-bucket-region") {
                Some(region) => format!("the bucket is elsewhere: name its region, `{region}`"),
                None => "the bucket is elsewhere: name its region or endpoint".to_owned(),
            },
            _ => self.element("Message").unwrap_or("the store failed").to_owned(),
        };
        let status = self.status;
        if code.is_empty() {
            format!("{meaning} ({status})")
        } else {
            format!("{meaning} ({status} {code})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &str)], code: &str) -> Answer {
        let headers = headers.iter().map(|(name, value)| {
            (ureq::http::HeaderName::from_static(name), value.parse().unwrap())
        });
        let body = match code {
            "" => String::new(),
            _ => format!("<Error><Code>{code}</Code><Message>Said so</Message></Error>"),
        };
        Answer { status, headers: headers.collect(), body: body.into_bytes() }
    }

    #[test]
    fn an_error_is_told_in_words() {
        let check = |status, code, expected: &str| {
            let words = answer(status, &[], code).words("write");
            assert!(words.contains(expected), "{words}");
        };
        check(403, "SignatureDoesNotMatch", "does not belong");
        check(403, "", "may not write anything there (403)");
        check(403, "AccessDenied", "may not write anything there (403 AccessDenied)");
        check(404, "NoSuchBucket", "no such bucket");
        check(301, "PermanentRedirect", "name its region or endpoint");
        check(500, "InternalError", "Said so (500 InternalError)");
        check(418, "", "the store failed (418)");
        let elsewhere = answer(301, &[("x-amz-bucket-region", "eu-west-3")], "PermanentRedirect");
        assert!(elsewhere.words("read").contains("`eu-west-3`"));
    }

    #[test]
    fn later_is_later() {
        let check = |status, code, expected| {
            assert_eq!(answer(status, &[], code).is_later(), expected, "{status} {code}");
        };
        check(500, "InternalError", true);
        check(503, "SlowDown", true);
        check(429, "", true);
        check(408, "", true);
        check(400, "RequestTimeout", true);
        check(409, "ConditionalRequestConflict", true);
        check(400, "InvalidRequest", false);
        check(403, "AccessDenied", false);
        check(412, "PreconditionFailed", false);
        check(501, "NotImplemented", false);
        assert_eq!(answer(429, &[("retry-after", "3")], "").wait(), Some(Duration::from_secs(3)));
    }

    #[test]
    fn an_age_is_on_the_clock_of_the_store() {
        let date = ("date", "Wed, 21 Oct 2015 07:28:00 GMT");
        let age = |then: &str| answer(200, &[date, ("last-modified", then)], "").age();
        assert_eq!(age("Wed, 21 Oct 2015 07:26:30 GMT"), Duration::from_secs(90));
        assert_eq!(age("Wed, 21 Oct 2015 07:29:00 GMT"), Duration::ZERO);
        assert_eq!(answer(200, &[], "").age(), Duration::ZERO);
    }
}
