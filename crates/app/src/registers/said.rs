//! What registers said when something was done: the audit replays entries and parties in the order of the record, and holds
//! against them what each act says it was told.
//!
//! What this is not: a lookup of the present. Nothing here asks the store.

mod listed;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use zhiheng_domain::audit::Finding;
use zhiheng_domain::catalogue::CATALOGUE;
use zhiheng_domain::register::{Around, Entry, EntryEvent, Step, Wish, decide, evolve};
use zhiheng_domain::{Actor, Event, Known, Matter};
use zhiheng_law::{Procedure, Values as _};

use super::known::{ITEMS, Lookup, REVIEWERS, TIERS};
use super::recording_list::{Asked, RECORDINGS};
use super::row::event_of;
use crate::application::App;
use crate::error::Error;
use crate::local_parameters::{PARAMETERS, id_of, value_of};
use crate::ports::StoredEvent;
use crate::project::party_row;
use crate::recordings::device::{DeviceAsked, Ledgers};
use crate::tree::Tree;

/// An act looks up first and is written afterwards. What changed in between, in µs at most, may be answered either way.
const BETWEEN: i64 = 60_000_000;
/// Earlier matters that the store counts one by one.
const MOST: u64 = 1000;

/// Entries and parties up to a place in the record.
#[derive(Default)]
pub(crate) struct Said {
    entries: BTreeMap<(String, String), Kept>,
    /// Ids of items by agency and code.
    items: BTreeMap<(String, String), String>,
    /// The ledgers of devices.
    pub(crate) devices: Ledgers,
    /// Ids of what stands in the lists of recordings, by agency.
    recordings: BTreeMap<String, BTreeSet<String>>,
    /// Ids of entries of review catalogues by agency.
    listed: BTreeMap<String, BTreeSet<String>>,
    /// By agency, family and party: the matters with their year and the moment from which they count.
    parties: HashMap<u128, Vec<Dealt>>,
    /// Which party a matter counts for.
    counted: HashMap<u128, u128>,
    /// Whether an act of a procedure asks anything, by their ids.
    asking: BTreeMap<String, BTreeMap<String, bool>>,
    /// How many matters were destroyed, by agency, family and year.
    destroyed: BTreeMap<(String, String, i16), u64>,
}

struct Kept {
    now: Entry,
    before: Option<Entry>,
    at: i64,
}

struct Dealt {
    matter: u128,
    year: i16,
    since: i64,
}

impl Said {
    /// Takes in a step of an entry and says what its rules do not allow. `actors`: under which accounts the person could act.
    ///
    /// # Errors
    /// The stored step cannot be read.
    pub(crate) fn step(
        &mut self,
        app: &App,
        stored: &StoredEvent,
        tree: &Tree,
        actors: impl FnOnce(&str) -> Vec<Actor>,
    ) -> Result<Vec<Finding>, Error> {
        let event = event_of(&stored.content)?;
        let key = (event.register.clone(), event.id.clone());
        let before = self.entries.remove(&key).map(|kept| kept.now);
        let actors = actors(&event.mark.person);
        let findings = if Step::REMARKS.contains(&event.step) {
            listed::remark(before.as_ref(), &event, &actors, tree)
        } else {
            let mut findings = judge(app, before.as_ref(), &event, actors);
            let beyond = self.beyond_limits(app, before.as_ref(), &event, tree, stored.at);
            findings.extend(beyond.into_iter().map(|one| (one.code, one.message, one.article)));
            findings
        };
        let now = evolve(before.clone(), &event);
        if event.register == ITEMS
            && let Some(shown) = now.shown()
        {
            self.items.insert((now.agency.clone(), shown.code.clone()), now.id.clone());
        }
        if event.register == RECORDINGS {
            self.recordings.entry(now.agency.clone()).or_default().insert(now.id.clone());
        }
        if event.register == CATALOGUE {
            self.listed.entry(now.agency.clone()).or_default().insert(now.id.clone());
        }
        self.entries.insert(key, Kept { now, before, at: stored.at });
        let finding = |(code, message, article): (String, String, Option<String>)| Finding {
            matter: stored.stream.clone(),
            version: stored.version,
            act: format!("register.{}", event.step.id()),
            code,
            message,
            article,
        };
        Ok(findings.into_iter().map(finding).collect())
    }

