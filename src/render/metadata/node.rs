//! The nodes of schema.org's graph that pages have.

use serde::{Serialize, Serializer};

use crate::model::{Date, Locale};

/// One thing.
#[derive(Serialize)]
#[serde(tag = "@type")]
pub enum Node<'a> {
    NewsArticle(Box<Article<'a>>),
    WebPage(Page<'a>),
    CollectionPage(Page<'a>),
    WebSite(Site<'a>),
    BreadcrumbList(List<'a>),
    DefinedTermSet(TermSet<'a>),
}

/// An address inside the site, made absolute.
#[derive(Clone, Copy)]
pub struct Url<'a> {
    pub origin: &'a str,
    pub href: &'a str,
    pub fragment: &'static str,
}

impl Serialize for Url<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&[self.origin, self.href, self.fragment].concat())
    }
}

/// A thing that another page tells of.
#[derive(Serialize)]
pub struct Reference<T> {
    #[serde(rename = "@id")]
    pub id: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Article<'a> {
    #[serde(rename = "@id")]
    pub id: &'a str,
    pub url: &'a str,
    pub main_entity_of_page: &'a str,
    pub headline: &'a str,
    pub description: &'a str,
    pub in_language: &'a Locale,
    pub date_published: &'a Date,
    pub date_modified: &'a Date,
    pub is_accessible_for_free: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Agent<'a>>,
    pub publisher: Agent<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub article_section: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation_of_work: Option<Reference<Url<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub work_translation: Vec<Reference<&'a str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citation: Vec<Citation<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub correction: Vec<Correction<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digital_source_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editor: Option<Agent<'a>>,
}

/// Whoever makes something.
#[derive(Serialize)]
pub struct Agent<'a> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Url<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Image<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "ImageObject")]
pub struct Image<'a> {
    pub url: Url<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "CreativeWork", rename_all = "camelCase")]
pub struct Citation<'a> {
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Agent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<&'a Date>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "CorrectionComment", rename_all = "camelCase")]
pub struct Correction<'a> {
    pub text: &'a str,
    pub date_published: &'a Date,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<'a> {
    #[serde(rename = "@id")]
    pub id: &'a str,
    pub url: &'a str,
    pub name: &'a str,
    pub description: &'a str,
    pub in_language: &'a Locale,
    pub is_part_of: Reference<Url<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<&'a Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_entity: Option<List<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Site<'a> {
    #[serde(rename = "@id")]
    pub id: Url<'a>,
    pub url: Url<'a>,
    pub name: &'a str,
    pub description: &'a str,
    pub in_language: &'a Locale,
}

/// Things in an order. A breadcrumb says its type as a [`Node`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct List<'a> {
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    pub item_list_element: Vec<Item<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "ListItem")]
pub struct Item<'a> {
    pub position: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Url<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Url<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TermSet<'a> {
    #[serde(rename = "@id")]
    pub id: String,
    pub url: &'a str,
    pub name: &'a str,
    pub description: &'a str,
    pub in_language: &'a Locale,
    pub has_defined_term: Vec<Term<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "DefinedTerm", rename_all = "camelCase")]
pub struct Term<'a> {
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    pub name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternate_name: Vec<&'a str>,
    pub description: &'a str,
    pub in_defined_term_set: Reference<String>,
}
