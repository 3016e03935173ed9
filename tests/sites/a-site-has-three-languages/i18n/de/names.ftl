topic-chips = Chips und mehr
    .description = Who designs chips, and who buys them.
topic-export-controls = Export controls
dossier-race = The race
author-ada = Ada Lovelace
author-blaise = Blaise Pascal
