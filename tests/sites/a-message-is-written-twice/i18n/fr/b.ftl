site-title = Trois
