//! 衍生件 and marks by hand (国办发〔2018〕118号（九）): what is made of a file points at it and never takes its place; a mark stands on a
//! recording of the matter within its length, and is withdrawn and not deleted.

use proptest::prelude::*;
use serde_json::{Value, json};
use zhiheng_domain::example::run;
use zhiheng_domain::{Known, Matter};
use zhiheng_law::{Example, ExampleStep};

use crate::world::{CALENDAR, PACK};

/// Length of the recording, as its file says.
const LENGTH: u64 = 45_400;

fn recording() -> String {
    "7".repeat(64)
}

fn made() -> Value {
    json!({ "digest": "8".repeat(64), "name": "节选.mp4", "size": 2048, "type": "video/mp4" })
}

/// The first worked penalty in which a recording comes in, and then these steps. The last of them may be refused.
fn after(steps: &[(&str, Value, Known)]) -> Result<Matter, String> {
    let procedure = &PACK.procedures["penalty.ordinary"];
    let uploads = |step: &ExampleStep| step.act == "upload_recording" && step.refused.is_none();
    let (example, at) = procedure
        .examples
        .iter()
        .find_map(|example| Some((example, example.steps.iter().position(uploads)?)))
        .unwrap();
    let mut upload = example.steps[at].clone();
    let file =
        json!({ "digest": recording(), "name": "询问.mp4", "size": 4096, "type": "video/mp4" });
    upload.fields.insert("files".to_owned(), json!([file]));
    let mut all = example.steps[..at].to_vec();
    let blank = ExampleStep { due: upload.due.clone(), ..upload.clone() };
    all.push(upload);
    for (act, fields, known) in steps {
        all.push(ExampleStep {
            act: (*act).to_owned(),
            fields: fields.as_object().unwrap().clone(),
            known: known.clone().into(),
            due: std::collections::BTreeMap::default(),
            ..blank.clone()
        });
    }
    let example = Example { steps: all, ..example.clone() };
    match run(&example, procedure, &PACK, &CALENDAR) {
        Ok(matter) => Ok(matter.unwrap()),
        Err(fault) => Err(format!("{fault:?}")),
    }
}

fn known() -> Known {
    Known::default().with_files(Some(LENGTH), None)
}

fn clip(from: Value, to: Value) -> Value {
    let mut form =
        json!({ "of": recording(), "derived": "节选", "reason": "听证出示", "file": made() });
    for (name, value) in [("from_second", from), ("to_second", to)] {
        if !value.is_null() {
            form[name] = value;
        }
    }
    form
}

#[test]
fn given_a_span_of_a_recording_when_it_is_registered_then_it_points_at_the_original_which_stays() {
    let matter = after(&[("add_derivative", clip(json!(5), json!(20)), known())]).unwrap();
    let one = &matter.derivatives[0];
    assert_eq!((one.of.as_str(), one.from, one.to), (recording().as_str(), Some(5), Some(20)));
    assert_eq!(one.file, "8".repeat(64));
    assert!(matter.recordings.iter().any(|held| held.files == [recording()]));
    assert!(matter.evidence.iter().all(|(held, _)| *held != one.file), "no part of the draft");
}

#[test]
fn given_a_span_beyond_the_length_or_turned_round_or_half_then_it_is_refused() {
    let cases = [
        (json!(40), json!(47), "没有第 47 秒"),
        (json!(20), json!(20), "不晚于"),
        (json!(20), json!(5), "不晚于"),
        (json!(20), Value::Null, "起止一起写"),
        (Value::Null, Value::Null, "节选要写明"),
    ];
    for (from, to, told) in cases {
        let refused = after(&[("add_derivative", clip(from.clone(), to.clone()), known())]);
        let refused = refused.unwrap_err();
        assert!(
            refused.contains("derivative.span") && refused.contains(told),
            "{from} {to} {refused}"
        );
    }
}

