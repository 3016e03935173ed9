site-title = Mon site
site-tagline = { $x
site-description = Une phrase.
