feeds-title = Feeds
feeds-description = x
url-feeds = feeds
url-site-map = site-map
site-map-title = Site map
site-map-description = All.
