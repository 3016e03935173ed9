site-title = { site-tagline }
site-tagline = { site-title }
