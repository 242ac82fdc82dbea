//! Conditions: what they may ask, what they answer, and that no text makes them panic.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use zhiheng_law::{Condition, Inputs, Pack};

use crate::{mini, national};

struct Matter {
    facts: BTreeMap<String, Value>,
    fields: Map<String, Value>,
    done: BTreeMap<String, i64>,
    param: BTreeMap<String, i64>,
}

impl Matter {
    fn new(facts: Value, fields: Value, done: &[(&str, i64)], param: &[(&str, i64)]) -> Self {
        let pairs =
            |list: &[(&str, i64)]| list.iter().map(|(k, n)| ((*k).to_owned(), *n)).collect();
        Self {
            facts: facts.as_object().unwrap().clone().into_iter().collect(),
            fields: fields.as_object().unwrap().clone(),
            done: pairs(done),
            param: pairs(param),
        }
    }

    fn ask(&self, text: &str) -> Result<bool, String> {
        Condition::compile(text)?.eval(&Inputs {
            facts: &self.facts,
            fields: &self.fields,
            done: &self.done,
            param: &self.param,
            known: &Map::new(),
        })
    }
}

fn matter() -> Matter {
    Matter::new(
        json!({ "fine": 6_000_000, "kinds": ["罚款", "吊销许可证件"], "serious": true, "party": "某公司" }),
        json!({ "days": 20, "note": null }),
        &[("hear", 2)],
        &[("limit", 5_000_000)],
    )
}

#[test]
fn given_facts_fields_counts_and_parameters_when_asked_then_the_answer_is_yes_or_no() {
    let matter = matter();
    for (text, answer) in [
        ("facts.fine >= param.limit", true),
        ("facts.fine + 1 == 6000001", true),
        ("facts.serious && done.hear > 1", true),
        ("facts.kinds.exists(k, k in ['吊销许可证件', '责令关闭'])", true),
        ("facts.kinds.all(k, k == '罚款')", false),
        ("size(facts.kinds) == 2", true),
        ("fields.days <= 30", true),
        ("facts.party.startsWith('某')", true),
        ("!facts.serious || facts.fine < 100", false),
        ("facts.serious ? done.hear == 2 : false", true),
    ] {
        assert_eq!(matter.ask(text), Ok(answer), "{text}");
    }
}

#[test]
fn given_an_act_never_done_when_counted_then_it_is_zero() {
    assert_eq!(matter().ask("done.publish == 0"), Ok(true));
}

#[test]
fn given_a_field_not_filled_in_when_asked_with_has_then_the_answer_is_no() {
    assert_eq!(matter().ask("has(fields.note) && fields.note == 'x'"), Ok(false));
    assert_eq!(matter().ask("has(fields.days) && fields.days == 20"), Ok(true));
    assert!(matter().ask("fields.note == 'x'").is_err());
}

#[test]
fn given_a_fact_or_parameter_without_a_value_when_asked_then_its_name_is_told() {
    let told = matter().ask("facts.unknown == 1").unwrap_err();
    assert!(told.contains("「unknown」"), "{told}");
    let told = matter().ask("param.unknown == 1").unwrap_err();
    assert!(told.contains("「unknown」"), "{told}");
}

#[test]
fn given_an_answer_that_is_not_yes_or_no_when_asked_then_it_is_refused() {
    let told = matter().ask("facts.fine + 1").unwrap_err();
    assert!(told.contains("不是真假"), "{told}");
}

#[test]
fn given_other_variables_or_whole_maps_when_compiled_then_they_are_refused() {
    for text in
        ["amount > 1", "facts", "size(done) > 0", "facts['fine'] > 1", "{'a': 1}.a == 1", "", "  "]
    {
        assert!(Condition::compile(text).is_err(), "{text}");
    }
    assert!(
        Condition::compile("facts.kinds.exists(facts, facts == 'x')").is_ok(),
        "a bound variable hides the map"
    );
}

