//! Articles that were edited, understood without all the others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::article::Article;
use super::read::{Pass, Reader, Told};
use super::text::Texts;
use super::{ParseMemo, configuration, declared, glossary, ledger, messages};
use crate::collect::{Kind, Role, Source, Sources};
use crate::l10n::Words;
use crate::model::BaseUrl;
use crate::parse::config::Config;
use crate::world::VPath;

/// A few articles of a site, and what their texts are written with.
pub struct Edited {
    /// The articles.
    pub articles: Vec<Arc<Article>>,
    /// Their texts.
    pub texts: Texts,
    /// The words of every locale.
    pub words: Arc<Words>,
    /// The configuration.
    pub config: Config,
}

/// Understands some articles of a site; nothing, if something is wrong with one, or if its text matters to
/// other files than those that show it: to what was translated from it, or to definitions of terms.
pub fn edited(sources: &Sources, files: &[&VPath], base_url: Option<&BaseUrl>) -> Option<Edited> {
    let (memo, mut told) = (ParseMemo::forgetful(), Vec::new());
    let mut config = configuration(sources, &mut told);
    if let Some(base_url) = base_url {
        config.base_url = base_url.clone();
    }
    config.search &= super::has_search(sources, &config);
    let some = |wanted: &dyn Fn(&VPath, &Source) -> bool| -> Vec<(VPath, Source)> {
        sources.articles.iter().filter(|(file, source)| wanted(file, source)).cloned().collect()
    };
    let none = BTreeMap::new();
    let defining = Told::Once(some(&|_, source| source.kind() == Some(Kind::Term)));
    let defined = Reader::new(&config, &none, &memo).read(Pass::Terms, defining, &mut told);
    let terms = glossary::terms(&defined);
    let wanted =
        |file: &VPath, source: &Source| files.contains(&file) && source.kind() != Some(Kind::Term);
    let (wanted, mut problems) = (Told::Once(some(&wanted)), Vec::new());
    let articles = Reader::new(&config, &terms, &memo).read(Pass::Texts, wanted, &mut problems);
    // What is wrong with other files was told when they were read, and is as it was.
    if !problems.is_empty() || articles.len() != files.len() {
        return None;
    }
    if is_compared(sources, &config, &articles, &memo) {
        return None;
    }
    let messages = messages(sources, &config, &memo, &mut told);
    let text = |article: &Arc<Article>| (article.file.clone(), Arc::clone(&article.text));
    let texts = articles.iter().map(text).collect();
    Some(Edited { articles, texts, words: Arc::new(Words::new(messages)), config })
}

/// Whether a text is compared with what it was when somebody translated it: see `compared` of the stage.
fn is_compared(
    sources: &Sources,
    config: &Config,
    articles: &[Arc<Article>],
    memo: &ParseMemo,
) -> bool {
    let ledger = ledger(sources, memo, &mut Vec::new());
    if ledger.records.is_empty() {
        return false;
    }
    let there = |source: &Source| match &source.role {
        Role::Article { story, suffix, .. } => {
            Some((story.clone(), declared(suffix, config)?.tag.clone()))
        }
        _ => None,
    };
    let there = sources.articles.iter().filter_map(|(_, source)| there(source));
    let there: BTreeSet<_> = there.collect();
    let edited: BTreeSet<_> = articles.iter().map(|one| (&one.story, &one.locale)).collect();
    ledger.records.iter().any(|((story, to), record)| {
        edited.contains(&(story, &record.from)) || !there.contains(&(story.clone(), to.clone()))
    })
}
