//! Covers: the picture that stands for a story, and the words for it in every language.

use super::Story;
use super::cross_links::missing_image;
use super::media::Files;
use crate::diag::{Code, Diagnostic};
use crate::parse::Parsed;
use crate::parse::article::Article;

/// Finds the file of a story's cover, for every language.
///
/// # Problems
/// - [`Code::MissingImage`], [`Code::MissingAlt`].
pub fn place(
    parsed: &Parsed,
    story: &mut Story,
    files: &mut Files,
    problems: &mut Vec<Diagnostic>,
) {
    let Some((cover, place)) = &mut story.facts.cover else { return };
    let original = story.tellings.get(story.original).and_then(Option::as_ref);
    let Some(article) = original.map(|telling| &telling.article) else { return };
    let file = article.file.join(&cover.src);
    let bytes = file.as_ref().and_then(|file| Some((file, parsed.media.get(file)?)));
    match bytes {
        Some((file, bytes)) => {
            *place = Some(files.show(file, bytes, parsed.config.pictures.as_ref()));
        }
        None => problems.push(missing_image(&cover.src, article.span("cover.src"))),
    }
    for telling in story.tellings.iter().flatten() {
        let alt = telling.cover.as_ref().and_then(|cover| cover.alt.as_ref());
        if alt.is_none() {
            problems.push(no_alt(&telling.article, &cover.src));
        }
    }
}

/// The problem of a cover that is not described in an article's language.
fn no_alt(article: &Article, src: &str) -> Diagnostic {
    let problem = Diagnostic::new(Code::MissingAlt, "this cover has no alternative text");
    match article.head.cover {
        Some(_) => {
            problem.at(article.key_span("cover")).help("say what the picture shows: `alt: …`")
        }
        None => problem
            .at(article.span("title"))
            .help(format!("say it in this language: `cover: {{ src: {src}, alt: … }}`")),
    }
}
