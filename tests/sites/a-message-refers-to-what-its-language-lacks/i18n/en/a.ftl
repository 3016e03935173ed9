site-title = The { -marque }
