url-feeds = feeds
feeds-title = Feeds
feeds-description = The feeds.
