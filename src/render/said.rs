//! Texts that templates asked for before.
//!
//! A message, or a date in some style, follows from the locale's words and from what is asked alone.
//! Most pages ask the same, and to look it up takes a tenth of the time of making it.

use std::cell::RefCell;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tera::{TeraResult, Value};

use super::given::Given;

/// How many texts are kept, and how long a question may be: titles are rarely asked for twice.
const TEXTS: usize = 10_000;
const QUESTION_BYTES: usize = 160;

thread_local! {
    /// Where a question is put together.
    static QUESTION: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The texts of one locale, by what was asked. A pointer to clone.
#[derive(Clone, Default)]
pub struct Said(Arc<RwLock<FxHashMap<String, Value>>>);

impl Said {
    /// The text that answers a question: a function or filter, what it is asked of, what it is given.
    pub fn get(
        &self,
        name: &str,
        of: &str,
        given: Given<'_>,
        make: impl FnOnce() -> TeraResult<String>,
    ) -> TeraResult<Value> {
        QUESTION.with_borrow_mut(|question| {
            question.clear();
            if !ask(question, name, of, given) {
                return make().map(Value::from);
            }
            let known =
                self.0.read().unwrap_or_else(PoisonError::into_inner).get(&**question).cloned();
            if let Some(known) = known {
                return Ok(known);
            }
            let text = Value::from(make()?);
            let mut said = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if said.len() < TEXTS {
                said.insert(question.clone(), text.clone());
            }
            Ok(text)
        })
    }
}

/// Puts a question into words; returns whether it is worth keeping.
fn ask(question: &mut String, name: &str, of: &str, given: Given<'_>) -> bool {
    question.push_str(name);
    question.push('\0');
    question.push_str(of);
    given.iter().all(|(name, value)| {
        question.push('\0');
        question.push_str(name);
        match (value.as_f64(), value.as_str()) {
            // A number is not the text that shows it: "1" has no plural.
            (Some(number), _) => {
                question.push('\0');
                question.extend(number.to_bits().to_le_bytes().map(char::from));
                true
            }
            (None, Some(text)) => {
                question.push('=');
                question.push_str(text);
                question.len() <= QUESTION_BYTES && !text.contains('\0')
            }
            (None, None) => false,
        }
    }) && question.len() <= QUESTION_BYTES
}
