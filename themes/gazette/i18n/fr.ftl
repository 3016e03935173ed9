# Les mots de gazette en français.
# Le site peut redéfinir chacun d’eux dans i18n/fr/.

locale-name = Français

# Le site. À redéfinir.
site-title = La Gazette
site-tagline = L’actualité en bref
site-description = L’actualité en articles courts, datés et sourcés, publiés dans plusieurs langues.

# Adresses.
url-topics = sujets
url-archives = archives
url-authors = auteurs
url-dossiers = dossiers
url-corrections = corrections
url-glossary = glossaire
url-site-map = plan-du-site
url-sources = sources
url-editions = editions
url-feeds = flux
url-page = page
url-search = recherche

# Titres et descriptions des pages.
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
dossiers-title = Dossiers
dossiers-description = Les histoires que la rédaction suit d’épisode en épisode, celles qui se poursuivent avant celles qui sont closes.
dossier-default-description = Tous les articles du dossier « { $dossier } », du plus récent au plus ancien.
corrections-title = Corrections
corrections-description = Tout ce qui a été corrigé, précisé ou mis à jour dans les articles après leur parution, du plus récent au plus ancien.
site-map-title = Plan du site
site-map-description = Tout ce que l’on trouve ici, et où : sujets, dossiers, archives, auteurs, pages et flux.
glossary-title = Glossaire
glossary-description = Les termes que les articles emploient, expliqués chacun en quelques phrases.
term-close = Fermer
sources-description = Les documents et les publications que citent plusieurs articles, par éditeur, avec tous les articles qui citent chacun.
feed-title = { $site } – français
topic-feed-title = { $site } – { $topic } – français
dossier-feed-title = { $site } – dossier : { $dossier } – français
corrections-feed-title = { $site } – corrections – français
correction-title = { $kind ->
    [correction] Correction : { $title }
    [clarification] Précision : { $title }
   *[other] Mise à jour : { $title }
}
editions-title = Éditions
editions-description = Toutes les éditions, de la plus récente à la plus ancienne. Chacune a un sommaire, un temps de lecture et une fin.
edition-week-title = Semaine { $week } de { $year }
edition-week-description = Les articles de la semaine { $week } de { $year }, { DATERANGE($from, $to, dateStyle: "long") }, avec leurs sources.
edition-day-title = Édition du { DATETIME($day, dateStyle: "long") }
edition-day-description = Les articles parus le { DATETIME($day, dateStyle: "long") }, avec leurs sources.
editions-feed-title = { $site } – éditions – français
feeds-title = Flux
feeds-description = Tous les flux du site en français, à suivre dans un lecteur de flux : celui de tous les articles, celui de chaque sujet et celui de chaque dossier.
search-title = Recherche
search-description = Retrouvez un article par les mots de son titre ou de son texte, avec ou sans accents ni majuscules.
not-found-title = Page introuvable
not-found-description = Il n’y a pas ou plus de page à cette adresse. Des liens mènent à l’accueil, dans chaque langue du site.
chooser-title = Choisissez votre langue
chooser-description = Ce site paraît en plusieurs langues. Choisissez la vôtre pour ouvrir la page d’accueil.

# Le texte des articles.
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

# Sur toutes les pages.
skip-to-content = Aller au contenu
language-label = Langue
language-instead = (non traduit : voir « { $title } »)
theme-dark = Mode sombre
menu-label = Rubriques
breadcrumb-label = Fil d’Ariane
site-pages-title = Le site
feed-of = Flux : { $title }
made-with = Site produit par { $generator }.
offer-label = Proposition de langue
offer = Cette page existe en français.
offer-link = Lire en français
offer-close = Fermer

# Listes d’articles.
front-title = À la une
more-title = Le fil de l’actualité
reading-time = { $minutes ->
    [one] { NUMBER($minutes) } minute de lecture
   *[other] { NUMBER($minutes) } minutes de lecture
}
story-count = { $count ->
    [one] { NUMBER($count) } article
   *[other] { NUMBER($count) } articles
}
corrected = Article corrigé
updated = Mis à jour
updated-label = Mis à jour :
latest = Dernier article :
foreign-notice = Ce texte n’est pas traduit en français. En voici la version originale.
subtopics-title = Dans ce sujet
whole-month = Tous les articles parus en { DATETIME($month, skeleton: "yMMMM") }
day-unknown = Jour non précisé
pager-label = Pages de la liste
pager-newer = Articles plus récents
pager-older = Articles plus anciens
pager-here = Cette page
corrections-newer = Corrections plus récentes
corrections-older = Corrections plus anciennes
years-label = Autres années
months-label = Autres mois
days-label = Autres jours

