//! French, by the *Lexique des règles typographiques en usage à l'Imprimerie nationale*.

use super::check;

#[test]
fn marks_of_two_parts() {
    check(
        "fr",
        &[
            ("Quoi ? Non ; si !", "Quoi~? Non~; si~!"),
            ("Quoi ?! Non !!!", "Quoi~?! Non~!!!"),
            ("Ceci : cela", "Ceci_: cela"),
            ("Deux  : trois   !", "Deux_: trois~!"),
            ("Quoi\n?", "Quoi~?"),
            ("Quoi\u{a0}? Non\u{2009}; ceci\u{202f}: cela", "Quoi~? Non~; ceci_: cela"),
            ("(vraiment ?) [non !]", "(vraiment~?) [non~!]"),
            ("Quoi ?… Si !…", "Quoi~?… Si~!…"),
            ("100 % : tout", "100_%_: tout"),
            ("Oui !\u{2028}Non ?", "Oui~!\u{2028}Non~?"),
            ("l'IA : prête ?", "l’IA_: prête~?"),
            ("Trois mots : un ; deux ; trois.", "Trois mots_: un~; deux~; trois."),
            ("Fin ?", "Fin~?"),
            ("« Quoi ? »", "«_Quoi~?_»"),
        ],
    );
}

#[test]
fn a_missing_space_is_added_where_a_clause_ends() {
    check(
        "fr",
        &[
            ("Bonjour!", "Bonjour~!"),
            ("Quoi? Non; si.", "Quoi~? Non~; si."),
            ("Note: ceci", "Note_: ceci"),
            ("Vraiment?!", "Vraiment~?!"),
            ("« Oui »!", "«_Oui_»~!"),
            ("\"Oui\"!", "«_Oui_»~!"),
            ("\"Vraiment?\"", "«_Vraiment~?_»"),
            ("(ainsi)? Oui", "(ainsi)~? Oui"),
            ("En 2025: bilan", "En 2025_: bilan"),
            ("À 5 %!", "À 5_%~!"),
            ("Étonné!\nOui", "Étonné~!\nOui"),
            ("Yahoo! grandit!", "Yahoo! grandit~!"),
        ],
    );
    check(
        "fr-CA",
        &[
            ("Bonjour! Quoi?", "Bonjour! Quoi?"),
            ("Bonjour ! Note : x", "Bonjour~! Note_: x"),
            ("\"Oui\"", "«_Oui_»"),
        ],
    );
}

#[test]
fn guillemets() {
    check(
        "fr",
        &[
            ("« oui »", "«_oui_»"),
            ("«oui»", "«_oui_»"),
            ("«\u{202f}oui\u{202f}»", "«_oui_»"),
            ("« oui», « non »", "«_oui_», «_non_»"),
            ("l'« IA »", "l’«_IA_»"),
            ("(« IA »)", "(«_IA_»)"),
            ("« un « deux » trois »", "«_un «_deux_» trois_»"),
            ("« »", "« »"),
        ],
    );
}

#[test]
fn straight_quotes() {
    check(
        "fr",
        &[
            ("\"oui\"", "«_oui_»"),
            ("Il dit \"oui\".", "Il dit «_oui_»."),
            ("Il dit : \"Oui.\"", "Il dit_: «_Oui._»"),
            ("\"un \"deux\" trois\"", "«_un “deux” trois_»"),
            ("\"un \"deux \"trois\" deux\" un\"", "«_un “deux ‘trois’ deux” un_»"),
            ("« un \"deux\" trois »", "«_un “deux” trois_»"),
            ("\"un\" et \"deux\"", "«_un_» et «_deux_»"),
            ("l'\"IA\"", "l’«_IA_»"),
            ("d'\"IA\", qu'\"IA\"", "d’«_IA_», qu’«_IA_»"),
            ("\"l'\", \"d’\" et \"dit 'oui'\".", "«_l'_», «_d’_» et «_dit 'oui'_»."),
            ("(\"x\")", "(«_x_»)"),
            ("\"a\", \"b\" ; \"c\" !", "«_a_», «_b_»~; «_c_»~!"),
            ("\"Quoi ?\", dit-il", "«_Quoi~?_», dit-il"),
            ("anti-\"IA\"", "anti-«_IA_»"),
            ("\u{fffc} et \"\u{fffc}\"", "\u{fffc} et «_\u{fffc}_»"),
            ("\"un écran de 5\" ici\"", "«_un écran de 5\" ici_»"),
            ("\"en 2025\"", "«_en 2025_»"),
            ("\"l'un\nl'autre\"", "«_l’un\nl’autre_»"),
            ("[\"x\"]", "[«_x_»]"),
        ],
    );
}

#[test]
fn quotes_without_a_partner_stay() {
    check(
        "fr",
        &[
            ("un écran de 5\"", "un écran de 5\""),
            ("un \"mot", "un \"mot"),
            ("un mot\" et", "un mot\" et"),
            ("\"un\" \"deux", "«_un_» \"deux"),
            ("\"", "\""),
            ("\"\"", "\"\""),
            ("\" \"", "\" \""),
            ("5\" et 7\"", "5\" et 7\""),
        ],
    );
}

