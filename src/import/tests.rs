use super::*;

fn site(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn locales() -> Vec<Locale> {
    ["fr", "en"].map(|tag| Locale::new(tag).unwrap()).into()
}

fn text<'a>(imported: &'a Imported, path: &str) -> &'a str {
    let there = || imported.files.keys().collect::<Vec<_>>();
    let bytes = imported.files.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", there()));
    std::str::from_utf8(bytes).unwrap()
}

fn notes(imported: &Imported) -> Vec<String> {
    let line = |note: &Note| note.line.map(|line| format!(":{line}")).unwrap_or_default();
    imported.notes.iter().map(|note| format!("{}{} {}", note.file, line(note), note.text)).collect()
}

#[test]
fn a_site_of_hugo_with_translations_by_file_name() {
    let files = site(&[
        ("hugo.toml", "defaultContentLanguage = 'en'\n"),
        (
            "content/posts/Chips.md",
            "+++\ntitle = 'Chips'\ndate = 2025-02-26T10:00:00Z\ntags = ['Export controls', 'AI']\n\
             draft = true\naliases = ['/old/', 'older']\nweight = 3\n[params]\nmood = 'good'\n+++\n\
             See [it]({{< ref \"posts/other\" >}}), [more](/posts/other/#x) and {{< tweet 1 >}}.\n\n\
             {{< figure src=\"/img/a.jpg\" alt=\"A chip\" >}}\n\n```go\n{{< ref \"x\" >}}\n```\n",
        ),
        (
            "content/posts/Chips.fr.md",
            "---\ntitle: Puces\ndate: 2025-02-26T10:00:00Z\ntags: [IA]\n---\nTexte.\n",
        ),
        ("content/posts/other/index.md", "---\ntitle: Other\ndate: 2025-02-25\n---\n![x](b.png)\n"),
        ("content/posts/other/b.png", "png"),
        ("content/posts/_index.md", "---\ntitle: Posts\n---\n"),
        ("content/about.md", "---\ntitle: About\n---\nWe.\n"),
        ("static/img/a.jpg", "jpg"),
        ("static/CNAME", "example.org"),
    ]);
    assert_eq!(Generator::of(&files), Some(Generator::Hugo));
    let imported = import(&files, Generator::Hugo, &locales());
    let chips = "---\ntitle: \"Chips\"\ndate: \"2025-02-26T10:00:00Z\"\ndraft: true\n\
                 topics: [\"export-controls\",\"ai\"]\naliases: [\"/old/\",\"/posts/chips/\"]\n\
                 extra: {\"mood\":\"good\"}\n---\n\
                 See [it](/posts/other.md), [more](/posts/other.md#x) and {{< tweet 1 >}}.\n\n\
                 ![A chip](../img/a.jpg)\n\n```go\n{{< ref \"x\" >}}\n```\n";
    assert_eq!(text(&imported, "content/posts/Chips.en.md"), chips);
    assert_eq!(
        text(&imported, "content/posts/Chips.fr.md"),
        "---\ntitle: \"Puces\"\ntranslated_from: \"en\"\n\
         aliases: [\"/fr/posts/chips/\"]\n---\nTexte.\n"
    );
    assert!(text(&imported, "content/posts/other/index.en.md").ends_with("---\n![x](b.png)\n"));
    assert_eq!(
        text(&imported, "content/pages/about.en.md"),
        "---\ntitle: \"About\"\naliases: [\"/about/\"]\n---\nWe.\n"
    );
    for path in ["content/posts/other/b.png", "content/img/a.jpg", "static/CNAME"] {
        text(&imported, path);
    }
    assert_eq!((imported.articles, imported.pages), (3, 1));
    assert_eq!(imported.topics["export-controls"], "Export controls");
    assert_eq!(
        notes(&imported),
        [
            "content/posts/Chips.md `weight` is left out",
            "content/posts/Chips.md the address `older` is not kept: it is no path from `/`",
            "content/posts/Chips.md:11 `{{< tweet 1 >}}` is for Hugo's templates",
            "content/posts/_index.md is the page of a section: topics and archives take its place",
        ]
    );
}

