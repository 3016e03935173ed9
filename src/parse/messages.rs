//! The messages of each locale: the site's over the theme's.

use std::sync::Arc;

use super::config::Config;
use super::{ParseMemo, article, declared, wrong_suffix};
use crate::collect::{Role, Source, Sources};
use crate::diag::{Checked, Diagnostic};
use crate::hashed::Fingerprint;
use crate::l10n::{Formats, LocaleMessages, MessageFile, Messages};
use crate::model::Locale;
use crate::world::VPath;

/// Reads the files of every declared locale, in declared order.
///
/// # Problems
/// - [`Code::UnknownLocale`](crate::diag::Code::UnknownLocale), for a file of the site in another language;
///   those of [`MessageFile::parse`] and [`Messages::new`].
pub fn messages(
    sources: &Sources,
    config: &Config,
    memo: &ParseMemo,
    problems: &mut Vec<Diagnostic>,
) -> Vec<LocaleMessages> {
    for (file, source) in &sources.files {
        if let Role::Messages { locale, theme: None } = &source.role
            && !config.assumed
            && declared(locale, config).is_none()
        {
            problems.push(wrong_suffix(file, locale, config));
        }
    }
    let of = |wanted: &Locale, own: Option<&str>, problems: &mut Vec<Diagnostic>| {
        let mut files = Vec::new();
        for (file, source) in &sources.files {
            if let Role::Messages { locale, theme } = &source.role
                && theme.as_deref() == own
                && Locale::new(locale).as_ref() == Some(wanted)
            {
                files.extend(message_file(file, source, memo, problems));
            }
        }
        files
    };
    let locales = config.locales.iter().map(|locale| {
        let theme = theme_locale(sources, config, &locale.tag);
        let theme = of(&theme, Some(&config.theme), problems);
        let site = of(&locale.tag, None, problems);
        LocaleMessages {
            locale: locale.tag.clone(),
            formats: memo
                .formats
                .get(|| Fingerprint::of(locale.region.as_str()), || formats(&locale.region)),
            messages: Messages::new(&theme, &site).report_to(problems),
        }
    });
    locales.collect()
}

/// The locale whose words a theme has for one: its own, or else the nearest above it, unless the site
/// declares that, too, and so falls back to it.
fn theme_locale(sources: &Sources, config: &Config, wanted: &Locale) -> Locale {
    let of_theme = sources.files.values().filter_map(|source| match &source.role {
        Role::Messages { locale, theme: Some(theme) } if *theme == config.theme => {
            Locale::new(locale)
        }
        _ => None,
    });
    let fits =
        |locale: &Locale| locale == wanted || locale.is_above(wanted) && !config.declares(locale);
    let nearest = of_theme.filter(fits).max_by_key(|locale| locale.as_str().len());
    nearest.unwrap_or_else(|| wanted.clone())
}

/// The data of a region, which the configuration has checked to be a tag.
fn formats(region: &Locale) -> Arc<Formats> {
    let formats = Formats::new(region.as_str()).or_else(|| Formats::new("und"));
    Arc::new(formats.expect("CLDR has data for every tag: the root's, if no other"))
}

fn message_file(
    file: &VPath,
    source: &Source,
    memo: &ParseMemo,
    problems: &mut Vec<Diagnostic>,
) -> Option<Arc<MessageFile>> {
    let bytes = source.bytes.get();
    let text = article::text(file, &bytes, problems)?;
    let key = || Fingerprint::of(&(file, &source.bytes));
    let checked = memo.messages.get(key, || {
        let Checked { value, diagnostics } = MessageFile::parse(file, text);
        Arc::new(Checked { value: Arc::new(value), diagnostics })
    });
    problems.extend(checked.diagnostics.iter().cloned());
    Some(Arc::clone(&checked.value))
}
