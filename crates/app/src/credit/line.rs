//! One decision as its row: what the dossier says, what was typed, what stands against it, what is owed to the platform.

use jiff::civil::Date;
use zhiheng_calendar::Due;
use zhiheng_domain::Matter;
use zhiheng_domain::credit::{
    CreditItem, Operation, Present, Reported, Row, RowFault, faults, from_dossier, is_reported,
    mapped, since,
};
use zhiheng_law::ActKind;
use zhiheng_law::credit::{CreditReport, CreditRules};

use crate::application::App;
use crate::error::Error;
use crate::ports::DecisionRow;
use crate::tree::Tree;

/// A decision with its row.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    pub(super) report: &'a CreditReport,
    pub(super) decision: DecisionRow,
    pub(super) matter: Option<Matter>,
    pub(super) item: CreditItem,
    /// Its values by code; of a state row by the names of its columns.
    pub(super) row: Row,
    /// Codes of fields about which the dossier says something.
    pub(super) from_dossier: Vec<String>,
    pub(super) faults: Vec<RowFault>,
    /// It is one of those that are reported at all, or was once.
    pub(super) reported: bool,
    /// Id of the change by which it is public no more; empty where it is public.
    pub(super) change: String,
    pub(super) digest: String,
    pub(super) owed: Option<Operation>,
    /// Last day of the term of what is owed.
    pub(super) due: Option<Date>,
    /// Article of that term.
    pub(super) basis: String,
}

/// Columns of a state row behind those that say which decision it is.
pub(super) const STATE: [&str; 3] = ["处理", "日期", "理由"];

impl Line<'_> {
    /// 文号, party and day.
    pub(super) fn key(&self) -> Vec<String> {
        self.report.key.iter().map(|code| self.row.get(code).cloned().unwrap_or_default()).collect()
    }
}

