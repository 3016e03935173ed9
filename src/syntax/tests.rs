//! Code as it is handed over: `k{fn} f{f}()`.

use proptest::prelude::*;

use super::*;

fn shown(syntax: Syntax, code: &str) -> String {
    let mut shown = String::new();
    highlight(syntax, code, &mut |class, piece| {
        assert!(!piece.is_empty());
        match class {
            Some(class) => {
                let letter = format!("{class:?}").to_lowercase().remove(0);
                shown += &format!("{letter}{{{piece}}}");
            }
            None => shown += piece,
        }
    });
    shown
}

#[track_caller]
fn check(syntax: Syntax, code: &str, expected: &str) {
    assert_eq!(shown(syntax, code), expected);
}

#[test]
fn rust() {
    let check = |code: &str, expected: &str| check(Syntax::Rust, code, expected);
    check("pub fn f() -> Vec<u8> {", "k{pub} k{fn} f{f}() -> t{Vec}<t{u8}> {");
    check(
        "let a = f(\"b\\\"c\", 1.5e-3, 0..2); // d",
        "k{let} a = f{f}(s{\"b\\\"c\"}, n{1.5e-3}, n{0}..n{2}); c{// d}",
    );
    check(
        "r#\"a\"b\"# b\"c\" 'd' '\\'' 'é' &'a str",
        "s{r#\"a\"b\"#} s{b\"c\"} s{'d'} s{'\\''} s{'é'} &n{'a} t{str}",
    );
    check("#[test]\nprintln!(\"a\"); a.await", "n{#[test]}\nf{println!}(s{\"a\"}); a.k{await}");
    check("/* a /* b */ c */ MAX self.r#type", "c{/* a /* b */ c */} n{MAX} k{self}.r#type");
}

#[test]
fn python() {
    let check = |code: &str, expected: &str| check(Syntax::Python, code, expected);
    check(
        "@a.b\ndef f(x):  # c\n    return f\"d{x}\"",
        "f{@a.b}\nk{def} f{f}(x):  c{# c}\n    k{return} s{f\"d{x}\"}",
    );
    check("\"\"\"a\n'b'\"\"\" 'c\nNone", "s{\"\"\"a\n'b'\"\"\"} s{'c}\nn{None}");
    check("match = m.match(1_000)\nmatch x:", "match = m.f{match}(n{1_000})\nk{match} x:");
    check("a @ b\nbr'c' if'd'", "a @ b\ns{br'c'} k{if}s{'d'}");
}

#[test]
fn javascript_and_typescript() {
    let check = |code: &str, expected: &str| {
        check(Syntax::JavaScript, code, expected);
        check(Syntax::TypeScript, code, expected);
    };
    check(
        "const a = f(`b${c({})}d`, 1) / 2 // e",
        "k{const} a = f{f}(s{`b}${f{c}({})}s{d`}, n{1}) / n{2} c{// e}",
    );
    check("/a\\/[/\"]b/g.test(x)", "s{/a\\/[/\"]b/g}.f{test}(x)");
    check("`a${`b${c}`}\\``", "s{`a}${s{`b}${c}s{`}}s{\\``}");
    check(
        "let a: Map<string, T> = o.type; /* b",
        "k{let} a: t{Map}<t{string}, t{T}> = o.type; c{/* b}",
    );
    check("<p>{a}</p>", "<p>{a}</p>");
}

#[test]
fn data_has_keys() {
    check(
        Syntax::Json,
        "{ \"a\" : \"b\\\"\", \"c\": [-1.5e3, true] } // d",
        "{ n{\"a\"} : s{\"b\\\"\"}, n{\"c\"}: [-n{1.5e3}, n{true}] } c{// d}",
    );
    check(
        Syntax::Toml,
        "[a.b] # c\nd.e = \"f\"\ng = [1, { h = true }]\ni = 2025-02-26T09:30:00Z\nj = \"\"\"k\n#\"\"\"",
        "t{[a.b] }c{# c}\nn{d}.n{e} = s{\"f\"}\nn{g} = [n{1}, { n{h} = n{true} }]\nn{i} = n{2025-02-26T09:30:00Z}\nn{j} = s{\"\"\"k\n#\"\"\"}",
    );
    check(
        Syntax::Yaml,
        "---\na: b # c\n- d e: 'f#g'\n  h: [1, no, { i: true }]\nj: |-\n  k: l\n\n  m\nn: http://o\n\"p\": &q !r ~",
        "---\nn{a}: b c{# c}\n- n{d e}: s{'f#g'}\n  n{h}: [n{1}, no, { n{i}: n{true} }]\nn{j}: |-\ns{  k: l}\n\ns{  m}\nn{n}: http://o\nn{\"p\"}: n{&q} t{!r} n{~}",
    );
}

