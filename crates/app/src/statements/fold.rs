//! One stream of events read for what became of its decisions.
//!
//! Only procedures that publish have decisions that the public is owed: those with an act that releases a public copy.

use serde_json::Value;
use zhiheng_domain::{Effect, Matter, evolve};
use zhiheng_law::ActKind;
use zhiheng_record::statement::{Change, Standing, What};

use crate::application::App;
use crate::error::Error;
use crate::imported;
use crate::ports::StoredEvent;
use crate::project::{decision_id, decision_number};
use crate::sealing::{self, kind};

/// A change, and where the decision stood before; none where it is new.
pub(super) type Move = (Option<Standing>, Change);

/// What a whole stream did in the entries `from..to` of the record, in order.
pub(super) fn moves(
    app: &App,
    stream: &[StoredEvent],
    from: u64,
    to: u64,
) -> Result<Vec<Move>, Error> {
    let mut moves = Vec::new();
    let mut now: Option<Now> = None;
    let mut matter: Option<Matter> = None;
    for stored in stream.iter().take_while(|stored| stored.seq < to) {
        if stored.is_erased() {
            // Destroyed with its dossier, long after its day was stated; a decision that the public saw was withdrawn before.
            continue;
        }
        let mut found = Vec::new();
        match stored.kind.as_str() {
            kind::IMPORT => found.extend(taken_over(app, stored, &mut now)?),
            kind::ACT => {
                let event = sealing::event_of(&stored.content)?;
                let next = evolve(matter.take(), &event);
                found = acted(app, stored, &event, &next, &mut now);
                matter = Some(next);
            }
            _ => {}
        }
        moves.extend(found.into_iter().filter(|(_, change)| change.entry >= from));
    }
    Ok(moves)
}

/// The decision that a stream has now.
struct Now {
    place: u64,
    agency: String,
    standing: Standing,
}

impl Now {
    fn change(&mut self, entry: u64, what: What) -> Move {
        let before = std::mem::replace(&mut self.standing, what.leads_to());
        let change = Change { decision: self.place, entry, agency: self.agency.clone(), what };
        (Some(before), change)
    }
}

fn taken_over(
    app: &App,
    stored: &StoredEvent,
    now: &mut Option<Now>,
) -> Result<Option<Move>, Error> {
    let row = imported::stored_row(&stored.content, &stored.stream, stored.version, app)?;
    if let Some(now) = now {
        let what = What::Published { id: row.id, number: row.number, decided: row.decided };
        return Ok(Some(now.change(stored.seq, what)));
    }
    let what = What::TakenOver {
        category: row.category,
        id: row.id,
        number: row.number,
        decided: row.decided,
    };
    let agency = row.agency_name;
    *now = Some(Now { place: stored.seq, agency: agency.clone(), standing: what.leads_to() });
    Ok(Some((None, Change { decision: stored.seq, entry: stored.seq, agency, what })))
}

fn acted(
    app: &App,
    stored: &StoredEvent,
    event: &zhiheng_domain::Event,
    matter: &Matter,
    now: &mut Option<Now>,
) -> Vec<Move> {
    let Some(procedure) = app.pack().procedures.get(&event.procedure) else { return Vec::new() };
    if procedure.acts.iter().all(|act| act.kind != ActKind::Publish) {
        return Vec::new();
    }
    let mut moves = Vec::new();
    let settled = |standing: &Standing| matches!(standing, Standing::Open | Standing::Withheld(_));
    let id = || decision_id(app.suite(), &stored.stream);
    for effect in &event.effects {
        match effect {
            Effect::Decided { decided } => {
                // A second decision takes the place of one that was never public.
                if let Some(now) = now.as_mut().filter(|now| settled(&now.standing)) {
                    moves.push(now.change(stored.seq, What::SetAside));
                }
                let what = What::Made {
                    category: procedure.category.clone(),
                    number: decision_number(matter).unwrap_or_default().to_owned(),
                    day: decided.day.to_string(),
                };
                let agency = matter.agency.clone();
                let standing = what.leads_to();
                *now = Some(Now { place: stored.seq, agency: agency.clone(), standing });
                let change = Change { decision: stored.seq, entry: stored.seq, agency, what };
                moves.push((None, change));
            }
            Effect::SetAside { .. } => {
                if let Some(now) = now.as_mut().filter(|now| settled(&now.standing)) {
                    moves.push(now.change(stored.seq, What::SetAside));
                }
            }
            Effect::Published { .. } => {
                let Some(now) = now.as_mut() else { continue };
                let number = decision_number(matter).or(matter.number.as_deref());
                let what = What::Published {
                    id: id(),
                    number: number.unwrap_or_default().to_owned(),
                    decided: matter
                        .decided
                        .as_ref()
                        .map_or(event.day, |decided| decided.day)
                        .to_string(),
                };
                moves.push(now.change(stored.seq, what));
            }
            Effect::Withdrawn { .. } => {
                let public = |now: &&mut Now| matches!(now.standing, Standing::Published(..));
                if let Some(now) = now.as_mut().filter(public) {
                    moves.push(now.change(stored.seq, What::Withdrawn { id: id() }));
                }
            }
            _ => {}
        }
    }
    let withheld = procedure.act(&event.act).is_some_and(|act| act.kind == ActKind::Withhold);
    if let Some(now) = now.as_mut().filter(|now| withheld && settled(&now.standing)) {
        let reason = event.fields.get("reason").and_then(Value::as_str).unwrap_or_default();
        moves.push(now.change(stored.seq, What::Withheld { reason: reason.to_owned() }));
    }
    moves
}
