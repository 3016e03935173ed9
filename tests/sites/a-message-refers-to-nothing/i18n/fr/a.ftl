site-title = { rien } { -marque } { site-tagline.rien } { HORLOGE() }
