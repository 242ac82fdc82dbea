//! Performing an act: may they, which law, what follows, and one append. The heart of the product.
//!
//! The commit point is the single `append` in [`App::perform`]: events, read models, numbers and the idempotency key are written
//! together or not at all. A refusal by a gate is itself written, without the form, so that attempts are on the record.

use std::sync::Arc;

use serde_json::{Map, Value};
use zhiheng_domain::party::Opening;
use zhiheng_domain::{
    Context, Decision, Effect, Known, Matter, Officer, Refusal, Submission, decide, evolve,
};

use crate::application::App;
use crate::blanks::{Held, is_form};
use crate::caller::Caller;
pub use crate::error::reason;
use crate::error::{Error, Reason, refused};
use crate::files::asked::FilesAsked;
use crate::ports::{
    Append, AppendError, Idempotency, MatterRow, NumberKey, Payload, Receipt, RegisterFilter, Seal,
    Sealed, Status,
};
pub use crate::receipt::{
    IssuedPaper, NewDuty, Performed, Preview, PreviewPaper, Ref, created, fulfilled,
};
use crate::receipt::{preview_of, receipt_of};
use crate::recordings::device::DeviceAsked;
use crate::registers::{Asked, Lookup};
use crate::tree::Tree;
use crate::{project, sealing};

/// How often an act is decided again when somebody else was faster and the caller did not say which version was seen.
const ATTEMPTS: usize = 4;

/// What a person wants to do.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The matter; none opens one.
    pub matter: Option<String>,
    /// Procedure, where one is opened.
    pub procedure: String,
    /// Act id; empty = the opening act.
    pub act: String,
    /// The form.
    pub fields: Map<String, Value>,
    /// Version of the matter that the person saw.
    pub seen: Option<u64>,
    /// Idempotency key from the client.
    pub key: Option<String>,
    /// Number of the numbered blank form on which the act was done (see [`crate::blanks`]).
    pub reserved: Option<String>,
}

/// A matter with everything that a decision about it needs.
pub struct Loaded {
    /// Row of the read model, without its snapshot.
    pub row: MatterRow,
    /// State.
    pub matter: Matter,
}

impl App {
    /// A matter that the caller may see.
    ///
    /// # Errors
    /// [`Error::Missing`] both where there is none and where the caller may not know of it.
    pub async fn load(&self, caller: &Caller, id: &str) -> Result<Loaded, Error> {
        let missing = || Error::Missing { what: "事项".to_owned() };
        let mut row = self.store().matter(id).await?.ok_or_else(missing)?;
        let hidden = !row.hidden_from.is_empty() && row.hidden_from == caller.actor.agency;
        if hidden || !caller.scope.contains(&row.agency) {
            return Err(missing());
        }
        if row.status == Status::Destroyed {
            return Err(self.gone(id).await);
        }
        let snapshot = std::mem::take(&mut row.snapshot);
        let matter = serde_json::from_str(&snapshot)
            .map_err(|error| Error::Internal(format!("snapshot of {id}: {error}")))?;
        Ok(Loaded { row, matter })
    }

