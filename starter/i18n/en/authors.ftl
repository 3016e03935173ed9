author-newsroom = The newsroom
    .slug = newsroom
    .description = The team that writes and translates this site.
    .kind = organization
