site-title = La Dépêche
only-french = « Oui »
