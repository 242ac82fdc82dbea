//! What no dossier says is typed for a decision (统一社会信用代码, 证件号码). Which fields were typed is on the row; what was typed is
//! in the event alone.

use serde_json::json;
use zhiheng_domain::credit::{CreditItem, Row};
use zhiheng_domain::{Power, Refusal};

use super::TYPED;
use super::desk::given;
use super::shapes::CreditPage;
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};

/// Longest typed value, in characters.
const LONGEST: usize = 4_000;

impl App {
    /// Types values for a decision, by code, over those typed before; an empty one takes the earlier away. On the record.
    ///
    /// # Errors
    /// There is no such decision in the person's agency, a field is unknown or said by the dossier, a value is too long, somebody
    /// else typed at the same moment, or the store is not there.
    pub async fn fill_credit(
        &self,
        caller: &Caller,
        decision: &str,
        values: &Row,
    ) -> Result<CreditPage, Error> {
        caller.require(Power::Publish)?;
        let decision = self.decision_reported(caller, decision).await?;
        let report = self.credit_report_of(&decision.category)?;
        let tree = self.tree().await?;
        let item = self.credit_item(&decision.id).await?.unwrap_or_else(|| CreditItem {
            decision: decision.id.clone(),
            report: report.id.clone(),
            number: decision.number.clone(),
            ..CreditItem::default()
        });
        let before = self.credit_line(report, &tree, decision.clone(), item.clone()).await?;
        let mut faults = Vec::new();
        let mut typed = self.typed(&item).await?;
        for (code, value) in values {
            let value = value.trim();
            let wrong = match report.field(code) {
                None => Some(("credit.field", format!("没有 {code} 这个字段"))),
                Some(field) if before.from_dossier.contains(code) || given(field) => {
                    let words = format!("“{}”由案卷得来，不能在这里填写", field.title);
                    Some(("credit.dossier", words))
                }
                Some(field) if value.chars().count() > LONGEST => {
                    Some(("credit.long", format!("“{}”太长", field.title)))
                }
                Some(_) => None,
            };
            match wrong {
                Some((code_of, words)) => faults.push(Refusal::new(code_of, words).at(code)),
                None if value.is_empty() => {
                    typed.remove(code);
                }
                None => {
                    typed.insert(code.clone(), value.to_owned());
                }
            }
        }
        if values.is_empty() {
            faults.push(Refusal::new("credit.nothing", "没有填写"));
        }
        if !faults.is_empty() {
            return Err(refused(faults, None));
        }
        let now = zhiheng_calendar::china_datetime(self.now());
        let next = item.with_typed(typed.keys().cloned().collect(), now);
        let more = vec![(TYPED.to_owned(), json!(typed))];
        let append = self.item_append(caller, "credit.fill", (&next, &decision), more)?;
        // Commit point.
        self.store().append(vec![append]).await?;
        self.record_grew();
        let line = self.line_with(report, &tree, (decision, next), &typed).await?;
        Ok(self.page_view(&line))
    }
}
