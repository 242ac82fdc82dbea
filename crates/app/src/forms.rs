//! Forms: what an act asks for, filled in beforehand with what the matter already says.
//!
//! What this is not: the reading of a form that was handed in (see `zhiheng_domain::form`). A default is a proposal; it is checked
//! like anything else that is handed in.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::room::PLACE;
use zhiheng_domain::{Officer, Power, Role};
use zhiheng_law::{ActKind, ActType, FieldType, Procedure};

use crate::application::App;
use crate::blanks::Blank;
use crate::caller::Caller;
use crate::disclosure;
use crate::error::Error;
use crate::page::{Opened, submission};
use crate::ports::RegisterFilter;
use crate::shapes::json;

/// The form of an act.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ActForm {
    /// The act type as the pack says it.
    pub act: Value,
    /// Proposed values by field.
    pub defaults: Map<String, Value>,
    /// Persons to choose from, where the form names persons.
    pub people: Vec<OfficerOption>,
    /// 可以补录的空白文书：本机关预留、尚未使用、由这一行为出具
    pub reserved: Vec<Blank>,
}

/// A person to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficerOption {
    /// Person id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Number of the enforcement card.
    pub card: Option<String>,
    /// Last day on which it is valid.
    pub valid_until: Option<String>,
    /// It is valid today.
    pub valid: bool,
    /// Why it is not, after the name.
    pub why: Option<String>,
}

impl App {
    /// The form of the act that opens a matter of this procedure; where it is `about` another matter, filled in from that one.
    ///
    /// # Errors
    /// There is no such procedure, the caller registers nothing, or the store is not there.
    pub async fn opening_form(
        &self,
        caller: &Caller,
        procedure: &str,
        about: Option<&str>,
    ) -> Result<ActForm, Error> {
        caller.require(Power::Register)?;
        let missing = || Error::Missing { what: "这一程序".to_owned() };
        let procedure = self.pack().procedures.get(procedure).ok_or_else(missing)?;
        let act = procedure.opening().ok_or_else(missing)?;
        let people = self.choice(caller, act).await?;
        let reserved = self.open_blanks(caller, &procedure.id, act).await?;
        let defaults = match about {
            Some(about) => self.defaults_about(caller, procedure, about).await?,
            None => Map::new(),
        };
        // Only what the form asks for.
        let defaults = defaults
            .into_iter()
            .filter(|(name, _)| act.fields.iter().any(|field| field.id == *name))
            .collect();
        Ok(ActForm { act: json(act), defaults, people, reserved })
    }

    /// The form of an act on a matter.
    ///
    /// # Errors
    /// There is no such matter or act, the caller may not know of the matter, or the store is not there.
    pub async fn act_form(&self, caller: &Caller, id: &str, act: &str) -> Result<ActForm, Error> {
        let opened = self.opened(caller, id).await?;
        let act = opened
            .procedure
            .act(act)
            .filter(|act| act.kind != ActKind::Open)
            .ok_or_else(|| Error::Missing { what: "这一行为".to_owned() })?;
        let defaults = self.defaults(act, opened.procedure, &opened).await?;
        let people = self.choice(caller, act).await?;
        let reserved = self.open_blanks(caller, &opened.procedure.id, act).await?;
        Ok(ActForm { act: json(act), defaults, people, reserved })
    }

