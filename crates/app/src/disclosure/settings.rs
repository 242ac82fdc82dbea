//! The settings of disclosure as a page shows them: channels, the six settings of each kind of decision, the classes of the public period
//! with the months that the agency has set.
//!
//! What this is not: a way to change them. The numbers are parameters of the agency (see `local_parameters`), the texts an entry of the
//! register 公示设置; both are collected, examined and published by different people.

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::Power;
use zhiheng_masking::Treatment;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;

/// Everything that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SettingsView {
    /// Channels with what each hides.
    pub channels: Vec<ChannelView>,
    /// The six settings of each kind of decision.
    pub decisions: Vec<DecisionSettings>,
    /// Classes of the public period, lightest first.
    pub classes: Vec<ClassView>,
}

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChannelView {
    /// Stable id.
    pub id: String,
    /// Name.
    pub title: String,
    /// What goes there.
    pub help: String,
    /// What is done with each kind.
    pub treatments: Vec<TreatView>,
}

/// What a channel does with a kind of personal datum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TreatView {
    /// Kind.
    pub kind: String,
    /// Name of the kind.
    pub title: String,
    /// `hide`, `surname`, `keep`.
    pub treatment: String,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// The six settings of a kind of decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecisionSettings {
    /// Stable id.
    pub id: String,
    /// Kind of decision.
    pub title: String,
    /// Categories of enforcement.
    pub categories: Vec<String>,
    /// The settings.
    pub items: Vec<SettingView>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SettingView {
    /// Name.
    pub title: String,
    /// What holds.
    pub text: String,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// A class of the public period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClassView {
    /// Name.
    pub title: String,
    /// Kinds of sanction.
    pub sanctions: Vec<String>,
    /// First day of decisions to which it applies.
    pub from: String,
    /// Shortest, in months.
    pub min: i64,
    /// Longest, in months.
    pub max: i64,
    /// In force for the caller's agency, in months.
    pub months: i64,
    /// Name of the parameter by which an agency sets it.
    pub parameter: String,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

impl App {
    /// The settings in force for the caller's agency.
    ///
    /// # Errors
    /// The caller may not view, or the store is not there.
    pub async fn disclosure_settings(&self, caller: &Caller) -> Result<SettingsView, Error> {
        caller.require(Power::View)?;
        let own = self.local_parameters(caller).await?;
        let mut view = self.public_settings();
        for class in &mut view.classes {
            if let Some(set) = own.iter().find(|set| set.name == class.parameter) {
                class.months = set.value;
            }
        }
        Ok(view)
    }

    /// The settings of the law in force, as the public may read them.
    pub fn public_settings(&self) -> SettingsView {
        let rules = &self.pack().disclosure;
        SettingsView {
            channels: rules
                .channels
                .iter()
                .map(|channel| ChannelView {
                    id: channel.id.clone(),
                    title: channel.title.clone(),
                    help: channel.help.clone(),
                    treatments: channel
                        .treatments
                        .iter()
                        .map(|rule| TreatView {
                            kind: rule.kind.id().to_owned(),
                            title: rule.kind.title().to_owned(),
                            treatment: word(rule.treatment).to_owned(),
                            basis: rule.basis.clone(),
                            certainty: rule.certainty.clone(),
                        })
                        .collect(),
                })
                .collect(),
            decisions: rules
                .settings
                .iter()
                .map(|setting| DecisionSettings {
                    id: setting.id.clone(),
                    title: setting.title.clone(),
                    categories: setting.categories.clone(),
                    items: setting
                        .items
                        .iter()
                        .map(|item| SettingView {
                            title: item.title.clone(),
                            text: item.text.clone(),
                            basis: item.basis.clone(),
                            certainty: item.certainty.clone(),
                        })
                        .collect(),
                })
                .collect(),
            classes: rules
                .classes
                .iter()
                .map(|class| ClassView {
                    title: class.title.clone(),
                    sanctions: class.sanctions.clone(),
                    from: class.from.to_string(),
                    min: class.min,
                    max: class.max,
                    months: class.months,
                    parameter: class.parameter(),
                    basis: class.basis.clone(),
                    certainty: class.certainty.clone(),
                })
                .collect(),
        }
    }
}

fn word(treatment: Treatment) -> &'static str {
    match treatment {
        Treatment::Hide => "hide",
        Treatment::Surname => "surname",
        Treatment::Keep => "keep",
    }
}
