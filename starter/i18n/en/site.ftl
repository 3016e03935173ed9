site-title = My Dispatch
site-tagline = The news in two languages
site-description = A news digest published in French and English by one newsroom, with its sources, its topics and its archives.
