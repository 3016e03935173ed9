url-topics = Nos sujets/..
