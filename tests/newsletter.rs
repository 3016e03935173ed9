//! A newsletter is a message that standards know: read back by a small reader of RFC 5322, RFC 2045 and
//! RFC 2047, it says what the edition says.

use depeche::model::Locale;
use depeche::world::MemoryWorld;
use depeche::{Memos, Options, collect, prepare, understand};

const CONFIG: &str = "\
base_url: https://example.org/digest/
time_zone: Europe/Paris
locales: [{ tag: fr, region: fr-FR }, { tag: en, region: en-GB }]
editions: week
newsletter:
  from: \"L’été <lettre@example.org>\"
  unsubscribe: [\"https://example.org/leave\", \"mailto:leave@example.org\"]
  list_id: \"Liste, d’été <liste.example.org>\"
";

const EDITION: &str = "\
---
title: \"La semaine : « déjà »\"
stories: [{ story: a, line: \"C'est dit !\" }, { story: b }]
translate: false
---

Un [lien](a.md), un [autre](https://example.com/?a=1&b=2) et une page[^1].

[^1]: Une note.
";

fn site() -> MemoryWorld {
    let mut world = MemoryWorld::new("2025-06-30T12:00Z".parse().expect("a moment"));
    world.write("depeche.yaml", CONFIG.as_bytes());
    story(&mut world, "a", "2025-02-24", "Un début");
    story(&mut world, "b", "2025-02-26", "Une suite");
    world.write("content/editions/2025-w09.fr.md", EDITION.as_bytes());
    world
}

fn story(world: &mut MemoryWorld, name: &str, date: &str, title: &str) {
    let text = format!(
        "---\ntitle: {title}\ndate: {date}\nsummary: {}\ntranslate: false\n---\n\nTexte.\n",
        "Un résumé. ".repeat(20)
    );
    world.write(&format!("content/{name}.fr.md"), text.as_bytes());
}

fn written(world: &MemoryWorld, edition: &str, locale: &str) -> Result<String, String> {
    let (options, memos) = (Options::default(), Memos::forgetful());
    let parsed = understand(collect::collect(world), &options, &memos);
    let prepared = prepare(parsed, &options, &memos);
    let locale = Locale::new(locale).expect("a tag");
    prepared.value.newsletter(edition, &locale).map(|letter| letter.write())
}

/// A message, or a part of one.
struct Entity {
    headers: Vec<(String, String)>,
    body: String,
}

impl Entity {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("a blank line");
        let unfolded = head.replace("\r\n ", " ");
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").expect("a header");
            (name.to_owned(), value.to_owned())
        };
        Self { headers: unfolded.split("\r\n").map(header).collect(), body: body.to_owned() }
    }

    fn header(&self, name: &str) -> &str {
        let mut found = self.headers.iter().filter(|(other, _)| other == name);
        let (_, value) = found.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(found.next().is_none(), "{name} stands there twice");
        value
    }

    fn parts(&self) -> Vec<Self> {
        let kind = self.header("Content-Type");
        assert!(kind.starts_with("multipart/alternative;"), "{kind}");
        let boundary = kind.split('"').nth(1).expect("a boundary");
        let body = self.body.strip_suffix(&format!("--{boundary}--\r\n")).expect("an end");
        body.split(&format!("--{boundary}\r\n")).skip(1).map(Self::read).collect()
    }

    fn text(&self) -> String {
        assert_eq!(self.header("Content-Transfer-Encoding"), "quoted-printable");
        bytes(&self.body.replace("=\r\n", "")).replace("\r\n", "\n")
    }
}

/// Reads `=C3=A9`.
fn bytes(text: &str) -> String {
    let mut pieces = text.split('=');
    let mut out = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        out.push(u8::from_str_radix(&piece[..2], 16).expect("two digits"));
        out.extend_from_slice(&piece.as_bytes()[2..]);
    }
    String::from_utf8(out).expect("UTF-8")
}

/// Reads encoded words; blanks between two of them are none.
fn words(value: &str) -> String {
    let joined = value.replace("?= =?UTF-8?Q?", "");
    let Some((before, rest)) = joined.split_once("=?UTF-8?Q?") else { return joined };
    let (word, after) = rest.split_once("?=").expect("an end");
    format!("{before}{}{after}", bytes(&word.replace('_', " ")))
}

#[test]
fn a_message_is_standard() {
    let message = written(&site(), "2025-w09", "fr").expect("a message");
    assert!(message.is_ascii() && !message.replace("\r\n", "").contains(['\r', '\n']));
    assert!(message.split("\r\n").all(|line| line.len() <= 78));
    let whole = Entity::read(&message);
    assert_eq!(
        words(whole.header("Subject")),
        "La Gazette\u{a0}: La semaine\u{a0}: «\u{a0}déjà\u{a0}»"
    );
    assert_eq!(words(whole.header("From")), "L’été <lettre@example.org>");
    assert_eq!(words(whole.header("List-Id")), "Liste, d’été <liste.example.org>");
    assert_eq!(whole.header("Date"), "Mon, 3 Mar 2025 00:00:00 +0100");
    assert_eq!(whole.header("MIME-Version"), "1.0");
    assert_eq!(whole.header("Content-Language"), "fr");
    // The program that sends it may know it by its name.
    assert_eq!(whole.header("Message-ID"), "<9071812468b71e934b1809b41725154d@example.org>");
    let ways = "<https://example.org/leave>, <mailto:leave@example.org>";
    assert_eq!(whole.header("List-Unsubscribe"), ways);
    assert_eq!(whole.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let kinds: Vec<_> =
        whole.parts().iter().map(|part| part.header("Content-Type").to_owned()).collect();
    assert_eq!(kinds, ["text/plain; charset=utf-8", "text/html; charset=utf-8"]);
    assert_eq!(written(&site(), "2025-w09", "fr").as_ref(), Ok(&message), "it is made again");
}

#[test]
fn both_parts_say_what_the_edition_says() {
    let message = written(&site(), "2025-w09", "fr").expect("a message");
    let [plain, html] = Entity::read(&message).parts().try_into().ok().expect("two parts");
    let (plain, html) = (plain.text(), html.text());
    for text in ["C’est dit\u{202f}!", "Un début", "Une suite", "Un résumé.", "Vous êtes à jour."]
    {
        assert!(plain.contains(text) && html.contains(text), "{text}\n{plain}\n{html}");
    }
    let is_address = |line: &&str| line.starts_with('[');
    let lines = plain.lines().filter(|line| !is_address(line));
    assert!(lines.clone().all(|line| line.chars().count() <= 76), "{plain}");
    assert!(plain.contains("\n[1] https://example.org/digest/fr/editions/2025-w09/\n"), "{plain}");
    assert!(plain.contains("https://example.com/?a=1&b=2\n"), "{plain}");
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"fr\""), "{html}");
    for address in html.split("href=\"").skip(1) {
        assert!(address.starts_with("https://"), "{}", &address[..40]);
    }
    for sign in ["<style", "<script", "<link", "url(", "var("] {
        assert!(!html.contains(sign), "{sign}");
    }
}

