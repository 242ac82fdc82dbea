//! One officer: the card, its life from the record, training, phones, and what the caller may do now.

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::Power;
use zhiheng_domain::certificate::{Around, Card, possible};

use super::{OFFICERS, OfficerLine, step};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::life::{self, CanStep, LifeStep};
use crate::shapes::Id;

/// One officer with everything about the card.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OfficerPage {
    /// As in the list.
    pub line: OfficerLine,
    /// Name of the agency that issued the card; empty if unknown.
    pub issuer: String,
    /// First day.
    pub valid_from: Option<String>,
    /// There is a photo.
    pub photo: bool,
    /// What is asked for and not yet issued: categories and areas.
    pub asked: Option<Asked>,
    /// The life of the card, the latest first.
    pub life: Vec<LifeStep>,
    /// Training, the latest first.
    pub training: Vec<TrainingLine>,
    /// Phones, those in use first.
    pub devices: Vec<DeviceLine>,
    /// Steps that the caller may take now.
    pub can: Vec<CanStep>,
    /// Phones may be stopped by the caller.
    pub can_revoke: bool,
    /// Version of the stream, for the next step.
    pub seen: u64,
}

/// What an application asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Asked {
    /// Categories.
    pub fields: Vec<String>,
    /// Division codes.
    pub regions: Vec<String>,
    /// Post.
    pub post: String,
}

/// Training that took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrainingLine {
    /// Before the post.
    pub before_post: bool,
    /// Day.
    pub day: String,
    /// Hours.
    pub hours: u32,
    /// What it was about.
    pub subject: String,
    /// Passed.
    pub passed: bool,
}

/// A phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceLine {
    /// Id.
    pub id: String,
    /// What its owner calls it.
    pub label: String,
    /// Since when.
    pub since: String,
    /// Until when; none while in use.
    pub until: Option<String>,
}

impl App {
    /// One officer.
    ///
    /// # Errors
    /// There is none within the caller's scope, the caller sees no people, or the store is not there.
    pub async fn officer(&self, caller: &Caller, id: &str) -> Result<OfficerPage, Error> {
        let (row, card) = self.visible_card(caller, id).await?;
        let tree = self.tree().await?;
        let rules = &*self.officer_rules(&card.officer.agency).await?;
        let mut steps = self.life(OFFICERS, id, rules, "由名册登记，证件由别处签发").await?;
        let today = self.today();
        if let Some(last) = card.officer.valid_until
            && card.standing(today) == "lapsed"
        {
            steps.push(LifeStep {
                step: "lapsed".to_owned(),
                title: "到期".to_owned(),
                at: last.tomorrow().unwrap_or(last).to_string(),
                by: Id::new("", ""),
                agency: String::new(),
                said: format!("有效期至 {last}，次日起不得执法"),
                reason: String::new(),
                article: "处罚法42".to_owned(),
                seq: None,
            });
        }
        steps.reverse();
        let chain = tree.chain(&card.officer.agency);
        let around = Around {
            rules,
            actor: &caller.actor,
            now: zhiheng_calendar::china_datetime(self.now()),
            chain: &chain,
            person: (id, &card.officer.name, &card.officer.agency),
            agency_name: tree.name(&caller.actor.agency),
            number_taken: false,
            target_known: true,
            categories: zhiheng_law::CATEGORIES,
            fresh_id: "",
        };
        let can = possible(&card, &around)
            .into_iter()
            .filter_map(|step| life::can(rules, step.id(), step.needs_reason()))
            .collect();
        let heads = [Power::Approve, Power::Supervise, Power::Decide];
        let Card { training, devices, asked, issuer, photo, officer, .. } = &card;
        let mut phones: Vec<DeviceLine> = devices
            .iter()
            .rev()
            .map(|device| DeviceLine {
                id: device.id.clone(),
                label: device.label.clone(),
                since: device.since.clone(),
                until: device.until.clone(),
            })
            .collect();
        phones.sort_by_key(|device| device.until.is_some());
        Ok(OfficerPage {
            line: self.officer_line(&card, &tree, rules),
            issuer: issuer.clone(),
            valid_from: officer.valid_from.map(|day| day.to_string()),
            photo: !photo.is_empty(),
            asked: asked.as_ref().map(|asked| Asked {
                fields: asked.fields.clone(),
                regions: asked.regions.clone(),
                post: asked.post.clone(),
            }),
            life: steps,
            training: training
                .iter()
                .rev()
                .map(|held| TrainingLine {
                    before_post: held.before_post,
                    day: held.day.to_string(),
                    hours: held.hours,
                    subject: held.subject.clone(),
                    passed: held.passed,
                })
                .collect(),
            devices: phones,
            can,
            can_revoke: officer.id == caller.actor.id
                || heads.iter().any(|power| caller.actor.may(*power)),
            seen: row.version,
        })
    }

    /// The photo of an officer, with its media type.
    ///
    /// # Errors
    /// There is no such officer or photo, or it cannot be read.
    pub async fn officer_photo(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<(&'static str, Vec<u8>), Error> {
        let (_, card) = self.visible_card(caller, id).await?;
        self.photo_of(&card).await
    }

    pub(super) async fn photo_of(&self, card: &Card) -> Result<(&'static str, Vec<u8>), Error> {
        let missing = || Error::Missing { what: "照片".to_owned() };
        if card.photo.is_empty() {
            return Err(missing());
        }
        let content = self.blobs().get(&card.photo).await?.ok_or_else(missing)?;
        let media = step::picture(&content).ok_or_else(missing)?;
        Ok((media, content))
    }

    async fn visible_card(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<(crate::ports::RegisterRow, Card), Error> {
        if !caller.actor.may(Power::Administer) {
            caller.require(Power::View)?;
        }
        self.card(id)
            .await?
            .filter(|(row, _)| caller.scope.contains(&row.agency))
            .ok_or_else(|| Error::Missing { what: "这名执法人员".to_owned() })
    }
}
