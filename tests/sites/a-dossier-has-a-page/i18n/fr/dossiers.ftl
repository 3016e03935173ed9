url-dossiers = dossiers
dossiers-title = Dossiers
dossiers-description = Tous les dossiers.
dossier-default-description = Les articles du dossier { $dossier }.
dossier-feed-title = { $site } : dossier { $dossier }

dossier-over = C’est fini
    .slug = fini
    .description = Ce qui est fini.
    .status = closed