    async fn defaults(
        &self,
        act: &ActType,
        procedure: &Procedure,
        opened: &Opened<'_>,
    ) -> Result<Map<String, Value>, Error> {
        let matter = &opened.loaded.matter;
        let mut defaults = self.report_defaults(act, matter).await?;
        if act.kind == ActKind::Publish {
            let events = opened.events.iter().map(|(_, event)| event);
            defaults = disclosure::defaults(self.pack(), act, procedure, matter, events);
        }
        for field in &act.fields {
            let value = match field.kind {
                FieldType::Officers => {
                    let ids: Vec<&str> =
                        matter.officers.iter().map(|officer| officer.id.as_str()).collect();
                    (!ids.is_empty()).then(|| Value::from(ids))
                }
                FieldType::ReviewItems => Some(json(
                    &self
                        .review_items(matter, procedure, &opened.events)
                        .await?
                        .iter()
                        .map(|item| serde_json::json!({ "item": item.item, "mark": item.prefill, "reason": "" }))
                        .collect::<Vec<_>>(),
                )),
                FieldType::Table if act.kind == ActKind::Submit && field.id == "elements" => {
                    Some(proposed_elements(procedure, opened))
                }
                _ if field.id == "remedy_review" => opened
                    .tree
                    .get(&matter.agency)
                    .map(|agency| agency.government.clone())
                    .filter(|government| !government.is_empty())
                    .map(Value::from),
                // Where a room is booked for this matter today, the act is most likely done there.
                FieldType::Text if field.id == PLACE && field.fact.is_none() => {
                    self.booked_place(&matter.id).await?.map(Value::from)
                }
                // What was established before is proposed again; nobody is made to type a name twice.
                _ => field.fact.as_ref().and_then(|fact| {
                    let blank = procedure.facts.iter().find(|held| held.id == *fact)?;
                    let value =
                        matter.facts.get(fact).filter(|value| **value != blank.default)?;
                    let (value, masked) = opened.veil.field(field, value);
                    (!masked).then_some(value)
                }),
            };
            if let Some(value) = value {
                defaults.entry(field.id.clone()).or_insert(value);
            }
        }
        Ok(defaults)
    }

    /// Officers of the caller's agency, where the form asks for persons.
    async fn choice(&self, caller: &Caller, act: &ActType) -> Result<Vec<OfficerOption>, Error> {
        let asked = act
            .fields
            .iter()
            .any(|field| matches!(field.kind, FieldType::Officers | FieldType::Person));
        if !asked {
            return Ok(Vec::new());
        }
        let filter = RegisterFilter {
            kind: "officers".to_owned(),
            agencies: Some(vec![caller.actor.agency.clone()]),
            ids: Vec::new(),
        };
        let today = self.today();
        let reviewers = if matches!(act.kind, ActKind::Entrust | ActKind::Dismiss) {
            Some(self.reviewing(&caller.actor.agency).await?)
        } else {
            None
        };
        Ok(self
            .store()
            .register(&filter)
            .await?
            .iter()
            .filter(|row| row.active)
            .filter_map(|row| serde_json::from_str(&row.body).ok())
            .filter(|officer: &Officer| {
                reviewers.as_ref().is_none_or(|held| held.contains(&officer.id))
            })
            .map(|officer: Officer| option(&officer, today))
            .collect())
    }

    /// People of an agency whose accounts hold the power of legal review.
    async fn reviewing(&self, agency: &str) -> Result<Vec<String>, Error> {
        let holds = |role: &String| Role::parse(role).is_some_and(|role| role.holds(Power::Review));
        let accounts = self.store().accounts().await?;
        let own = accounts.into_iter().filter(|account| account.active && account.agency == agency);
        Ok(own
            .filter(|account| account.roles.iter().any(holds))
            .map(|account| account.person)
            .collect())
    }
}

/// An officer as a choice.
pub(crate) fn option(officer: &Officer, today: Date) -> OfficerOption {
    OfficerOption {
        id: officer.id.clone(),
        name: officer.name.clone(),
        card: (!officer.card.is_empty()).then(|| officer.card.clone()),
        valid_until: officer.valid_until.map(|day| day.to_string()),
        valid: officer.valid_on(today),
        why: officer.defect_on(today).map(|defect| defect.words()),
    }
}

/// Rows for the table of elements and evidence: those of the last submission, or what every decision has to establish, without evidence.
fn proposed_elements(procedure: &Procedure, opened: &Opened<'_>) -> Value {
    const EVERY: [&str; 5] = ["主体和身份", "行为和经过", "时间和地点", "情节和后果", "裁量的情节"];
    let asked = submission(procedure, &opened.loaded.matter).map(|done| done.version);
    let sent = asked.and_then(|version| crate::timeline::at_version(&opened.events, version));
    let rows = sent.and_then(|event| event.fields.get("elements")).cloned();
    rows.unwrap_or_else(|| {
        EVERY.iter().map(|element| serde_json::json!([element, "", ""])).collect()
    })
}
