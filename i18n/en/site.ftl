site-title = The AI Wire
site-tagline = Artificial intelligence, with facts and figures to hand
site-description = Artificial intelligence news from December 2024 to June 2025, in English and in French, written from public sources that are named.
