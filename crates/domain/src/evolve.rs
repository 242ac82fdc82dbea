//! The next state of a matter from one event. Total: every effect is applied, nothing is asked, nothing can fail.

use crate::effect::{Effect, Event};
use crate::state::{Done, Matter, Named, Notified, Publication, Review, Shown, Status};

/// Applies an event. The first event of a matter begins with `None`.
pub fn evolve(matter: Option<Matter>, event: &Event) -> Matter {
    let mut matter = matter.unwrap_or_else(|| {
        Matter::unopened(
            &event.matter,
            &event.procedure,
            &event.pack,
            &event.agency,
            event.at.date(),
        )
    });
    matter.version += 1;
    for effect in &event.effects {
        apply(&mut matter, event, effect);
    }
    note_hand(&mut matter.hands, &event.actor);
    matter.done.push(Done {
        act: event.act.clone(),
        version: matter.version,
        at: event.at,
        day: event.day,
        actor: event.actor.id.clone(),
        opinion: event
            .fields
            .get("opinion")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned(),
    });
    matter
}

fn apply(matter: &mut Matter, event: &Event, effect: &Effect) {
    match effect {
        Effect::Opened { agency, facts, code, stage } => {
            matter.agency.clone_from(agency);
            matter.facts.clone_from(facts);
            matter.code.clone_from(code);
            matter.stage.clone_from(stage);
        }
        Effect::Numbered { number } => matter.number = Some(number.clone()),
        Effect::Moved { stage, step } => {
            matter.stage.clone_from(stage);
            matter.step.clone_from(step);
        }
        Effect::FactSet { fact, value } => {
            matter.facts.insert(fact.clone(), value.clone());
        }
        Effect::EvidenceTaken { digests } => {
            matter.evidence.extend(digests.iter().map(|digest| (digest.clone(), matter.version)));
        }
        Effect::Assigned { officers } => matter.officers.clone_from(officers),
        Effect::CardsShown { officers, at } => {
            matter
                .shown
                .extend(officers.iter().map(|officer| Shown { officer: officer.clone(), at: *at }));
        }
        Effect::Recused { person } => {
            matter.officers.retain(|officer| officer.id != *person);
            matter.recused.push(person.clone());
            matter.conflicts.retain(|held| held != person);
            // Another is assigned: whoever stepped back does not keep the review.
            matter.reviewer = matter.reviewer.take().filter(|reviewer| reviewer.id != *person);
        }
        Effect::ConflictDeclared { person } => {
            if !matter.conflicts.contains(person) {
                matter.conflicts.push(person.clone());
            }
        }
        Effect::ConflictDismissed { person } => matter.conflicts.retain(|held| held != person),
        Effect::Entrusted { reviewer } => matter.reviewer = Some(reviewer.clone()),
        Effect::Submitted { digest, facts } => {
            matter.review.rounds += 1;
            matter.review.submitted = Some(digest.clone());
            matter.review.facts_before = std::mem::replace(&mut matter.review.facts, facts.clone());
        }
        Effect::Opined { opinion } => matter.review.opinion = Some(opinion.clone()),
        Effect::Notified { facts } => {
            matter.notified =
                Some(Notified { facts: facts.clone(), version: matter.version, defended: false });
        }
        Effect::Defended => {
            if let Some(notified) = &mut matter.notified {
                notified.defended = true;
            }
        }
        Effect::BecameMajor { major } => matter.major.push(major.clone()),
        Effect::Decided { decided } => matter.decided = Some(decided.clone()),
        Effect::SetAside { outcome } => {
            matter.set_aside = Some((matter.version, outcome.clone()));
            // A new decision needs its own notice and its own review (处罚法44、58).
            matter.review = Review { rounds: matter.review.rounds, ..Review::default() };
            matter.notified = None;
        }
        Effect::PaperIssued { paper } => matter.papers.push(paper.clone()),
        Effect::PaperServed { paper, day } => {
            if let Some(paper) = matter.papers.iter_mut().rev().find(|held| held.id == *paper) {
                paper.served = Some(*day);
            }
        }
        Effect::DutyCreated { duty } => matter.duties.push(duty.as_ref().clone()),
        Effect::DutyEnded { n, state, day } => {
            if let Some(duty) = matter.duties.iter_mut().find(|duty| duty.n == *n) {
                duty.state = *state;
                duty.ended = Some(*day);
            }
        }
        Effect::DutyMoved { duty } => {
            if let Some(held) = matter.duties.iter_mut().find(|held| held.n == duty.n) {
                held.clone_from(duty);
            }
        }
        Effect::RecordingOwed { span } => matter.spans.push(span.clone()),
        Effect::Recorded { recording } => matter.recordings.push(recording.clone()),
        Effect::GapExplained { explained } => matter.explained.push(explained.clone()),
        Effect::Derived { derivative } => matter.derivatives.push(derivative.clone()),
        Effect::Marked { mark } => matter.marks.push(mark.clone()),
        Effect::MarkWithdrawn { mark, withdrawn } => {
            if let Some(held) = matter.marks.iter_mut().find(|held| held.version == *mark) {
                held.withdrawn = Some(withdrawn.clone());
            }
        }
        Effect::Published { fields } => {
            matter.publication = Some(Publication {
                version: matter.version,
                day: event.day,
                withdrawn: None,
                fields: fields.clone(),
            });
        }
        Effect::Withdrawn { reason } => {
            if let Some(publication) = &mut matter.publication {
                publication.withdrawn = Some((event.day, reason.clone()));
            }
        }
        Effect::PartySent { item } => matter.party_items.push(item.clone()),
        Effect::PartyHeard { item, heard } => {
            if let Some(held) = matter.party_items.iter_mut().find(|held| held.version == *item) {
                held.heard = Some(heard.clone());
            }
        }
        Effect::Closed => matter.status = Status::Closed,
        Effect::Locked => matter.status = Status::Archived,
    }
}

fn note_hand(hands: &mut Vec<Named>, actor: &Named) {
    // The party is nobody's hand: it handles nothing.
    if !crate::party::is_party(&actor.id) && hands.iter().all(|hand| hand.id != actor.id) {
        hands.push(actor.clone());
    }
}
