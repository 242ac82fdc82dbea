//! Numbers that an agency sets for itself within the limits of the national pack: proposed, examined by another person, published by a
//! third, and in force from their day. They are entries of a register like any other; this module gives them the face of a proposal.
//!
//! What this is not: the limits. Those stand in the pack and are asked again whenever an act is judged (see `zhiheng_domain::known`).

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};
use zhiheng_domain::register::{Entry, Mark, Step, Version, Wish, Work};
use zhiheng_domain::{Known, Power};
use zhiheng_law::{Family, Parameter, Procedure};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::EntryFilter;
use crate::registers::{EntryWish, entry_of};
use crate::shapes::{Id, Titled};

/// Register of local parameters.
pub const PARAMETERS: &str = "parameters";
/// Most entries that an agency may have.
const MOST: usize = 500;

/// Whose number it is: a procedure's, or that of a family of rules.
#[derive(Debug, Clone, Copy)]
struct Owner<'p> {
    id: &'p str,
    title: &'p str,
}

impl<'p> From<&'p Procedure> for Owner<'p> {
    fn from(procedure: &'p Procedure) -> Self {
        Self { id: &procedure.id, title: &procedure.title }
    }
}

impl From<Family> for Owner<'static> {
    fn from(family: Family) -> Self {
        Self { id: family.id(), title: family.title() }
    }
}

/// A number that an agency may set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalParameter {
    /// Procedure, or family of rules.
    pub procedure: Titled,
    /// It belongs to a family of rules, of which there is no page of a procedure.
    pub general: bool,
    /// Name in conditions.
    pub name: String,
    /// Name shown.
    pub label: String,
    /// Unit; money is in 分.
    pub unit: String,
    /// Value in force for the caller's agency.
    pub value: i64,
    /// Value of the national pack.
    pub national: i64,
    /// Lowest value.
    pub min: Option<i64>,
    /// Highest value.
    pub max: Option<i64>,
    /// Article of the national value.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
    /// Proposal under way.
    pub proposal: Option<String>,
}

/// A proposal and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// Id of the entry; with `@` and a number for versions that are over.
    pub id: String,
    /// Procedure.
    pub procedure: Titled,
    /// Name in conditions.
    pub name: String,
    /// Name shown.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Value that it replaces.
    pub before: i64,
    /// Value proposed.
    pub value: i64,
    /// Local rule that it rests on.
    pub basis: String,
    /// Who proposed it.
    pub by: Id,
    /// When.
    pub at: String,
    /// `proposed`, `approved`, `rejected`, `published`.
    pub state: &'static str,
    /// Who examined it, and what was said.
    pub decided: Option<Examined>,
    /// Day from which it holds.
    pub from: Option<String>,
    /// What the caller may do now.
    pub can: Can,
}

/// An examination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Examined {
    /// Who.
    pub by: Id,
    /// When.
    pub at: String,
    /// What was said.
    pub opinion: String,
}

/// What the caller may do with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Can {
    /// Approve or reject.
    pub decide: bool,
    /// Publish.
    pub publish: bool,
}

