//! How the conditions of a local review catalogue (本级法制审核目录) are read in a procedure: which facts make up an amount, what a
//! hearing, an impact or several legal relations are there.
//!
//! What this is not: the local catalogue itself. Its entries are published by agencies in the register `catalogue`; what they may
//! not loosen, and when one makes a matter major, is `domain`'s.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::check::{Desk, Law, conditions};
use crate::condition::Condition;
use crate::model::{Pack, Procedure};
use crate::parse::{Lines, Located};
use crate::source::{Source, Table, near};

/// Parties that an amount may be meant for, as the register writes them.
pub const PARTIES: [&str; 2] = ["公民", "单位和个体工商户"];

/// How local conditions are read in some procedures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LocalReading {
    /// Procedures it is for.
    pub procedures: Vec<String>,
    /// Facts in 分 that add up to the amount; empty where there is none.
    pub amount: Vec<String>,
    /// The most that a local amount may be, as parameters of the procedure.
    pub limits: Vec<LocalLimit>,
    /// Whether the party is a natural person.
    pub person: Option<String>,
    /// Whether it passed a hearing.
    pub hearing: Option<String>,
    /// Whether public interest or society is concerned.
    pub impact: Option<String>,
    /// Whether it is complex or of several legal relations.
    pub relations: Option<String>,
    /// Where it does not hold the law lets nobody wait for review.
    pub when: Option<String>,
}

/// The parameter above which no local amount may lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalLimit {
    /// One of [`PARTIES`]; none = every party.
    pub party: Option<String>,
    /// Name of the parameter.
    pub parameter: String,
}

impl LocalReading {
    /// Every condition with its key.
    fn conditions(&self) -> impl Iterator<Item = (&'static str, &String)> {
        [
            ("person", &self.person),
            ("hearing", &self.hearing),
            ("impact", &self.impact),
            ("relations", &self.relations),
            ("when", &self.when),
        ]
        .into_iter()
        .filter_map(|(key, text)| Some((key, text.as_ref()?)))
    }
}

impl Pack {
    /// How local conditions are read in a procedure; none where its decisions pass no review.
    pub fn local_reading(&self, procedure: &Procedure) -> Option<&LocalReading> {
        self.local.iter().find(|reading| reading.procedures.contains(&procedure.id))
    }
}

pub(crate) fn read(source: &Source<'_>, root: &Table<'_, '_>) -> Vec<Located<LocalReading>> {
    let mut readings = Vec::new();
    for table in root.tables("local", "本级目录的读法") {
        let mut limits = Vec::new();
        for limit in table.tables("limits", "限度") {
            limits.push(LocalLimit {
                party: limit.text_if("party"),
                parameter: limit.text("parameter"),
            });
            if let Some(party) = limits.last().and_then(|limit| limit.party.as_deref())
                && !PARTIES.contains(&party)
            {
                source.fault(
                    limit.line_of("party"),
                    format!("没有叫「{party}」的当事人"),
                    format!("{}可以写：{}", near(party, &PARTIES), PARTIES.join("、")),
                );
            }
            limit.finish();
        }
        let value = LocalReading {
            procedures: table.texts("procedures"),
            amount: table.texts("amount"),
            limits,
            person: table.text_if("person"),
            hearing: table.text_if("hearing"),
            impact: table.text_if("impact"),
            relations: table.text_if("relations"),
            when: table.text_if("when"),
        };
        let mut lines = Lines::default();
        let keys =
            ["procedures", "amount", "limits", "person", "hearing", "impact", "relations", "when"];
        lines.note("", &table, &keys);
        table.finish();
        readings.push(Located { file: source.name.to_owned(), lines, value });
    }
    readings
}

/// Procedures, facts, parameters and conditions that a reading names exist.
pub(crate) fn check(
    desk: &mut Desk<'_>,
    reading: &LocalReading,
    law: &Law<'_>,
    compiled: &mut BTreeMap<String, Condition>,
) {
    for name in &reading.procedures {
        let mut versions = law.procedures.iter().filter(|held| held.value.id == *name).peekable();
        if versions.peek().is_none() {
            let names: Vec<&str> = law.procedures.iter().map(|p| p.value.id.as_str()).collect();
            desk.fault(
                "",
                "procedures",
                format!("没有叫「{name}」的程序"),
                format!("{}可用的有：{}", near(name, &names), names.join("、")),
            );
        }
        for version in versions {
            let procedure = &version.value;
            for fact in &reading.amount {
                let number =
                    procedure.facts.iter().any(|held| held.id == *fact && held.default.is_number());
                if !number {
                    desk.fault(
                        "",
                        "amount",
                        format!("「{name}」没有叫「{fact}」的金额事实"),
                        "写程序里以数为默认值的事实",
                    );
                }
            }
            for limit in &reading.limits {
                if !procedure.parameters.contains_key(&limit.parameter) {
                    desk.fault(
                        "",
                        "limits",
                        format!("「{name}」没有叫「{}」的参数", limit.parameter),
                        "写程序里已有的参数",
                    );
                }
            }
            for (key, text) in reading.conditions() {
                conditions::one(desk, "", key, text, procedure, None, compiled);
            }
        }
    }
}
