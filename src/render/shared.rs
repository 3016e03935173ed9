//! Templates that look the same on many pages of a language, such as a footer, or a story in a list: made once
//! for all of them.

use std::cell::{Cell, RefCell};
use std::hash::{Hash, Hasher};
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, Weak};

use memchr::{memchr, memmem};
use rustc_hash::{FxHashMap, FxHasher};
use tera::{Context, Error, ErrorKind, Tera, TeraResult, Value, escape_html};

use super::engine::Page;
use super::given::Given;
use crate::diag;

/// The shared templates of a language, as far as pages asked for them.
pub struct Shared {
    /// Tells it from others.
    number: u64,
    /// What renders them, which knows `site`. It holds this, and is held by it only as long as it is there.
    engine: OnceLock<Weak<Tera>>,
    /// What a template makes that is given nothing, by its name.
    made: Mutex<FxHashMap<String, Arc<Html>>>,
}

/// What a template made, and where links in it end, by their addresses.
struct Html {
    html: Value,
    links: FxHashMap<Box<[u8]>, Vec<usize>>,
}

/// How many pieces a thread keeps: some 2 MB of teasers.
const PIECES: usize = 2048;

/// What a template made of values that it was given.
struct Piece {
    /// For which language of which build.
    of: u64,
    template: String,
    given: Vec<Named>,
    made: Value,
}

/// A value, and its name.
type Named = (String, Value);

thread_local! {
    /// Each piece has one place, which it takes from another: pages that are made one after the other show the
    /// same.
    static PIECES_MADE: RefCell<Vec<Option<Piece>>> =
        RefCell::new((0..PIECES).map(|_| None).collect());

    /// Whether this thread makes a shared template: one that asked for itself would never be made.
    static MAKES: Cell<bool> = const { Cell::new(false) };
}

impl Default for Shared {
    fn default() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self { number, engine: OnceLock::new(), made: Mutex::default() }
    }
}

impl Shared {
    /// Says what renders them.
    pub fn rendered_by(&self, engine: &Arc<Tera>) {
        self.engine.get_or_init(|| Arc::downgrade(engine));
    }

    /// `shared(template="…", here=page.href, name=value, …)`: what the template makes of `site` and of the values.
    /// Links to the address `here` say that it is the reader's page.
    pub fn show(&self, given: Given<'_>) -> TeraResult<Value> {
        if MAKES.get() {
            let message = "a shared template has no other: include it with `{% include %}`";
            return Err(Error::message(message));
        }
        let name = given.need_text("template")?;
        let here = given.text("here")?;
        if given.iter().all(|(name, _)| is_own(name)) {
            let made = self.made(name)?;
            return here.map_or_else(|| Ok(made.html.clone()), |here| made.with_current(here));
        }
        let piece = self.piece(name, given)?;
        match here {
            Some(here) => Html::new(piece).with_current(here),
            None => Ok(piece),
        }
    }

    /// What a template makes of the values that it is given.
    fn piece(&self, name: &str, given: Given<'_>) -> TeraResult<Value> {
        let given = || given.iter().filter(|(name, _)| !is_own(name));
        let place = self.place(name, given());
        let is_it = |piece: &Piece| {
            let known = piece.given.iter().map(|(name, value)| (name.as_str(), value));
            piece.of == self.number
                && piece.template == name
                && piece.given.len() == given().count()
                && known.zip(given()).all(|(a, b)| a.0 == b.0 && is_same(a.1, b.1))
        };
        let known = PIECES_MADE.with_borrow(|pieces| {
            pieces[place].as_ref().filter(|piece| is_it(piece)).map(|piece| piece.made.clone())
        });
        if let Some(known) = known {
            return Ok(known);
        }
        let given: Vec<Named> =
            given().map(|(name, value)| (name.to_owned(), value.clone())).collect();
        let made = Value::safe_string(&self.make(name, &given)?);
        let (of, template, value) = (self.number, name.to_owned(), made.clone());
        let piece = Piece { of, template, given, made: value };
        PIECES_MADE.with_borrow_mut(|pieces| pieces[place] = Some(piece));
        Ok(made)
    }

