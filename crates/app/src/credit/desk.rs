//! What an agency owes to the credit platform: the most urgent first, with why a row cannot go yet; how many stand where; the
//! deliveries made.

use jiff::civil::Date;
use zhiheng_domain::Power;
use zhiheng_domain::credit::{Batch, Content, CreditItem, Operation, Standing};
use zhiheng_law::credit::{CreditField as Field, CreditReport, CreditType};

use super::line::Line;
use super::shapes::{
    CreditBatchLine, CreditBatchView, CreditDesk, CreditFault, CreditField, CreditLine,
    CreditNumber, CreditPage, CreditRule,
};
use super::since;
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::light;
use crate::looking::body_of;
use crate::ports::DecisionRow;
use crate::sealing::kind;
use crate::shapes::{Id, Titled, moment};
use crate::tree::Tree;

/// Decisions listed at once.
const SHOWN: usize = 200;
/// Deliveries listed at once.
const BATCHES: usize = 50;

/// How many stand where.
#[derive(Default)]
struct Tally {
    late: usize,
    unsent: usize,
    change: usize,
    sent: usize,
    rejected: usize,
    accepted: usize,
}

/// A decision that may be owed, before its row is made.
struct Perhaps<'a> {
    report: &'a CreditReport,
    decision: DecisionRow,
    item: CreditItem,
    due: Option<Date>,
}

impl App {
    /// What the person's agency owes to the platform of decisions made since `from`; without a day since the first of January of
    /// last year. The cost grows with the decisions of that time: one row of a list for each, a dossier only for those listed.
    ///
    /// # Errors
    /// The person does not publish, or the store is not there.
    pub async fn credit_desk(
        &self,
        caller: &Caller,
        from: Option<Date>,
    ) -> Result<CreditDesk, Error> {
        caller.require(Power::Publish)?;
        let from = from.unwrap_or_else(|| first_of_last_year(self.today()));
        let tree = self.tree().await?;
        let mut tally = Tally::default();
        let mut perhaps = self.perhaps_owed(caller, &tree, from, &mut tally).await?;
        perhaps.sort_by(|one, two| {
            (one.due, &one.decision.number).cmp(&(two.due, &two.decision.number))
        });
        let more = perhaps.len() > SHOWN;
        let mut owed = Vec::new();
        for (place, Perhaps { report, decision, item, due }) in perhaps.into_iter().enumerate() {
            if place >= SHOWN {
                // Counted by its term alone: the row is made once it comes up.
                tally.unsent += 1;
                tally.late += usize::from(due.is_some_and(|due| due < self.today()));
                continue;
            }
            let line = self.credit_line(report, &tree, decision, item).await?;
            match line.owed {
                None if !line.reported => {}
                None => tally.accepted += 1,
                Some(operation) => {
                    let late = line.due.is_some_and(|due| due < self.today());
                    tally.late += usize::from(late);
                    let change = operation == Operation::Change;
                    match line.item.standing() {
                        Standing::Rejected => tally.rejected += 1,
                        _ if change => tally.change += 1,
                        _ => tally.unsent += 1,
                    }
                    owed.push(self.line_view(&line));
                }
            }
        }
        owed.sort_by(|one, two| (&one.due, &one.number).cmp(&(&two.due, &two.number)));
        let (batches, more_batches) = self.batches(caller, from).await?;
        Ok(CreditDesk {
            from: from.to_string(),
            numbers: numbers(&tally),
            owed,
            more,
            batches,
            more_batches,
            rule: self.credit_rule(),
        })
    }

    /// One decision with all fields of its row.
    ///
    /// # Errors
    /// The person does not publish, there is no such decision in the person's agency, or the store is not there.
    pub async fn credit_page(&self, caller: &Caller, decision: &str) -> Result<CreditPage, Error> {
        caller.require(Power::Publish)?;
        let decision = self.decision_reported(caller, decision).await?;
        let item = self.credit_item(&decision.id).await?.unwrap_or_default();
        let tree = self.tree().await?;
        let report = self.credit_report_of(&decision.category)?;
        let line = self.credit_line(report, &tree, decision, item).await?;
        Ok(self.page_view(&line))
    }

    /// One delivery with its rows.
    ///
    /// # Errors
    /// The person does not publish, there is no such delivery in the person's agency, or the store is not there.
    pub async fn credit_batch(&self, caller: &Caller, id: &str) -> Result<CreditBatchView, Error> {
        caller.require(Power::Publish)?;
        let batch = self.batch_of(caller, id).await?;
        Ok(self.batch_view(&batch, true))
    }

