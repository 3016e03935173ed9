dossier-other = The other
