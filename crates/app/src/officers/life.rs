//! One officer: the card, its life from the record, training, phones, and what the caller may do now.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::Power;
use zhiheng_domain::certificate::{Around, Card, possible};

use super::{OFFICERS, OfficerLine, step};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::StoredEvent;
use crate::registry::stream_of;
use crate::sealing;
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

/// One step of the life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LifeStep {
    /// Step id; `entered` where the entry was taken over from a table, `lapsed` where the card ran out.
    pub step: String,
    /// Its name.
    pub title: String,
    /// When, China standard time.
    pub at: String,
    /// Who.
    pub by: Id,
    /// Agency of who acted.
    pub agency: String,
    /// What happened.
    pub said: String,
    /// Why.
    pub reason: String,
    /// Article.
    pub article: String,
    /// Place in the record, from 0; none for what follows from a date.
    pub seq: Option<u64>,
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

/// A step that may be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CanStep {
    /// Step id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Article.
    pub basis: String,
    /// One or two sentences.
    pub help: String,
    /// A reason must be given.
    pub reason: bool,
}

impl App {
    /// One officer.
    ///
    /// # Errors
    /// There is none within the caller's scope, the caller sees no people, or the store is not there.
    pub async fn officer(&self, caller: &Caller, id: &str) -> Result<OfficerPage, Error> {
        let (row, card) = self.visible_card(caller, id).await?;
        let tree = self.tree().await?;
        let mut life: Vec<LifeStep> = Vec::new();
        for stored in self.store().stream(&stream_of(OFFICERS, id), 0).await? {
            life.push(self.life_step(&stored)?);
        }
        let today = self.today();
        if let Some(last) = card.officer.valid_until
            && card.standing(today) == "lapsed"
        {
            life.push(LifeStep {
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
        life.reverse();
        let chain = tree.chain(&card.officer.agency);
        let around = Around {
            rules: &self.pack().officers,
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
            .filter_map(|step| {
                let rule = self.pack().officers.step(step.id())?;
                Some(CanStep {
                    id: rule.id.clone(),
                    title: rule.title.clone(),
                    basis: rule.basis.clone(),
                    help: rule.help.clone(),
                    reason: step.needs_reason(),
                })
            })
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
            line: self.officer_line(&card, &tree),
            issuer: issuer.clone(),
            valid_from: officer.valid_from.map(|day| day.to_string()),
            photo: !photo.is_empty(),
            asked: asked.as_ref().map(|asked| Asked {
                fields: asked.fields.clone(),
                regions: asked.regions.clone(),
                post: asked.post.clone(),
            }),
            life,
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

    fn life_step(&self, stored: &StoredEvent) -> Result<LifeStep, Error> {
        let values = sealing::values_of(&stored.content)?;
        let said = |name: &str| text(&values, name).unwrap_or_default().to_owned();
        let step = text(&values, "step").unwrap_or("entered").to_owned();
        let title = match self.pack().officers.step(&step) {
            Some(rule) => rule.title.clone(),
            None => "登记".to_owned(),
        };
        let at = jiff::Timestamp::from_microsecond(stored.at)
            .map(zhiheng_calendar::china_datetime)
            .map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string())
            .unwrap_or_default();
        let entered = step == "entered";
        Ok(LifeStep {
            title,
            at,
            by: match text(&values, "step.by") {
                Some(name) => Id::new(&stored.actor, name),
                None => Id::new(&stored.actor, "名册导入"),
            },
            agency: said("step.agency"),
            said: if entered {
                "由名册登记，证件由别处签发".to_owned()
            } else {
                said("step.said")
            },
            reason: said("step.reason"),
            article: said("step.article"),
            seq: Some(stored.seq),
            step,
        })
    }
}

fn text<'a>(values: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    values.get(name).and_then(Value::as_str)
}