impl App {
    /// The row of a decision with everything that is said about it.
    pub(super) async fn credit_line<'a>(
        &'a self,
        report: &'a CreditReport,
        tree: &Tree,
        decision: DecisionRow,
        item: CreditItem,
    ) -> Result<Line<'a>, Error> {
        let typed = self.typed(&item).await?;
        self.line_with(report, tree, (decision, item), &typed).await
    }

    /// As [`App::credit_line`], with values typed elsewhere.
    pub(super) async fn line_with<'a>(
        &'a self,
        report: &'a CreditReport,
        tree: &Tree,
        (decision, item): (DecisionRow, CreditItem),
        typed: &Row,
    ) -> Result<Line<'a>, Error> {
        let rules = &self.pack().credit;
        let matter = self.matter_of(&decision).await?;
        let facts = matter.as_ref().map(|matter| matter.facts.clone()).unwrap_or_default();
        let paper = matter.as_ref().and_then(|matter| {
            matter.papers.iter().find(|paper| paper.number.as_deref() == Some(&decision.number))
        });
        let day = |text: &str| text.parse::<Date>().ok();
        let code = tree.get(&decision.agency).map(|agency| agency.credit_code.clone());
        let told = Reported {
            facts: &facts,
            number: &decision.number,
            paper: paper.map(|paper| paper.title.as_str()).unwrap_or_default(),
            day: day(&decision.decided),
            until: decision.until.as_deref().and_then(day),
            agency: tree.name(&decision.agency),
            agency_code: &code.unwrap_or_default(),
            entered: typed,
        };
        let full = mapped(rules, report, &told);
        let from_dossier = report
            .fields
            .iter()
            .filter(|field| !from_dossier(rules, field, &told).is_empty())
            .map(|field| field.code.clone())
            .collect();
        let public = decision.state == "published";
        let (change, away) =
            if public { (String::new(), None) } else { self.gone_by(matter.as_ref()) };
        let digest = self.row_digest(&full)?;
        let present = Present { public, digest: &digest };
        let reported = item.accepted.is_some() || is_reported(self.pack(), report, &full);
        let owed = item.owed(&present).filter(|_| reported);
        let (row, faults) = if owed == Some(Operation::Change) {
            (state_row(rules, report, &full, &change, (away, &decision)), Vec::new())
        } else {
            let faults = faults(self.pack(), report, &full, self.today());
            (full, faults)
        };
        let digest = if owed == Some(Operation::Change) { self.row_digest(&row)? } else { digest };
        let (due, basis) = match (owed, day(&decision.decided)) {
            (Some(operation), Some(decided)) => self.credit_due(operation, &change, decided, away),
            _ => (None, String::new()),
        };
        Ok(Line {
            report,
            decision,
            matter,
            item,
            row,
            from_dossier,
            faults,
            reported,
            change,
            digest,
            owed,
            due,
            basis,
        })
    }

    /// Last day on which a row is to be sent, and the article.
    pub(super) fn credit_due(
        &self,
        operation: Operation,
        change: &str,
        decided: Date,
        away: Option<Date>,
    ) -> (Option<Date>, String) {
        let rules = &self.pack().credit;
        let change = rules.change_by_id(change).filter(|_| operation == Operation::Change);
        let (code, own) = match change {
            Some(change) => (&change.rule, change.basis.clone()),
            None => (&rules.rule, rules.basis.join("、")),
        };
        let Some(rule) = self.pack().periods.get(code) else { return (None, own) };
        let start = since(operation, decided, away);
        let term = rule.term(self.calendar(), start.into(), &[], &[]).ok();
        (term.and_then(|term| term.due).map(Due::date), own)
    }

    /// By which change a decision is public no more, and since when.
    fn gone_by(&self, matter: Option<&Matter>) -> (String, Option<Date>) {
        let rules = &self.pack().credit;
        let act = matter.and_then(|matter| {
            let procedure = self.pack().procedures.get(&matter.procedure)?;
            let takes =
                |act: &str| procedure.act(act).is_some_and(|act| act.kind == ActKind::Withdraw);
            matter.done.iter().rev().find(|done| takes(&done.act))
        });
        let change = rules.change(act.map(|done| done.act.as_str()).unwrap_or_default());
        let away = matter
            .and_then(|matter| matter.publication.as_ref()?.withdrawn.as_ref())
            .map(|(day, _)| *day);
        (change.map(|change| change.id.clone()).unwrap_or_default(), away)
    }

    fn row_digest(&self, row: &Row) -> Result<String, Error> {
        let text =
            serde_json::to_string(row).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(self.suite().hash(format!("zhiheng/credit/v1\n{text}").as_bytes()).to_string())
    }

    /// Digest of a delivery: of the digests of its rows in order.
    pub(super) fn batch_digest(&self, rows: &[&str]) -> String {
        let text = format!("zhiheng/delivery/v1\n{}", rows.join("\n"));
        self.suite().hash(text.as_bytes()).to_string()
    }

    async fn matter_of(&self, decision: &DecisionRow) -> Result<Option<Matter>, Error> {
        let Some(id) = decision.stream.strip_prefix("matter:") else { return Ok(None) };
        let Some(row) = self.store().matter(id).await? else { return Ok(None) };
        if row.snapshot.is_empty() {
            return Ok(None);
        }
        serde_json::from_str(&row.snapshot)
            .map(Some)
            .map_err(|error| Error::Internal(format!("snapshot of {id}: {error}")))
    }
}

/// The row with which the platform is told that a decision is public no more.
fn state_row(
    rules: &CreditRules,
    report: &CreditReport,
    full: &Row,
    change: &str,
    (away, decision): (Option<Date>, &DecisionRow),
) -> Row {
    let mut row: Row = report
        .key
        .iter()
        .map(|code| (code.clone(), full.get(code).cloned().unwrap_or_default()))
        .collect();
    let title = rules.change_by_id(change).map(|change| change.title.clone()).unwrap_or_default();
    let day = away.map(|day| day.to_string()).unwrap_or_default();
    let values = [title, day, decision.reason.clone().unwrap_or_default()];
    row.extend(STATE.iter().map(|name| (*name).to_owned()).zip(values));
    row
}
