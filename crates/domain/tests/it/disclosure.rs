//! 公示的关口: no procedure, act or field lets certain personal data out that was not kept with a reason (政府信息公开条例15；个人信息保护法28),
//! and a penalty stays public no longer and no shorter than its class allows.

use serde_json::{Map, Value, json};
use zhiheng_domain::disclosure::term;
use zhiheng_domain::example::run;
use zhiheng_domain::{Context, Known, Matter, Submission, decide, evolve};
use zhiheng_law::{ActKind, Example, ExampleStep, FieldType, Procedure};

use crate::world::{CALENDAR, PACK, context, person};

/// The worked example of a procedure up to its first publication, which is done with `change` made to its form.
fn published(
    procedure: &Procedure,
    change: impl Fn(&mut Map<String, Value>),
) -> Result<Matter, String> {
    let publish = procedure.acts.iter().find(|act| act.kind == ActKind::Publish).unwrap();
    let releases = |step: &ExampleStep| step.act == publish.id && step.refused.is_none();
    let (example, at) = procedure
        .examples
        .iter()
        .find_map(|example| Some((example, example.steps.iter().position(releases)?)))
        .unwrap();
    let mut steps = example.steps[..=at].to_vec();
    change(&mut steps[at].fields);
    let example = Example { steps, ..example.clone() };
    run(&example, procedure, &PACK, &CALENDAR)
        .map(Option::unwrap)
        .map_err(|deviation| deviation.message)
}

/// Every procedure that publishes, with the first text of its public copy that a person writes.
fn publishing() -> Vec<(&'static Procedure, String)> {
    PACK.procedures
        .values()
        .filter_map(|procedure| {
            let act = procedure.acts.iter().find(|act| act.kind == ActKind::Publish)?;
            let text = act.fields.iter().find(|field| {
                field.public && !field.filled && matches!(field.kind, FieldType::Long)
            })?;
            Some((procedure, text.id.clone()))
        })
        .collect()
}

#[test]
fn given_any_procedure_that_publishes_when_a_mobile_number_is_left_in_then_it_is_refused_under_the_article()
 {
    let all = publishing();
    assert!(all.len() >= 20, "only {} procedures publish a text", all.len());
    for (procedure, field) in all {
        let publish = procedure.acts.iter().find(|act| act.kind == ActKind::Publish).unwrap();
        let told = |text: &str| {
            let mut form: Map<String, Value> = publish
                .fields
                .iter()
                .filter(|held| held.required)
                .map(|held| (held.id.clone(), plain(held)))
                .collect();
            form.insert(field.clone(), json!(text));
            let editor = person("editor");
            let cx = context(&editor, "2026-05-06T09:00".parse().unwrap());
            let matter = Matter::unopened("m", &procedure.id, "", "agency", cx.today());
            let submission =
                Submission { procedure: &procedure.id, act: &publish.id, fields: &form };
            // Nothing was decided yet, so that something stands against it in any case.
            let refusals = decide(Some(&matter), submission, &cx).unwrap_err();
            let personal = refusals.into_iter().find(|held| held.code == "disclosure.personal");
            personal.map(|held| (held.article.unwrap(), held.field.unwrap()))
        };
        assert_eq!(told("经查，事实清楚。"), None, "{}", procedure.id);
        let article = "政府信息公开条例15；个人信息保护法28".to_owned();
        let refused = told("经查，当事人手机13800138000。");
        assert_eq!(refused, Some((article, field.clone())), "{}", procedure.id);
    }
}

/// A value that says nothing.
fn plain(field: &zhiheng_law::Field) -> Value {
    match field.kind {
        FieldType::Bool => json!(true),
        FieldType::Choice => json!(field.options[0]),
        FieldType::Date => json!("2026-05-06"),
        FieldType::Integer | FieldType::Money => json!(1),
        _ => json!("经查"),
    }
}

#[test]
fn given_a_find_when_it_is_kept_with_a_reason_then_it_is_published_and_the_reason_stands_in_the_event()
 {
    let procedure = &PACK.procedures["penalty.ordinary"];
    let keep = |rows: Value| {
        published(procedure, |form| {
            form.insert("public_facts".to_owned(), json!("办案地点门口停放晋D12345号车辆。"));
            form.insert("kept".to_owned(), rows.clone());
        })
    };
    let told = keep(json!([])).unwrap_err();
    assert!(told.contains("disclosure.personal"), "{told}");
    let told = keep(json!([["车牌", "晋D12345", " "]])).unwrap_err();
    assert!(told.contains("disclosure.kept"), "a reason must be given: {told}");
    let told = keep(json!([["车牌", "晋D99999", "另一辆车"]])).unwrap_err();
    assert!(told.contains("disclosure.personal"), "another one is kept: {told}");
    let told = keep(json!([["电话", "晋D12345", "理由"]])).unwrap_err();
    assert!(told.contains("disclosure.personal"), "as another kind: {told}");
    let matter = keep(json!([["车牌", "晋D12345", "涉案单位的车辆，不是个人的"]])).unwrap();
    let publication = matter.publication.unwrap();
    assert!(!publication.fields.contains_key("kept"), "what is kept, and why, is not published");
}

