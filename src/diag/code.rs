//! The catalogue: every problem that depeche can name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is right but not as good as its author wants: published, unless `--strict`.
    Warning,
    /// The site would be wrong: nothing is published.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Declares the codes with their public names, so that a name can't be forgotten or said twice.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident;)*) => {
        /// The stable name of a problem. A name is public and never used again for another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The public name, in kebab case.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// How grave the problem is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// A file could not be read.
    UnreadableFile = "unreadable-file", Error;
    /// A file that must be text is not UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// A file is larger than its limit.
    FileTooLarge = "file-too-large", Error;
    /// A Markdown file in `content/` whose name has no locale.
    MissingLocale = "missing-locale", Error;
    /// A locale that the configuration does not declare.
    UnknownLocale = "unknown-locale", Error;

    /// There is no `depeche.yaml`.
    MissingConfig = "missing-config", Error;
    /// YAML that cannot be read.
    MalformedYaml = "malformed-yaml", Error;
    /// A key that nobody knows.
    UnknownKey = "unknown-key", Error;
    /// A key that must be there and is not.
    MissingKey = "missing-key", Error;
    /// A value of another type than its key wants.
    WrongType = "wrong-type", Error;
    /// A key that is written twice in one mapping.
    DuplicateKey = "duplicate-key", Error;
    /// A value of the right type that its key does not allow.
    BadValue = "bad-value", Error;
    /// A theme that is neither in `themes/` nor carried by depeche.
    UnknownTheme = "unknown-theme", Error;
    /// A theme that says it works with other versions of depeche.
    IncompatibleTheme = "incompatible-theme", Warning;
    /// Two topics with one id or alias, or two that read alike in one language.
    AmbiguousTopic = "ambiguous-topic", Error;
    /// A topic that is its own ancestor.
    CyclicTopics = "cyclic-topics", Error;

    /// An article that does not begin with front matter.
    MissingFrontMatter = "missing-front-matter", Error;
    /// Front matter whose closing line is missing.
    UnclosedFrontMatter = "unclosed-front-matter", Error;
    /// A date that does not exist, or is not written as dates are.
    BadDate = "bad-date", Error;
    /// An article that expires before it appears.
    NeverPublished = "never-published", Warning;
    /// A topic that is not in the vocabulary.
    UnknownTopic = "unknown-topic", Error;
    /// An author without a message of their name.
    UnknownAuthor = "unknown-author", Error;
    /// A dossier without a message of its name.
    UnknownDossier = "unknown-dossier", Error;
    /// A story of an edition that is not there, or not published.
    UnknownStory = "unknown-story", Error;
    /// A story that stands in an edition twice, or in two without an update in between.
    RepeatedStory = "repeated-story", Error;
    /// A slug that cannot be a segment of a URL.
    UnsafeSlug = "unsafe-slug", Error;
    /// An alias that is not a path of this site.
    UnsafeAlias = "unsafe-alias", Error;

    /// A story that one of the locales lacks.
    UntranslatedStory = "untranslated-story", Warning;
    /// A translation that states a fact otherwise than the original.
    TranslationsDisagree = "translations-disagree", Warning;
    /// A correction that one of two translations lacks.
    MissingCorrection = "missing-correction", Warning;
    /// A story with no original, or with several.
    AmbiguousOriginal = "ambiguous-original", Warning;
    /// A place of the ledger of translations that git could not merge.
    MergeConflict = "merge-conflict", Error;
    /// A ledger of translations that cannot be read.
    MalformedLedger = "malformed-ledger", Error;
    /// A list of addresses that cannot be read.
    MalformedUrls = "malformed-urls", Error;
    /// An address that readers know, where nothing is any more.
    LostUrl = "lost-url", Warning;
    /// Two files for one story and locale.
    DuplicateArticle = "duplicate-article", Error;
    /// Two articles of one locale that claim one slug.
    DuplicateSlug = "duplicate-slug", Error;
    /// Two pages that claim one route, or routes equal but for case.
    RouteCollision = "route-collision", Error;
    /// A file whose name no file of the site may have.
    UnsafeName = "unsafe-name", Error;

    /// A number that one of two translations lacks.
    NumbersDisagree = "numbers-disagree", Warning;
    /// A link that one of two translations lacks.
    LinksDisagree = "links-disagree", Warning;
    /// A source that one of two translations does not cite there.
    CitationsDisagree = "citations-disagree", Warning;
    /// A heading that one of two translations lacks, or that is of another level.
    HeadingsDisagree = "headings-disagree", Warning;
    /// A picture that one of two translations lacks.
    PicturesDisagree = "pictures-disagree", Warning;
    /// A text that is the same in two languages.
    UntranslatedText = "untranslated-text", Warning;
    /// A remark that silences nothing, as it gives no reason or is not understood.
    UnclearRemark = "unclear-remark", Warning;

    /// A link to something that the site does not have.
    BrokenLink = "broken-link", Error;
    /// A link to a place that its page does not have.
    BrokenAnchor = "broken-anchor", Error;
    /// A link that leads into another language although this one has the page.
    LinkIntoOtherLanguage = "link-into-other-language", Warning;
    /// A link out of the site to something that is gone.
    DeadLink = "dead-link", Warning;
    /// A picture that is not there.
    MissingImage = "missing-image", Error;
    /// A picture that cannot be shown: broken, too large, or of a kind that browsers do not know.
    BadPicture = "bad-picture", Error;
    /// A picture without alternative text.
    MissingAlt = "missing-alt", Warning;
    /// A reference, `[text][name]` or `[^name]`, that nothing defines.
    UndefinedReference = "undefined-reference", Warning;
    /// A source that could be cited, and is not, in a text that cites others.
    UncitedSource = "uncited-source", Warning;
    /// A definition with parts that only a whole page can have, or without a word.
    BadDefinition = "bad-definition", Error;
    /// Two terms of a glossary that claim one word.
    AmbiguousTerm = "ambiguous-term", Error;
    /// A word of another language, for which the glossary has one of the text's own.
    ForeignTerm = "foreign-term", Warning;
    /// Raw HTML that is shown as text, since the site does not trust it.
    EscapedHtml = "escaped-html", Warning;
    /// A body that is nested deeper, or grows longer, than its limit.
    BodyTooLarge = "body-too-large", Error;

    /// A formula that cannot be read.
    MalformedFormula = "malformed-formula", Error;
    /// Figures of a chart that cannot be read.
    BadChartData = "bad-chart-data", Error;
    /// A file of figures that is not there.
    MissingChartData = "missing-chart-data", Error;
    /// A chart with more figures than its limit, or a text with more charts.
    ChartTooLarge = "chart-too-large", Error;

    /// A straight quote without a partner.
    UnpairedQuote = "unpaired-quote", Warning;
    /// Quotation marks of another language.
    ForeignQuotes = "foreign-quotes", Warning;
    /// A French mark of two parts without the space before it.
    MissingSpace = "missing-space", Warning;
    /// Two spaces or more in a row.
    DoubleSpace = "double-space", Warning;
    /// A letter in the place of one that keyboards lack: `œ`, `É`, `À`.
    PlainLetter = "plain-letter", Warning;
    /// An abbreviation that is none, such as `2ème`.
    WrongAbbreviation = "wrong-abbreviation", Warning;
    /// A capital where French has none.
    WrongCapital = "wrong-capital", Warning;
    /// A title that ends with a full stop.
    TitleFullStop = "title-full-stop", Warning;

    /// Fluent that cannot be read.
    FluentSyntax = "fluent-syntax", Error;
    /// A message that a page needs and a locale lacks.
    MissingMessage = "missing-message", Warning;
    /// A message that nobody uses.
    UnusedMessage = "unused-message", Warning;
    /// Two messages with one name in one file.
    DuplicateMessage = "duplicate-message", Warning;
    /// Messages that refer to one another in a circle.
    CyclicMessage = "cyclic-message", Error;
    /// A reference to a message, term, attribute or function that does not exist.
    UnknownReference = "unknown-reference", Error;
    /// A message whose arguments differ between locales, or from what the template passes.
    MismatchedArguments = "mismatched-arguments", Warning;

    /// A template that cannot be read.
    TemplateSyntax = "template-syntax", Error;
    /// A template that failed while a page was rendered.
    TemplateError = "template-error", Error;
    /// A layout that the theme lacks.
    MissingTemplate = "missing-template", Error;
    /// A stylesheet or template that names an asset which is not there.
    MissingAsset = "missing-asset", Error;
}

impl Code {
    /// The code of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
