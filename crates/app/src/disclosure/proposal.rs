//! The proposal for a public copy: each field with what was found in it, what is shown in its place and why; and the same look at a
//! text that a person has changed.
//!
//! What this is not: the gate. That stands in `domain` and asks the released text again.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::{Event, Matter, Power, disclosure as rules, mask};
use zhiheng_law::disclosure::{CORRECTION, PORTAL};
use zhiheng_law::{ActKind, ActType, Field, FieldType, Pack, Procedure};
use zhiheng_masking::{Certainty, Find, HIDDEN, Kind, Treatment, looks_like_name};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::page::Opened;
use crate::veil::Veil;

/// Most characters of one text that is looked at again.
const LONGEST: usize = 20_000;

/// A proposal for a public copy.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DisclosureProposal {
    /// Field by field.
    pub fields: Vec<Proposed>,
    /// For how long it stays public; none where nothing is prescribed.
    pub term: Option<PublicTerm>,
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
    /// What was found in the dossier's text, by place.
    pub finds: Vec<Marked>,
}

/// A stretch of text that is taken for personal data. Places count characters, not bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Marked {
    /// First character, from 0.
    pub from: usize,
    /// Behind the last character.
    pub to: usize,
    /// Kind: `name`, `id_number`, `bank_account`, `phone`, `address`, `birth_date`, `plate`, `email`, `minor`, `property`.
    pub kind: String,
    /// Name of the kind.
    pub title: String,
    /// It stops the publication until it is masked or kept with a reason.
    pub certain: bool,
    /// Why, in Chinese.
    pub why: String,
    /// The stretch.
    pub text: String,
    /// What stands in its place in public.
    pub shown: String,
}

/// For how long the copy stays public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicTerm {
    /// Class: 轻微, 一般, 严重.
    pub class: String,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
    /// Earliest last day.
    pub first: String,
    /// Latest last day.
    pub last: String,
    /// Proposed last day.
    pub proposed: String,
}

/// Texts that were looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reread {
    /// Field by field.
    pub fields: Vec<RereadField>,
}

/// What still stands in one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RereadField {
    /// Field of the act.
    pub id: String,
    /// What is found in it.
    pub finds: Vec<Marked>,
}

impl App {
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
        let act = publishing(opened.procedure)?;
        let events = || opened.events.iter().map(|(_, event)| event);
        let (matter, procedure) = (&opened.loaded.matter, opened.procedure);
        Ok(DisclosureProposal {
            fields: Looker::over(self.pack(), procedure, matter, events()).propose(act, matter),
            term: self.public_term(&opened).await?,
        })
    }

    /// Looks again at texts that a person has changed. Nothing is written.
    ///
    /// # Errors
    /// As [`App::disclosure_proposal`]; a text that is too long.
    pub async fn disclosure_reread(
        &self,
        caller: &Caller,
        id: &str,
        texts: &BTreeMap<String, String>,
    ) -> Result<Reread, Error> {
        caller.require(Power::Publish)?;
        let opened = self.opened(caller, id).await?;
        let act = publishing(opened.procedure)?;
        let events = opened.events.iter().map(|(_, event)| event);
        let looker = Looker::over(self.pack(), opened.procedure, &opened.loaded.matter, events);
        let mut fields = Vec::new();
        for field in act.fields.iter().filter(|field| field.public) {
            let Some(text) = texts.get(&field.id) else { continue };
            if text.chars().count() > LONGEST {
                let said = format!("这一栏最多 {LONGEST} 字");
                return Err(Error::field("input.long", &field.id, said));
            }
            fields.push(RereadField { id: field.id.clone(), finds: looker.look(text).0 });
        }
        Ok(Reread { fields })
    }

    async fn public_term(&self, opened: &Opened<'_>) -> Result<Option<PublicTerm>, Error> {
        let (matter, procedure) = (&opened.loaded.matter, opened.procedure);
        let known = self
            .with_local_parameters(
                zhiheng_domain::Known::default(),
                procedure,
                &matter.agency,
                self.today(),
            )
            .await?;
        let own: BTreeMap<&str, i64> = known.parameters().collect();
        let own = |id: &str| own.get(id).copied();
        let term = rules::term(matter, procedure, &self.pack().disclosure, own);
        Ok(term.map(|term| PublicTerm {
            class: term.class,
            basis: term.basis,
            certainty: term.certainty,
            first: term.first.to_string(),
            last: term.last.to_string(),
            proposed: term.proposed.to_string(),
        }))
    }
}

fn publishing(procedure: &Procedure) -> Result<&ActType, Error> {
    procedure
        .acts
        .iter()
        .find(|act| act.kind == ActKind::Publish)
        .ok_or_else(|| Error::Missing { what: "这一程序的公示".to_owned() })
}

/// Defaults of the act that publishes: the proposal, as a form.
pub(crate) fn defaults<'e>(
    pack: &Pack,
    act: &ActType,
    procedure: &Procedure,
    matter: &Matter,
    events: impl Iterator<Item = &'e Event>,
) -> Map<String, Value> {
    Looker::over(pack, procedure, matter, events)
        .propose(act, matter)
        .into_iter()
        .filter(|field| {
            field.public.as_str().is_some_and(|text| !text.is_empty() && text != HIDDEN)
        })
        .map(|field| (field.id, field.public))
        .collect()
}

