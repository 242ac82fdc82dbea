//! A pack from the text of its files.
//!
//! What this is not: it opens no file (the caller hands text over) and it forgives nothing: an unknown key, a wrong type,
//! a name that does not exist or a condition that cannot be evaluated is a fault, and all faults are reported at once.

mod act;
mod annual;
mod credit;
mod disclosure;
mod example;
mod fragment;
mod gate;
mod lines;
mod looking;
mod procedure;
mod reviewers;
mod tables;

use std::collections::BTreeMap;

use crate::annual::AnnualRules;
use crate::check;
use crate::condition::{Condition, Inputs};
use crate::credit::CreditRules;
use crate::disclosure::DisclosureRules;
use crate::dossiers::{self, DossierRules};
use crate::fault::PackFault;
use crate::looking::LookingRules;
use crate::model::{Example, Pack, Procedure};
use crate::period::PeriodTable;
use crate::register::{self, Register};
use crate::reviewers::ReviewerRules;
use crate::source::{Source, Table};
use crate::step_rules::{self, StepRules};
use crate::text::StatuteText;

pub(crate) use lines::{Lines, Located};
pub(crate) use tables::{LocatedEntry, LocatedStatute};

/// Folder of the pack that every deployment has.
const NATIONAL: &str = "national/";

impl Pack {
    /// Reads and checks a pack.
    ///
    /// `files` are pairs of a name relative to the pack folder, with `/` (for example
    /// `national/procedures/penalty-ordinary.toml`), and the text. Files that are neither `.toml` nor texts of statutes, and folders other than
    /// `national/` and `registers/`, are none of a pack's business and are passed over. The order of `files` does not matter.
    ///
    /// # Errors
    /// Every fault found, sorted by file and line.
    pub fn load(files: &[(String, String)]) -> Result<Self, Vec<PackFault>> {
        let mut faults = Vec::new();
        let mut read = Read::default();
        let mut sorted: Vec<&(String, String)> = files
            .iter()
            .filter(|(name, _)| {
                let ending = name.rsplit('.').next().unwrap_or_default();
                (name.starts_with(NATIONAL) || name.starts_with(register::FOLDER))
                    && (ending == "toml" || (ending == "md" && name.contains("/statutes/")))
            })
            .collect();
        sorted.sort();
        for (name, text) in sorted {
            faults.extend(read.file(name, text));
        }
        for (present, name) in [
            (read.heading.is_some(), "pack.toml"),
            (read.statutes.is_some(), "statutes.toml"),
            (read.periods.is_some(), "periods.toml"),
            (read.catalogue.is_some(), "catalogue.toml"),
            (!read.procedures.is_empty(), "procedures/<名称>.toml"),
        ] {
            if !present {
                faults.push(PackFault {
                    file: format!("{NATIONAL}{name}"),
                    line: 1,
                    message: "缺少这个文件".to_owned(),
                    advice: "补上这个文件，或检查文件夹是否给对".to_owned(),
                });
            }
        }
        read.finish(faults)
    }

    /// The compiled condition with this text.
    pub fn condition(&self, text: &str) -> Option<&Condition> {
        self.conditions.get(text)
    }

    /// Says whether the condition with this text is true.
    ///
    /// # Errors
    /// A sentence in Chinese where the condition is none of this pack's or cannot be evaluated.
    pub fn holds(&self, text: &str, inputs: &Inputs<'_>) -> Result<bool, String> {
        self.condition(text).ok_or_else(|| format!("法律包里没有条件「{text}」"))?.eval(inputs)
    }
}

/// What has been read so far.
#[derive(Default)]
struct Read {
    heading: Option<tables::Heading>,
    statutes: Option<Vec<LocatedStatute>>,
    periods: Option<PeriodTable>,
    catalogue: Option<tables::Catalogue>,
    procedures: Vec<Located<Procedure>>,
    registers: Vec<(String, Register)>,
    officers: StepRules,
    devices: StepRules,
    rooms: StepRules,
    retention: StepRules,
    looking: LookingRules,
    disclosure: DisclosureRules,
    reports: Vec<(String, AnnualRules)>,
    credit: CreditRules,
    examples: Vec<(String, usize, String, Example)>,
    reviewers: ReviewerRules,
    dossiers: DossierRules,
    fragments: fragment::Fragments,
    texts: Vec<StatuteText>,
}

