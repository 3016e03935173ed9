topic-chips = Chips
topic-export-controls = Export controls
dossier-race = The race
author-ada = Ada Lovelace
author-blaise = Blaise Pascal
