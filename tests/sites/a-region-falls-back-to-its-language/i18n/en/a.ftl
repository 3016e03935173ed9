only-english = Only "here"
