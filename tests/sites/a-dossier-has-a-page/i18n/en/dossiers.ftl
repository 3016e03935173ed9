url-dossiers = threads
dossiers-title = Dossiers
dossiers-description = All dossiers.
dossier-default-description = Stories of the dossier { $dossier }.
dossier-feed-title = { $site }: dossier { $dossier }

dossier-over = It is over
