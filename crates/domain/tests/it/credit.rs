//! 双公示 against the national pack: a penalty and a licence as rows, and what the platform would not take.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use serde_json::{Value, json};
use zhiheng_domain::credit::{Reported, Row, faults, is_reported, mapped, repeated};
use zhiheng_law::credit::CreditReport;

use crate::world::PACK;

const AGENCY: &str = "11230500001755309F";

fn report(category: &str) -> &'static CreditReport {
    PACK.credit.report(category).unwrap()
}

fn penalty() -> BTreeMap<String, Value> {
    let facts = json!({
        "party": "示例餐饮有限公司", "party_kind": "法人及非法人组织", "cause": "未经许可经营", "facts": "查明的事实。",
        "basis": "食品安全法122", "sanctions": ["罚款", "吊销许可证件", "通报批评"], "sanction": "罚款五万元，吊销许可证。",
        "fine": 5_000_000, "confiscated_amount": 0,
    });
    facts.as_object().unwrap().clone().into_iter().collect()
}

fn entered() -> Row {
    [
        ("CF_XDR_SHXYM", "91230500MA1B3N1N2M"),
        ("CF_FRDB", "王某某"),
        ("CF_NR_ZKDX", "食品经营许可证 JY21404030000000"),
        ("CF_YXQ", "2099-12-31"),
    ]
    .map(|(code, value)| (code.to_owned(), value.to_owned()))
    .into()
}

fn row(facts: &BTreeMap<String, Value>, entered: &Row) -> Row {
    let decision = Reported {
        facts,
        number: "示市监罚〔2026〕17号",
        paper: "行政处罚决定书",
        day: Some(date(2026, 3, 1)),
        until: Some(date(2027, 2, 28)),
        agency: "示例县市场监督管理局",
        agency_code: AGENCY,
        entered,
    };
    mapped(&PACK.credit, report("行政处罚"), &decision)
}

fn said(row: &Row) -> BTreeSet<(String, String)> {
    faults(&PACK, report("行政处罚"), row, date(2026, 3, 2))
        .into_iter()
        .map(|fault| (fault.field, fault.code))
        .collect()
}

fn fault(field: &str, code: &str) -> BTreeSet<(String, String)> {
    BTreeSet::from([(field.to_owned(), format!("credit.{code}"))])
}

#[test]
fn given_the_standard_then_both_lists_have_its_28_items() {
    assert_eq!(report("行政许可").fields.len(), 28);
    // Two items of the list of penalties have a name and a code each.
    assert_eq!(report("行政处罚").fields.len(), 28 + 2);
    assert!(
        PACK.credit
            .reports
            .iter()
            .flat_map(|report| &report.fields)
            .all(|field| !field.certainty.is_empty())
    );
    let hidden: Vec<&str> =
        report("行政处罚").fields.iter().filter(|f| f.personal).map(|f| f.code.as_str()).collect();
    assert_eq!(hidden, ["CF_FR_ZJHM", "CF_XDR_ZJHM"]);
}

#[test]
fn given_a_penalty_on_a_firm_then_its_row_is_taken_and_says_what_the_dossier_says() {
    let row = row(&penalty(), &entered());
    assert_eq!(said(&row), BTreeSet::new());
    assert_eq!(row["CF_CFLB"], "罚款;暂扣或者吊销许可证、执照;其他-通报批评");
    assert_eq!(row["CF_NR_FK"], "5.000000");
    assert_eq!(row["CF_NR_WFFF"], "");
    assert_eq!((row["CF_JDRQ"].as_str(), row["CF_GSJZQ"].as_str()), ("2026-03-01", "2027-02-28"));
}

#[test]
fn given_a_typed_value_then_it_never_stands_over_what_the_dossier_says() {
    let mut typed = entered();
    typed.insert("CF_XDR_MC".to_owned(), "别的公司".to_owned());
    assert_eq!(row(&penalty(), &typed)["CF_XDR_MC"], "示例餐饮有限公司");
}

#[test]
fn given_one_thing_wrong_then_that_field_is_named_and_no_other() {
    let with = |code: &str, value: &str| {
        let mut row = row(&penalty(), &entered());
        row.insert(code.to_owned(), value.to_owned());
        said(&row)
    };
    assert_eq!(with("CF_XDR_SHXYM", ""), fault("CF_XDR_SHXYM", "required"));
    assert_eq!(with("CF_XDR_SHXYM", "91230500MA1B3N1N2N"), fault("CF_XDR_SHXYM", "check"));
    assert_eq!(with("CF_WSH", &"长".repeat(129)), fault("CF_WSH", "long"));
    assert_eq!(with("CF_JDRQ", "2026年3月1日"), fault("CF_JDRQ", "date"));
    assert_eq!(with("CF_JDRQ", "2026/03/01"), BTreeSet::new());
    assert_eq!(with("CF_NR_FK", "5"), fault("CF_NR_FK", "money"));
    assert_eq!(with("CF_NR_FK", ""), fault("CF_NR_FK", "required"));
    assert_eq!(with("CF_NR_ZKDX", ""), fault("CF_NR_ZKDX", "required"));
    assert_eq!(with("CF_CFLB", "罚款;扣分"), fault("CF_CFLB", "listed"));
    assert_eq!(with("CF_XDR_LB", "公司"), fault("CF_XDR_LB", "listed"));
}

#[test]
fn given_a_citizen_then_the_number_is_asked_for_and_checked_by_its_kind() {
    let mut facts = penalty();
    facts.insert("party_kind".to_owned(), json!("自然人"));
    let mut typed = entered();
    let card = |typed: &mut Row, kind: &str, number: &str| {
        typed.insert("CF_XDR_ZJLX".to_owned(), kind.to_owned());
        typed.insert("CF_XDR_ZJHM".to_owned(), number.to_owned());
    };
    let missing = said(&row(&facts, &typed));
    assert!(missing.contains(&("CF_XDR_ZJHM".to_owned(), "credit.required".to_owned())));
    card(&mut typed, "身份证", "11010519491231002X");
    assert_eq!(said(&row(&facts, &typed)), BTreeSet::new());
    card(&mut typed, "身份证", "110105194912310021");
    assert_eq!(said(&row(&facts, &typed)), fault("CF_XDR_ZJHM", "check"));
    card(&mut typed, "护照", "E12345678");
    assert_eq!(said(&row(&facts, &typed)), BTreeSet::new());
    let told = faults(&PACK, report("行政处罚"), &row(&facts, &typed), date(2026, 3, 2));
    assert!(told.iter().all(|fault| !fault.message.contains("E12345678")));
}

#[test]
fn given_the_same_number_party_and_day_twice_then_the_second_is_named() {
    let one = row(&penalty(), &entered());
    let mut other = one.clone();
    other.insert("CF_WSH".to_owned(), "示市监罚〔2026〕18号".to_owned());
    let mut third = one.clone();
    third.insert("BZ".to_owned(), "再报".to_owned());
    let rows = [&one, &other, &third];
    assert_eq!(repeated(report("行政处罚"), rows.into_iter()), [(2, 0)]);
}

#[test]
fn given_a_decision_not_to_punish_then_it_is_not_reported() {
    assert!(is_reported(&PACK, report("行政处罚"), &row(&penalty(), &entered())));
    let mut facts = penalty();
    facts.remove("sanctions");
    assert!(!is_reported(&PACK, report("行政处罚"), &row(&facts, &entered())));
}
