term-close = Fermer
