//! The filters of templates for numbers: their arguments are the options that messages have.

use tera::{Error, Kwargs, TeraResult};

use crate::l10n::{Formats, NumberOptions, TimeUnit, Width, Wording};

/// `number(style="currency", currency="EUR", notation="compact", …)`.
pub fn number(formats: &Formats, number: f64, args: &Kwargs) -> TeraResult<String> {
    let mut options = NumberOptions::default();
    for (name, value) in args.iter() {
        let Some(name) = name.as_str().filter(|name| *name != "locale") else { continue };
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if !options.set(name, &value) {
            return Err(Error::message(format!("`number` cannot take `{name}=\"{value}\"`")));
        }
    }
    Ok(formats.number(number, options))
}

/// `relative(unit="day", numeric="always", style="short")`.
pub fn relative(formats: &Formats, count: f64, args: &Kwargs) -> TeraResult<String> {
    let name = args.get::<&str>("unit")?.unwrap_or("day");
    let unit = TimeUnit::parse(name)
        .ok_or_else(|| Error::message(format!("there is no unit of time `{name}`")))?;
    let width = args.get::<&str>("style")?.and_then(Width::parse).unwrap_or(Width::Long);
    let wording = match args.get::<&str>("numeric")? {
        Some("always") => Wording::Always,
        _ => Wording::Auto,
    };
    Ok(formats.relative(count, unit, width, wording))
}