#[test]
fn apostrophes() {
    check(
        "fr",
        &[
            ("l'été", "l’été"),
            ("L'ÉTÉ", "L’ÉTÉ"),
            ("aujourd'hui, qu'il", "aujourd’hui, qu’il"),
            ("l'1 % des plus riches", "l’1_% des plus riches"),
            ("des milliards d'€", "des milliards d’€"),
            ("l‘IA", "l’IA"),
            ("l’IA", "l’IA"),
            ("presqu'île, entr'ouvert", "presqu’île, entr’ouvert"),
            ("d'\u{fffc}", "d’\u{fffc}"),
            ("'mot' 5' 6'2", "'mot' 5' 6'2"),
            ("rock'n'roll", "rock’n’roll"),
        ],
    );
}

#[test]
fn ellipses() {
    check(
        "fr",
        &[
            ("Bon...", "Bon…"),
            ("Bon... enfin", "Bon… enfin"),
            ("Bon ...", "Bon…"),
            ("(enfin) ...", "(enfin)…"),
            ("\"... et puis\"", "«_… et puis_»"),
            ("Bon … enfin", "Bon… enfin"),
            ("[...]", "[…]"),
            ("mot [...] mot", "mot […] mot"),
            ("...et puis", "…et puis"),
            ("Quoi...?", "Quoi…?"),
            ("....", "...."),
            ("\"Bon...\"", "«_Bon…_»"),
            ("a, b, ...", "a, b, …"),
        ],
    );
}

#[test]
fn dashes() {
    check(
        "fr",
        &[
            ("un -- deux", "un – deux"),
            ("un --- deux", "un — deux"),
            ("un – deux – trois", "un –_deux_– trois"),
            ("un -- deux -- trois", "un –_deux_– trois"),
            ("un --- deux --- trois", "un —_deux_— trois"),
            ("un – deux. Trois – quatre", "un – deux. Trois – quatre"),
            ("a – b – c – d – e", "a –_b_– c –_d_– e"),
            ("1990--1995", "1990–1995"),
            ("3 – 9 mars – fin", "3 – 9_mars – fin"),
            ("– point", "– point"),
            ("demi-heure, 1990-1995", "demi-heure, 1990-1995"),
            ("L'IA – pas l'autre – avance", "L’IA –_pas l’autre_– avance"),
        ],
    );
}

#[test]
fn ordinals_are_plain_in_plain_text() {
    check(
        "fr",
        &[
            ("le 1er mars", "le 1er_mars"),
            ("la 2e édition", "la 2e édition"),
            ("au XXIe siècle", "au XXIe_siècle"),
            ("19e siècle", "19e_siècle"),
            ("la Ve République", "la Ve_République"),
            ("le 5e arrondissement", "le 5e_arrondissement"),
            ("XIXe et XXe siècles", "XIXe et XXe_siècles"),
        ],
    );
}

#[test]
fn groups_of_digits() {
    check(
        "fr",
        &[
            ("50 000 et 1 234 567", "50~000 et 1~234~567"),
            ("50\u{a0}000", "50~000"),
            ("50\u{202f}000", "50~000"),
            ("12 345,67", "12~345,67"),
            ("14 800 milliards", "14~800_milliards"),
            ("10 000 $ de calcul", "10~000_$ de calcul"),
            ("Environ 3 405 emplois", "Environ 3~405 emplois"),
            ("de 100 000 à 150 000", "de 100~000 à 150~000"),
            ("(1 200)", "(1~200)"),
            ("en 2024 300 pages", "en 2024 300 pages"),
            ("2024 300 500", "2024 300 500"),
            ("12 345 6789", "12 345 6789"),
            ("01 23 45 67 89", "01 23 45 67 89"),
            ("0 800 123 456", "0 800 123 456"),
            ("GPT-4 200 fois", "GPT-4 200 fois"),
            ("12000 et 12.000", "12000 et 12.000"),
            ("le Llama 3 405 milliards", "le Llama 3 405_milliards"),
        ],
    );
}

