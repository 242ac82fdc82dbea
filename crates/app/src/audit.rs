//! Whether what happened was lawful: every act of every matter is decided again with what was known then.
//!
//! What this is not: whether the journal was rewritten (see [`crate::verify`]), nor a judgement about evidence. It asks of
//! each recorded act what the platform asked when it was performed, from the record alone.

mod ledger;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use zhiheng_domain::audit::{Finding, Surroundings, replay};
use zhiheng_domain::{Actor, Event, Matter, Officer, Role, form};

pub(crate) use self::ledger::numbers;

use self::ledger::Ledger;
use crate::application::App;
use crate::blanks::{self, BLANKS};
use crate::error::Error;
use crate::ports::{AccountRow, StoredEvent, View};
use crate::registers::Said;
use crate::registry;
use crate::sealing::{self, kind};
use crate::tree::{Agency, Tree};

/// Events read in one step.
const STEP: usize = 1000;
/// Matters kept at hand between steps.
const KEPT: usize = 20_000;
/// Findings that are listed; the others are counted.
const LISTED: usize = 1000;

/// What an audit found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Audited {
    /// Events looked at.
    pub events: u64,
    /// Matters replayed.
    pub matters: u64,
    /// Acts decided again.
    pub acts: u64,
    /// Refusals on the record: attempts that did not succeed.
    pub refusals: u64,
    /// Matters whose dossier was destroyed: their certificates are audited, their acts cannot be any more.
    pub destroyed: u64,
    /// What the law does not allow.
    pub findings: Vec<Found>,
    /// Further findings that are not listed.
    pub omitted: u64,
}

/// A finding with its place in the record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// Place of the event in the record, from 0.
    pub seq: u64,
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
}

impl Audited {
    /// Whether nothing was found.
    pub fn is_lawful(&self) -> bool {
        self.findings.is_empty() && self.omitted == 0
    }

    fn add(&mut self, seq: u64, finding: Finding) {
        if self.findings.len() < LISTED {
            self.findings.push(Found { seq, finding });
        } else {
            self.omitted += 1;
        }
    }
}

impl App {
    /// Decides every act again. `progress` is told how many events of how many are done.
    ///
    /// # Errors
    /// The store is not there, or a register event cannot be read. What is wrong with acts is in the answer.
    pub async fn audit(&self, mut progress: impl FnMut(u64, u64) + Send) -> Result<Audited, Error> {
        let total = self.store().size().await?;
        let mut known = Known::default();
        let mut said = Said::default();
        let mut audited = Audited::default();
        for life in self.destructions().await? {
            if let Some(done) = &life.certificate {
                known.ledger.destroyed(&done.numbers);
            }
            said.destroyed(&life.agency, &life.category, life.opened.year());
        }
        // Matters at hand; those let go are replayed from their stream when another act comes by.
        let mut matters: BTreeMap<String, Matter> = BTreeMap::new();
        while audited.events < total {
            let events = self.store().journal(audited.events, STEP).await?;
            if events.is_empty() {
                break;
            }
            for stored in &events {
                if stored.is_erased() {
                    // That it was destroyed lawfully is asked of the certificate; that there is one, by `verify`.
                    continue;
                }
                match stored.kind.as_str() {
                    kind::REGISTER => {
                        if let Some(finding) = known.learn(stored)? {
                            audited.add(stored.seq, finding);
                        }
                        said.devices.learn(stored)?;
                    }
                    kind::ENTRY => {
                        match said
                            .step(self, stored, &known.tree, |person| known.accounts_of(person))
                        {
                            Ok(findings) => {
                                for finding in findings {
                                    audited.add(stored.seq, finding);
                                }
                            }
                            Err(error) => audited.add(stored.seq, unreadable(stored, &error)),
                        }
                    }
                    kind::RETENTION => audit_life(stored, &mut audited),
                    kind::REFUSAL => audited.refusals += 1,
                    kind::IMPORT => self.judge_import(stored, &known, &mut audited),
                    kind::ACT => {
                        let event = match sealing::event_of(&stored.content) {
                            Ok(event) => event,
                            Err(error) => {
                                audited.add(stored.seq, unreadable(stored, &error));
                                continue;
                            }
                        };
                        let before = match matters.remove(&event.matter) {
                            None if stored.version > 1 => self.replayed(stored).await?,
                            held => held,
                        };
                        audited.matters += u64::from(before.is_none());
                        audited.acts += 1;
                        let holder = before.as_ref().map_or(&event.agency, |matter| &matter.agency);
                        let (chain, division) = known.place(holder);
                        let around = (chain.as_slice(), division.as_str());
                        let found = said.check(self, before.as_ref(), &event, around, stored.at);
                        if let Some(finding) = found {
                            audited.add(stored.seq, finding);
                        }
                        let (matter, findings) = self.judge(before, &event, &known);
                        said.note(self, &matter, &event, stored.at);
                        for finding in findings.into_iter().chain(known.number(stored, &event)) {
                            audited.add(stored.seq, finding);
                        }
                        if matter.status != zhiheng_domain::Status::Archived {
                            matters.insert(event.matter, matter);
                        }
                    }
                    _ => {}
                }
            }
            if matters.len() > KEPT {
                matters.clear();
            }
            audited.events += u64::try_from(events.len()).unwrap_or(0);
            progress(audited.events, total);
        }
        for (seq, finding) in known.ledger.open() {
            audited.add(seq, finding);
        }
        Ok(audited)
    }