#[test]
fn given_a_find_in_full_width_or_broken_up_when_it_is_published_then_it_is_refused_like_a_plain_one()
 {
    let procedure = &PACK.procedures["penalty.ordinary"];
    for text in
        ["手机１３８００１３８０００。", "手机138 0013 8000。", "手机一三八零零一三八零零零。"]
    {
        let told = published(procedure, |form| {
            form.insert("public_result".to_owned(), json!(text));
        });
        assert!(told.is_err_and(|told| told.contains("disclosure.personal")), "{text}");
    }
}

/// The worked example in which a decision stands, as if it had been made on this day with these kinds of sanction.
fn decided(on: &str, sanctions: &[&str]) -> Matter {
    let mut matter = published(&PACK.procedures["penalty.ordinary"], |_| {}).unwrap();
    matter.decided.as_mut().unwrap().day = on.parse().unwrap();
    matter.facts.insert("sanctions".to_owned(), json!(sanctions));
    matter
}

#[test]
fn given_kinds_of_sanction_when_the_public_period_is_proposed_then_the_heaviest_gives_its_class() {
    let procedure = &PACK.procedures["penalty.ordinary"];
    for (sanctions, class, first, last) in [
        (&["警告"][..], "轻微", "2026-05-06", "2026-08-06"),
        (&["警告", "罚款"], "一般", "2026-08-06", "2027-05-06"),
        (&["罚款", "吊销许可证件"], "严重", "2027-05-06", "2029-05-06"),
    ] {
        let matter = decided("2026-05-06", sanctions);
        let held = term(&matter, procedure, &PACK.disclosure, |_| None).unwrap();
        assert_eq!(
            (held.class.as_str(), held.first.to_string(), held.last.to_string()),
            (class, first.to_owned(), last.to_owned())
        );
        let short = term(&matter, procedure, &PACK.disclosure, |_| Some(-5)).unwrap();
        assert_eq!(short.proposed, held.first, "an agency cannot go below the limit");
        let long = term(&matter, procedure, &PACK.disclosure, |_| Some(500)).unwrap();
        assert_eq!(long.proposed, held.last, "nor above it");
    }
}

#[test]
fn given_a_decision_before_the_classes_were_in_force_then_none_is_proposed() {
    let matter = decided("2026-03-31", &["罚款"]);
    let procedure = &PACK.procedures["penalty.ordinary"];
    assert_eq!(term(&matter, procedure, &PACK.disclosure, |_| None), None);
}

#[test]
fn given_any_procedure_that_withholds_then_the_reason_is_owed_to_the_bureau_of_justice_in_the_time_of_publication()
 {
    let mut seen = 0;
    for procedure in PACK.procedures.values() {
        for act in procedure.acts.iter().filter(|act| act.kind == ActKind::Withhold) {
            seen += 1;
            let duty = act.duties.iter().find(|duty| duty.id == "file_withholding");
            let duty = duty.unwrap_or_else(|| panic!("{} files nothing", procedure.id));
            assert_eq!(duty.start.as_deref(), Some("decided"));
            assert!(procedure.act("file_withholding").is_some(), "{}", procedure.id);
            assert!(!duty.period.is_empty());
        }
    }
    assert!(seen >= 20, "only {seen} procedures can withhold");
}

#[test]
fn given_any_procedure_whose_decision_can_be_set_aside_then_a_published_one_is_owed_to_be_withdrawn_in_three_working_days()
 {
    for procedure in PACK.procedures.values() {
        let publishes = procedure.acts.iter().any(|act| act.kind == ActKind::Publish);
        let overturned: Vec<_> =
            procedure.acts.iter().filter(|act| act.kind == ActKind::Overturn).collect();
        if !publishes || overturned.is_empty() {
            continue;
        }
        let owed = overturned
            .iter()
            .any(|act| act.duties.iter().any(|duty| duty.rule.as_deref() == Some("PEN_WITHDRAW")));
        assert!(owed, "{} owes no withdrawal", procedure.id);
    }
}

