author-newsroom = La rédaction
    .slug = redaction
    .description = La signature collective du Fil d’IA, sous laquelle paraissent tous les articles du site.
    .kind = organization
