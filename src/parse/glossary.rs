//! The words of a glossary, gathered from the heads of its files, before any text is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::article::Article;
use super::terms::{Meaning, Terms};
use crate::model::Locale;

/// The terms of each language that has some, from the articles that define them.
pub fn terms(defining: &[Arc<Article>]) -> BTreeMap<Locale, Arc<Terms>> {
    let mut by_locale: BTreeMap<Locale, Vec<&Article>> = BTreeMap::new();
    for article in defining {
        by_locale.entry(article.locale.clone()).or_default().push(article);
    }
    let each = by_locale.into_iter();
    each.map(|(locale, articles)| (locale, Arc::new(of_language(&articles)))).collect()
}

fn of_language(articles: &[&Article]) -> Terms {
    let mut words = Vec::new();
    for article in articles {
        let means = Meaning::Term(article.story.as_str().into());
        words.extend(article.forms().map(|(_, form)| (form, means.clone())));
    }
    // What is no word yet is nobody's better word.
    for article in articles.iter().filter(|article| article.head.draft != Some(true)) {
        let Some(term) = &article.head.title else { continue };
        let means = Meaning::Foreign(term.as_str().into());
        let avoided = article.head.avoid.iter().flatten();
        words.extend(avoided.map(|word| (word.as_str(), means.clone())));
    }
    Terms::new(&words)
}

impl Article {
    /// The words of a term that count as mentions, with their places in the head.
    pub fn forms(&self) -> impl Iterator<Item = (String, &str)> {
        let term = self.head.title.iter().map(|term| ("title".to_owned(), term.as_str()));
        let forms = self.head.forms.iter().flatten().enumerate();
        term.chain(forms.map(|(place, form)| (format!("forms[{place}]"), form.as_str())))
    }
}
