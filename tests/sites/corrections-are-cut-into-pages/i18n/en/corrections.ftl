url-corrections = corrected
corrections-title = Corrections
corrections-description = All that changed.
corrections-feed-title = { $site }: corrections
correction-title = { $kind ->
    [correction] Correction: { $title }
   *[other] Change: { $title }
}
