//! English: the *Chicago Manual of Style* and *New Hart's Rules*.

use super::rules::{Numbers, Rules, stops};

/// English, British and American alike: no space is ever added.
pub(super) const ENGLISH: Rules = Rules {
    tag: "en",
    // 0xC2 and 0xE2 begin `«`, `»`, `°`, `–`, `…`, `€`; the capitals, titles and Roman numbers.
    stops: stops(b"\"'.-:%$MDPIVX\xc2\xe2"),
    quotes: [("“", "”"), ("‘", "’"), ("“", "”")],
    single_quotes: true,
    clipped: CLIPPED,
    spacing: None,
    numbers: Numbers {
        groups: false,
        units: UNITS,
        months: MONTHS,
        ordinals: false,
        counted: &[],
        ranges: &["p", "page", "pages", "pp"],
    },
    titles: &["Mr", "Mrs", "Ms", "Mx", "Dr", "Prof"],
    abbreviations: ABBREVIATIONS,
    sovereigns: SOVEREIGNS,
    spelling: None,
};

#[rustfmt::skip] // Many to a line.
const CLIPPED: &[&str] = &[
    "bout", "cause", "cos", "em", "n", "neath", "round", "til", "tis", "twas", "tween",
    "twere", "twill",
];

#[rustfmt::skip] // Many to a line.
const ABBREVIATIONS: &[&str] = &[
    "p", "pp", "no", "No", "nos", "Nos", "fig", "Fig", "figs", "Figs", "vol", "Vol", "ch",
    "art", "Art", "sec", "Sec", "eq", "Eq",
];

#[rustfmt::skip] // Many to a line.
const UNITS: &[&str] = &[
    "$", "%", "Ah", "B", "CAD", "CHF", "CNY", "EFLOPS", "EUR", "FLOPS", "GB", "GB/s", "GBP",
    "GFLOPS", "GHz", "GJ", "GW", "GWh", "Gbit/s", "Gbps", "GeV", "GiB", "Gt", "Hz", "J", "JPY",
    "KB", "KiB", "L", "MB", "MB/s", "MHz", "MJ", "MPa", "MW", "MWh", "Mbit/s", "Mbps", "MeV",
    "MiB", "Mt", "N", "PB", "PFLOPS", "Pa", "TB", "TB/s", "TFLOPS", "THz", "TW", "TWh", "TiB",
    "USD", "V", "W", "Wh", "billion", "bit", "bits", "bn", "cm", "cm²", "cm³", "dB", "dpi",
    "eV", "fps", "ft", "g", "h", "hPa", "ha", "kB", "kB/s", "kHz", "kJ", "kPa", "kV", "kW",
    "kWh", "kbit/s", "kbps", "kcal", "keV", "kg", "km", "km/h", "km²", "kt", "lb", "lbs", "m",
    "m/s", "mA", "mAh", "mL", "mV", "mW", "mg", "million", "min", "ml", "mm", "mm²", "mph",
    "ms", "m²", "m³", "nm", "ns", "oz", "ppm", "pt", "px", "rpm", "s", "t", "trillion", "£",
    "¥", "°", "°C", "°F", "µg", "µm", "µs", "μm", "μs", "‰", "€",
];

#[rustfmt::skip] // Many to a line.
const MONTHS: &[&str] = &[
    "april", "august", "december", "february", "january", "july", "june", "march", "may",
    "november", "october", "september",
];

#[rustfmt::skip] // Many to a line.
const SOVEREIGNS: &[&str] = &[
    "Albert", "Alexander", "Benedict", "Catherine", "Charles", "Clement", "Edward",
    "Elizabeth", "Felipe", "Francis", "Frederick", "Frederik", "George", "Gregory", "Harald",
    "Harold", "Henry", "Innocent", "Ivan", "James", "John", "Leo", "Leopold", "Louis", "Mary",
    "Napoleon", "Nicholas", "Paul", "Peter", "Philip", "Pius", "Rama", "Ramesses", "Richard",
    "Umberto", "Urban", "Victor", "William",
];
