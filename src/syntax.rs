//! Code in colours: which words of a block are keywords, which are comments, and so on. Stylesheets decide
//! the rest.
//!
//! 1. [`Syntax`] is the language of a block, by the word after its fence;
//! 2. the `Scanner` goes through the code once, from left to right, and hands it over in pieces;
//! 3. a module for each family of languages tells the scanner what stands where it is.
//!
//! This reads words, no sentences: of a grammar it knows what a careful reader sees at a glance. So it takes
//! some microseconds, which are less than it takes to look up what was found before; and whatever the code is,
//! it takes no longer than its length asks for. Grammars of tree-sitter took seconds for some blocks of 16 KiB,
//! a tenth of a second to load, and stopped the process at a list of lists.

mod data;
mod diff;
mod markup;
mod names;
mod program;
mod scanner;
mod shell;

pub use names::Syntax;

use scanner::Scanner;

/// What a piece of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// A word of the language itself, or the name of an element.
    Keyword,
    /// Text, and what is escaped in it.
    String,
    /// A number, a truth value, a constant.
    Number,
    /// What is said to readers alone.
    Comment,
    /// A function, a method, a macro or a command, where it is made or called.
    Function,
    /// A type, or a class.
    Type,
    /// A key, an attribute or a variable.
    Name,
    /// A line that came.
    Inserted,
    /// A line that went.
    Deleted,
}

/// Hands over code in pieces, each with its class; together they are the code.
pub fn highlight<'c>(syntax: Syntax, code: &'c str, put: &mut dyn FnMut(Option<Class>, &'c str)) {
    let mut scanner = Scanner::new(code, put);
    match syntax {
        Syntax::Bash => shell::bash(&mut scanner),
        Syntax::Css => markup::css(&mut scanner),
        Syntax::Diff => diff::scan(&mut scanner),
        Syntax::Dockerfile => shell::dockerfile(&mut scanner),
        Syntax::Html => markup::html(&mut scanner),
        Syntax::JavaScript | Syntax::TypeScript => {
            program::scan(&mut scanner, &program::JAVASCRIPT)
        }
        Syntax::Json => data::json(&mut scanner),
        Syntax::Python => program::scan(&mut scanner, &program::PYTHON),
        Syntax::Rust => program::scan(&mut scanner, &program::RUST),
        Syntax::Toml => data::toml(&mut scanner),
        Syntax::Yaml => data::yaml(&mut scanner),
    }
    scanner.finish();
}

#[cfg(test)]
mod tests;
