//! The text of an article, where another generator writes it otherwise than Markdown.
//!
//! Line by line, and never within blocks of code: tags of templates first, then links.

use std::collections::BTreeSet;

use super::Links;
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

/// Where a line stands.
enum State {
    Text,
    /// In code between fences of that many marks.
    Fenced(char, usize),
    /// In code that a tag began.
    Tagged,
}

impl<'a> Body<'a> {
    pub(super) fn new(from: Generator, found: &'a Found, links: &'a Links, depth: usize) -> Self {
        let (pictures, notes) = Default::default();
        Self { from, found, links, depth, pictures, notes, line: 0 }
    }

    /// Makes Markdown of a text.
    pub(super) fn convert(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut state = State::Text;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            self.line = index + 1;
            let trimmed = line.trim();
            state = match state {
                State::Fenced(mark, count) => {
                    out.push_str(line);
                    let closes = trimmed.len() >= count && trimmed.chars().all(|c| c == mark);
                    if closes { State::Text } else { State::Fenced(mark, count) }
                }
                State::Tagged if is_end_of_code(trimmed) => {
                    out.push_str("```\n");
                    State::Text
                }
                State::Tagged => {
                    out.push_str(line);
                    State::Tagged
                }
                State::Text => self.text_line(line, trimmed, &mut out),
            };
        }
        out
    }

    fn text_line(&mut self, line: &str, trimmed: &str, out: &mut String) -> State {
        if let Some((mark, count)) = fence(trimmed) {
            out.push_str(line);
            return State::Fenced(mark, count);
        }
        if let Some(language) = begin_of_code(trimmed) {
            out.push_str(&format!("```{language}\n"));
            return State::Tagged;
        }
        if matches!(trimmed, "<!--more-->" | "<!-- more -->" | "{% raw %}" | "{% endraw %}") {
            return State::Text;
        }
        if self.from == Generator::Jekyll && trimmed.starts_with("{:") {
            self.note(format!("`{trimmed}` sets attributes"));
        }
        let line = self.tags(line);
        out.push_str(&self.targets(&line));
        State::Text
    }

    fn note(&mut self, text: String) {
        if self.notes.len() < TOLD {
            self.notes.push((self.line, text));
        }
    }

    /// Replaces what a template would have.
    fn tags(&mut self, line: &str) -> String {
        let (mut out, mut rest) = (String::with_capacity(line.len()), line);
        while let Some((start, tag)) = next_tag(rest) {
            out.push_str(&rest[..start]);
            match self.tag(tag) {
                Some(text) => out.push_str(&text),
                None => {
                    self.note(format!("`{tag}` is for {}'s templates", self.generator()));
                    out.push_str(tag);
                }
            }
            rest = &rest[start + tag.len()..];
        }
        out + rest
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
        match line.strip_prefix('[').and_then(|line| line.split_once("]: ")) {
            // The definition of a reference.
            Some((name, target)) if out == line => {
                let end = target.find([' ', '\n']).unwrap_or(target.len());
                format!("[{name}]: {}{}", self.target(&target[..end]), &target[end..])
            }
            _ => out,
        }
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

/// What begins fenced code: the mark, and how many there are.
fn fence(line: &str) -> Option<(char, usize)> {
    let mark = line.chars().next().filter(|mark| ['`', '~'].contains(mark))?;
    let count = line.chars().take_while(|letter| *letter == mark).count();
    // A span of code may begin a line, and ends in it.
    let is_span = mark == '`' && line[count..].contains('`');
    (count >= 3 && !is_span).then_some((mark, count))
}

/// The language of code that a tag begins.
fn begin_of_code(line: &str) -> Option<&str> {
    let inside = line
        .strip_prefix("{% highlight ")
        .and_then(|rest| rest.strip_suffix("%}"))
        .or_else(|| line.strip_prefix("{{< highlight ")?.strip_suffix(">}}"))?;
    Some(inside.split_whitespace().next().unwrap_or_default().trim_matches('"'))
}

fn is_end_of_code(line: &str) -> bool {
    matches!(
        line,
        "{% endhighlight %}" | "{{< /highlight >}}" | "{{</highlight>}}" | "{{< / highlight >}}"
    )
}

/// The next tag of a line: where it begins, and the whole of it.
fn next_tag(line: &str) -> Option<(usize, &str)> {
    let (start, end) = [("{{", "}}"), ("{%", "%}")]
        .into_iter()
        .filter_map(|(open, close)| {
            let start = line.find(open)?;
            let end = start + open.len() + line[start + open.len()..].find(close)?;
            Some((start, end + close.len()))
        })
        .min()?;
    Some((start, &line[start..end]))
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
