//! One telling of a story: its facts, and its body in Markdown.

use std::fmt::Write as _;

use super::TOPICS;
use crate::words::Lexicon;

/// A story as one language tells it.
pub struct Telling {
    /// Not empty, without quotation marks, as the other texts are.
    pub title: String,
    pub summary: String,
    pub kicker: &'static str,
    pub key_points: [String; 3],
    /// One to four of [`TOPICS`], each once.
    pub topics: Vec<u64>,
    /// The address of the one source, which the body cites as `first`.
    pub source: String,
    /// Markdown that begins with an empty line.
    pub body: String,
}

impl Telling {
    /// Tells story `story` of a site of `stories`, the same on every call. `link` gives where a link to
    /// another story leads.
    pub fn new(
        story: u64,
        stories: u64,
        lexicon: &'static Lexicon,
        link: &dyn Fn(u64) -> String,
    ) -> Self {
        // Both tellings draw the same numbers, so that they have the same structure and facts.
        let dice = Dice(story ^ 0x5eed);
        let text = String::with_capacity(6000);
        let mut writer = Writer { dice, lexicon, text, story, stories, link };
        let clause = writer.clause();
        let title = format!("{} ({story})", capital(&clause));
        let summary = writer.sentence();
        let kicker = writer.theme();
        let key_points = std::array::from_fn(|_| capital(&writer.clause()));
        let topics = writer.topics();
        let source = format!("https://source{}.example/{story}", writer.dice.below(40));
        writer.body();
        Self { title, summary, kicker, key_points, topics, source, body: writer.text }
    }
}

struct Writer<'a> {
    dice: Dice,
    lexicon: &'static Lexicon,
    text: String,
    story: u64,
    stories: u64,
    link: &'a dyn Fn(u64) -> String,
}

impl Writer<'_> {
    fn topics(&mut self) -> Vec<u64> {
        let count = 1 + self.dice.below(4) as usize;
        let mut topics: Vec<u64> = Vec::new();
        while topics.len() < count {
            let topic = self.dice.zipf(TOPICS);
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }

    fn body(&mut self) {
        let words = 400 + self.dice.below(300) as usize;
        let (table, quote, code) =
            (self.dice.below(4) == 0, self.dice.below(3) == 0, self.dice.below(12) == 0);
        let start = self.text.len();
        self.paragraph(true);
        let mut section = 0;
        // Six bytes make a word of either language, more or less.
        while (self.text.len() - start) / 6 < words {
            section += 1;
            let heading = format!("{} {}", capital(self.theme()), self.theme());
            let _ = write!(self.text, "\n## {heading}\n");
            match section {
                1 if table => self.table(),
                1 => self.list(),
                2 if quote => self.quote(),
                3 if code => self.code(),
                _ => {}
            }
            self.paragraph(false);
            self.paragraph(section % 2 == 0);
        }
    }

    fn paragraph(&mut self, cites: bool) {
        self.text.push('\n');
        for number in 0..3 + self.dice.below(3) {
            let sentence = self.sentence();
            let space = if number == 0 { "" } else { " " };
            let _ = write!(self.text, "{space}{sentence}");
        }
        if cites {
            self.text.push_str("[^src:first]");
        }
        let other = self.dice.below(self.stories);
        if self.dice.below(2) == 0 && other != self.story {
            let (clause, link) = (self.clause(), (self.link)(other));
            let _ = write!(self.text, " [{}]({link}).", capital(&clause));
        } else {
            let theme = self.theme();
            let page = self.dice.below(1000);
            let colon = self.lexicon.colon;
            let _ = write!(self.text, " *{theme}*{colon} <https://example.com/{page}>.");
        }
        self.text.push('\n');
    }

    fn list(&mut self) {
        self.text.push('\n');
        for _ in 0..3 + self.dice.below(3) {
            let clause = capital(&self.clause());
            let (theme, colon) = (self.lexicon.themes[0], self.lexicon.colon);
            let _ = writeln!(self.text, "- **{theme}**{colon} {clause}");
        }
    }

    fn table(&mut self) {
        let (left, right) = (self.theme(), self.theme());
        let _ = write!(self.text, "\n| {left} | {right} |\n|---|---:|\n");
        for _ in 0..4 {
            let (theme, figure) = (self.theme(), self.dice.below(100_000));
            let _ = writeln!(self.text, "| {theme} | {figure} |");
        }
    }

    fn quote(&mut self) {
        let sentence = self.sentence();
        let _ = write!(self.text, "\n> {sentence}\n");
    }

    fn code(&mut self) {
        self.text.push_str("\n```rust\n");
        for line in 0..4 + self.dice.below(8) {
            let number = self.dice.below(1000);
            let _ = writeln!(self.text, "let value_{line} = compute(\"{number}\", {number});");
        }
        self.text.push_str("```\n");
    }

    fn sentence(&mut self) -> String {
        let mut sentence = capital(&self.clause());
        if self.dice.below(2) == 0 {
            sentence.push_str(self.dice.pick(self.lexicon.joints));
            let clause = self.clause();
            let _ = write!(sentence, " {clause}");
        }
        if self.dice.below(4) == 0 {
            let figure = self.dice.pick(self.lexicon.figures);
            let number = (1 + self.dice.below(90)).to_string();
            let _ = write!(sentence, " ({})", figure.replace('#', &number));
        }
        sentence.push('.');
        sentence
    }

    fn clause(&mut self) -> String {
        let subject = self.dice.pick(self.lexicon.subjects);
        let verb = self.dice.pick(self.lexicon.verbs);
        let object = self.dice.pick(self.lexicon.objects);
        let tail = self.dice.pick(self.lexicon.tails);
        format!("{subject} {verb} {object} {tail}")
    }

    fn theme(&mut self) -> &'static str {
        self.dice.pick(self.lexicon.themes)
    }
}

/// The text with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Random numbers that are the same on every machine (SplitMix64, by Steele, Lea and Flood).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit
    }

    fn pick(&mut self, from: &'static [&'static str]) -> &'static str {
        from[self.below(from.len() as u64) as usize]
    }

    /// A number below `limit`; each is as likely as the first divided by its place.
    fn zipf(&mut self, limit: u64) -> u64 {
        let weight = |place: u64| 1_000_000 / (place + 1);
        let mut left = self.below((0..limit).map(weight).sum());
        let mut place = 0;
        while left >= weight(place) {
            left -= weight(place);
            place += 1;
        }
        place
    }
}
