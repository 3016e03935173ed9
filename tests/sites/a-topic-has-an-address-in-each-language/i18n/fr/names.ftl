topic-chips = Puces
    .slug = les-puces
    .description = Qui conçoit les puces, et qui les achète.
topic-export-controls = Contrôle des exportations
dossier-race = La course
author-ada = Ada Lovelace
author-blaise = Blaise Pascal
