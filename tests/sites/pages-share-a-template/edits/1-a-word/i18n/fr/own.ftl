own-word = Une
