url-feeds = flux
feeds-title = Flux
feeds-description = Les flux.