# Les flux.
feeds-advice = Copiez une adresse et collez-la dans votre lecteur de flux. Les deux formats contiennent la même chose : tous les lecteurs connaissent Atom, quelques-uns préfèrent JSON Feed.
feeds-all = Tous les articles
feeds-by-topic = Par sujet
feeds-by-dossier = Par dossier

# Les dossiers.
status-open = En cours
status-closed = Clos

# Les éditions.
edition-number = N° { NUMBER($number) }
edition-contents = Au sommaire
edition-end = Vous êtes à jour.
edition-open = Cette édition n’est pas close : d’autres articles peuvent s’y ajouter.
editions-label = Autres éditions
source-label = { $count ->
    [one] Source :
   *[other] Sources :
}

# La lettre.
newsletter-subject = { $site } : { $edition }
newsletter-online = Lire en ligne
newsletter-other = Lire cette édition en français
newsletter-read = Lire l’article
newsletter-rest = Lire la suite en ligne
newsletter-unsubscribe = Ne plus recevoir cette lettre

# Un article.
held-draft = Brouillon
held-future = À paraître
held-expired = Retiré
byline = Texte
list-and = et
published = Publié
reading = Lecture
minutes = { $minutes ->
    [one] { NUMBER($minutes) } minute
   *[other] { NUMBER($minutes) } minutes
}
translation = Traduction
translated-from = { $language ->
    [en] Traduit de l’anglais.
    [fr] Traduit du français.
   *[other] Traduit d’une autre langue ({ $name }).
}
read-original = Lire l’original
stale-title = Traduction en retard
stale = Le texte original a été modifié depuis la dernière vérification de cette traduction, le { DATETIME($date, dateStyle: "long") }.
stale-since = Dernière modification :
corrections-link = { $count ->
    [one] Lire la correction
   *[other] Lire les { NUMBER($count) } corrections
}
compare-label = { $language ->
    [en] Lire avec le texte anglais
   *[other] Lire avec le texte de l’autre langue ({ $name })
}
compare-peek = { $language ->
    [en] L’anglais, paragraphe par paragraphe
   *[other] { $name }, paragraphe par paragraphe
}
compare-side = { $language ->
    [en] Français et anglais côte à côte
   *[other] Français et { $name } côte à côte
}
compare-show = { $language ->
    [en] En anglais
   *[other] { $name }
}
key-points-title = L’essentiel
contents-title = Dans cet article
updates-title = Mises à jour et corrections
update-correction = Correction
update-clarification = Précision
update-update = Mise à jour
sources-title = Sources
source-primary = document d’origine
source-press = presse
source-paper = article de recherche
source-cited-by = Tous les articles qui la citent
cited-in = { $count ->
    [one] Citée par { NUMBER($count) } article
   *[other] Citée par { NUMBER($count) } articles
}
publisher-unknown = Sans éditeur connu
provenance-title = Comment ce texte a été fait
text-human = Texte écrit par un être humain.
text-ai-assisted = Texte écrit par un être humain avec l’aide d’un modèle d’IA.
text-ai-generated = Texte produit par un modèle d’IA.
translation-human = Traduction humaine.
translation-machine = Traduction automatique, non relue.
translation-machine-reviewed = Traduction automatique relue par un être humain.
reviewed-by = Relecture : { $reviewer }.
dossier-title = Dossier
episodes-since = La suite
episodes-previously = Épisodes précédents
related-title = À lire aussi
neighbours-label = Articles voisins
older-story = Article précédent
newer-story = Article suivant

# Pages introuvables, choix de la langue.
not-found-text = Il n’y a pas, ou plus, de page à cette adresse. Le lien suivi est peut-être ancien ou mal recopié.
not-found-home = Aller à la page d’accueil
chooser-link = Lire en français

# La recherche.
search-words = Des mots, ou une phrase entre guillemets
search-button = Chercher
search-topic = Sujet
search-every-topic = Tous les sujets
search-year = Année
search-every-year = Toutes les années
search-also = { $language ->
    [en] Aussi dans les articles en anglais
   *[other] Aussi dans l’autre langue : { $name }
}
search-count = { $number ->
    [one] { $count } article trouvé
    [many] { $count } d’articles trouvés
   *[other] { $count } articles trouvés
}
search-none = Aucun article trouvé. Essayez moins de mots, ou un autre.
search-wait = Recherche en cours…
search-fail = La recherche est injoignable pour l’instant. Réessayez dans un moment.
search-more = Afficher plus d’articles
search-script = La recherche a besoin d’un script, que votre navigateur n’exécute pas ici.
search-otherwise = Autres chemins vers un article
