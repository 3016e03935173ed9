own-word = Home & co