#[test]
fn given_an_original_of_another_matter_or_the_original_itself_then_it_is_refused() {
    let mut foreign = clip(json!(5), json!(20));
    foreign["of"] = json!("9".repeat(64));
    assert!(
        after(&[("add_derivative", foreign, known())]).unwrap_err().contains("derivative.original")
    );
    let mut itself = clip(json!(5), json!(20));
    itself["file"]["digest"] = json!(recording());
    assert!(
        after(&[("add_derivative", itself, known())]).unwrap_err().contains("derivative.itself")
    );
    let twice = clip(json!(5), json!(20));
    let steps = [("add_derivative", twice.clone(), known()), ("add_derivative", twice, known())];
    assert!(after(&steps).unwrap_err().contains("derivative.twice"));
    let mut of_derivative = clip(json!(1), json!(2));
    of_derivative["of"] = json!("8".repeat(64));
    of_derivative["file"]["digest"] = json!("6".repeat(64));
    let steps = [
        ("add_derivative", clip(json!(5), json!(20)), known()),
        ("add_derivative", of_derivative, known()),
    ];
    assert!(after(&steps).unwrap_err().contains("derivative.original"));
}

#[test]
fn given_captions_that_cannot_be_read_then_they_are_refused_and_those_that_can_are_not() {
    let form =
        json!({ "of": recording(), "derived": "字幕或者转写稿", "reason": "检索", "file": made() });
    let told = |cues| Known::default().with_files(Some(LENGTH), Some(cues));
    let refused = after(&[("add_derivative", form.clone(), told(0))]).unwrap_err();
    assert!(refused.contains("derivative.transcript"), "{refused}");
    assert_eq!(after(&[("add_derivative", form, told(12))]).unwrap().derivatives.len(), 1);
}

fn mark(second: u64) -> Value {
    json!({ "of": recording(), "second": second, "mark": "签字", "note": "当事人" })
}

#[test]
fn given_a_mark_when_it_is_withdrawn_then_both_stay_and_it_is_not_withdrawn_twice() {
    let set = after(&[("mark_recording", mark(12), known())]).unwrap();
    let version = set.marks[0].version;
    assert_eq!((set.marks[0].second, set.marks[0].what.as_str()), (12, "签字"));
    let withdraw = || {
        let form = json!({ "marked": version, "reason": "标早了" });
        ("withdraw_mark", form, Known::default())
    };
    let gone = after(&[("mark_recording", mark(12), known()), withdraw()]).unwrap();
    assert_eq!(gone.marks.len(), 1);
    assert_eq!(gone.marks[0].withdrawn.as_ref().unwrap().reason, "标早了");
    let again = after(&[("mark_recording", mark(12), known()), withdraw(), withdraw()]);
    assert!(again.unwrap_err().contains("mark.withdrawn"));
    let none = json!({ "marked": 1, "reason": "标早了" });
    let none = after(&[("withdraw_mark", none, Known::default())]);
    assert!(none.unwrap_err().contains("mark.none"));
}

#[test]
fn given_a_mark_on_what_is_no_recording_of_the_matter_then_it_is_refused() {
    let mut foreign = mark(1);
    foreign["of"] = json!("9".repeat(64));
    assert!(after(&[("mark_recording", foreign, known())]).unwrap_err().contains("mark.recording"));
    let mut wrong = mark(1);
    wrong["of"] = json!("询问.mp4");
    assert!(after(&[("mark_recording", wrong, known())]).unwrap_err().contains("input.held"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_the_second_a_mark_stands_exactly_when_it_lies_within_the_length(second in 0_u64..120) {
        let set = after(&[("mark_recording", mark(second), known())]);
        prop_assert_eq!(set.is_ok(), second <= LENGTH.div_ceil(1000));
        let unknown = after(&[("mark_recording", mark(second), Known::default())]);
        prop_assert!(unknown.is_ok(), "a file that does not say how long it is bounds nothing");
    }
}
