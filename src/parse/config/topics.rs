//! The vocabulary of topics as a whole: what stands below what.

use std::collections::BTreeMap;

use super::{Config, TopicConfig};
use crate::diag::{Code, Diagnostic, Span};
use crate::limits;
use crate::model::Id;
use crate::parse::yaml::{Document, Part};

/// Checks the vocabulary as a whole: names said once, parents that exist, no circle.
pub(super) fn check(config: &Config, document: &Document<'_>) {
    let mut names: BTreeMap<String, &Id> = BTreeMap::new();
    for topic in &config.topics {
        let said =
            std::iter::once(topic.id.as_str()).chain(topic.aliases.iter().map(String::as_str));
        for name in said {
            if let Some(other) = names.insert(name.to_lowercase(), &topic.id) {
                let message = format!("`{name}` already names the topic `{other}`");
                let span = config.topic_span(&topic.id);
                let problem = Diagnostic::new(Code::AmbiguousTopic, message).at(span);
                document.report(problem.help("a name leads to one topic: choose another"));
            }
        }
    }
    let ids = || config.topics.iter().map(|topic| topic.id.as_str());
    for topic in &config.topics {
        let Some(parent) = &topic.parent else {
            continue;
        };
        if config.topic(parent).is_none() {
            let problem =
                Diagnostic::new(Code::UnknownTopic, format!("there is no topic `{parent}`"))
                    .at(config.topic_span(&topic.id))
                    .suggest(
                        parent.as_str(),
                        ids(),
                        format!("add `- {{ id: {parent} }}` to `topics`"),
                    );
            document.report(problem);
        }
        if config.is_circular(&topic.id) {
            let message = format!("the topic `{}` is below itself", topic.id);
            let problem =
                Diagnostic::new(Code::CyclicTopics, message).at(config.topic_span(&topic.id));
            document.report(problem.help("take one `parent` out of the circle"));
        }
    }
}

impl Config {
    /// The place of a topic's last declaration.
    fn topic_span(&self, id: &Id) -> Span {
        let index = self.topics.iter().rposition(|topic| topic.id == *id).unwrap_or(0);
        self.span(&format!("topics[{index}].id"), Part::Value)
    }

    /// Notes where each topic is declared. One that is too deep is taken from its parent: whatever
    /// follows topics upwards or downwards then ends soon.
    ///
    /// # Problems
    /// - [`Code::BadValue`], at the topic.
    pub(super) fn arrange_topics(&mut self, document: &Document<'_>) {
        for (place, topic) in self.topics.iter().enumerate() {
            self.topic_places.entry(topic.id.clone()).or_insert(place);
        }
        let too_deep = |topic: &TopicConfig| {
            !self.is_circular(&topic.id) && self.ancestors(&topic.id).len() > limits::TOPIC_DEPTH
        };
        let deep: Vec<usize> =
            (0..self.topics.len()).filter(|place| too_deep(&self.topics[*place])).collect();
        for place in deep {
            let (id, most) = (&self.topics[place].id, limits::TOPIC_DEPTH);
            let message = format!("more than {most} topics stand above `{id}`");
            let span = self.span(&format!("topics[{place}].id"), Part::Value);
            let problem = Diagnostic::new(Code::BadValue, message).at(span);
            document.report(problem.help("give it a `parent` that is higher up, or none"));
            self.topics[place].parent = None;
        }
    }

    /// Notes which topics stand right below each.
    pub(super) fn gather_topics(&mut self) {
        for (place, topic) in self.topics.iter().enumerate() {
            let above = topic.parent.clone().filter(|_| !self.is_circular(&topic.id));
            self.topics_below.entry(above).or_default().push(place);
        }
    }

    /// A topic of the vocabulary.
    pub fn topic(&self, id: &Id) -> Option<&TopicConfig> {
        self.topic_places.get(id).map(|place| &self.topics[*place])
    }

    /// The topics right below one, or those below none.
    pub fn topics_below(&self, above: Option<&Id>) -> impl Iterator<Item = &TopicConfig> {
        let places = self.topics_below.get(&above.cloned());
        places.into_iter().flatten().map(|place| &self.topics[*place])
    }

    /// Whether a topic stands above itself.
    pub fn is_circular(&self, id: &Id) -> bool {
        self.ancestors(id).contains(&id)
    }

    /// The topics above `id`, the nearest first. In a circle it ends with the first that comes again.
    /// Of too many the last are left out.
    pub fn ancestors(&self, id: &Id) -> Vec<&Id> {
        let mut above: Vec<&Id> = Vec::new();
        let mut at = self.topic(id).and_then(|topic| topic.parent.as_ref());
        while let Some(parent) = at.filter(|_| above.len() <= limits::TOPIC_DEPTH) {
            let again = above.contains(&parent) || parent == id;
            above.push(parent);
            if again {
                break;
            }
            at = self.topic(parent).and_then(|topic| topic.parent.as_ref());
        }
        above
    }
}
