//! The text of an article, where another generator writes it otherwise than Markdown.
//!
//! Line by line, and never within code: tags of templates first, then links.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Links;
use super::code::{self, Fenced};
use super::layout::{Found, Generator};

/// How many lines of one text are told of: after that, it is clear what kind of text it is.
const TOLD: usize = 20;

/// One text on its way.
pub(super) struct Body<'a> {
    from: Generator,
    found: &'a Found,
    links: &'a Links,
    /// How many folders below `content/` the article will stand.
    depth: usize,
    /// The files of the site that it shows, from its root.
    pub(super) pictures: BTreeSet<String>,
    /// What could not be carried over, with its line.
    pub(super) notes: Vec<(usize, String)>,
    line: usize,
}

impl<'a> Body<'a> {
    pub(super) fn new(from: Generator, found: &'a Found, links: &'a Links, depth: usize) -> Self {
        let (pictures, notes) = Default::default();
        Self { from, found, links, depth, pictures, notes, line: 0 }
    }

    /// Makes Markdown of a text.
    pub(super) fn convert(&mut self, text: &str) -> String {
        let Fenced { text, numbers } = Fenced::new(text);
        let code = code::ranges(&text);
        let mut out = String::with_capacity(text.len());
        let (mut start, mut first) = (0, 0);
        for (line, number) in text.split_inclusive('\n').zip(numbers) {
            self.line = number;
            let end = start + line.len();
            first += code[first..].iter().take_while(|range| range.end <= start).count();
            let inside = code[first..].iter().take_while(|range| range.start < end);
            let clip = |at: usize| at.clamp(start, end) - start;
            let code: Vec<_> = inside.map(|range| clip(range.start)..clip(range.end)).collect();
            out.push_str(&self.text_line(line, &code));
            start = end;
        }
        out
    }

    /// Makes Markdown of a line, in which code stands at those places.
    fn text_line(&mut self, line: &str, code: &[Range<usize>]) -> String {
        let trimmed = line.trim();
        let attributes = self.from == Generator::Jekyll && trimmed.starts_with("{:");
        if attributes && code.is_empty() {
            self.note(format!("`{trimmed}` sets attributes"));
        }
        let (mut out, mut plain, mut at) = (String::with_capacity(line.len()), String::new(), 0);
        let mut tags = Tags::new(line);
        // A span of code that begins within a tag is an argument of it.
        let mut code = code.iter().peekable();
        loop {
            while code.next_if(|range| range.start < at).is_some() {}
            let before = |tag: &Range<usize>| code.peek().is_none_or(|code| tag.start < code.start);
            if let Some(tag) = tags.next_from(at).filter(before) {
                plain.push_str(&line[at..tag.start]);
                plain.push_str(&self.tag_or_note(&line[tag.clone()]));
                at = tag.end;
            } else if let Some(code) = code.next() {
                plain.push_str(&line[at..code.start]);
                out.push_str(&self.targets(&std::mem::take(&mut plain)));
                out.push_str(&line[code.clone()]);
                at = code.end;
            } else {
                break;
            }
        }
        plain.push_str(&line[at..]);
        match out.is_empty() {
            true => self.definition(&plain).unwrap_or_else(|| self.targets(&plain)),
            false => out + &self.targets(&plain),
        }
    }

    fn note(&mut self, text: String) {
        if self.notes.len() < TOLD {
            self.notes.push((self.line, text));
        }
    }

    /// What stands for a tag; the tag itself, if nothing does.
    fn tag_or_note(&mut self, tag: &str) -> String {
        self.tag(tag).unwrap_or_else(|| {
            self.note(format!("`{tag}` is for {}'s templates", self.generator()));
            tag.to_owned()
        })
    }

