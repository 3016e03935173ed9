//! The template engine of one locale, with the functions and filters that templates have.

use std::io;
use std::sync::Arc;

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use super::frame::Gap;
use super::given::Given;
use super::said::Said;
use super::shared::Shared;
use super::{amounts, metadata};
use crate::card::{self, Room, Weight};
use crate::l10n::{self, Arg, DateStyle, Formats, Words};
use crate::letter::text;
use crate::limits;
use crate::model::{Date, Direction, Locale};
use crate::parse::formula;
use crate::parse::text::Texts;
use crate::parse::theme::fold::{self, Function, Shape};
use crate::plan::body::Place;
use crate::plan::view::{CardPage, NewsletterView};
use crate::plan::{AssetUrls, Plan, View};

/// Tera, with a locale's words and `site`.
pub struct Engine {
    tera: Arc<Tera>,
    /// Whether templates only say where texts stand, and ask nothing of them.
    frames: bool,
}

/// What the functions of a locale's templates draw on.
#[derive(Clone)]
struct Speaker {
    words: Arc<Words>,
    locale: Locale,
    said: Said,
}

impl Engine {
    /// Makes the engine of the locale at a place among the declared ones.
    ///
    /// The templates were checked when they were parsed: those that are wrong are not among them,
    /// and rendering what needs one of those is an error.
    pub fn new(plan: &Plan, place: usize) -> Self {
        let mut tera = plan.theme.engine.clone();
        tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
        let speaker = Speaker {
            words: Arc::clone(&plan.words),
            locale: plan.locales[place].clone(),
            said: Said::default(),
        };
        register(&mut tera, &speaker, &plan.assets);
        let origin = plan.origin.clone();
        tera.register_filter("absolute", move |href: &str, _: Kwargs, _: &State<'_>| {
            Ok::<_, Error>(if href.starts_with('/') {
                format!("{origin}{href}")
            } else {
                href.to_owned()
            })
        });
        register_lang(&mut tera, plan, place);
        tera.global_context().insert("site", &*plan.sites[place]);
        let shared = Arc::new(Shared::default());
        let shows = Arc::clone(&shared);
        tera.register_function("shared", move |args: Kwargs, _: &State<'_>| {
            shows.show(Given::Named(&args))
        });
        for shape in plan.theme.shapes.iter().flatten() {
            register_shape(&mut tera, shape, &speaker, &shared);
        }
        let tera = Arc::new(tera);
        shared.rendered_by(&tera);
        Self { tera, frames: !plan.theme.asks_of_texts }
    }

    /// Renders a page to the end of a buffer. Returns the text that is still to be put into it: see
    /// [`Gap`].
    pub fn render(
        &self,
        layout: &str,
        view: &View,
        texts: &Texts,
        out: &mut Vec<u8>,
    ) -> TeraResult<Option<String>> {
        let mut context = Context::from_serialize(view)?;
        let mut text = None;
        if let Some((name, body)) = view.body()
            && let Some(mut shown) = context.remove(name).and_then(Value::into_map)
        {
            let mut html = String::new();
            body.write(texts, &mut html, Place::Page);
            // Templates may ask whether there is any text.
            let is_framed = self.frames && !html.is_empty();
            let value = if is_framed { Gap::Text.placeholder() } else { &html };
            shown.insert("body".into(), Value::safe_string(value));
            context.insert_value(name, shown.into());
            text = is_framed.then_some(html);
        }
        self.tera.render_to(&format!("{layout}.html"), &context, Page(out))?;
        Ok(text)
    }

    /// Renders a card to the end of a buffer.
    pub fn render_card(
        &self,
        template: &str,
        view: &CardPage,
        out: &mut Vec<u8>,
    ) -> TeraResult<()> {
        self.tera.render_to(template, &Context::from_serialize(view)?, Page(out))
    }

    /// Renders an edition as a newsletter to the end of a buffer. All links of its text are whole.
    pub fn render_letter(
        &self,
        template: &str,
        (view, letter): (&View, &NewsletterView),
        texts: &Texts,
        origin: &str,
        out: &mut Vec<u8>,
    ) -> TeraResult<()> {
        let mut context = Context::from_serialize(view)?;
        context.insert("newsletter", letter);
        if let Some((name, body)) = view.body()
            && let Some(mut shown) = context.remove(name).and_then(Value::into_map)
        {
            let mut html = String::new();
            let permalink = &view.page().canonical;
            body.write(texts, &mut html, Place::Letter { origin, permalink });
            let html = formula::as_typed(&html);
            shown.insert("text".into(), text::of_html(&html).into());
            shown.insert("body".into(), Value::safe_string(&html));
            context.insert_value(name, shown.into());
        }
        self.tera.render_to(template, &context, Page(out))
    }
}

