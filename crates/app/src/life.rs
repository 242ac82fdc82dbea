//! What has a life of its own on the record — an enforcement card, a device, a room: its steps as events of its own stream, told
//! back in order, and refused ones noted.
//!
//! What this is not: what a step needs and does (see `zhiheng_domain`), nor the pages that show it.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::Refusal;
use zhiheng_law::StepRules;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::{Append, Payload, Sealed, StoredEvent};
use crate::registry::{Entry, fields_of, stream_of, view_of};
use crate::sealing::{self, kind};
use crate::shapes::Id;

/// One step of a life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LifeStep {
    /// Step id; `entered` where the entry was taken over from a table, `lapsed` where a card ran out.
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

/// A step that was decided, as it goes on the record beside the entry.
pub(crate) struct Done<'a> {
    /// Step id.
    pub step: &'a str,
    /// What the step asked for, as it was given.
    pub form: &'a Map<String, Value>,
    /// Why.
    pub reason: &'a str,
    /// Article.
    pub article: &'a str,
    /// What happened, in Chinese.
    pub said: &'a str,
}

/// A step that may be taken, with the words of the pack.
pub(crate) fn can(rules: &StepRules, step: &str, reason: bool) -> Option<CanStep> {
    let rule = rules.step(step)?;
    Some(CanStep {
        id: rule.id.clone(),
        title: rule.title.clone(),
        basis: rule.basis.clone(),
        help: rule.help.clone(),
        reason,
    })
}

impl App {
    /// The append of a step: one event of the entry's stream, with the entry as it is from then on.
    ///
    /// # Errors
    /// A value that cannot be written canonically.
    pub(crate) fn step_append(
        &self,
        caller: &Caller,
        entry: &Entry,
        done: &Done<'_>,
        version: u64,
    ) -> Result<Append, Error> {
        let mut named = fields_of(entry);
        for (name, value) in [
            ("step", Value::from(done.step)),
            ("step.agency", Value::from(caller.actor.agency.as_str())),
            ("step.article", Value::from(done.article)),
            ("step.by", Value::from(caller.actor.name.as_str())),
            ("step.form", Value::Object(done.form.clone())),
            ("step.reason", Value::from(done.reason)),
            ("step.said", Value::from(done.said)),
        ] {
            named.push((name.to_owned(), value));
        }
        let event = self.seal(kind::REGISTER, &caller.actor.id, named)?;
        let views = vec![view_of(&sealing::values_of(&event.content)?, version + 1)?];
        let payload =
            Payload::Ready(Sealed { events: vec![event], views, receipt: "{}".to_owned() });
        let stream = stream_of(&entry.register, &entry.id);
        Ok(Append { stream, seen: version, payload, idempotency: None })
    }

    /// Every step of an entry, the oldest first. `entered`: what is said of an event that is no step, a row of a table.
    ///
    /// # Errors
    /// The store is not there, or a stored event cannot be read.
    pub(crate) async fn life(
        &self,
        register: &str,
        id: &str,
        rules: &StepRules,
        entered: &str,
    ) -> Result<Vec<LifeStep>, Error> {
        let mut life = Vec::new();
        for stored in self.store().stream(&stream_of(register, id), 0).await? {
            life.push(told(&stored, rules, entered)?);
        }
        Ok(life)
    }

    /// Writes down that a step was refused. A form that was merely filled in wrongly is no attempt and is not written.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn note_step_refusal(
        &self,
        caller: &Caller,
        register: &str,
        act: String,
        about: (&str, &str),
        refusals: &[Refusal],
    ) -> Result<(), Error> {
        if refusals.iter().all(|refusal| refusal.code.starts_with("input.")) {
            return Ok(());
        }
        let (name, id) = about;
        let articles: Value =
            refusals.iter().filter_map(|refusal| refusal.article.clone()).collect();
        let codes: Value = refusals.iter().map(|refusal| refusal.code.clone()).collect();
        let named = vec![
            ("act".to_owned(), Value::from(act)),
            ("actor".to_owned(), Value::from(caller.actor.id.as_str())),
            ("agency".to_owned(), Value::from(caller.actor.agency.as_str())),
            ("articles".to_owned(), articles),
            ("codes".to_owned(), codes),
            (name.to_owned(), Value::from(id.chars().take(80).collect::<String>())),
            ("register".to_owned(), Value::from(register)),
        ];
        self.note(kind::REFUSAL, &caller.actor.id, named).await
    }
}

fn told(stored: &StoredEvent, rules: &StepRules, entered: &str) -> Result<LifeStep, Error> {
    let values = sealing::values_of(&stored.content)?;
    let text = |name: &str| values.get(name).and_then(Value::as_str);
    let said = |name: &str| text(name).unwrap_or_default().to_owned();
    let step = text("step").unwrap_or("entered").to_owned();
    let title = rules.step(&step).map_or_else(|| "登记".to_owned(), |rule| rule.title.clone());
    let at = jiff::Timestamp::from_microsecond(stored.at)
        .map(zhiheng_calendar::china_datetime)
        .map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string())
        .unwrap_or_default();
    Ok(LifeStep {
        title,
        at,
        by: Id::new(&stored.actor, text("step.by").unwrap_or("名册导入")),
        agency: said("step.agency"),
        said: if step == "entered" { entered.to_owned() } else { said("step.said") },
        reason: said("step.reason"),
        article: said("step.article"),
        seq: Some(stored.seq),
        step,
    })
}
