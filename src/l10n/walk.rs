//! A walk through an entry's tree, side by side with its source.
//!
//! Two things come of it: what the entry mentions, with places; and the [`Edit`]s that make of the
//! source what Fluent's bundle can format rightly.

use std::ops::Range;

use fluent_syntax::ast;

use super::entry::{Attribute, CallOption, Content, Reference, Target, Variable};
use super::functions::{EXACT, PRINT};

/// A change to an entry's source, before the bundle reads it.
///
/// Fluent's own plural rules are those of an old CLDR: French has no `many` there. So `{ $n -> [0] …` is
/// read as `{ PLURAL($n, 0) -> [exact--0] …`: our function returns the key of the number that matches, or
/// the category as a text. Editing the source keeps what the serializer would change, such as blanks.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// Puts words in the place of so many bytes.
    Replace(usize, String),
    /// The name of a term follows.
    TermName(String),
}

/// Where the walk is.
pub(super) struct Walk<'s> {
    source: &'s str,
    entry: Range<usize>,
    /// The end of what was seen.
    cursor: usize,
    content: Content,
    /// Edits in the order of their places, which count from the entry's start.
    pub(super) edits: Vec<(usize, Edit)>,
}

impl<'s> Walk<'s> {
    pub(super) fn new(source: &'s str, entry: Range<usize>) -> Self {
        Self { source, cursor: entry.start, entry, content: Content::default(), edits: Vec::new() }
    }

    /// Where a slice of the source stands; the walk goes on after it.
    pub(super) fn name(&mut self, slice: &str) -> Range<usize> {
        let start = (slice.as_ptr() as usize).wrapping_sub(self.source.as_ptr() as usize);
        let range = start..start.saturating_add(slice.len());
        // A slice that the parser made up, not the source's, has no place.
        if range.end > self.entry.end || range.start < self.entry.start {
            return self.cursor..self.cursor;
        }
        self.cursor = self.cursor.max(range.end);
        range
    }

    /// Where a term's name stands, with its hyphen.
    pub(super) fn term_name(&mut self, slice: &str) -> Range<usize> {
        let range = self.name(slice);
        self.edit(range.start, Edit::TermName(slice.to_owned()));
        range.start - 1..range.end
    }

    pub(super) fn attributes(&mut self, attributes: &[ast::Attribute<&str>]) -> Vec<Attribute> {
        let read = |attribute: &ast::Attribute<&str>| Attribute {
            name: attribute.id.name.to_owned(),
            range: self.name(attribute.id.name),
            content: self.content(&attribute.value),
        };
        attributes.iter().map(read).collect()
    }

    /// What a pattern mentions.
    pub(super) fn content(&mut self, pattern: &ast::Pattern<&str>) -> Content {
        self.pattern(pattern);
        std::mem::take(&mut self.content)
    }

