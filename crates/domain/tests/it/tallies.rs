//! What acts add to the yearly report, on invented matters: the rules of the forms, and that nothing later moves a closed year.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use zhiheng_domain::state::{Done, Matter, Named};
use zhiheng_domain::tally::{Tally, tally};
use zhiheng_domain::{Event, Known};

use crate::world::PACK;

const KINDS: [&str; 13] = [
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得、没收非法财物",
    "暂扣许可证件",
    "降低资质等级",
    "限制开展生产经营活动",
    "责令停产停业",
    "责令关闭",
    "限制从业",
    "吊销许可证件",
    "行政拘留",
    "其他行政处罚",
];

/// A matter to which these acts were done, the last of them on `day`.
fn after(
    procedure: &str,
    acts: &[&str],
    day: Date,
    facts: Value,
    fields: Value,
) -> (Matter, Event) {
    let mut matter = Matter::unopened("m", procedure, "p", "a", date(2026, 1, 1));
    let Value::Object(facts) = facts else { panic!("facts are an object") };
    matter.facts = facts.into_iter().collect();
    for act in acts {
        matter.version += 1;
        matter.done.push(Done {
            act: (*act).to_owned(),
            version: matter.version,
            at: day.at(9, 0, 0, 0),
            day,
            actor: "p1".to_owned(),
            opinion: String::new(),
        });
    }
    let Value::Object(fields) = fields else { panic!("fields are an object") };
    let event = Event {
        matter: "m".to_owned(),
        procedure: procedure.to_owned(),
        pack: "p".to_owned(),
        act: (*acts.last().unwrap()).to_owned(),
        at: day.at(9, 0, 0, 0),
        day,
        actor: Named { id: "p1".to_owned(), name: "甲".to_owned(), card: String::new() },
        agency: "a".to_owned(),
        fields: fields.into_iter().collect::<Map<_, _>>(),
        known: Known::default(),
        effects: Vec::new(),
    };
    (matter, event)
}

fn counted(procedure: &str, acts: &[&str], facts: Value, fields: Value) -> Vec<Tally> {
    let (matter, event) = after(procedure, acts, date(2026, 6, 1), facts, fields);
    tally(&matter, &event, &PACK)
}

fn cells(procedure: &str, acts: &[&str], facts: Value, fields: Value) -> Vec<String> {
    counted(procedure, acts, facts, fields).into_iter().map(|line| line.cell).collect()
}

fn penalty(sanctions: &[&str], fine: i64) -> Vec<Tally> {
    let facts = json!({ "sanctions": sanctions, "fine": fine });
    counted("penalty.ordinary", &["file_case", "decide"], facts, json!({}))
}

fn kinds_of(lines: &[Tally]) -> Vec<&str> {
    lines.iter().map(|line| line.cell.as_str()).filter(|cell| *cell != "penalty.amount").collect()
}

#[test]
fn given_two_kinds_in_one_decision_then_it_counts_once_in_the_heavier() {
    assert_eq!(kinds_of(&penalty(&["罚款", "吊销许可证件"], 500_000)), ["penalty.revocation"]);
    assert_eq!(kinds_of(&penalty(&["警告", "罚款"], 20_000)), ["penalty.fine"]);
    assert_eq!(
        kinds_of(&penalty(&["没收违法所得、没收非法财物", "罚款"], 20_000)),
        ["penalty.confiscation"]
    );
}

#[test]
fn given_a_clear_kind_and_another_then_it_counts_in_the_clear_kind() {
    assert_eq!(kinds_of(&penalty(&["其他行政处罚", "警告"], 0)), ["penalty.warning"]);
    assert_eq!(kinds_of(&penalty(&["其他行政处罚"], 0)), ["penalty.other"]);
}

#[test]
fn given_a_fine_and_a_confiscation_then_the_amounts_of_the_decision_are_added() {
    let facts = json!({ "sanctions": ["罚款", "没收违法所得、没收非法财物"], "fine": 100_000, "confiscated_amount": 2_300 });
    let lines = counted("penalty.ordinary", &["decide"], facts, json!({}));
    let amount = lines.iter().find(|line| line.cell == "penalty.amount").unwrap();
    assert_eq!(amount.amount, 102_300);
    let warned = penalty(&["警告"], 0);
    assert!(warned.iter().all(|line| line.cell != "penalty.amount"), "no sum, no line");
}

#[test]
fn given_a_decision_is_revoked_then_the_revocation_adds_a_line_of_its_own_and_takes_none_away() {
    let facts = json!({ "sanctions": ["罚款"], "fine": 100 });
    let fields = json!({ "changed_by": "行政复议机关", "outcome": "撤销" });
    let later = cells("penalty.ordinary", &["decide", "change_decision"], facts, fields);
    assert_eq!(later, ["dispute.review_lost"]);
}

#[test]
fn given_a_change_or_renewal_then_it_counts_as_a_licence_granted_or_refused() {
    for procedure in ["licence.grant", "licence.change", "licence.renewal"] {
        assert_eq!(
            cells(procedure, &["apply", "grant"], json!({}), json!({})),
            ["licence.granted"]
        );
        assert_eq!(cells(procedure, &["apply", "deny"], json!({}), json!({})), ["licence.denied"]);
    }
    let kept = json!({ "outcome": "不予撤销" });
    assert!(cells("licence.revocation", &["begin", "decide"], kept, json!({})).is_empty());
    let revoked = json!({ "outcome": "撤销许可" });
    assert_eq!(
        cells("licence.revocation", &["begin", "decide"], revoked, json!({})),
        ["licence.revoked"]
    );
}

