//! A delivery is made: the rows of the chosen decisions are frozen, together, in one append.

use serde_json::{Value, json};
use zhiheng_domain::Power;
use zhiheng_domain::credit::{Batch, Candidate, Content, CreditItem, Heading, Sending};

use super::ROW;
use super::line::Line;
use super::shapes::CreditBatchView;
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};

impl App {
    /// Makes a delivery of these decisions of the person's agency.
    ///
    /// # Errors
    /// Every reason against it, for every decision (see [`Batch::made`]); a decision is not there; somebody else sent one of them at
    /// the same moment; the store is not there.
    pub async fn deliver_credit(
        &self,
        caller: &Caller,
        report: &str,
        content: Content,
        decisions: &[String],
    ) -> Result<CreditBatchView, Error> {
        caller.require(Power::Publish)?;
        let rules = &self.pack().credit;
        let unknown = || Error::field("input.choice", "report", "只有行政许可、行政处罚");
        let report = rules.report_by_id(report).ok_or_else(unknown)?;
        if decisions.len() > rules.most {
            let words = format!("一批最多 {} 条，请分几批", rules.most);
            return Err(Error::field("credit.many", "decisions", words));
        }
        let tree = self.tree().await?;
        let mut lines: Vec<Line<'_>> = Vec::new();
        let mut chosen: Vec<&String> = decisions.iter().collect();
        chosen.sort();
        chosen.dedup();
        for id in chosen {
            let decision = self.decision_reported(caller, id).await?;
            if decision.category != report.category {
                let words = format!("{} 不是{}", decision.number, report.title);
                return Err(Error::field("credit.kind", id, words));
            }
            let item = self.credit_item(id).await?.unwrap_or_else(|| CreditItem {
                decision: decision.id.clone(),
                report: report.id.clone(),
                number: decision.number.clone(),
                ..CreditItem::default()
            });
            lines.push(self.credit_line(report, &tree, decision, item).await?);
        }
        lines.sort_by(|one, two| {
            let key = |line: &Line<'_>| (line.decision.number.clone(), line.decision.id.clone());
            key(one).cmp(&key(two))
        });
        let candidates: Vec<Candidate> = lines.iter().map(candidate).collect();
        let digests: Vec<&str> = lines.iter().map(|line| line.digest.as_str()).collect();
        let digest = self.batch_digest(&digests);
        let now = zhiheng_calendar::china_datetime(self.now());
        let heading =
            Heading { id: self.fresh_id(), report: &report.id, content, now, most: rules.most };
        let batch = Batch::made(&caller.actor, heading, &candidates, digest)
            .map_err(|faults| refused(faults, None))?;
        let mut appends = vec![self.batch_append(caller, "credit.deliver", &batch)?];
        for line in &lines {
            let Some(operation) = line.owed else { continue };
            let next = line.item.sent(Sending {
                batch: batch.id.clone(),
                operation,
                change: line.change.clone(),
                version: line.decision.version,
                digest: line.digest.clone(),
                at: now,
            });
            let more = vec![
                ("batch".to_owned(), Value::from(batch.id.as_str())),
                (ROW.to_owned(), json!(line.row)),
            ];
            appends.push(self.item_append(caller, "credit.send", (&next, &line.decision), more)?);
        }
        // Commit point: the delivery and every row of it, or nothing.
        self.store().append(appends).await?;
        self.record_grew();
        Ok(self.batch_view(&batch, true))
    }
}

fn candidate(line: &Line<'_>) -> Candidate {
    Candidate {
        decision: line.decision.id.clone(),
        matter: line.matter.as_ref().map(|matter| matter.id.clone()).unwrap_or_default(),
        number: line.decision.number.clone(),
        owed: line.owed,
        waiting: line.item.waiting.is_some(),
        change: line.change.clone(),
        version: line.decision.version,
        digest: line.digest.clone(),
        key: line.key(),
        faults: line.faults.clone(),
    }
}
