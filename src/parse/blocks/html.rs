//! The words of raw HTML.

use crate::html::{self, Tag};

/// Elements that show something without words.
const SHOWN: &[&str] = &["img", "picture", "video", "audio", "svg", "iframe"];

/// Elements whose content nobody reads.
const UNREAD: &[&str] = &["script", "style", "template"];

/// What a fragment says and shows.
pub struct Shown {
    /// Its words, those of its pictures' `alt` included.
    pub text: String,
    /// Whether it has a picture, a film or a sound.
    pub picture: bool,
}

/// Reads a fragment the way a reader meets it.
pub fn shown(html: &str) -> Shown {
    let mut shown = Shown { text: String::new(), picture: false };
    let mut at = 0;
    let mut unread = false;
    for tag in html::tags(html) {
        let before = &html[at..tag.range.start];
        if !unread {
            shown.words(before);
        }
        unread = !tag.closing && UNREAD.contains(&tag.name.as_str());
        shown.tag(&tag);
        at = tag.range.end;
    }
    if !unread {
        shown.words(&html[at..]);
    }
    shown
}

impl Shown {
    fn tag(&mut self, tag: &Tag) {
        self.picture |= SHOWN.contains(&tag.name.as_str());
        if let Some(alt) = tag.attribute("alt").filter(|_| tag.name == "img") {
            self.words(&alt.value);
        }
    }

    /// Adds words: what stands on both sides of a tag or a comment is two words.
    fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, comment)) = rest.split_once("<!--") {
            self.plain(before);
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        }
        self.plain(rest);
    }

    fn plain(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(&html::unescape(word));
        }
    }
}