#[test]
fn a_site_of_hugo_with_translations_by_folder() {
    let files = site(&[
        (
            "config.yaml",
            "languages:\n  fr: { contentDir: content/french }\n  en: { contentDir: content/english }\n",
        ),
        ("layouts/x.html", ""),
        ("content/french/a.md", "---\ntitle: A\ndate: 2025-02-26\ntranslationKey: one\n---\n"),
        ("content/english/b.md", "---\ntitle: B\ndate: 2025-02-26\ntranslationKey: one\n---\n"),
    ]);
    let imported = import(&files, Generator::of(&files).unwrap(), &locales());
    assert_eq!(
        imported.files.keys().collect::<Vec<_>>(),
        ["content/one.en.md", "content/one.fr.md"]
    );
    assert!(
        text(&imported, "content/one.en.md").contains("translated_from: \"fr\""),
        "the default is depeche's"
    );
    assert_eq!(notes(&imported), Vec::<String>::new());
    let by_name = site(&[
        ("hugo.yaml", ""),
        ("content/fr/a/index.md", "---\ntitle: A\ndate: 2025-02-26\n---\n"),
        ("content/en/a/index.md", "---\ntitle: A\ndate: 2025-02-26\n---\n"),
    ]);
    let imported = import(&by_name, Generator::Hugo, &locales());
    assert_eq!(
        imported.files.keys().collect::<Vec<_>>(),
        ["content/a/index.en.md", "content/a/index.fr.md"]
    );
}

#[test]
fn a_site_of_zola() {
    let files = site(&[
        ("config.toml", "base_url = 'https://example.org'\ndefault_language = 'fr'\n"),
        (
            "content/blog/2025-02-26-puces.md",
            "+++\ntitle = \"Puces\"\ndescription = \"Un résumé\"\nupdated = 2025-03-01\n\
             [taxonomies]\ntags = [\"IA\"]\n[extra]\nauthor = \"Ada\"\n+++\n\
             [a](@/blog/autre.md#x), [b](@/nowhere.md), {{ youtube(id=\"dQw\") }}\n<!-- more -->\n{% quote() %}x{% end %}\n",
        ),
        ("content/blog/2025-02-26-puces.en.md", "+++\ntitle = \"Chips\"\n+++\n"),
        ("content/blog/autre.md", "+++\ntitle = \"Autre\"\ndate = 2025-02-25\n+++\n"),
    ]);
    assert_eq!(Generator::of(&files), Some(Generator::Zola));
    let imported = import(&files, Generator::Zola, &locales());
    assert_eq!(
        text(&imported, "content/blog/2025-02-26-puces.fr.md"),
        "---\ntitle: \"Puces\"\nsummary: \"Un résumé\"\ndate: \"2025-02-26\"\nupdated: \"2025-03-01\"\n\
         topics: [\"ia\"]\nauthors: [\"ada\"]\naliases: [\"/blog/puces/\"]\n---\n\
         [a](/blog/autre.md#x), [b](@/nowhere.md), <https://www.youtube.com/watch?v=dQw>\n\
         {% quote() %}x{% end %}\n"
    );
    let english =
        "---\ntitle: \"Chips\"\ntranslated_from: \"fr\"\naliases: [\"/en/blog/puces/\"]\n---\n";
    assert_eq!(text(&imported, "content/blog/2025-02-26-puces.en.md"), english);
    let file = "content/blog/2025-02-26-puces.md";
    assert_eq!(
        notes(&imported),
        [
            format!("{file}:10 `@/nowhere.md` leads to nothing that was imported"),
            format!("{file}:12 `{{% end %}}` is for Zola's templates"),
            format!("{file}:12 `{{% quote() %}}` is for Zola's templates"),
        ]
    );
}

#[test]
fn a_site_of_jekyll() {
    let files = site(&[
        ("_config.yml", "lang: en\n"),
        (
            "_posts/2025-02-26-a-chip.markdown",
            "---\nlayout: post\ntitle: \"A chip\"\ndate: 2025-02-26 10:00:00 +0100\ncategories: ai\n\
             redirect_from:\n  - /old.html\nmood: good\n---\n\
             [x]({% post_url 2025-02-25-other %}) [y]({{ site.baseurl }}/2025/02/25/other.html)\n\
             {% highlight ruby %}\nputs {{ x }}\n{% endhighlight %}\n{: .note}\n\
             ![p]({{ \"/assets/p.png\" | relative_url }})\n",
        ),
        ("_posts/fr/2025-02-26-a-chip.md", "---\ntitle: Une puce\n---\n"),
        ("_posts/2025-02-25-other.md", "---\ntitle: Other\n---\n"),
        ("_drafts/later.md", "---\ntitle: Later\ndate: 2025-03-01\n---\n"),
        ("about.md", "---\ntitle: About\npermalink: /about/\n---\n"),
        ("README.md", "# A site\n"),
        ("assets/p.png", "png"),
        ("_layouts/post.html", "<html>"),
    ]);
    assert_eq!(Generator::of(&files), Some(Generator::Jekyll));
    let imported = import(&files, Generator::Jekyll, &locales());
    assert_eq!(
        text(&imported, "content/a-chip.en.md"),
        "---\ntitle: \"A chip\"\ndate: \"2025-02-26T10:00:00+01:00\"\ntopics: [\"ai\"]\n\
         aliases: [\"/old.html\"]\nextra: {\"mood\":\"good\"}\n---\n\
         [x](/other.md) [y](/other.md)\n```ruby\nputs {{ x }}\n```\n{: .note}\n\
         ![p](assets/p.png)\n"
    );
    assert!(text(&imported, "content/a-chip.fr.md").contains("translated_from: \"en\""));
    assert!(text(&imported, "content/later.en.md").contains("draft: true\n"));
    assert!(
        text(&imported, "content/other.en.md").contains("aliases: [\"/2025/02/25/other.html\"]")
    );
    assert!(text(&imported, "content/pages/about.en.md").contains("aliases: [\"/about/\"]"));
    text(&imported, "content/assets/p.png");
    assert_eq!(imported.files.len(), 6);
    let post = "_posts/2025-02-26-a-chip.markdown";
    assert_eq!(
        notes(&imported),
        [
            format!("{post} `layout` is left out"),
            format!("{post}:14 `{{: .note}}` sets attributes")
        ]
    );
}

