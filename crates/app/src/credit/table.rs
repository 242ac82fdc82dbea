//! Rows that leave: the table of a delivery, and what would be sent of a period, as csv, workbook or JSON.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;
use zhiheng_domain::Power;
use zhiheng_domain::credit::{Content, CreditItem, Operation, Row, repeated};
use zhiheng_law::credit::CreditReport;

use super::line::{Line, STATE};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::sealing::kind;
use crate::tree::Tree;

/// In which form a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditForm {
    /// UTF-8 with its mark.
    Csv,
    /// A workbook.
    Xlsx,
    /// A list of objects.
    Json,
}

impl CreditForm {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// Stable id, and the ending of the file.
    pub fn id(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }

    /// The form with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.id() == id)
    }
}

/// A table that leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditTable {
    /// Its name: also that of the file, without the ending.
    pub name: String,
    /// Columns: code and heading.
    pub columns: Vec<(String, String)>,
    /// Rows by code.
    pub rows: Vec<Row>,
}

impl CreditTable {
    /// The table as a file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn written(&self, form: CreditForm) -> Result<Vec<u8>, Error> {
        let failed = |error: &dyn std::fmt::Display| Error::Internal(format!("table: {error}"));
        let head: Vec<String> = self.columns.iter().map(|(_, title)| title.clone()).collect();
        let cell = |row: &Row, code: &String| row.get(code).cloned().unwrap_or_default();
        let cells = |row: &Row| self.columns.iter().map(|(code, _)| cell(row, code)).collect();
        let rows: Vec<Vec<String>> = self.rows.iter().map(cells).collect();
        match form {
            CreditForm::Csv => {
                zhiheng_sheets::written::csv(&head, &rows).map_err(|error| failed(&error))
            }
            CreditForm::Xlsx => zhiheng_sheets::written::xlsx(&self.name, &head, &rows)
                .map_err(|error| failed(&error)),
            CreditForm::Json => {
                serde_json::to_vec_pretty(&self.rows).map_err(|error| failed(&error))
            }
        }
    }
}

/// What would be sent of one kind of decision of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditLines {
    /// Id of the report.
    pub report: String,
    /// Name of the report.
    pub title: String,
    /// What the platform would take.
    pub rows: CreditTable,
    /// What it took and that is public no more.
    pub states: CreditTable,
    /// What it would not take, field by field.
    pub faults: CreditTable,
    /// Decisions that it would not take.
    pub wrong: usize,
}

impl App {
    /// The rows of a delivery of the person's agency. That they were taken out is put on the record first.
    ///
    /// # Errors
    /// The person may not take lists out, there is no such delivery, or the store is not there.
    pub async fn take_delivery(
        &self,
        caller: &Caller,
        id: &str,
        form: CreditForm,
    ) -> Result<CreditTable, Error> {
        caller.require(Power::Publish)?;
        caller.require(Power::Export)?;
        let batch = self.batch_of(caller, id).await?;
        let unknown = || Error::Internal(format!("delivery {id}: report {}", batch.report));
        let report = self.pack().credit.report_by_id(&batch.report).ok_or_else(unknown)?;
        let mut rows = Vec::new();
        for line in &batch.lines {
            let row = self.row_sent(&line.decision, &batch.id).await?;
            if !row.is_empty() {
                rows.push(row);
            }
        }
        let named = vec![
            ("actor".to_owned(), Value::from(caller.actor.id.as_str())),
            ("batch".to_owned(), Value::from(batch.id.as_str())),
            ("form".to_owned(), Value::from(form.id())),
            ("list".to_owned(), Value::from("credit")),
            ("rows".to_owned(), Value::from(rows.len())),
        ];
        self.note(kind::EXPORT, &caller.actor.id, named).await?;
        let name = format!("{}{}", report.title, batch.content.title());
        Ok(CreditTable { name, columns: columns(report, batch.content), rows })
    }

