topic-chips = Puces
    .description = Qui conçoit les puces, et qui les achète.
topic-export-controls = Contrôle des exportations
dossier-race = La course
    .status = closed
author-ada = Ada Lovelace
author-blaise = Blaise Pascal
