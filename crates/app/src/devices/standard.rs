//! How many recorders each agency ought to have, has and lacks, and the class that decides it.
//!
//! What this is not: the standard itself, which stands in the pack with its basis and certainty.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::device::{Class, need};
use zhiheng_domain::{Power, Refusal};
use zhiheng_law::{Family, StepRules};

use super::EQUIPMENT;
use super::list::{looking, narrowed};
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::life::Done;
use crate::officers::OFFICERS;
use crate::ports::RegisterFilter;
use crate::registry::Entry;
use crate::sealing::kind;
use crate::shapes::Id;

/// Step of the pack that sets a class.
const CLASSIFY: &str = "classify";
/// Most devices that an agency of class C may say it needs.
const MOST_ASKED: u64 = 10_000;

/// The state of equipment of several agencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Equipment {
    /// One line for each agency.
    pub agencies: Vec<AgencyEquipment>,
    /// The standards.
    pub standards: Vec<StandardLine>,
    /// The day of which it tells.
    pub day: String,
    /// Devices that all of them lack together.
    pub short: u32,
}

/// One standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandardLine {
    /// `A`, `B`, `C`.
    pub class: String,
    /// Officers to one device; none by need.
    pub each: Option<u32>,
    /// Article.
    pub basis: String,
    /// Where the number comes from.
    pub label: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// One agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgencyEquipment {
    /// The agency.
    pub agency: Id,
    /// Its class; none while it has not been set.
    pub class: Option<String>,
    /// Officers whose cards are in force today.
    pub officers: u32,
    /// 执法记录仪 and 手持终端 that it ought to have; none while its class is not set.
    pub needed: Option<u32>,
    /// Those that can be used.
    pub usable: u32,
    /// Those under repair.
    pub repair: u32,
    /// Those that it lacks.
    pub short: u32,
    /// The caller may set its class.
    pub can_classify: bool,
    /// Version of the entry, for setting it.
    pub seen: u64,
}

/// What somebody wants the class to be.
#[derive(Debug, Clone, Default)]
pub struct ClassWish {
    /// `A`, `B`, `C`.
    pub class: String,
    /// Devices that an agency of class C needs.
    pub asked: Option<u64>,
    /// Why.
    pub reason: String,
    /// Version that the person saw.
    pub seen: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct Classified {
    class: Class,
    #[serde(default)]
    asked: u32,
}

impl App {
    /// What the agencies of the caller's scope have and lack.
    ///
    /// # Errors
    /// The agency is outside the scope, the caller sees nothing of this, or the store is not there.
    pub async fn equipment(
        &self,
        caller: &Caller,
        agency: Option<&str>,
    ) -> Result<Equipment, Error> {
        looking(caller)?;
        let agencies = narrowed(caller, agency)?;
        let tree = self.tree().await?;
        let today = self.today();
        let (rules, own) = (&self.pack().devices, self.own_numbers().await?);
        let mut officers: BTreeMap<String, u32> = BTreeMap::new();
        let of = |kind: &str| RegisterFilter {
            kind: kind.to_owned(),
            agencies: Some(agencies.clone()),
            ids: Vec::new(),
        };
        for row in self.store().register(&of(OFFICERS)).await?.iter().filter(|row| row.active) {
            let valid = crate::officers::read(row).is_some_and(|card| card.officer.valid_on(today));
            *officers.entry(row.agency.clone()).or_insert(0) += u32::from(valid);
        }
        let (mut usable, mut repair) = (BTreeMap::new(), BTreeMap::new());
        for device in self.devices_of(agencies.clone()).await? {
            if device.kind.counts() {
                let agency = device.agency.clone();
                let under_repair = device.state == zhiheng_domain::device::State::Repair;
                *usable.entry(agency.clone()).or_insert(0_u32) += u32::from(device.usable());
                *repair.entry(agency).or_insert(0_u32) += u32::from(under_repair);
            }
        }
        let mut classes = BTreeMap::new();
        for row in self.store().register(&of(EQUIPMENT)).await? {
            if let Ok(held) = serde_json::from_str::<Classified>(&row.body) {
                classes.insert(row.id, (held, row.version));
            }
        }
        let may = rules.step(CLASSIFY).is_some_and(|rule| {
            rule.powers.iter().filter_map(|p| Power::parse(p)).any(|p| caller.actor.may(p))
        });
        let line = |id: &String| {
            let held = classes.get(id);
            let officers = officers.get(id).copied().unwrap_or(0);
            let usable = usable.get(id).copied().unwrap_or(0);
            let rules = own.step(rules, id, Family::Devices);
            let need = held.map(|(held, _)| {
                need(officers, held.class.officers_each(&rules), held.asked, usable)
            });
            AgencyEquipment {
                agency: Id::new(id, tree.name(id)),
                class: held.map(|(held, _)| held.class.letter().to_owned()),
                officers,
                needed: need.map(|need| need.needed),
                usable,
                repair: repair.get(id).copied().unwrap_or(0),
                short: need.map_or(0, |need| need.short),
                can_classify: may,
                seen: held.map_or(0, |(_, version)| *version),
            }
        };
        let agencies: Vec<AgencyEquipment> =
            tree.all().map(|held| &held.id).filter(|id| agencies.contains(id)).map(line).collect();
        let short = agencies.iter().fold(0, |sum: u32, line| sum.saturating_add(line.short));
        let standards = standards(&*self.device_rules(&caller.actor.agency).await?);
        Ok(Equipment { agencies, standards, day: today.to_string(), short })
    }

