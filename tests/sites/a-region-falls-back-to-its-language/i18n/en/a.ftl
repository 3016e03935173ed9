only-english = Only "here"
site-title = The Wire
topic-robots = Robots
