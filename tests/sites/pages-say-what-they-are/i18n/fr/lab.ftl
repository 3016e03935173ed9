author-lab = Le laboratoire
    .kind = organization
