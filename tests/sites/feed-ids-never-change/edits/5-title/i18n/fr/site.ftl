site-title = Autre
