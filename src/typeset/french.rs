//! French: the *Lexique des règles typographiques en usage à l'Imprimerie nationale*.

use super::rules::{Numbers, Rules, Spacing, Spelling, stops};

/// French, with a space before each of the marks of two parts.
pub(super) const FRENCH: Rules = Rules {
    tag: "fr",
    // 0xC2 and 0xE2 begin `«`, `»`, `°`, `–`, `…`, `€`; the capitals, titles and Roman numbers.
    stops: stops(b"\"'.-;!?:%$MDPIVX\xc2\xe2"),
    // Quotation marks within others have no space inside.
    quotes: [("«\u{a0}", "\u{a0}»"), ("“", "”"), ("‘", "’")],
    single_quotes: false,
    clipped: &[],
    spacing: Some(Spacing { adds: true, names: &["Jeopardy", "Joomla", "Kahoot", "Yahoo"] }),
    numbers: Numbers {
        groups: true,
        units: UNITS,
        months: MONTHS,
        ordinals: true,
        counted: &["siècle", "siècles", "millénaire", "arrondissement", "République"],
        ranges: &[],
    },
    titles: &["M", "MM", "Mme", "Mmes", "Mlle", "Mlles", "Dr", "Drs", "Pr", "Prs", "Me", "Mgr"],
    abbreviations: &["p", "pp", "art", "fig", "vol", "chap", "ch", "t", "al", "tab", "ann", "éq"],
    sovereigns: SOVEREIGNS,
    spelling: Some(Spelling {
        ligatures: LIGATURES,
        accented: ACCENTED,
        after_a: AFTER_A,
        after_ca: &["va", "marche", "fait", "ne", "n", "se", "peut", "reste", "suffit", "change"],
        little: LITTLE,
        days: &["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"],
    }),
};

/// French in Canada, where `;`, `!` and `?` have no space before them (Office québécois de la langue
/// française, *Banque de dépannage linguistique*): none is added, and one that was typed is kept.
pub(super) const CANADIAN: Rules =
    Rules { tag: "fr-CA", spacing: Some(Spacing { adds: false, names: &[] }), ..FRENCH };

#[rustfmt::skip] // Many to a line.
const UNITS: &[&str] = &[
    "$", "$CA", "$US", "%", "A", "Ah", "B", "CAD", "CHF", "CNY", "EFLOPS", "EUR", "Eo", "FLOPS",
    "GB", "GBP", "GFLOPS", "GHz", "GJ", "GW", "GWh", "Gbit", "Gbit/s", "GeV", "Gib", "Gio",
    "Go", "Go/s", "Gt", "Hz", "J", "JPY", "K", "KB", "Kib", "Kio", "Ko", "L", "M", "M$", "MB",
    "MHz", "MJ", "MPa", "MW", "MWh", "Mbit", "Mbit/s", "Md", "Md$", "Mds", "Mds$", "Mds€",
    "Md£", "Md€", "MeV", "Mib", "Mio", "Mo", "Mo/s", "Mrd", "Mt", "M£", "MΩ", "M€", "N", "PB",
    "PFLOPS", "Pa", "Po", "TB", "TFLOPS", "THz", "TW", "TWh", "Tio", "To", "To/s", "USD", "V",
    "W", "Wh", "bar", "billion", "billions", "bit", "bits", "cL", "cal", "centime", "centimes",
    "centimètre", "centimètres", "cl", "cm", "cm²", "cm³", "dB", "degré", "degrés", "dl", "dm",
    "dollar", "dollars", "dpi", "eV", "euro", "euros", "fps", "franc", "francs", "g",
    "gigahertz", "gigaoctet", "gigaoctets", "gigawatt", "gigawattheure", "gigawattheures",
    "gigawatts", "gramme", "grammes", "h", "hPa", "ha", "hectare", "hectares", "hertz", "heure",
    "heures", "hl", "hm", "k", "k$", "kB", "kHz", "kJ", "kPa", "kV", "kW", "kWh", "kbit",
    "kbit/s", "kcal", "keV", "kg", "kilo", "kilogramme", "kilogrammes", "kilomètre",
    "kilomètres", "kilos", "kilowatt", "kilowattheure", "kilowattheures", "kilowatts", "kio",
    "km", "km/h", "km/s", "km²", "km³", "ko", "ko/s", "kt", "kΩ", "k€", "l", "litre", "litres",
    "livre", "livres", "m", "m/s", "m/s²", "mA", "mAh", "mL", "mV", "mW", "mbar", "mg", "mille",
    "milliard", "milliards", "millimètre", "millimètres", "million", "millions", "milliseconde",
    "millisecondes", "min", "minute", "minutes", "ml", "mm", "mm²", "ms", "m²", "m³", "mètre",
    "mètres", "mégahertz", "mégaoctet", "mégaoctets", "mégawatt", "mégawattheure",
    "mégawattheures", "mégawatts", "nanomètre", "nanomètres", "nm", "ns", "o", "octet",
    "octets", "pixel", "pixels", "ppm", "ppp", "pt", "pts", "px", "pétaoctet", "pétaoctets",
    "rouble", "roubles", "roupie", "roupies", "s", "seconde", "secondes", "t", "tCO2", "tonne",
    "tonnes", "trillion", "trillions", "téraoctet", "téraoctets", "térawatt", "térawattheure",
    "térawattheures", "térawatts", "volt", "volts", "watt", "watts", "wons", "yen", "yens",
    "yuan", "yuans", "£", "¥", "°", "°C", "°F", "µg", "µm", "µs", "Ω", "μm", "μs", "‰", "€",
];

