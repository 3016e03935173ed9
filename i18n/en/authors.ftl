author-newsroom = The newsroom
    .slug = newsroom
    .description = The AI Wire’s collective byline, under which every article on the site appears.
    .kind = organization
