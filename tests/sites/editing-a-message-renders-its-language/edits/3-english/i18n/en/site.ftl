year-title = Year { $year }
