//! A step in the life of a card: decided by `domain`, written as one event of the officer's stream.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::Refusal;
use zhiheng_domain::certificate::{self, Around, Card, Step, Taken, Wish};

use super::{OFFICERS, read, token};
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::life::Done;
use crate::ports::RegisterFilter;
use crate::registry::Entry;

/// Largest photo, in bytes: it is shown on a phone on the street.
const LARGEST_PHOTO: usize = 512 * 1024;

/// What somebody wants to do with a card.
#[derive(Debug, Clone, Default)]
pub struct CardWish {
    /// Step id.
    pub step: String,
    /// What the step asks for.
    pub fields: Map<String, Value>,
    /// Why.
    pub reason: String,
    /// Version of the officer's stream that the person saw.
    pub seen: Option<u64>,
}

/// A step, done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardStep {
    /// The officer.
    pub id: String,
    /// What the card is now.
    pub standing: String,
    /// Its name.
    pub standing_title: String,
    /// Version of the stream, for the next step.
    pub seen: u64,
    /// A sentence for people.
    pub said: String,
    /// The phone that was enrolled, if one was.
    pub device: Option<String>,
}

impl App {
    /// Takes a step with the card of a person.
    ///
    /// # Errors
    /// Refused, wrong input, not permitted, nobody of that id within the caller's scope, changed by somebody else, or the store is
    /// not there. A refusal is itself written down.
    pub async fn card_step(
        &self,
        caller: &Caller,
        id: &str,
        wish: &CardWish,
    ) -> Result<CardStep, Error> {
        let missing = || Error::Missing { what: "这名执法人员".to_owned() };
        let step = Step::parse(&wish.step)
            .ok_or_else(|| Error::Missing { what: "这一步".to_owned() })?;
        let held = self.card(id).await?;
        let (version, card) = match held {
            Some((row, card)) => (row.version, Some(card)),
            None => (0, None),
        };
        let (name, agency) = match &card {
            Some(card) => (card.officer.name.clone(), card.officer.agency.clone()),
            // A card is applied for somebody who has an account: name and agency are not typed a second time.
            None => self
                .store()
                .accounts()
                .await?
                .into_iter()
                .find(|account| account.active && account.person == id)
                .map(|account| (account.name, account.agency))
                .ok_or_else(missing)?,
        };
        if !caller.scope.contains(&agency) {
            return Err(missing());
        }
        if wish.seen.is_some_and(|seen| seen != version) {
            return Err(Error::Conflict { now: version });
        }
        self.checked(step, &wish.fields).await?;
        let tree = self.tree().await?;
        let chain = tree.chain(&agency);
        let fresh = self.fresh_id();
        let rules = self.officer_rules(&agency).await?;
        let around = Around {
            rules: &rules,
            actor: &caller.actor,
            now: zhiheng_calendar::china_datetime(self.now()),
            chain: &chain,
            person: (id, &name, &agency),
            agency_name: tree.name(&caller.actor.agency),
            number_taken: step == Step::Issue
                && self.number_taken(id, &agency, &wish.fields).await?,
            target_known: text(&wish.fields, "to").is_some_and(|to| tree.get(to).is_some()),
            categories: zhiheng_law::CATEGORIES,
            fresh_id: &fresh,
        };
        let asked =
            Wish { step, fields: wish.fields.clone(), reason: wish.reason.trim().to_owned() };
        match certificate::decide(card.as_ref(), &asked, &around) {
            Ok(taken) => self.write_card(caller, &asked, version, taken).await,
            Err(refusals) => {
                self.note_card_refusal(caller, id, step, &refusals).await?;
                Err(refused(refusals, None))
            }
        }
    }

    /// What only the platform can say about a form: the key is a point of the curve, the photo is there and is a picture.
    async fn checked(&self, step: Step, fields: &Map<String, Value>) -> Result<(), Error> {
        if step == Step::Enrol
            && text(fields, "key").is_none_or(|key| token::public_key(key).is_none())
        {
            return Err(Error::field("input.key", "key", "手机的公钥不对，请在手机上重新登记"));
        }
        let photo = text(fields, "photo").filter(|photo| !photo.is_empty());
        if let (Step::Apply, Some(photo)) = (step, photo) {
            let wrong = |why: &str| Err(Error::field("input.photo", "photo", why));
            let known = photo.len() == 64 && photo.bytes().all(|b| b.is_ascii_hexdigit());
            let content = if known { self.blobs().get(photo).await? } else { None };
            match content {
                None => return wrong("没有这张照片，请先上传"),
                Some(content) if picture(&content).is_none() => {
                    return wrong("照片应是 JPEG 或者 PNG");
                }
                Some(content) if content.len() > LARGEST_PHOTO => {
                    return wrong("照片不超过 512 KB");
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    async fn number_taken(
        &self,
        id: &str,
        agency: &str,
        fields: &Map<String, Value>,
    ) -> Result<bool, Error> {
        let Some(number) = text(fields, "card") else { return Ok(false) };
        let filter = RegisterFilter {
            kind: OFFICERS.to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            ids: Vec::new(),
        };
        let rows = self.store().register(&filter).await?;
        Ok(rows
            .iter()
            .filter(|row| row.id != id)
            .filter_map(read)
            .any(|card| card.officer.card == number))
    }

    async fn write_card(
        &self,
        caller: &Caller,
        wish: &Wish,
        version: u64,
        taken: Taken,
    ) -> Result<CardStep, Error> {
        let Taken { card, article, said } = taken;
        let id = card.officer.id.clone();
        let done = Done {
            step: wish.step.id(),
            form: &wish.fields,
            reason: &wish.reason,
            article: &article,
            said: &said,
        };
        let append = self.step_append(caller, &entry_of(&card)?, &done, version)?;
        // Commit point: the step and the card that every gate reads, together or not at all.
        self.store().append(vec![append]).await?;
        self.record_grew();
        let standing = card.standing(self.today());
        let device = (wish.step == Step::Enrol)
            .then(|| card.devices.last().map(|device| device.id.clone()))
            .flatten();
        Ok(CardStep {
            id,
            standing: standing.to_owned(),
            standing_title: certificate::standing_words(standing).to_owned(),
            seen: version + 1,
            said,
            device,
        })
    }

    async fn note_card_refusal(
        &self,
        caller: &Caller,
        id: &str,
        step: Step,
        refusals: &[Refusal],
    ) -> Result<(), Error> {
        let act = format!("card.{}", step.id());
        self.note_step_refusal(caller, OFFICERS, act, ("officer", id), refusals).await
    }
}

/// The card as an entry of the register.
fn entry_of(card: &Card) -> Result<Entry, Error> {
    let Ok(Value::Object(body)) = serde_json::to_value(card) else {
        return Err(Error::Internal("card cannot be written".to_owned()));
    };
    Ok(Entry {
        register: OFFICERS.to_owned(),
        id: card.officer.id.clone(),
        agency: card.officer.agency.clone(),
        name: card.officer.name.clone(),
        body,
        active: true,
    })
}

/// Media type of a photo from its first bytes; none where it is no picture that browsers show everywhere.
pub(super) fn picture(content: &[u8]) -> Option<&'static str> {
    if content.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some("image/jpeg")
    } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else {
        None
    }
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str).map(str::trim)
}
