# The words of plain in French: those that depeche asks for, and a few that its templates do.

locale-name = Français
site-title = La Gazette
site-tagline = L’actualité en bref
site-description = L’actualité en articles courts, datés et sourcés, publiés dans plusieurs langues.
url-topics = sujets
url-archives = archives
url-authors = auteurs
url-page = page
page-title = { $title } (page { NUMBER($number) })
topics-title = Sujets
topics-description = Tous les sujets que suit la rédaction, avec le nombre d’articles de chacun et la date du plus récent.
topic-default-description = Tous les articles consacrés au sujet « { $topic } », du plus récent au plus ancien.
archives-title = Archives
archives-description = Tous les articles parus, année par année et mois par mois, du plus récent au plus ancien.
year-title = En { $year }
year-description = Les articles parus en { $year }, mois par mois, du plus récent au plus ancien.
month-title = En { DATETIME($month, skeleton: "yMMMM") }
month-description = Les articles parus en { DATETIME($month, skeleton: "yMMMM") }, jour par jour, du plus récent au plus ancien.
day-title = Le { DATETIME($day, dateStyle: "long") }
day-description = Les articles parus le { DATETIME($day, dateStyle: "long") }, du plus récent au plus ancien.
authors-title = Auteurs
authors-description = Celles et ceux qui écrivent ici, avec la liste de leurs articles, du plus récent au plus ancien.
author-default-description = Tous les articles signés { $author }, du plus récent au plus ancien.
feed-title = { $site } – français
topic-feed-title = { $site } – { $topic } – français
not-found-title = Page introuvable
not-found-description = Il n’y a pas ou plus de page à cette adresse. Des liens mènent à l’accueil, dans chaque langue du site.
chooser-title = Choisissez votre langue
chooser-description = Ce site paraît en plusieurs langues. Choisissez la vôtre pour ouvrir la page d’accueil.
term-close = Fermer
footnotes-title = Notes
footnote-ref = Note { NUMBER($number) }
footnote-back = Retour à l’appel de la note { NUMBER($number) }
table-label = Tableau { NUMBER($number) }
code-label = Extrait de code { NUMBER($number) }
chart-bars = { $number ->
    [one] Diagramme d’une barre. La valeur est dans le tableau qui suit.
   *[other] Diagramme de { NUMBER($number) } barres. Les valeurs sont dans le tableau qui suit.
}
chart-stacks = { $number ->
    [one] Diagramme d’une barre empilée. Les valeurs sont dans le tableau qui suit.
   *[other] Diagramme de { NUMBER($number) } barres empilées. Les valeurs sont dans le tableau qui suit.
}
chart-lines = { $number ->
    [one] Courbe. Les valeurs sont dans le tableau qui suit.
   *[other] { NUMBER($number) } courbes. Les valeurs sont dans le tableau qui suit.
}
chart-figures = Les chiffres en tableau
citation-label = Source { NUMBER($number) }
alert-note = Remarque
alert-tip = Conseil
alert-important = Important
alert-warning = Attention
alert-caution = Danger
task-done = Fait
task-open = À faire
link-hint = ({ $language })
skip-to-content = Aller au contenu
language-label = Langue
menu-label = Rubriques
pager-label = Pages de la liste
pager-newer = Articles plus récents
pager-older = Articles plus anciens
sources-title = Sources
