// What readers of the sample site may look for, and the article that they mean.
//
// Written before any result was looked at: both languages, wrong accents, other endings, phrases, names, and
// words that stand in a text alone. A few queries fit several articles: any of them is right.

/** `[query, slug, …]` for each language. */
export const QUERIES = {
  fr: [
    // As typed in haste: no accents, no capitals, or the wrong ones.
    ["melange d'experts", "melange-d-experts-explique"],
    ["donnees personnelles italie", "italie-bloque-deepseek"],
    ["à defaut de r2", "deepseek-r1-0528"],
    ["premieres interdictions", "ai-act-premieres-interdictions"],
    ["sommet de paris", "sommet-paris-ia-investai"],
    // Other endings than in the text.
    ["puce américain", "regle-diffusion-ia-trois-groupes", "nvidia-h20-licence-exportation"],
    ["soupçon de distillation", "distillation-openai-deepseek"],
    ["modèle raisonneur o3", "openai-o3-apercu-arc-agi", "openai-o3-mini", "openai-o3-o4-mini"],
    ["amende règlement européen", "ai-act-premieres-interdictions"],
    ["milliard effacé", "nvidia-chute-589-milliards"],
    // Elisions.
    ["l'Italie", "italie-bloque-deepseek"],
    ["coût de l'entraînement", "deepseek-v3-cout-entrainement"],
    // Phrases.
    ['"prix cassé"', "deepseek-r1-raisonnement-prix"],
    ['"une marge théorique"', "deepseek-semaine-open-source"],
    // Names.
    ["claude sonnet", "claude-3-7-sonnet"],
    ["llama", "meta-llama-4"],
    ["qwen", "alibaba-qwen3"],
    ["stargate", "stargate-500-milliards"],
    ["le chat mistral", "le-chat-mistral-mobile"],
    ["magistral", "mistral-magistral"],
  ],
  en: [
    // Accents where there are none, or none where there are.
    ["régulation bans", "ai-act-first-bans"],
    ["garante italy", "italy-blocks-deepseek"],
    // Other endings than in the text.
    ["suspicion distillation", "distillation-openai-deepseek"],
    ["chip tier", "ai-diffusion-rule-three-tiers"],
    ["reason with image", "openai-o3-o4-mini"],
    ["licences nvidia", "nvidia-h20-export-licence"],
    ["expert mixtures", "mixture-of-experts-explained", "meta-llama-4"],
    ["training costs", "deepseek-v3-training-cost"],
    ["developer million token", "openai-gpt-4-1"],
    ["open models languages", "alibaba-qwen3"],
    // Possessives.
    ["Mistral's reasoning model", "mistral-magistral"],
    // Phrases.
    ['"cut price"', "deepseek-r1-reasoning-price"],
    ['"personal data"', "italy-blocks-deepseek"],
    ['"free accounts"', "openai-o3-mini"],
    // Names and numbers.
    ["claude 3.7", "claude-3-7-sonnet"],
    ["gpt-4.5", "openai-gpt-4-5"],
    ["stargate", "stargate-500-billion"],
    ["liang wenfeng", "deepseek-r2-stalled"],
    ["arc-agi", "openai-o3-preview-arc-agi"],
    ["589 billion", "nvidia-589-billion-loss"],
  ],
};
