//! Articles that expire before they appear.

use std::sync::Arc;

use super::article::Article;
use super::config::Config;
use crate::collect::Kind;
use crate::diag::{Code, Diagnostic};

/// Finds the articles that are over by the time that they would appear, which nobody will ever see.
///
/// An article without `publish_at` appears at its date. A translation that leaves out one of the dates takes
/// that of its original: it is told only if it states both otherwise.
///
/// # Problems
/// - [`Code::NeverPublished`], at the end.
pub fn check(articles: &[Arc<Article>], config: &Config) -> Vec<Diagnostic> {
    articles.iter().filter_map(|article| never_published(article, config)).collect()
}

fn never_published(article: &Article, config: &Config) -> Option<Diagnostic> {
    let head = &article.head;
    let expires = head.expires_at?;
    let by_date = || Some(("date", head.date.filter(|_| article.kind == Kind::Article)?));
    let (key, appears) = head.publish_at.map(|date| ("publish_at", date)).or_else(by_date)?;
    if expires.instant(&config.time_zone) > appears.instant(&config.time_zone) {
        return None;
    }
    let message = format!("`expires_at` is not after `{key}`: the article is never published");
    let problem = Diagnostic::new(Code::NeverPublished, message)
        .at(article.span("expires_at"))
        .and(article.span(key), "it would appear then")
        .help("write a later date, or leave it out: `draft: true` holds an article back");
    Some(problem)
}
