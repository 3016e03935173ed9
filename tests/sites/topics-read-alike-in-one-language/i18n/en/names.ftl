topic-chips = Chips
    .description = Who designs chips, and who buys them.
topic-export-controls = chips
dossier-race = The race
author-ada = Ada Lovelace
author-blaise = Blaise Pascal
