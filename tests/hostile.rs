//! Sources that are meant to harm: each ends soon, with a problem that says what is wrong or a page that is right,
//! and the rest of the site is made.

#![expect(clippy::disallowed_methods, reason = "the base site is read from the disk")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use depeche::diag::Code;
use depeche::model::Date;
use depeche::world::{MemoryWorld, VPath, World};
use depeche::{Memos, Options, build};
use jiff::tz::TimeZone;

const DEEP: usize = 10_000;

/// A small site, with two stories that nothing is wrong with.
fn site() -> MemoryWorld {
    let now = Date::parse("2025-06-30").expect("a date").instant(&TimeZone::UTC);
    let mut world = MemoryWorld::new(now);
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/_base");
    read(&base, "", &mut world);
    for locale in ["fr", "en"] {
        let text = "---\ntitle: Right\ndate: 2025-03-04\n---\n\nNothing is wrong.\n";
        world.write(&format!("content/right.{locale}.md"), text.as_bytes());
    }
    world
}

fn read(folder: &Path, below: &str, world: &mut MemoryWorld) {
    for entry in fs::read_dir(folder.join(below)).expect("the base is there") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        match folder.join(&path).is_dir() {
            true => read(folder, &path, world),
            false => {
                world.write(&path, &fs::read(folder.join(&path)).expect("a file can be read"));
            }
        }
    }
}

/// Builds the site with one file more. Of all codes that are found, `expected` is one, if it is any; the page of the
/// right story is there in any case.
fn check(name: &str, path: &str, text: &str, expected: Option<Code>) {
    let mut world = site();
    world.write(path, text.as_bytes());
    let built = build(&world, &Options::default(), &Memos::forgetful());
    let codes: Vec<Code> = built.diagnostics.iter().map(|problem| problem.code).collect();
    let told = expected.is_none_or(|code| codes.contains(&code));
    assert!(told, "{name}: {expected:?} is not among {codes:?}");
    let right =
        built.value.iter().any(|output| output.path.as_str() == "fr/2025/03/right/index.html");
    assert!(right, "{name}: the rest of the site is not made");
}

fn article(body: &str) -> String {
    format!("---\ntitle: T\ndate: 2025-03-04\ntranslate: false\n---\n\n{body}\n")
}

#[test]
fn no_body_does_harm() {
    let numbered =
        |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let wide = 1000;
    let table = format!("{}\n{}\n{}", "|a".repeat(wide), "|-".repeat(wide), "|a\n".repeat(1000));
    let notes = numbered(500, |n| format!("[^{n}]"))
        + "\n\n"
        + &numbered(500, |n| format!("[^{n}]: [^{}]\n\n", n + 1));
    let large = Some(Code::BodyTooLarge);
    let cases = [
        ("lists", numbered(1000, |n| format!("{}- a\n", "  ".repeat(n))), large),
        ("quotations", ">".repeat(DEEP), large),
        ("brackets", "[".repeat(DEEP) + "a" + &"]".repeat(DEEP), None),
        ("pictures", "![".repeat(DEEP), None),
        ("links", "[a](".repeat(DEEP), None),
        ("emphasis", "*a ".repeat(DEEP) + &"**".repeat(DEEP), None),
        ("underscores", "_".repeat(DEEP), None),
        ("elements", "<div>".repeat(DEEP), None),
        ("languages", "<span lang=en>".repeat(DEEP), None),
        ("half a tag", "<a href=\"".repeat(DEEP), None),
        ("comments", "<!--".repeat(DEEP), None),
        ("backticks", numbered(200, |n| "`".repeat(n) + " "), None),
        ("a table", table, large),
        ("footnotes", notes, Some(Code::UndefinedReference)),
        ("references", "[a]: b\n".repeat(DEEP), None),
        ("quotes", "\"".repeat(3001), Some(Code::UnpairedQuote)),
        ("guillemets", "« ".repeat(DEEP), None),
        ("numbers", "1 000 ".repeat(DEEP), None),
        ("a long word", "a".repeat(1_000_000), None),
        ("combining marks", "e\u{301}".repeat(DEEP) + &"\u{301}".repeat(DEEP), None),
        ("directions", "\u{202e}\u{2066}a".repeat(DEEP), None),
        ("nothing", "a\0b\0".to_owned(), None),
        ("old line ends", "a\rb\r\rc".to_owned(), None),
    ];
    for (name, body, expected) in cases {
        check(name, "content/x.fr.md", &article(&body), expected);
    }
}