    /// Whether what an act says it was told is what the registers said.
    pub(crate) fn check(
        &mut self,
        app: &App,
        before: Option<&Matter>,
        event: &Event,
        (chain, division): (&[String], &str),
        at: i64,
    ) -> Option<Finding> {
        let procedure = app.pack().procedures.get(&event.procedure)?;
        let holder = before.map_or(event.agency.as_str(), |matter| matter.agency.as_str());
        if !self.told_recordings(procedure, before, holder, event, at) {
            return Some(Finding {
                matter: event.matter.clone(),
                version: before.map_or(0, |matter| matter.version) + 1,
                act: event.act.clone(),
                code: "audit.recording_list".to_owned(),
                message: "办理时所依据的音像记录清单或者设备台账，与当时记录里的不同".to_owned(),
                article: None,
            });
        }
        if !self.told_parameters(procedure, holder, event, at) {
            return Some(Finding {
                matter: event.matter.clone(),
                version: before.map_or(0, |matter| matter.version) + 1,
                act: event.act.clone(),
                code: "audit.parameter".to_owned(),
                message: "办理时所用的本机关参数，与当时记录里公布的不同".to_owned(),
                article: None,
            });
        }
        let item = Self::item_of(procedure, before, event);
        let around = (chain, division);
        if !self.told_listed(app, procedure, before, event, around, (&item, at)) {
            return Some(Finding {
                matter: event.matter.clone(),
                version: before.map_or(0, |matter| matter.version) + 1,
                act: event.act.clone(),
                code: "audit.catalogue".to_owned(),
                message: "办理时所依据的法制审核目录，与当时记录里公布的不同".to_owned(),
                article: Some("处罚法58".to_owned()),
            });
        }
        let asking = self.asking.entry(event.procedure.clone()).or_default();
        if asking.get(&event.act) == Some(&false) {
            return None;
        }
        let asked = (&event.fields, event.at.date());
        let who = (holder, event.actor.id.as_str());
        let mut lookup =
            Lookup::of(app.pack(), app.suite(), procedure, &event.act, before, who, asked);
        lookup.matter.clone_from(&event.matter);
        asking.insert(event.act.clone(), !lookup.asks.is_empty());
        if lookup.asks.is_empty() || self.would_answer(&lookup, &event.known, at) {
            return None;
        }
        Some(Finding {
            matter: event.matter.clone(),
            version: before.map_or(0, |matter| matter.version) + 1,
            act: event.act.clone(),
            code: "audit.known".to_owned(),
            message: "办理时所依据的名录内容或者此前件数，与当时记录里的不同".to_owned(),
            article: None,
        })
    }

    /// Takes in whom a matter is about, once its event was applied.
    pub(crate) fn note(&mut self, app: &App, matter: &Matter, event: &Event, at: i64) {
        let Some(procedure) = app.pack().procedures.get(&event.procedure) else { return };
        let row = party_row(matter, event, &procedure.category, app.suite());
        let Some(row) = row else { return };
        let (id, key) = (digest(&row.matter), digest(&(&row.agency, &row.family, &row.party)));
        if let Some(old) = self.counted.insert(id, key) {
            if old == key {
                return;
            }
            if let Some(dealt) = self.parties.get_mut(&old) {
                dealt.retain(|dealt| dealt.matter != id);
            }
        }
        let dealt = Dealt { matter: id, year: matter.opened.year(), since: at };
        self.parties.entry(key).or_default().push(dealt);
    }