/// One act on a matter, by an invented person at a moment.
fn act(
    matter: &Matter,
    who: &str,
    at: &str,
    act: &str,
    fields: &Value,
) -> Result<Matter, Vec<String>> {
    act_knowing(&Known::default(), matter, who, at, act, fields)
}

/// The same where the agency has set parameters of its own.
fn act_knowing(
    known: &Known,
    matter: &Matter,
    who: &str,
    at: &str,
    act: &str,
    fields: &Value,
) -> Result<Matter, Vec<String>> {
    let actor = person(who);
    let cx = Context { known, ..context(&actor, at.parse().unwrap()) };
    let fields = fields.as_object().unwrap();
    let submission = Submission { procedure: &matter.procedure, act, fields };
    let decision = decide(Some(matter), submission, &cx)
        .map_err(|refusals| refusals.into_iter().map(|refusal| refusal.code).collect::<Vec<_>>())?;
    let numbers: Vec<u32> = decision.series().iter().map(|_| 900).collect();
    let (event, _) = decision.finish(&numbers).unwrap();
    Ok(evolve(Some(matter.clone()), &event))
}

#[test]
fn given_a_publication_without_a_last_day_when_its_class_proposes_one_then_it_gets_that_and_no_other_without_a_reason()
 {
    let matter = decided("2026-05-06", &["罚款"]);
    let shown = matter.publication.clone().unwrap().fields;
    let again = |until: Option<&str>, reason: Option<&str>| {
        let mut form = shown.clone();
        form.remove("public_until");
        form.insert("checked".to_owned(), json!(true));
        form.insert("public_correction".to_owned(), json!("补充处罚依据。"));
        for (name, value) in [("public_until", until), ("until_reason", reason)] {
            if let Some(value) = value {
                form.insert(name.to_owned(), json!(value));
            }
        }
        let form = Value::Object(form.into_iter().collect());
        act(&matter, "editor", "2026-05-08T10:00", "publish", &form)
    };
    let given = |matter: Matter| matter.publication.unwrap().fields["public_until"].clone();
    assert_eq!(given(again(None, None).unwrap()), "2027-05-06");
    assert_eq!(given(again(Some("2027-05-06"), None).unwrap()), "2027-05-06");
    assert_eq!(again(Some("2026-12-31"), None).unwrap_err(), ["disclosure.period_reason"]);
    assert_eq!(given(again(Some("2026-12-31"), Some("情节较轻")).unwrap()), "2026-12-31");
    for outside in ["2026-08-05", "2027-05-07"] {
        assert_eq!(again(Some(outside), Some("理由")).unwrap_err(), ["disclosure.period"]);
    }
}

#[test]
fn given_a_decision_that_the_public_reads_when_it_is_changed_without_a_reason_then_it_is_refused() {
    let matter = decided("2026-05-06", &["罚款"]);
    let mut form: Map<String, Value> =
        matter.publication.clone().unwrap().fields.into_iter().collect();
    form.insert("checked".to_owned(), json!(true));
    form.remove("public_until");
    let again = |form: &Map<String, Value>, matter: &Matter| {
        act(matter, "editor", "2026-05-08T10:00", "publish", &Value::Object(form.clone()))
    };
    assert_eq!(again(&form, &matter).unwrap_err(), ["disclosure.correction"]);
    let reason = json!({ "reason": "误公开" });
    let withdrawn =
        act(&matter, "editor", "2026-05-08T09:00", "withdraw_publication", &reason).unwrap();
    again(&form, &withdrawn).unwrap();
    form.insert("public_correction".to_owned(), json!("  "));
    assert_eq!(again(&form, &matter).unwrap_err(), ["disclosure.correction"]);
    form.insert("public_correction".to_owned(), json!("处罚依据写漏一条。"));
    again(&form, &matter).unwrap();
}