/// With and without their accents, so that a slip does not part a date.
#[rustfmt::skip] // Many to a line.
const MONTHS: &[&str] = &[
    "aout", "août", "avril", "decembre", "décembre", "fevrier", "février", "janvier",
    "juillet", "juin", "mai", "mars", "novembre", "octobre", "septembre",
];

#[rustfmt::skip] // Many to a line.
const SOVEREIGNS: &[&str] = &[
    "Abdallah", "Abdelaziz", "Albert", "Alexandre", "Alphonse", "Benoît", "Béatrix",
    "Carl-Gustaf", "Catherine", "Charles", "Christian", "Clément", "Edouard", "Elisabeth",
    "Elizabeth", "Faisal", "Felipe", "Ferdinand", "François", "Frederik", "Frédéric", "George",
    "Georges", "Grégoire", "Guillaume", "Gustave", "Harald", "Hassan", "Henri", "Hussein",
    "Innocent", "Ivan", "Jacques", "Jean", "Jean-Paul", "Jules", "Louis", "Léon", "Léopold",
    "Margrethe", "Maximilien", "Mohammed", "Napoléon", "Nicolas", "Paul", "Philippe", "Pie",
    "Pierre", "Rama", "Ramsès", "Richard", "Sixte", "Umberto", "Urbain", "Victor-Emmanuel",
    "Édouard", "Élisabeth",
];

/// How words begin that are written with `œ`.
#[rustfmt::skip] // Many to a line.
const LIGATURES: &[&str] = &[
    "boeuf", "choeur", "coeur", "foetus", "manoeuvr", "moeurs", "noeud", "oecuméni", "oedème",
    "oeil", "oenolog", "oesophage", "oeuf", "oeuvre", "rancoeur", "soeur", "voeu", "écoeur",
];

/// Words that begin with `É`, without their accent. None is a word of another language, or a name.
#[rustfmt::skip] // Many to a line.
const ACCENTED: &[&str] = &[
    "Echange", "Echanges", "Echec", "Echecs", "Ecole", "Ecoles", "Ecologie", "Economie",
    "Economies", "Economique", "Economiste", "Economistes", "Ecosse", "Ecran", "Ecrans",
    "Ecrire", "Ecrit", "Edifice", "Editeur", "Editeurs", "Egalement", "Egalité", "Eglise",
    "Eglises", "Electricité", "Electrique", "Eloge", "Elysée", "Elève", "Elèves", "Emeute",
    "Energie", "Energies", "Enorme", "Enormes", "Epoque", "Epreuve", "Epreuves", "Equipe",
    "Equipes", "Etablissement", "Etablissements", "Etant", "Etape", "Etapes", "Etat", "Etats",
    "Ethique", "Ethiques", "Etoile", "Etoiles", "Etonnant", "Etrange", "Etranger", "Etude",
    "Etudes", "Etudiant", "Etudiants", "Evidemment", "Eviter", "Evènement", "Evénement",
    "Evénements", "Evêque",
];

/// What follows `À` at the beginning of a sentence, and never the verb.
const AFTER_A: &[&str] = &[
    "Berlin",
    "Bruxelles",
    "Genève",
    "Londres",
    "Lyon",
    "Paris",
    "Pékin",
    "Washington",
    "cause",
    "ce",
    "cet",
    "cette",
    "chaque",
    "défaut",
    "force",
    "la",
    "leur",
    "leurs",
    "mesure",
    "moins",
    "noter",
    "partir",
    "peine",
    "propos",
    "quel",
    "quelle",
    "qui",
    "quoi",
    "savoir",
    "terme",
    "travers",
];

/// Little words, as they are in titles whose every word has a capital.
#[rustfmt::skip] // Many to a line.
const LITTLE: &[&str] = &[
    "Au", "Aux", "Avec", "Ce", "Ces", "Dans", "De", "Des", "Du", "En", "Est", "Et", "La", "Le",
    "Les", "Ou", "Par", "Pour", "Que", "Qui", "Sa", "Ses", "Son", "Sont", "Sur", "Un", "Une",
    "À",
];
