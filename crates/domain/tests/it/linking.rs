//! A recording finds the stretch to which it belongs by the officer and the time; where two come into question nobody is told that it is sure.

use jiff::ToSpan as _;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use zhiheng_domain::linking::{Taken, suggest};
use zhiheng_domain::recording::Span;
use zhiheng_law::RecordingLevel;

fn minute(n: i64) -> DateTime {
    date(2026, 3, 2).at(9, 0, 0, 0).checked_add(n.minutes()).unwrap()
}

fn span(from: i64, to: i64, officers: &[&str]) -> Span {
    Span {
        act: "question".to_owned(),
        version: 7,
        scene: "询问".to_owned(),
        level: RecordingLevel::AsNeeded,
        from: minute(from),
        to: minute(to),
        timed: true,
        officers: officers.iter().map(|&officer| officer.to_owned()).collect(),
        basis: String::new(),
    }
}

fn taken(from: i64, to: i64) -> Taken {
    Taken { officer: "officer-a".to_owned(), from: minute(from), to: minute(to) }
}

#[test]
fn given_an_officer_who_questioned_at_nine_when_the_recording_runs_from_nine_then_it_belongs_there()
{
    let spans = [span(0, 40, &["officer-a", "officer-b"]), span(60, 90, &["officer-a"])];
    let found = suggest(&taken(-2, 41), spans.iter());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].place, found[0].share, found[0].sure), (0, 100, true));
}

#[test]
fn given_a_stretch_of_other_officers_at_the_same_time_then_it_is_not_suggested() {
    let spans = [span(0, 40, &["officer-c", "officer-d"])];
    assert_eq!(suggest(&taken(0, 40), spans.iter()), []);
}

#[test]
fn given_one_recording_over_two_stretches_then_both_are_named_and_none_is_sure() {
    let spans = [span(0, 40, &["officer-a"]), span(50, 80, &["officer-a"])];
    let found = suggest(&taken(-5, 85), spans.iter());
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|one| !one.sure));
}

#[test]
fn given_only_the_day_of_a_stretch_is_known_then_it_is_named_and_not_sure() {
    let spans = [Span { timed: false, ..span(-540, 899, &["officer-a"]) }];
    let found = suggest(&taken(0, 10), spans.iter());
    assert_eq!((found.len(), found[0].sure), (1, false));
}

proptest! {
    #[test]
    fn whatever_the_stretches_then_at_most_one_is_sure_and_it_is_the_likeliest_and_the_officer_was_there(
        stretches in prop::collection::vec((-60i64..120, 0i64..60, any::<bool>()), 0..8),
        from in -60i64..120,
        length in 0i64..90,
    ) {
        let spans: Vec<Span> = stretches
            .iter()
            .map(|(from, length, there)| span(*from, from + length, if *there { &["officer-a"] } else { &["officer-c"] }))
            .collect();
        let taken = taken(from, from + length);
        let found = suggest(&taken, spans.iter());
        prop_assert!(found.iter().skip(1).all(|one| !one.sure));
        prop_assert!(found.windows(2).all(|pair| pair[0].share >= pair[1].share));
        for one in &found {
            let span = &spans[one.place];
            prop_assert!(span.officers.contains(&taken.officer));
            prop_assert!(taken.from <= span.to && taken.to >= span.from);
        }
    }
}