    fn pattern(&mut self, pattern: &ast::Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                ast::PatternElement::TextElement { value } => {
                    self.name(value);
                }
                ast::PatternElement::Placeable { expression } => {
                    self.pass("{");
                    self.expression(expression, Place::Pattern);
                    self.pass("}");
                }
            }
        }
    }

    fn expression(&mut self, expression: &ast::Expression<&str>, place: Place) {
        match expression {
            ast::Expression::Inline(ast::InlineExpression::Placeable { expression }) => {
                self.nested(expression, place);
            }
            ast::Expression::Inline(inline) => self.placed(inline, place),
            ast::Expression::Select { selector, variants } => {
                self.selector(selector, variants);
                let mut exact = 0;
                for variant in variants {
                    self.variant(variant, &mut exact);
                }
            }
        }
    }

    /// What a text shows. A number that Fluent holds itself is printed by us, not by Fluent: literals, and
    /// the arguments that a message gives to a term.
    fn placed(&mut self, inline: &ast::InlineExpression<&str>, place: Place) {
        let (start, index) = (self.skip_blank(), self.edits.len());
        self.inline(inline);
        let rest = match inline {
            ast::InlineExpression::NumberLiteral { .. } => ")".to_owned(),
            ast::InlineExpression::VariableReference { id } => format!(", \"{}\")", id.name),
            _ => return,
        };
        if place == Place::Pattern {
            let call = Edit::Replace(0, format!("{PRINT}("));
            self.edits.insert(index, (start - self.entry.start, call));
            self.edit(self.cursor, Edit::Replace(0, rest));
        }
    }

    /// `{ … }` within `{ … }`.
    fn nested(&mut self, expression: &ast::Expression<&str>, place: Place) {
        let open = self.pass("{");
        if place == Place::Pattern {
            self.edit(open, blank());
        }
        self.expression(expression, place);
        let close = self.pass("}");
        if place == Place::Pattern {
            self.edit(close, blank());
        }
    }

    fn selector(
        &mut self,
        selector: &ast::InlineExpression<&str>,
        variants: &[ast::Variant<&str>],
    ) {
        let term = matches!(selector, ast::InlineExpression::TermReference { .. });
        let index = self.edits.len();
        let start = self.skip_blank();
        self.inline(selector);
        let arrow = self.pass("->");
        // A term's attribute is a text: Fluent compares it rightly.
        if !term {
            let call = Edit::Replace(0, "PLURAL(".to_owned());
            self.edits.insert(index, (start - self.entry.start, call));
            self.edit(arrow, Edit::Replace(0, format!("{}) ", numbers(variants))));
        }
    }

    fn variant(&mut self, variant: &ast::Variant<&str>, exact: &mut usize) {
        match variant.key {
            ast::VariantKey::Identifier { name } => drop(self.name(name)),
            ast::VariantKey::NumberLiteral { value } => {
                let key = self.name(value);
                let name = format!("{EXACT}{exact}");
                self.edit(key.start, Edit::Replace(key.len(), name));
                *exact += 1;
            }
        }
        self.pattern(&variant.value);
    }

    fn inline(&mut self, inline: &ast::InlineExpression<&str>) {
        use ast::InlineExpression as I;
        match inline {
            I::StringLiteral { value } | I::NumberLiteral { value } => {
                self.name(value);
            }
            I::VariableReference { id } => {
                let (name, range) = (id.name.to_owned(), self.name(id.name));
                self.content.variables.push(Variable { name, range });
            }
            I::FunctionReference { id, arguments } => {
                let range = self.name(id.name);
                self.refer(Target::Function(id.name.to_owned()), range);
                self.arguments(arguments);
                self.options(id.name, arguments);
            }
            I::MessageReference { id, attribute } => {
                let range = self.name(id.name);
                let (attribute, range) = self.accessor(attribute.as_ref(), range);
                self.refer(Target::Message(id.name.to_owned(), attribute), range);
            }
            I::TermReference { id, attribute, arguments } => {
                let range = self.term_name(id.name);
                let (attribute, range) = self.accessor(attribute.as_ref(), range);
                self.refer(Target::Term(id.name.to_owned(), attribute), range);
                if let Some(arguments) = arguments {
                    self.arguments(arguments);
                }
            }
            I::Placeable { expression } => {
                self.pass("{");
                self.expression(expression, Place::Argument);
                self.pass("}");
            }
        }
    }

    /// The attribute that a reference names, and the whole reference's place.
    fn accessor(
        &mut self,
        attribute: Option<&ast::Identifier<&str>>,
        range: Range<usize>,
    ) -> (Option<String>, Range<usize>) {
        let Some(attribute) = attribute else {
            return (None, range);
        };
        let end = self.name(attribute.name).end;
        (Some(attribute.name.to_owned()), range.start..end)
    }

    fn arguments(&mut self, arguments: &ast::CallArguments<&str>) {
        for argument in &arguments.positional {
            self.inline(argument);
        }
        for argument in &arguments.named {
            self.name(argument.name.name);
            self.inline(&argument.value);
        }
    }

    /// What a function is told; its arguments were walked before.
    fn options(&mut self, function: &str, arguments: &ast::CallArguments<&str>) {
        for argument in &arguments.named {
            use ast::InlineExpression as I;
            let (I::StringLiteral { value } | I::NumberLiteral { value }) = argument.value else {
                continue;
            };
            let option = CallOption {
                function: function.to_owned(),
                name: argument.name.name.to_owned(),
                name_range: self.name(argument.name.name),
                value: value.to_owned(),
                value_range: self.name(value),
            };
            self.content.options.push(option);
        }
    }

    fn refer(&mut self, target: Target, range: Range<usize>) {
        self.content.references.push(Reference { target, range });
    }

    fn edit(&mut self, at: usize, edit: Edit) {
        self.edits.push((at - self.entry.start, edit));
    }

    /// Goes past the next `mark`, and returns where it stands.
    ///
    /// Between two names of the tree there are blanks and punctuation only, so the next is the right one.
    fn pass(&mut self, mark: &str) -> usize {
        let rest = &self.source[self.cursor..self.entry.end];
        let at = self.cursor + rest.find(mark).unwrap_or(0);
        self.cursor = (at + mark.len()).min(self.entry.end);
        at
    }

    fn skip_blank(&self) -> usize {
        let rest = &self.source[self.cursor..self.entry.end];
        self.entry.end - rest.trim_start_matches([' ', '\n', '\r']).len()
    }
}

/// Where a nested placeable stands: in a text its braces can be left out, in an argument they can't.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Pattern,
    Argument,
}

/// What stands for the braces of `{ { $x } }`: Fluent's resolver can panic on those.
fn blank() -> Edit {
    Edit::Replace(1, " ".to_owned())
}

/// The numbers among the variants' keys, as further arguments: `, 0, 1`.
fn numbers(variants: &[ast::Variant<&str>]) -> String {
    let number = |variant: &ast::Variant<&str>| match variant.key {
        ast::VariantKey::NumberLiteral { value } => Some(format!(", {value}")),
        ast::VariantKey::Identifier { .. } => None,
    };
    variants.iter().filter_map(number).collect()
}
