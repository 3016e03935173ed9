//! What a call in a template is given.

use std::sync::Arc;

use tera::{ArgFromValue as _, Error, ErrorKind, Kwargs, Map, TeraResult, Value};

/// Values with their names, in the order of the call.
#[derive(Clone, Copy)]
pub enum Given<'a> {
    /// As the engine gathers them.
    Named(&'a Kwargs),
    /// Those of a call that [became a filter](crate::parse::theme::fold).
    Listed(&'a [String], &'a [Value]),
}

impl<'a> Given<'a> {
    /// Each name and its value.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let (named, names, values) = match self {
            Self::Named(args) => (Some(args), &[][..], &[][..]),
            Self::Listed(names, values) => (None, names, values),
        };
        let named = named.into_iter().flat_map(Kwargs::iter);
        let named = named.filter_map(|(name, value)| Some((name.as_str()?, value)));
        named.chain(names.iter().map(String::as_str).zip(values))
    }

    /// The text of a name, if it is given.
    pub fn text(self, name: &str) -> TeraResult<Option<&'a str>> {
        let value = self.iter().find(|(known, _)| *known == name);
        value.map(|(_, value)| <&str>::from_value(value)).transpose()
    }

    /// The text of a name that must be given.
    pub fn need_text(self, name: &str) -> TeraResult<&'a str> {
        let missing = || Error::new(ErrorKind::MissingArgument { arg_name: name.to_owned() });
        self.text(name)?.ok_or_else(missing)
    }

    /// All of it as the engine gathers it.
    pub fn gathered(self) -> Kwargs {
        match self {
            Self::Named(args) => args.clone(),
            Self::Listed(..) => {
                let owned =
                    self.iter().map(|(name, value)| (name.to_owned().into(), value.clone()));
                Kwargs::new(Arc::new(owned.collect::<Map>()))
            }
        }
    }
}