    fn generator(&self) -> &'static str {
        match self.from {
            Generator::Hugo => "Hugo",
            Generator::Zola => "Zola",
            Generator::Jekyll => "Jekyll",
        }
    }

    /// What stands for a tag, if Markdown has something for it.
    fn tag(&mut self, tag: &str) -> Option<String> {
        let inside = tag.get(2..tag.len() - 2)?.trim_matches(['<', '>', '%', '-', '/', ' ']);
        let (name, rest) = inside.split_once([' ', '(']).unwrap_or((inside, ""));
        let arguments = Arguments(rest.trim_end_matches(')'));
        match (self.from, name) {
            (Generator::Hugo, "ref" | "relref") => self.link(arguments.first()?),
            (Generator::Hugo, "figure") | (_, "image") => {
                let source = arguments.named("src").or_else(|| arguments.named("path"))?;
                let alt = arguments.named("alt").or_else(|| arguments.named("caption"));
                let caption = arguments.named("caption").or_else(|| arguments.named("title"));
                let caption = caption.map(|text| format!(" \"{}\"", text.replace('"', "'")));
                let (alt, caption) = (alt.unwrap_or_default(), caption.unwrap_or_default());
                // What would end the destination or the text before its time.
                let source = match source.contains([' ', '(', ')']) {
                    true => format!("<{source}>"),
                    false => source.to_owned(),
                };
                let alt = alt.replace('[', "\\[").replace(']', "\\]");
                Some(format!("![{alt}]({source}{caption})"))
            }
            (Generator::Hugo | Generator::Zola, "youtube") => {
                let id = arguments.named("id").or_else(|| arguments.first())?;
                Some(format!("<https://www.youtube.com/watch?v={id}>"))
            }
            (Generator::Jekyll, "post_url" | "link") => self.link(rest.trim()),
            (Generator::Jekyll, "site.baseurl" | "site.url") => Some(String::new()),
            (Generator::Jekyll, _)
                if inside.contains("relative_url") || inside.contains("absolute_url") =>
            {
                arguments_of_filter(inside).map(str::to_owned)
            }
            _ => None,
        }
    }

    /// The link to an article that is named by its file.
    fn link(&mut self, name: &str) -> Option<String> {
        let (name, place) = name.split_at(name.find('#').unwrap_or(name.len()));
        let found = self.lookup(name)?;
        Some(format!("{found}{place}"))
    }

    fn lookup(&self, name: &str) -> Option<String> {
        let found = self.links.find(name).or_else(|| {
            let folder = self.found.story.rsplit_once('/').map_or("", |(folder, _)| folder);
            let folder = if self.found.in_folder { self.found.story.as_str() } else { folder };
            self.links.find(&joined(folder, name)?)
        });
        found.map(str::to_owned)
    }

    /// Leads links to where articles are now.
    fn targets(&mut self, line: &str) -> String {
        let (mut out, mut rest) = (String::with_capacity(line.len()), line);
        while let Some(start) = rest.find("](").map(|at| at + 2) {
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            let mut ends = [')', ' ', '\n'];
            if let Some(inside) = rest.strip_prefix('<') {
                out.push('<');
                (rest, ends) = (inside, ['>', '>', '\n']);
            }
            let end = rest.find(ends).unwrap_or(rest.len());
            let target = self.target(&rest[..end]);
            out.push_str(&target);
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }

    /// The same for a line that says what a reference leads to; nothing, if it does not.
    fn definition(&mut self, line: &str) -> Option<String> {
        let (name, target) = line.strip_prefix('[')?.split_once("]: ")?;
        if name.contains("](") {
            return None;
        }
        let end = target.find([' ', '\n']).unwrap_or(target.len());
        Some(format!("[{name}]: {}{}", self.target(&target[..end]), &target[end..]))
    }

    fn target(&mut self, written: &str) -> String {
        let outside =
            written.contains(':') || written.starts_with("//") || written.starts_with('#');
        if outside || written.is_empty() {
            return written.to_owned();
        }
        let name = written.strip_prefix("@/").unwrap_or(written);
        let (path, place) = name.split_at(name.find(['#', '?']).unwrap_or(name.len()));
        if let Some(found) = self.lookup(path) {
            return format!("{found}{place}");
        }
        if let Some(path) = path.strip_prefix('/').filter(|path| self.links.has_picture(path)) {
            // Below `content/`, it is shown in the sizes that readers need.
            self.pictures.insert(path.to_owned());
            return format!("{}{path}", "../".repeat(self.depth));
        }
        if name != written {
            self.note(format!("`{written}` leads to nothing that was imported"));
        }
        written.to_owned()
    }
}

/// The path that a relative one stands for in a folder.
fn joined(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The tags of templates in a line.
struct Tags<'a> {
    line: &'a str,
    /// The next of each kind.
    next: [Option<Range<usize>>; 2],
}

impl<'a> Tags<'a> {
    const KINDS: [(&'static str, &'static str); 2] = [("{{", "}}"), ("{%", "%}")];

    fn new(line: &'a str) -> Self {
        Self { line, next: Self::KINDS.map(|kind| find_tag(line, kind, 0, 0)) }
    }

    /// The first tag that begins at that place or after it. Places go up from call to call.
    fn next_from(&mut self, at: usize) -> Option<Range<usize>> {
        for (next, kind) in self.next.iter_mut().zip(Self::KINDS) {
            if let Some(passed) = next.as_ref().filter(|next| next.start < at) {
                *next = find_tag(self.line, kind, at, passed.end);
            }
        }
        self.next.iter().flatten().min_by_key(|tag| tag.start).cloned()
    }
}

/// The first tag of a kind at `at` or after it. The one before ended at `end`, and so does this, if it began before.
fn find_tag(
    line: &str,
    (open, close): (&str, &str),
    at: usize,
    end: usize,
) -> Option<Range<usize>> {
    let start = at + line[at..].find(open)?;
    let inside = start + open.len();
    let is_known = inside + close.len() <= end;
    let end = if is_known { end } else { inside + line[inside..].find(close)? + close.len() };
    Some(start..end)
}

/// The text that a filter of Liquid is applied to: `"/x" | relative_url`.
fn arguments_of_filter(inside: &str) -> Option<&str> {
    let first = inside.split('|').next()?.trim();
    let quote = first.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    first.strip_prefix(quote)?.strip_suffix(quote)
}

/// What a tag is given: `src="a.jpg" alt='b'`, `id="x", y="z"`, or values alone.
struct Arguments<'a>(&'a str);

impl<'a> Arguments<'a> {
    fn named(&self, name: &str) -> Option<&'a str> {
        let mut at = 0;
        while let Some(found) = self.0[at..].find(name) {
            let start = at + found;
            let before = self.0[..start].chars().next_back();
            let rest = self.0[start + name.len()..].trim_start();
            if before.is_none_or(|letter| letter == ' ' || letter == ',')
                && let Some(value) = rest.strip_prefix('=')
            {
                return quoted(value.trim_start());
            }
            at = start + name.len();
        }
        None
    }

    fn first(&self) -> Option<&'a str> {
        quoted(self.0.trim()).filter(|value| !value.is_empty())
    }
}

fn quoted(text: &str) -> Option<&str> {
    match text.chars().next()? {
        quote @ ('"' | '\'' | '`') => text[1..].split(quote).next(),
        _ => text.split([' ', ',']).next(),
    }
}