impl Read {
    fn file(&mut self, name: &str, text: &str) -> Vec<PackFault> {
        let place = name.strip_prefix(NATIONAL).unwrap_or(name);
        if place == "periods.toml" {
            return match PeriodTable::parse(name, text) {
                Ok(table) => {
                    self.periods = Some(table);
                    Vec::new()
                }
                Err(faults) => {
                    // Present but faulty: do not report it as missing as well.
                    self.periods = PeriodTable::parse(name, "").ok();
                    faults
                }
            };
        }
        if let Some(statute) = place.strip_prefix("statutes/") {
            return match StatuteText::parse(name, statute, text) {
                Ok(read) => {
                    self.texts.push(read);
                    Vec::new()
                }
                Err(fault) => vec![fault],
            };
        }
        // Sorted by name, so that fragments come before the procedures that use them.
        if let Some(fragment) = place.strip_prefix("fragments/") {
            let fragment = fragment.trim_end_matches(".toml").to_owned();
            self.fragments.insert(fragment, (name.to_owned(), text.to_owned()));
            return Vec::new();
        }
        let source = Source::new(name, text);
        let document = source.document();
        let mut shared = Vec::new();
        match place {
            "pack.toml" => self.heading = Some(tables::heading(&source, &document)),
            "statutes.toml" => self.statutes = Some(tables::statutes(&source, &document)),
            "catalogue.toml" => self.catalogue = Some(tables::catalogue(&source, &document)),
            step_rules::OFFICERS => self.officers = tables::steps(&source, &document, "执法证件"),
            step_rules::DEVICES => self.devices = tables::steps(&source, &document, "执法设备"),
            step_rules::ROOMS => self.rooms = tables::steps(&source, &document, "办案场所"),
            step_rules::RETENTION => {
                self.retention = tables::steps(&source, &document, "鉴定和销毁");
            }
            dossiers::FILE => {
                let root = Table::new(&source, document.get_ref(), 1, "案卷");
                self.dossiers = dossiers::file(&source, &root);
            }
            crate::disclosure::FILE => self.disclosure = disclosure::file(&source, &document),
            crate::looking::FILE => self.looking = looking::file(&source, &document),
            _ if place.starts_with(crate::annual::FOLDER) => {
                let id = place.trim_start_matches(crate::annual::FOLDER).trim_end_matches(".toml");
                self.reports.push((name.to_owned(), annual::file(id, &source, &document)));
            }
            crate::credit::FILE => self.credit = credit::file(&source, &document),
            _ if name.starts_with(register::FOLDER) => {
                self.registers.push((name.to_owned(), register::file(&source, &document)));
            }
            crate::reviewers::FILE => self.reviewers = reviewers::file(&source, &document),
            _ if place.starts_with("procedures/") && place.ends_with(".examples.toml") => {
                self.examples.extend(example::file(&source, &document));
            }
            _ if place.starts_with("procedures/") => {
                let read = procedure::file(&source, &document, &self.fragments, &mut shared);
                self.procedures.push(read);
            }
            _ => source.fault(1, "法律包里没有叫这个名字的文件", "改用规定的文件名，或移出法律包"),
        }
        shared.extend(source.into_faults());
        shared
    }

    fn finish(self, mut faults: Vec<PackFault>) -> Result<Pack, Vec<PackFault>> {
        let Self {
            heading,
            statutes,
            periods,
            catalogue,
            mut procedures,
            mut registers,
            officers,
            devices,
            rooms,
            retention,
            looking,
            disclosure,
            mut reports,
            credit,
            examples,
            reviewers,
            dossiers,
            fragments: _,
            texts,
        } = self;
        let heading = heading.unwrap_or_default();
        for (procedure, line, file, example) in examples {
            match procedures.iter_mut().find(|p| p.value.id == procedure) {
                Some(found) => found.value.examples.push(example),
                None => faults.push(PackFault {
                    file,
                    line,
                    message: format!("没有叫「{procedure}」的程序"),
                    advice: "把 procedure 改成程序文件里的 id".to_owned(),
                }),
            }
        }
        let (catalogue, local) = catalogue.unwrap_or_default();
        let codes: Vec<(&str, Option<u32>)> = statutes
            .iter()
            .flatten()
            .map(|statute| (statute.value.code.as_str(), statute.value.articles))
            .collect();
        faults.extend(register::check(&registers, &codes));
        for (file, rules) in [
            (step_rules::OFFICERS, &officers),
            (step_rules::DEVICES, &devices),
            (step_rules::ROOMS, &rooms),
            (step_rules::RETENTION, &retention),
        ] {
            faults.extend(step_rules::check(file, rules, &codes));
        }
        faults.extend(crate::looking::check(&looking, &codes));
        let period = |code: &str| periods.as_ref().is_none_or(|held| held.get(code).is_some());
        faults.extend(crate::disclosure::check(&disclosure, &codes, &period));
        registers.sort_by_key(|(_, register)| (register.place, register.id.clone()));
        faults.extend(crate::reviewers::check(&reviewers, &codes));
        let law: Vec<&Procedure> = procedures.iter().map(|located| &located.value).collect();
        faults.extend(dossiers::check(&dossiers, &law, &codes));
        let mut conditions = BTreeMap::new();
        reports.sort_by_key(|(_, rules)| (rules.place, rules.id.clone()));
        crate::annual::spread(&mut reports, &law);
        for (file, rules) in &reports {
            faults.extend(crate::annual::check(file, rules, &law, &codes, &mut conditions));
        }
        faults.extend(crate::credit::check(&credit, &codes, &period, &mut conditions));
        if let Some(periods) = &periods {
            for procedure in &mut procedures {
                crate::disclosure::spread(&disclosure, &mut procedure.value);
                procedure.value.version.clone_from(&heading.version);
                lines::fill_periods(&mut procedure.value, periods);
            }
            faults.extend(check::all(
                &check::Law {
                    statutes: statutes.as_deref().unwrap_or_default(),
                    periods,
                    catalogue: &catalogue,
                    local: &local,
                    procedures: &procedures,
                },
                &mut conditions,
            ));
        }
        let Some(periods) = periods.filter(|_| faults.is_empty()) else {
            faults.sort();
            faults.dedup();
            return Err(faults);
        };
        Ok(Pack {
            id: heading.id,
            title: heading.title,
            version: heading.version,
            statutes: statutes.into_iter().flatten().map(|located| located.value).collect(),
            periods,
            procedures: procedures.into_iter().map(|p| (p.value.id.clone(), p.value)).collect(),
            catalogue: catalogue.into_iter().map(|located| located.value).collect(),
            local: local.into_iter().map(|located| located.value).collect(),
            registers: registers.into_iter().map(|(_, register)| register).collect(),
            officers,
            devices,
            rooms,
            retention,
            looking,
            disclosure,
            reports: reports.into_iter().map(|(_, rules)| rules).collect(),
            credit,
            texts,
            reviewers,
            dossiers,
            conditions,
        })
    }
}