#[test]
fn given_a_compiled_condition_when_asked_for_its_names_then_each_stands_once_in_order() {
    let condition =
        Condition::compile("has(fields.b) && fields.b > facts.a && facts.a > done.c").unwrap();
    let names: Vec<(&str, &str, bool)> =
        condition.references().iter().map(|r| (r.root.word(), r.name.as_str(), r.tested)).collect();
    assert_eq!(
        names,
        [
            ("facts", "a", false),
            ("fields", "b", false),
            ("fields", "b", true),
            ("done", "c", false)
        ]
    );
}

#[test]
fn every_condition_of_the_national_pack_is_held_compiled() {
    let pack = national::load();
    let texts = texts(&pack);
    assert!(texts.len() > 20, "{}", texts.len());
    for text in &texts {
        assert!(pack.condition(text).is_some(), "{text}");
    }
    assert!(pack.condition("facts.other").is_none());
}

#[test]
fn the_right_to_a_hearing_follows_the_kind_the_party_and_the_amount() {
    let pack = national::load();
    let procedure = &pack.procedures["penalty.ordinary"];
    let gate = procedure
        .act("decide")
        .unwrap()
        .gates
        .iter()
        .find(|g| g.check.code() == "hearing_settled")
        .unwrap();
    let right = |kind: &str, fine: i64, sanctions: Value| {
        let mut facts: Map<String, Value> =
            procedure.facts.iter().map(|f| (f.id.clone(), f.default.clone())).collect();
        facts.insert("party_kind".into(), json!(kind));
        facts.insert("fine".into(), json!(fine));
        facts.insert("sanctions".into(), sanctions);
        let inputs = Inputs {
            facts: &facts,
            fields: &Map::new(),
            done: &BTreeMap::<String, i64>::new(),
            param: &procedure.parameters,
            known: &Map::new(),
        };
        pack.holds(gate.when.as_deref().unwrap(), &inputs).unwrap()
    };
    assert!(!right("自然人", 999_999, json!(["罚款"])), "9999.99 元");
    assert!(right("自然人", 1_000_000, json!(["罚款"])), "10000 元");
    assert!(!right("法人及非法人组织", 9_999_999, json!(["警告", "罚款"])));
    assert!(right("法人及非法人组织", 10_000_000, json!(["罚款"])));
    assert!(right("法人及非法人组织", 0, json!(["责令停产停业"])));
    assert!(!right("法人及非法人组织", 0, json!(["警告", "通报批评"])));
}

fn texts(pack: &Pack) -> Vec<String> {
    let acts = pack.procedures.values().flat_map(|p| &p.acts);
    let mut texts: Vec<String> =
        pack.catalogue.iter().map(|entry| entry.condition.clone()).collect();
    for act in acts {
        texts.extend(act.gates.iter().filter_map(|gate| gate.when.clone()));
        texts.extend(act.duties.iter().filter_map(|duty| duty.when.clone()));
    }
    texts
}

proptest! {
    #[test]
    fn whatever_the_text_compiling_and_asking_never_panics(
        text in "(facts|fields|done|param|x)?[.a-z0-9_ ()&|!<>=+'\\[\\]{}?:,罚-]{0,40}"
    ) {
        let _ = matter().ask(&text);
    }

    #[test]
    fn whatever_the_amounts_a_threshold_is_asked_as_arithmetic_says(fine in 0_i64..1_000_000_000, limit in 0_i64..1_000_000_000) {
        let matter = Matter::new(json!({ "fine": fine }), json!({}), &[], &[("limit", limit)]);
        prop_assert_eq!(matter.ask("facts.fine >= param.limit"), Ok(fine >= limit));
    }

    #[test]
    fn whatever_is_done_to_one_byte_of_a_pack_reading_it_never_panics(at in any::<prop::sample::Index>(), byte in 0x20_u8..0x7f) {
        let mut files = mini::files();
        let text = &mut files[4].1;
        let mut bytes = text.clone().into_bytes();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        *text = String::from_utf8_lossy(&bytes).into_owned();
        let lines = text.lines().count() + 1;
        if let Err(faults) = Pack::load(&files) {
            for fault in faults {
                prop_assert!(fault.line >= 1 && (!fault.file.ends_with("mini.toml") || fault.line <= lines), "{}", fault);
                prop_assert!(!fault.message.is_empty() && !fault.advice.is_empty());
            }
        }
    }
}
