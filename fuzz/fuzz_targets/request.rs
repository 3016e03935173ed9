#![no_main]

//! Requests to the development server: whom it answers, and with what.

use std::net::{IpAddr, Ipv4Addr};

use depeche::serve::{Answer, Guard, answer};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

libfuzzer_sys::fuzz_target!(|input: (&str, Vec<(&str, &[u8])>)| {
    let (uri, fields) = input;
    let Ok(uri) = uri.parse::<Uri>() else { return };
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_bytes(value))
        {
            headers.append(name, value);
        }
    }
    let _ = Guard::new(IpAddr::V4(Ipv4Addr::LOCALHOST)).check(&uri, &headers);
    // Whatever is asked for, only a file of the site is answered with.
    let has = |path: &str| ["fr/index.html", "404.html"].contains(&path);
    if let Answer::File(path) | Answer::Missing(Some(path)) = answer(&has, "/sub", uri.path()) {
        assert!(has(&path), "{path}");
    }
});
