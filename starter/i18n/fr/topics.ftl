topic-news = Actualité
    .slug = actualite
    .description = Ce qui vient de se passer, et ce qu’il faut en retenir.
