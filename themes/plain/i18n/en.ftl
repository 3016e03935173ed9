# The words of plain in English: those that depeche asks for, and a few that its templates do.

locale-name = English
site-title = The Gazette
site-tagline = The news in brief
site-description = The news in short, dated articles that name their sources, published in several languages.
url-topics = topics
url-archives = archives
url-authors = authors
url-page = page
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
feed-title = { $site } – English
topic-feed-title = { $site } – { $topic } – English
not-found-title = Page not found
not-found-description = There is no page at this address, or no longer. Links lead to the home page in each language of the site.
chooser-title = Choose your language
chooser-description = This site is published in several languages. Choose yours to open the home page.
term-close = Close
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
skip-to-content = Skip to content
language-label = Language
menu-label = Sections
pager-label = Pages of the list
pager-newer = Newer stories
pager-older = Older stories
sources-title = Sources