#[test]
fn given_an_agency_that_holds_during_a_dispute_when_one_comes_then_the_public_copy_is_owed_down_and_up_again()
 {
    let holds = Known::default().with_parameter("hold_publication", 1);
    let matter = decided("2026-05-06", &["罚款"]);
    let owed = |matter: &Matter, rule: &str| {
        let duty = matter.duties.iter().find(|duty| duty.rule == rule && duty.state.owed());
        duty.and_then(|duty| duty.due).map(|day| day.to_string())
    };
    let review = json!({
        "on": "2026-05-18", "received_on": "2026-05-20", "authority": "某市人民政府",
        "applicant": "某某公司", "track": "普通程序", "claim": "请求撤销。",
    });
    let come = |known: &Known| {
        act_knowing(known, &matter, "officer-a", "2026-05-20T10:00", "review_accepted", &review)
            .unwrap()
    };
    assert_eq!(owed(&come(&Known::default()), "hold_publication"), None, "the law asks for none");
    let disputed = come(&holds);
    assert_eq!(owed(&disputed, "hold_publication").as_deref(), Some("2026-05-25"));
    let step = |matter: &Matter, who: &str, at: &str, act: &str, form: Value| {
        act_knowing(&holds, matter, who, at, act, &form)
    };
    let reason = json!({ "reason": "行政复议期间暂停公示" });
    let held = step(&disputed, "editor", "2026-05-21T09:00", "withdraw_publication", reason);
    let held = held.unwrap();
    assert_eq!(owed(&held, "hold_publication"), None);
    let mut form: Map<String, Value> =
        matter.publication.clone().unwrap().fields.into_iter().collect();
    form.insert("checked".to_owned(), json!(true));
    form.remove("public_until");
    let publish = |matter: &Matter, at: &str| {
        step(matter, "editor", at, "publish", Value::Object(form.clone()))
    };
    assert_eq!(publish(&held, "2026-06-01T09:00").unwrap_err(), ["gate.holds"]);
    let upheld = json!({
        "decided_by": "行政复议机关", "outcome": "维持", "document": "某政复决字〔2026〕9号", "on": "2026-07-10",
    });
    let upheld = step(&held, "officer-a", "2026-07-13T09:00", "dispute_upheld", upheld).unwrap();
    assert_eq!(owed(&upheld, "publish_again").as_deref(), Some("2026-08-07"));
    let shown = publish(&upheld, "2026-07-14T09:00").unwrap();
    assert_eq!(owed(&shown, "publish_again"), None);
    assert!(shown.publication.is_some_and(|held| held.withdrawn.is_none()));
}

#[test]
fn given_a_credit_repair_when_the_shortest_period_is_not_over_then_it_is_refused_and_afterwards_ends_the_publication()
 {
    let matter = decided("2026-05-06", &["罚款"]);
    let grant = |matter: &Matter, at: &str, promised: bool| {
        let form = json!({ "corrected": true, "promised": promised, "reason": "当事人已完成信用修复，提前终止公示" });
        act(matter, "editor", at, "grant_repair", &form)
    };
    assert_eq!(
        grant(&matter, "2026-09-01T09:00", true).unwrap_err(),
        ["gate.holds"],
        "nobody applied"
    );
    let form = json!({ "applied_on": "2026-07-01", "repair_ground": "罚款已缴清，已整改。" });
    let matter = act(&matter, "editor", "2026-07-01T09:00", "apply_repair", &form).unwrap();
    assert!(matter.duties.iter().any(|duty| duty.rule == "settle_repair" && duty.state.owed()));
    assert_eq!(grant(&matter, "2026-08-05T09:00", true).unwrap_err(), ["disclosure.repair_early"]);
    assert_eq!(grant(&matter, "2026-08-06T09:00", false).unwrap_err(), ["gate.holds"]);
    let matter = grant(&matter, "2026-08-06T09:00", true).unwrap();
    let (day, reason) = matter.publication.as_ref().unwrap().withdrawn.clone().unwrap();
    assert_eq!((day.to_string().as_str(), reason.contains("信用修复")), ("2026-08-06", true));
    assert!(matter.duties.iter().all(|duty| duty.rule != "settle_repair" || !duty.state.owed()));
}

#[test]
fn given_a_decision_that_is_withheld_then_the_filing_is_due_when_the_publication_was_and_a_receipt_ends_it()
 {
    let mut matter = decided("2026-05-06", &["罚款"]);
    matter.publication = None;
    matter.done.retain(|done| done.act != "publish");
    let form = json!({ "reason": "法律、行政法规禁止公开", "explanation": "依照规定不得公开。" });
    let matter = act(&matter, "head-of-section", "2026-05-08T09:00", "withhold", &form).unwrap();
    let owed = |matter: &Matter| {
        let mut duties = matter.duties.iter().filter(|duty| duty.rule == "file_withholding");
        duties.next().map(|duty| (duty.due.unwrap().to_string(), duty.state.owed())).unwrap()
    };
    // Seven working days from 6 May 2026 (9 May is a working Saturday), not from the day of the approval.
    assert_eq!(owed(&matter), ("2026-05-14".to_owned(), true));
    let form = json!({ "filed_with": "某市司法局", "filed_on": "2026-05-11", "filing_receipt": "收〔2026〕3号" });
    let matter = act(&matter, "editor", "2026-05-11T09:00", "file_withholding", &form).unwrap();
    assert!(!owed(&matter).1);
}
