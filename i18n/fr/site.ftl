site-title = Fil d’IA
site-tagline = L’intelligence artificielle, faits et chiffres à l’appui
site-description = L’actualité de l’intelligence artificielle de décembre 2024 à juin 2025, en français et en anglais, écrite à partir de sources publiques.
