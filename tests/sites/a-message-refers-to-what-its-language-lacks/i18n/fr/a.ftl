-marque = Dépêche
site-title = La { -marque }
