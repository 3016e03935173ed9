site-title = La Dépêche
only-french = « Oui »
issue = { DATETIME("2025-03-04", dateStyle: "short") }, { NUMBER(12345.5) }