    /// The report of a category.
    pub(super) fn credit_report_of(&self, category: &str) -> Result<&CreditReport, Error> {
        let missing = || Error::Missing { what: "这一类双公示".to_owned() };
        self.pack().credit.report(category).ok_or_else(missing)
    }

    async fn perhaps_owed(
        &self,
        caller: &Caller,
        tree: &Tree,
        from: Date,
        tally: &mut Tally,
    ) -> Result<Vec<Perhaps<'_>>, Error> {
        let agency = &caller.actor.agency;
        let mut items = self.credit_items(agency, from).await?;
        let mut perhaps = Vec::new();
        for report in &self.pack().credit.reports {
            let name = Some(tree.name(agency));
            for decision in self.reported_decisions(&report.category, name, (from, None)).await? {
                let decided = decision.decided.parse::<Date>().ok();
                if decision.agency != *agency || decided.is_none_or(|day| day < from) {
                    continue;
                }
                let item = items.remove(&decision.id).unwrap_or_default();
                if item.waiting.is_some() {
                    tally.sent += 1;
                } else if !item.may_differ(decision.version) {
                    tally.accepted += 1;
                } else {
                    let due =
                        decided.and_then(|day| self.credit_due(Operation::New, "", day, None).0);
                    perhaps.push(Perhaps { report, decision, item, due });
                }
            }
        }
        // What was reported and is on no list of the public any more.
        for (id, item) in items {
            if item.waiting.is_some() {
                tally.sent += 1;
                continue;
            }
            if item.accepted.is_none() {
                continue;
            }
            let Some(decision) = self.store().decision(&id).await? else { continue };
            let Some(report) = self.pack().credit.report_by_id(&item.report) else { continue };
            perhaps.push(Perhaps { report, decision, item, due: None });
        }
        Ok(perhaps)
    }

    async fn batches(
        &self,
        caller: &Caller,
        from: Date,
    ) -> Result<(Vec<CreditBatchView>, bool), Error> {
        let mut filter = since(kind::DELIVERY, &caller.actor.agency, from);
        filter.limit = BATCHES;
        let (rows, next) = self.store().traces(&filter).await?;
        let mut batches = Vec::new();
        for row in &rows {
            batches.push(self.batch_view(&body_of(row)?, false));
        }
        Ok((batches, next.is_some()))
    }

    pub(super) fn line_view(&self, line: &Line<'_>) -> CreditLine {
        let Line { report, decision, matter, item, faults, owed, due, basis, .. } = line;
        let change = self.pack().credit.change_by_id(&line.change);
        let of_change = change.filter(|_| *owed == Some(Operation::Change));
        let standing = item.standing();
        let matter = matter.as_ref();
        CreditLine {
            decision: decision.id.clone(),
            number: decision.number.clone(),
            title: decision.title.clone(),
            matter: Id::new(
                matter.map(|matter| matter.id.as_str()).unwrap_or_default(),
                matter.and_then(|matter| matter.number.as_deref()).unwrap_or_default(),
            ),
            report: Titled::new(&report.id, &report.title),
            operation: owed.map(|owed| Titled::new(owed.id(), owed.title())),
            content: owed
                .map(Content::of)
                .map(|content| Titled::new(content.id(), content.title())),
            change: of_change.map(|change| change.title.clone()).unwrap_or_default(),
            decided: decision.decided.clone(),
            due: due.map(|due| due.to_string()),
            light: light::light(
                self.calendar(),
                self.today(),
                *due,
                if owed.is_some() { "open" } else { "fulfilled" },
            ),
            basis: basis.clone(),
            standing: Titled::new(standing.id(), standing.title()),
            rejected: item.rejected.as_ref().map(|(_, reason)| reason.clone()).unwrap_or_default(),
            faults: faults
                .iter()
                .map(|fault| {
                    let field = report.field(&fault.field);
                    CreditFault {
                        field: fault.field.clone(),
                        title: field.map(|field| field.title.clone()).unwrap_or_default(),
                        code: fault.code.clone(),
                        message: fault.message.clone(),
                        advice: field.map(|field| advice(field, line)).unwrap_or_default(),
                    }
                })
                .collect(),
            ready: owed.is_some() && faults.is_empty(),
        }
    }

    pub(super) fn page_view(&self, line: &Line<'_>) -> CreditPage {
        let tables = &self.pack().credit.tables;
        let fields = line.report.fields.iter().map(|field| {
            let value = line.row.get(&field.code).map(String::as_str).unwrap_or_default();
            let table = field.table.as_ref().and_then(|table| tables.get(table));
            CreditField {
                code: field.code.clone(),
                title: field.title.clone(),
                kind: type_id(field.kind).to_owned(),
                options: table.map(|table| table.values.clone()).unwrap_or_default(),
                value: if field.personal { String::new() } else { value.to_owned() },
                held: !value.is_empty(),
                from_dossier: line.from_dossier.contains(&field.code) || given(field),
                personal: field.personal,
                limit: field.limit,
                certainty: field.certainty.clone(),
            }
        });
        CreditPage { fields: fields.collect(), line: self.line_view(line) }
    }

    pub(super) fn batch_view(&self, batch: &Batch, whole: bool) -> CreditBatchView {
        let report = self.pack().credit.report_by_id(&batch.report);
        let count = batch.count();
        let lines = batch.lines.iter().filter(|_| whole).map(|line| {
            let standing = match &line.answer {
                None => Standing::Sent,
                Some(answer) if answer.accepted => Standing::Accepted,
                Some(_) => Standing::Rejected,
            };
            let answer = line.answer.as_ref();
            CreditBatchLine {
                decision: line.decision.clone(),
                matter: Id::new(&line.matter, &line.number),
                number: line.number.clone(),
                operation: Titled::new(line.operation.id(), line.operation.title()),
                standing: Titled::new(standing.id(), standing.title()),
                reason: answer.map(|answer| answer.reason.clone()).unwrap_or_default(),
            }
        });
        CreditBatchView {
            id: batch.id.clone(),
            report: Titled::new(
                &batch.report,
                report.map(|report| report.title.as_str()).unwrap_or_default(),
            ),
            content: Titled::new(batch.content.id(), batch.content.title()),
            by: Id::new(&batch.by.0, &batch.by.1),
            made: moment(batch.made),
            digest: batch.digest.clone(),
            rows: batch.lines.len(),
            waiting: count.waiting,
            accepted: count.accepted,
            rejected: count.rejected,
            lines: lines.collect(),
        }
    }

    fn credit_rule(&self) -> CreditRule {
        let rules = &self.pack().credit;
        let rule = self.pack().periods.get(&rules.rule);
        let mut unverified = Vec::new();
        let fields = rules.reports.iter().flat_map(|report| &report.fields);
        let open = fields.filter(|field| field.certainty == "unverified").count();
        if open > 0 {
            unverified.push(format!("{open} 个字段的类型、长度或者必填条件"));
        }
        for (certainty, what) in [
            (rules.most_certainty.as_str(), "一批的条数"),
            (rules.receipt.certainty.as_str(), "回执的列名和结果的写法"),
        ] {
            if certainty == "unverified" {
                unverified.push(what.to_owned());
            }
        }
        if rules.changes.iter().any(|change| change.certainty == "unverified") {
            unverified.push("状态行的格式".to_owned());
        }
        CreditRule {
            standard: rules.standard.clone(),
            term: rule.map(|rule| rule.title.clone()).unwrap_or_default(),
            basis: rules.basis.join("、"),
            most: rules.most,
            unverified,
        }
    }
}

