//! What an act brought about. An event is one act with its effects; effects are facts, they need no law to be applied.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::derivative::Derivative;
use crate::known::Known;
use crate::marking::{HandMark, WithdrawnMark};
use crate::party::{Heard, PartyItem};
use crate::recording::{Explained, Recording, Span};
use crate::state::{Decided, Duty, DutyState, Major, Named, Opinion, Paper};

/// One act, performed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The matter.
    pub matter: String,
    /// Its procedure.
    pub procedure: String,
    /// Version of the pack it was judged by.
    pub pack: String,
    /// Act id.
    pub act: String,
    /// When it was entered, China standard time.
    pub at: DateTime,
    /// Day it took effect.
    pub day: Date,
    /// Who.
    pub actor: Named,
    /// The actor's agency.
    pub agency: String,
    /// The form as it was filled in.
    pub fields: Map<String, Value>,
    /// What registers and other matters said, where the act was judged by it.
    #[serde(default, skip_serializing_if = "Known::is_nothing")]
    pub known: Known,
    /// What it brought about.
    pub effects: Vec<Effect>,
}

/// A consequence of an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// A matter exists.
    Opened {
        /// Agency that holds it.
        agency: String,
        /// Values before anybody said anything.
        facts: BTreeMap<String, Value>,
        /// Code for its party.
        code: String,
        /// Stage it begins in.
        stage: String,
    },
    /// The matter has its number.
    Numbered {
        /// For example `长信处〔2026〕12号`.
        number: String,
    },
    /// The matter moved.
    Moved {
        /// Stage.
        stage: String,
        /// Legal step.
        step: String,
    },
    /// A value was set.
    FactSet {
        /// Fact.
        fact: String,
        /// Value.
        value: Value,
    },
    /// Files came into the dossier.
    EvidenceTaken {
        /// Digests, hex.
        digests: Vec<String>,
    },
    /// Officers are on the matter.
    Assigned {
        /// Who.
        officers: Vec<Named>,
    },
    /// Officers showed their cards.
    CardsShown {
        /// Who.
        officers: Vec<String>,
        /// When.
        at: DateTime,
    },
    /// A person stepped back.
    Recused {
        /// Person id.
        person: String,
    },
    /// A reviewer declared a conflict of interest.
    ConflictDeclared {
        /// Person id.
        person: String,
    },
    /// The conflict was found to be none.
    ConflictDismissed {
        /// Person id.
        person: String,
    },
    /// The review is given to one reviewer.
    Entrusted {
        /// Who.
        reviewer: Named,
    },
    /// The draft is with legal review.
    Submitted {
        /// Digest of the draft, hex.
        digest: String,
        /// The facts under review.
        facts: BTreeMap<String, Value>,
    },
    /// Legal review spoke.
    Opined {
        /// The opinion.
        opinion: Opinion,
    },
    /// The party was told.
    Notified {
        /// What it was told.
        facts: BTreeMap<String, Value>,
    },
    /// The party answered.
    Defended,
    /// The matter became major.
    BecameMajor {
        /// Why.
        major: Major,
    },
    /// The decision is made.
    Decided {
        /// Which.
        decided: Decided,
    },
    /// The decision was set aside, in whole or in part.
    SetAside {
        /// Outcome, for example `撤销`.
        outcome: String,
    },
    /// A paper is issued.
    PaperIssued {
        /// The paper.
        paper: Paper,
    },
    /// A paper reached its addressee.
    PaperServed {
        /// Paper id.
        paper: String,
        /// Day.
        day: Date,
    },
    /// A duty is owed.
    DutyCreated {
        /// The duty.
        duty: Box<Duty>,
    },
    /// A duty ended.
    DutyEnded {
        /// Its number.
        n: u32,
        /// Fulfilled or excused.
        state: DutyState,
        /// Day.
        day: Date,
    },
    /// The clock of a duty stopped, went on, or was extended.
    DutyMoved {
        /// The duty as it is now.
        duty: Box<Duty>,
    },
    /// A stretch is to be recorded by sound and picture.
    RecordingOwed {
        /// Which.
        span: Span,
    },
    /// A recording is in the dossier.
    Recorded {
        /// It.
        recording: Recording,
    },
    /// Why a stretch is not recorded.
    GapExplained {
        /// What was said.
        explained: Explained,
    },
    /// A file made of a file of the dossier is registered.
    Derived {
        /// It.
        derivative: Derivative,
    },
    /// A mark stands on a recording.
    Marked {
        /// It.
        mark: HandMark,
    },
    /// A mark does not stand any more.
    MarkWithdrawn {
        /// Version of the event that set it.
        mark: u64,
        /// Why.
        withdrawn: WithdrawnMark,
    },
    /// A public copy was released.
    Published {
        /// Public fields.
        fields: BTreeMap<String, Value>,
    },
    /// The public copy was withdrawn.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// The party itself brought something forward.
    PartySent {
        /// It.
        item: PartyItem,
    },
    /// What the party brought forward was taken over or answered.
    PartyHeard {
        /// Version of the event that brought it.
        item: u64,
        /// What became of it.
        heard: Heard,
    },
    /// The matter ended.
    Closed,
    /// The dossier is locked.
    Locked,
}
