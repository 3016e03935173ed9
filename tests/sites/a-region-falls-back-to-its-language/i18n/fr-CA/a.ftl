locale-name = Français (Canada)
only-canadian = Bonjour
