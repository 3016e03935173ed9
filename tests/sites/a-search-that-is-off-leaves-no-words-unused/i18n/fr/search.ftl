url-search = recherche
search-title = Recherche
search-description = Chercher.
