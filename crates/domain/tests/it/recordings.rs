//! 国办发〔2018〕118号（八）（九）: what is to be recorded is cut, without holes, into what was recorded, what was explained, and what is
//! missing; a matter ends only when nothing is missing; the recording of one questioning does not settle the next.

use jiff::ToSpan as _;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use zhiheng_domain::example::run;
use zhiheng_domain::recording::{Explained, Piece, Recording, Span, bar, missing};
use zhiheng_domain::state::{DutyState, Named};
use zhiheng_domain::{Known, Matter};
use zhiheng_law::{Example, ExampleStep, RecordingLevel};

use crate::world::{CALENDAR, PACK};

fn minute(n: i64) -> DateTime {
    date(2026, 3, 2).at(9, 0, 0, 0).checked_add(n.minutes()).unwrap()
}

fn span(from: i64, to: i64) -> Span {
    Span {
        act: "question".to_owned(),
        version: 7,
        scene: "询问".to_owned(),
        level: RecordingLevel::Full,
        from: minute(from),
        to: minute(to),
        timed: true,
        officers: Vec::new(),
        basis: "国办发〔2018〕118号（八）".to_owned(),
    }
}

fn nobody() -> Named {
    Named { id: String::new(), name: String::new(), card: String::new() }
}

fn recording(from: i64, to: i64, scene: &str) -> Recording {
    Recording {
        version: 9,
        scene: scene.to_owned(),
        from: minute(from),
        to: minute(to),
        files: Vec::new(),
        device: String::new(),
        by: nobody(),
        late: String::new(),
    }
}

fn explained(from: i64, to: i64, span: u64) -> Explained {
    Explained {
        version: 10,
        span,
        from: minute(from),
        to: minute(to),
        reason: "设备没电".to_owned(),
        by: nobody(),
    }
}

#[test]
fn given_a_questioning_of_an_hour_recorded_in_two_parts_when_one_break_is_explained_then_the_other_is_missing()
 {
    let span = span(0, 60);
    let recordings = [recording(-5, 20, "询问"), recording(30, 50, "询问")];
    let told = [explained(20, 30, 7)];
    assert_eq!(
        bar(&span, &recordings, &told),
        [
            (minute(0), minute(20), Piece::Recorded),
            (minute(20), minute(30), Piece::Explained),
            (minute(30), minute(50), Piece::Recorded),
            (minute(50), minute(60), Piece::Missing),
        ]
    );
}

#[test]
fn given_a_recording_of_another_scene_or_a_word_about_another_stretch_then_it_settles_nothing() {
    let span = span(0, 60);
    let bar = bar(&span, &[recording(0, 60, "送达")], &[explained(0, 60, 8)]);
    assert_eq!(bar, [(minute(0), minute(60), Piece::Missing)]);
}

#[test]
fn given_only_the_day_is_known_then_one_recording_of_that_day_is_enough() {
    let span = Span { timed: false, ..span(-540, 899) };
    assert_eq!(missing(&span, &[recording(30, 40, "询问")], &[]), []);
    assert_eq!(missing(&span, &[recording(1440, 1450, "询问")], &[]).len(), 1);
}

proptest! {
    #[test]
    fn whatever_is_recorded_and_explained_then_the_pieces_fill_the_stretch_and_say_the_truth_of_every_minute(
        recorded in prop::collection::vec((-30i64..90, 0i64..60), 0..6),
        told in prop::collection::vec((-30i64..90, 0i64..60), 0..4),
    ) {
        let span = span(0, 60);
        let recordings: Vec<_> = recorded.iter().map(|(from, length)| recording(*from, from + length, "询问")).collect();
        let told: Vec<_> = told.iter().map(|(from, length)| explained(*from, from + length, 7)).collect();
        let bar = bar(&span, &recordings, &told);
        prop_assert_eq!(bar.first().unwrap().0, span.from);
        prop_assert_eq!(bar.last().unwrap().1, span.to);
        for pair in bar.windows(2) {
            prop_assert_eq!(pair[0].1, pair[1].0);
            prop_assert_ne!(pair[0].2, pair[1].2);
        }
        for n in 0..60 {
            let half = minute(n).checked_add(30.seconds()).unwrap();
            let within = |from: DateTime, to: DateTime| from <= half && half <= to;
            let expected = if recordings.iter().any(|held| within(held.from, held.to)) {
                Piece::Recorded
            } else if told.iter().any(|held| within(held.from, held.to)) {
                Piece::Explained
            } else {
                Piece::Missing
            };
            let said = bar.iter().find(|(from, to, _)| within(*from, *to)).unwrap().2;
            prop_assert_eq!(said, expected);
        }
    }
}

