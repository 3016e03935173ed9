only-english = Only "here"
site-title = The Wire
issue = { DATETIME("2025-03-04", dateStyle: "short") }, { NUMBER(12345.5) }
topic-robots = Robots
