// Pages of the sample site: one of each kind, in both languages.

/** Counterparts, by kind. */
export const PLACES = {
  "front page": ["fr/", "en/"],
  "numbered page": ["fr/page/2/", "en/page/2/"],
  article: ["fr/2025/02/deepseek-r2-lancement-accelere/", "en/2025/02/deepseek-r2-launch-accelerated/"],
  "article with a figure": ["fr/2025/06/mistral-magistral/", "en/2025/06/mistral-magistral/"],
  "article with code": ["fr/2024/12/deepseek-v3-cout-entrainement/", "en/2024/12/deepseek-v3-training-cost/"],
  topics: ["fr/sujets/", "en/topics/"],
  topic: ["fr/sujets/puces/", "en/topics/chips/"],
  archives: ["fr/archives/", "en/archives/"],
  year: ["fr/2025/", "en/2025/"],
  month: ["fr/2025/02/", "en/2025/02/"],
  authors: ["fr/auteurs/", "en/authors/"],
  author: ["fr/auteurs/redaction/", "en/authors/newsroom/"],
  dossiers: ["fr/dossiers/", "en/dossiers/"],
  dossier: ["fr/dossiers/bataille-des-puces/", "en/dossiers/chip-battle/"],
  sources: ["fr/sources/", "en/sources/"],
  "site map": ["fr/plan-du-site/", "en/site-map/"],
  glossary: ["fr/glossaire/", "en/glossary/"],
  corrections: ["fr/corrections/", "en/corrections/"],
  editions: ["fr/editions/", "en/editions/"],
  edition: ["fr/editions/2025-w09/", "en/editions/2025-w09/"],
  feeds: ["fr/flux/", "en/feeds/"],
  "standing page": ["fr/a-propos/", "en/about/"],
  search: ["fr/recherche/", "en/search/"],
  "page not found": ["fr/404.html", "en/404.html"],
};

export const LOCALES = ["fr", "en"];
