//! What the platform answered: entered by hand, or read from the receipt that it gave.

use serde_json::Value;
use zhiheng_domain::credit::{Batch, CreditItem};
use zhiheng_domain::{Power, Refusal};
use zhiheng_law::credit::ReceiptWords;

use super::shapes::CreditBatchView;
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::ports::Append;

/// Largest receipt, bytes.
const LARGEST: usize = 8 << 20;

/// What the platform said of a row: 文号, and why it was not taken; none where it was.
pub type Said = (String, Option<String>);

impl App {
    /// Enters what the platform said of rows of a delivery. On the record; what was said once stays.
    ///
    /// # Errors
    /// There is no such delivery in the person's agency, every line that is wrong, somebody else entered at the same moment, or the
    /// store is not there.
    pub async fn credit_receipt(
        &self,
        caller: &Caller,
        id: &str,
        said: &[Said],
    ) -> Result<CreditBatchView, Error> {
        caller.require(Power::Publish)?;
        let batch = self.batch_of(caller, id).await?;
        let now = zhiheng_calendar::china_datetime(self.now());
        let next =
            batch.answered(&caller.actor, said, now).map_err(|faults| refused(faults, None))?;
        let mut appends = vec![self.batch_append(caller, "credit.receipt", &next)?];
        for (line, before) in next.lines.iter().zip(&batch.lines) {
            let Some(answer) = line.answer.as_ref().filter(|_| before.answer.is_none()) else {
                continue;
            };
            // The dossier may have been destroyed meanwhile: then there is nothing more to say of it.
            let Some(item) = self.credit_item(&line.decision).await? else { continue };
            let refused = (!answer.accepted).then_some(answer.reason.as_str());
            appends.extend(self.answer_append(caller, &next, &item, refused).await?);
        }
        // Commit point.
        self.store().append(appends).await?;
        self.record_grew();
        Ok(self.batch_view(&next, true))
    }

    /// Reads the platform's receipt (csv, xlsx) and enters it.
    ///
    /// # Errors
    /// As [`App::credit_receipt`]; the file is no table, lacks a column, or says something that is neither taken nor rejected.
    pub async fn credit_receipt_file(
        &self,
        caller: &Caller,
        id: &str,
        file: &[u8],
    ) -> Result<CreditBatchView, Error> {
        caller.require(Power::Publish)?;
        if file.len() > LARGEST {
            return Err(Error::field("credit.receipt_file", "file", "回执文件太大"));
        }
        let said =
            read(&self.pack().credit.receipt, file).map_err(|faults| refused(faults, None))?;
        self.credit_receipt(caller, id, &said).await
    }

    async fn answer_append(
        &self,
        caller: &Caller,
        batch: &Batch,
        item: &CreditItem,
        refused: Option<&str>,
    ) -> Result<Option<Append>, Error> {
        let this = item.waiting.as_ref().is_some_and(|sending| sending.batch == batch.id);
        let Some(decision) = self.store().decision(&item.decision).await?.filter(|_| this) else {
            return Ok(None);
        };
        let next = item.answered(refused);
        let more = vec![("batch".to_owned(), Value::from(batch.id.as_str()))];
        self.item_append(caller, "credit.answer", (&next, &decision), more).map(Some)
    }
}

/// The lines of a receipt.
///
/// # Errors
/// Every line that cannot be read, with its row.
fn read(words: &ReceiptWords, file: &[u8]) -> Result<Vec<Said>, Vec<Refusal>> {
    let wrong = |code: &str, words: String| vec![Refusal::new(code, words).at("file")];
    let table = zhiheng_sheets::table::read(file)
        .map_err(|fault| wrong("credit.receipt_file", fault.to_string()))?;
    let column = |names: &[String]| {
        let at = |name: &String| table.columns.iter().position(|column| column.trim() == name);
        names.iter().find_map(at)
    };
    let missing = |names: &[String]| {
        let words = format!("回执里没有“{}”这一列", names.join("”或者“"));
        wrong("credit.receipt_column", words)
    };
    let number = column(&words.number).ok_or_else(|| missing(&words.number))?;
    let result = column(&words.result).ok_or_else(|| missing(&words.result))?;
    let reason = column(&words.reason);
    let mut said = Vec::new();
    let mut faults = Vec::new();
    for row in &table.rows {
        let cell = |place: usize| row.cells.get(place).map(|cell| cell.trim()).unwrap_or_default();
        let is = |list: &[String]| list.iter().any(|word| word == cell(result));
        let known = cell(number).to_owned();
        if is(&words.accepted) {
            said.push((known, None));
        } else if is(&words.rejected) {
            said.push((known, Some(reason.map(cell).unwrap_or_default().to_owned())));
        } else {
            let told = format!(
                "第 {} 行的结果应是 {}（接收）或者 {}（退回）",
                row.number,
                words.accepted.join("、"),
                words.rejected.join("、")
            );
            faults.extend(wrong("credit.receipt_result", told));
        }
    }
    if faults.is_empty() { Ok(said) } else { Err(faults) }
}