impl App {
    /// Every number that the caller's agency may set, with the value in force there.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn local_parameters(&self, caller: &Caller) -> Result<Vec<LocalParameter>, Error> {
        let entries = self.parameter_entries(&caller.actor.agency).await?;
        let today = self.today();
        Ok(self
            .settable()
            .map(|(owner, name, parameter)| {
                let entry = entries
                    .iter()
                    .find(|entry| entry.id == id_of(&caller.actor.agency, owner.id, name));
                LocalParameter {
                    procedure: Titled::new(owner.id, owner.title),
                    general: Family::parse(owner.id).is_some(),
                    name: name.to_owned(),
                    label: parameter.label.clone(),
                    unit: parameter.unit.clone(),
                    value: entry
                        .and_then(|entry| entry.on(today))
                        .and_then(value_of)
                        .unwrap_or(parameter.value),
                    national: parameter.value,
                    min: parameter.min,
                    max: parameter.max,
                    basis: parameter.basis.clone(),
                    certainty: parameter.certainty.clone(),
                    proposal: entry
                        .filter(|entry| entry.working.is_some())
                        .map(|entry| entry.id.clone()),
                }
            })
            .collect())
    }

    /// Proposals of the caller's agency, those under way first.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn parameter_proposals(&self, caller: &Caller) -> Result<Vec<Proposal>, Error> {
        let mut proposals = Vec::new();
        for entry in self.parameter_entries(&caller.actor.agency).await? {
            let named = self
                .settable()
                .find(|(owner, name, _)| id_of(&caller.actor.agency, owner.id, name) == entry.id);
            let Some((owner, name, parameter)) = named else { continue };
            let mut before = parameter.value;
            let working = entry.working.iter();
            for version in entry.published.iter().chain(working) {
                proposals.push(Self::proposal(
                    caller,
                    &entry,
                    (owner, name, parameter),
                    version,
                    before,
                ));
                before = value_of(version).unwrap_or(before);
            }
        }
        proposals.sort_by(|a, b| (b.from.is_none(), &b.at).cmp(&(a.from.is_none(), &a.at)));
        Ok(proposals)
    }

    /// Proposes a value.
    ///
    /// # Errors
    /// There is no such parameter, the value is outside its limits, no basis is given, the caller may not, or the store is not there.
    pub async fn propose_parameter(
        &self,
        caller: &Caller,
        (owner, name): (&str, &str),
        value: i64,
        basis: &str,
    ) -> Result<Proposal, Error> {
        let missing = || Error::field("parameter.limits", "value", "没有这一参数");
        let procedure = self.pack().procedures.get(owner);
        let (owner, numbers) = match (procedure, Family::parse(owner)) {
            (Some(procedure), _) => (Owner::from(procedure), &procedure.parameters),
            (None, Some(family)) => (Owner::from(family), self.pack().numbers(family)),
            (None, None) => return Err(missing()),
        };
        let parameter = numbers.get(name).ok_or_else(missing)?;
        // The pack's own rule about limits and basis speaks first, so that nothing impossible is ever under way.
        parameter
            .settable(value, basis)
            .map_err(|why| Error::field("parameter.limits", "value", why))?;
        let mut fields = Map::new();
        fields.insert("code".to_owned(), Value::from(format!("{}.{name}", owner.id)));
        fields.insert("procedure".to_owned(), Value::from(owner.title));
        fields.insert("name".to_owned(), Value::from(parameter.label.as_str()));
        fields.insert("value".to_owned(), Value::from(value));
        fields.insert("basis".to_owned(), Value::from(basis.trim()));
        let id = id_of(&caller.actor.agency, owner.id, name);
        self.parameter_step(caller, &id, Step::Propose, fields, None, basis.trim()).await
    }

    /// Approves a proposal or sends it back.
    ///
    /// # Errors
    /// There is none under way, it is the caller's own, the caller may not, or the store is not there.
    pub async fn examine_parameter(
        &self,
        caller: &Caller,
        id: &str,
        agree: bool,
        opinion: &str,
    ) -> Result<Proposal, Error> {
        let step = if agree { Step::Examine } else { Step::Return };
        self.parameter_step(caller, id, step, Map::new(), None, opinion).await
    }

    /// Publishes an approved proposal; it holds from `from`, otherwise from its own day.
    ///
    /// # Errors
    /// It is not approved, the caller had a hand in it, may not, or the store is not there.
    pub async fn publish_parameter(
        &self,
        caller: &Caller,
        id: &str,
        from: Option<Date>,
    ) -> Result<Proposal, Error> {
        self.parameter_step(caller, id, Step::Publish, Map::new(), from, "").await
    }

    async fn parameter_step(
        &self,
        caller: &Caller,
        id: &str,
        step: Step,
        fields: Map<String, Value>,
        day: Option<Date>,
        words: &str,
    ) -> Result<Proposal, Error> {
        let wish = EntryWish {
            id: Some(id.to_owned()).filter(|_| step != Step::Propose),
            agency: None,
            seen: None,
            wish: Wish { step, fields, none: None, day, words: words.to_owned() },
        };
        self.change_entries(caller, PARAMETERS, vec![wish]).await?;
        let all = self.parameter_proposals(caller).await?;
        let (bare, past) = (id.to_owned(), format!("{id}@"));
        all.iter()
            .find(|proposal| proposal.id == bare)
            .or_else(|| all.iter().find(|proposal| proposal.id.starts_with(&past)))
            .cloned()
            .ok_or_else(|| Error::Missing { what: "这一参数".to_owned() })
    }

    fn proposal(
        caller: &Caller,
        entry: &Entry,
        (owner, name, parameter): (Owner<'_>, &str, &Parameter),
        version: &Version,
        before: i64,
    ) -> Proposal {
        let under_way = entry.working.as_ref().is_some_and(|working| working.n == version.n);
        let person = &caller.actor.id;
        let may = |step: Step| step.powers().iter().any(|power: &Power| caller.actor.may(*power));
        let had_a_hand = version.collected.person == *person
            || version.examined.as_ref().is_some_and(|mark| mark.person == *person);
        Proposal {
            id: if under_way { entry.id.clone() } else { format!("{}@{}", entry.id, version.n) },
            procedure: Titled::new(owner.id, owner.title),
            name: name.to_owned(),
            label: parameter.label.clone(),
            unit: parameter.unit.clone(),
            before,
            value: value_of(version).unwrap_or(parameter.value),
            basis: version
                .fields
                .get("basis")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            by: Id::new(&version.collected.person, &version.collected.name),
            at: version.collected.at.to_string(),
            state: match version.work {
                Work::Published => "published",
                Work::Examined => "approved",
                Work::Draft if version.examined.is_some() => "rejected",
                Work::Draft | Work::Pending => "proposed",
            },
            decided: version.examined.as_ref().map(|mark: &Mark| Examined {
                by: Id::new(&mark.person, &mark.name),
                at: mark.at.to_string(),
                opinion: mark.opinion.clone(),
            }),
            from: (version.work == Work::Published).then(|| version.effective.to_string()),
            can: Can {
                decide: under_way
                    && version.work == Work::Pending
                    && may(Step::Examine)
                    && !had_a_hand,
                publish: under_way
                    && version.work == Work::Examined
                    && may(Step::Publish)
                    && !had_a_hand,
            },
        }
    }

    /// What was looked up, with the values that the agency had set for itself on that day.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn with_local_parameters(
        &self,
        known: Known,
        procedure: &Procedure,
        agency: &str,
        day: Date,
    ) -> Result<Known, Error> {
        if !procedure.parameters.values().any(|parameter| parameter.min.is_some()) {
            return Ok(known);
        }
        let filter = EntryFilter {
            kind: PARAMETERS.to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            category: Some(procedure.title.clone()),
            on: Some(day.to_string()),
            limit: MOST,
            ..EntryFilter::default()
        };
        let mut known = known;
        for row in self.store().entries(&filter).await?.items {
            let entry = entry_of(&row)?;
            for name in procedure.parameters.keys() {
                let value = entry.on(day).and_then(value_of);
                if let Some(value) =
                    value.filter(|_| entry.id == id_of(agency, &procedure.id, name))
                {
                    known = known.with_parameter(name, value);
                }
            }
        }
        Ok(known)
    }

    async fn parameter_entries(&self, agency: &str) -> Result<Vec<Entry>, Error> {
        let filter = EntryFilter {
            kind: PARAMETERS.to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            limit: MOST,
            ..EntryFilter::default()
        };
        self.store().entries(&filter).await?.items.iter().map(entry_of).collect()
    }

    /// Every parameter that has limits, with whose it is and its name.
    fn settable(&self) -> impl Iterator<Item = (Owner<'_>, &str, &Parameter)> {
        let procedures = self.pack().procedures.values();
        let of_procedures = procedures.map(|held| (Owner::from(held), &held.parameters));
        let families = Family::ALL.into_iter();
        let of_rules = families.map(|family| (Owner::from(family), self.pack().numbers(family)));
        of_procedures.chain(of_rules).flat_map(|(owner, numbers)| {
            numbers
                .iter()
                .filter(|(_, parameter)| parameter.min.is_some() && parameter.max.is_some())
                .map(move |(name, parameter)| (owner, name.as_str(), parameter))
        })
    }
}

/// Value that a version sets.
pub(crate) fn value_of(version: &Version) -> Option<i64> {
    version.fields.get("value").and_then(Value::as_i64)
}

/// Id of the entry: the agency's id, the procedure's or the family's, and the parameter's name, with dots between.
pub(crate) fn id_of(agency: &str, owner: &str, name: &str) -> String {
    format!("{agency}.{owner}.{name}")
}
