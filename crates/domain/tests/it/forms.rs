//! Bad input: every wrong value is answered with the field it stands in, and nothing is decided.

use jiff::civil::date;
use serde_json::{Map, Value, json};
use zhiheng_domain::{Submission, decide};

use crate::walk::fill;
use crate::world::{PACK, context, person};

fn refused(change: impl Fn(&mut Map<String, Value>)) -> Vec<(String, Option<String>)> {
    let now = date(2026, 3, 2).at(10, 0, 0, 0);
    let officer = person("officer-a");
    let act = PACK.procedures["petition"].opening().unwrap();
    let mut fields = fill(act, 0, now);
    change(&mut fields);
    let submission = Submission { procedure: "petition", act: "", fields: &fields };
    match decide(None, submission, &context(&officer, now)) {
        Ok(_) => Vec::new(),
        Err(refusals) => {
            refusals.into_iter().map(|refusal| (refusal.code, refusal.field)).collect()
        }
    }
}

/// First text field of the opening act of a petition.
fn text_field() -> String {
    let act = PACK.procedures["petition"].opening().unwrap();
    act.fields.iter().find(|field| field.kind == zhiheng_law::FieldType::Text).unwrap().id.clone()
}

#[test]
fn a_form_without_mistakes_is_taken() {
    assert_eq!(refused(|_| {}), []);
}

#[test]
fn nul_bytes_and_control_characters_are_named_with_their_field() {
    let field = text_field();
    for text in ["甲\0乙", "甲\u{7}乙", "甲\u{1b}[31m"] {
        let told = refused(|fields| {
            fields.insert(field.clone(), json!(text));
        });
        assert_eq!(told, [("input.control".to_owned(), Some(field.clone()))]);
    }
}

#[test]
fn ten_megabytes_of_text_are_too_long_and_a_number_is_no_text() {
    let field = text_field();
    let long = "长".repeat(3_500_000);
    let told = refused(|fields| {
        fields.insert(field.clone(), json!(long));
    });
    assert_eq!(told, [("input.too_long".to_owned(), Some(field.clone()))]);
    let told = refused(|fields| {
        fields.insert(field.clone(), json!(12));
    });
    assert_eq!(told, [("input.text".to_owned(), Some(field))]);
}

#[test]
fn a_field_that_the_form_does_not_have_is_named_and_not_passed_over() {
    let told = refused(|fields| {
        fields.insert("bypass_review".to_owned(), json!(true));
    });
    assert_eq!(told, [("input.unknown".to_owned(), Some("bypass_review".to_owned()))]);
}

#[test]
fn an_unknown_choice_is_refused_with_the_choices() {
    let act = PACK.procedures["petition"].opening().unwrap();
    let field =
        act.fields.iter().find(|field| field.kind == zhiheng_law::FieldType::Choice).unwrap();
    let told = refused(|fields| {
        fields.insert(field.id.clone(), json!("不存在的选项"));
    });
    assert_eq!(told, [("input.choice".to_owned(), Some(field.id.clone()))]);
}

#[test]
fn days_that_do_not_exist_are_refused() {
    let now = date(2026, 3, 2).at(10, 0, 0, 0);
    let act = PACK.procedures["penalty.ordinary"].act("serve").unwrap();
    for (given, code) in [
        ("2026-02-30", "input.date"),
        ("三月一日", "input.date"),
        ("0000-01-01", "input.date"),
        ("2027-01-01", "input.future"),
    ] {
        let mut fields = fill(act, 0, now);
        fields.insert("served_on".to_owned(), json!(given));
        let faults = zhiheng_domain::form::read(act, &fields, now).unwrap_err();
        assert_eq!(faults[0].code, code, "{given}");
        assert_eq!(faults[0].field.as_deref(), Some("served_on"));
    }
}

#[test]
fn a_visit_with_six_representatives_is_refused_when_it_is_registered() {
    let told = refused(|fields| {
        fields.insert("channel".to_owned(), json!("来访"));
        fields.insert("headcount".to_owned(), json!(6));
    });
    assert_eq!(told, [("gate.holds".to_owned(), None)]);
    let told = refused(|fields| {
        fields.insert("channel".to_owned(), json!("来访"));
        fields.insert("headcount".to_owned(), json!(5));
    });
    assert_eq!(told, []);
}
