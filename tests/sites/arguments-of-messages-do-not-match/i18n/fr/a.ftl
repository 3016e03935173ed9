year-title = L’an { $yaer }
