dossier-over = It is over
dossier-gone = It is gone
    .status = open
