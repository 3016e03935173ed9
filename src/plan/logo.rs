//! The logo of whoever publishes the site, for search engines.

use crate::diag::{Checked, Code, Diagnostic};
use crate::link::{Site, picture_size};
use crate::parse::yaml::Part;
use crate::plan::AssetUrls;
use crate::plan::view::LogoView;

/// Finds the asset that the configuration names as the logo.
///
/// # Problems
/// - [`Code::MissingAsset`].
pub fn find(site: &Site, urls: &AssetUrls) -> Checked<Option<LogoView>> {
    let Some(name) = &site.config.logo else {
        return Checked { value: None, diagnostics: Vec::new() };
    };
    let Some((src, asset)) = urls.get(name).zip(site.theme.assets.get(name)) else {
        let problem = Diagnostic::new(Code::MissingAsset, format!("there is no asset `{name}`"))
            .at(site.config.span("logo", Part::Value))
            .suggest(name, urls.names(), "write its path below `assets/`");
        return Checked { value: None, diagnostics: vec![problem] };
    };
    let (width, height) = picture_size(name, &asset.bytes).unzip();
    let logo = LogoView { src: src.to_owned(), width, height };
    Checked { value: Some(logo), diagnostics: Vec::new() }
}