/// A page while it is written, which must end somewhere.
pub(super) struct Page<'a>(pub &'a mut Vec<u8>);

impl io::Write for Page<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > limits::PAGE_BYTES {
            let size = limits::PAGE_BYTES >> 20;
            return Err(io::Error::other(format!("the page grows past {size} MiB")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// All is taken at once, so that there is nothing to go on with.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes).map(|_| ())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Registers what `parse::theme` promises: its `FUNCTIONS` and `FILTERS`.
fn register(tera: &mut Tera, speaker: &Speaker, assets: &Arc<AssetUrls>) {
    let speaks = speaker.clone();
    tera.register_function("t", move |args: Kwargs, _: &State<'_>| speaks.say(Given::Named(&args)));
    let urls = Arc::clone(assets);
    tera.register_function("asset", move |args: Kwargs, _: &State<'_>| {
        asset(&urls, args.must_get("path")?)
    });
    tera.register_function("csp", |_: Kwargs, _: &State<'_>| Gap::Policy.placeholder());
    for (name, gap) in metadata::FUNCTIONS {
        let placeholder = Value::safe_string(gap.placeholder());
        tera.register_function(name, move |_: Kwargs, _: &State<'_>| placeholder.clone());
    }
    let speaks = speaker.clone();
    tera.register_filter("date", move |date: &str, args: Kwargs, _: &State<'_>| {
        speaks.said.get("date", date, Given::Named(&args), || speaks.date(date, &args))
    });
    let speaks = speaker.clone();
    tera.register_filter("time", move |date: &str, args: Kwargs, _: &State<'_>| {
        speaks.said.get("time", date, Given::Named(&args), || speaks.time(date, &args))
    });
    let speaks = speaker.clone();
    tera.register_filter("number", move |number: f64, args: Kwargs, _: &State<'_>| {
        amounts::number(&*speaks.formats(&args)?, number, &args)
    });
    let speaks = speaker.clone();
    tera.register_filter("ordinal", move |number: f64, args: Kwargs, _: &State<'_>| {
        Ok::<_, Error>(speaks.formats(&args)?.place(number))
    });
    let speaks = speaker.clone();
    tera.register_filter("relative", move |count: f64, args: Kwargs, _: &State<'_>| {
        amounts::relative(&*speaks.formats(&args)?, count, &args)
    });
    let speaks = speaker.clone();
    tera.register_filter("date_range", move |date: &str, args: Kwargs, _: &State<'_>| {
        let (from, to) = (parse_date(date)?, parse_date(args.must_get("to")?)?);
        let range = speaks.formats(&args)?.date_range(&from, &to, style(&args)?);
        // CLDR puts thin spaces around the dash, at which a line may break.
        Ok::<_, Error>(range.replace('\u{2009}', "\u{202f}"))
    });
    let speaks = speaker.clone();
    tera.register_filter("list", move |items: Vec<String>, args: Kwargs, _: &State<'_>| {
        Ok::<_, Error>(speaks.formats(&args)?.list(&items))
    });
    register_folded(tera, speaker, assets);
    tera.register_filter("fit", |text: &str, args: Kwargs, _: &State<'_>| fit(text, &args));
}

