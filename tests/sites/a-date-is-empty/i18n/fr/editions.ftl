url-editions = numeros
editions-title = Éditions
editions-description = Toutes les éditions.
editions-feed-title = { $site } : éditions
edition-week-title = Semaine { $week } de { $year }
edition-week-description = La semaine { DATERANGE($from, $to, dateStyle: "long") }.
edition-day-title = Le { DATETIME($day, dateStyle: "long") }
edition-day-description = Les articles du { DATETIME($day, dateStyle: "long") }.
