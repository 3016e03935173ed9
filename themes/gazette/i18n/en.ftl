# The words of gazette in English.
# A site may redefine each of them in i18n/en/.

locale-name = English

# The site. To be redefined.
site-title = The Gazette
site-tagline = The news in brief
site-description = The news in short, dated articles that name their sources, published in several languages.

# Addresses.
url-topics = topics
url-archives = archives
url-authors = authors
url-dossiers = dossiers
url-corrections = corrections
url-glossary = glossary
url-site-map = site-map
url-sources = sources
url-editions = editions
url-feeds = feeds
url-page = page
url-search = search

# Titles and descriptions of pages.
page-title = { $title } (page { NUMBER($number) })
topics-title = Topics
topics-description = All the topics that the newsroom follows, how many stories each of them has and the date of the latest.
topic-default-description = All the stories on the topic “{ $topic }”, from the latest to the oldest.
archives-title = Archives
archives-description = All the stories published so far, year by year and month by month, the latest first.
year-title = { $year }
year-description = The stories published in { $year }, month by month, from the latest to the oldest.
month-title = { DATETIME($month, skeleton: "yMMMM") }
month-description = The stories published in { DATETIME($month, skeleton: "yMMMM") }, day by day, the latest first.
day-title = { DATETIME($day, dateStyle: "long") }
day-description = The stories published on { DATETIME($day, dateStyle: "long") }, from the latest to the oldest.
authors-title = Authors
authors-description = The people who write here, each with a list of their stories, from the latest to the oldest.
author-default-description = All the stories signed by { $author }, from the latest to the oldest.
dossiers-title = Dossiers
dossiers-description = The stories that the newsroom follows from one episode to the next, those that go on before those that are closed.
dossier-default-description = All the stories of the dossier “{ $dossier }”, from the latest to the oldest.
corrections-title = Corrections
corrections-description = All that was corrected, clarified or updated in the stories after they were published, the latest first.
site-map-title = Site map
site-map-description = All that there is here, and where: topics, dossiers, archives, authors, pages and feeds.
glossary-title = Glossary
glossary-description = The terms that the stories use, each explained in a few sentences.
term-close = Close
sources-description = The documents and publications that several stories cite, by publisher, with all the stories that cite each of them.
feed-title = { $site } – English
topic-feed-title = { $site } – { $topic } – English
dossier-feed-title = { $site } – dossier: { $dossier } – English
corrections-feed-title = { $site } – corrections – English
correction-title = { $kind ->
    [correction] Correction: { $title }
    [clarification] Clarification: { $title }
   *[other] Update: { $title }
}
editions-title = Editions
editions-description = All the editions, from the latest to the oldest. Each of them has contents, a reading time and an end.
edition-week-title = Week { $week } of { $year }
edition-week-description = The stories of week { $week } of { $year }, { DATERANGE($from, $to, dateStyle: "long") }, with their sources.
edition-day-title = Edition of { DATETIME($day, dateStyle: "long") }
edition-day-description = The stories published on { DATETIME($day, dateStyle: "long") }, with their sources.
editions-feed-title = { $site } – editions – English
feeds-title = Feeds
feeds-description = Every feed of the site in English, to be followed in a feed reader: one of all articles, one for each topic and one for each dossier.
search-title = Search
search-description = Find articles by their words, in titles and texts. Accents and capitals do not matter.
not-found-title = Page not found
not-found-description = There is no page at this address, or no longer. Links lead to the home page in each language of the site.
chooser-title = Choose your language
chooser-description = This site is published in several languages. Choose yours to open the home page.

# The text of articles.
footnotes-title = Notes
footnote-ref = Note { NUMBER($number) }
footnote-back = Back to the reference of note { NUMBER($number) }
table-label = Table { NUMBER($number) }
code-label = Code sample { NUMBER($number) }
chart-bars = { $number ->
    [one] Chart of one bar. Its value is in the table that follows.
   *[other] Chart of { NUMBER($number) } bars. Their values are in the table that follows.
}
chart-stacks = { $number ->
    [one] Chart of one stacked bar. Its values are in the table that follows.
   *[other] Chart of { NUMBER($number) } stacked bars. Their values are in the table that follows.
}
chart-lines = { $number ->
    [one] Line chart. The values are in the table that follows.
   *[other] Chart of { NUMBER($number) } lines. Their values are in the table that follows.
}
chart-figures = The figures as a table
citation-label = Source { NUMBER($number) }
alert-note = Note
alert-tip = Tip
alert-important = Important
alert-warning = Warning
alert-caution = Caution
task-done = Done
task-open = To do
link-hint = ({ $language })

# On every page.
skip-to-content = Skip to content
language-label = Language
language-instead = (not translated: see “{ $title }”)
theme-dark = Dark mode
menu-label = Sections
breadcrumb-label = Breadcrumb
site-pages-title = This site
feed-of = Feed: { $title }
made-with = Site made with { $generator }.
offer-label = Choice of language
offer = This page is available in English.
offer-link = Read in English
offer-close = Close

