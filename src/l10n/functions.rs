//! The functions that messages may call, and the values that they pass around.
//!
//! Numbers and dates travel through Fluent as values of our own, so that ICU4X prints them wherever
//! they end up, and no lock is taken on the way.

use std::borrow::Cow;
use std::sync::Arc;

use fluent::types::{FluentNumber, FluentNumberType, FluentType};
use fluent::{FluentArgs, FluentValue};

use super::dates::DateStyle;
use super::formats::Formats;
use super::numbers::{NumberOptions, PluralRule, Width};
use super::relative::{TimeUnit, Wording};
use super::words::Bundle;
use crate::model::Date;

/// What messages may call.
pub(super) const FUNCTIONS: &[&str] =
    &["DATERANGE", "DATETIME", "LIST", "NUMBER", "ORDINAL", "PLURAL", "RELATIVE"];

/// What [`super::walk`] puts around a number that Fluent would print itself.
pub(super) const PRINT: &str = "PRINT";

/// What [`super::walk`] puts in the place of a selector's numbers, before their count.
///
/// A number would be compared with the categories, too, by Fluent's own plural rules.
pub(super) const EXACT: &str = "exact--";

/// Gives a bundle its functions.
pub(super) fn add_to(bundle: &mut Bundle, formats: &Arc<Formats>) {
    type Function = for<'a> fn(&Arc<Formats>, &[FluentValue<'a>], &FluentArgs) -> FluentValue<'a>;
    let functions: [(&str, Function); 8] = [
        ("DATERANGE", date_range),
        ("DATETIME", datetime),
        ("LIST", list),
        ("NUMBER", number),
        ("ORDINAL", ordinal),
        ("PLURAL", plural),
        ("RELATIVE", relative),
        (PRINT, print),
    ];
    for (name, function) in functions {
        let formats = Arc::clone(formats);
        // A name is taken only if it is said twice in the table above.
        let _ = bundle.add_function(name, move |values, named| function(&formats, values, named));
    }
}

/// A number, how it is to be written, and by whom.
#[derive(Debug, Clone, PartialEq)]
struct Number {
    value: f64,
    options: NumberOptions,
    formats: Arc<Formats>,
}

/// A date that a message places bare: it is written at its full length.
#[derive(Debug, Clone, PartialEq)]
struct Day {
    date: Date,
    formats: Arc<Formats>,
}

/// The types of Fluent's memoizers, which it names in its traits but does not export.
trait Memoizing {
    type Memoizer;
}

impl<R, M> Memoizing for fluent::bundle::FluentBundle<R, M> {
    type Memoizer = M;
}

type OwnMemoizer = <fluent::FluentBundle<()> as Memoizing>::Memoizer;
type SharedMemoizer = <fluent::concurrent::FluentBundle<()> as Memoizing>::Memoizer;

impl FluentType for Number {
    fn duplicate(&self) -> Box<dyn FluentType + Send> {
        Box::new(self.clone())
    }

    fn as_string(&self, _: &OwnMemoizer) -> Cow<'static, str> {
        self.formats.number(self.value, self.options).into()
    }

    fn as_string_threadsafe(&self, _: &SharedMemoizer) -> Cow<'static, str> {
        self.formats.number(self.value, self.options).into()
    }
}

impl FluentType for Day {
    fn duplicate(&self) -> Box<dyn FluentType + Send> {
        Box::new(self.clone())
    }

    fn as_string(&self, _: &OwnMemoizer) -> Cow<'static, str> {
        self.formats.date(&self.date, DateStyle::Long).into()
    }

    fn as_string_threadsafe(&self, _: &SharedMemoizer) -> Cow<'static, str> {
        self.formats.date(&self.date, DateStyle::Long).into()
    }
}

/// A number as an argument of a message.
pub(super) fn number_value(value: f64, formats: &Arc<Formats>) -> FluentValue<'static> {
    custom(value, NumberOptions::default(), formats)
}

/// A date as an argument of a message.
pub(super) fn date_value(date: Date, formats: &Arc<Formats>) -> FluentValue<'static> {
    let formats = Arc::clone(formats);
    FluentValue::Custom(Box::new(Day { date, formats }))
}