/// Looks for personal data in the texts of one matter.
struct Looker<'a> {
    pack: &'a Pack,
    veil: Veil,
    /// Names that are known: the party first.
    names: Vec<String>,
}

impl<'a> Looker<'a> {
    fn over<'e>(
        pack: &'a Pack,
        procedure: &Procedure,
        matter: &Matter,
        events: impl Iterator<Item = &'e Event>,
    ) -> Self {
        let veil = Veil::over(procedure, events);
        let mut names: Vec<String> =
            rules::known_names(matter, procedure).into_iter().map(ToOwned::to_owned).collect();
        for word in veil.words().filter(|word| looks_like_name(word)) {
            if names.iter().all(|held| held != word) {
                names.push(word.to_owned());
            }
        }
        Self { pack, veil, names }
    }

    /// What is found in a text, and the text as it would be shown.
    fn look(&self, text: &str) -> (Vec<Marked>, String) {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let finds: Vec<Find> = zhiheng_masking::find(text, &names)
            .into_iter()
            .filter(|find| self.treatment(find) != Treatment::Keep)
            .collect();
        // Only what is certain is masked without asking; what is likely is marked for a person to look at.
        let sure = |find: &&Find| find.certainty == Certainty::Certain;
        let certain: Vec<Find> = finds.iter().filter(sure).cloned().collect();
        let treat = |kind: Kind| self.pack.disclosure.treatment(PORTAL, kind);
        let shown = zhiheng_masking::replaced(text, &certain, &names, treat).text;
        let forms = zhiheng_masking::replaced(text, &finds, &names, treat).shown;
        let marks = finds
            .into_iter()
            .zip(forms)
            .map(|(find, shown)| Marked {
                from: find.from,
                to: find.to,
                kind: find.kind.id().to_owned(),
                title: find.kind.title().to_owned(),
                certain: find.certainty == Certainty::Certain,
                why: find.why.to_owned(),
                text: find.text,
                shown: shown.unwrap_or_else(|| HIDDEN.to_owned()),
            })
            .collect();
        (marks, shown)
    }

    fn treatment(&self, find: &Find) -> Treatment {
        self.pack.disclosure.treatment(PORTAL, find.kind)
    }

    /// Proposes each public field from the fact that it tells of, with everything personal hidden.
    fn propose(&self, act: &ActType, matter: &Matter) -> Vec<Proposed> {
        // Why a copy is corrected is no part of the dossier: the editor says it.
        let said = |field: &&Field| field.id != CORRECTION && field.kind != FieldType::Files;
        let fields = act.fields.iter().filter(|field| field.public).filter(said);
        fields
            .map(|field| {
                let name = field.id.strip_prefix("public_").unwrap_or(&field.id);
                let inner = match name {
                    "title" => matter.title(),
                    "result" => first_stated(
                        matter,
                        &["sanction", "recheck", "review", "opinion", "result"],
                    ),
                    fact => matter.text(fact).to_owned(),
                };
                let (finds, shown) = self.look(&inner);
                let public = match (name, field.options.as_slice()) {
                    ("party", []) => mask::party(&inner, matter.text("party_kind")),
                    // The pack gives the forms in which a party may be named at all: persons first.
                    ("party", [person, rest @ ..]) => {
                        let unit = mask::party(&inner, matter.text("party_kind")) == inner;
                        rest.first().filter(|_| unit).unwrap_or(person).clone()
                    }
                    _ => self.veil.text(&shown),
                };
                let masked = public != inner;
                let organisation = name == "party" && !masked && !inner.is_empty();
                let why = why(name, masked, organisation, !field.options.is_empty(), &inner);
                Proposed {
                    id: field.id.clone(),
                    label: field.label.clone(),
                    finds: if name == "party" { Vec::new() } else { finds },
                    inner: Value::from(inner),
                    public: Value::from(public),
                    masked,
                    why: why.to_owned(),
                }
            })
            .collect()
    }
}

fn why(name: &str, masked: bool, organisation: bool, options: bool, inner: &str) -> &'static str {
    match (masked, organisation, inner.is_empty()) {
        (true, ..) if name == "party" && options => "公开时一律这样写（信访工作条例30）",
        (true, ..) if name == "party" => {
            "当事人是自然人，名字只写姓加“某”（国办发〔2018〕118号六）"
        }
        (true, ..) => "自然人的姓名和标为个人信息的内容不公开（处罚法50；个人信息保护法）",
        (_, true, _) => "当事人是单位，名称应当公开（国办发〔2018〕118号六）",
        (.., true) => "案卷中没有对应的内容，由公示员填写",
        _ => "与案卷相同；没有认出个人信息，公开以前仍请逐句核对",
    }
}

fn first_stated(matter: &Matter, facts: &[&str]) -> String {
    facts
        .iter()
        .map(|fact| matter.text(fact))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned()
}
