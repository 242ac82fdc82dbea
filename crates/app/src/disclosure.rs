//! The desk of disclosure: what must be published and by when, and a masked proposal for each public copy.
//!
//! What this is not: publication. That is the act `publish`, performed by an editor who has read the proposal; nor the portal.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::{Event, Matter, Power, mask};
use zhiheng_law::{ActKind, ActType, Procedure};

use crate::application::App;
use crate::caller::Caller;
use crate::desk::{DutyLine, duty_line, owed, visible};
use crate::error::Error;
use crate::ports::{DecisionFilter, DecisionSort, DutyFilter};
use crate::shapes::MatterRef;
use crate::veil::{HIDDEN, Veil};

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

/// A proposal for a public copy.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DisclosureProposal {
    /// Field by field.
    pub fields: Vec<Proposed>,
}

/// One field of a public copy as proposed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Proposed {
    /// Field of the act `publish`.
    pub id: String,
    /// Label.
    pub label: String,
    /// As it stands in the dossier.
    pub inner: Value,
    /// As proposed for the public.
    pub public: Value,
    /// Something is hidden.
    pub masked: bool,
    /// Why, in Chinese.
    pub why: String,
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

    /// A masked proposal for the public copy of a matter.
    ///
    /// # Errors
    /// The caller does not publish or may not know of the matter, the procedure publishes nothing, or the store is not there.
    pub async fn disclosure_proposal(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<DisclosureProposal, Error> {
        caller.require(Power::Publish)?;
        let opened = self.opened(caller, id).await?;
        let act = publishing(opened.procedure)
            .ok_or_else(|| Error::Missing { what: "这一程序的公示".to_owned() })?;
        Ok(DisclosureProposal {
            fields: propose(
                act,
                opened.procedure,
                &opened.loaded.matter,
                opened.events.iter().map(|(_, event)| event),
            ),
        })
    }
}

fn publishing(procedure: &Procedure) -> Option<&ActType> {
    procedure.acts.iter().find(|act| act.kind == ActKind::Publish)
}

/// Defaults of the act that publishes: the proposal, as a form.
pub(crate) fn defaults<'e>(
    act: &ActType,
    procedure: &Procedure,
    matter: &Matter,
    events: impl Iterator<Item = &'e Event>,
) -> Map<String, Value> {
    propose(act, procedure, matter, events)
        .into_iter()
        .filter(|field| {
            field.public.as_str().is_some_and(|text| !text.is_empty() && text != HIDDEN)
        })
        .map(|field| (field.id, field.public))
        .collect()
}

/// Proposes each public field from the fact that it tells of, with names of persons and everything marked personal hidden.
fn propose<'e>(
    act: &ActType,
    procedure: &Procedure,
    matter: &Matter,
    events: impl Iterator<Item = &'e Event>,
) -> Vec<Proposed> {
    let veil = Veil::over(procedure, events);
    act.fields
        .iter()
        .filter(|field| field.public)
        .map(|field| {
            let name = field.id.strip_prefix("public_").unwrap_or(&field.id);
            let inner = match name {
                "title" => matter.title(),
                "result" => {
                    first_stated(matter, &["sanction", "recheck", "review", "opinion", "result"])
                }
                fact => matter.text(fact).to_owned(),
            };
            let public = match (name, field.options.as_slice()) {
                ("party", []) => mask::party(&inner, matter.text("party_kind")),
                // The pack gives the forms in which a party may be named at all: persons first.
                ("party", [person, rest @ ..]) => {
                    let unit = mask::party(&inner, matter.text("party_kind")) == inner;
                    rest.first().filter(|_| unit).unwrap_or(person).clone()
                }
                _ => veil.text(&inner),
            };
            let masked = public != inner;
            let organisation = name == "party" && !masked && !inner.is_empty();
            let why = match (masked, organisation, inner.is_empty()) {
                (true, ..) if name == "party" && !field.options.is_empty() => {
                    "公开时一律这样写（信访工作条例30）"
                }
                (true, ..) if name == "party" => {
                    "当事人是自然人，名字只写姓加“某”（国办发〔2018〕118号六）"
                }
                (true, ..) => "自然人的姓名和标为个人信息的内容不公开（处罚法50；个人信息保护法）",
                (_, true, _) => "当事人是单位，名称应当公开（国办发〔2018〕118号六）",
                (.., true) => "案卷中没有对应的内容，由公示员填写",
                _ => "与案卷相同；公开以前请逐句核对，系统只遮盖登记过的个人信息",
            };
            Proposed {
                id: field.id.clone(),
                label: field.label.clone(),
                inner: Value::from(inner),
                public: Value::from(public),
                masked,
                why: why.to_owned(),
            }
        })
        .collect()
}

fn first_stated(matter: &Matter, facts: &[&str]) -> String {
    facts
        .iter()
        .map(|fact| matter.text(fact))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned()
}