    /// Decides one act again. A person with several accounts acted with one of them; the record does not say which, so the
    /// act is lawful if it was under any.
    fn judge(
        &self,
        before: Option<Matter>,
        event: &Event,
        known: &Known,
    ) -> (Matter, Vec<Finding>) {
        let holder = before.as_ref().map_or(&event.agency, |matter| &matter.agency).clone();
        let (chain, division) = known.place(&holder);
        // Papers bear the name of the agency that acts, which in 复查 and 复核 is a superior one.
        let agency = event.agency.as_str();
        let mark = known.tree.get(agency).map(|agency| agency.mark.clone()).unwrap_or_default();
        let government =
            known.tree.get(agency).map(|agency| agency.government.clone()).unwrap_or_default();
        let officers = known.officers(event);
        let mut actors = known.actors(event, self.pack());
        let last = actors.pop().unwrap_or_else(|| Actor {
            id: event.actor.id.clone(),
            name: event.actor.name.clone(),
            agency: event.agency.clone(),
            roles: Vec::new(),
        });
        let decide = |matter: Option<Matter>, actor: &Actor| {
            let around = Surroundings {
                actor,
                officers: &officers,
                chain: &chain,
                division: &division,
                mark: &mark,
                agency_name: known.tree.name(agency),
                government: &government,
                superior: known.tree.superior(agency),
            };
            replay(matter, event, &around, self.pack(), self.calendar())
        };
        for actor in &actors {
            let (after, findings) = decide(before.clone(), actor);
            if findings.is_empty() {
                return (after, findings);
            }
        }
        decide(before, &last)
    }

    /// The state of a matter just before an event, from its stream.
    async fn replayed(&self, stored: &StoredEvent) -> Result<Option<Matter>, Error> {
        let mut matter = None;
        for earlier in self.store().stream(&stored.stream, 0).await? {
            if earlier.version >= stored.version {
                break;
            }
            if let Ok(event) = sealing::event_of(&earlier.content) {
                matter = Some(zhiheng_domain::evolve(matter, &event));
            }
        }
        Ok(matter)
    }

    /// A decision of one of our own agencies is made in a matter and cannot be taken over.
    fn judge_import(&self, stored: &StoredEvent, known: &Known, audited: &mut Audited) {
        let row =
            crate::imported::stored_row(&stored.content, &stored.stream, stored.version, self);
        match row {
            Ok(row) if known.tree.all().any(|agency| agency.name == row.agency_name) => {
                let message = format!("{}的决定由导入产生，没有经过法制审核", row.agency_name);
                audited.add(
                    stored.seq,
                    Finding {
                        matter: stored.stream.clone(),
                        version: stored.version,
                        act: "import".to_owned(),
                        code: "gate.review_cleared".to_owned(),
                        message,
                        article: Some("处罚法58".to_owned()),
                    },
                );
            }
            Ok(_) => {}
            Err(error) => audited.add(stored.seq, unreadable(stored, &error)),
        }
    }
}

