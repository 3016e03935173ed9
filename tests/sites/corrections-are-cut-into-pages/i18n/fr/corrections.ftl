url-corrections = corrections
corrections-title = Corrections
corrections-description = Tout ce qui a changé.
corrections-feed-title = { $site } : corrections
correction-title = { $kind ->
    [correction] Correction : { $title }
   *[other] Changement : { $title }
}
