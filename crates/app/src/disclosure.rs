//! The desk of disclosure: what must be published and by when; below it the masked proposal for each public copy, and the settings.
//!
//! What this is not: publication. That is the act `publish`, performed by an editor who has read the proposal; nor the portal.

mod proposal;
mod settings;

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::{Power, mask};

pub(crate) use proposal::defaults;
pub use proposal::{DisclosureProposal, Marked, Proposed, PublicTerm, Reread, RereadField};
pub use settings::{
    ChannelView, ClassView, DecisionSettings, SettingView, SettingsView, TreatView,
};

use crate::application::App;
use crate::caller::Caller;
use crate::desk::{DutyLine, duty_line, owed, visible};
use crate::error::Error;
use crate::ports::{DecisionFilter, DecisionSort, DutyFilter};
use crate::shapes::MatterRef;

/// Publications shown as done.
const DONE: usize = 20;

/// What must be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DisclosureQueue {
    /// Owed, by due day.
    pub due: Vec<DisclosureDue>,
    /// Published last.
    pub published: Vec<Published>,
}

/// A publication owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DisclosureDue {
    /// The duty.
    #[serde(flatten)]
    pub duty: DutyLine,
    /// How it would look in the list of the public.
    pub preview: PublicPreview,
}

/// The head of a public copy as proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicPreview {
    /// Title.
    pub title: String,
    /// Party.
    pub party: String,
    /// The party's name is hidden in part.
    pub masked: bool,
}

/// A publication made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Published {
    /// The matter.
    pub matter: MatterRef,
    /// Public title.
    pub title: String,
    /// Day.
    pub at: String,
    /// Public id of the decision, under which the portal shows it.
    pub decision: String,
}

impl App {
    /// What the caller's agency must publish, and what it published last.
    ///
    /// # Errors
    /// The caller does not publish, or the store is not there.
    pub async fn disclosure_queue(&self, caller: &Caller) -> Result<DisclosureQueue, Error> {
        caller.require(Power::Publish)?;
        let tree = self.tree().await?;
        let filter = DutyFilter { kinds: vec!["publish".to_owned()], ..owed(caller) };
        let mut due = Vec::new();
        for duty in self.store().duties(&filter).await? {
            let Ok(loaded) = self.load(caller, &duty.matter).await else { continue };
            let matter = &loaded.matter;
            let (name, kind) = (matter.text("party"), matter.text("party_kind"));
            let party = mask::party(name, kind);
            due.push(DisclosureDue {
                preview: PublicPreview {
                    title: mask::within(&matter.title(), name, kind),
                    masked: party != name,
                    party,
                },
                duty: duty_line(self, &tree, duty),
            });
        }
        let filter = DecisionFilter {
            agency: Some(tree.name(&caller.actor.agency).to_owned()),
            on: self.today().to_string(),
            sort: DecisionSort::Published,
            limit: DONE,
            ..DecisionFilter::default()
        };
        let mut published = Vec::new();
        for row in self.store().decisions(&filter).await?.items {
            let Some(id) = row.stream.strip_prefix("matter:") else { continue };
            let Some(matter) = self.store().matter(id).await? else { continue };
            if visible(caller, &matter) {
                published.push(Published {
                    matter: MatterRef::of(&matter),
                    title: row.title,
                    at: row.published,
                    decision: row.id,
                });
            }
        }
        Ok(DisclosureQueue { due, published })
    }
}