#[test]
fn no_head_does_harm() {
    let mut bomb = "extra:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        let _ = writeln!(bomb, "  a{level}: &a{level} [{}]", vec![before; 10].join(", "));
    }
    let malformed = Some(Code::MalformedYaml);
    let cases = [
        ("aliases", bomb, malformed),
        ("an alias of itself", "extra: &a [*a]\n".to_owned(), malformed),
        ("lists", format!("extra: {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP)), malformed),
        ("mappings", format!("extra: {}{}\n", "{a: ".repeat(DEEP), "}".repeat(DEEP)), malformed),
        ("a long value", format!("summary: {}\n", "a".repeat(300_000)), Some(Code::FileTooLarge)),
        (
            "a text of 100 MB",
            format!("kicker: {}\n", "a".repeat(100_000_000)),
            Some(Code::FileTooLarge),
        ),
        ("a control character", "summary: \"a\\0b\"\n".to_owned(), None),
        ("a tag", "summary: !!binary aGk=\n".to_owned(), None),
    ];
    for (name, lines, expected) in cases {
        let text = format!("---\ntitle: T\ndate: 2025-03-04\n{lines}---\n\nText.\n");
        check(name, "content/x.fr.md", &text, expected);
    }
}

#[test]
fn no_message_does_harm() {
    let mut bomb = "m0 = xxxxxxxxxx\n".to_owned();
    for level in 1..12 {
        let _ = writeln!(bomb, "m{level} = {}", format!("{{ m{} }}", level - 1).repeat(10));
    }
    let nested = format!("deep = {}1{}\n", "{ ".repeat(DEEP), " }".repeat(DEEP));
    for (name, text, expected) in [
        ("expansion", bomb + "site-title = { m11 }\n", None),
        ("nesting", nested, Some(Code::FluentSyntax)),
        ("a circle", "x = { y }\ny = { x }\n".to_owned(), Some(Code::CyclicMessage)),
        ("a long line", format!("x = {}\n", "a".repeat(1_000_000)), None),
    ] {
        check(name, "i18n/fr/more.ftl", &text, expected);
    }
}

#[test]
fn no_template_does_harm() {
    let syntax = Some(Code::TemplateSyntax);
    let error = Some(Code::TemplateError);
    let deep = "{% if true %}".repeat(DEEP);
    let long = "x".repeat(100_000);
    for (name, text, expected) in [
        ("itself", "{% include \"404.html\" %}".to_owned(), syntax),
        ("nesting", deep, syntax),
        ("brackets", format!("{{{{ {}1{} }}}}", "(".repeat(DEEP), ")".repeat(DEEP)), syntax),
        ("a long range", "{% for i in range(end=1000000000) %}x{% endfor %}".to_owned(), error),
        ("a long page", format!("{{% for i in range(end=10000) %}}{long}{{% endfor %}}"), error),
    ] {
        check(name, "templates/404.html", &text, expected);
    }
}

#[test]
fn names_of_files_do_no_harm() {
    for (name, path) in [
        ("a long name", format!("content/{}.fr.md", "n".repeat(240))),
        ("a name in another form", "content/e\u{301}te\u{301}.fr.md".to_owned()),
        ("a name with spaces", "content/a b  c.fr.md".to_owned()),
        ("a name of signs", "content/%2e%2e#?&.fr.md".to_owned()),
        ("a reserved name", "content/con.fr.md".to_owned()),
        ("a name like a locale's", "content/fr.fr.md".to_owned()),
    ] {
        check(name, &path, &article("Text."), None);
    }
    let mut world = site();
    for form in ["content/\u{e9}.fr.md", "content/e\u{301}.fr.md"] {
        world.write(form, article("Text.").as_bytes());
    }
    let built = build(&world, &Options::default(), &Memos::forgetful());
    let twice = built.diagnostics.iter().any(|problem| problem.code == Code::DuplicateArticle);
    assert!(twice, "two names that are one to readers: {:?}", built.diagnostics);
    for (one, other, how) in [
        ("static/\u{e9}", "static/e\u{301}", "for whether accents stand apart from their letters"),
        ("static/A", "static/a", "for case"),
        ("static/\u{c9}", "static/e\u{301}", "for case"),
    ] {
        let mut world = site();
        [one, other].iter().for_each(|file| world.write(file, file.as_bytes()));
        let built = build(&world, &Options::default(), &Memos::forgetful());
        let found = built.diagnostics.iter().filter(|problem| problem.code == Code::RouteCollision);
        let found: Vec<_> = found.map(|problem| &problem.message).collect();
        assert!(found.len() == 1 && found[0].contains(how), "{one} {other}: {found:?}");
    }
}

#[test]
fn lists_that_depeche_keeps_do_no_harm() {
    for file in ["translations.lock", "urls.lock"] {
        for text in
            ["\0", "version 1\n\0\n", "version 99999999999999999999\n", "<<<<<<< \n", "version 1"]
        {
            check(file, file, text, None);
        }
        let long = format!("version 1\n{}\n", "x".repeat(1_000_000));
        check(file, file, &long, None);
    }
    let world = site();
    assert!(world.read(&VPath::new("urls.lock")).is_err());
}

#[test]
fn a_site_may_be_typed_on_any_system() {
    let mut plain = site();
    plain.write("templates/404.html", b"<!doctype html>\n{% include \"part.html\" %}\n");
    plain.write("templates/part.html", b"part\n");
    plain.write("translations.lock", b"version 1\n");
    let made = |world: &MemoryWorld| {
        let built = build(world, &Options::default(), &Memos::forgetful());
        // Where a mark stood, a template has blanks.
        let text =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace("   ", "");
        let files: Vec<(String, String)> =
            built.value.iter().map(|made| (made.path.to_string(), text(&made.bytes))).collect();
        let problems =
            built.diagnostics.iter().map(|problem| (problem.code, problem.message.clone()));
        (files, problems.collect::<Vec<_>>())
    };
    let expected = made(&plain);
    for (mark, end) in [("", "\r\n"), ("\u{feff}", "\n"), ("\u{feff}", "\r\n")] {
        let mut world = plain.clone();
        for file in plain.files() {
            let bytes = plain.read(&file).expect("it is there");
            let text = std::str::from_utf8(&bytes).expect("all files of the base are text");
            let text = format!("{mark}{}", text.replace('\n', end));
            world.write(file.as_str(), text.as_bytes());
        }
        let found = made(&world);
        assert_eq!(found.1, expected.1, "{mark:?} {end:?}");
        for (found, expected) in found.0.iter().zip(&expected.0) {
            assert_eq!(found, expected, "{mark:?} {end:?}");
        }
        assert_eq!(found.0.len(), expected.0.len(), "{mark:?} {end:?}");
    }
}
