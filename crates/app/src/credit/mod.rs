//! 双公示: the decisions of a period as the rows that the credit platform takes, with what stands against each.
//!
//! What this is not: sending them; nor the rules (see `zhiheng_domain::credit` and the pack). Numbers of persons pass through here
//! into the file that is sent and are put on no page and no record.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;
use zhiheng_domain::Matter;
use zhiheng_domain::credit::{Reported, Row, RowFault, faults, mapped, repeated};
use zhiheng_law::credit::CreditReport;

use crate::application::App;
use crate::error::Error;
use crate::ports::{DecisionFilter, DecisionRow, DecisionSort};
use crate::sealing::kind;
use crate::tree::Tree;

/// Rows asked for at once.
const PAGE: usize = 100;

/// One kind of decision, ready to be sent or mended.
#[derive(Debug, Clone)]
pub struct CreditBatch {
    /// The fields.
    pub report: CreditReport,
    /// The decisions, in the order of their publication.
    pub lines: Vec<CreditLine>,
}

/// One decision.
#[derive(Debug, Clone)]
pub struct CreditLine {
    /// 文号.
    pub number: String,
    /// Its agency.
    pub agency: String,
    /// Public id.
    pub decision: String,
    /// Its values by code.
    pub row: Row,
    /// Why the platform would not take it; empty where it would.
    pub faults: Vec<RowFault>,
    /// Why it was withdrawn, where it was: the platform is to take it down.
    pub withdrawn: Option<String>,
}

impl App {
    /// The decisions published from `from` to `to` of every kind that is reported. `filled` are values that no dossier holds
    /// (统一社会信用代码, 证件号码), by 文号. That the list was taken out is put on the record first, with counts alone.
    ///
    /// # Errors
    /// The stores are not there, or a snapshot cannot be read.
    pub async fn credit(
        &self,
        operator: &str,
        from: Date,
        to: Date,
        filled: &BTreeMap<String, Row>,
    ) -> Result<Vec<CreditBatch>, Error> {
        let tree = self.tree().await?;
        let mut batches = Vec::new();
        for report in &self.pack().credit.reports {
            let mut lines = Vec::new();
            for decision in self.published_between(&report.category, from, to).await? {
                let typed = filled.get(&decision.number).cloned().unwrap_or_default();
                lines.push(self.line(report, &tree, decision, &typed).await?);
            }
            let again = repeated(report, lines.iter().map(|line| &line.row));
            for (place, first) in again {
                if let Some(line) = lines.get_mut(place) {
                    line.faults.push(RowFault {
                        field: report.key.first().cloned().unwrap_or_default(),
                        code: "credit.repeated".to_owned(),
                        message: format!("与第 {} 行的文号、相对人、决定日期相同", first + 1),
                    });
                }
            }
            batches.push(CreditBatch { report: report.clone(), lines });
        }
        let rows: usize = batches.iter().map(|batch| batch.lines.len()).sum();
        let named = vec![
            ("actor".to_owned(), Value::from(operator)),
            ("from".to_owned(), Value::from(from.to_string())),
            ("list".to_owned(), Value::from("credit")),
            ("rows".to_owned(), Value::from(rows)),
            ("to".to_owned(), Value::from(to.to_string())),
        ];
        self.note(kind::EXPORT, operator, named).await?;
        Ok(batches)
    }

    async fn published_between(
        &self,
        category: &str,
        from: Date,
        to: Date,
    ) -> Result<Vec<DecisionRow>, Error> {
        let mut filter = DecisionFilter {
            category: Some(category.to_owned()),
            from: Some(from.to_string()),
            to: Some(to.to_string()),
            on: to.to_string(),
            sort: DecisionSort::Published,
            limit: PAGE,
            ..DecisionFilter::default()
        };
        let mut found = Vec::new();
        loop {
            let page = self.store().decisions(&filter).await?;
            // What was taken over from elsewhere is reported by whoever decided it.
            found.extend(page.items.into_iter().filter(|row| row.stream.starts_with("matter:")));
            match page.next {
                Some(next) => filter.cursor = Some(next),
                None => return Ok(found),
            }
        }
    }

    async fn line(
        &self,
        report: &CreditReport,
        tree: &Tree,
        decision: DecisionRow,
        typed: &Row,
    ) -> Result<CreditLine, Error> {
        let matter = self.matter_of(&decision).await?;
        let facts = matter.as_ref().map(|matter| matter.facts.clone()).unwrap_or_default();
        let paper = matter.as_ref().and_then(|matter| {
            matter.papers.iter().find(|paper| paper.number.as_deref() == Some(&decision.number))
        });
        let day = |text: &str| text.parse::<Date>().ok();
        let reported = Reported {
            facts: &facts,
            number: &decision.number,
            paper: paper.map(|paper| paper.title.as_str()).unwrap_or_default(),
            day: day(&decision.decided),
            until: decision.until.as_deref().and_then(day),
            agency: tree.name(&decision.agency),
            agency_code: tree
                .get(&decision.agency)
                .map(|agency| agency.credit_code.as_str())
                .unwrap_or_default(),
            entered: typed,
        };
        let row = mapped(&self.pack().credit, report, &reported);
        let faults = faults(self.pack(), report, &row, self.today());
        let withdrawn =
            (decision.state != "published").then(|| decision.reason.clone().unwrap_or_default());
        Ok(CreditLine {
            agency: tree.name(&decision.agency).to_owned(),
            number: decision.number,
            decision: decision.id,
            row,
            faults,
            withdrawn,
        })
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
