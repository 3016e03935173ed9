own-word = Accueil & co
