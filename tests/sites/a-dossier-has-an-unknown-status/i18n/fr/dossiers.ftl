dossier-over = C’est fini
    .status = close
dossier-gone = C’est parti
    .status = en sommeil
