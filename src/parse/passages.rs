//! What a translator works from: the words of an article's head, then the blocks of its body.

use crate::diag::Span;
use crate::ledger::Passage;
use crate::parse::article::Article;
use crate::parse::blocks;

/// A passage in its place.
#[derive(Debug)]
pub struct Placed {
    /// What it says.
    pub passage: Passage,
    /// Where it stands.
    pub span: Span,
}

/// The passages of an article, in reading order: `title`, `kicker`, `summary`, each `key-point`, the
/// `cover`'s words and each `update`'s note, then the body's [`blocks`].
pub fn passages(article: &Article) -> Vec<Placed> {
    let mut all = head(article);
    let start = article.body_span("").range.start;
    all.extend(blocks::blocks(article.body_text(), article.has_math()).into_iter().map(|block| {
        Placed {
            span: Span::new(&article.file, start + block.range.start..start + block.range.end),
            passage: Passage {
                kind: block.kind.name().to_owned(),
                fingerprint: block.fingerprint,
                text: block.text,
            },
        }
    }));
    all
}

/// The words of a head. Facts are taken from the original anyway.
fn head(article: &Article) -> Vec<Placed> {
    let head = &article.head;
    let mut all = Vec::new();
    let mut add = |kind: &str, path: String, text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fingerprint = blocks::fingerprint(kind, &text);
        let passage = Passage { kind: kind.to_owned(), fingerprint, text };
        all.push(Placed { passage, span: article.span(&path) });
    };
    for (key, text) in
        [("title", &head.title), ("kicker", &head.kicker), ("summary", &head.summary)]
    {
        if let Some(text) = text {
            add(key, key.to_owned(), text);
        }
    }
    for (index, point) in head.key_points.iter().flatten().enumerate() {
        add("key-point", format!("key_points[{index}]"), point);
    }
    if let Some(alt) = head.cover.as_ref().and_then(|cover| cover.alt.as_ref()) {
        add("cover", "cover.alt".to_owned(), alt);
    }
    for (index, update) in head.updates.iter().flatten().enumerate() {
        add("update", format!("updates[{index}].note"), &update.note);
    }
    all
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::collect::{Kind, Role, Source, StoryKey};
    use crate::hashed::Hashed;
    use crate::model::Locale;
    use crate::parse::article::{self, Input};
    use crate::world::{FileBytes, VPath};

    #[test]
    fn an_article_is_its_words_in_reading_order() {
        let text = "---\ntitle: Un\nsummary: >\n  Deux\n  trois\nkey_points: [a, b]\n\
                    cover: { src: x.jpg, alt: Un chat }\ndate: 2025-03-04\n---\n\n## Quatre\n\ncinq\n";
        let (story, file) = (StoryKey::new("a"), VPath::new("content/a.fr.md"));
        let locale = Locale::new("fr").unwrap().into();
        let source = Source {
            role: Role::Media,
            bytes: FileBytes::held(Hashed::from_bytes(text.as_bytes())),
        };
        let (file, source, story, declared) = (&file, &source, &story, &locale);
        let input = Input {
            file,
            source,
            story,
            declared,
            kind: Kind::Article,
            searched: false,
            html: Default::default(),
            terms: &Arc::default(),
        };
        let article = article::parse(input).value;
        let shown = |placed: &Placed| {
            let source = &text[placed.span.range.clone()];
            format!("{}: {} = {source:?}", placed.passage.kind, placed.passage.text)
        };
        let all: Vec<String> = passages(&article).iter().map(shown).collect();
        assert_eq!(
            all,
            [
                "title: Un = \"Un\"",
                "summary: Deux trois = \"Deux\\n  trois\"",
                "key-point: a = \"a\"",
                "key-point: b = \"b\"",
                "cover: Un chat = \"Un chat\"",
                "heading-2: Quatre = \"## Quatre\"",
                "paragraph: cinq = \"cinq\"",
            ]
        );
    }
}
