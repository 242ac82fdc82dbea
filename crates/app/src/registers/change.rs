//! Changing entries: one step for one or many of them, all or none.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::catalogue::{CATALOGUE, against};
use zhiheng_domain::register::{
    Around, Entry, EntryEvent, Step, Wish, decide, evolve, id_of, read,
};
use zhiheng_domain::{Actor, Refusal};
use zhiheng_law::{ColumnType, Register};

use super::catalogue::CatalogueBeside;
use super::row::{entry_of, fields_of, row_of, stream_of};
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::local_parameters::PARAMETERS;
use crate::ports::{Append, EntryFilter, EntryTally, Payload, Sealed, View};
use crate::sealing::kind as events;

/// Most entries of one request.
const MOST: usize = 2000;
/// The paper that asks for lists of what an agency does.
const BASIS: &str = "国办发〔2018〕118号";

/// What somebody wants to do with one entry.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryWish {
    /// Entry; none = found or made from the key of the content.
    pub id: Option<String>,
    /// Agency that it belongs to; none = the person's own.
    pub agency: Option<String>,
    /// Version of its stream that the person saw.
    pub seen: Option<u64>,
    /// The step.
    pub wish: Wish,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Done {
    /// The entries as they are now.
    pub entries: Vec<Changed>,
    /// A sentence for people.
    pub said: String,
}

/// One entry after a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Changed {
    /// Id.
    pub id: String,
    /// State.
    pub state: String,
    /// Its name.
    pub state_title: String,
    /// Version of the stream, for the next step.
    pub seen: u64,
    /// Number of the version that the step was about.
    pub version: u32,
}

impl Done {
    /// One step that was taken.
    pub(super) fn of(step: &Taken, said: String) -> Self {
        Self { entries: vec![Changed::of(step)], said }
    }
}

impl Changed {
    fn of(step: &Taken) -> Self {
        Self {
            id: step.entry.id.clone(),
            state: step.entry.state().id().to_owned(),
            state_title: step.entry.state().title().to_owned(),
            seen: step.entry.seen,
            version: step.event.n,
        }
    }
}

/// An entry before and after a step.
pub(super) struct Taken {
    pub(super) before: u64,
    pub(super) event: EntryEvent,
    pub(super) entry: Entry,
}

impl App {
    /// The register with this id.
    ///
    /// # Errors
    /// There is none.
    pub fn register_of(&self, kind: &str) -> Result<&Register, Error> {
        let missing = || Error::Missing { what: "这一名录".to_owned() };
        self.pack().register(kind).ok_or_else(missing)
    }

    /// Takes a step with entries of one register: all of them or none.
    ///
    /// # Errors
    /// Refused, wrong input, not permitted, changed by somebody else, or the store is not there.
    pub async fn change_entries(
        &self,
        caller: &Caller,
        kind: &str,
        wishes: Vec<EntryWish>,
    ) -> Result<Done, Error> {
        let register = self.register_of(kind)?;
        if wishes.is_empty() || wishes.len() > MOST {
            let why = format!("一次办理 1 至 {MOST} 条");
            return Err(Error::field("input.count", "ids", why));
        }
        let (steps, many) = (wishes.first().map(|wish| wish.wish.step), wishes.len() > 1);
        let mut reasons = Vec::new();
        let mut taken = Vec::new();
        let mut ids = BTreeSet::new();
        let mut known = Known::default();
        for wish in &wishes {
            let agency = wish.agency.as_deref().unwrap_or(&caller.actor.agency);
            let mut wish = wish.clone();
            super::import::complete(register, &mut wish.wish.fields);
            match self.take(register, &caller.actor, agency, &wish, &mut known).await {
                Ok(step) => {
                    let visible = caller.scope.contains(&step.entry.agency);
                    if !visible || (wish.id.is_some() && step.before == 0) {
                        return Err(Error::Missing { what: "这一条".to_owned() });
                    }
                    if wish.seen.is_some_and(|seen| seen != step.before) {
                        return Err(Error::Conflict { now: step.before });
                    }
                    if !ids.insert(step.entry.id.clone()) {
                        return Err(Error::field("input.repeated", "ids", "同一条写了两次"));
                    }
                    taken.push(step);
                }
                Err(Failed::Refused(name, refusals)) => {
                    reasons.extend(refusals.into_iter().map(|mut refusal| {
                        if many && !name.is_empty() {
                            refusal.message = format!("{name}：{}", refusal.message);
                        }
                        refusal
                    }));
                }
                Err(Failed::Error(error)) => return Err(error),
            }
        }
        if reasons.is_empty() {
            reasons.extend(self.against_none(register, &taken).await?);
        }
        if !reasons.is_empty() {
            let step = steps.map_or("", Step::id);
            self.note_entry_refusal(&caller.actor, kind, step, &reasons).await?;
            return Err(refused(reasons, None));
        }
        self.write_entries(&caller.actor.id, &taken).await?;
        let said = match (steps, taken.as_slice()) {
            (Some(step), [one]) => {
                let written = one.event.content.as_ref().map(|content| content.name.as_str());
                let shown = || one.entry.shown().map(|version| version.name.as_str());
                let name = written.or_else(shown).unwrap_or_default();
                format!("“{name}”已{}", past(step))
            }
            (Some(step), all) => format!("{} 条已{}", all.len(), past(step)),
            _ => String::new(),
        };
        Ok(Done { entries: taken.iter().map(Changed::of).collect(), said })
    }

