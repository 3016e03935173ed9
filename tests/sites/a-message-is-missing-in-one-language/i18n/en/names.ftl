topic-chips = Chips
    .description = Who designs chips, and who buys them.
dossier-race = The race
author-ada = Ada Lovelace
author-blaise = Blaise Pascal
