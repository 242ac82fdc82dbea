//! 当事人页面: a party comes in with the number of its matter and the 当事人码 on the slip that lies by its papers, reads what was served
//! on it, and brings forward what the pack lets it bring forward.
//!
//! The 当事人码 is not the query code: that one is given to whoever opens a matter, who may be an informer (处罚法50). What this is not:
//! what may be brought forward and what it holds up (see `zhiheng_domain::party`); limits against tries (the portal's).

mod code;
mod page;
mod send;
mod staff;

pub use code::PartyCode;
pub use page::{Means, Offer, OfferState, PartyDay, PartyItemShown, PartyPage, PartyPaperShown};
pub(crate) use send::WORDS;
pub use send::{FILES, LARGEST, PartyDraft, Sent};
pub use staff::{CodeGiven, ItemFile, ItemView, PartyDesk};

use zhiheng_domain::{Actor, Matter, party};

use crate::caller::Caller;

/// The party of a matter as one who acts: no role, no account, its own matter and no other.
pub(crate) fn caller_of(matter: &Matter) -> Caller {
    let id = party::actor_of(&matter.id);
    Caller {
        username: id.clone(),
        actor: Actor {
            id,
            name: "当事人".to_owned(),
            agency: matter.agency.clone(),
            roles: Vec::new(),
        },
        scope: vec![matter.agency.clone()],
        everything: false,
    }
}