    /// Whether the agency's own parameters that an act was told are those in force then.
    fn told_parameters(&self, procedure: &Procedure, agency: &str, event: &Event, at: i64) -> bool {
        let day = event.at.date();
        procedure.parameters.keys().all(|name| {
            let told = event.known.parameters().find(|(held, _)| held == name).map(|(_, n)| n);
            let id = id_of(agency, &procedure.id, name);
            let Some(kept) = self.entries.get(&(PARAMETERS.to_owned(), id)) else {
                return told.is_none();
            };
            let value = |entry: &Entry| entry.on(day).and_then(value_of);
            told == value(&kept.now)
                || (at - kept.at < BETWEEN && told == kept.before.as_ref().and_then(value))
        })
    }

    /// Whether an act was told what the agency's list of recordings said then.
    fn told_recordings(
        &self,
        procedure: &Procedure,
        before: Option<&Matter>,
        agency: &str,
        event: &Event,
        at: i64,
    ) -> bool {
        let day = event.at.date();
        let (fields, actor) = (&event.fields, &event.actor.id);
        if let Some(asked) = DeviceAsked::of(procedure, &event.act, before, fields, actor)
            && !self.devices.told(agency, &asked, &event.known, at)
        {
            return false;
        }
        let Some(asked) = Asked::of(procedure, &event.act, before, fields, day) else {
            return true;
        };
        let ids = self.recordings.get(agency).into_iter().flatten();
        let held: Vec<&Kept> =
            ids.filter_map(|id| self.entries.get(&(RECORDINGS.to_owned(), id.clone()))).collect();
        let now: Vec<&Entry> = held.iter().map(|kept| &kept.now).collect();
        let earlier: Vec<&Entry> =
            held.iter()
                .filter_map(|kept| {
                    if at - kept.at < BETWEEN { kept.before.as_ref() } else { Some(&kept.now) }
                })
                .collect();
        asked.told(&event.known, &now) || asked.told(&event.known, &earlier)
    }

    fn would_answer(&self, lookup: &Lookup, told: &Known, at: i64) -> bool {
        let item = self
            .items
            .get(&(lookup.agency.clone(), lookup.item.clone()))
            .and_then(|id| self.entries.get(&(ITEMS.to_owned(), id.clone())));
        let tier = self.entries.get(&(TIERS.to_owned(), lookup.tier.clone()));
        let earlier = told.value("earlier").and_then(serde_json::Value::as_u64).unwrap_or(0);
        if lookup.wants("earlier") && !self.earlier(lookup, at).contains(&earlier) {
            return false;
        }
        let states = |kept: Option<&Kept>| {
            let recent = kept.filter(|kept| at - kept.at < BETWEEN);
            let mut states = vec![kept.map(|kept| kept.now.clone())];
            states.extend(recent.map(|kept| kept.before.clone()));
            states
        };
        let (items, tiers) = (states(item), states(tier));
        let reviewers = if lookup.wants("reviewers") {
            let own = self.entries.get(&(REVIEWERS.to_owned(), lookup.reviewer()));
            let published = self.reviewers(lookup, at);
            let states = states(own);
            published
                .into_iter()
                .flat_map(|yes| states.iter().map(move |own| (yes, own.clone())))
                .collect()
        } else {
            vec![(false, None)]
        };
        items.iter().any(|item| {
            tiers.iter().any(|tier| {
                reviewers.iter().any(|(published, reviewer)| {
                    lookup
                        .answers(
                            item.as_ref(),
                            tier.as_ref(),
                            earlier,
                            (*published, reviewer.as_ref()),
                        )
                        .is_ok_and(|answers| same(&answers, told))
                })
            })
        })
    }

    /// Whether the agency had published its reviewers: one answer, or both where that changed just then.
    fn reviewers(&self, lookup: &Lookup, at: i64) -> Vec<bool> {
        let held = |entry: &Entry| entry.on(lookup.day).is_some_and(|version| !version.none);
        let first = (REVIEWERS.to_owned(), format!("{}.", lookup.agency));
        let own = || {
            self.entries
                .range(first.clone()..)
                .take_while(|((kind, _), _)| kind == REVIEWERS)
                .filter(|(_, kept)| kept.now.agency == lookup.agency)
                .map(|(_, kept)| kept)
        };
        let now = own().any(|kept| held(&kept.now));
        let before = own().any(|kept| {
            let recent = at - kept.at < BETWEEN;
            if recent { kept.before.as_ref().is_some_and(held) } else { held(&kept.now) }
        });
        if now == before { vec![now] } else { vec![now, before] }
    }

