url-search = search
search-title = Search
search-description = Search.
