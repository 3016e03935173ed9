url-sources = sources
sources-title = Sources
sources-description = Les sources de plusieurs articles.
