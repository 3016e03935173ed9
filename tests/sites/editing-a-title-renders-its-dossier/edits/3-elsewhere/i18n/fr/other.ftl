dossier-other = L’autre
