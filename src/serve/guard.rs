//! Who may ask: pages of this machine, and no other.
//!
//! A web page anywhere may have its own name point at 127.0.0.1, and so read what is served there
//! (DNS rebinding). Its requests give themselves away: their `Host` is that name.

use std::net::IpAddr;

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Uri};

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It does not say, or says twice, or not so that it can be read, whom it asks (RFC 9112, section 3.2).
    Malformed,
    /// It asks another than us, or comes from a page of another.
    Foreign,
}

/// Knows the names that we go by.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    bound: IpAddr,
}

impl Guard {
    /// The guard of a server that listens on an address.
    pub fn new(bound: IpAddr) -> Self {
        Self { bound }
    }

    /// Whether a request is one of ours.
    ///
    /// Each of `Host`, `Origin` and an absolute request target must name this machine, on any port. Only
    /// `Host` must be there, and none may be twice.
    pub fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok()).ok_or(Refusal::Malformed)?;
        if hosts.next().is_some() {
            return Err(Refusal::Malformed);
        }
        self.authority(host)?;
        uri.authority().map_or(Ok(()), |target| self.authority(target.as_str()))?;
        let mut origins = headers.get_all(ORIGIN).iter();
        let Some(origin) = origins.next() else { return Ok(()) };
        if origins.next().is_some() {
            return Err(Refusal::Malformed);
        }
        let authority = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
        self.authority(authority.ok_or(Refusal::Foreign)?.1)
    }

    /// Whether `name`, `name:port`, `[address]` or `[address]:port` is this machine.
    fn authority(&self, authority: &str) -> Result<(), Refusal> {
        let host = host(authority).ok_or(Refusal::Malformed)?;
        let ours = match host.parse::<IpAddr>() {
            // One that listens everywhere has no one name. An address cannot be rebound to another.
            Ok(address) => {
                address.is_loopback() || address == self.bound || self.bound.is_unspecified()
            }
            Err(_) => host.eq_ignore_ascii_case("localhost"),
        };
        if ours { Ok(()) } else { Err(Refusal::Foreign) }
    }
}

/// The name or address, without brackets and port.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let digits = |port: &str| port.chars().all(|c| c.is_ascii_digit());
    let port_is_one = port.is_empty() || port.strip_prefix(':').is_some_and(digits);
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_:".contains(c);
    (port_is_one && !host.is_empty() && host.chars().all(plain)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Refusal::{Foreign, Malformed};
    use axum::http::{HeaderName, HeaderValue};

    fn asked(bound: &str, uri: &str, headers: &[(HeaderName, &str)]) -> Result<(), Refusal> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        Guard::new(bound.parse().unwrap()).check(&uri.parse().unwrap(), &map)
    }

    #[test]
    fn the_host_is_a_name_of_this_machine() {
        let check = |host: &str, expected: Result<(), Refusal>| {
            assert_eq!(asked("127.0.0.1", "/", &[(HOST, host)]), expected, "{host:?}");
        };
        check("127.0.0.1", Ok(()));
        check("127.0.0.1:4747", Ok(()));
        check("127.0.0.2:4747", Ok(()));
        check("LocalHost:80", Ok(()));
        check("localhost", Ok(()));
        check("[::1]", Ok(()));
        check("[::1]:4747", Ok(()));
        check("exemple.org", Err(Foreign));
        check("exemple.org:4747", Err(Foreign));
        check("localhost.exemple.org", Err(Foreign));
        check("127.0.0.1.exemple.org", Err(Foreign));
        check("192.168.1.2", Err(Foreign));
        check("[fe80::1]:80", Err(Foreign));
        check("", Err(Malformed));
        check(":80", Err(Malformed));
        check("localhost:http", Err(Malformed));
        check("localhost:1:2", Err(Malformed));
        check("x@localhost", Err(Malformed));
        check("localhost, exemple.org", Err(Malformed));
        check("[::1", Err(Malformed));
        check("[::1]80", Err(Malformed));
        check("h\u{e9}", Err(Malformed));
    }

    #[test]
    fn the_address_that_is_listened_on_is_a_name_too() {
        let check = |bound: &str, host: &str, expected: Result<(), Refusal>| {
            assert_eq!(asked(bound, "/", &[(HOST, host)]), expected, "{bound} {host}");
        };
        check("192.168.1.2", "192.168.1.2:80", Ok(()));
        check("192.168.1.2", "192.168.1.3:80", Err(Foreign));
        check("0.0.0.0", "192.168.1.3:80", Ok(()));
        check("0.0.0.0", "exemple.org", Err(Foreign));
        check("::", "[fe80::1]:80", Ok(()));
    }

    #[test]
    fn every_name_in_a_request_is_one_of_ours() {
        let ours = (HOST, "localhost");
        let check = |uri: &str, headers: &[(HeaderName, &str)], expected: Result<(), Refusal>| {
            assert_eq!(asked("127.0.0.1", uri, headers), expected, "{uri} {headers:?}");
        };
        check("/", &[], Err(Malformed));
        check("/", &[ours.clone(), ours.clone()], Err(Malformed));
        check("http://localhost/", std::slice::from_ref(&ours), Ok(()));
        check("http://exemple.org/", std::slice::from_ref(&ours), Err(Foreign));
        check("/", &[ours.clone(), (ORIGIN, "http://127.0.0.1:4747")], Ok(()));
        check("/", &[ours.clone(), (ORIGIN, "http://[::1]:4747")], Ok(()));
        check("/", &[ours.clone(), (ORIGIN, "https://exemple.org")], Err(Foreign));
        check("/", &[ours.clone(), (ORIGIN, "null")], Err(Foreign));
        let own = (ORIGIN, "http://localhost");
        check("/", &[ours, own.clone(), own], Err(Malformed));
    }
}
