url-editions = editions
editions-title = Editions
editions-description = All editions.
editions-feed-title = { $site }: editions
edition-week-title = Week { $week } of { $year }
edition-week-description = The week of { DATERANGE($from, $to, dateStyle: "long") }.
edition-day-title = { DATETIME($day, dateStyle: "long") }
edition-day-description = The stories of { DATETIME($day, dateStyle: "long") }.