    /// Fewest and most earlier matters that the store could have counted.
    fn earlier(&self, lookup: &Lookup, at: i64) -> std::ops::RangeInclusive<u64> {
        if lookup.party.is_empty() {
            return 0..=0;
        }
        let key = digest(&(&lookup.agency, &lookup.family, &lookup.party));
        let own = digest(&lookup.matter);
        let held = || {
            let all = self.parties.get(&key).into_iter().flatten();
            all.filter(|dealt| dealt.matter != own && dealt.year == lookup.day.year())
        };
        let settled = held().filter(|dealt| at - dealt.since >= BETWEEN).count() as u64;
        // Whom a destroyed matter was about cannot be known any more: each may have been about this party.
        let gone = (lookup.agency.clone(), lookup.family.clone(), lookup.day.year());
        let gone = self.destroyed.get(&gone).copied().unwrap_or(0);
        let most = (held().count() as u64).saturating_add(gone);
        settled.min(MOST)..=most.min(MOST)
    }

    /// Notes that a matter of an agency and family, opened in a year, was destroyed.
    pub(crate) fn destroyed(&mut self, agency: &str, family: &str, year: i16) {
        let key = (agency.to_owned(), family.to_owned(), year);
        *self.destroyed.entry(key).or_default() += 1;
    }
}

/// What is told is compared by what conditions read of it: nothing told is the same as every no and zero.
fn same(one: &Known, other: &Known) -> bool {
    zhiheng_law::KNOWN.iter().all(|(name, _)| one.value(name) == other.value(name))
}

/// What the rules of entries say against a step that was taken: code, message, article.
fn judge(
    app: &App,
    before: Option<&Entry>,
    event: &EntryEvent,
    mut actors: Vec<Actor>,
) -> Vec<(String, String, Option<String>)> {
    let Some(register) = app.pack().register(&event.register) else {
        let message = format!("法律包里没有“{}”这一名录，不能核对", event.register);
        return vec![("audit.register".to_owned(), message, None)];
    };
    // Whoever sets the platform up hands tables in without an account; more than collecting that person cannot do.
    let operator = actors.is_empty() && matches!(event.step, Step::Draft | Step::Propose);
    if actors.is_empty() {
        actors.push(Actor {
            id: event.mark.person.clone(),
            name: event.mark.name.clone(),
            agency: event.agency.clone(),
            roles: Vec::new(),
        });
    }
    let content = event.content.as_ref();
    let wish = Wish {
        step: event.step,
        fields: content.map(|content| content.fields.clone()).unwrap_or_default(),
        none: content.filter(|content| content.none).map(|content| content.category.clone()),
        day: content.map(|content| content.effective).or(event.until),
        words: content.map_or(&event.mark.opinion, |content| &content.source).clone(),
    };
    let mut faults = Vec::new();
    for actor in &actors {
        let (agency, id) = (event.agency.as_str(), event.id.as_str());
        let around = Around { register, actor, agency, id, now: event.mark.at };
        faults = match decide(before, &wish, &around) {
            Ok(decided) => {
                let same = (decided.n, &decided.content, decided.until)
                    == (event.n, &event.content, event.until);
                if same {
                    return Vec::new();
                }
                let message = "记录的内容与依规则应有的不同".to_owned();
                vec![("audit.differs".to_owned(), message, None)]
            }
            Err(refusals) => refusals
                .into_iter()
                .filter(|refusal| !(operator && refusal.code.starts_with("authority.")))
                .map(|refusal| (refusal.code, refusal.message, refusal.article))
                .collect(),
        };
        if faults.is_empty() {
            return faults;
        }
    }
    faults
}

/// A digest that fits into a map of a million.
fn digest(value: &impl std::hash::Hash) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        value.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