# Lists of stories.
front-title = Top stories
more-title = Latest news
reading-time = { $minutes ->
    [one] { NUMBER($minutes) }-minute read
   *[other] { NUMBER($minutes) }-minute read
}
story-count = { $count ->
    [one] { NUMBER($count) } story
   *[other] { NUMBER($count) } stories
}
corrected = Corrected
updated = Updated
updated-label = Updated:
latest = Latest:
foreign-notice = This text has not been translated into English. Here is the original version.
subtopics-title = Within this topic
whole-month = All the stories of { DATETIME($month, skeleton: "yMMMM") }
day-unknown = Day not stated
pager-label = Pages of the list
pager-newer = Newer stories
pager-older = Older stories
pager-here = This page
corrections-newer = Newer corrections
corrections-older = Older corrections
years-label = Other years
months-label = Other months
days-label = Other days

# Feeds.
feeds-advice = Copy an address and paste it into your feed reader. Both formats hold the same: every reader knows Atom, a few prefer JSON Feed.
feeds-all = All stories
feeds-by-topic = By topic
feeds-by-dossier = By dossier

# Dossiers.
status-open = Ongoing
status-closed = Closed

# Editions.
edition-number = No. { NUMBER($number) }
edition-contents = In this edition
edition-end = You are up to date.
edition-open = This edition is not closed: more stories may come to it.
editions-label = Other editions
source-label = { $count ->
    [one] Source:
   *[other] Sources:
}

# The newsletter.
newsletter-subject = { $site }: { $edition }
newsletter-online = Read online
newsletter-other = Read this edition in English
newsletter-read = Read the story
newsletter-rest = Read the rest online
newsletter-unsubscribe = Stop receiving this newsletter

# An article.
held-draft = Draft
held-future = Not yet published
held-expired = Withdrawn
byline = Words
list-and = and
published = Published
reading = Reading time
minutes = { $minutes ->
    [one] { NUMBER($minutes) } minute
   *[other] { NUMBER($minutes) } minutes
}
translation = Translation
translated-from = { $language ->
    [en] Translated from English.
    [fr] Translated from French.
   *[other] Translated from another language ({ $name }).
}
read-original = Read the original
stale-title = Not up to date
stale = The original text has changed since this translation was checked, on { DATETIME($date, dateStyle: "long") }.
stale-since = Latest change:
corrections-link = { $count ->
    [one] Read the correction
   *[other] Read the { NUMBER($count) } corrections
}
compare-label = { $language ->
    [fr] Read with the French text
   *[other] Read with the text in another language ({ $name })
}
compare-peek = { $language ->
    [fr] French, paragraph by paragraph
   *[other] { $name }, paragraph by paragraph
}
compare-side = { $language ->
    [fr] English and French side by side
   *[other] English and { $name } side by side
}
compare-show = { $language ->
    [fr] In French
   *[other] { $name }
}
key-points-title = Key points
contents-title = In this article
updates-title = Updates and corrections
update-correction = Correction
update-clarification = Clarification
update-update = Update
sources-title = Sources
source-primary = original document
source-press = press
source-paper = research paper
source-cited-by = All stories that cite it
cited-in = { $count ->
    [one] Cited by { NUMBER($count) } story
   *[other] Cited by { NUMBER($count) } stories
}
publisher-unknown = No known publisher
provenance-title = How this text was made
text-human = Text written by a human.
text-ai-assisted = Text written by a human with the help of an AI model.
text-ai-generated = Text produced by an AI model.
translation-human = Translated by a human.
translation-machine = Translated by machine, not reviewed.
translation-machine-reviewed = Translated by machine, reviewed by a human.
reviewed-by = Reviewed by { $reviewer }.
dossier-title = Dossier
episodes-since = What followed
episodes-previously = Previously in this story
related-title = Read next
neighbours-label = Neighbouring stories
older-story = Previous story
newer-story = Next story

# Pages not found, choice of language.
not-found-text = There is no page at this address, or no longer. The link may be old, or was not copied in full.
not-found-home = Go to the home page
chooser-link = Read in English

# The search.
search-words = Words, or a phrase in quotation marks
search-button = Search
search-topic = Topic
search-every-topic = All topics
search-year = Year
search-every-year = All years
search-also = { $language ->
    [fr] In French articles, too
   *[other] In the other language, too: { $name }
}
search-count = { $number ->
    [one] { $count } article found
   *[other] { $count } articles found
}
search-none = No article found. Try fewer words, or another one.
search-wait = Searching…
search-fail = The search cannot be reached just now. Try again in a moment.
search-more = Show more articles
search-script = Your browser runs no script here, and the search needs one.
search-otherwise = Other ways to an article
