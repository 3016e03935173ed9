//! Charts of random figures: all words are there, nothing is no number, and it is XML.

use proptest::prelude::*;

use super::*;
use crate::parse::chart::{Choice, Figures, read_rows};

fn chart(kind: Kind) -> Chart {
    Chart {
        number: 1,
        kind,
        title: "A \"title\" & <more>".to_owned(),
        description: None,
        source: None,
        unit: None,
        choice: Choice::default(),
        number_options: Vec::new(),
        figures: Figures::File(0),
    }
}

fn drawn(chart: &Chart, rows: &str, region: &str) -> String {
    let formats = Formats::new(region).expect("a region");
    let data = read_rows(rows, &chart.choice, chart.kind).expect("rows that are right");
    let mut out = String::new();
    let mut say = |phrase: Phrase, number: u32, out: &mut String| {
        out.push_str(&format!("{} {number}", phrase.key()));
    };
    write(chart, &data, &formats, &mut say, &mut out);
    out
}

/// The texts of elements of a class, in order.
fn texts<'h>(html: &'h str, class: &str) -> Vec<&'h str> {
    let open = format!("<text class=\"chart-{class}\"");
    let text = |part: &'h str| part.split_once('>')?.1.split('<').next();
    html.split(&open).skip(1).filter_map(text).collect()
}

#[test]
fn figures_are_those_of_the_locale() {
    let rows = "Country,Billions\nUnited States,1109.1\nChina,9.3\nEuropean Union,\n";
    let french = drawn(&chart(Kind::Bar), rows, "fr-FR");
    assert_eq!(texts(&french, "value"), ["1\u{202f}109,1", "9,3", "–"]);
    let english = drawn(&chart(Kind::Bar), rows, "en-GB");
    assert_eq!(texts(&english, "value"), ["1,109.1", "9.3", "–"]);
    let percent = Chart { unit: Some("%".to_owned()), ..chart(Kind::Bar) };
    let percent = drawn(&percent, "Country,Share\nUnited States,14.8\nChina and others,7", "fr-FR");
    assert_eq!(texts(&percent, "value"), ["14,8\u{a0}%", "7,0\u{a0}%"]);
    let currency = vec![("currency".to_owned(), "USD".to_owned())];
    let money = Chart { number_options: currency, ..chart(Kind::Bar) };
    let money = drawn(&money, "Model,Price\nA long name of one,1.5\nAnother long name,60", "en-GB");
    assert_eq!(texts(&money, "value"), ["US$1.50", "US$60.00"]);
}

#[test]
fn dates_are_those_of_the_locale() {
    let rows = "Month,Price\n2024-12,4\n2025-01,2\n2025-02-20,1\n";
    let french = drawn(&chart(Kind::Line), rows, "fr-FR");
    assert!(texts(&french, "tick").contains(&"20 févr. 2025"), "{french}");
    assert!(french.contains("<th scope=\"row\">décembre 2024</th>"), "{french}");
    let years = drawn(&chart(Kind::Bar), "Year,Price\n2023,4\n2024,2\n", "fr-FR");
    assert_eq!(texts(&years, "tick"), ["0", "1", "2", "3", "4", "2023", "2024"]);
}

#[test]
fn several_series_have_a_legend_and_differ_in_more_than_colour() {
    let rows = "Year,US,China\n2023,4,1\n2024,2,3\n";
    let bars = drawn(&chart(Kind::Bar), rows, "en-GB");
    assert!(bars.contains("<ul class=\"chart-legend\">"), "{bars}");
    assert!(bars.contains("fill=\"url(#chart1.2)\"") && bars.contains("<pattern id=\"chart1.2\""));
    let lines = drawn(&chart(Kind::Line), rows, "en-GB");
    assert!(lines.contains("stroke-dasharray=\"7 4\"") && !lines.contains("<pattern"));
    assert!(!drawn(&chart(Kind::Bar), "Year,US\n2023,4\n", "en-GB").contains("chart-legend"));
}

/// A cell: a figure of any size, or none.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (-1e15..1e15_f64).prop_map(|figure| figure.to_string()),
        (-1e-9..1e-9_f64).prop_map(|figure| figure.to_string()),
        (0..100_u32).prop_map(|figure| figure.to_string()),
    ]
}

proptest! {
    #[test]
    fn any_figures_are_drawn(
        // No name holds `inf`, which is looked for below.
        rows in prop::collection::vec(("[a-hj-z<&é ]{0,60}|20[0-9]{2}(-0[1-9])?", cell(), cell()), 1..40),
        kind in prop_oneof![Just(Kind::Bar), Just(Kind::Stacked), Just(Kind::Line)],
    ) {
        let mut text = "a,b,c\nfirst,1,2\n".to_owned();
        for (name, one, other) in &rows {
            let positive = |cell: &str| match kind {
                Kind::Stacked => cell.trim_start_matches('-').to_owned(),
                _ => cell.to_owned(),
            };
            text.push_str(&format!("\"{name}\",{},{}\n", positive(one), positive(other)));
        }
        let html = drawn(&chart(kind), &text, "fr-FR");
        prop_assert!(!html.contains("NaN") && !html.contains("inf"), "{html}");
        prop_assert!(!html.contains("=\"-") || kind == Kind::Bar || !html.contains("width=\"-"));
        let xml = format!("<x>{html}</x>");
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => prop_assert!(false, "{error}: {html}"),
            }
        }
    }
}
