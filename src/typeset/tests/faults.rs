//! What only an author can mend.

use super::*;

/// The faults of a text: each with what is wrong, and what is right if there is no doubt.
fn faults(tag: &str, text: &str) -> String {
    let (_, faults) = edits_and_faults(text, Language::of(&locale(tag)), Form::Plain);
    show(text, &faults)
}

fn show(text: &str, faults: &[Fault]) -> String {
    let show = |fault: &Fault| {
        let instead = fault.instead.as_ref().map(|instead| format!(" -> {instead}"));
        format!("{:?} {}{}", fault.kind, &text[fault.at.clone()], instead.unwrap_or_default())
    };
    faults.iter().map(show).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check(tag: &str, text: &str, expected: &str) {
    assert_eq!(faults(tag, text), expected, "{text}");
}

#[test]
fn faults_are_found() {
    check("fr", "Quoi? Non", "MissingSpace ? ->  ?");
    check("fr", "Quoi?!", "MissingSpace ?! ->  ?!");
    check("fr", "a  b   c", "DoubleSpace    ->  ; DoubleSpace     ->  ");
    check(
        "fr",
        "un coeur, des Oeuvres",
        "PlainLetter coeur -> cœur; PlainLetter Oeuvres -> Œuvres",
    );
    check("fr", "main-d'oeuvre", "PlainLetter oeuvre -> œuvre");
    check("fr", "l'Etat, l'Ecole", "PlainLetter Etat -> État; PlainLetter Ecole -> École");
    check("fr", "Oui. A Paris", "PlainLetter A -> À");
    check("fr", "A l'heure. A la fin", "PlainLetter A -> À");
    check("fr", "Ca va", "PlainLetter Ca -> Ça");
    check(
        "fr",
        "la 2ème, les 3èmes",
        "WrongAbbreviation 2ème -> 2e; WrongAbbreviation 3èmes -> 3es",
    );
    check("fr", "la 1ère", "WrongAbbreviation 1ère -> 1re");
    check("fr", "au XXIème siècle", "WrongAbbreviation XXIème -> XXIe");
    check(
        "fr",
        "puces, etc... et etc…",
        "WrongAbbreviation etc... -> etc.; WrongAbbreviation etc… -> etc.",
    );
    check(
        "fr",
        "le 12 Mars, le 1er Avril",
        "WrongCapital Mars -> mars; WrongCapital Avril -> avril",
    );
    check("fr", "le Lundi 3 mars", "WrongCapital Lundi -> lundi");
    check("fr", "un “mot” ici", "ForeignQuotes “");
    check("fr", "un \"mot ici", "UnpairedQuote \"");
    check("fr", "un \" mot\" ici", "UnpairedQuote \"; UnpairedQuote \"");
    check("en", "a «mot» here", "ForeignQuotes «");
    check("en", "a \"word here  too", "UnpairedQuote \"; DoubleSpace    ->  ");
}

#[test]
fn what_is_right_is_not_reported() {
    for text in [
        "Un cœur, une œuvre, Poe, Joe, Noël, coefficient, moelle, coexister",
        "Eric Schmidt, Emile, Edition, Founders Edition, Europe, Elon, Election",
        "A-t-il fini ? A380. Plan A. Vitamine A la plus",
        "Il y en a. A est une lettre",
        "Mars, la planète. En mars. Mars 2025",
        "Lundi 3 mars. « Lundi 3 mars »",
        "« il dit “oui” »",
        "un écran de 5\"",
        "etc. Puis",
        "https://etat.fr/coeur?x=Etat; coeur.fr Etat.fr @Etat #Etat",
        "2e, 1re, 12ème_x",
        "Yahoo! Non",
        "à 12:30 :) :x: a::b",
        "fin.  ",
    ] {
        check("fr", text, "");
    }
    check("fr-CA", "Quoi? Non!", "");
    check("de", "ein \"Wort  hier", "");
    check("en", "Really? 2eme, coeur, Etat, A la carte, “word”, 12 Mars", "");
}

#[test]
fn titles() {
    let check = |tag: &str, title: &str, expected: &str| {
        let faults = of_title(title, Language::of(&locale(tag)));
        assert_eq!(show(title, &faults), expected, "{title}");
    };
    check("fr", "Le modèle est ouvert.", "TitleFullStop .");
    check("en", "The model opens today.", "TitleFullStop .");
    check("fr", "Le Rapport Sur Les Puces", "WrongCapital Le Rapport Sur Les Puces");
    for title in [
        "Le modèle est ouvert",
        "Le modèle est ouvert. L'Europe hésite.",
        "Le modèle est ouvert…",
        "Le rachat de xAI Corp.",
        "Nvidia, etc.",
        "Sam Altman Quitte OpenAI",
        "Le Monde Attaque La poste",
        "LE RAPPORT SUR LES PUCES",
    ] {
        check("fr", title, "");
    }
    check("en", "The Report On The Chips", "");
}
