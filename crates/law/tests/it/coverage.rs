//! Which gates the worked examples show at work, and which they do not.

use zhiheng_law::{Pack, coverage};

use crate::mini;

/// A shared act with one gate.
const FRAGMENT: &str = r#"[[act]]
id = "extra"
title = "补充"
stage = "$stage"
step = "$step"
power = "handle"
repeat = true
basis = ["处罚法54"]
help = "补充。"
sentence = "已补充。"

[[act.gate]]
gate = "after"
acts = ["open"]
basis = "处罚法55"
message = "先立案"
"#;

const USE: &str = r#"
[[use]]
fragment = "extra"
stage = "one"
step = "立案"
"#;

const REFUSED: &str = r#"
[[example]]
title = "补充太早"

[[example.step]]
at = "2026-03-02T09:00"
who = "officer-a"
act = "extra"
refused = "gate.after"
basis = "处罚法55"
fields = {}
"#;

fn told(files: &[(String, String)]) -> Vec<String> {
    let pack = Pack::load(files).unwrap_or_else(|faults| panic!("{}", mini::told(&faults)));
    coverage::uncovered(&pack).iter().map(ToString::to_string).collect()
}

fn without_fragment() -> Vec<String> {
    told(&mini::files())
}

/// Two procedures that take the fragment in; the second one's examples end with `more`.
fn with_fragment(more: &str) -> Vec<String> {
    let mut files = mini::files();
    files.push(("national/fragments/extra.toml".to_owned(), FRAGMENT.to_owned()));
    let first = format!("{}{USE}", mini::PROCEDURE);
    let second = first
        .replace("id = \"mini\"", "id = \"second\"")
        .replace("number_kind = \"小\"", "number_kind = \"二\"")
        .replace("number_kind = \"小决\"", "number_kind = \"二决\"")
        + more;
    for (name, text) in &mut files {
        if name == "national/procedures/mini.toml" {
            first.clone_into(text);
        }
    }
    files.push(("national/procedures/second.toml".to_owned(), second));
    told(&files)
}

#[test]
fn a_gate_that_no_example_refuses_is_named_with_its_act_code_article_file_and_line() {
    let told = without_fragment();
    let line = |text: &str| mini::PROCEDURE.lines().position(|line| line == text).unwrap() + 1;
    assert_eq!(told.len(), 4, "{told:#?}");
    let within = told.iter().find(|fault| fault.contains("gate.within（处罚法60）")).unwrap();
    // The table begins at its head, four lines above the message.
    let head = line("message = \"超过期限\"") - 5;
    assert!(within.starts_with(&format!("national/procedures/mini.toml:{head}:")), "{within}");
    assert!(within.contains("“决定”（decide）"), "{within}");
}

#[test]
fn a_refused_step_covers_its_act_code_and_article_and_no_other() {
    let told = without_fragment().join("\n");
    assert!(!told.contains("review_cleared"), "{told}");
    assert!(told.contains("“送审”（submit）没有示例被关口 gate.after（处罚法54）拒绝"), "{told}");
    assert!(told.contains("“审核”（opine）没有示例被关口 gate.after（处罚法58）拒绝"), "{told}");
}

#[test]
fn a_shared_gate_is_named_once_in_its_fragment_until_one_procedure_shows_it() {
    let open = with_fragment("");
    let named: Vec<&String> = open.iter().filter(|fault| fault.contains("extra")).collect();
    assert_eq!(named.len(), 1, "{open:#?}");
    assert!(named[0].starts_with("national/fragments/extra.toml:12:"), "{}", named[0]);
    let shown = with_fragment(REFUSED);
    assert!(!shown.iter().any(|fault| fault.contains("extra")), "{shown:#?}");
}
