//! The strength of legal review (法制审核力量) of an agency: who reviews, with which qualification, how much each has in hand, the
//! ratio to officers, the hours of training, and the pool of advisers.
//!
//! What this is not: a ranking. Nor does it refuse anything; what a reviewer may not do is refused when the opinion is given
//! (see `zhiheng_domain`), and the ratio only warns (国办发〔2018〕118号 十一).

mod view;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Map, Value};
use zhiheng_domain::register::thousandths;
use zhiheng_domain::{Matter, Officer, Power};
use zhiheng_law::reviewers::{BEGINNERS, HOURS, RATIO};
use zhiheng_law::{ActKind, Parameter, ReviewerRules};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::{DutyFilter, EntryFilter, RegisterFilter};
use crate::registers::{REVIEWERS, beginner, day_of, entry_of, on_post, qualified};
use crate::shapes::Id;

pub use view::{Asked, Ratio, ReviewStrength, ReviewerLine};

/// Register of the trainings of reviewers.
const TRAINING: &str = "reviewer-training";
/// Rows read at once.
const MOST: usize = 500;

#[derive(Default)]
struct Load {
    name: String,
    open: u32,
    month: u32,
}

impl App {
    /// The strength of legal review of an agency.
    ///
    /// # Errors
    /// The caller does not see the agency, or the store is not there.
    pub async fn review_strength(
        &self,
        caller: &Caller,
        agency: Option<&str>,
    ) -> Result<ReviewStrength, Error> {
        caller.require(Power::View)?;
        let agency = agency.unwrap_or(&caller.actor.agency);
        if !caller.scope.iter().any(|held| held == agency) {
            let why = "没有这一机关，或者不在您的查看范围内";
            return Err(Error::field("input.choice", "agency", why));
        }
        let (today, tree) = (self.today(), self.tree().await?);
        let entries = self.held(REVIEWERS, agency, today).await?;
        let published = !entries.is_empty();
        let entries: Vec<_> = entries.into_iter().filter(|fields| on_post(fields, today)).collect();
        let (mut loads, unassigned) = self.loads(caller, agency).await?;
        let hours = self.hours(agency, today).await?;
        let rules = self.reviewer_rules(agency).await?;
        let asked_hours = asked_of(&rules, HOURS);
        let from = day_of(rules.number(BEGINNERS));
        let mut lines: Vec<ReviewerLine> = Vec::new();
        for fields in &entries {
            let text = |column: &str| {
                fields.get(column).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let some = |column: &str| Some(text(column)).filter(|text| !text.is_empty());
            let person = text("person");
            let load = loads.remove(&person).unwrap_or_default();
            let (begins, holds) = (beginner(fields, from), qualified(fields, today));
            let learnt = hours.get(&person).copied().unwrap_or_default();
            lines.push(ReviewerLine {
                listed: true,
                unit: text("unit"),
                degree: text("degree"),
                qualified: holds,
                qualified_on: some("qualified_on"),
                began_on: some("began_on"),
                beginner: begins,
                penalties: holds || !begins,
                appointment: text("appointment"),
                open: load.open,
                month: load.month,
                hours_thousandths: learnt,
                hours_short_thousandths: (asked_hours.value * 1000 - learnt).max(0),
                person: Id::new(&person, &text("name")),
            });
        }
        for (person, load) in loads {
            lines.push(ReviewerLine {
                person: Id::new(&person, &load.name),
                listed: false,
                unit: String::new(),
                degree: String::new(),
                qualified: false,
                qualified_on: None,
                began_on: None,
                beginner: false,
                penalties: !published,
                appointment: String::new(),
                open: load.open,
                month: load.month,
                hours_thousandths: hours.get(&person).copied().unwrap_or_default(),
                hours_short_thousandths: 0,
            });
        }
        let officers = self.valid_officers(agency, today).await?;
        let reviewers = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let asked = asked_of(&rules, RATIO);
        let needed = needed(officers, asked.value);
        let ratio =
            Ratio { officers, reviewers, needed, short: needed.saturating_sub(reviewers), asked };
        Ok(ReviewStrength {
            agency: Id::new(agency, tree.name(agency)),
            published,
            year: today.year(),
            warnings: warnings(published, &ratio, &lines, &asked_hours),
            ratio,
            hours: asked_hours,
            reviewers: lines,
            unassigned,
            pool: self.pool_requests(caller).await?,
        })
    }

    /// Values of the entries of an agency's register that hold today.
    async fn held(
        &self,
        kind: &str,
        agency: &str,
        day: Date,
    ) -> Result<Vec<Map<String, Value>>, Error> {
        let mut filter = EntryFilter {
            kind: kind.to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            on: Some(day.to_string()),
            limit: MOST,
            ..EntryFilter::default()
        };
        let mut held = Vec::new();
        loop {
            let page = self.store().entries(&filter).await?;
            for row in page.items.iter().filter(|row| !row.none) {
                held.extend(entry_of(row)?.on(day).map(|version| version.fields.clone()));
            }
            match page.next {
                Some(next) => filter.cursor = Some(next),
                None => return Ok(held),
            }
        }
    }

    /// Open reviews and this month's opinions by person, and how many open ones are given to nobody.
    async fn loads(
        &self,
        caller: &Caller,
        agency: &str,
    ) -> Result<(BTreeMap<String, Load>, u32), Error> {
        let today = self.today();
        let mut loads: BTreeMap<String, Load> = BTreeMap::new();
        let mut unassigned = 0;
        let filter = |states: &[&str]| DutyFilter {
            agencies: Some(vec![agency.to_owned()]),
            viewer: caller.actor.agency.clone(),
            kinds: vec!["review".to_owned()],
            states: states.iter().map(|state| (*state).to_owned()).collect(),
            limit: MOST,
            ..DutyFilter::default()
        };
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for duty in self.store().duties(&filter(&["open", "stopped"])).await? {
            // A draft submitted twice waits once.
            if !seen.insert(duty.matter.clone()) {
                continue;
            }
            let Some(matter) = self.state_of(&duty.matter).await? else { continue };
            match &matter.reviewer {
                Some(reviewer) => {
                    let load = loads.entry(reviewer.id.clone()).or_default();
                    load.open += 1;
                    load.name.clone_from(&reviewer.name);
                }
                None => unassigned += 1,
            }
        }
        let first = today.first_of_month();
        let mut ended = filter(&["fulfilled"]);
        // An opinion of this month ends a duty that was due not much earlier.
        ended.due_from =
            first.checked_sub(jiff::Span::new().days(60)).ok().map(|day| day.to_string());
        let mut told: BTreeSet<String> = BTreeSet::new();
        for duty in self.store().duties(&ended).await? {
            let recent = duty.ended.as_deref().is_some_and(|day| *day >= *first.to_string());
            if !recent || !told.insert(duty.matter.clone()) {
                continue;
            }
            let Some(matter) = self.state_of(&duty.matter).await? else { continue };
            let Some(procedure) = self.pack().procedures.get(&matter.procedure) else { continue };
            let given = matter.done.iter().filter(|done| {
                done.at.date() >= first
                    && procedure.act(&done.act).is_some_and(|act| act.kind == ActKind::Opine)
            });
            for done in given {
                let load = loads.entry(done.actor.clone()).or_default();
                load.month += 1;
                if let Some(hand) = matter.hands.iter().find(|hand| hand.id == done.actor) {
                    load.name.clone_from(&hand.name);
                }
            }
        }
        Ok((loads, unassigned))
    }

    async fn state_of(&self, id: &str) -> Result<Option<Matter>, Error> {
        let Some(row) = self.store().matter(id).await? else { return Ok(None) };
        serde_json::from_str(&row.snapshot)
            .map(Some)
            .map_err(|error| Error::Internal(format!("snapshot of {id}: {error}")))
    }

    /// Hours of training this year by person, in thousandths.
    async fn hours(&self, agency: &str, today: Date) -> Result<BTreeMap<String, i64>, Error> {
        let year = format!("{:04}-", today.year());
        let mut hours: BTreeMap<String, i64> = BTreeMap::new();
        for fields in self.held(TRAINING, agency, today).await? {
            let text = |column: &str| fields.get(column).and_then(Value::as_str);
            let this_year = text("on").is_some_and(|day| day.starts_with(&year));
            if let (true, Some(person)) = (this_year, text("person")) {
                let learnt = fields.get("hours").and_then(thousandths).unwrap_or_default();
                *hours.entry(person.to_owned()).or_default() += learnt;
            }
        }
        Ok(hours)
    }

    async fn valid_officers(&self, agency: &str, today: Date) -> Result<u32, Error> {
        let filter = RegisterFilter {
            kind: "officers".to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            ids: Vec::new(),
        };
        let rows = self.store().register(&filter).await?;
        let valid = rows
            .iter()
            .filter(|row| row.active)
            .filter_map(|row| serde_json::from_str::<Officer>(&row.body).ok())
            .filter(|officer| officer.valid_on(today));
        Ok(u32::try_from(valid.count()).unwrap_or(u32::MAX))
    }
}

/// A number of the rules with its basis.
fn asked_of(rules: &ReviewerRules, name: &str) -> Asked {
    let none = || Asked {
        value: 0,
        unit: String::new(),
        basis: String::new(),
        certainty: "unverified".to_owned(),
    };
    let asked = |parameter: &Parameter| Asked {
        value: parameter.value,
        unit: parameter.unit.clone(),
        basis: parameter.basis.clone(),
        certainty: parameter.certainty.clone(),
    };
    rules.parameters.get(name).map_or_else(none, asked)
}

/// How many reviewers so many officers need, rounded up: 30 officers at 5 % need 2.
fn needed(officers: u32, percent: i64) -> u32 {
    let percent = u64::try_from(percent).unwrap_or(0);
    u32::try_from((u64::from(officers) * percent).div_ceil(100)).unwrap_or(u32::MAX)
}

fn warnings(published: bool, ratio: &Ratio, lines: &[ReviewerLine], hours: &Asked) -> Vec<String> {
    let mut warnings = Vec::new();
    if !published {
        warnings.push(
            "还没有公布法制审核人员名录：系统不能核对审核人员的资格，审核意见只提醒、不拒绝"
                .to_owned(),
        );
    }
    if ratio.short > 0 {
        warnings.push(format!(
            "法制审核人员还差 {} 名：持证执法人员 {} 名，按 {}% 应有 {} 名，现有 {} 名（{}）",
            ratio.short,
            ratio.officers,
            ratio.asked.value,
            ratio.needed,
            ratio.reviewers,
            ratio.asked.basis
        ));
    }
    let names = |held: &dyn Fn(&&ReviewerLine) -> bool| {
        let names: Vec<&str> =
            lines.iter().filter(held).map(|line| line.person.name.as_str()).collect();
        names.join("、")
    };
    let without = names(&|line| line.listed && !line.penalties);
    if !without.is_empty() {
        warnings.push(format!(
            "{without}初次从事审核，没有法律职业资格，不能审核行政处罚决定（处罚法58）"
        ));
    }
    let unlisted = names(&|line| published && !line.listed);
    if !unlisted.is_empty() {
        warnings.push(format!("{unlisted}不在名录里，却有指派的或者本月提出的审核"));
    }
    let behind = names(&|line| line.listed && line.hours_short_thousandths > 0);
    if !behind.is_empty() {
        warnings.push(format!("{behind}今年的培训还不到 {} 学时", hours.value));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::needed;

    #[test]
    fn thirty_officers_need_two_reviewers_and_none_need_none() {
        assert_eq!(needed(30, 5), 2);
        assert_eq!(needed(20, 5), 1);
        assert_eq!(needed(21, 5), 2);
        assert_eq!(needed(0, 5), 0);
    }
}
