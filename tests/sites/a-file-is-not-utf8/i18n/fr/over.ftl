site-title = ÿ
