//! Who answers for the decisions of a matter, what changed them, and the accountability checks (责任核查) that follow (C-6.4).
//!
//! What this is not: the finding of a fault. A check is a matter of its own (`accountability` in the packs); here is only what the
//! record says, and what a check's form is filled in with beforehand.

mod view;

use serde_json::{Map, Value, json};
use zhiheng_domain::responsibility::{Answerable, Changed, Link, decisions};
use zhiheng_domain::{Event, Matter, Power};
use zhiheng_law::Procedure;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::page::Opened;
use crate::ports::{DutyFilter, MatterFilter, MatterRow, MatterSort};
use crate::shapes::{Id, MatterRef, Titled};
use crate::tree::Tree;

pub use view::{
    AccountabilityDesk, Advice, ChainLine, ChangeOfDecision, CheckLine, DecisionAnswer, Lesson,
    ProposalLine, Responsibility, ReviewAids,
};

/// Procedure of accountability checks.
pub const CHECK: &str = "accountability";
/// Procedure of advice from the pool of advisers.
pub const ADVICE: &str = "advice";
/// Kind of duty that an act which changes a decision leaves: to propose a check.
const PROPOSE: &str = "propose_check";
/// Most matters of one procedure that are looked through.
const MOST: usize = 500;

/// Short names of the items of legal review with their ids.
const ITEMS: [(&str, &str); 12] = [
    ("主体合法", "subject"),
    ("人员资格", "officers"),
    ("当事人情况", "party"),
    ("管辖和权限", "power"),
    ("事实", "facts"),
    ("证据", "evidence"),
    ("定性", "nature"),
    ("法律适用", "law"),
    ("裁量", "discretion"),
    ("程序", "procedure"),
    ("文书", "papers"),
    ("涉嫌犯罪移送", "transfer"),
];

impl App {
    /// Who answers for the decisions of a matter.
    ///
    /// # Errors
    /// There is no such matter for the caller, or the store is not there.
    pub async fn responsibility(&self, caller: &Caller, id: &str) -> Result<Responsibility, Error> {
        let opened = self.opened(caller, id).await?;
        let tree = opened.tree.clone();
        let checks = self.linked(caller, CHECK, Some(&opened.loaded.row)).await?;
        let answers = answers(&opened);
        Ok(Responsibility {
            decisions: answers.iter().map(|answer| shown(answer, &tree)).collect(),
            checks: checks.iter().map(|held| self.check_line(held, &tree)).collect(),
            may_propose: caller.actor.may(Power::Register),
        })
    }

