url-glossary = glossaire
glossary-title = Glossaire
glossary-description = Les mots.
term-close = Fermer
