site-title = Mon journal