    /// What ought to be looked into and what is.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn accountability_desk(&self, caller: &Caller) -> Result<AccountabilityDesk, Error> {
        caller.require(Power::View)?;
        let tree = self.tree().await?;
        let filter = DutyFilter {
            agencies: caller.agencies(),
            viewer: caller.actor.agency.clone(),
            states: vec!["open".to_owned()],
            owners: vec!["approve".to_owned()],
            kinds: vec!["handle".to_owned()],
            limit: MOST,
            ..DutyFilter::default()
        };
        let duties = self.store().duties(&filter).await?;
        let proposals =
            duties.iter().filter(|duty| duty.rule == PROPOSE).map(|duty| ProposalLine {
                matter: MatterRef::of_duty(duty, self),
                agency: Id::new(&duty.agency, tree.name(&duty.agency)),
                since: duty.created.clone(),
                basis: duty.basis.clone(),
            });
        let checks = self.linked(caller, CHECK, None).await?;
        Ok(AccountabilityDesk {
            proposals: proposals.collect(),
            checks: checks.iter().map(|held| self.check_line(held, &tree)).collect(),
        })
    }

    /// What stands beside the form of a review: lessons, advice, and who reviews.
    ///
    /// # Errors
    /// The caller has no part in review, may not know of the matter, or the store is not there.
    pub async fn review_aids(&self, caller: &Caller, id: &str) -> Result<ReviewAids, Error> {
        let powers = [Power::Review, Power::Decide, Power::Approve, Power::Handle];
        if !powers.into_iter().any(|power| caller.actor.may(power)) {
            caller.require(Power::Review)?;
        }
        let loaded = self.load(caller, id).await?;
        let tree = self.tree().await?;
        let matter = &loaded.matter;
        let advice = self.linked(caller, ADVICE, Some(&loaded.row)).await?;
        let mut warnings = Vec::new();
        if !self.reviewers_published(&matter.agency, self.today()).await? {
            warnings.push(
                "本机关还没有公布法制审核人员名录，系统不能核对审核人员的资格；请先采集、审核、公布"
                    .to_owned(),
            );
        }
        let named = |person: &str| {
            let hand = matter.hands.iter().find(|hand| hand.id == person);
            Id::new(person, hand.map_or(person, |hand| hand.name.as_str()))
        };
        Ok(ReviewAids {
            lessons: self.lessons(caller, &loaded.row.category, &matter.agency, &tree).await?,
            advice: advice.iter().map(|held| self.advice_line(held, &tree)).collect(),
            reviewer: matter.reviewer.as_ref().map(|held| Id::new(&held.id, &held.name)),
            conflicts: matter.conflicts.iter().map(|person| named(person)).collect(),
            warnings,
        })
    }

    /// Lessons of one category, from the checks of the agency, of those above it and of those that the caller sees.
    /// They name nobody, so that they go further than the checks themselves.
    async fn lessons(
        &self,
        caller: &Caller,
        category: &str,
        agency: &str,
        tree: &Tree,
    ) -> Result<Vec<Lesson>, Error> {
        let mut agencies = tree.chain(agency);
        agencies.extend(caller.scope.iter().cloned());
        agencies.sort_unstable();
        agencies.dedup();
        let mut lessons = Vec::new();
        for (_, check) in self.looked_through(CHECK, Some(agencies), "").await? {
            if check.text("category") != category || check.text("lesson").is_empty() {
                continue;
            }
            let decided = check.done.iter().rev().find(|done| done.act == "decide_result");
            let items = check.facts.get("lesson_items").and_then(Value::as_array);
            for title in items.into_iter().flatten().filter_map(Value::as_str) {
                let Some((_, item)) = ITEMS.iter().find(|(name, _)| *name == title) else {
                    continue;
                };
                lessons.push(Lesson {
                    item: (*item).to_owned(),
                    title: title.to_owned(),
                    text: check.text("lesson").to_owned(),
                    trigger: check.text("trigger").to_owned(),
                    day: decided.map(|done| done.day.to_string()).unwrap_or_default(),
                });
            }
        }
        Ok(lessons)
    }

    /// Requests to the pool of advisers that the caller may see, newest first.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn pool_requests(&self, caller: &Caller) -> Result<Vec<Advice>, Error> {
        let tree = self.tree().await?;
        let held = self.linked(caller, ADVICE, None).await?;
        Ok(held.iter().map(|held| self.advice_line(held, &tree)).collect())
    }

    /// What the form of a new matter is filled in with beforehand where it is about another one.
    ///
    /// # Errors
    /// There is no such matter for the caller, or the store is not there.
    pub(crate) async fn defaults_about(
        &self,
        caller: &Caller,
        procedure: &Procedure,
        about: &str,
    ) -> Result<Map<String, Value>, Error> {
        let opened = self.opened(caller, about).await?;
        let row = &opened.loaded.row;
        let number = row.number.clone().unwrap_or_else(|| row.id.clone());
        let mut values = Map::new();
        values.insert("checked".to_owned(), Value::from(number));
        if procedure.id != CHECK {
            return Ok(values);
        }
        values.insert("category".to_owned(), Value::from(row.category.as_str()));
        let answers = answers(&opened);
        let changed = answers.iter().rev().find(|answer| !answer.changes.is_empty());
        let Some(answer) = changed.or(answers.last()) else { return Ok(values) };
        let change = answer.changes.iter().rev().find(|change| change.grave);
        let change = change.or(answer.changes.last());
        let what = change.map_or("核查", |change| trigger(change));
        let title: String = format!("{}：{what}的责任核查", row.title).chars().take(100).collect();
        values.insert("title".to_owned(), Value::from(title));
        if let Some(change) = change {
            values.insert("trigger".to_owned(), Value::from(trigger(change)));
            let told = format!("{} {}：{}。", change.day, change.title, change.how);
            values.insert("happened".to_owned(), Value::from(told));
        }
        let lines: Vec<Value> = answer
            .chain
            .iter()
            .map(|link| {
                let day = link.day.to_string();
                json!([link.part.title(), link.person.name, link.title, day, link.article])
            })
            .collect();
        values.insert("chain".to_owned(), Value::from(lines));
        Ok(values)
    }

    /// Matters of a procedure that the caller sees; only those about one matter, where one is given.
    async fn linked(
        &self,
        caller: &Caller,
        procedure: &str,
        about: Option<&MatterRow>,
    ) -> Result<Vec<(MatterRow, Matter)>, Error> {
        let (agencies, viewer) = (caller.agencies(), caller.actor.agency.as_str());
        let mut held = self.looked_through(procedure, agencies, viewer).await?;
        if let Some(about) = about {
            held.retain(|(_, matter)| {
                let checked = matter.text("checked");
                checked == about.id || about.number.as_deref() == Some(checked)
            });
        }
        Ok(held)
    }

    /// The newest matters of a procedure with their state. They are few: revoked decisions and questions to advisers.
    async fn looked_through(
        &self,
        procedure: &str,
        agencies: Option<Vec<String>>,
        viewer: &str,
    ) -> Result<Vec<(MatterRow, Matter)>, Error> {
        let filter = MatterFilter {
            agencies,
            viewer: viewer.to_owned(),
            procedure: Some(procedure.to_owned()),
            sort: MatterSort::OpenedLast,
            limit: MOST,
            ..MatterFilter::default()
        };
        let mut held = Vec::new();
        for line in self.store().matters(&filter).await?.items {
            let Some(mut row) = self.store().matter(&line.id).await? else { continue };
            let snapshot = std::mem::take(&mut row.snapshot);
            let matter: Matter = serde_json::from_str(&snapshot)
                .map_err(|error| Error::Internal(format!("snapshot of {}: {error}", row.id)))?;
            held.push((row, matter));
        }
        Ok(held)
    }

    fn check_line(&self, (row, matter): &(MatterRow, Matter), tree: &Tree) -> CheckLine {
        let outcome = Some(matter.text("outcome").to_owned()).filter(|text| !text.is_empty());
        CheckLine {
            matter: MatterRef::of(row),
            agency: Id::new(&row.agency, tree.name(&row.agency)),
            stage: self.stage_of(row),
            trigger: matter.text("trigger").to_owned(),
            checked: matter.text("checked").to_owned(),
            outcome,
            opened: row.opened.clone(),
            status: status(row).to_owned(),
        }
    }

    fn advice_line(&self, (row, matter): &(MatterRow, Matter), tree: &Tree) -> Advice {
        let text = |fact: &str| Some(matter.text(fact).to_owned()).filter(|text| !text.is_empty());
        let given = matter.done.iter().rev().find(|done| done.act == "advise");
        Advice {
            matter: MatterRef::of(row),
            agency: Id::new(&row.agency, tree.name(&row.agency)),
            stage: self.stage_of(row),
            title: row.title.clone(),
            checked: matter.text("checked").to_owned(),
            adviser: text("adviser"),
            text: text("advice"),
            day: given.map_or_else(|| row.opened.clone(), |done| done.day.to_string()),
            advisory: true,
            status: status(row).to_owned(),
        }
    }

    fn stage_of(&self, row: &MatterRow) -> Titled {
        crate::page::stage_title(self.pack().procedures.get(&row.procedure), &row.stage)
    }
}

