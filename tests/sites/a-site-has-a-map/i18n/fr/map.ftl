feeds-title = Flux
feeds-description = x
url-feeds = flux
url-site-map = plan-du-site
site-map-title = Plan du site
site-map-description = Tout.