#[test]
fn given_coercion_then_measures_count_when_decided_and_executions_when_completed_or_ended() {
    let sealed = json!({ "measure": "查封场所" });
    assert_eq!(cells("coercion.measure", &["implement"], sealed, json!({})), ["coercion.seal"]);
    let seized = json!({ "measure": "扣押财物" });
    assert_eq!(cells("coercion.measure", &["implement"], seized, json!({})), ["coercion.seize"]);
    let removed = || json!({ "manner": "排除妨碍、恢复原状" });
    let execution = "coercion.execution";
    assert!(cells(execution, &["begin", "decide"], removed(), json!({})).is_empty());
    let done = json!({ "outcome": "强制执行完毕" });
    assert_eq!(cells(execution, &["decide", "close"], removed(), done), ["coercion.restore"]);
    let ended = cells(
        execution,
        &["decide", "end_execution"],
        removed(),
        json!({ "ground": "执行标的灭失" }),
    );
    assert_eq!(ended, ["coercion.restore"]);
    let closed = json!({ "outcome": "终结执行" });
    let acts = ["decide", "end_execution", "close"];
    assert!(cells(execution, &acts, removed(), closed).is_empty(), "counted when it ended");
    let paid = json!({ "outcome": "当事人已履行" });
    assert!(cells(execution, &["decide", "close"], removed(), paid).is_empty());
    assert_eq!(cells(execution, &["apply_court"], removed(), json!({})), ["coercion.court"]);
}

#[test]
fn given_an_inspection_then_it_counts_with_its_record_and_not_where_it_became_a_case() {
    let clean = || json!({ "conclusion": "未发现问题" });
    let single = "inspection.single";
    assert_eq!(
        cells(single, &["inspect", "tell_result"], clean(), json!({})),
        ["inspection.count"]
    );
    assert!(cells(single, &["tell_result"], clean(), json!({})).is_empty(), "no record of it");
    let case = json!({ "conclusion": "涉嫌违法，移交立案" });
    assert!(cells(single, &["inspect", "tell_result"], case, json!({})).is_empty());
    let again = ["inspect", "tell_result", "tell_result"];
    assert!(cells(single, &again, clean(), json!({})).is_empty(), "told twice, counted once");
}

#[test]
fn given_a_levy_or_an_award_then_it_counts_when_completed() {
    let levied = || json!({ "levy_amount": 12_345 });
    assert!(cells("levy", &["start", "decide"], levied(), json!({})).is_empty());
    let lines = counted("levy", &["decide", "close"], levied(), json!({ "outcome": "已经缴清" }));
    let told: BTreeMap<&str, i64> =
        lines.iter().map(|line| (line.cell.as_str(), line.amount)).collect();
    assert_eq!(told, BTreeMap::from([("levy.count", 0), ("levy.amount", 12_345)]));
    let agreed = json!({ "outcome": "达成调解协议" });
    assert!(cells("adjudication", &["decide", "close"], json!({}), agreed).is_empty());
}

proptest! {
    #[test]
    fn given_any_kinds_then_a_decision_counts_once_and_the_columns_add_up_to_the_total(
        chosen in prop::collection::vec(prop::sample::subsequence(KINDS.to_vec(), 1..=4), 1..20),
        fine in 0_i64..1_000_000,
    ) {
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        for sanctions in &chosen {
            let lines = penalty(sanctions, fine);
            let kinds = kinds_of(&lines);
            prop_assert_eq!(kinds.len(), 1, "{:?}", sanctions);
            *sums.entry(kinds[0].to_owned()).or_default() += 1;
        }
        for form in &PACK.report("").unwrap().forms {
            let table = form.tables.iter().find(|table| table.id == "penalty").unwrap();
            let value = |cells: &[String]| -> u64 { cells.iter().filter_map(|id| sums.get(id)).sum() };
            let total = table.columns.iter().find(|column| column.sum).unwrap();
            let parts = table.columns.iter().filter(|column| !column.sum && column.unit == total.unit);
            prop_assert_eq!(parts.map(|column| value(&column.cells)).sum::<u64>(), value(&total.cells));
            prop_assert_eq!(value(&total.cells), chosen.len() as u64, "{}", form.id);
        }
    }

    #[test]
    fn given_a_closed_year_then_no_order_of_later_acts_adds_a_line_to_it(
        acts in Just(vec!["review_accepted", "change_decision", "pay", "withdraw_publication", "publish", "close", "decide"]).prop_shuffle(),
    ) {
        let facts = json!({ "sanctions": ["罚款"], "fine": 100 });
        let mut done = vec!["file_case", "decide"];
        for (days, act) in (1..).zip(acts) {
            done.push(act);
            let day = date(2027, 1, 1).saturating_add(jiff::Span::new().days(days));
            let fields = json!({ "changed_by": "人民法院", "outcome": "撤销" });
            let (matter, event) = after("penalty.ordinary", &done, day, facts.clone(), fields);
            prop_assert!(tally(&matter, &event, &PACK).iter().all(|line| line.day.year() == 2027));
        }
    }
}
