greeting = Bonjour
-brand = Marque
