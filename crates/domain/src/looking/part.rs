//! Who has a part in a matter and looks at its files without asking.

use zhiheng_law::{Performer, Procedure};

use crate::authority::Power;
use crate::context::Actor;
use crate::state::Matter;

/// Why somebody may look without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Named in the matter: handles it, had a hand in it, reviews it.
    Named,
    /// Holds a post to which the procedure gives an act on such a matter.
    Post,
}

impl Part {
    /// As it stands beside a look.
    pub fn words(self) -> &'static str {
        match self {
            Self::Named => "本件承办、经手或者审核人员",
            Self::Post => "岗位职责",
        }
    }
}

/// The part of a person in a matter; none where he has to ask. `chain` is the agency that holds the matter and those above it.
pub fn part(
    actor: &Actor,
    matter: &Matter,
    procedure: &Procedure,
    chain: &[String],
) -> Option<Part> {
    if matter.recused.contains(&actor.id) {
        return None;
    }
    let opinion = matter.review.opinion.as_ref().map(|opinion| &opinion.by);
    let mut named =
        matter.officers.iter().chain(&matter.hands).chain(&matter.reviewer).chain(opinion);
    if named.any(|held| held.id == actor.id) {
        return Some(Part::Named);
    }
    let seat = match chain.iter().position(|agency| *agency == actor.agency)? {
        0 => Performer::Own,
        1 => Performer::Upper,
        2 => Performer::UpperUpper,
        _ => return None,
    };
    let acts = procedure.acts.iter().filter(|act| act.by == seat);
    let mut powers = acts.filter_map(|act| Power::parse(&act.power)).filter(|power| {
        actor.may(*power)
            && match power {
                Power::Approve | Power::Decide | Power::Publish | Power::Archive => true,
                // A review that was given to somebody is nobody else's.
                Power::Review => matter.reviewer.is_none(),
                // Until somebody is put on the matter it is everybody's.
                Power::Register | Power::Handle => {
                    matter.officers.is_empty() || seat != Performer::Own
                }
                Power::View | Power::Supervise | Power::Export | Power::Administer => false,
            }
    });
    powers.next().map(|_| Part::Post)
}
