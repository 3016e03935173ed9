author-lab = The lab
    .kind = organization
