url-glossary = glossary
glossary-title = Glossary
glossary-description = The words.
term-close = Close