/// Registers what constant calls become.
fn register_folded(tera: &mut Tera, speaker: &Speaker, assets: &Arc<AssetUrls>) {
    let speaks = speaker.clone();
    tera.register_filter(fold::MESSAGE, move |key: &str, args: Kwargs, _: &State<'_>| {
        speaks.said.get(fold::MESSAGE, key, Given::Named(&args), || speaks.say_with(key, &args))
    });
    let urls = Arc::clone(assets);
    tera.register_filter(fold::ASSET, move |path: &str, _: Kwargs, _: &State<'_>| {
        asset(&urls, path)
    });
    for style in DateStyle::ALL {
        let speaks = speaker.clone();
        let name = fold::date(*style);
        tera.register_filter(name.clone(), move |date: &str, args: Kwargs, _: &State<'_>| {
            let show = || Ok(speaks.formats(&args)?.date(&parse_date(date)?, *style));
            speaks.said.get(&name, date, Given::Named(&args), show)
        });
    }
}

/// Registers what calls of a shape become.
fn register_shape(tera: &mut Tera, shape: &Shape, speaker: &Speaker, shared: &Arc<Shared>) {
    type Answer = Box<dyn Fn(Given<'_>) -> TeraResult<Value> + Send + Sync>;
    let answer: Answer = match shape.function {
        Function::Message => {
            let speaks = speaker.clone();
            Box::new(move |given| speaks.say(given))
        }
        Function::Shared => {
            let shows = Arc::clone(shared);
            Box::new(move |given| shows.show(given))
        }
    };
    let names = shape.names.clone();
    tera.register_filter(shape.filter(), move |values: &[Value], _: Kwargs, _: &State<'_>| {
        answer(Given::Listed(&names, values))
    });
}

impl Speaker {
    /// `t(key="…", name=value, …)`: a message. `attribute` asks for one of its attributes, `locale` for
    /// the words of another locale. A message that nobody has shows its key; it has been reported.
    fn say(&self, given: Given<'_>) -> TeraResult<Value> {
        self.said.get("t", "", given, || {
            let args = given.gathered();
            self.say_with(args.must_get("key")?, &args)
        })
    }

    fn say_with(&self, key: &str, args: &Kwargs) -> TeraResult<String> {
        let locale = self.locale(args)?;
        let attribute: Option<&str> = args.get("attribute")?;
        let named = args.iter().filter_map(|(name, value)| Some((name.as_str()?, value)));
        let own = ["key", "attribute", "locale"];
        let passed: Vec<(&str, Arg)> = named
            .filter(|(name, _)| !own.contains(name))
            .map(|(name, value)| (name, argument(value)))
            .collect();
        let text = match attribute {
            None => self.words.text(&locale, key, &passed),
            Some(attribute) => self.words.attribute(&locale, key, attribute, &passed),
        };
        let Some(text) = text else { return Ok(key.to_owned()) };
        if text.cut {
            let most = limits::MESSAGE_BYTES;
            return Err(Error::message(format!("the message `{key}` grows past {most} bytes")));
        }
        Ok(l10n::foreign::typeset(&text, &locale))
    }

    /// `date(style="long")` or `date(skeleton="yMMMM")`, of an ISO date.
    fn date(&self, date: &str, args: &Kwargs) -> TeraResult<String> {
        let date = parse_date(date)?;
        Ok(self.formats(args)?.date(&date, style(args)?))
    }

    /// The time of day of an ISO date, or nothing.
    fn time(&self, date: &str, args: &Kwargs) -> TeraResult<String> {
        let date = parse_date(date)?;
        Ok(match date.time() {
            Some(_) => self.formats(args)?.date(&date, DateStyle::Time),
            None => String::new(),
        })
    }