#[test]
fn units() {
    check(
        "fr",
        &[
            ("70 milliards", "70_milliards"),
            ("5,6 millions de dollars", "5,6_millions de dollars"),
            ("5 % de 3 M €", "5_% de 3_M_€"),
            ("87,5 %", "87,5_%"),
            ("10 €, 20 $, 30 £", "10_€, 20_$, 30_£"),
            ("3 Md€ et 3 M$", "3_Md€ et 3_M$"),
            ("10 €/mois", "10_€/mois"),
            ("3 $US, 2 Mds€", "3_$US, 2_Mds€"),
            ("10 euros", "10_euros"),
            ("9 h, 5 km, 3 Go", "9_h, 5_km, 3_Go"),
            ("120 km/h", "120_km/h"),
            ("20 °C", "20_°C"),
            ("5 m² et 3 µm", "5_m² et 3_µm"),
            ("10-15 km", "10-15_km"),
            ("-5 °C", "-5_°C"),
            ("700 W, 2,4 GHz, 8 bits", "700_W, 2,4_GHz, 8_bits"),
            ("1 GW\n2 MW", "1_GW\n2_MW"),
            ("10\nkm", "10_km"),
            ("10\u{202f}%", "10~%"),
            ("5 kg.", "5_kg."),
            ("(80 Go)", "(80_Go)"),
            ("5 hommes, 3 Mots, 2 K-pop", "5 hommes, 3 Mots, 2 K-pop"),
            ("2 l'ont vu", "2 l’ont vu"),
            ("10% et 5km", "10% et 5km"),
        ],
    );
}

#[test]
fn times_and_days() {
    check(
        "fr",
        &[
            ("12 h 30", "12_h_30"),
            ("à 9 h 05 min 10 s", "à 9_h_05_min_10_s"),
            ("de 14 h 30 à 16 h", "de 14_h_30 à 16_h"),
            ("12h30", "12h30"),
            ("le 12 mars 2025", "le 12_mars 2025"),
            ("Le 27 janvier", "Le 27_janvier"),
            ("le 1er août", "le 1er_août"),
            ("12\nfévrier", "12_février"),
            ("en 2025 mars", "en 2025 mars"),
            ("32 mars", "32 mars"),
        ],
    );
}

#[test]
fn abbreviations() {
    check(
        "fr",
        &[
            ("n° 5", "n°_5"),
            ("N° 5, n° A3", "N°_5, n°_A3"),
            ("nº 7", "nº_7"),
            ("n°5", "n°5"),
            ("p. 12", "p._12"),
            ("pp. 12-14", "pp._12-14"),
            ("art. 5, fig. 3", "art._5, fig._3"),
            ("l'art. 22", "l’art._22"),
            ("§ 4", "§_4"),
            ("Un loup. 12 chiens", "Un loup. 12 chiens"),
        ],
    );
}

#[test]
fn names() {
    check(
        "fr",
        &[
            ("M. Macron", "M._Macron"),
            ("MM. Dupont et Durand", "MM._Dupont et Durand"),
            ("Mme Curie, Mlle Curie", "Mme_Curie, Mlle_Curie"),
            ("le Dr Knock", "le Dr_Knock"),
            ("le Pr Tournesol, Me Dupond", "le Pr_Tournesol, Me_Dupond"),
            ("Mme Élisée", "Mme_Élisée"),
            ("Louis XIV", "Louis_XIV"),
            ("François Ier", "François_Ier"),
            ("Jean-Paul II et Léon XIV", "Jean-Paul_II et Léon_XIV"),
            ("Me voici", "Me voici"),
            ("M. le ministre", "M. le ministre"),
            ("le modèle M est", "le modèle M est"),
        ],
    );
}

#[test]
fn what_stands_close_to_other_things() {
    check(
        "fr",
        &[
            ("20 °C, 20°C, -5 °C, 45°", "20_°C, 20°C, -5_°C, 45°"),
            ("5 M€, 5 Md€, 5 k€, 20 ‰", "5_M€, 5_Md€, 5_k€, 20_‰"),
            ("Bravo 🎉! Bravo 🎉 !", "Bravo 🎉! Bravo 🎉~!"),
            ("Déjà\u{a0}! «\u{a0}déjà\u{a0}» déjà\u{202f};", "Déjà~! «_déjà_» déjà~;"),
            ("Voir (https://x.org/wiki/A_(b)) ; puis", "Voir (https://x.org/wiki/A_(b))~; puis"),
            ("(http://x.org/a?b=c!) ? exemple.fr.", "(http://x.org/a?b=c!)~? exemple.fr."),
            ("Va sur exemple.org ! Ou ./a.sh ?", "Va sur exemple.org~! Ou ./a.sh~?"),
            ("jean@exemple.fr ! jean.d'arc@x.fr ;", "jean@exemple.fr~! jean.d'arc@x.fr~;"),
            ("\"e\"-f \"g\"/h (\"b\") [\"c\"]", "«_e_»-f «_g_»/h («_b_») [«_c_»]"),
            ("e\u{301}te\u{301} ! l'e\u{301}te\u{301}", "e\u{301}te\u{301}~! l’e\u{301}te\u{301}"),
            ("中文\"引号\"中文 ! 日本語「あ」?", "中文\"引号\"中文~! 日本語「あ」?"),
            ("Quoi ?! Quoi !? Quoi ???", "Quoi~?! Quoi~!? Quoi~???"),
            ("1/2, 1/3 ; ½ h ; 16:9, ::1, a::b", "1/2, 1/3~; ½ h~; 16:9, ::1, a::b"),
        ],
    );
}