/// Whether a field is given by the platform's own registers and never typed.
pub(super) fn given(field: &Field) -> bool {
    field.source.starts_with('=')
        || matches!(field.source.as_str(), "decision.number" | "decision.day" | "agency.name")
}

/// What to do about a field that is wrong.
fn advice(field: &Field, line: &Line<'_>) -> String {
    let said = line.from_dossier.contains(&field.code);
    match field.source.as_str() {
        "agency.code" => "请系统管理员在机关登记里写上本机关的统一社会信用代码，或者在“补正”里填写",
        _ if given(field) => "这是系统给出的，请告诉系统管理员",
        _ if said => "案卷里这样写：在事项里更正文书、重新公示以后，这里随着改",
        _ => "案卷里没有：点“补正”填写",
    }
    .to_owned()
}

fn type_id(kind: CreditType) -> &'static str {
    match kind {
        CreditType::Text => "text",
        CreditType::Date => "date",
        CreditType::Money => "money",
        CreditType::Choice => "choice",
        CreditType::Choices => "choices",
    }
}

fn numbers(tally: &Tally) -> Vec<CreditNumber> {
    [
        ("late", "逾期未报", tally.late),
        ("unsent", "待报送", tally.unsent),
        ("change", "待报状态", tally.change),
        ("rejected", "被退回", tally.rejected),
        ("sent", "待回执", tally.sent),
        ("accepted", "已接收", tally.accepted),
    ]
    .map(|(id, title, count)| CreditNumber { id: id.to_owned(), title: title.to_owned(), count })
    .into()
}

fn first_of_last_year(today: Date) -> Date {
    Date::new(today.year() - 1, 1, 1).unwrap_or(today)
}