#[test]
fn news_stand_in_no_folder_with_a_meaning() {
    let head = "---\ntitle: A\ndate: 2025-02-26\n---\n";
    for folder in ["pages", "editions", "glossary"] {
        let files = site(&[(&format!("content/{folder}/a.md"), head)]);
        let imported = import(&files, Generator::Hugo, &locales());
        text(&imported, &format!("content/articles/{folder}/a.fr.md"));
    }
}

#[test]
fn two_files_do_not_become_one() {
    let files = site(&[
        ("_posts/2025-02-26-a.md", "---\ntitle: A\n---\n"),
        ("_posts/2025-02-27-a.md", "---\ntitle: B\n---\n"),
    ]);
    let imported = import(&files, Generator::Jekyll, &locales());
    assert_eq!(imported.articles, 1);
    assert_eq!(notes(&imported), ["_posts/2025-02-27-a.md would also be `content/a.fr.md`"]);
}

#[test]
fn no_file_leaves_the_site() {
    for key in ["../../x", "/x", "a//x", ".git/x", "a\\..\\x", "a/../x", "c:x"] {
        let head = format!("---\ntitle: A\ndate: 2025-02-26\ntranslationKey: '{key}'\n---\n");
        let imported = import(&site(&[("content/a.md", &head)]), Generator::Hugo, &locales());
        assert_eq!(imported.files.keys().collect::<Vec<_>>(), ["content/a.fr.md"], "{key}");
        assert_eq!(imported.notes.len(), 1, "{key}");
    }
}

