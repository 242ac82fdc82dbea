//! 音像自动归集 judged against the demonstration: to how many recordings the right stretch is named, and to how many a wrong one.
//!
//! The demonstration's recorded stretches are the truth. From each the recordings are made that a camera of that officer would hand in:
//! its clock is off, it was switched on early or late, the card was changed in the middle. Beside them come recordings that belong to no
//! stretch: a patrol, a training, a walk to the shop. What this is not: a reading of sound or picture.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use zhiheng_app::ports::{MatterFilter, Store as _};
use zhiheng_demo::dice::Dice;
use zhiheng_domain::Matter;
use zhiheng_domain::linking::{Taken, suggest};
use zhiheng_domain::recording::Span;

use crate::figures::print;
use crate::fixture;

type Failure = Box<dyn std::error::Error>;

/// Matters of the demonstration.
const MATTERS: usize = 400;
/// Times that each stretch is recorded anew, with another camera's faults.
const TURNS: usize = 40;

/// What was made for one officer, and where it belongs: the place of a stretch, or none.
struct Made {
    taken: Taken,
    belongs: Option<usize>,
}

#[derive(Default)]
struct Tally {
    made: u32,
    foreign: u32,
    /// The right stretch is named first.
    first: u32,
    /// The right stretch is named somewhere.
    named: u32,
    /// The right stretch is named and called sure: one tap.
    sure: u32,
    /// A wrong stretch is called sure.
    wrong: u32,
    /// A recording that belongs nowhere: a stretch is named; it is called sure.
    foreign_named: u32,
    foreign_sure: u32,
}

pub(crate) async fn run(zhiheng: &Path) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    fixture::people(zhiheng, &data, MATTERS)?;
    let spans = by_officer(&data).await?;
    let mut dice = Dice::new(20);
    // Clocks as a check of the devices leaves them, and as they are after a year without one.
    for (clock, minutes) in [("checked", 2), ("unchecked", 15)] {
        let mut tally = Tally::default();
        for (officer, spans) in &spans {
            for made in recordings(officer, spans, minutes, &mut dice) {
                count(&mut tally, &made, spans);
            }
        }
        report(clock, &tally);
    }
    Ok(())
}

/// Every stretch of the demonstration that wants a recording, by officer.
async fn by_officer(data: &Path) -> Result<BTreeMap<String, Vec<Span>>, Failure> {
    let store = Arc::new(zhiheng_store::SqliteStore::open(data.join("zhiheng.db"))?);
    let mut held: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let filter = MatterFilter { limit: MATTERS * 2, ..MatterFilter::default() };
    for row in store.matters(&filter).await?.items {
        let Some(full) = store.matter(&row.id).await? else { continue };
        let matter: Matter = serde_json::from_str(&full.snapshot)?;
        for span in matter.spans.into_iter().filter(|span| span.timed && span.from < span.to) {
            for officer in &span.officers {
                held.entry(officer.clone()).or_default().push(span.clone());
            }
        }
    }
    Ok(held)
}

/// Recordings of one officer's cameras.
fn recordings(officer: &str, spans: &[Span], clock: i64, dice: &mut Dice) -> Vec<Made> {
    let mut made = Vec::new();
    let later = |at: DateTime, seconds: i64| at.checked_add(seconds.seconds()).unwrap_or(at);
    for turn in 0..TURNS {
        for (place, span) in spans.iter().enumerate() {
            let off = dice.between(-clock * 60, clock * 60);
            let (from, to) = (
                later(span.from, off + dice.between(-180, 120)),
                later(span.to, off + dice.between(-120, 300)),
            );
            if from >= to {
                continue;
            }
            let mut add = |from, to| {
                let taken = Taken { officer: officer.to_owned(), from, to };
                made.push(Made { taken, belongs: Some(place) });
            };
            if dice.percent(25) {
                // The card is changed in the middle.
                let long = to.duration_since(from).as_secs();
                let middle = later(from, long / 2);
                add(from, middle);
                add(later(middle, 30.min(long / 4)), to);
            } else {
                add(from, to);
            }
            // As many that belong nowhere: at another hour of that day, or right before or after, as a patrol comes to a case.
            let foreign = match turn % 3 {
                0 => later(span.to, dice.between(20 * 60, 180 * 60)),
                1 => later(span.from, -dice.between(60 * 60, 240 * 60)),
                _ => later(span.to, dice.between(0, 10 * 60)),
            };
            let long = dice.between(3 * 60, 40 * 60);
            let taken = Taken {
                officer: officer.to_owned(),
                from: later(foreign, off),
                to: later(foreign, off + long),
            };
            made.push(Made { taken, belongs: None });
        }
    }
    made
}

fn count(tally: &mut Tally, made: &Made, spans: &[Span]) {
    let found = suggest(&made.taken, spans.iter());
    let sure = found.first().is_some_and(|first| first.sure);
    let Some(place) = made.belongs else {
        tally.foreign += 1;
        tally.foreign_named += u32::from(!found.is_empty());
        tally.foreign_sure += u32::from(sure);
        return;
    };
    let right = found.first().is_some_and(|first| first.place == place);
    tally.made += 1;
    tally.first += u32::from(right);
    tally.named += u32::from(found.iter().any(|one| one.place == place));
    tally.sure += u32::from(right && sure);
    tally.wrong += u32::from(!right && sure);
}

fn report(clock: &str, tally: &Tally) {
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    let say = |what: &str, part: u32, whole: u32| {
        let name = format!("linking.clock_{clock}.{what}");
        print(&name, share(part, whole), &format!("of {whole}"), None, "");
    };
    say("recall_named_first", tally.first, tally.made);
    say("recall_named", tally.named, tally.made);
    say("recall_one_tap", tally.sure, tally.made);
    say("false_alarm_wrong_stretch_sure", tally.wrong, tally.made);
    say("false_alarm_foreign_sure", tally.foreign_sure, tally.foreign);
    say("foreign_named_for_a_person_to_judge", tally.foreign_named, tally.foreign);
}