/// A worked example of the ordinary penalty up to its first questioning, then these steps.
fn after(steps: Vec<ExampleStep>, known: &Known) -> Result<Option<Matter>, String> {
    let procedure = &PACK.procedures["penalty.ordinary"];
    let (example, at) = procedure
        .examples
        .iter()
        .find_map(|example| {
            let at = example
                .steps
                .iter()
                .position(|step| step.act == "question" && step.refused.is_none())?;
            Some((example, at))
        })
        .unwrap();
    let mut question = example.steps[at].clone();
    question.known = known.clone().into();
    let mut all = example.steps[..at].to_vec();
    all.push(question);
    all.extend(steps);
    let example = Example { steps: all, ..example.clone() };
    run(&example, procedure, &PACK, &CALENDAR).map_err(|fault| format!("{fault:?}"))
}

#[test]
fn given_the_agency_s_published_list_says_whole_course_then_a_questioning_is_owed_even_where_the_form_says_nothing()
 {
    let open = after(Vec::new(), &Known::default()).unwrap().unwrap();
    let listed = Known::default().with_recording("询问", RecordingLevel::Full);
    let owed = after(Vec::new(), &listed).unwrap().unwrap();
    assert_eq!(open.spans, []);
    assert_eq!(owed.spans.len(), 1);
    assert_eq!(owed.spans[0].level, RecordingLevel::Full);
    assert_eq!(owed.spans[0].scene, "询问");
}

#[test]
fn given_two_questionings_to_be_recorded_when_one_recording_comes_then_only_that_one_s_duty_ends() {
    let procedure = &PACK.procedures["penalty.ordinary"];
    let example = procedure
        .examples
        .iter()
        .find(|example| {
            example.steps.iter().any(|step| step.act == "question" && step.refused.is_none())
        })
        .unwrap();
    let question =
        example.steps.iter().find(|step| step.act == "question" && step.refused.is_none());
    let mut first = question.unwrap().clone();
    first.due.clear();
    first.fields.insert("recorded".to_owned(), true.into());
    let moment = |step: &ExampleStep, name: &str| -> DateTime {
        step.fields[name].as_str().unwrap().parse().unwrap()
    };
    let shift = |at: DateTime, n: i64| {
        at.checked_add(n.minutes()).unwrap().strftime("%Y-%m-%dT%H:%M").to_string()
    };
    let (from, to) = (moment(&first, "started_at"), moment(&first, "ended_at"));
    let length = to.duration_since(from).as_mins();
    let entered: DateTime = first.at.parse().unwrap();
    let mut second = first.clone();
    second.at = shift(entered, length + 30);
    second.fields.insert("started_at".to_owned(), shift(to, 20).into());
    second.fields.insert("ended_at".to_owned(), shift(to, 20 + length).into());
    first.at = shift(entered, 1);
    let mut upload = first.clone();
    upload.act = "upload_recording".to_owned();
    upload.at = shift(entered, length + 40);
    upload.fields = serde_json::Map::new();
    for (name, value) in
        [("scene", "询问".to_owned()), ("started_at", shift(from, 0)), ("ended_at", shift(to, 0))]
    {
        upload.fields.insert(name.to_owned(), value.into());
    }
    upload.fields.insert(
        "files".to_owned(),
        serde_json::json!([{ "digest": "7".repeat(64), "name": "询问.mp4", "size": 2048, "type": "video/mp4" }]),
    );
    let matter = after(vec![first, second, upload], &Known::default()).unwrap().unwrap();
    let states: Vec<DutyState> = matter
        .duties
        .iter()
        .filter(|duty| duty.rule == "upload_question")
        .map(|duty| duty.state)
        .collect();
    assert_eq!(states, [DutyState::Fulfilled, DutyState::Open]);
}