    fn formats(&self, args: &Kwargs) -> TeraResult<Arc<Formats>> {
        let locale = self.locale(args)?;
        let formats = self.words.formats(&locale).cloned();
        formats.ok_or_else(|| Error::message("the site has no locale"))
    }

    fn locale(&self, args: &Kwargs) -> TeraResult<Locale> {
        match args.get::<&str>("locale")? {
            None => Ok(self.locale.clone()),
            Some(tag) => Locale::new(tag)
                .ok_or_else(|| Error::message(format!("`{tag}` is not a language tag"))),
        }
    }
}

/// The style that `style` or `skeleton` asks for.
fn style(args: &Kwargs) -> TeraResult<DateStyle> {
    let style: Option<&str> = args.get("style")?;
    let skeleton: Option<&str> = args.get("skeleton")?;
    let name = skeleton.or(style).unwrap_or("long");
    DateStyle::parse(name)
        .ok_or_else(|| Error::message(format!("there is no date style or skeleton `{name}`")))
}

fn parse_date(date: &str) -> TeraResult<Date> {
    Date::parse(date).map_err(|error| Error::message(error.to_string()))
}

/// `fit(width=1040, height=300)`: a text in lines that have room, for SVG.
fn fit(text: &str, args: &Kwargs) -> TeraResult<Value> {
    let number = |name: &str, otherwise: f64| Ok::<_, Error>(args.get(name)?.unwrap_or(otherwise));
    let largest = number("largest", 96.0)?;
    let room = Room {
        width: args.must_get("width")?,
        height: args.must_get("height")?,
        largest,
        smallest: number("smallest", largest / 2.0)?,
        leading: number("leading", 1.2)?,
    };
    let weight = match args.get::<u32>("weight")?.unwrap_or(400) {
        400 => Weight::Regular,
        600 => Weight::Semibold,
        other => return Err(Error::message(format!("the font is 400 or 600 heavy, not {other}"))),
    };
    if !room.is_sane() {
        return Err(Error::message(
            "`fit` needs sizes of 1 and more, `smallest` no larger than `largest`",
        ));
    }
    // Words of another language are marked, and drawn like all others.
    Ok(Value::from_serializable(&card::fit(&l10n::foreign::without_marks(text), room, weight)))
}

/// Registers the filter `lang`. Each page asks it for the site's languages, whose answers are ready.
fn register_lang(tera: &mut Tera, plan: &Plan, place: usize) {
    let around = plan.locales[place].direction();
    let answer = |locale: &Locale| (locale.clone(), lang(locale, around));
    let known: Vec<_> = plan.locales.iter().map(answer).collect();
    tera.register_filter("lang", move |tag: &str, _: Kwargs, _: &State<'_>| {
        if let Some((_, answer)) = known.iter().find(|(locale, _)| locale.as_str() == tag) {
            return Ok(answer.clone());
        }
        let locale = Locale::new(tag);
        let answer = locale.map(|locale| lang(&locale, around));
        answer.ok_or_else(|| Error::message(format!("`{tag}` is not a language tag")))
    });
}

/// `lang="ar" dir="rtl"`: the attributes of an element in another language. The direction is said where it is
/// another than that of the page.
fn lang(locale: &Locale, around: Direction) -> Value {
    let direction = locale.direction();
    Value::safe_string(&match direction == around {
        true => format!("lang=\"{locale}\""),
        false => format!("lang=\"{locale}\" dir=\"{}\"", direction.as_str()),
    })
}

fn asset(urls: &AssetUrls, path: &str) -> TeraResult<String> {
    urls.get(path).map(str::to_owned).ok_or_else(|| {
        let near = crate::diag::nearest(path, urls.names());
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Error::message(format!("there is no asset `{path}`{hint}"))
    })
}

fn argument(value: &Value) -> Arg {
    match (value.as_f64(), value.as_str()) {
        (Some(number), _) => Arg::Number(number),
        (None, Some(text)) => Arg::Text(text.to_owned()),
        (None, None) => Arg::Text(value.to_string()),
    }
}
