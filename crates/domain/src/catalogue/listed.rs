//! A published entry as an act is told of it, and whether it makes the matter major.
//!
//! What this is not: the lookup. Whoever performs the act looks up the entries that hold on that day; they stand in the event.

use serde_json::{Map, Value, json};
use zhiheng_law::{LocalReading, Procedure};

use super::{BASIS, Rule, yuan};
use crate::context::Context;
use crate::gate::{Sight, holds};
use crate::register::Version;
use crate::state::{Major, Matter};

/// Where and for what an entry is asked.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// 执法类别
    pub category: &'a str,
    /// Id of the procedure.
    pub procedure: &'a str,
    /// Its family.
    pub family: &'a str,
    /// Code of the item; empty if none.
    pub item: &'a str,
    /// Division code of the agency that holds the matter.
    pub division: &'a str,
}

/// What a matter is at the moment when an entry is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "what a catalogue asks, one yes or no each")]
pub struct Circumstances {
    /// Amount in 分; none where the procedure has none.
    pub amount: Option<i64>,
    /// The party is a natural person.
    pub person: bool,
    /// It passed a hearing.
    pub hearing: bool,
    /// Public interest or society is concerned.
    pub impact: bool,
    /// It is complex or of several legal relations.
    pub relations: bool,
}

/// A published entry, as far as a matter within its scope asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Id of the entry.
    pub id: String,
    /// Its name.
    pub name: String,
    /// It is a superior's.
    pub upper: bool,
    /// Its conditions; the scope was asked already and is left empty.
    pub rule: Rule,
}

impl Rule {
    /// Whether the rule is about such a matter.
    pub fn in_scope(&self, scope: &Scope<'_>) -> bool {
        self.category == scope.category
            && (self.procedure.is_empty()
                || self.procedure == scope.procedure
                || self.procedure == scope.family)
            && (self.item.is_empty() || self.item == scope.item)
            && scope.division.starts_with(&self.region)
    }

    /// The conditions that hold, in words; none where the rule does not make the matter major.
    pub fn made_major(&self, of: &Circumstances) -> Vec<String> {
        let party = match self.party.as_str() {
            "" => true,
            "公民" => of.person,
            _ => !of.person,
        };
        let mut reasons = Vec::new();
        if self.always {
            reasons.push("一律审核".to_owned());
        }
        if let (Some(least), Some(amount)) = (self.amount, of.amount)
            && party
            && amount >= least
        {
            reasons.push(format!("{}金额达到 {}", self.party, yuan(least)));
        }
        for (asked, is, words) in [
            (self.hearing, of.hearing, "经过听证"),
            (self.impact, of.impact, "涉及重大公共利益或者社会影响"),
            (self.relations, of.relations, "疑难复杂、多个法律关系"),
        ] {
            if asked && is {
                reasons.push(words.to_owned());
            }
        }
        reasons
    }
}

impl Listed {
    /// The entry's version as an act within `scope` is told of it; none where it is not about such a matter or is words only.
    pub fn of(id: &str, version: &Version, upper: bool, scope: &Scope<'_>) -> Option<Self> {
        let rule = Rule::of(&version.fields);
        if version.none || !rule.rules() || !rule.in_scope(scope) {
            return None;
        }
        Some(Self {
            id: id.to_owned(),
            name: version.name.clone(),
            upper,
            rule: Rule {
                party: rule.party,
                amount: rule.amount,
                hearing: rule.hearing,
                impact: rule.impact,
                relations: rule.relations,
                always: rule.always,
                ..Rule::default()
            },
        })
    }

    /// As it stands in the event.
    pub(crate) fn told(&self) -> Value {
        let rule = &self.rule;
        let mut told = json!({ "name": self.name });
        let Some(map) = told.as_object_mut() else { return told };
        let flags = [
            ("upper", self.upper),
            ("hearing", rule.hearing),
            ("impact", rule.impact),
            ("relations", rule.relations),
            ("always", rule.always),
        ];
        for (name, _) in flags.into_iter().filter(|(_, yes)| *yes) {
            map.insert(name.to_owned(), Value::Bool(true));
        }
        if let Some(amount) = rule.amount {
            map.insert("amount".to_owned(), Value::from(amount));
        }
        if !rule.party.is_empty() {
            map.insert("party".to_owned(), Value::from(rule.party.as_str()));
        }
        told
    }

    /// What the event says.
    pub(crate) fn read(id: &str, told: &Map<String, Value>) -> Self {
        let name = told.get("name").and_then(Value::as_str).unwrap_or_default();
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            upper: told.get("upper").and_then(Value::as_bool).unwrap_or_default(),
            rule: Rule::of(told),
        }
    }
}

/// Entries of the agency and of those above it that make the matter major now and are not noted yet, with what of them holds.
pub(crate) fn newly(
    matter: Option<&Matter>,
    procedure: &Procedure,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Vec<Major> {
    let noted =
        |id: &str| matter.is_some_and(|matter| matter.major.iter().any(|major| major.id == id));
    let Some(reading) = cx.pack.local_reading(procedure) else { return Vec::new() };
    let Some(circumstances) = circumstances(reading, sight, cx) else { return Vec::new() };
    cx.known
        .listed()
        .filter(|listed| !noted(&listed.id))
        .filter_map(|listed| {
            let reasons = listed.rule.made_major(&circumstances);
            if reasons.is_empty() {
                return None;
            }
            let whose = if listed.upper { "上级目录" } else { "本机关目录" };
            Some(Major {
                title: format!("{whose}“{}”：{}", listed.name, reasons.join("；")),
                id: listed.id,
                basis: BASIS.to_owned(),
            })
        })
        .collect()
}

/// What the matter is now; none where the law lets nobody wait for review.
fn circumstances(
    reading: &LocalReading,
    sight: &Sight<'_>,
    cx: &Context<'_>,
) -> Option<Circumstances> {
    // What cannot be judged is taken as it leads to review.
    let is = |condition: &Option<String>, otherwise: bool| {
        condition.as_ref().map_or(otherwise, |text| holds(cx, text, sight).unwrap_or(true))
    };
    if !is(&reading.when, true) {
        return None;
    }
    let amount = |fact: &String| sight.facts.get(fact).and_then(Value::as_i64).unwrap_or_default();
    Some(Circumstances {
        amount: (!reading.amount.is_empty())
            .then(|| reading.amount.iter().map(amount).fold(0, i64::saturating_add)),
        person: is(&reading.person, false),
        hearing: is(&reading.hearing, false),
        impact: is(&reading.impact, false),
        relations: is(&reading.relations, false),
    })
}
