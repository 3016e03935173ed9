site-title = Ma dépêche
site-tagline = L’actualité en deux langues
site-description = Un fil d’actualité publié en français et en anglais, d’une même rédaction, avec ses sources et ses archives.