fn custom(value: f64, options: NumberOptions, formats: &Arc<Formats>) -> FluentValue<'static> {
    let formats = Arc::clone(formats);
    FluentValue::Custom(Box::new(Number { value, options, formats }))
}

/// The number that a value is, with what was asked of it so far.
fn as_number(value: &FluentValue) -> Option<(f64, NumberOptions)> {
    match value {
        FluentValue::Number(number) => Some((number.value, literal_options(number))),
        FluentValue::Custom(custom) => {
            let number = custom.as_any().downcast_ref::<Number>()?;
            Some((number.value, number.options))
        }
        _ => None,
    }
}

/// `1.50` in a message keeps its digits.
fn literal_options(number: &FluentNumber) -> NumberOptions {
    let digits = number.options.minimum_fraction_digits;
    NumberOptions {
        min_fraction: digits.map(|digits| u8::try_from(digits).unwrap_or(u8::MAX)),
        rule: match number.options.r#type {
            FluentNumberType::Ordinal => PluralRule::Ordinal,
            FluentNumberType::Cardinal => PluralRule::Cardinal,
        },
        ..NumberOptions::default()
    }
}

/// `NUMBER($n, …)`: the number, to be written as the options say. A text stays what it is.
fn number<'a>(
    formats: &Arc<Formats>,
    values: &[FluentValue<'a>],
    named: &FluentArgs,
) -> FluentValue<'a> {
    let Some(value) = values.first() else {
        return FluentValue::Error;
    };
    let Some((number, mut options)) = as_number(value) else {
        return value.clone();
    };
    if matches!(value, FluentValue::Number(_)) && named.iter().any(says_digits) {
        options.min_fraction = None;
    }
    for (name, value) in named.iter() {
        set_option(&mut options, name, value);
    }
    custom(number, options, formats)
}

/// Whether an option says how many digits there are, so that those of a number in the message do not: `1.50`.
fn says_digits((name, value): (&str, &FluentValue)) -> bool {
    match name {
        "currency" | "maximumFractionDigits" => true,
        "style" => matches!(value, FluentValue::String(style) if style == "percent"),
        _ => false,
    }
}

fn set_option(options: &mut NumberOptions, name: &str, value: &FluentValue) {
    // What an option cannot be has been reported when the message was checked.
    let _ = match value {
        FluentValue::Number(number) => options.set(name, &number.value.to_string()),
        FluentValue::String(text) => options.set(name, text),
        _ => false,
    };
}

/// `DATETIME($date, dateStyle: "long", timeStyle: "short", skeleton: "yMMMM")`.
///
/// The date may be a text in ISO 8601; another text stays what it is.
fn datetime<'a>(
    formats: &Arc<Formats>,
    values: &[FluentValue<'a>],
    named: &FluentArgs,
) -> FluentValue<'a> {
    let Some(value) = values.first() else {
        return FluentValue::Error;
    };
    let Some(date) = as_date(value) else {
        return value.clone();
    };
    formats.date(&date, style(named)).into()
}

/// `DATERANGE($from, $to, dateStyle: "long", skeleton: "yMMMM")`. A text that is no date stays what it is.
fn date_range<'a>(
    formats: &Arc<Formats>,
    values: &[FluentValue<'a>],
    named: &FluentArgs,
) -> FluentValue<'a> {
    let [from, to, ..] = values else { return FluentValue::Error };
    match (as_date(from), as_date(to)) {
        (Some(from), Some(to)) => formats.date_range(&from, &to, style(named)).into(),
        _ => from.clone(),
    }
}

/// `RELATIVE($n, unit: "day", numeric: "always", style: "short")`: a time from now.
fn relative<'a>(
    formats: &Arc<Formats>,
    values: &[FluentValue<'a>],
    named: &FluentArgs,
) -> FluentValue<'a> {
    let Some(value) = values.first() else { return FluentValue::Error };
    let text = |name: &str| match named.get(name) {
        Some(FluentValue::String(text)) => Some(text.to_string()),
        _ => None,
    };
    let Some((count, _)) = as_number(value) else { return value.clone() };
    let unit = text("unit").as_deref().and_then(TimeUnit::parse).unwrap_or(TimeUnit::Day);
    let width = text("style").as_deref().and_then(Width::parse).unwrap_or(Width::Long);
    let wording = match text("numeric").as_deref() {
        Some("always") => Wording::Always,
        _ => Wording::Auto,
    };
    formats.relative(count, unit, width, wording).into()
}

