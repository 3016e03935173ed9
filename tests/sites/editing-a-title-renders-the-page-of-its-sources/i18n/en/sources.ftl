url-sources = references
sources-title = Sources
sources-description = The sources of several stories.
