//! Every act of the national pack that asks for officers, against every way in which an officer may not serve.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::date;
use serde_json::json;
use zhiheng_calendar::Calendar;

use super::*;
use crate::example::{DIVISION, actor, officers};
use crate::known::Known;
use crate::officer::Officer;

fn pack() -> zhiheng_law::Pack {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut files = Vec::new();
    for folder in ["national", "registers"] {
        gather(&packs.join(folder), folder, &mut files);
    }
    zhiheng_law::Pack::load(&files).unwrap()
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for found in std::fs::read_dir(folder).unwrap() {
        let path = found.unwrap().path();
        let name = format!("{prefix}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            gather(&path, &name, files);
        } else {
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// A defect by name: the ids handed in, the officers on the register, and a word that the refusal must say.
struct Bad {
    ids: &'static [&'static str],
    word: &'static str,
}

const BAD: [(&str, Bad); 9] = [
    ("lapsed", Bad { ids: &["officer-a", "officer-expired"], word: "到期" }),
    ("suspended", Bad { ids: &["officer-a", "officer-suspended"], word: "暂扣" }),
    ("withdrawn", Bad { ids: &["officer-a", "officer-withdrawn"], word: "收回" }),
    ("untrained", Bad { ids: &["officer-a", "officer-untrained"], word: "岗前培训" }),
    ("wrong region", Bad { ids: &["officer-a", "officer-elsewhere"], word: "区划 110000" }),
    ("wrong field", Bad { ids: &["officer-a", "officer-otherwise"], word: "只能用于行政执法监督" }),
    ("unknown", Bad { ids: &["officer-a", "nobody"], word: "不是在册执法人员" }),
    ("of another agency", Bad { ids: &["officer-a", "upper-officer"], word: "不是本机关执法人员" }),
    ("not in use", Bad { ids: &["officer-a", "officer-waiting"], word: "还没有启用" }),
];

#[test]
fn whoever_showed_a_card_that_does_not_serve_showed_none() {
    let (pack, calendar, known) = (pack(), Calendar::new([]), Known::default());
    let (people, me) = (officers(), actor("officer-a").unwrap());
    let chain = ["agency".to_owned()];
    let now = date(2026, 3, 2).at(10, 0, 0, 0);
    let cx = Context {
        now: zhiheng_calendar::china_timestamp(now),
        actor: &me,
        pack: &pack,
        calendar: &calendar,
        officers: &people,
        chain: &chain,
        division: DIVISION,
        mark: "示例",
        agency_name: "示例机关",
        government: "",
        superior: "",
        known: &known,
        fresh_id: "x",
        fresh_code: "X",
    };
    let (facts, counts, parameters) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut acts = 0;
    for procedure in pack.procedures.values() {
        let mut matter = Matter::unopened("m", &procedure.id, "1", "agency", cx.today());
        matter.shown = people
            .iter()
            .map(|officer| crate::state::Shown { officer: officer.id.clone(), at: now })
            .collect();
        for act in &procedure.acts {
            for gate in &act.gates {
                if gate.check != GateCheck::CredentialsShown {
                    continue;
                }
                acts += 1;
                let gate = Gate { when: None, ..gate.clone() };
                for (id, word) in [
                    ("officer-a", ""),
                    ("officer-expired", "到期"),
                    ("officer-suspended", "暂扣"),
                    ("officer-withdrawn", "收回"),
                    ("officer-untrained", "岗前培训"),
                    ("officer-elsewhere", "区划"),
                    ("officer-otherwise", "只能用于"),
                ] {
                    let form = json!({ "officers": [id] }).as_object().cloned().unwrap();
                    let sight = Sight {
                        facts: &facts,
                        form: &form,
                        blank: false,
                        files: &[],
                        counts: &counts,
                        parameters: &parameters,
                        came: None,
                    };
                    let said = check(&matter, procedure, act, &gate, &sight, &cx);
                    match (word, said) {
                        ("", said) => said.unwrap(),
                        (word, Err(refusal)) => assert!(refusal.message.contains(word)),
                        (_, Ok(())) => panic!("{} · {}: {id} 获准", procedure.id, act.id),
                    }
                }
            }
        }
    }
    assert!(acts > 5, "{acts} acts");
}

#[test]
fn no_act_that_needs_officers_takes_one_who_may_not_serve_and_each_refusal_names_who_why_and_the_article()
 {
    let (pack, calendar, known) = (pack(), Calendar::new([]), Known::default());
    let people: Vec<Officer> = officers()
        .into_iter()
        .chain(officers().into_iter().take(1).map(|officer| Officer {
            id: "officer-waiting".to_owned(),
            name: "示例人员officer-waiting".to_owned(),
            waiting: true,
            ..officer
        }))
        .collect();
    let me = actor("officer-a").unwrap();
    let chain = ["agency".to_owned()];
    let cx = Context {
        now: zhiheng_calendar::china_timestamp(date(2026, 3, 2).at(10, 0, 0, 0)),
        actor: &me,
        pack: &pack,
        calendar: &calendar,
        officers: &people,
        chain: &chain,
        division: DIVISION,
        mark: "示例",
        agency_name: "示例机关",
        government: "",
        superior: "",
        known: &known,
        fresh_id: "x",
        fresh_code: "X",
    };
    let (facts, counts, parameters) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let (mut acts, mut asked) = (0, 0);
    for procedure in pack.procedures.values() {
        let matter = Matter::unopened("m", &procedure.id, "1", "agency", cx.today());
        for act in &procedure.acts {
            for gate in &act.gates {
                let GateCheck::Officers { count } = &gate.check else { continue };
                let gate = Gate { when: None, ..gate.clone() };
                let said = |ids: &[&str]| {
                    let form = json!({ "officers": ids }).as_object().cloned().unwrap();
                    let sight = Sight {
                        facts: &facts,
                        form: &form,
                        blank: false,
                        files: &[],
                        counts: &counts,
                        parameters: &parameters,
                        came: None,
                    };
                    check(&matter, procedure, act, &gate, &sight, &cx)
                };
                let place = format!("{} · {}", procedure.id, act.id);
                acts += 1;
                let enough: Vec<&str> =
                    ["officer-a", "officer-b", "officer-c"].into_iter().take(*count).collect();
                said(&enough).unwrap_or_else(|why| panic!("{place}: {why:?}"));
                for (name, bad) in &BAD {
                    let refusal = said(bad.ids).expect_err(&format!("{place}: {name} 获准"));
                    assert_eq!(refusal.code, "gate.officers", "{place}: {name}");
                    assert!(refusal.article.is_some(), "{place}: {name} 没有条文");
                    assert!(refusal.message.contains(bad.word), "{place}: {}", refusal.message);
                    asked += 1;
                }
                // One person alone, and the same person twice, are fewer than the law asks.
                for few in [&enough[1..], &vec!["officer-a"; *count][..]] {
                    if few.len() < *count || (*count > 1 && few.len() == *count) {
                        let refusal = said(few).expect_err(&format!("{place}: 人数不足获准"));
                        assert!(refusal.message.contains("不少于"), "{place}: {}", refusal.message);
                        assert!(refusal.article.is_some(), "{place}");
                        asked += 1;
                    }
                }
            }
        }
    }
    assert!(acts > 50 && asked > acts * 9, "{acts} acts, {asked} questions");
    println!("{acts} acts, {asked} questions");
}