    /// Where a piece has its place.
    fn place<'v>(&self, name: &str, given: impl Iterator<Item = (&'v str, &'v Value)>) -> usize {
        let mut hasher = FxHasher::default();
        (self.number, name).hash(&mut hasher);
        for (name, value) in given {
            name.hash(&mut hasher);
            hash_value(value, &mut hasher);
        }
        // The upper bits are those in which all of the input is mixed.
        (hasher.finish() >> 32) as usize % PIECES
    }

    fn made(&self, name: &str) -> TeraResult<Arc<Html>> {
        let known = || self.made.lock().expect("no thread panics while it holds this lock");
        if let Some(made) = known().get(name) {
            return Ok(Arc::clone(made));
        }
        // Two threads may both make it: it is the same.
        let made = Arc::new(Html::new(Value::safe_string(&self.make(name, &[])?)));
        known().insert(name.to_owned(), Arc::clone(&made));
        Ok(made)
    }

    fn make(&self, name: &str, given: &[Named]) -> TeraResult<String> {
        MAKES.set(true);
        let made = self.render(name, given);
        MAKES.set(false);
        made
    }

    fn render(&self, name: &str, given: &[Named]) -> TeraResult<String> {
        let engine = self.engine.get().and_then(Weak::upgrade);
        let engine = engine.ok_or_else(|| Error::message("nothing is rendered as yet"))?;
        let names = || engine.get_template_names();
        if !names().any(|known| known == name) {
            let near = diag::nearest(name, names());
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(Error::message(format!("there is no template `{name}`{hint}")));
        }
        let mut context = Context::new();
        for (name, value) in given {
            context.insert_value(name.clone(), value.clone());
        }
        let mut out = Vec::with_capacity(1024);
        let made = engine.render_to(name, &context, Page(&mut out));
        made.map_err(|error| match error.kind() {
            // The place that is told is that of the call.
            ErrorKind::RenderingError(report) => {
                let message = report.message().trim_end_matches('.');
                Error::message(format!("{message} (in `{}`)", report.filename()))
            }
            _ => error,
        })?;
        Ok(String::from_utf8(out).expect("a template makes text"))
    }
}

/// Whether an argument says what is shown, and is not given to it.
fn is_own(name: &str) -> bool {
    matches!(name, "template" | "here")
}

/// Whether two values are one. Of parts of a view only the very same is: to compare what is in them would take
/// as long as to show them.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a.as_map().zip(b.as_map()), a.as_array().zip(b.as_array())) {
        (Some((a, b)), _) => ptr::eq(a, b),
        (_, Some((a, b))) => ptr::eq(a, b),
        // `1` and `1.0` are equal, and so is a text to the same as HTML, but they are not shown alike.
        _ => a == b && a.name() == b.name() && a.is_safe() == b.is_safe(),
    }
}

/// Hashes what tells values apart, as far as that is quick.
fn hash_value(value: &Value, hasher: &mut FxHasher) {
    match (value.as_map(), value.as_array(), value.as_str()) {
        (Some(map), ..) => ptr::from_ref(map).hash(hasher),
        (_, Some(array), _) => ptr::from_ref(array).hash(hasher),
        (.., Some(text)) => text.hash(hasher),
        _ => (value.as_bool(), value.as_f64().map(f64::to_bits)).hash(hasher),
    }
}

impl Html {
    const LINK: &'static [u8] = b" href=\"";

    fn new(html: Value) -> Self {
        let text = html.as_str().unwrap_or_default().as_bytes();
        let mut links: FxHashMap<Box<[u8]>, Vec<usize>> = FxHashMap::default();
        for at in memmem::find_iter(text, Self::LINK) {
            let start = at + Self::LINK.len();
            if let Some(length) = memchr(b'"', &text[start..]) {
                let end = start + length;
                links.entry(text[start..end].into()).or_default().push(end + 1);
            }
        }
        Self { html, links }
    }

    /// The HTML, in which links to an address have `aria-current="page"`.
    fn with_current(&self, here: &str) -> TeraResult<Value> {
        let mut address = Vec::with_capacity(here.len());
        escape_html(here, &mut address).map_err(|error| Error::message(error.to_string()))?;
        // Most pages are none of those that are linked on all.
        let Some(ends) = self.links.get(&*address) else { return Ok(self.html.clone()) };
        let html = self.html.as_str().unwrap_or_default();
        let mut out = String::with_capacity(html.len() + 32);
        let mut done = 0;
        for end in ends {
            out.push_str(&html[done..*end]);
            out.push_str(" aria-current=\"page\"");
            done = *end;
        }
        out.push_str(&html[done..]);
        Ok(Value::safe_string(&out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_the_page_itself_say_so() {
        let check = |html: &str, here: &str, expected: &str| {
            let made = Html::new(Value::safe_string(html));
            assert_eq!(made.with_current(here).expect("text"), Value::safe_string(expected));
        };
        let html = "<a href=\"/fr/\">x</a> <a class=\"y\" href=\"/fr/a/\">y</a>";
        check(html, "/fr/a/", &html.replace("a/\"", "a/\" aria-current=\"page\""));
        check(html, "/fr/", &html.replace("fr/\"", "fr/\" aria-current=\"page\""));
        check(html, "/", html);
        check(html, "", html);
        check("<a href=\"/a&amp;b/\">", "/a&b/", "<a href=\"/a&amp;b/\" aria-current=\"page\">");
    }

    #[test]
    fn what_is_shown_otherwise_is_another_value() {
        let text = Value::from("a & b");
        assert!(is_same(&text, &Value::from("a & b")));
        assert!(!is_same(&text, &Value::safe_string("a & b")));
        assert!(is_same(&Value::from(1), &Value::from(1)));
        assert!(!is_same(&Value::from(1), &Value::from(1.0)));
    }
}
