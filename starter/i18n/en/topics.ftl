topic-news = News
    .slug = news
    .description = What has just happened, and what to make of it.