    /// What would be sent of the decisions of every agency published from `from` to `to`. `filled` are values by 文号 that stand over
    /// those typed in the platform. No delivery is made. That the list was taken out is put on the record first, with counts alone.
    ///
    /// # Errors
    /// The store is not there, or a snapshot cannot be read.
    pub async fn credit_period(
        &self,
        operator: &str,
        (from, to): (Date, Date),
        filled: &BTreeMap<String, Row>,
    ) -> Result<Vec<CreditLines>, Error> {
        let tree = self.tree().await?;
        let mut all = Vec::new();
        for report in &self.pack().credit.reports {
            let mut lines = Vec::new();
            let period = (from, Some(to));
            for decision in self.reported_decisions(&report.category, None, period).await? {
                let item = self.credit_item(&decision.id).await?.unwrap_or_default();
                let mut typed = self.typed(&item).await?;
                typed.extend(filled.get(&decision.number).cloned().unwrap_or_default());
                let line = self.line_with(report, &tree, (decision, item), &typed).await?;
                if line.reported {
                    lines.push(line);
                }
            }
            let gone = self.taken_down(report, &tree, from).await?;
            all.push(sorted(report, lines, gone, &tree));
        }
        let rows: usize = all.iter().map(|lines| lines.rows.rows.len() + lines.wrong).sum();
        let named = vec![
            ("actor".to_owned(), Value::from(operator)),
            ("from".to_owned(), Value::from(from.to_string())),
            ("list".to_owned(), Value::from("credit")),
            ("rows".to_owned(), Value::from(rows)),
            ("to".to_owned(), Value::from(to.to_string())),
        ];
        self.note(kind::EXPORT, operator, named).await?;
        Ok(all)
    }

    /// State rows that are owed of decisions made since a day.
    async fn taken_down<'a>(
        &'a self,
        report: &'a CreditReport,
        tree: &Tree,
        from: Date,
    ) -> Result<Vec<Line<'a>>, Error> {
        let mut gone = Vec::new();
        for agency in tree.all() {
            let items = self.credit_items(&agency.id, from).await?.into_values();
            let taken = |item: &CreditItem| item.report == report.id && item.accepted.is_some();
            for item in items.filter(taken) {
                let Some(decision) = self.store().decision(&item.decision).await? else {
                    continue;
                };
                if decision.state == "published" {
                    continue;
                }
                let line = self.credit_line(report, tree, decision, item).await?;
                if line.owed == Some(Operation::Change) {
                    gone.push(line);
                }
            }
        }
        Ok(gone)
    }
}

/// Columns of a table: all fields, or those that say which decision it is with its state.
fn columns(report: &CreditReport, content: Content) -> Vec<(String, String)> {
    let heading = |code: &str, title: &str| (code.to_owned(), format!("{code} {title}"));
    let fields = report
        .fields
        .iter()
        .filter(|field| content == Content::Rows || report.key.contains(&field.code));
    let mut columns: Vec<_> = fields.map(|field| heading(&field.code, &field.title)).collect();
    if content == Content::States {
        columns.extend(STATE.iter().map(|name| ((*name).to_owned(), (*name).to_owned())));
    }
    columns
}

fn sorted(
    report: &CreditReport,
    lines: Vec<Line<'_>>,
    gone: Vec<Line<'_>>,
    tree: &Tree,
) -> CreditLines {
    let again: BTreeMap<usize, usize> =
        repeated(report, lines.iter().map(|line| &line.row)).into_iter().collect();
    let named = |name: &str| ((*name).to_owned(), (*name).to_owned());
    let heads = ["文号", "机关", "公开编号", "字段", "代码", "原因"];
    let mut faults = CreditTable {
        name: format!("{}-待补正", report.title),
        columns: heads.map(named).into(),
        rows: Vec::new(),
    };
    let mut rows = Vec::new();
    let mut wrong = 0;
    for (place, line) in lines.into_iter().enumerate() {
        let told = |field: &str, code: &str, message: &str| {
            let agency = tree.name(&line.decision.agency);
            let Line { decision, .. } = &line;
            let cells = [&decision.number, agency, &decision.id, field, code, message];
            heads.into_iter().map(ToOwned::to_owned).zip(cells.map(ToOwned::to_owned)).collect()
        };
        let before = faults.rows.len();
        for fault in &line.faults {
            faults.rows.push(told(&fault.field, &fault.code, &fault.message));
        }
        if let Some(first) = again.get(&place) {
            let message = format!("与第 {} 行的文号、相对人、决定日期相同", first + 1);
            let field = report.key.first().map(String::as_str).unwrap_or_default();
            faults.rows.push(told(field, "credit.repeated", &message));
        }
        if faults.rows.len() > before {
            wrong += 1;
        } else {
            rows.push(line.row);
        }
    }
    let table = |content: Content, name: String, rows: Vec<Row>| CreditTable {
        name,
        columns: columns(report, content),
        rows,
    };
    CreditLines {
        report: report.id.clone(),
        title: report.title.clone(),
        rows: table(Content::Rows, report.title.clone(), rows),
        states: table(
            Content::States,
            format!("{}-状态", report.title),
            gone.into_iter().map(|line| line.row).collect(),
        ),
        faults,
        wrong,
    }
}
