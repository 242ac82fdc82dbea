//! `zhiheng leak`: what comes out of it, and that it never repeats what was masked.

use std::fs;

use crate::program::run;

#[test]
fn given_a_copy_and_what_was_masked_then_the_exit_says_whether_it_leaks_and_the_words_are_not_repeated()
 {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let masked = r#"[{"kind":"姓名","text":"张晓岚"},{"kind":"电话","text":"13800138000"}]"#;
    fs::write(path("masked.json"), masked).unwrap();
    fs::write(path("clean.html"), "<!doctype html><p>当事人：张某，电话（已隐去）。</p>").unwrap();
    fs::write(path("bad.html"), "<!doctype html><p>当事人：张某</p><!-- 138 0013 8000 -->")
        .unwrap();
    let check = |name: &str| run(["leak", &path(name), "--masked", &path("masked.json"), "--json"]);

    let clean = check("clean.html").expect(0).json();
    assert_eq!(clean["report"]["clean"], true);

    let bad = check("bad.html").expect(1);
    assert_eq!(bad.json()["report"]["findings"][0]["how"], "hidden_markup");
    for secret in ["张晓岚", "13800138000", "138 0013 8000"] {
        assert!(!bad.out.contains(secret) && !bad.err.contains(secret), "{bad:?}");
    }

    fs::write(path("masked.json"), "[]").unwrap();
    assert!(check("clean.html").expect(2).out.contains("leak.masked"));
}