    /// One step as it would be taken. Nothing is written.
    pub(super) async fn take(
        &self,
        register: &Register,
        actor: &Actor,
        agency: &str,
        wish: &EntryWish,
        known: &mut Known,
    ) -> Result<Taken, Failed> {
        let id = match (&wish.id, &wish.wish.none) {
            (Some(id), _) => id.clone(),
            (None, Some(category)) if category.is_empty() => format!("{agency}.none"),
            (None, Some(category)) => {
                let digest: String = self.digest(category).chars().take(8).collect();
                format!("{agency}.none-{digest}")
            }
            (None, None) => match read(register, &wish.wish.fields) {
                Ok(fields) => id_of(register, agency, &fields, |text| self.digest(text)),
                Err(faults) => return Err(Failed::Refused(String::new(), faults)),
            },
        };
        let row = self.store().entry(&register.id, &id).await.map_err(Error::from)?;
        let entry = row.as_ref().map(entry_of).transpose()?;
        if wish.id.is_some() && entry.is_none() {
            return Err(Error::Missing { what: "这一条".to_owned() }.into());
        }
        let name = entry
            .as_ref()
            .and_then(Entry::shown)
            .map(|version| version.name.clone())
            .unwrap_or_default();
        // An entry never changes hands: what somebody says about the agency of one that is there is not listened to.
        let agency = entry.as_ref().map_or(agency, |entry| entry.agency.as_str()).to_owned();
        let around = Around {
            register,
            actor,
            agency: &agency,
            id: &id,
            now: zhiheng_calendar::china_datetime(self.now()),
        };
        let event = decide(entry.as_ref(), &wish.wish, &around)
            .map_err(|refusals| Failed::Refused(name.clone(), refusals))?;
        let mut faults = Vec::new();
        if let Some(content) = &event.content {
            faults = self.references(register, &agency, content, known).await?;
        }
        if register.id == CATALOGUE {
            if !known.catalogues.contains_key(&agency) {
                let beside = self.catalogue_beside(&agency).await?;
                known.catalogues.insert(agency.clone(), beside);
            }
            let beside = known.catalogues.get(&agency);
            faults.extend(
                beside
                    .map(|beside| against(entry.as_ref(), &event, &beside.borrowed()))
                    .into_iter()
                    .flatten(),
            );
        }
        if !faults.is_empty() {
            return Err(Failed::Refused(name, faults));
        }
        let before = entry.as_ref().map_or(0, |entry| entry.seen);
        let entry = evolve(entry, &event);
        // Of several steps of one request each is judged with those before it done.
        if let Some(beside) = known.catalogues.get_mut(&agency) {
            beside.now(&entry);
        }
        Ok(Taken { before, event, entry })
    }

    /// What a content names must exist: the item, the procedure, the agency.
    async fn references(
        &self,
        register: &Register,
        agency: &str,
        content: &zhiheng_domain::register::Content,
        known: &mut Known,
    ) -> Result<Vec<Refusal>, Error> {
        let mut faults = Vec::new();
        for column in &register.columns {
            let Some(value) = content.fields.get(&column.id).and_then(|value| value.as_str())
            else {
                continue;
            };
            let there = match column.kind {
                ColumnType::Agency => self.tree().await?.get(value).is_some(),
                ColumnType::Procedure => {
                    let pack = self.pack();
                    pack.procedures.values().any(|held| held.id == value || held.family == value)
                }
                ColumnType::Item => self.item_exists(agency, value, known).await?,
                _ => true,
            };
            if !there {
                let message = format!("“{}”写的“{value}”不存在", column.title);
                faults.push(Refusal::new("input.reference", message).at(&column.id));
            }
        }
        Ok(faults)
    }

    /// Whether an agency has collected an item with this code.
    pub(super) async fn item_there(&self, agency: &str, code: &str) -> Result<bool, Error> {
        self.item_exists(agency, code, &mut Known::default()).await
    }

    async fn item_exists(
        &self,
        agency: &str,
        code: &str,
        known: &mut Known,
    ) -> Result<bool, Error> {
        let key = (agency.to_owned(), code.to_owned());
        if let Some(there) = known.items.get(&key) {
            return Ok(*there);
        }
        let filter = EntryFilter {
            kind: "items".to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            code: Some(code.to_owned()),
            limit: 1,
            ..EntryFilter::default()
        };
        let there = !self.store().entries(&filter).await?.items.is_empty();
        known.items.insert(key, there);
        Ok(there)
    }

