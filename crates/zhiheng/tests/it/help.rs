//! Help and complaints are Chinese throughout.

use crate::program::{Ran, run};

const COMMANDS: [&[&str]; 29] = [
    &[],
    &["serve"],
    &["init"],
    &["demo"],
    &["import"],
    &["term"],
    &["pack"],
    &["pack", "check"],
    &["pack", "list"],
    &["pack", "chart"],
    &["verify"],
    &["audit"],
    &["rebuild"],
    &["backup"],
    &["restore"],
    &["export"],
    &["export", "matters"],
    &["export", "credit"],
    &["export", "dossier"],
    &["export", "template"],
    &["report", "annual"],
    &["paper", "blanks"],
    &["paper", "void"],
    &["twin"],
    &["twin", "check"],
    &["leak"],
    &["account", "add"],
    &["account", "passwd"],
    &["account", "list"],
];

#[test]
fn given_any_command_when_asked_for_help_then_no_english_heading_stands_in_it() {
    for words in COMMANDS {
        let mut arguments = words.to_vec();
        arguments.push("--help");
        let Ran { code, out, err } = run(&arguments);
        assert_eq!(code, 0, "{words:?}: {err}");
        for english in [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "Print",
            "default",
            "possible",
            "help for",
            "OPTIONS",
            "COMMAND",
        ] {
            assert!(!out.contains(english), "{words:?}: {english}\n{out}");
        }
        assert!(out.contains("用法"), "{words:?}");
        assert!(out.contains("显示帮助"), "{words:?}");
    }
}

#[test]
fn given_wrong_arguments_then_it_could_not_run_and_says_which_in_chinese() {
    let cases: [(&[&str], &str); 7] = [
        (&[], "请给出命令"),
        (&["fly"], "没有“fly”这个命令"),
        (&["serve", "--foo"], "没有“--foo”这个参数"),
        (&["term", "--rule", "PEN_DECIDE"], "--start"),
        (&["serve", "--data", "x", "--listen", "here"], "“here”不对"),
        (&["verify"], "缺少必需的参数"),
        (&["audit", "--data"], "缺少值"),
    ];
    for (arguments, told) in cases {
        let ran = run(arguments).expect(2);
        assert!(ran.err.contains(told), "{arguments:?}: {}", ran.err);
        assert!(!ran.err.contains("error"), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn given_json_is_asked_for_when_it_fails_then_the_code_is_on_stdout_and_the_words_on_stderr() {
    let ran = run(["audit", "--data", "/nowhere/at/all", "--json"]).expect(2);
    assert_eq!(ran.json()["error"]["code"], "data.missing");
    assert!(ran.err.contains("不存在"));
}