#[test]
fn what_stands_there_twice_is_taken_once() {
    let head = "---\ntitle: A\ndate: 2025-02-26\ntags: [ai, chips, AI]\ncategories: [chips]\n\
                authors: [Ada, Bo, Ada]\naliases: [/x/, /y/, /x/]\n---\n";
    let imported = import(&site(&[("content/a.md", head)]), Generator::Hugo, &locales());
    let text = text(&imported, "content/a.fr.md");
    for line in [
        "topics: [\"chips\",\"ai\"]",
        "authors: [\"ada\",\"bo\"]",
        "aliases: [\"/x/\",\"/y/\",\"/a/\"]",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
}

#[test]
fn pictures_and_code_are_what_they_were() {
    let body = "{{< figure src=\"/img/a (1).jpg\" alt=\"A [big] chip\" >}}\n\
                ```one``` line of code\n[a](/b/)\n";
    let files = site(&[
        ("content/a.md", &format!("---\ntitle: A\ndate: 2025-02-26\n---\n{body}")),
        ("content/b.md", "---\ntitle: B\ndate: 2025-02-26\n---\n"),
        ("static/img/a (1).jpg", "jpg"),
    ]);
    let imported = import(&files, Generator::Hugo, &locales());
    let expected =
        "---\n![A \\[big\\] chip](<img/a (1).jpg>)\n```one``` line of code\n[a](/b.md)\n";
    let text = text(&imported, "content/a.fr.md");
    assert!(text.ends_with(expected), "{text}");
    assert!(imported.files.contains_key("content/img/a (1).jpg"));
}

/// What becomes of a text in a site that has an article at `/b/`.
fn converted(from: Generator, body: &str) -> String {
    let file = |name: &str| match from {
        Generator::Jekyll => format!("_posts/2025-02-26-{name}.md"),
        _ => format!("content/{name}.md"),
    };
    let (a, b) = (file("a"), file("b"));
    let text_of_a = format!("---\ntitle: A\ndate: 2025-02-26\n---\n{body}");
    let text_of_b = "---\ntitle: B\ndate: 2025-02-26\nslug: b\naliases: [/b/]\n---\n";
    let imported = import(&site(&[(&a, &text_of_a), (&b, text_of_b)]), from, &locales());
    let text = text(&imported, "content/a.fr.md");
    text.splitn(3, "---\n").nth(2).unwrap().to_owned()
}

#[test]
fn code_stays_as_it_was() {
    for code in [
        "`[x](/b/)`",
        "``[x](/b/) ` {{< ref \"b\" >}}``",
        "`{{< ref \"b\" >}}` and `{{< figure src=\"a.jpg\" >}}`",
        "`two\n[x](/b/) lines`",
        "```\n[x](/b/)\n```",
        "> ```\n> [x](/b/)\n> ```",
        "- a\n\n  ~~~\n  [x](/b/)\n  ~~~",
        "a\n\n    [x](/b/)\n    <!--more-->\n    {{< ref \"b\" >}}",
        "`[b]: /b/`",
        "\\\\`[x](/b/)`",
        "![`[x](/b/)`](c.png)",
        "| a |\n|-|\n| `[x](/b/)` |",
    ] {
        for body in [format!("{code}\n"), format!("Text.\n\n{code}\n\nText.\n"), code.to_owned()] {
            assert_eq!(converted(Generator::Hugo, &body), body);
        }
    }
}

#[test]
fn what_stands_beside_code_is_converted() {
    for (body, expected) in [
        ("`a` [x](/b/) `b`", "`a` [x](/b.md) `b`"),
        ("[`a`](/b/)", "[`a`](/b.md)"),
        ("``a` [x](/b/)", "``a` [x](/b.md)"),
        ("\\`[x](/b/)`", "\\`[x](/b.md)`"),
        ("`a` [x]({{< ref \"b\" >}}) `{{< ref \"b\" >}}`", "`a` [x](/b.md) `{{< ref \"b\" >}}`"),
        ("{{< figure src=`a.jpg` alt=`x` >}} `c`", "![x](a.jpg) `c`"),
        ("`{{` [x](/b/) `}}`", "`{{` [x](/b.md) `}}`"),
        ("[`b`]: /b/\n", "[`b`]: /b.md\n"),
        ("```\na\n```\n[x](/b/)\n", "```\na\n```\n[x](/b.md)\n"),
        (
            "{{< highlight md >}}\n```\n[x](/b/)\n```\n{{< /highlight >}}\n[x](/b/)\n",
            "````md\n```\n[x](/b/)\n```\n````\n[x](/b.md)\n",
        ),
        ("{{< highlight go >}}\na", "```go\na\n```\n"),
    ] {
        assert_eq!(converted(Generator::Hugo, body), expected, "{body}");
    }
    let liquid = "`{{ x }}` [x]({% post_url 2025-02-26-b %}) `{% post_url 2025-02-26-b %}`\n";
    let expected = "`{{ x }}` [x](/b.md) `{% post_url 2025-02-26-b %}`\n";
    assert_eq!(converted(Generator::Jekyll, liquid), expected);
}

#[test]
fn what_could_not_be_carried_over_is_told_with_its_line() {
    let body =
        "a\n<!--more-->\n{{< highlight go >}}\nx\n{{< /highlight >}}\n`{{< no >}}` {{< yes >}}\n";
    let text = format!("---\ntitle: A\ndate: 2025-02-26\n---\n{body}");
    let imported = import(&site(&[("content/a.md", &text)]), Generator::Hugo, &locales());
    assert_eq!(notes(&imported), ["content/a.md:10 `{{< yes >}}` is for Hugo's templates"]);
}

#[test]
fn long_lines_are_converted_soon() {
    for body in ["{%a%}".repeat(50_000), "`{{`".repeat(50_000) + "}}", "`{{` [a](".repeat(50_000)] {
        converted(Generator::Hugo, &body);
    }
}

#[test]
fn nothing_panics() {
    for from in [Generator::Hugo, Generator::Zola, Generator::Jekyll] {
        for body in [
            "{{",
            "{%",
            "{{}}",
            "{%%}",
            "{{<>}}",
            "](",
            "[a]: ",
            "{{< ref >}}",
            "{{é}}",
            "```",
            "{: ",
        ] {
            for head in
                ["---\n---\n", "---\n- a\n---\n", "+++\n+++\n", "---\ntitle: [\n---\n", "---\n", ""]
            {
                let text = format!("{head}{body}");
                let files = site(&[("content/é.md", &text), ("_posts/2025-02-26-é.md", &text)]);
                import(&files, from, &locales());
            }
        }
    }
}