#[test]
fn a_long_edition_is_cut_and_says_so() {
    let mut world = site();
    for number in 0..300 {
        story(&mut world, &format!("n{number}"), "2025-03-04", &format!("Article {number}"));
    }
    let message = written(&world, "2025-w10", "fr").expect("a message");
    let [plain, html] = Entity::read(&message).parts().try_into().ok().expect("two parts");
    let (plain, html) = (plain.text(), html.text());
    assert!(html.len() < 90_000 && html.len() > 80_000, "{}", html.len());
    assert!(html.contains("Lire la suite en ligne") && !html.contains("Vous êtes à jour"));
    assert!(plain.contains("Article 299") && plain.contains("Vous êtes à jour"));
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let check = |edition: &str, locale: &str, config: &str, reason: &str| {
        let mut world = site();
        world.write("depeche.yaml", config.as_bytes());
        let refused = written(&world, edition, locale).expect_err("it is refused");
        assert!(refused.contains(reason), "{refused}");
    };
    check("2025-w08", "fr", CONFIG, "there is no edition `2025-w08` in `fr`");
    check("2025-w09", "de", CONFIG, "the site has no locale `de`");
    check(
        "2025-w09",
        "fr",
        &CONFIG.replace("https://example.org/digest", "http://localhost"),
        "base_url",
    );
    check("2025-w09", "fr", CONFIG.split("newsletter").next().expect("a text"), "newsletter: {");
}