/// `ORDINAL($n)`: "1er", "21st".
fn ordinal<'a>(
    formats: &Arc<Formats>,
    values: &[FluentValue<'a>],
    _: &FluentArgs,
) -> FluentValue<'a> {
    match values.first().map(|value| (value, as_number(value))) {
        Some((_, Some((number, _)))) => formats.place(number).into(),
        Some((value, None)) => value.clone(),
        None => FluentValue::Error,
    }
}

fn as_date(value: &FluentValue) -> Option<Date> {
    match value {
        FluentValue::String(text) => Date::parse(text).ok(),
        FluentValue::Custom(custom) => custom.as_any().downcast_ref::<Day>().map(|day| day.date),
        _ => None,
    }
}

/// The style that named arguments ask for; long, unless they do.
fn style(named: &FluentArgs) -> DateStyle {
    let text = |name: &str| match named.get(name) {
        Some(FluentValue::String(text)) => Some(text.as_ref().to_owned()),
        _ => None,
    };
    let date = text("skeleton").or_else(|| text("dateStyle"));
    let date = date.as_deref().and_then(DateStyle::parse);
    match (date, text("timeStyle")) {
        (None, None) => DateStyle::Long,
        (None, Some(_)) => DateStyle::Time,
        (Some(date), None) => date,
        (Some(date), Some(_)) => date.with_time(),
    }
}

/// `LIST($a, $b, $c)`: "a, b et c". An argument that has no text is left out.
fn list<'a>(formats: &Arc<Formats>, values: &[FluentValue<'a>], _: &FluentArgs) -> FluentValue<'a> {
    let texts: Vec<String> = values.iter().filter_map(text_of).collect();
    formats.list(&texts).into()
}

fn text_of(value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::String(text) => Some(text.to_string()).filter(|text| !text.is_empty()),
        FluentValue::Custom(custom) => {
            let any = custom.as_any();
            let number = any.downcast_ref::<Number>();
            let number = number.map(|n| n.formats.number(n.value, n.options));
            number.or_else(|| {
                let day = any.downcast_ref::<Day>()?;
                Some(day.formats.date(&day.date, DateStyle::Long))
            })
        }
        FluentValue::Number(number) => Some(number.as_string().into_owned()),
        FluentValue::None | FluentValue::Error => None,
    }
}

/// `PLURAL($n, 0, 1)`: which of the further numbers equals the first, `exact--1` for the second of them,
/// or else the first's plural category.
///
/// An exact number thus comes before a category, whatever the order of the variants.
fn plural<'a>(
    formats: &Arc<Formats>,
    values: &[FluentValue<'a>],
    _: &FluentArgs,
) -> FluentValue<'a> {
    let Some((value, exact)) = values.split_first() else {
        return FluentValue::Error;
    };
    let Some((number, options)) = as_number(value) else {
        return value.clone();
    };
    let equal = |key: &FluentValue| matches!(key, FluentValue::Number(key) if key.value == number);
    match exact.iter().position(equal) {
        Some(index) => format!("{EXACT}{index}").into(),
        None => formats.category(number, options).into(),
    }
}

/// `PRINT($n, "n")`: the value, so that a plain number is written by ICU4X; the second argument is the
/// name to show if there is none.
fn print<'a>(
    formats: &Arc<Formats>,
    values: &[FluentValue<'a>],
    _: &FluentArgs,
) -> FluentValue<'a> {
    match values {
        [FluentValue::Error, FluentValue::String(name)] => format!("{{${name}}}").into(),
        [value, ..] => match as_number(value) {
            Some((number, options)) => custom(number, options, formats),
            None => value.clone(),
        },
        [] => FluentValue::Error,
    }
}