    /// “无此类事项” and an entry of the same group cannot both be public.
    async fn against_none(
        &self,
        register: &Register,
        taken: &[Taken],
    ) -> Result<Vec<Refusal>, Error> {
        let published: Vec<&Taken> =
            taken.iter().filter(|step| step.event.step == Step::Publish).collect();
        let agencies: BTreeSet<String> =
            published.iter().map(|step| step.entry.agency.clone()).collect();
        if agencies.is_empty() {
            return Ok(Vec::new());
        }
        let agencies: Vec<String> = agencies.into_iter().collect();
        let mut held: Vec<(String, String, bool)> = self
            .store()
            .entry_tallies(Some(&agencies))
            .await?
            .into_iter()
            .filter(|tally| tally.kind == register.id && tally.state == "published")
            .map(|EntryTally { agency, category, none, .. }| (agency, category, none))
            .collect();
        let mut faults = Vec::new();
        for step in published {
            let Some(version) = step.entry.live() else { continue };
            let meets = |(agency, category, none): &(String, String, bool)| {
                *agency == step.entry.agency
                    && *none != version.none
                    && (*category == version.category
                        || if *none { category.is_empty() } else { version.category.is_empty() })
            };
            if held.iter().any(meets) {
                faults.push(if version.none {
                    let message =
                        format!("“{}”里有已经公布的条目，不能说无此类事项", register.title);
                    Refusal::new("register.not_none", message).under(BASIS)
                } else {
                    let message = "已经公布了“无此类事项”，先废止那一条声明，再公布".to_owned();
                    Refusal::new("register.none_stated", message).under(BASIS)
                });
            }
            held.push((step.entry.agency.clone(), version.category.clone(), version.none));
        }
        Ok(faults)
    }

    /// Writes steps in one append.
    pub(super) async fn write_entries(&self, actor: &str, taken: &[Taken]) -> Result<(), Error> {
        let mut batch = Vec::with_capacity(taken.len());
        for step in taken {
            let event = self.seal(events::ENTRY, actor, fields_of(&step.event))?;
            let views = vec![View::Entry(Box::new(row_of(&step.entry, self.pack())?))];
            let payload =
                Payload::Ready(Sealed { events: vec![event], views, receipt: "{}".to_owned() });
            let stream = stream_of(&step.entry.register, &step.entry.id);
            batch.push(Append { stream, seen: step.before, payload, idempotency: None });
        }
        // Commit point: all entries or none.
        self.store().append(batch).await?;
        if taken.iter().any(|step| step.entry.register == PARAMETERS) {
            self.keep_numbers(None);
        }
        self.record_grew();
        Ok(())
    }

    /// Writes down that a step was refused: who, which step, which codes.
    pub(super) async fn note_entry_refusal(
        &self,
        actor: &Actor,
        kind: &str,
        step: &str,
        refusals: &[Refusal],
    ) -> Result<(), Error> {
        if refusals.iter().all(|refusal| refusal.code.starts_with("input.")) {
            return Ok(());
        }
        let codes: BTreeSet<&str> = refusals.iter().map(|refusal| refusal.code.as_str()).collect();
        let articles: BTreeSet<&str> =
            refusals.iter().filter_map(|refusal| refusal.article.as_deref()).collect();
        let named = vec![
            ("act".to_owned(), format!("register.{step}").into()),
            ("actor".to_owned(), actor.id.as_str().into()),
            ("agency".to_owned(), actor.agency.as_str().into()),
            ("articles".to_owned(), articles.into_iter().collect()),
            ("codes".to_owned(), codes.into_iter().collect()),
            ("register".to_owned(), kind.into()),
        ];
        self.note(events::REFUSAL, &actor.id, named).await
    }

    /// Digest of a text in the suite of the record, hex.
    pub(super) fn digest(&self, text: &str) -> String {
        self.suite().hash(format!("zhiheng/entry/v1\n{text}").as_bytes()).to_string()
    }
}

/// What was looked up in the course of one request.
#[derive(Default)]
pub(super) struct Known {
    items: BTreeMap<(String, String), bool>,
    catalogues: BTreeMap<String, CatalogueBeside>,
}

/// Why one entry could not be changed.
pub(super) enum Failed {
    /// By its rules; with its name.
    Refused(String, Vec<Refusal>),
    /// For another reason.
    Error(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

fn past(step: Step) -> &'static str {
    match step {
        Step::Draft => "存为草稿",
        Step::Propose | Step::Submit => "报审",
        Step::Examine => "审核通过",
        Step::Return => "退回",
        Step::Publish => "公布",
        Step::Withdraw => "废止",
        Step::Comment => "提出意见",
        Step::Answer => "答复",
        Step::Discard => "放弃",
    }
}
