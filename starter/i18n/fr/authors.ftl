author-newsroom = La rédaction
    .slug = redaction
    .description = L’équipe qui écrit et traduit ce site.
    .kind = organization
