archives-title = Toutes les dates