fn status(row: &MatterRow) -> &'static str {
    match row.status {
        crate::ports::Status::Open => "open",
        crate::ports::Status::Closed => "closed",
        crate::ports::Status::Archived => "archived",
        crate::ports::Status::Destroyed => "destroyed",
    }
}

fn answers(opened: &Opened<'_>) -> Vec<Answerable> {
    let events: Vec<Event> = opened.events.iter().map(|(_, event)| event.clone()).collect();
    decisions(&events, opened.procedure)
}

fn shown(answer: &Answerable, tree: &Tree) -> DecisionAnswer {
    DecisionAnswer {
        act: Titled::new(&answer.act, &answer.title),
        day: answer.day.to_string(),
        number: answer.number.clone(),
        version: answer.version,
        reviewed: answer.opinion.is_some(),
        chain: answer.chain.iter().map(|link| line(link, tree)).collect(),
        changes: answer
            .changes
            .iter()
            .map(|change| ChangeOfDecision {
                act: Titled::new(&change.act, &change.title),
                how: change.how.clone(),
                day: change.day.to_string(),
                grave: change.grave,
            })
            .collect(),
        proposed: answer.changes.iter().any(|change| change.grave),
    }
}

fn line(link: &Link, tree: &Tree) -> ChainLine {
    ChainLine {
        part: Titled::new(link.part.id(), link.part.title()),
        person: Id::new(&link.person.id, &link.person.name),
        agency: Id::new(&link.agency, tree.name(&link.agency)),
        act: Titled::new(&link.act, &link.title),
        day: link.day.to_string(),
        article: link.article.clone(),
        version: link.version,
        conclusion: Some(link.conclusion.clone()).filter(|text| !text.is_empty()),
    }
}

/// The reason for a check, in the words of its form.
fn trigger(change: &Changed) -> &'static str {
    match change.how.as_str() {
        "撤销" | "撤销并责令重作" => "决定被撤销",
        "变更" => "决定被变更",
        "确认违法" | "确认无效" => "决定被确认违法或者无效",
        _ => "公示后撤回、文书更正",
    }
}