/// Asks of a destruction again what was asked when it was done.
fn audit_life(stored: &StoredEvent, audited: &mut Audited) {
    let values = match sealing::values_of(&stored.content) {
        Ok(values) => values,
        Err(error) => return audited.add(stored.seq, unreadable(stored, &error)),
    };
    if !values.contains_key(crate::retention::REMAINS) {
        return;
    }
    audited.destroyed += 1;
    match crate::retention::life_in(&values) {
        Ok(life) => {
            for fault in life.faults() {
                let finding = Finding {
                    matter: life.matter.clone(),
                    version: stored.version,
                    act: "retention.destroy".to_owned(),
                    code: fault.code.to_owned(),
                    message: format!("{}：{}", life.number, fault.message),
                    article: Some("档案法21".to_owned()),
                };
                audited.add(stored.seq, finding);
            }
        }
        Err(error) => audited.add(stored.seq, unreadable(stored, &error)),
    }
}

fn unreadable(stored: &StoredEvent, error: &Error) -> Finding {
    Finding {
        matter: stored.stream.clone(),
        version: stored.version,
        act: String::new(),
        code: "audit.unreadable".to_owned(),
        message: format!("记录的内容读不出来({error})，不能核对"),
        article: None,
    }
}

/// What the registers said when an event was written.
#[derive(Default)]
struct Known {
    ledger: Ledger,
    agencies: BTreeMap<String, Agency>,
    tree: Tree,
    officers: BTreeMap<String, Officer>,
    accounts: BTreeMap<String, AccountRow>,
}

impl Known {
    fn learn(&mut self, stored: &StoredEvent) -> Result<Option<Finding>, Error> {
        match registry::view_of(&sealing::values_of(&stored.content)?, stored.version)? {
            View::Account(row) => {
                self.accounts.insert(row.username.clone(), row);
            }
            View::Register(row) if row.kind == "agencies" => {
                self.agencies.remove(&row.id);
                if row.active
                    && let Ok(agency) = serde_json::from_str::<Agency>(&row.body)
                {
                    self.agencies.insert(row.id, agency);
                }
                self.tree = Tree::new(self.agencies.values().cloned());
            }
            View::Register(row) if row.kind == "officers" => {
                self.officers.remove(&row.id);
                if row.active
                    && let Ok(officer) = serde_json::from_str(&row.body)
                {
                    self.officers.insert(row.id, officer);
                }
            }
            View::Register(row) if row.kind == BLANKS => {
                let blank = blanks::blank_of(&row)?;
                return Ok(self.ledger.blank(stored, &row.agency, &blank));
            }
            _ => {}
        }
        Ok(None)
    }

    /// An agency with those above it, and the division code of its area.
    fn place(&self, agency: &str) -> (Vec<String>, String) {
        let held = self.tree.get(agency);
        (self.tree.chain(agency), held.map(|held| held.division.clone()).unwrap_or_default())
    }

    /// What is wrong with the numbers of an act.
    fn number(&mut self, stored: &StoredEvent, event: &Event) -> Vec<Finding> {
        let mark = self.tree.get(&event.agency).map(|agency| agency.mark.as_str());
        self.ledger.act(stored, event, mark.unwrap_or_default())
    }

    /// The officers that the act names, as [`App::perform`] hands them over.
    fn officers(&self, event: &Event) -> Vec<Officer> {
        let mut ids = form::ids(&event.fields, "officers");
        ids.truncate(40);
        ids.push(event.actor.id.clone());
        ids.extend(event.fields.get("person").and_then(Value::as_str).map(ToOwned::to_owned));
        ids.sort_unstable();
        ids.dedup();
        ids.iter().filter_map(|id| self.officers.get(id).cloned()).collect()
    }

    /// The actor under each account that the person had.
    fn actors(&self, event: &Event, pack: &zhiheng_law::Pack) -> Vec<Actor> {
        if event.actor.id == crate::reports::SYSTEM {
            return vec![Actor {
                id: event.actor.id.clone(),
                name: event.actor.name.clone(),
                agency: event.agency.clone(),
                roles: crate::reports::system_roles(pack, &event.procedure, &event.act),
            }];
        }
        // The party acts in its own name: no account, no role.
        if zhiheng_domain::party::is_party(&event.actor.id) {
            return vec![Actor {
                id: event.actor.id.clone(),
                name: event.actor.name.clone(),
                agency: event.agency.clone(),
                roles: Vec::new(),
            }];
        }
        self.accounts_of(&event.actor.id)
    }

    fn accounts_of(&self, person: &str) -> Vec<Actor> {
        self.accounts
            .values()
            .filter(|account| account.active && account.person == person)
            .map(|account| Actor {
                id: account.person.clone(),
                name: account.name.clone(),
                agency: account.agency.clone(),
                roles: account.roles.iter().filter_map(|role| Role::parse(role)).collect(),
            })
            .collect()
    }
}
