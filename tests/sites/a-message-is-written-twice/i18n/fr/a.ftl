site-title = Un
site-title = Deux
