//! An edition as an e-mail: a message of RFC 5322, with the edition as plain text and as HTML.
//!
//! It is made to be sent by somebody else, who puts in the address of each reader. So it has no `To`. The
//! same edition gives the same bytes, whenever the message is made.

mod header;
mod quoted;
pub mod text;

use crate::hashed::Fingerprint;
use crate::model::Locale;

/// What a message is made of.
#[derive(Debug)]
pub struct Letter {
    /// `Fil d’IA <lettre@example.org>`
    pub from: String,
    /// What it is about.
    pub subject: String,
    /// When the edition was out, as RFC 5322 writes it.
    pub date: String,
    /// The site's host, which makes the message's name unique.
    pub host: String,
    /// Its language.
    pub locale: Locale,
    /// Where readers who want no more are led: `https:` and `mailto:`.
    pub unsubscribe: Vec<String>,
    /// The name of the list: `Fil d’IA <fil.example.org>`.
    pub list_id: Option<String>,
    /// The edition as plain text.
    pub text: String,
    /// The edition as HTML.
    pub html: String,
}

impl Letter {
    /// Writes the message.
    pub fn write(&self) -> String {
        let Self { subject, text, html, locale, .. } = self;
        let name = Fingerprint::lasting(&(&self.from, subject, text, html)).bytes();
        let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        // Neither part can hold `=_`, as both are quoted-printable (RFC 2045, section 6.7).
        let boundary = format!("=_{name}");
        let mut out = self.head(&name);
        let kind = format!("multipart/alternative;\r\n boundary=\"{boundary}\"");
        header::push(&mut out, "Content-Type", &kind);
        out.push_str("\r\n");
        for (kind, part) in [("plain", text), ("html", html)] {
            out.push_str(&format!("--{boundary}\r\n"));
            header::push(&mut out, "Content-Type", &format!("text/{kind}; charset=utf-8"));
            header::push(&mut out, "Content-Language", locale.as_str());
            header::push(&mut out, "Content-Transfer-Encoding", "quoted-printable");
            out.push_str("\r\n");
            quoted::push(&mut out, part);
            out.push_str("\r\n");
        }
        out + &format!("--{boundary}--\r\n")
    }

    fn head(&self, name: &str) -> String {
        let mut out = String::new();
        header::push(&mut out, "From", &header::mailbox(&self.from));
        header::push(&mut out, "Subject", &header::words(&self.subject, "Subject: ".len()));
        header::push(&mut out, "Date", &self.date);
        header::push(&mut out, "Message-ID", &format!("<{name}@{}>", self.host));
        header::push(&mut out, "MIME-Version", "1.0");
        header::push(&mut out, "Content-Language", self.locale.as_str());
        if let Some(list) = &self.list_id {
            header::push(&mut out, "List-Id", &header::mailbox(list));
        }
        let ways: Vec<String> = self.unsubscribe.iter().map(|way| format!("<{way}>")).collect();
        if !ways.is_empty() {
            header::push(&mut out, "List-Unsubscribe", &ways.join(",\r\n "));
        }
        // One click leads to an address of the web, and to nothing else (RFC 8058, section 3.1).
        if self.unsubscribe.iter().any(|way| way.starts_with("https://")) {
            header::push(&mut out, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        out
    }
}