    /// Performs an act, or opens a matter.
    ///
    /// # Errors
    /// Refused, wrong input, not permitted, changed by somebody else, or the store is not there.
    pub async fn perform(&self, caller: &Caller, wish: &Wish) -> Result<Performed, Error> {
        let idempotency = wish.key.as_ref().map(|key| self.idempotency(caller, wish, key));
        if let Some(idempotency) = &idempotency
            && let Some((request, receipt)) = self.store().repeated(&idempotency.key).await?
        {
            if request != idempotency.request {
                return Err(Error::KeyReused);
            }
            return performed(&receipt);
        }
        let mut attempt = 0;
        loop {
            attempt += 1;
            let loaded = match &wish.matter {
                Some(id) => Some(self.load(caller, id).await?),
                None => None,
            };
            if let Some(Loaded { row, .. }) = &loaded {
                self.unsealed(&row.id, row.status).await?;
            }
            let matter = loaded.as_ref().map(|loaded| &loaded.matter);
            if let (Some(seen), Some(matter)) = (wish.seen, matter)
                && seen != matter.version
            {
                return Err(Error::Conflict { now: matter.version });
            }
            let filled = match self.filled(wish, matter).await? {
                Some(filled) => Some(filled),
                None => self.renamed(wish, matter).await?,
            };
            let settled = self.settle(caller, filled.as_ref().unwrap_or(wish), matter).await?;
            // Last of all: whoever may not release anything learns nothing of what a file gives away.
            let leaks = self.leaks(matter, filled.as_ref().unwrap_or(wish)).await?;
            if !leaks.is_empty() {
                self.note_refusal(caller, wish, &leaks).await?;
                return Err(refused(leaks, None));
            }
            let mut batch = vec![self.append_of(&settled, matter, idempotency.clone())?];
            if let Some(held) = &settled.form {
                let matter = &settled.decision.draft().matter;
                batch.push(self.used(&caller.actor.id, held, matter)?);
            }
            // Commit point: event, read models, numbers, form and key, all or nothing.
            match self.store().append(batch).await {
                Ok(receipts) => {
                    self.record_grew();
                    let receipt = receipts
                        .first()
                        .ok_or_else(|| Error::Internal("append gave no receipt".to_owned()))?;
                    return performed(receipt);
                }
                // Somebody else used the form: what this person saw of the matter may still hold.
                Err(AppendError::Conflict { stream, .. })
                    if (wish.seen.is_none() || is_form(&stream)) && attempt < ATTEMPTS => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// What an act would do, without doing it. Nothing is written, refusals neither.
    ///
    /// # Errors
    /// The matter is missing or the store is not there; a refusal is part of the answer.
    pub async fn preview(&self, caller: &Caller, wish: &Wish) -> Result<Preview, Error> {
        let loaded = match &wish.matter {
            Some(id) => Some(self.load(caller, id).await?),
            None => None,
        };
        let matter = loaded.as_ref().map(|loaded| &loaded.matter);
        let filled = self.filled(wish, matter).await?;
        let wish = filled.as_ref().unwrap_or(wish);
        let case = self.case(caller, wish, matter).await?;
        let procedure = self
            .pack()
            .procedures
            .get(matter.map_or(wish.procedure.as_str(), |matter| matter.procedure.as_str()));
        let warnings = self.citation_warnings(wish);
        let decided = self
            .runs_here(caller, wish, matter, &case)
            .and_then(|()| decide(matter, wish.submission(), &case.context(self, caller)));
        Ok(match self.on_form(caller, wish.reserved.as_deref(), decided).await? {
            Ok((decision, _)) => Preview { warnings, ..preview_of(decision.draft(), matter) },
            Err(refusals) => Preview {
                allowed: false,
                reasons: refusals.into_iter().map(|refusal| reason(refusal, procedure)).collect(),
                fulfils: Vec::new(),
                creates: Vec::new(),
                papers: Vec::new(),
                warnings,
            },
        })
    }

    /// An agency opens nothing of a procedure that it has switched off (本机关无此类事项).
    fn runs_here(
        &self,
        caller: &Caller,
        wish: &Wish,
        matter: Option<&Matter>,
        case: &Case,
    ) -> Result<(), Vec<Refusal>> {
        let procedure = self.pack().procedures.get(&wish.procedure);
        let agency = case.tree.get(&caller.actor.agency);
        match (matter, procedure, agency) {
            (None, Some(procedure), Some(agency)) if !agency.runs(procedure) => {
                Err(vec![Refusal::new(
                    "law.switched_off",
                    format!(
                        "本机关没有“{}”这类事项；确有这项职权的，请法规科先启用",
                        procedure.title
                    ),
                )])
            }
            _ => Ok(()),
        }
    }

    /// Doubts about the statutes that a form cites. They warn; they do not refuse.
    fn citation_warnings(&self, wish: &Wish) -> Vec<zhiheng_law::cited::CitationWarning> {
        let texts = wish.fields.values().filter_map(Value::as_str);
        texts.flat_map(|text| self.pack().doubts(text, self.today())).collect()
    }

    /// The event that an act would be, for drafts of its papers. Nothing is written, refusals neither.
    ///
    /// # Errors
    /// The act is refused, the matter is missing, or the store is not there.
    pub(crate) async fn drafted(
        &self,
        caller: &Caller,
        wish: &Wish,
    ) -> Result<zhiheng_domain::Event, Error> {
        let loaded = match &wish.matter {
            Some(id) => Some(self.load(caller, id).await?),
            None => None,
        };
        let matter = loaded.as_ref().map(|loaded| &loaded.matter);
        let filled = self.filled(wish, matter).await?;
        let wish = filled.as_ref().unwrap_or(wish);
        let case = self.case(caller, wish, matter).await?;
        let procedure = matter.map_or(wish.procedure.as_str(), |matter| matter.procedure.as_str());
        self.runs_here(caller, wish, matter, &case)
            .and_then(|()| decide(matter, wish.submission(), &case.context(self, caller)))
            .map(|decision| decision.draft().clone())
            .map_err(|refusals| refused(refusals, self.pack().procedures.get(procedure)))
    }

    /// What stands against each act of a matter before its form is filled in.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn readiness(
        &self,
        caller: &Caller,
        matter: &Matter,
    ) -> Result<Vec<(String, Vec<Reason>)>, Error> {
        let Some(procedure) = self.pack().procedures.get(&matter.procedure) else {
            return Ok(Vec::new());
        };
        let wish = Wish::default();
        let case = self.case(caller, &wish, Some(matter)).await?;
        let cx = case.context(self, caller);
        Ok(procedure
            .acts
            .iter()
            .filter(|act| act.kind != zhiheng_law::ActKind::Open)
            .map(|act| {
                let refusals = decide::readiness(matter, procedure, act, &cx);
                (
                    act.id.clone(),
                    refusals.into_iter().map(|refusal| reason(refusal, Some(procedure))).collect(),
                )
            })
            .collect())
    }

    /// What the party of a matter may bring forward today, by act.
    ///
    /// # Errors
    /// A condition of the pack cannot be evaluated, or the store is not there.
    pub(crate) async fn party_openings(
        &self,
        caller: &Caller,
        matter: &Matter,
    ) -> Result<Vec<(String, Opening)>, Error> {
        let Some(procedure) = self.pack().procedures.get(&matter.procedure) else {
            return Ok(Vec::new());
        };
        let wish = Wish::default();
        let case = self.case(caller, &wish, Some(matter)).await?;
        let cx = case.context(self, caller);
        let openings = decide::openings(matter, procedure, &cx)
            .map_err(|refusal| refused(vec![refusal], Some(procedure)))?;
        Ok(openings.into_iter().map(|(act, _, opening)| (act.id.clone(), opening)).collect())
    }

    async fn settle(
        &self,
        caller: &Caller,
        wish: &Wish,
        matter: Option<&Matter>,
    ) -> Result<Settled, Error> {
        let case = self.case(caller, wish, matter).await?;
        let decided = self
            .runs_here(caller, wish, matter, &case)
            .and_then(|()| decide(matter, wish.submission(), &case.context(self, caller)));
        match self.on_form(caller, wish.reserved.as_deref(), decided).await? {
            Ok((decision, form)) => Ok(Settled { decision, form, tree: case.tree }),
            Err(refusals) => {
                self.note_refusal(caller, wish, &refusals).await?;
                let procedure =
                    matter.map_or(wish.procedure.as_str(), |matter| matter.procedure.as_str());
                Err(refused(refusals, self.pack().procedures.get(procedure)))
            }
        }
    }

    async fn case(
        &self,
        caller: &Caller,
        wish: &Wish,
        matter: Option<&Matter>,
    ) -> Result<Case, Error> {
        let tree = self.tree().await?;
        let agency = matter.map_or(caller.actor.agency.as_str(), |matter| matter.agency.as_str());
        let mut ids = zhiheng_domain::form::ids(&wish.fields, "officers");
        ids.truncate(40);
        ids.push(caller.actor.id.clone());
        ids.extend(wish.fields.get("person").and_then(Value::as_str).map(ToOwned::to_owned));
        let filter = RegisterFilter { kind: "officers".to_owned(), agencies: None, ids };
        let officers = self.store().register(&filter).await?;
        let officers = officers
            .iter()
            .filter(|row| row.active)
            .filter_map(|row| serde_json::from_str(&row.body).ok())
            .collect();
        let law = matter.map_or(wish.procedure.as_str(), |matter| matter.procedure.as_str());
        let chain = tree.chain(agency);
        let division = tree.get(agency).map(|agency| agency.division.clone()).unwrap_or_default();
        let known = match self.pack().procedures.get(law) {
            Some(procedure) => {
                let asked = (&wish.fields, self.today());
                let (pack, suite) = (self.pack(), self.suite());
                let who = (agency, caller.actor.id.as_str());
                let lookup = Lookup::of(pack, suite, procedure, &wish.act, matter, who, asked);
                let known = self.known(&lookup).await?;
                let known =
                    self.with_local_parameters(known, procedure, agency, lookup.day).await?;
                let listed = (matter, lookup.item.as_str());
                let place = (chain.as_slice(), division.as_str());
                let known = self.with_listed(known, procedure, place, listed, lookup.day).await?;
                let known = match Asked::of(procedure, &wish.act, matter, &wish.fields, lookup.day)
                {
                    Some(asked) => self.with_recording_list(known, agency, &asked).await?,
                    None => known,
                };
                let actor = &caller.actor.id;
                let known = match DeviceAsked::of(procedure, &wish.act, matter, &wish.fields, actor)
                {
                    Some(asked) => self.with_device(known, agency, &asked).await?,
                    None => known,
                };
                match FilesAsked::of(procedure, &wish.act, &wish.fields) {
                    Some(asked) => self.with_files(known, &asked).await?,
                    None => known,
                }
            }
            None => Known::default(),
        };
        Ok(Case {
            chain,
            division,
            // Papers bear the number and name of the agency that acts: a 复查意见 is its superior's.
            mark: tree
                .get(&caller.actor.agency)
                .map(|agency| agency.mark.clone())
                .unwrap_or_default(),
            agency_name: tree.name(&caller.actor.agency).to_owned(),
            government: tree
                .get(&caller.actor.agency)
                .map(|agency| agency.government.clone())
                .unwrap_or_default(),
            superior: tree.superior(&caller.actor.agency).to_owned(),
            known,
            officers,
            fresh_id: self.fresh_id(),
            fresh_code: self.fresh_code(),
            now: self.now(),
            tree,
        })
    }

    fn append_of(
        &self,
        settled: &Settled,
        matter: Option<&Matter>,
        idempotency: Option<Idempotency>,
    ) -> Result<Append, Error> {
        let draft = settled.decision.draft();
        let keys: Vec<NumberKey> = settled
            .decision
            .series()
            .iter()
            .map(|series| NumberKey {
                agency: draft.agency.clone(),
                kind: series.kind.clone(),
                year: series.year,
            })
            .collect();
        let stream = format!("matter:{}", draft.matter);
        let seen = matter.map_or(0, |matter| matter.version);
        let payload = if keys.is_empty() {
            Payload::Ready(self.sealed(&settled.decision, &[], matter.cloned(), &settled.tree)?)
        } else {
            let (app, decision, tree, matter) =
                (self.clone(), settled.decision.clone(), settled.tree.clone(), matter.cloned());
            let seal: Seal = Arc::new(move |numbers| {
                app.sealed(&decision, numbers, matter.clone(), &tree)
                    .map_err(|error| error.to_string())
            });
            Payload::Numbered { keys, seal }
        };
        Ok(Append { stream, seen, payload, idempotency })
    }

    fn sealed(
        &self,
        decision: &Decision,
        numbers: &[u32],
        matter: Option<Matter>,
        tree: &Tree,
    ) -> Result<Sealed, Error> {
        let (event, sentence) = decision.finish(numbers).map_err(Error::Internal)?;
        let before = matter.as_ref().map(|matter| matter.duties.clone()).unwrap_or_default();
        let matter = evolve(matter, &event);
        let views = project::views(&matter, &event, self.pack(), tree, self.suite())?;
        let extra: Vec<(&str, Value)> = match project::decision_number(&matter) {
            Some(number)
                if event
                    .effects
                    .iter()
                    .any(|effect| matches!(effect, Effect::Published { .. })) =>
            {
                vec![("number", Value::from(number))]
            }
            _ => Vec::new(),
        };
        let sealed =
            self.seal(sealing::kind::ACT, &event.actor.id, sealing::fields_of(&event, &extra)?)?;
        let receipt = receipt_of(&matter, &event, sentence, &before);
        Ok(Sealed {
            events: vec![sealed],
            views,
            receipt: serde_json::to_string(&receipt)
                .map_err(|error| Error::Internal(error.to_string()))?,
        })
    }

    /// Writes down that an act was refused: who, which act, which matter, which codes and articles. The form stays out.
    async fn note_refusal(
        &self,
        caller: &Caller,
        wish: &Wish,
        refusals: &[Refusal],
    ) -> Result<(), Error> {
        if refusals.iter().all(|refusal| refusal.code.starts_with("input.")) {
            return Ok(());
        }
        let limited = |text: &str| {
            Value::from(text.chars().filter(|c| !c.is_control()).take(80).collect::<String>())
        };
        let named = vec![
            ("act".to_owned(), limited(&wish.act)),
            ("actor".to_owned(), Value::from(caller.actor.id.as_str())),
            ("agency".to_owned(), Value::from(caller.actor.agency.as_str())),
            (
                "articles".to_owned(),
                refusals.iter().filter_map(|refusal| refusal.article.clone()).collect(),
            ),
            ("codes".to_owned(), refusals.iter().map(|refusal| refusal.code.clone()).collect()),
            ("matter".to_owned(), limited(wish.matter.as_deref().unwrap_or_default())),
            ("procedure".to_owned(), limited(&wish.procedure)),
        ];
        self.note(sealing::kind::REFUSAL, &caller.actor.id, named).await
    }

    fn idempotency(&self, caller: &Caller, wish: &Wish, key: &str) -> Idempotency {
        let mut request =
            serde_json::json!([wish.matter, wish.procedure, wish.act, wish.fields]).to_string();
        if let Some(number) = &wish.reserved {
            request.push_str(number);
        }
        Idempotency {
            key: format!("{}:{}", caller.username, key),
            request: self.suite().hash(request.as_bytes()).to_string(),
        }
    }
}

struct Settled {
    decision: Decision,
    /// Numbered form on which the act was done.
    form: Option<Held>,
    tree: Arc<Tree>,
}

/// What a decision needs besides the matter, owned.
struct Case {
    tree: Arc<Tree>,
    chain: Vec<String>,
    division: String,
    mark: String,
    agency_name: String,
    government: String,
    superior: String,
    known: Known,
    officers: Vec<Officer>,
    fresh_id: String,
    fresh_code: String,
    now: jiff::Timestamp,
}

impl Case {
    fn context<'a>(&'a self, app: &'a App, caller: &'a Caller) -> Context<'a> {
        Context {
            now: self.now,
            actor: &caller.actor,
            pack: app.pack(),
            calendar: app.calendar(),
            officers: &self.officers,
            chain: &self.chain,
            division: &self.division,
            mark: &self.mark,
            agency_name: &self.agency_name,
            government: &self.government,
            superior: &self.superior,
            known: &self.known,
            fresh_id: &self.fresh_id,
            fresh_code: &self.fresh_code,
        }
    }
}

impl Wish {
    fn submission(&self) -> Submission<'_> {
        Submission { procedure: &self.procedure, act: &self.act, fields: &self.fields }
    }
}

fn performed(receipt: &Receipt) -> Result<Performed, Error> {
    let mut performed: Performed = serde_json::from_str(&receipt.body)
        .map_err(|error| Error::Internal(format!("receipt: {error}")))?;
    performed.seq = receipt.seq;
    Ok(performed)
}