    /// Sets the class of an agency. Answers the version for the next time and a sentence.
    ///
    /// # Errors
    /// Wrong input, not permitted, no such agency within the scope, changed by somebody else, or the store is not there.
    pub async fn classify(
        &self,
        caller: &Caller,
        agency: &str,
        wish: &ClassWish,
    ) -> Result<(u64, String), Error> {
        let tree = self.tree().await?;
        if !caller.scope.iter().any(|held| held == agency) || tree.get(agency).is_none() {
            return Err(Error::Missing { what: "这一机关".to_owned() });
        }
        let rule = self
            .pack()
            .devices
            .step(CLASSIFY)
            .ok_or_else(|| Error::Missing { what: "这一步".to_owned() })?;
        let may = rule.powers.iter().filter_map(|p| Power::parse(p)).any(|p| caller.actor.may(p));
        let mut faults = Vec::new();
        if !may {
            let why = "“定类”由机关负责人或者监督人员决定，您的岗位没有这一权限";
            faults.push(Refusal::new("authority.power", why));
        }
        let class = Class::parse(&wish.class);
        if class.is_none() {
            faults.push(Refusal::new("input.choice", "请选择 A、B、C 中的一类").at("class"));
        }
        let asked = wish.asked.unwrap_or(0);
        if class == Some(Class::C) && wish.asked.is_none_or(|asked| asked > MOST_ASKED) {
            let why = format!("C 类写明需要几台，0 至 {MOST_ASKED}");
            faults.push(Refusal::new("input.required", why).at("asked"));
        }
        if wish.reason.trim().is_empty() || wish.reason.chars().count() > 500 {
            let why = "请写明定为这一类的原因，不超过 500 个字";
            faults.push(Refusal::new("input.required", why).at("reason"));
        }
        let (Some(class), true) = (class, faults.is_empty()) else {
            let act = "device.classify".to_owned();
            self.note_step_refusal(caller, EQUIPMENT, act, ("about", agency), &faults).await?;
            return Err(refused(faults, None));
        };
        let filter = RegisterFilter {
            kind: EQUIPMENT.to_owned(),
            agencies: None,
            ids: vec![agency.to_owned()],
        };
        let version = self.store().register(&filter).await?.first().map_or(0, |row| row.version);
        if wish.seen.is_some_and(|seen| seen != version) {
            return Err(Error::Conflict { now: version });
        }
        let asked = if class == Class::C { u32::try_from(asked).unwrap_or(0) } else { 0 };
        let Ok(Value::Object(body)) = serde_json::to_value(Classified { class, asked }) else {
            return Err(Error::Internal("class cannot be written".to_owned()));
        };
        let name = tree.name(agency).to_owned();
        let said = format!("{name} 已定为 {} 类", class.letter());
        let entry = Entry {
            register: EQUIPMENT.to_owned(),
            id: agency.to_owned(),
            agency: agency.to_owned(),
            name,
            body,
            active: true,
        };
        let done = Done {
            step: CLASSIFY,
            form: &Map::new(),
            reason: wish.reason.trim(),
            article: &rule.basis,
            said: &said,
        };
        self.store().append(vec![self.step_append(caller, &entry, &done, version)?]).await?;
        self.record_grew();
        Ok((version + 1, said))
    }

    /// Notes that the state of equipment was taken out, and gives it.
    ///
    /// # Errors
    /// As for [`App::equipment`], or the caller may take nothing out.
    pub async fn equipment_taken_out(
        &self,
        caller: &Caller,
        agency: Option<&str>,
    ) -> Result<Equipment, Error> {
        caller.require(Power::Export)?;
        let equipment = self.equipment(caller, agency).await?;
        let named = vec![
            ("act".to_owned(), Value::from("export.equipment")),
            ("actor".to_owned(), Value::from(caller.actor.id.as_str())),
            ("agency".to_owned(), Value::from(caller.actor.agency.as_str())),
            ("count".to_owned(), Value::from(equipment.agencies.len())),
            ("short".to_owned(), Value::from(equipment.short)),
        ];
        self.note(kind::EXPORT, &caller.actor.id, named).await?;
        Ok(equipment)
    }
}

/// The standard as the caller's agency has it, class by class.
fn standards(rules: &StepRules) -> Vec<StandardLine> {
    let held = [Class::A, Class::B].into_iter().zip(["class_a", "class_b"]);
    let mut lines: Vec<StandardLine> = held
        .filter_map(|(class, name)| {
            let parameter = rules.parameters.get(name)?;
            Some(StandardLine {
                class: class.letter().to_owned(),
                each: class.officers_each(rules),
                basis: parameter.basis.clone(),
                label: parameter.label.clone(),
                certainty: parameter.certainty.clone(),
            })
        })
        .collect();
    if let Some(rule) = rules.step(CLASSIFY) {
        lines.push(StandardLine {
            class: Class::C.letter().to_owned(),
            each: None,
            basis: rule.basis.clone(),
            label: "C 类：按需配备".to_owned(),
            certainty: lines.first().map_or("excerpt", |line| &line.certainty).to_owned(),
        });
    }
    lines
}
