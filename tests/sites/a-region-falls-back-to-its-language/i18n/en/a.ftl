only-english = Only "here"
site-title = The Wire
topic-chips = Chips: "new"
