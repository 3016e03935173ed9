//! Templates that look the same on all pages of a language, such as a footer: made once for all of them.

use std::cell::Cell;
use std::sync::{Arc, Mutex, OnceLock, Weak};

use rustc_hash::FxHashMap;
use tera::{Context, Error, ErrorKind, Kwargs, Tera, TeraResult, Value, escape_html};

use super::engine::Page;
use crate::diag;

/// The shared templates of a language, as far as pages asked for them.
#[derive(Default)]
pub struct Shared {
    /// What renders them, which knows `site`. It holds this, and is held by it only as long as it is there.
    engine: OnceLock<Weak<Tera>>,
    /// What a template makes, by its name.
    made: Mutex<FxHashMap<String, Arc<str>>>,
}

thread_local! {
    /// Whether this thread makes a shared template: one that asked for itself would never be made.
    static MAKES: Cell<bool> = const { Cell::new(false) };
}

impl Shared {
    /// Says what renders them.
    pub fn rendered_by(&self, engine: &Arc<Tera>) {
        self.engine.get_or_init(|| Arc::downgrade(engine));
    }

    /// `shared(template="…", here=page.href)`: what the template makes of `site`. Links to the address `here`
    /// say that it is the reader's page.
    pub fn show(&self, args: &Kwargs) -> TeraResult<Value> {
        if MAKES.get() {
            let message = "a shared template has no other: include it with `{% include %}`";
            return Err(Error::message(message));
        }
        let name: &str = args.must_get("template")?;
        let here: Option<&str> = args.get("here")?;
        let made = self.made(name)?;
        Ok(Value::safe_string(&match here {
            Some(here) => with_current(&made, here)?,
            None => made.to_string(),
        }))
    }

    fn made(&self, name: &str) -> TeraResult<Arc<str>> {
        let known = || self.made.lock().expect("no thread panics while it holds this lock");
        if let Some(made) = known().get(name) {
            return Ok(Arc::clone(made));
        }
        // Two threads may both make it: it is the same.
        let made: Arc<str> = self.make(name)?.into();
        known().insert(name.to_owned(), Arc::clone(&made));
        Ok(made)
    }

    fn make(&self, name: &str) -> TeraResult<String> {
        MAKES.set(true);
        let made = self.render(name);
        MAKES.set(false);
        made
    }

    fn render(&self, name: &str) -> TeraResult<String> {
        let engine = self.engine.get().and_then(Weak::upgrade);
        let engine = engine.ok_or_else(|| Error::message("nothing is rendered as yet"))?;
        let names = || engine.get_template_names();
        if !names().any(|known| known == name) {
            let near = diag::nearest(name, names());
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(Error::message(format!("there is no template `{name}`{hint}")));
        }
        let mut out = Vec::new();
        let made = engine.render_to(name, &Context::new(), Page(&mut out));
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

/// The same HTML, in which links to an address have `aria-current="page"`.
fn with_current(html: &str, here: &str) -> TeraResult<String> {
    let mut link = b" href=\"".to_vec();
    escape_html(here, &mut link).map_err(|error| Error::message(error.to_string()))?;
    link.push(b'"');
    let link = String::from_utf8(link).expect("escaping leaves text");
    let mut out = String::with_capacity(html.len() + 32);
    let mut rest = html;
    while let Some(at) = rest.find(&link) {
        let (before, after) = rest.split_at(at + link.len());
        out.push_str(before);
        out.push_str(" aria-current=\"page\"");
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_the_page_itself_say_so() {
        let check = |html: &str, here: &str, expected: &str| {
            assert_eq!(with_current(html, here).expect("text"), expected);
        };
        let html = "<a href=\"/fr/\">x</a> <a class=\"y\" href=\"/fr/a/\">y</a>";
        check(html, "/fr/a/", &html.replace("a/\"", "a/\" aria-current=\"page\""));
        check(html, "/fr/", &html.replace("fr/\"", "fr/\" aria-current=\"page\""));
        check(html, "/", html);
        check(html, "", html);
        check("<a href=\"/a&amp;b/\">", "/a&b/", "<a href=\"/a&amp;b/\" aria-current=\"page\">");
    }
}