#[test]
fn pages_and_stylesheets() {
    check(
        Syntax::Html,
        "<!doctype html><p class=\"a\" hidden id=b>c &amp; d & e</p><!-- f -->",
        "c{<!doctype html>}<k{p} n{class}=s{\"a\"} n{hidden} n{id}=s{b}>c n{&amp;} d & e</k{p}>c{<!-- f -->}",
    );
    check(
        Syntax::Html,
        "<script>let a = '<b>'</script><style>p { color: #123 }</STYLE>",
        "<k{script}>k{let} a = s{'<b>'}</k{script}><k{style}>k{p} { n{color}: n{#123} }</k{STYLE}>",
    );
    check(
        Syntax::Css,
        "/* a */ p.b:hover, #c { --d: 1.5rem; color: var(--d) !important; &:not(.e) { margin: 0 } }",
        "c{/* a */} k{p}t{.b}:hover, t{#c} { n{--d}: n{1.5rem}; n{color}: f{var}(n{--d}) k{!important}; &:not(t{.e}) { n{margin}: n{0} } }",
    );
    check(
        Syntax::Css,
        "@media (width > 40em) { a { top: .5px } }\ntop: 0",
        "k{@media} (width > n{40em}) { k{a} { n{top}: n{.5px} } }\nn{top}: n{0}",
    );
}

#[test]
fn commands() {
    let check_bash = |code: &str, expected: &str| check(Syntax::Bash, code, expected);
    check_bash(
        "for f in *.md; do echo \"$f\"; done # all",
        "k{for} f k{in} *.md; k{do} f{echo} s{\"$f\"}; k{done} c{# all}",
    );
    check_bash("a=1 ./b --c $d ${e:-f} | g 2", "n{a}=1 f{./b} --c n{$d} n{${e:-f}} | f{g} n{2}");
    check_bash("cat <<'EOF'\na 'b\nEOF\nc#d", "f{cat} <<'EOF'\ns{a 'b\n}f{EOF}\nf{c#d}");
    check(
        Syntax::Dockerfile,
        "# a\nFROM rust:1 AS b\nCOPY --from=b \"c\" $D\nRUN e \\\n  && f\n",
        "c{# a}\nk{FROM} rust:1 k{AS} b\nk{COPY} n{--from}=b s{\"c\"} n{$D}\nk{RUN} e \\\n  && f\n",
    );
}

#[test]
fn lines_came_or_went() {
    let check = |code: &str, expected: &str| check(Syntax::Diff, code, expected);
    check(" a\n-b\n+c\n+d\n e\n", " a\nd{-b}\ni{+c}\ni{+d}\n e\n");
    check("-a\r\n+b", "d{-a}\r\ni{+b}");
    check(
        "--- a.sql\n+++ b.sql\n@@ -1 +1 @@\n--- a\n+b\n",
        "c{--- a.sql}\nc{+++ b.sql}\nc{@@ -1 +1 @@}\nd{--- a}\ni{+b}\n",
    );
}

proptest! {
    #[test]
    fn the_pieces_are_the_code(
        place in 0..Syntax::ALL.len(),
        code in "([a-z]{1,3}|[(){}\\[\\]<>=+*/:;,.!?@#$%&|^~`'\"\\\\-]|if |fn |r#|<script>|</|\\$\\{|<<A|\"\"\"|[ \\n\\t\\ré\u{1f600}0-9]){0,40}",
    ) {
        let mut whole = String::new();
        highlight(Syntax::ALL[place].0, &code, &mut |_, piece| whole += piece);
        prop_assert_eq!(whole, code);
    }
}
